import type { ExchangeQuery, RowGroup } from '#contract/panel-exchanges';
import type { ExchangeColumns } from './columns.ts';
import type { Orders } from './orders.ts';

/** A list as it is asked for: which lines, in which order. */
export interface View {
  readonly slots: Int32Array;
  readonly groups: readonly RowGroup[];
}

/** The lines that match, in the order of a query. */
export function viewOf(
  columns: ExchangeColumns,
  orders: Orders,
  matches: Uint8Array,
  query: Pick<ExchangeQuery, 'sort' | 'isDescending' | 'isGroupedByPage'>,
): View {
  const order = orders.by(query.sort);
  const slots = new Int32Array(order.length);
  let count = 0;
  const last = order.length - 1;
  for (let at = 0; at <= last; at += 1) {
    const slot = order[query.isDescending ? last - at : at] ?? 0;
    if (matches[slot] === 1) slots[count++] = slot;
  }
  const found = slots.subarray(0, count);
  return query.isGroupedByPage ? grouped(columns, orders, found) : { slots: found, groups: [] };
}

/** Puts lines of one page together, each group in the order it has. */
function grouped(columns: ExchangeColumns, orders: Orders, slots: Int32Array): View {
  const pages = columns.numbers.page;
  const counts = new Int32Array(columns.dictionaries.page.texts.length);
  for (const slot of slots) {
    const page = pages[slot] ?? 0;
    counts[page] = (counts[page] ?? 0) + 1;
  }
  const groups: RowGroup[] = [];
  const next = new Int32Array(counts.length).fill(-1);
  let from = 0;
  for (const page of pagesByFirstCall(columns, orders)) {
    const count = counts[page] ?? 0;
    if (count === 0) continue;
    groups.push({ page: columns.dictionaries.page.text(page), from, count });
    next[page] = from;
    from += count;
  }
  const together = new Int32Array(slots.length);
  for (const slot of slots) {
    const page = pages[slot] ?? 0;
    const place = next[page] ?? 0;
    together[place] = slot;
    next[page] = place + 1;
  }
  return { slots: together, groups };
}

/** Pages in the order of their first call. */
function pagesByFirstCall(columns: ExchangeColumns, orders: Orders): readonly number[] {
  const pages = columns.numbers.page;
  const known = new Uint8Array(columns.dictionaries.page.texts.length);
  const found: number[] = [];
  for (const slot of orders.by('time')) {
    const page = pages[slot] ?? 0;
    if (known[page] === 1) continue;
    known[page] = 1;
    found.push(page);
    if (found.length === known.length) break;
  }
  return found;
}
