import type { SortColumn } from '#contract/panel-exchanges';
import type { ExchangeColumns } from './columns.ts';

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
  return {
    by(column) {
      let order = orders.get(column);
      if (!order) {
        order = { slots: new Int32Array(0), touched: new Set() };
        for (let slot = 0; slot < columns.count; slot += 1) order.touched.add(slot);
        orders.set(column, order);
      }
      if (order.touched.size > 0) update(columns, column, order);
      return order.slots;
    },
    touch(slot) {
      for (const { touched } of orders.values()) touched.add(slot);
    },
    reset() {
      orders.clear();
    },
  };
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
  const added =
    touched.size > MANY
      ? sortedByKeys(touched, keyOf, calledAt)
      : Int32Array.from([...touched].sort((a, b) => (isBefore(a, b) ? -1 : 1)));
  const old = order.slots.filter((slot) => !touched.has(slot));
  const merged = new Int32Array(old.length + added.length);
  let from = 0;
  let to = 0;
  for (const slot of added) {
    let low = from;
    let high = old.length;
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
  merged.set(old.subarray(from), to);
  order.slots = merged;
  touched.clear();
}

/** More than these are sorted by numbers alone: no comparison is called. */
const MANY = 2000;

/**
 * Sorts by time, then by key in a stable way: ranks of both in one double, which a typed array sorts by itself.
 */
function sortedByKeys(
  touched: ReadonlySet<number>,
  keyOf: (slot: number) => number,
  calledAt: Float64Array,
): Int32Array {
  const slots = Int32Array.from(touched);
  const byTime = ranked(slots, (slot) => calledAt[slot] ?? 0);
  return ranked(byTime, keyOf);
}

/** Slots by a key, stable. The keys are ranked first, so that rank and place go into one double. */
function ranked(slots: Int32Array, keyOf: (slot: number) => number): Int32Array {
  const keys = Float64Array.from(slots, keyOf);
  let isSorted = true;
  for (let at = 1; at < keys.length && isSorted; at += 1) isSorted = (keys[at - 1] ?? 0) <= (keys[at] ?? 0);
  if (isSorted) return slots;
  const distinct = keys.slice().sort();
  let last = 0;
  for (const key of distinct) {
    if (key !== distinct[last]) distinct[(last += 1)] = key;
  }
  const packed = new Float64Array(keys.length);
  const factor = keys.length;
  for (let at = 0; at < keys.length; at += 1) {
    packed[at] = placeIn(distinct, last + 1, keys[at] ?? 0) * factor + at;
  }
  packed.sort();
  return Int32Array.from(packed, (value) => slots[value % factor] ?? 0);
}

function placeIn(sorted: Float64Array, count: number, key: number): number {
  let low = 0;
  let high = count;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] ?? 0) < key) low = middle + 1;
    else high = middle;
  }
  return low;
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
    case 'page': {
      const ranks = columns.dictionaries[column].ranks();
      const numbers = columns.numbers[column];
      return (slot) => ranks[numbers[slot] ?? 0] ?? 0;
    }
  }
}
