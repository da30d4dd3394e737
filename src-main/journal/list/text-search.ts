import type { TextIndex } from '../../registry/text-index.ts';
import type { ExchangeColumns } from './columns.ts';

/** Searches by text under way, each as far as it has come; asked again, a search goes on where it was. */
export interface TextSearch {
  /** For each slot, 1 where its record has the text, as far as is known. */
  bits(text: string): Uint8Array;
  /** Goes on with searches until a moment of `performance.now()`; returns whether they are through. */
  advance(texts: readonly string[], deadlineMs: number): boolean;
  /** The index has taken in these records. */
  taken(seqs: readonly number[]): void;
  /** Slots have moved, or nobody searches any more. */
  reset(): void;
}

interface Search {
  readonly text: string;
  bits: Uint8Array;
  /** `fresh` has not begun; null is through. */
  hits: Iterator<number, void> | 'fresh' | null;
}

const KEPT_SEARCHES = 8;
/** Hits between two looks at the clock. */
const CHECK_EVERY = 64;

export function createTextSearch(index: TextIndex, columns: ExchangeColumns): TextSearch {
  const searches = new Map<string, Search>();

  const searchOf = (text: string): Search => {
    const key = text.toLowerCase();
    const search = searches.get(key) ?? {
      text: key,
      bits: new Uint8Array(columns.count),
      hits: index.canFind(key) ? 'fresh' : null,
    };
    // The one used last stands last; the first goes.
    searches.delete(key);
    searches.set(key, search);
    if (searches.size > KEPT_SEARCHES) drop([...searches.values()][0] ?? search);
    return search;
  };
  const drop = (search: Search): void => {
    searches.delete(search.text);
    if (search.hits !== null && search.hits !== 'fresh') search.hits.return?.();
    search.hits = null;
  };
  const note = (search: Search, seqs: readonly number[]): void => {
    search.bits = withRoom(search.bits, columns.count);
    for (const seq of seqs) {
      const slot = columns.slotOf(seq);
      if (slot >= 0) search.bits[slot] = 1;
    }
  };
  const goOn = (search: Search, deadlineMs: number): boolean => {
    const bits = withRoom(search.bits, columns.count);
    search.bits = bits;
    const hits = search.hits === 'fresh' ? index.find(search.text) : search.hits;
    search.hits = hits;
    for (let count = 1; hits !== null; count += 1) {
      const hit = hits.next();
      if (hit.done === true) break;
      const slot = columns.slotOf(hit.value);
      if (slot >= 0) bits[slot] = 1;
      if (count % CHECK_EVERY === 0 && performance.now() >= deadlineMs) return false;
    }
    search.hits = null;
    return true;
  };
  return {
    bits: (text) => {
      const search = searchOf(text);
      search.bits = withRoom(search.bits, columns.count);
      return search.bits;
    },
    advance(texts, deadlineMs) {
      const wanted = texts.map(searchOf);
      // What nobody waits for any more is not held open.
      for (const search of [...searches.values()]) {
        if (search.hits !== null && !wanted.includes(search)) drop(search);
      }
      let isFirst = true;
      for (const search of wanted) {
        if (search.hits === null) continue;
        // The first goes on in any case: preparing it may have taken the time, and few hits are found at once.
        if ((!isFirst && performance.now() >= deadlineMs) || !goOn(search, deadlineMs)) return false;
        isFirst = false;
      }
      return true;
    },
    taken(seqs) {
      if (seqs.length === 0) return;
      const [from, to] = [Math.min(...seqs), Math.max(...seqs)];
      for (const search of searches.values()) {
        if (!index.canFind(search.text)) continue;
        for (const seq of seqs) {
          const slot = columns.slotOf(seq);
          if (slot >= 0 && slot < search.bits.length) search.bits[slot] = 0;
        }
        note(search, index.findBetween(search.text, from, to));
      }
    },
    reset() {
      for (const search of [...searches.values()]) drop(search);
    },
  };
}

function withRoom(bits: Uint8Array, count: number): Uint8Array {
  if (bits.length >= count) return bits;
  const grown = new Uint8Array(count + (count >> 1));
  grown.set(bits);
  return grown;
}
