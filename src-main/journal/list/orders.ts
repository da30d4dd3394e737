import type { SortColumn } from '#contract/panel-exchanges';
import type { ExchangeColumns, TextColumn } from './columns.ts';

/** Lines in the order of each column, kept up to date as lines come and change. */
export interface Orders {
  /** All slots, ascending by a column, those alike by the time of their call. */
  by(column: SortColumn): Int32Array;
  /** A line is new or has changed. */
  touch(slot: number): void;
  /** Slots have moved. */
  reset(): void;
}

interface Order {
  slots: Int32Array;
  readonly touched: Set<number>;
}

export function createOrders(columns: ExchangeColumns): Orders {
  const orders = new Map<SortColumn, Order>();
  const by = (column: SortColumn): Int32Array => {
    let order = orders.get(column);
    if (!order) {
      const slots = column === 'time' ? byTime(columns) : sortedFrom(by('time'), columns, column);
      order = { slots, touched: new Set() };
      orders.set(column, order);
    }
    if (order.touched.size > 0) update(columns, column, order);
    return order.slots;
  };
  return {
    by,
    touch(slot) {
      for (const { touched } of orders.values()) touched.add(slot);
    },
    reset() {
      orders.clear();
    },
  };
}

/** Lines are mostly written in the order of their calls: there is little to sort. */
function byTime({ count, calledAt }: ExchangeColumns): Int32Array {
  const slots = Array.from({ length: count }, (_, slot) => slot);
  return Int32Array.from(slots.sort((a, b) => (calledAt[a] ?? 0) - (calledAt[b] ?? 0)));
}

/** Sorts by a column what is in the order of time already, without a call for each comparison. */
function sortedFrom(slots: Int32Array, columns: ExchangeColumns, column: SortColumn): Int32Array {
  const keyOf = keyOfColumn(columns, column);
  if (column === 'size' || column === 'duration') return byNumbers(slots, keyOf);
  return byCounting(slots, keyOf);
}

/** Keys are whole and small: as many as there are lines, or the numbers of states. */
function byCounting(slots: Int32Array, keyOf: (slot: number) => number): Int32Array {
  let most = 0;
  for (const slot of slots) most = Math.max(most, keyOf(slot));
  const next = new Int32Array(most + 2);
  for (const slot of slots) {
    const behind = keyOf(slot) + 1;
    next[behind] = (next[behind] ?? 0) + 1;
  }
  for (let key = 1; key < next.length; key += 1) next[key] = (next[key] ?? 0) + (next[key - 1] ?? 0);
  const sorted = new Int32Array(slots.length);
  for (const slot of slots) {
    const key = keyOf(slot);
    const place = next[key] ?? 0;
    sorted[place] = slot;
    next[key] = place + 1;
  }
  return sorted;
}

/** Bits of a key that fit into a double beside a place: what is larger stands together at the end. */
const KEY_LIMIT = 2 ** 33;

/** Key and place go into one double, which a typed array sorts by itself; then what shares a rounded key is put right. */
function byNumbers(slots: Int32Array, keyOf: (slot: number) => number): Int32Array {
  const factor = slots.length;
  const packed = Float64Array.from(
    slots,
    (slot, at) => Math.floor(Math.min(keyOf(slot), KEY_LIMIT)) * factor + at,
  ).sort();
  const sorted = Int32Array.from(packed, (value) => slots[value % factor] ?? 0);
  // Of two within one unit the fractions decide: few moves, each to a near place.
  for (let at = 1; at < sorted.length; at += 1) {
    const slot = sorted[at] ?? 0;
    const key = keyOf(slot);
    let to = at;
    while (to > 0 && keyOf(sorted[to - 1] ?? 0) > key) {
      sorted[to] = sorted[to - 1] ?? 0;
      to -= 1;
    }
    sorted[to] = slot;
  }
  return sorted;
}

/** Takes out what has changed and puts it where it belongs: one pass over the others. */
function update(columns: ExchangeColumns, column: SortColumn, order: Order): void {
  const keyOf = keyOfColumn(columns, column);
  const { calledAt } = columns;
  const isBefore = (a: number, b: number): boolean => {
    const keyA = keyOf(a);
    const keyB = keyOf(b);
    if (keyA !== keyB) return keyA < keyB;
    const timeA = calledAt[a] ?? 0;
    const timeB = calledAt[b] ?? 0;
    return timeA === timeB ? a < b : timeA < timeB;
  };
  const { touched } = order;
  const added = [...touched].sort((a, b) => (isBefore(a, b) ? -1 : 1));
  const isTouched = new Uint8Array(columns.count);
  for (const slot of touched) isTouched[slot] = 1;
  const old = new Int32Array(order.slots.length);
  let kept = 0;
  for (const slot of order.slots) if (isTouched[slot] === 0) old[kept++] = slot;
  const merged = new Int32Array(kept + added.length);
  let from = 0;
  let to = 0;
  for (const slot of added) {
    let low = from;
    let high = kept;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (isBefore(old[middle] ?? 0, slot)) low = middle + 1;
      else high = middle;
    }
    merged.set(old.subarray(from, low), to);
    to += low - from;
    from = low;
    merged[to] = slot;
    to += 1;
  }
  merged.set(old.subarray(from, kept), to);
  order.slots = merged;
  touched.clear();
}

function keyOfColumn(columns: ExchangeColumns, column: SortColumn): (slot: number) => number {
  switch (column) {
    case 'time':
      return (slot) => columns.calledAt[slot] ?? 0;
    case 'state':
      return (slot) => columns.states[slot] ?? 0;
    case 'status':
      return (slot) => columns.statuses[slot] ?? 0;
    case 'size':
      return (slot) => columns.sizes[slot] ?? 0;
    case 'duration':
      // What is alive has not come to its duration yet: it stands behind all others.
      return (slot) => {
        const duration = columns.durations[slot] ?? Number.NaN;
        return Number.isNaN(duration) ? Number.MAX_VALUE : duration;
      };
    case 'method':
    case 'host':
    case 'path':
    case 'page':
      return byText(columns, column);
    case 'type':
      return behindOthers(columns, 'mediaType');
    case 'tags':
      return behindOthers(columns, 'tags');
    case 'warnings': {
      const { numbers, statuses } = columns;
      const counts = columns.dictionaries.warnings.texts.map((text) =>
        text === '' ? 0 : text.split(' ').length,
      );
      return (slot) =>
        (counts[numbers.warnings[slot] ?? 0] ?? 0) + ((statuses[slot] ?? 0) >= LEAST_BAD_STATUS ? 1 : 0);
    }
  }
}

const LEAST_BAD_STATUS = 400;

function byText(columns: ExchangeColumns, column: TextColumn): (slot: number) => number {
  const ranks = columns.dictionaries[column].ranks();
  const numbers = columns.numbers[column];
  return (slot) => ranks[numbers[slot] ?? 0] ?? 0;
}

/** By text, what has none last. */
function behindOthers(columns: ExchangeColumns, column: TextColumn): (slot: number) => number {
  const rankOf = byText(columns, column);
  const { texts } = columns.dictionaries[column];
  const numbers = columns.numbers[column];
  return (slot) => (texts[numbers[slot] ?? 0] === '' ? texts.length : rankOf(slot));
}
