import { SORT_COLUMNS, type ExchangeQuery } from '#contract/panel-exchanges';
import type { Home } from '../../../src-main/home.ts';
import { createJournal } from '../../../src-main/journal/journal.ts';
import { createExchangeList, type ExchangeList } from '../../../src-main/journal/list/exchange-list.ts';
import { systemClock } from '../../../src-main/lib/clock.ts';
import { exchangeFixture } from '../../support/exchange-fixtures.ts';
import { RARE_WORD } from './believable.ts';

const QUERIES: readonly (readonly [what: string, query: Partial<ExchangeQuery>])[] = [
  ['all, by time', {}],
  ['all, by time, latest first', { isDescending: true }],
  ...SORT_COLUMNS.filter((sort) => sort !== 'time').map((sort): readonly [string, Partial<ExchangeQuery>] => [
    `all, by ${sort}`,
    { sort, isDescending: true },
  ]),
  ['all, grouped by page', { isGroupedByPage: true }],
  ['kind:upload', { filter: 'kind:upload' }],
  ['kind:upload status:>=400', { filter: 'kind:upload status:>=400', sort: 'size' }],
  ['is:problem, grouped', { filter: 'is:problem', isGroupedByPage: true }],
  ['host:*.shop.example.com slow:', { filter: 'host:*.shop.example.com slow:', sort: 'duration' }],
  ['path:/v1/album page:photo', { filter: 'path:/v1/album page:photo' }],
  ['warning:plain-http size:>1m', { filter: 'warning:plain-http size:>1m' }],
  ['since:1h -kind:resource', { filter: 'since:1h -kind:resource' }],
  ['type:image has:error', { filter: 'type:image has:error', sort: 'path' }],
  ['a rare word', { filter: RARE_WORD }],
  ['a rare word of a filter', { filter: `${RARE_WORD} kind:download`, sort: 'size' }],
  ['a word of many', { filter: 'harbour' }],
  ['two words', { filter: 'harbour weather' }],
  ['a word of all', { filter: 'servicewechat' }],
  ['two Chinese characters', { filter: '西湖' }],
  ['no such word', { filter: 'qqzzxxvv' }],
  ['two letters', { filter: 'po' }],
];

export interface QueryFigure {
  readonly what: string;
  readonly count: number;
  /** The first answer, nothing of it kept from before. */
  readonly firstMs: number;
  /** A window of a hundred rows somewhere else: the median of many, and the one of which a twentieth are slower. */
  readonly nextMs: readonly [median: number, p95: number];
  /** The same after a row has changed. */
  readonly changedMs: readonly [median: number, p95: number];
  /** Until the search was through; equal to `firstMs` where it was at once. */
  readonly throughMs: number;
}

/** Asks each query of the list as main answers it. */
export async function measureQueries(
  home: Home,
  project: string,
): Promise<{ figures: QueryFigure[]; loadMs: number }> {
  const journal = createJournal({ table: home.tables.exchanges }, { project, launch: home.launch });
  const list = createExchangeList(
    { journal, table: home.tables.exchanges, text: home.textIndex(), clock: systemClock },
    { project, launch: home.launch },
  );
  const loadStart = performance.now();
  await list.ready();
  const loadMs = performance.now() - loadStart;
  const live = exchangeFixture('bench-live', { state: 'running', durationMs: null });
  journal.begin(live);
  const figures: QueryFigure[] = [];
  for (const [what, changes] of QUERIES) {
    figures.push(
      await measureOne(list, what, { ...BASE, ...changes }, (step) => {
        journal.update('bench-live', { sentBytes: step });
      }),
    );
  }
  list.close();
  return { figures, loadMs };
}

const BASE: ExchangeQuery = { filter: '', sort: 'time', isDescending: false, isGroupedByPage: false };
const WINDOW = 100;
const ROUNDS = 40;

async function measureOne(
  list: ExchangeList,
  what: string,
  query: ExchangeQuery,
  change: (step: number) => void,
): Promise<QueryFigure> {
  const start = performance.now();
  let window = list.window(query, 0, WINDOW);
  const firstMs = performance.now() - start;
  while (window.isSearching) {
    await new Promise<void>((resolve) => {
      // What the list does by itself keeps no process alive.
      const awake = setInterval(() => undefined, 1000);
      const end = list.onChange(() => {
        clearInterval(awake);
        end();
        resolve();
      });
    });
    window = list.window(query, 0, WINDOW);
  }
  const throughMs = performance.now() - start;
  const timed = (work: () => void): number => {
    const from = performance.now();
    work();
    return performance.now() - from;
  };
  const next: number[] = [];
  const changed: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const from = Math.floor((window.count * round) / ROUNDS);
    next.push(timed(() => list.window(query, from, WINDOW)));
    change(round);
    changed.push(timed(() => list.window(query, from, WINDOW)));
  }
  return {
    what,
    count: window.count,
    firstMs,
    throughMs,
    nextMs: middleAndEnd(next),
    changedMs: middleAndEnd(changed),
  };
}

function middleAndEnd(times: readonly number[]): [number, number] {
  const sorted = times.toSorted((a, b) => a - b);
  const at = (part: number): number => sorted[Math.floor(sorted.length * part)] ?? 0;
  return [at(0.5), at(0.95)];
}
