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
  /** Slots have moved. */
  reset(): void;
}

interface Search {
  readonly text: string;
  bits: Uint8Array;
  /** The line to go on from, downwards; null when it is through. */
  next: number | null;
}

const KEPT_SEARCHES = 8;
/** Hits of one step: some three milliseconds of words that are everywhere. */
const STEP_HITS = 1500;
const LAST_SEQ = 2 ** 31 / 64;

export function createTextSearch(index: TextIndex, columns: ExchangeColumns): TextSearch {
  const searches = new Map<string, Search>();

  const searchOf = (text: string): Search => {
    const key = text.toLowerCase();
    const search = searches.get(key) ?? {
      text: key,
      bits: new Uint8Array(columns.count),
      next: index.canFind(key) ? LAST_SEQ : null,
    };
    // The one used last stands last; the first goes.
    searches.delete(key);
    searches.set(key, search);
    if (searches.size > KEPT_SEARCHES) searches.delete([...searches.keys()][0] ?? '');
    return search;
  };
  const note = (search: Search, seqs: readonly number[]): void => {
    search.bits = withRoom(search.bits, columns.count);
    for (const seq of seqs) {
      const slot = columns.slotOf(seq);
      if (slot >= 0) search.bits[slot] = 1;
    }
  };
  return {
    bits: (text) => {
      const search = searchOf(text);
      search.bits = withRoom(search.bits, columns.count);
      return search.bits;
    },
    advance(texts, deadlineMs) {
      for (const search of texts.map(searchOf)) {
        while (search.next !== null) {
          if (performance.now() >= deadlineMs) return false;
          const { seqs, next } = index.find(search.text, search.next, STEP_HITS);
          note(search, seqs);
          search.next = next;
        }
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
      searches.clear();
    },
  };
}

function withRoom(bits: Uint8Array, count: number): Uint8Array {
  if (bits.length >= count) return bits;
  const grown = new Uint8Array(count + (count >> 1));
  grown.set(bits);
  return grown;
}
