import { SvelteMap, SvelteSet } from 'svelte/reactivity';
import { FerryError } from '#contract/errors';
import type { StoredEntry, StoredWindow } from '#contract/panel-inspect';
import { STORAGE_ENTRY_BYTES } from '#contract/storage';
import type { PanelCaller } from '../../lib/bridge.ts';

/** Entries asked for at once. */
const WINDOW = 200;
const MOST_WINDOWS = 10;

/** An entry that is being written. */
export interface EntryDraft {
  /** Null for a new one. */
  readonly oldKey: string | null;
  key: string;
  json: string;
}

/** Why a change was refused. */
export interface StorageProblem {
  readonly message: string;
  /** WeChat's limits would be passed. */
  readonly isLimit: boolean;
}

/** The mini-program's storage as the panel lists and changes it; follows what the page changes. */
export class StorageView {
  words = $state('');
  shown = $state.raw<StoredWindow | null>(null);
  draft = $state<EntryDraft | null>(null);
  /** What went wrong with the last change; null when nothing did. */
  problem = $state.raw<StorageProblem | null>(null);
  /** Why the draft is no JSON; null while it is. */
  readonly jsonProblem = $derived(this.draft ? problemOf(this.draft.json) : null);
  /** What the draft would count; 0 while it is no JSON. */
  readonly draftBytes = $derived(this.draft && this.jsonProblem === null ? bytesOf(this.draft) : 0);
  readonly isTooLarge = $derived(this.draftBytes > STORAGE_ENTRY_BYTES);
  /** Entries by their window; those in sight are asked for. */
  readonly #windows = new SvelteMap<number, readonly StoredEntry[]>();

  readonly #caller: PanelCaller;
  readonly #wanted = new SvelteSet<number>();
  /** The window that was last in sight. */
  #first = 0;
  #searched = '';
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
    if (words !== this.#searched) this.#first = 0;
    this.#searched = words;
    const from = this.#first * WINDOW;
    const shown = await this.#caller.call('panel:storage', { words, from, count: WINDOW }).catch(() => null);
    if (asked !== this.#asked) return;
    this.shown = shown;
    this.#windows.clear();
    if (shown) this.#windows.set(this.#first, shown.entries);
  }

  /** An entry by its place in what is shown; undefined until it is there. */
  entryAt(index: number): StoredEntry | undefined {
    return this.#windows.get(Math.floor(index / WINDOW))?.[index % WINDOW];
  }

  /** Asks for the window of a place that is in sight, if it is not there. */
  want(index: number): void {
    const wanted = Math.floor(index / WINDOW);
    this.#first = wanted;
    if (!this.#windows.has(wanted) && !this.#wanted.has(wanted)) void this.#loadWindow(wanted);
  }

  async #loadWindow(wanted: number): Promise<void> {
    const asked = this.#asked;
    this.#wanted.add(wanted);
    const from = wanted * WINDOW;
    const found = await this.#caller
      .call('panel:storage', { words: this.words, from, count: WINDOW })
      .catch(() => null);
    this.#wanted.delete(wanted);
    if (!found || asked !== this.#asked) return;
    for (const known of this.#windows.keys())
      if (this.#windows.size >= MOST_WINDOWS) this.#windows.delete(known);
    this.#windows.set(wanted, found.entries);
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
    if (!draft || draft.key === '' || this.jsonProblem !== null || this.isTooLarge) return;
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
      const { code, message } = FerryError.from(error);
      this.problem = { message, isLimit: code === 'storage.too-large' };
      return false;
    }
  }
}

/** As WeChat's limit counts: the bytes of the key and of the value, a text without its quotes. */
function bytesOf({ key, json }: EntryDraft): number {
  const value: unknown = JSON.parse(json);
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return new TextEncoder().encode(key + text).length;
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
