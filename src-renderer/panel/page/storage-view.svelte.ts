import { FerryError } from '#contract/errors';
import type { StoredWindow } from '#contract/panel-inspect';
import type { PanelCaller } from '../../lib/bridge.ts';

/** Entries asked for at once; who has more searches. */
const WINDOW = 500;

/** An entry that is being written. */
export interface EntryDraft {
  /** Null for a new one. */
  readonly oldKey: string | null;
  key: string;
  json: string;
}

/** The mini-program's storage as the panel lists and changes it; follows what the page changes. */
export class StorageView {
  words = $state('');
  shown = $state.raw<StoredWindow | null>(null);
  draft = $state<EntryDraft | null>(null);
  /** What went wrong with the last change; null when nothing did. */
  problem = $state<string | null>(null);
  /** Why the draft is no JSON; null while it is. */
  readonly jsonProblem = $derived(this.draft ? problemOf(this.draft.json) : null);

  readonly #caller: PanelCaller;
  #asked = 0;

  constructor(caller: PanelCaller) {
    this.#caller = caller;
  }

  start(): () => void {
    return this.#caller.listen((event) => {
      if (event.kind === 'storage' || event.kind === 'project') void this.load();
    });
  }

  /** @param words shows the entries that hold them */
  async load(words = this.words): Promise<void> {
    const asked = (this.#asked += 1);
    const shown = await this.#caller
      .call('panel:storage', { words, from: 0, count: WINDOW })
      .catch(() => null);
    if (asked === this.#asked) this.shown = shown;
  }

  add(): void {
    this.problem = null;
    this.draft = { oldKey: null, key: '', json: '""' };
  }

  async edit(key: string): Promise<void> {
    this.problem = null;
    const json = await this.#caller.call('panel:stored-value', { key }).catch(() => null);
    if (json !== null) this.draft = { oldKey: key, key, json: pretty(json) };
  }

  async save(): Promise<void> {
    const { draft } = this;
    if (!draft || draft.key === '' || this.jsonProblem !== null) return;
    const json = JSON.stringify(JSON.parse(draft.json));
    const isDone = await this.#change('panel:set-storage', { key: draft.key, json, oldKey: draft.oldKey });
    if (isDone) this.draft = null;
  }

  async remove(keys: readonly string[] | null): Promise<void> {
    await this.#change('panel:remove-storage', { keys });
  }

  async restore(): Promise<void> {
    await this.#change('panel:restore-storage', {});
  }

  async #change(
    channel: 'panel:set-storage' | 'panel:remove-storage' | 'panel:restore-storage',
    request: Parameters<PanelCaller['call']>[1] & object,
  ): Promise<boolean> {
    try {
      await this.#caller.call(channel, request as never);
      this.problem = null;
      await this.load();
      return true;
    } catch (error) {
      this.problem = FerryError.from(error).message;
      return false;
    }
  }
}

function problemOf(json: string): string | null {
  try {
    JSON.parse(json);
    return null;
  } catch (error) {
    return (error as Error).message;
  }
}

function pretty(json: string): string {
  try {
    return JSON.stringify(JSON.parse(json), null, 2);
  } catch {
    return json;
  }
}
