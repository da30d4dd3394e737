import { setImmediate as nextTurn } from 'node:timers/promises';
import type { ExchangeTable } from '../../registry/exchange-table.ts';
import type { TextIndex } from '../../registry/text-index.ts';
import type { ExchangeColumns } from './columns.ts';
import type { TextReader } from './text-reader.ts';

/** Lines read, and written for old records, in one turn: some four milliseconds. */
const ROWS_A_TURN = 500;
/** Turns between two sortings of the texts that came. */
const TURNS_A_SORTING = 6;
const MISSING_A_TURN = 25;

/** Reads all lines of a project, some in each turn of the event loop; says which texts are still to be read. */
export async function loadColumns(
  deps: {
    readonly table: ExchangeTable;
    readonly text: TextIndex;
    readonly columns: ExchangeColumns;
    readonly reader: Pick<TextReader, 'add'>;
    readonly isClosed: () => boolean;
  },
  project: string,
): Promise<void> {
  const { table, text, columns, reader } = deps;
  while (!deps.isClosed() && table.addMissingRows(project, MISSING_A_TURN) > 0) await nextTurn();
  let last = 0;
  let turns = 0;
  while (!deps.isClosed()) {
    const rows = table.rows.after(project, last, ROWS_A_TURN);
    const end = rows.at(-1)?.seq;
    if (end === undefined) return;
    const known = knownBetween(text, last, end);
    for (const row of rows) {
      // A line that has come while this reads is newer.
      if (columns.slotOf(row.seq) < 0) columns.put(row);
      if (!known.has(row.seq) && row.durationMs !== null) reader.add(row.seq);
    }
    turns += 1;
    // A little at a time: sorting a hundred thousand paths at once takes long.
    if (turns % TURNS_A_SORTING === 0)
      for (const column of ['host', 'path', 'page', 'method'] as const) columns.dictionaries[column].ranks();
    last = end;
    await nextTurn();
  }
}

function knownBetween(text: TextIndex, after: number, upTo: number): ReadonlySet<number> {
  const known = new Set<number>();
  let last = after;
  for (;;) {
    const seqs = text.known(last, ROWS_A_TURN);
    for (const seq of seqs) if (seq <= upTo) known.add(seq);
    last = seqs.at(-1) ?? upTo;
    if (seqs.length < ROWS_A_TURN || last >= upTo) return known;
  }
}
