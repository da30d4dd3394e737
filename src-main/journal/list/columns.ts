import { KIND_VALUES, STATE_VALUES } from '#contract/filter-terms';
import type { ExchangeFacts } from '../../lib/exchange-facts.ts';
import type { StoredRow } from '../../registry/exchange-row-table.ts';
import { Dictionary } from './dictionary.ts';

/** The texts that lines have in common, by column. */
const TEXT_COLUMNS = ['method', 'host', 'path', 'page', 'mediaType', 'warnings', 'tags', 'note'] as const;

export type TextColumn = (typeof TEXT_COLUMNS)[number];

/** Between the tags of a line. */
export const TAG_SEPARATOR = '\n';

/** Characters that lines are filtered and sorted by: a page can write any number, and no two alike. */
const LONGEST = { method: 32, host: 255, path: 300, page: 200, mediaType: 200, warnings: 400 } as const;

type Numbers = Float64Array | Int32Array | Uint8Array;

/**
 * What every line of a project is filtered and sorted by, column by column: some eighty bytes for a line, so that a
 * hundred thousand are looked through in a millisecond. A line has a slot, given in the order of being added.
 */
export class ExchangeColumns {
  count = 0;
  seqs = new Int32Array(0);
  launches = new Int32Array(0);
  calledAt = new Float64Array(0);
  /** Index in `KIND_VALUES`. */
  kinds = new Uint8Array(0);
  /** Index in `STATE_VALUES`. */
  states = new Uint8Array(0);
  /** 0 where there is none. */
  statuses = new Int32Array(0);
  sizes = new Float64Array(0);
  /** NaN while it is alive. */
  durations = new Float64Array(0);
  /** Bits of `TRAITS`. */
  traits = new Uint8Array(0);
  pinned = new Uint8Array(0);
  kept = new Int32Array(0);
  /** Of each text column, the number of the line's text. */
  readonly numbers: Record<TextColumn, Int32Array>;
  readonly dictionaries: Readonly<Record<TextColumn, Dictionary>>;
  /** By `seq`, one more than the slot; 0 where there is none. */
  #slots = new Int32Array(0);

  constructor() {
    const each = <T>(make: () => T): Record<TextColumn, T> =>
      Object.fromEntries(TEXT_COLUMNS.map((name) => [name, make()])) as Record<TextColumn, T>;
    this.numbers = each(() => new Int32Array(0));
    this.dictionaries = each(() => new Dictionary());
  }

  /** The slot of a line, or -1. */
  slotOf(seq: number): number {
    return (this.#slots[seq] ?? 0) - 1;
  }

  textOf(column: TextColumn, slot: number): string {
    return this.dictionaries[column].text(this.numbers[column][slot] ?? 0);
  }

  /** Adds a line, or takes the place of the one with its `seq`. Returns its slot. */
  put(row: StoredRow): number {
    let slot = this.slotOf(row.seq);
    if (slot < 0) {
      slot = this.count;
      this.count += 1;
      this.#reserve(row.seq);
      this.#slots[row.seq] = slot + 1;
      this.seqs[slot] = row.seq;
      this.kept[slot] = row.kept;
    }
    this.launches[slot] = row.launch;
    this.setFacts(slot, row);
    this.setMarks(slot, row.marks);
    return slot;
  }

  setFacts(slot: number, facts: ExchangeFacts): void {
    this.calledAt[slot] = facts.calledAtEpochMs;
    this.kinds[slot] = KIND_VALUES.indexOf(facts.kind);
    this.states[slot] = STATE_VALUES.indexOf(facts.state);
    this.statuses[slot] = facts.statusCode ?? 0;
    this.sizes[slot] = facts.sizeBytes;
    this.durations[slot] = facts.durationMs ?? Number.NaN;
    this.traits[slot] = facts.traits;
    for (const column of ['method', 'host', 'path', 'page', 'mediaType', 'warnings'] as const) {
      const text = facts[column].slice(0, LONGEST[column]);
      this.numbers[column][slot] = this.dictionaries[column].number(text);
    }
  }

  setMarks(slot: number, { isPinned, tags, note }: StoredRow['marks']): void {
    this.pinned[slot] = isPinned ? 1 : 0;
    this.numbers.tags[slot] = this.dictionaries.tags.number(tags.join(TAG_SEPARATOR));
    this.numbers.note[slot] = this.dictionaries.note.number(note);
  }

  /** Takes lines away; the others move together, so that slots change. */
  remove(isGone: (slot: number) => boolean): void {
    let to = 0;
    const columns: Numbers[] = [...this.#plain(), ...Object.values(this.numbers)];
    for (let slot = 0; slot < this.count; slot += 1) {
      const seq = this.seqs[slot] ?? 0;
      if (isGone(slot)) {
        this.#slots[seq] = 0;
        continue;
      }
      for (const column of columns) column[to] = column[slot] ?? 0;
      this.#slots[seq] = to + 1;
      to += 1;
    }
    this.count = to;
  }

  #plain(): Numbers[] {
    return [
      this.seqs,
      this.launches,
      this.calledAt,
      this.kinds,
      this.states,
      this.statuses,
      this.sizes,
      this.durations,
      this.traits,
      this.pinned,
      this.kept,
    ];
  }

  /** Room for `count` slots and for a `seq`. */
  #reserve(seq: number): void {
    if (seq >= this.#slots.length) this.#slots = grownInts(this.#slots, seq + 1);
    if (this.count <= this.seqs.length) return;
    const { count } = this;
    this.seqs = grownInts(this.seqs, count);
    this.launches = grownInts(this.launches, count);
    this.statuses = grownInts(this.statuses, count);
    this.kept = grownInts(this.kept, count);
    this.calledAt = grownFloats(this.calledAt, count);
    this.sizes = grownFloats(this.sizes, count);
    this.durations = grownFloats(this.durations, count);
    this.kinds = grownBytes(this.kinds, count);
    this.states = grownBytes(this.states, count);
    this.traits = grownBytes(this.traits, count);
    this.pinned = grownBytes(this.pinned, count);
    for (const column of TEXT_COLUMNS) this.numbers[column] = grownInts(this.numbers[column], count);
  }
}

const LEAST_ROOM = 1024;
const roomFor = (count: number): number => Math.max(LEAST_ROOM, count + (count >> 1));

function grownInts(old: Int32Array, count: number): Int32Array<ArrayBuffer> {
  const grown = new Int32Array(roomFor(count));
  grown.set(old);
  return grown;
}

function grownFloats(old: Float64Array, count: number): Float64Array<ArrayBuffer> {
  const grown = new Float64Array(roomFor(count));
  grown.set(old);
  return grown;
}

function grownBytes(old: Uint8Array, count: number): Uint8Array<ArrayBuffer> {
  const grown = new Uint8Array(roomFor(count));
  grown.set(old);
  return grown;
}
