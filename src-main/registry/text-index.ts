import fs from 'node:fs';
import { createListeners } from '../lib/listeners.ts';
import { isDamage, openDerived, type DerivedDatabase } from './open.ts';

/** What can be found of a record by its text. */
export interface SearchedRecord {
  /** Of its line in the list. */
  readonly seq: number;
  readonly text: string;
}

/**
 * The words of all exchanges, for searching as one types. Made from the records and lost without harm: it lies in a
 * file of its own, which no backup holds and which is begun anew when it is damaged.
 */
export interface TextIndex {
  /** Takes in a record, in place of what it had of it. What is added together costs less. */
  add(records: readonly SearchedRecord[]): void;
  remove(seqs: readonly number[]): void;
  /** Whether it has texts as short as this one. */
  readonly canFind: (text: string) => boolean;
  /**
   * The lines whose record has the text, the latest first; a line can come twice. It can be left and gone on with: it
   * finds what there was when it began. Who does not go to the end says `return()`.
   */
  find(text: string): Iterator<number, void>;
  /** What there is now among the lines from one to another. */
  findBetween(text: string, from: number, to: number): readonly number[];
  /** Lines whose record has been taken in, ascending, behind a place. */
  known(afterSeq: number, count: number): readonly number[];
  /** Does a piece of the work that makes searching quick; returns whether there is more. */
  tidy(): boolean;
  /**
   * Hears that it was damaged and has begun anew, empty: what it had is to be added again. One that was damaged
   * before anybody listened is told at once.
   */
  onRenewed(listener: () => void): () => void;
  close(): void;
}

/** What one file of the index does; whoever holds it sees to its damage. */
type OpenIndex = Omit<TextIndex, 'onRenewed'>;

/** A record is cut into pieces, so that none takes long to take in. They overlap: a word on the cut is found. */
const PIECE_LENGTH = 4096;
const OVERLAP = 128;
const PIECES_BITS = 5;
const MAX_PIECES = 1 << PIECES_BITS;
/** The shortest text that a search by three letters finds; of Chinese, two characters are found too. */
const GRAM = 3;
const PAIR_MARK = '\u0001';
const HAN_PAIR = /^\p{Script=Han}{2}$/u;
const HAN_RUN = /\p{Script=Han}{2,}/gu;

/** Pages of the index that one step of tidying rewrites. */
const TIDY_PAGES = 16;

/**
 * Opens the index of a home, or begins it anew where it is damaged, now or whenever that is found.
 *
 * @param file path of its database
 */
export function openTextIndex(file: string): TextIndex {
  const renewed = createListeners<null>();
  const open = (): OpenIndex => createTextIndex(openDerived(file, SCHEMA), openDerived(file, SCHEMA));
  let isTold = true;
  let index: OpenIndex;
  try {
    index = open();
  } catch (error) {
    isTold = !isDamage(error);
    discardTextIndex(file);
    index = open();
  }
  const beginAnew = (): void => {
    index.close();
    discardTextIndex(file);
    index = open();
    isTold = false;
    renewed.emit(null);
  };
  /** Damage ends the index, never the work: what is asked of it then finds nothing, until it is made again. */
  const guarded = <T>(work: (index: OpenIndex) => T, otherwise: T): T => {
    try {
      return work(index);
    } catch (error) {
      if (!isDamage(error)) throw error;
      beginAnew();
      return otherwise;
    }
  };
  return {
    add(records) {
      guarded((now) => {
        now.add(records);
      }, undefined);
    },
    remove(seqs) {
      guarded((now) => {
        now.remove(seqs);
      }, undefined);
    },
    canFind: (text) => index.canFind(text),
    find(text) {
      const hits = guarded((now) => now.find(text), NOTHING_FOUND);
      return {
        next: () => guarded(() => hits.next(), DONE),
        return: () => hits.return?.() ?? DONE,
      };
    },
    findBetween: (text, from, to) => guarded((now) => now.findBetween(text, from, to), []),
    known: (afterSeq, count) => guarded((now) => now.known(afterSeq, count), []),
    tidy: () => guarded((now) => now.tidy(), false),
    onRenewed(listener) {
      if (!isTold) {
        isTold = true;
        listener();
      }
      return renewed.add(listener);
    },
    close() {
      index.close();
    },
  };
}

const DONE: IteratorResult<number, void> = { done: true, value: undefined };
const NOTHING_FOUND: Iterator<number, void> = { next: () => DONE };

/** Removes the index of a home: the next opening begins it anew. */
export function discardTextIndex(file: string): void {
  for (const ending of ['', '-wal', '-shm']) fs.rmSync(file + ending, { force: true });
}

/** Merging is done by `tidy`, in steps: left to itself, a single record can take a second. */
const SCHEMA = {
  version: 1,
  sql: `
    CREATE TABLE known (seq INTEGER PRIMARY KEY, pieces INTEGER NOT NULL) STRICT;
    CREATE VIRTUAL TABLE piece USING fts5(text, tokenize = 'trigram', content = '', contentless_delete = 1);
    INSERT INTO piece (piece, rank) VALUES ('automerge', 0);
    INSERT INTO piece (piece, rank) VALUES ('crisismerge', 1999);
    INSERT INTO piece (piece, rank) VALUES ('usermerge', 4);
  `,
};

/** @param reader searches that are left for a moment stand open there: the writer would have to wait for them */
function createTextIndex(db: DerivedDatabase, reader: DerivedDatabase): OpenIndex {
  const known = db.prepare<[number], number>('SELECT pieces FROM known WHERE seq = ?').pluck();
  const know = db.prepare<[number, number]>('INSERT OR REPLACE INTO known (seq, pieces) VALUES (?, ?)');
  const forget = db.prepare<[number]>('DELETE FROM known WHERE seq = ?');
  const knownAfter = db
    .prepare<[number, number], number>('SELECT seq FROM known WHERE seq > ? ORDER BY seq LIMIT ?')
    .pluck();
  const insert = db.prepare<[number, string]>('INSERT INTO piece (rowid, text) VALUES (?, ?)');
  const remove = db.prepare<[number]>('DELETE FROM piece WHERE rowid = ?');
  const between = db
    .prepare<[string, number, number], number>(
      'SELECT rowid FROM piece WHERE piece MATCH ? AND rowid >= ? AND rowid <= ?',
    )
    .pluck();
  const merge = db.prepare<[number]>("INSERT INTO piece (piece, rank) VALUES ('merge', ?)");
  const changes = db.prepare<[], number>('SELECT total_changes()').pluck();
  /** Searches that have not come to their end: the reader cannot be closed before them. */
  const open = new Set<Iterator<number, void>>();
  function* hitsOf(text: string): Generator<number, void> {
    // A statement is good for one search at a time.
    const find = reader
      .prepare<[string], number>('SELECT rowid FROM piece WHERE piece MATCH ? ORDER BY rowid DESC')
      .pluck();
    for (const piece of find.iterate(matchOf(text))) yield seqOfPiece(piece);
  }
  const removePieces = (seq: number): void => {
    const count = known.get(seq) ?? 0;
    for (let piece = 0; piece < count; piece += 1) remove.run(seq * MAX_PIECES + piece);
  };
  return {
    add: db.transaction((records: readonly SearchedRecord[]): void => {
      for (const { seq, text } of records) {
        removePieces(seq);
        const pieces = piecesOf(text);
        for (const [index, piece] of pieces.entries()) insert.run(seq * MAX_PIECES + index, piece);
        know.run(seq, pieces.length);
      }
    }),
    remove: db.transaction((seqs: readonly number[]): void => {
      for (const seq of seqs) {
        removePieces(seq);
        forget.run(seq);
      }
    }),
    canFind: (text) => text.length >= GRAM || HAN_PAIR.test(text),
    find(text) {
      const hits = hitsOf(text);
      const end = (): IteratorResult<number, void> => {
        open.delete(search);
        return hits.return();
      };
      const search: Iterator<number, void> = {
        next() {
          const hit = hits.next();
          if (hit.done === true) open.delete(search);
          return hit;
        },
        return: end,
      };
      open.add(search);
      return search;
    },
    findBetween: (text, from, to) =>
      between.all(matchOf(text), from * MAX_PIECES, (to + 1) * MAX_PIECES - 1).map(seqOfPiece),
    known: (afterSeq, count) => knownAfter.all(afterSeq, count),
    tidy() {
      const before = changes.get() ?? 0;
      merge.run(TIDY_PAGES);
      // SQLite's documentation: a merge that changed less than two rows had nothing to do.
      return (changes.get() ?? 0) - before >= 2;
    },
    close() {
      for (const search of open) search.return?.();
      reader.close();
      db.close();
    },
  };
}

const seqOfPiece = (piece: number): number => Math.floor(piece / MAX_PIECES);

/** Text as a query of FTS5: one phrase, its quotes doubled. */
function matchOf(text: string): string {
  const wanted = text.length < GRAM ? PAIR_MARK + text : text;
  return `"${wanted.replaceAll('"', '""')}"`;
}

function piecesOf(text: string): string[] {
  const pieces: string[] = [];
  for (let from = 0; pieces.length < MAX_PIECES; from += PIECE_LENGTH - OVERLAP) {
    const piece = text.slice(from, from + PIECE_LENGTH);
    pieces.push(piece + pairsOf(piece));
    if (from + PIECE_LENGTH >= text.length) break;
  }
  return pieces;
}

/** Chinese words of two characters are shorter than what is indexed: each pair stands once more behind a mark. */
function pairsOf(text: string): string {
  const pairs = new Set<string>();
  for (const [run] of text.matchAll(HAN_RUN)) {
    const characters = Array.from(run);
    for (let at = 0; at + 1 < characters.length; at += 1) {
      pairs.add(`${characters[at] ?? ''}${characters[at + 1] ?? ''}`);
    }
  }
  return pairs.size === 0 ? '' : `\n${[...pairs].map((pair) => PAIR_MARK + pair).join('')}`;
}
