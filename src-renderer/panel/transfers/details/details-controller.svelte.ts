import type { BodyParts } from '#contract/panel-bodies';
import type { Exchange } from '#contract/transfer';
import { FerryError } from '#contract/errors';
import type { PanelCaller } from '../../../lib/bridge.ts';
import { recall, remember } from '../../../lib/remembered.ts';
import { DETAILS_TABS, type DetailsTab } from '../story.ts';

/** Between two answers about one exchange that runs: what changes faster nobody reads. */
export const ASK_EVERY_MS = 100;

const PANE_KEY = 'ferry.details.pane';

/** What is known of the exchange that is open. */
export type DetailsState =
  | { readonly kind: 'loading' }
  | { readonly kind: 'shown'; readonly exchange: Exchange }
  /** It was cleared, or belongs to another project. */
  | { readonly kind: 'gone' }
  | { readonly kind: 'failed'; readonly message: string };

function readPane(): DetailsTab {
  const kept = recall(PANE_KEY);
  return DETAILS_TABS.find((tab) => tab === kept) ?? 'story';
}

/**
 * The details of one exchange: asked from main when it is opened, and anew when main says that its row changed, ten
 * times a second at most. The pane that was chosen stays for the next exchange and the next start.
 */
export class DetailsController {
  state = $state.raw<DetailsState>({ kind: 'loading' });
  /** Of a multipart body as read from the disk; null where there is none or it is not kept. */
  partList = $state.raw<BodyParts | null>(null);
  #pane = $state<DetailsTab>(readPane());
  readonly #caller: PanelCaller;
  #id: string | null = null;
  #isAsking = false;
  #isStale = false;
  #askedAtMs = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** Of the request body that the parts were read from. */
  #partsKey = '';

  readonly #onGone: () => void;

  /** @param onGone hears that the exchange was cleared while it was shown */
  constructor(caller: PanelCaller, onGone: () => void) {
    this.#caller = caller;
    this.#onGone = onGone;
  }

  get pane(): DetailsTab {
    return this.#pane;
  }

  set pane(tab: DetailsTab) {
    this.#pane = tab;
    remember(PANE_KEY, tab);
  }

  /** Shows another exchange. What was shown stays until the answer is there, so that arrow keys do not make it flicker. */
  open(id: string): void {
    if (id === this.#id) return;
    this.#id = id;
    this.#partsKey = '';
    this.partList = null;
    this.#isStale = false;
    clearTimeout(this.#timer);
    void this.#ask();
  }

  /** Listens for changes. Returns its end. */
  follow(): () => void {
    const off = this.#caller.listen((event) => {
      if (event.kind === 'rows') {
        if (event.changed.some(({ id }) => id === this.#id)) this.#askSoon();
      } else if (event.kind === 'list-changed') this.#askSoon();
    });
    return () => {
      off();
      clearTimeout(this.#timer);
      this.#id = null;
    };
  }

  #askSoon(): void {
    if (this.#id === null || this.#isStale) return;
    this.#isStale = true;
    if (this.#isAsking) return;
    const waitMs = Math.max(0, this.#askedAtMs + ASK_EVERY_MS - performance.now());
    this.#timer = setTimeout(() => void this.#ask(), waitMs);
  }

  async #ask(): Promise<void> {
    const id = this.#id;
    if (id === null) return;
    this.#isStale = false;
    this.#isAsking = true;
    this.#askedAtMs = performance.now();
    let next: DetailsState;
    try {
      const exchange = await this.#caller.call('panel:exchange', { id });
      next = exchange ? { kind: 'shown', exchange } : { kind: 'gone' };
    } catch (thrown) {
      next = { kind: 'failed', message: FerryError.from(thrown).message };
    }
    if (id !== this.#id) return;
    this.#isAsking = false;
    const wasShown = this.state.kind === 'shown' && this.state.exchange.id === id;
    this.state = next;
    // It was cleared while it was looked at: there is nothing left to look at.
    if (next.kind === 'gone' && wasShown) this.#onGone();
    if (next.kind === 'shown') void this.#readParts(next.exchange);
    this.#askIfStale();
  }

  /** Something changed while the answer was on its way. */
  #askIfStale(): void {
    if (!this.#isStale) return;
    this.#isStale = false;
    this.#askSoon();
  }

  /** Once for each body: when it is kept, and when the transfer that sent it is over. */
  async #readParts(exchange: Exchange): Promise<void> {
    const { id, bodies, durationMs } = exchange;
    if (!bodies.request) return;
    const key = `${id} ${String(bodies.request.sizeBytes)} ${String(durationMs !== null)}`;
    if (key === this.#partsKey) return;
    this.#partsKey = key;
    // What cannot be read from the disk is shown as it was recorded.
    const list = await this.#caller.call('panel:parts', { id }).catch(() => null);
    if (key === this.#partsKey) this.partList = list;
  }
}
