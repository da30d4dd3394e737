import { parseFilter, type FilterClause } from '#contract/filter-language';
import type { FilterValues } from '#contract/filter-completion';
import type {
  ExchangeCalls,
  ExchangeMarks,
  ExchangeQuery,
  ExchangeRow,
  ExchangeWindow,
  RowGroup,
} from '#contract/panel-exchanges';
import type { Exchange } from '#contract/transfer';
import { isInRanges, isLike } from '../../src-preload/contract/filter-terms.ts';
import { exchangeRow } from '../../src-main/lib/exchange-facts.ts';

const NO_MARKS: ExchangeMarks = { isPinned: false, tags: [], note: '' };
/** Which launch the fixtures are looked at in. */
const THIS_LAUNCH = 2;

/** Main's side of the lists of exchanges, in memory: as simple as can be, and right for a few thousand. */
export interface FakeExchanges {
  readonly answers: { readonly [C in keyof ExchangeCalls]: ExchangeCalls[C] };
  /** Adds or replaces exchanges. Returns their rows, as the event carries them. */
  put(exchanges: readonly Exchange[]): readonly ExchangeRow[];
  /** Changes marks. Returns the rows that have them. */
  mark(ids: readonly string[], marks: Partial<ExchangeMarks>): readonly ExchangeRow[];
  clear(): void;
}

/** @param launchedAtEpochMs what was called before belongs to an earlier launch */
export function createFakeExchanges(
  exchanges: readonly Exchange[],
  launchedAtEpochMs: number,
): FakeExchanges {
  let all = new Map(exchanges.map((exchange) => [exchange.id, exchange]));
  let cleared: typeof all = new Map();
  const marks = new Map<string, ExchangeMarks>();

  const rowOf = (exchange: Exchange): ExchangeRow => {
    const launch = exchange.calledAtEpochMs < launchedAtEpochMs ? THIS_LAUNCH - 1 : THIS_LAUNCH;
    return exchangeRow(exchange, launch, marks.get(exchange.id) ?? NO_MARKS);
  };
  const rows = (): readonly ExchangeRow[] => [...all.values()].map(rowOf);

  const listed = (query: ExchangeQuery): readonly ExchangeRow[] => {
    const { clauses } = parseFilter(query.filter);
    const shown = rows()
      .filter((row) => clauses.every((clause) => holds(clause, row, all.get(row.id)) !== clause.isNegated))
      .sort((a, b) => compare(a, b, query) || a.calledAtEpochMs - b.calledAtEpochMs);
    if (!query.isGroupedByPage) return shown;
    const pages = [...new Set(rows().map(({ page }) => page))];
    return [...shown].sort((a, b) => pages.indexOf(a.page) - pages.indexOf(b.page));
  };

  const windowOf = (query: ExchangeQuery, from: number, count: number): ExchangeWindow => {
    const list = listed(query);
    return {
      count: list.length,
      totalCount: all.size,
      liveCount: rows().filter(isLiveRow).length,
      from,
      rows: list.slice(from, from + count),
      groups: query.isGroupedByPage ? groupsOf(list) : [],
      problem: parseFilter(query.filter).problems[0] ?? null,
      isSearching: false,
    };
  };

  const mark = (ids: readonly string[], changes: Partial<ExchangeMarks>): readonly ExchangeRow[] =>
    ids.flatMap((id) => {
      const exchange = all.get(id);
      if (!exchange) return [];
      marks.set(id, { ...(marks.get(id) ?? NO_MARKS), ...changes });
      return [rowOf(exchange)];
    });

  return {
    answers: {
      'panel:list-exchanges': ({ query, from, count }) => windowOf(query, from, count),
      'panel:place-of-exchange': ({ query, id }) => listed(query).findIndex((row) => row.id === id),
      'panel:exchange': ({ id }) => all.get(id) ?? null,
      'panel:mark-exchanges': () => null,
      'panel:filter-values': () => valuesOf(rows()),
      'panel:clear-exchanges': () => {
        cleared = new Map(
          rows()
            .filter((row) => !row.marks.isPinned && !isLiveRow(row))
            .flatMap(({ id }) => {
              const exchange = all.get(id);
              return exchange ? [[id, exchange] as const] : [];
            }),
        );
        for (const id of cleared.keys()) all.delete(id);
        return { clearedCount: cleared.size };
      },
      'panel:undo-clear': () => {
        const restoredCount = cleared.size;
        all = new Map([...cleared, ...all]);
        cleared = new Map();
        return { restoredCount };
      },
    },
    put(changed) {
      for (const exchange of changed) all.set(exchange.id, exchange);
      return changed.map(rowOf);
    },
    mark,
    clear() {
      all = new Map();
    },
  };
}

function isLiveRow({ state }: ExchangeRow): boolean {
  return state === 'waiting' || state === 'running';
}

function groupsOf(rows: readonly ExchangeRow[]): readonly RowGroup[] {
  const groups: { page: string; from: number; count: number }[] = [];
  rows.forEach(({ page }, place) => {
    const last = groups.at(-1);
    if (last?.page === page) last.count += 1;
    else groups.push({ page, from: place, count: 1 });
  });
  return groups;
}

function compare(a: ExchangeRow, b: ExchangeRow, { sort, isDescending }: ExchangeQuery): number {
  const keyOf = (row: ExchangeRow): string | number => {
    const address = URL.parse(row.url);
    switch (sort) {
      case 'time':
        return row.calledAtEpochMs;
      case 'state':
        return row.state;
      case 'method':
        return row.method;
      case 'host':
        return address?.host ?? '';
      case 'path':
        return address?.pathname ?? '';
      case 'page':
        return row.page;
      case 'status':
        return row.statusCode ?? 0;
      case 'size':
        return sizeOf(row);
      case 'duration':
        return row.durationMs ?? 0;
      case 'warnings':
        return row.warningCount;
      case 'type':
        return row.mediaType ?? '';
      case 'tags':
        return row.marks.tags.join();
    }
  };
  const [x, y] = [keyOf(a), keyOf(b)];
  return (x < y ? -1 : x > y ? 1 : 0) * (isDescending ? -1 : 1);
}

function sizeOf(row: ExchangeRow): number {
  return row.kind === 'upload' ? row.sentBytes : row.receivedBytes;
}

function holds(clause: FilterClause, row: ExchangeRow, exchange: Exchange | undefined): boolean {
  const like = (texts: readonly string[], patterns: readonly string[]): boolean =>
    patterns.length === 0
      ? texts.some((text) => text !== '')
      : texts.some((text) => patterns.some((pattern) => isLike(text, pattern)));
  const address = URL.parse(row.url);
  switch (clause.key) {
    case 'text':
      return JSON.stringify([exchange, row.marks]).toLowerCase().includes(clause.text.toLowerCase());
    case 'kind':
      return clause.values.includes(row.kind);
    case 'state':
      return clause.values.includes(row.state);
    case 'status':
      return row.statusCode !== null && isInRanges(row.statusCode, clause.ranges);
    case 'size':
      return isInRanges(sizeOf(row), clause.ranges);
    case 'duration':
      return isInRanges(row.durationMs ?? 0, clause.ranges);
    case 'host':
      return like([address?.host ?? ''], clause.patterns);
    case 'path':
      return like([address?.pathname ?? ''], clause.patterns);
    case 'page':
      return like([row.page], clause.patterns);
    case 'method':
      return like([row.method], clause.patterns);
    case 'type':
      return like([row.mediaType ?? ''], clause.patterns);
    case 'tag':
      return like(row.marks.tags, clause.patterns);
    case 'note':
      return like([row.marks.note], clause.patterns);
    case 'warning':
      return like([row.firstWarning?.rule ?? ''], clause.patterns);
    case 'since':
      return true;
    case 'launch':
      return clause.launches.some((launch) => row.launch === (launch === 'this' ? THIS_LAUNCH : launch));
    case 'is':
      return clause.values.some((value) =>
        value === 'problem'
          ? row.state === 'failed' || (row.statusCode ?? 0) >= 400 || row.warningCount > 0
          : value === 'live'
            ? isLiveRow(row)
            : value === 'pinned'
              ? row.marks.isPinned
              : value === 'paused'
                ? row.pausedAt !== null
                : row.origin.kind === (value === 'resend' ? 'resend' : 'import'),
      );
    case 'has':
      return clause.values.some((value) =>
        value === 'error'
          ? row.state === 'failed'
          : value === 'warning'
            ? row.warningCount > 0
            : value === 'note'
              ? row.marks.note !== ''
              : value === 'tag'
                ? row.marks.tags.length > 0
                : row.rules.length > 0,
      );
  }
}

function valuesOf(rows: readonly ExchangeRow[]): FilterValues {
  const distinct = (texts: readonly (string | null | undefined)[]): readonly string[] => [
    ...new Set(texts.filter((text) => typeof text === 'string' && text !== '').map(String)),
  ];
  return {
    hosts: distinct(rows.map(({ url }) => URL.parse(url)?.host)),
    pages: distinct(rows.map(({ page }) => page)),
    tags: distinct(rows.flatMap(({ marks }) => marks.tags)),
    mediaTypes: distinct(rows.map(({ mediaType }) => mediaType)),
    warnings: distinct(rows.map(({ firstWarning }) => firstWarning?.rule)),
  };
}
