import type { CrashLine } from './crash-lines.ts';

/** What has been acknowledged on one home, over all launches that were killed on it. Contents by their SHA-256. */
export interface CrashBook {
  /** Saved files that must be there. */
  readonly saved: Map<string, string>;
  /** Saved files whose removal was asked for and not acknowledged: there or not. */
  readonly maybeRemoved: Set<string>;
  readonly removed: Set<string>;
  /** What each user path may hold; null stands for nothing. */
  readonly written: Map<string, Set<string | null>>;
  /** Everything that was ever asked for: a file with other content is a half one. */
  readonly contents: Set<string>;
  /** Exchanges that began in the last launch, and those of them that were told to have ended. */
  readonly began: Set<string>;
  readonly ended: Set<string>;
  take(lines: readonly CrashLine[]): void;
}

export function createCrashBook(sha256Of: (url: string) => string): CrashBook {
  const book: CrashBook = {
    saved: new Map(),
    maybeRemoved: new Set(),
    removed: new Set(),
    written: new Map(),
    contents: new Set(),
    began: new Set(),
    ended: new Set(),
    take(lines) {
      book.began.clear();
      book.ended.clear();
      for (const line of lines) takeOne(line);
    },
  };

  const takeOne = (line: CrashLine): void => {
    switch (line.kind) {
      case 'began':
        book.began.add(line.exchangeId);
        book.contents.add(sha256Of(line.url));
        return;
      case 'ended':
        book.ended.add(line.exchangeId);
        return;
      case 'saved':
        book.saved.set(line.path, sha256Of(line.url));
        return;
      case 'will-remove':
        book.maybeRemoved.add(line.path);
        return;
      case 'removed':
        book.saved.delete(line.path);
        book.maybeRemoved.delete(line.path);
        book.removed.add(line.path);
        return;
      case 'will-write': {
        const before = book.written.get(line.path) ?? new Set([null]);
        book.written.set(line.path, new Set([...before, sha256Of(line.url)]));
        return;
      }
      case 'written':
        book.written.set(line.path, new Set([sha256Of(line.url)]));
        return;
      case 'opening':
      case 'opened':
      case 'ready':
      case 'done':
      case 'failed':
      case 'will':
      case 'did':
    }
  };
  return book;
}
