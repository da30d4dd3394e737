import type { TextIndex } from '../../registry/text-index.ts';

/** Takes the text of ended exchanges into the index, a little at a time. */
export interface TextReader {
  /** Lines whose text the index does not have yet. */
  readonly waitingCount: number;
  waiting(): readonly number[];
  /** A record has ended or changed afterwards: its text is to be read, once it is quiet for a moment. */
  add(seq: number): void;
  close(): void;
}

/** What a record says once more right after its end, such as its callbacks and hashes, is read with it. */
const QUIET_MS = 300;
/** Characters taken in one step, some three milliseconds; a single longer record is taken whole. */
const STEP_LENGTH = 6000;
const STEP_RECORDS = 20;
const STEP_PAUSE_MS = 6;
/** What is tried again when the disk was full or the index locked. */
const RETRY_MS = 5000;

export function createTextReader(
  deps: {
    readonly index: TextIndex;
    /** What can be found of a line's record; null when it is gone. */
    readonly textOf: (seq: number) => string | null;
  },
  onTaken: (seqs: readonly number[]) => void,
): TextReader {
  const waiting = new Set<number>();
  let timer: NodeJS.Timeout | null = null;

  const later = (ms: number): void => {
    timer ??= setTimeout(step, ms);
    timer.unref();
  };
  const step = (): void => {
    timer = null;
    try {
      const taken = takeSome();
      if (taken.length > 0) onTaken(taken);
      // Merging what was taken in keeps searching quick; it waits for what is still to be read.
      if (waiting.size > 0 || deps.index.tidy()) later(STEP_PAUSE_MS);
    } catch {
      later(RETRY_MS);
    }
  };
  const takeSome = (): number[] => {
    const records: { seq: number; text: string }[] = [];
    const gone: number[] = [];
    let length = 0;
    for (const seq of waiting) {
      if (length >= STEP_LENGTH || records.length >= STEP_RECORDS) break;
      const text = deps.textOf(seq);
      if (text === null) {
        gone.push(seq);
        continue;
      }
      length += text.length;
      records.push({ seq, text });
    }
    if (records.length > 0) deps.index.add(records);
    const seqs = records.map(({ seq }) => seq);
    for (const seq of [...gone, ...seqs]) waiting.delete(seq);
    return seqs;
  };
  return {
    get waitingCount() {
      return waiting.size;
    },
    waiting: () => [...waiting],
    add(seq) {
      waiting.add(seq);
      later(QUIET_MS);
    },
    close() {
      if (timer) clearTimeout(timer);
      waiting.clear();
    },
  };
}
