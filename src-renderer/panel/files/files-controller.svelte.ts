import type { FileLine, FileQuery, FileSort } from '#contract/panel-files';
import { SvelteMap } from 'svelte/reactivity';
import type { PanelCaller } from '../../lib/bridge.ts';

/** Lines asked for together. */
const BLOCK = 100;
const FILTER_WAIT_MS = 120;

/**
 * The list of files as main has it: how it is filtered, sorted and folded, and of its lines the pieces in sight. What is
 * shown stays until what comes in its place is there.
 */
export class FilesController {
  query = $state.raw<FileQuery>({ filter: '', sort: 'created', isDescending: true, closed: [] });
  /** Lines there are. */
  count = $state(0);
  /** Files that the filter lets through. */
  fileCount = $state(0);
  /** Whether main has answered once. */
  isReady = $state(false);
  readonly #lines = new SvelteMap<number, FileLine>();
  readonly #caller: Pick<PanelCaller, 'call'>;
  /** Answers to questions from before the last change are of another list. */
  #edition = 0;
  #asked: readonly number[] = [];
  #sight: readonly [from: number, to: number] = [0, BLOCK];
  #filterTimer: ReturnType<typeof setTimeout> | undefined;

  constructor(caller: Pick<PanelCaller, 'call'>) {
    this.#caller = caller;
  }

  line(index: number): FileLine | null {
    return this.#lines.get(index) ?? null;
  }

  /** These lines are in sight. */
  want(from: number, to: number): void {
    this.#sight = [from, to];
    this.#load();
  }

  /** Files have changed: everything in sight is asked for anew. */
  refresh(): void {
    this.#edition += 1;
    this.#asked = [];
    this.#load();
  }

  filter(text: string): void {
    clearTimeout(this.#filterTimer);
    this.#filterTimer = setTimeout(() => {
      this.#ask({ ...this.query, filter: text });
    }, FILTER_WAIT_MS);
  }

  /** Sorts by a column; the other way round when it is sorted by it already. */
  sort(by: FileSort): void {
    const { sort, isDescending } = this.query;
    const first = by === 'size' || by === 'created';
    this.#ask({ ...this.query, sort: by, isDescending: sort === by ? !isDescending : first });
  }

  /** Folds or unfolds a group or a folder. */
  fold(key: string): void {
    const { closed } = this.query;
    this.#ask({
      ...this.query,
      closed: closed.includes(key) ? closed.filter((one) => one !== key) : [...closed, key],
    });
  }

  /** Where a file stands; -1 when it is held back. */
  async placeOf(path: string): Promise<number> {
    return this.#caller.call('panel:place-of-file', { query: this.query, path }).catch(() => -1);
  }

  /** The next line that can be entered from a place on. */
  next(index: number, step: 1 | -1): number {
    for (let at = index + step; at >= 0 && at < this.count; at += step) {
      const line = this.line(at);
      if (line && line.kind !== 'none') return at;
    }
    return index;
  }

  end(): void {
    clearTimeout(this.#filterTimer);
    this.#edition += 1;
  }

  #ask(query: FileQuery): void {
    this.query = query;
    this.refresh();
  }

  #load(): void {
    const [from, to] = this.#sight;
    for (let block = Math.floor(from / BLOCK); block * BLOCK <= to; block += 1) {
      if (this.#asked.includes(block)) continue;
      this.#asked = [...this.#asked, block];
      void this.#loadBlock(block);
    }
  }

  async #loadBlock(block: number): Promise<void> {
    const edition = this.#edition;
    const answer = await this.#caller
      .call('panel:list-files', { query: this.query, from: block * BLOCK, count: BLOCK })
      .catch(() => null);
    if (edition !== this.#edition) return;
    if (answer === null) {
      this.#asked = this.#asked.filter((one) => one !== block);
      return;
    }
    for (const at of this.#lines.keys()) if (at >= answer.count) this.#lines.delete(at);
    answer.lines.forEach((line, index) => this.#lines.set(answer.from + index, line));
    this.count = answer.count;
    this.fileCount = answer.fileCount;
    this.isReady = true;
  }
}
