import type { FileHistoryRecord } from '#contract/files';
import { SvelteMap } from 'svelte/reactivity';
import type { PanelCaller } from '../../lib/bridge.ts';

/** More than are ever on the screen together. */
const KEPT = 300;

/** The files that somebody has asked for by their paths; each is asked of main once, and again when files change. */
export class KnownFiles {
  readonly #caller: Pick<PanelCaller, 'call'>;
  readonly #files = new SvelteMap<string, FileHistoryRecord | null>();
  // eslint-disable-next-line svelte/prefer-svelte-reactivity -- nobody shows what was asked for
  readonly #asked = new Set<string>();

  constructor(caller: Pick<PanelCaller, 'call'>) {
    this.#caller = caller;
  }

  /** What is known of the file at a path; null until it is, and where there never was one. Whoever reads it hears more. */
  find(path: string): FileHistoryRecord | null {
    const known = this.#files.get(path);
    if (known === undefined && !this.#asked.has(path)) {
      this.#asked.add(path);
      // Not within the reading itself, which may be a derivation.
      queueMicrotask(() => void this.#ask(path));
    }
    return known ?? null;
  }

  /** Asks for all of them anew: files have changed. */
  refresh(): void {
    for (const path of [...this.#asked].slice(0, -KEPT)) {
      this.#asked.delete(path);
      this.#files.delete(path);
    }
    for (const path of this.#asked) void this.#ask(path);
  }

  async #ask(path: string): Promise<void> {
    const found = await this.#caller.call('panel:file', { path }).catch(() => null);
    if (this.#asked.has(path)) this.#files.set(path, found);
  }
}
