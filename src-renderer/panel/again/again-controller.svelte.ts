import { FerryError } from '#contract/errors';
import { panelBodyPath } from '#contract/panel';
import { panelPartPath } from '#contract/panel-bodies';
import type { ResendAnswer } from '#contract/panel-resend';
import {
  callOfExchange,
  clippedFields,
  RECORDED_TEXT_CHARACTERS,
  type WholeFields,
  wholeFields,
  writtenHeaders,
} from '#contract/resend-draft';
import { isTransfer, type Exchange, type TransferKind } from '#contract/transfer';
import type { Panel } from '../app/panel-context.ts';
import type { TextKey } from '../texts/texts.ts';
import { Draft } from './editor/draft.svelte.ts';
import { problemsOf } from './editor/problems.ts';
import { hasSecrets, outgoingOf, type Outgoing } from './snippets/outgoing.ts';

/** Bodies up to this size are written into a snippet; larger ones are read from a file there. */
const MAX_SNIPPET_TEXT = 1_000_000;
/** Drafts that are remembered; of more, the oldest goes. */
const MAX_DRAFTS = 50;
const MAX_PATHS = 200;

/** What is on the screen of doing something again. */
export type AgainView =
  | {
      readonly kind: 'edit';
      readonly draft: Draft;
      readonly exchange: Exchange | null;
      readonly note: TextKey | null;
    }
  | { readonly kind: 'copy'; readonly outgoing: Outgoing; readonly hasSecrets: boolean }
  | { readonly kind: 'compare'; readonly a: Exchange; readonly b: Exchange | null };

/** Replays, edits, copies and compares exchanges. Drafts live as long as the window. */
export class AgainController {
  readonly #panel: Panel;
  // eslint-disable-next-line svelte/prefer-svelte-reactivity -- looked up, never shown
  readonly #drafts = new Map<string, Draft>();
  view = $state.raw<AgainView | null>(null);
  isSending = $state(false);
  /** Why the last sending did not begin; null while nothing is wrong. */
  sendError = $state<string | null>(null);
  /** Files of the mini-program that an upload can send, the latest first. */
  paths = $state.raw<readonly string[]>([]);

  constructor(panel: Panel) {
    this.#panel = panel;
  }

  close(): void {
    this.view = null;
    this.sendError = null;
  }

  /** Sends exchanges again as they were, and says what became of it. */
  async replay(ids: readonly string[], times = 1): Promise<void> {
    const answer = await this.#ask(() => this.#panel.caller.call('panel:replay', { ids, times }));
    if (!answer) return;
    this.#tell(answer);
    const first = answer.started[0];
    if (answer.started.length === 1 && first !== undefined) this.#panel.navigation.showExchange(first);
    const refused = answer.refused[0];
    // One alone: its editor is where another file or body is given.
    if (ids.length === 1 && refused && refused.why !== 'kind' && refused.why !== 'gone')
      await this.edit(refused.of);
  }

  #tell({ started, refused }: ResendAnswer): void {
    const { notices, texts } = this.#panel;
    if (started.length > 1)
      notices.add(texts.t('again.replayed', { count: started.length }), { mood: 'done' });
    for (const { why, what } of refused.slice(0, 2)) {
      notices.add(texts.t(`again.refused.${why}`, { what }));
    }
    if (refused.length > 2) notices.add(texts.t('again.refusedMore', { count: refused.length - 2 }));
  }

  /** Opens the editor on an exchange, or where it was left. */
  async edit(id: string): Promise<void> {
    const exchange = await this.#exchange(id);
    if (!exchange) return;
    if (!isTransfer(exchange)) {
      this.#panel.notices.add(this.#panel.texts.t('again.refused.kind', { what: exchange.kind }));
      return;
    }
    const { draft, note } = this.#draftOf(exchange, await this.#wholeFields(exchange));
    this.view = { kind: 'edit', draft, exchange, note };
    void this.#readPaths();
  }

  /** The fields whose record is clipped, from the kept body. */
  #wholeFields({ id, parts, bodies }: Exchange): Promise<WholeFields> {
    return wholeFields(clippedFields({ parts }), async (part) => {
      if (!bodies.request) return null;
      const response = await fetch(panelPartPath(id, { ...part, contentType: null }));
      const bytes = response.ok ? await response.arrayBuffer() : null;
      if (bytes?.byteLength !== part.sizeBytes) return null;
      return new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
    });
  }

  async #readPaths(): Promise<void> {
    const query = { filter: '', sort: 'created', isDescending: true, closed: [] } as const;
    // Without them a path can still be typed.
    const found = await this.#panel.caller
      .call('panel:list-files', { query, from: 0, count: MAX_PATHS })
      .catch(() => null);
    this.paths = (found?.lines ?? []).flatMap((line) => (line.kind === 'file' ? [line.file.path] : []));
  }

  /** Opens the editor on nothing, or where it was left. */
  compose(): void {
    const known = this.#drafts.get('');
    const draft = known ?? this.#keep('', new Draft(null));
    if (!known)
      draft.url = this.#panel.store.labOrigin === null ? '' : `${this.#panel.store.labOrigin}/headers`;
    this.view = { kind: 'edit', draft, exchange: null, note: null };
    void this.#readPaths();
  }

  /** Opens the editor on a new upload of a file of the mini-program's. */
  composeUpload(path: string): void {
    this.compose();
    if (this.view?.kind !== 'edit') return;
    const { draft } = this.view;
    draft.kind = 'upload';
    draft.method = 'POST';
    draft.fileSource = 'virtual';
    draft.virtualPath = path;
  }

  /** Takes back what was typed. */
  async reset(): Promise<void> {
    const { view } = this;
    if (view?.kind !== 'edit') return;
    this.#drafts.delete(view.draft.of ?? '');
    this.sendError = null;
    if (view.exchange && isTransfer(view.exchange)) {
      const { draft, note } = this.#draftOf(view.exchange, await this.#wholeFields(view.exchange));
      this.view = { ...view, draft, note };
    } else this.compose();
  }

  #draftOf(
    exchange: Exchange & { readonly kind: TransferKind },
    whole: WholeFields,
  ): { draft: Draft; note: TextKey | null } {
    const found = callOfExchange(exchange, whole);
    const note: TextKey | null = found.ok
      ? null
      : found.why === 'file'
        ? 'again.note.file'
        : 'again.note.body';
    const known = this.#drafts.get(exchange.id);
    if (known) return { draft: known, note };
    const draft = this.#keep(exchange.id, new Draft(exchange.id));
    const keptOf = exchange.bodies.request ? exchange.id : null;
    if (found.ok) draft.take(found.call, keptOf);
    else {
      draft.kind = exchange.kind;
      draft.method = exchange.method;
      draft.url = exchange.url;
      draft.headers.replace(writtenHeaders(exchange));
      draft.keptOf = keptOf;
    }
    return { draft, note };
  }

  #keep(key: string, draft: Draft): Draft {
    this.#drafts.set(key, draft);
    for (const oldest of this.#drafts.keys()) {
      if (this.#drafts.size <= MAX_DRAFTS) break;
      this.#drafts.delete(oldest);
    }
    return draft;
  }

  async pickFile(): Promise<void> {
    const { view } = this;
    if (view?.kind !== 'edit') return;
    const picked = await this.#ask(() => this.#panel.caller.call('panel:pick-resend-file', {}));
    if (!picked) return;
    view.draft.picked = picked;
    view.draft.fileSource = 'picked';
    view.draft.filename = picked.name;
    view.draft.contentType = picked.mediaType;
  }

  /** Sends the draft; its exchange opens, and the draft stays for the next time. */
  async send(): Promise<void> {
    const { view } = this;
    if (view?.kind !== 'edit' || this.isSending || problemsOf(view.draft).length > 0) return;
    this.isSending = true;
    this.sendError = null;
    try {
      const { id } = await this.#panel.caller.call('panel:resend', { call: view.draft.call() });
      this.close();
      this.#panel.navigation.showExchange(id);
    } catch (error) {
      this.sendError = FerryError.from(error).message;
    } finally {
      this.isSending = false;
    }
  }

  /** Shows an exchange as code. */
  async copy(id: string): Promise<void> {
    const exchange = await this.#exchange(id);
    if (!exchange) return;
    if (!isTransfer(exchange)) {
      this.#panel.notices.add(this.#panel.texts.t('again.refused.kind', { what: exchange.kind }));
      return;
    }
    const [text, whole] = await Promise.all([this.#sentText(exchange), this.#wholeFields(exchange)]);
    const outgoing = outgoingOf(exchange, text, whole);
    this.view = { kind: 'copy', outgoing, hasSecrets: hasSecrets(outgoing) };
  }

  async #sentText(exchange: Exchange): Promise<string | null> {
    const { requestText, bodies } = exchange;
    if (requestText !== null && requestText.length < RECORDED_TEXT_CHARACTERS) return requestText;
    const size = bodies.request?.sizeBytes ?? 0;
    if (exchange.kind !== 'request' || size === 0 || size > MAX_SNIPPET_TEXT) return null;
    try {
      const response = await fetch(panelBodyPath(exchange.id, 'request'));
      if (!response.ok) return null;
      return new TextDecoder('utf-8', { fatal: true }).decode(await response.arrayBuffer());
    } catch {
      return null;
    }
  }

  /** Shows how two differ; with one alone the other is asked for. */
  async compare(first: string, second: string | null): Promise<void> {
    const a = await this.#exchange(first);
    const b = second === null ? null : await this.#exchange(second);
    if (!a || (second !== null && !b)) return;
    // The earlier one is A, whichever was chosen first.
    const isTurned = b !== null && b.calledAtEpochMs < a.calledAtEpochMs;
    this.view = isTurned ? { kind: 'compare', a: b, b: a } : { kind: 'compare', a, b };
  }

  /** A becomes B, and B A. */
  turn(): void {
    const { view } = this;
    if (view?.kind === 'compare' && view.b) this.view = { kind: 'compare', a: view.b, b: view.a };
  }

  async #exchange(id: string): Promise<Exchange | null> {
    const exchange = await this.#ask(() => this.#panel.caller.call('panel:exchange', { id }));
    if (exchange === null) this.#panel.notices.add(this.#panel.texts.t('again.refused.gone', { what: id }));
    return exchange ?? null;
  }

  /** What main answers; undefined when it failed, which has been said then. */
  async #ask<T>(call: () => Promise<T>): Promise<T | undefined> {
    try {
      return await call();
    } catch (error) {
      const { message } = FerryError.from(error);
      this.#panel.notices.add(this.#panel.texts.t('notice.failed', { message }));
      return undefined;
    }
  }
}
