import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { ExchangeQuery, SortColumn } from '#contract/panel-exchanges';
import type { Exchange } from '#contract/transfer';
import { searchedText } from '../../../src-main/lib/exchange-facts.ts';
import { createJournal, type Journal, type NewExchange } from '../../../src-main/journal/journal.ts';
import { createExchangeList, type ExchangeList } from '../../../src-main/journal/list/exchange-list.ts';
import { createExchangeTable, type ExchangeTable } from '../../../src-main/registry/exchange-table.ts';
import { startLaunch } from '../../../src-main/registry/launch-table.ts';
import { openRegistry } from '../../../src-main/registry/open.ts';
import { openTextIndex, type TextIndex } from '../../../src-main/registry/text-index.ts';
import { exchangeFixture } from '../../support/exchange-fixtures.ts';
import { tempDir } from '../../support/temp-dir.ts';

const NOW_MS = new Date(2026, 10, 20, 12, 0).getTime();
const LAUNCH = 3;

interface Desk {
  readonly table: ExchangeTable;
  readonly text: TextIndex;
  readonly journal: Journal;
  readonly list: ExchangeList;
  /** Another list of the same, as the next launch opens it. */
  readonly again: () => Promise<ExchangeList>;
}

async function desk(earlier: readonly Exchange[] = [], isRead = false): Promise<Desk> {
  const db = openRegistry(':memory:');
  const text = openTextIndex(join(await tempDir(), 'search.db'));
  for (let launch = 0; launch < LAUNCH; launch += 1) startLaunch(db, launch);
  const table = createExchangeTable(db);
  for (const exchange of earlier) table.put('a', 2, exchange);
  if (isRead) {
    text.add(earlier.map((one) => ({ seq: table.rows.seqOf(one.id) ?? 0, text: searchedText(one) })));
  }
  const journal = createJournal({ table }, { project: 'a', launch: LAUNCH });
  const made: ExchangeList[] = [];
  const open = async (): Promise<ExchangeList> => {
    const list = createExchangeList(
      { journal, table, text, clock: { now: () => NOW_MS } },
      { project: 'a', launch: LAUNCH },
    );
    made.push(list);
    await list.ready();
    return list;
  };
  onTestFinished(() => {
    for (const list of made) list.close();
    text.close();
    db.close();
  });
  return { table, text, journal, list: await open(), again: open };
}

const query = (filter: string, changes: Partial<ExchangeQuery> = {}): ExchangeQuery => ({
  filter,
  sort: 'time',
  isDescending: false,
  isGroupedByPage: false,
  ...changes,
});
const ids = (list: ExchangeList, filter = '', changes: Partial<ExchangeQuery> = {}): string[] =>
  list.window(query(filter, changes), 0, 500).rows.map(({ id }) => id);

/** Calls back each time the list says something, until what is asked for is so. */
async function until(list: ExchangeList, isSo: () => boolean): Promise<void> {
  const awake = setInterval(() => undefined, 5);
  while (!isSo()) await new Promise((resolve) => setImmediate(resolve));
  clearInterval(awake);
  list.takeChanged();
}

const minutesAgo = (minutes: number): number => NOW_MS - minutes * 60_000;
const begun = (id: string, calledAtEpochMs: number): NewExchange => ({
  id,
  kind: 'download',
  page: 'pages/a',
  calledFrom: null,
  method: 'GET',
  url: 'https://live.example.com/film',
  written: {},
  calledAtEpochMs,
});
const EARLIER = [
  exchangeFixture('up', {
    kind: 'upload',
    method: 'POST',
    url: 'https://up.example.com/v1/upload?name=%E8%A5%BF%E6%B9%96',
    calledAtEpochMs: minutesAgo(90),
    sentBytes: 2_000_000,
    receivedBytes: 10,
    durationMs: 3000,
    parts: [
      {
        name: 'note',
        filename: null,
        contentType: null,
        sizeBytes: 3,
        value: 'harbour at dusk',
        offsetBytes: 0,
        contentOffsetBytes: 0,
        sha256: null,
      },
    ],
  }),
  exchangeFixture('down', {
    kind: 'download',
    url: 'http://img.example.com/boat.png',
    page: 'pages/boat/index',
    calledAtEpochMs: minutesAgo(60),
    receivedBytes: 5000,
    durationMs: 40,
    statusCode: 404,
    responseHeaders: [['Content-Type', 'image/png']],
    warnings: [{ rule: 'plain-http', text: 'Plain.', source: null }],
    responseText: null,
  }),
  exchangeFixture('fail', {
    url: 'https://api.example.com/v1/orders',
    calledAtEpochMs: minutesAgo(30),
    state: 'failed',
    statusCode: null,
    errMsg: 'request:fail timeout',
    durationMs: 60_000,
    responseHeaders: [],
    requestHeaders: [['X-Trace', 'abc123def']],
  }),
  exchangeFixture('again', {
    url: 'https://api.example.com/v1/orders',
    calledAtEpochMs: minutesAgo(5),
    origin: { kind: 'resend', of: 'fail' },
    rules: ['request:delay'],
    durationMs: 12.5,
    requestText: '渡口的船',
  }),
] as const;

describe('the list of exchanges', () => {
  it.each<[string, string[]]>([
    ['', ['up', 'down', 'fail', 'again']],
    ['kind:upload,download', ['up', 'down']],
    ['-kind:upload', ['down', 'fail', 'again']],
    ['state:failed', ['fail']],
    ['status:>=400', ['down']],
    ['status:2xx', ['up', 'again']],
    ['host:*.example.com -host:api*', ['up', 'down']],
    ['page:boat', ['down']],
    ['path:/v1', ['up', 'fail', 'again']],
    ['method:post', ['up']],
    ['type:image', ['down']],
    ['size:>1m', ['up']],
    ['duration:10ms..50ms', ['down', 'again']],
    ['slow:', ['up', 'fail']],
    ['warning:', ['down']],
    ['warning:plain-http', ['down']],
    ['-warning:', ['up', 'fail', 'again']],
    ['since:40m', ['fail', 'again']],
    ['since:11:00', ['down', 'fail', 'again']],
    ['since:2026-11-20', ['up', 'down', 'fail', 'again']],
    ['launch:this', []],
    ['launch:2 kind:upload', ['up']],
    ['is:problem', ['down', 'fail']],
    ['is:resend', ['again']],
    ['has:error', ['down', 'fail']],
    ['has:rule', ['again']],
    ['orders', ['fail', 'again']],
    ['ORDERS abc123', ['fail']],
    ['orders -abc123', ['again']],
    ['harbour', ['up']],
    ['"at dusk"', ['up']],
    ['timeout', ['fail']],
    ['西湖', ['up']],
    ['渡口的', ['again']],
    ['渡口', ['again']],
    ['up', ['up']],
    ['nothing-has-this', []],
    ['kind:nonsense', []],
  ])('%s lets through what it asks for', async (filter, expected) => {
    const { list } = await desk(EARLIER, true);
    expect(ids(list, filter)).toEqual(expected);
  });

  it('finds by text what is not in the index yet', async () => {
    const { list } = await desk(EARLIER);
    expect([ids(list, 'harbour'), ids(list, 'abc123')]).toEqual([['up'], ['fail']]);
  });

  it.each<[SortColumn, string[]]>([
    ['time', ['up', 'down', 'fail', 'again']],
    ['state', ['up', 'down', 'again', 'fail']],
    ['method', ['down', 'fail', 'again', 'up']],
    ['host', ['fail', 'again', 'down', 'up']],
    ['path', ['down', 'fail', 'again', 'up']],
    ['page', ['up', 'fail', 'again', 'down']],
    ['status', ['fail', 'up', 'again', 'down']],
    ['size', ['fail', 'again', 'down', 'up']],
    ['duration', ['again', 'down', 'up', 'fail']],
    ['warnings', ['up', 'fail', 'again', 'down']],
    ['type', ['up', 'again', 'down', 'fail']],
    ['tags', ['again', 'fail', 'up', 'down']],
  ])('is sorted by %s, either way', async (sort, expected) => {
    const { list } = await desk(EARLIER);
    list.mark(['fail'], { tags: ['slow'] });
    list.mark(['again'], { tags: ['login'] });
    expect(ids(list, '', { sort })).toEqual(expected);
    expect(ids(list, '', { sort, isDescending: true })).toEqual(expected.toReversed());
  });

  it('puts exchanges of one page together, the pages by their first call', async () => {
    const { list } = await desk(EARLIER);
    const grouped = list.window(query('', { isGroupedByPage: true, isDescending: true }), 0, 9);
    expect(grouped.rows.map(({ id }) => id)).toEqual(['again', 'fail', 'up', 'down']);
    expect(grouped.groups).toEqual([
      { page: 'pages/album/index', from: 0, count: 3 },
      { page: 'pages/boat/index', from: 3, count: 1 },
    ]);
  });

  it('answers with a piece and with where something stands', async () => {
    const { list } = await desk(EARLIER);
    const window = list.window(query('-kind:download'), 1, 1);
    expect(window).toMatchObject({ count: 3, totalCount: 4, liveCount: 0, from: 1, problem: null });
    expect(window.rows.map(({ id }) => id)).toEqual(['fail']);
    expect(['up', 'again', 'down', 'nobody'].map((id) => list.placeOf(query('-kind:download'), id))).toEqual([
      0, 2, -1, -1,
    ]);
    expect(list.window(query('status:many'), 0, 1).problem).toMatchObject({ code: 'no-number' });
  });

  it('has what is alive as it is at the moment, in every order', async () => {
    const { list, journal } = await desk(EARLIER);
    expect(ids(list, '', { sort: 'size' })).toEqual(['fail', 'again', 'down', 'up']);
    journal.begin(begun('live', minutesAgo(1)));
    journal.update('live', { state: 'running', receivedBytes: 900 });
    expect(list.window(query('is:live'), 0, 9)).toMatchObject({ count: 1, totalCount: 5, liveCount: 1 });
    expect(ids(list, '', { sort: 'size' })).toEqual(['fail', 'again', 'live', 'down', 'up']);
    expect(ids(list, 'film slow:30s')).toEqual(['live']);
    expect(list.takeChanged()).toMatchObject([{ id: 'live', state: 'running', receivedBytes: 900 }]);
    journal.update('live', { receivedBytes: 9000 });
    expect(ids(list, '', { sort: 'size' })).toEqual(['fail', 'again', 'down', 'live', 'up']);
    journal.update('live', { state: 'done', durationMs: 70, errMsg: 'downloadFile:ok' });
    expect([ids(list, 'is:live'), ids(list, 'film')]).toEqual([[], ['live']]);
    expect(list.takeChanged()).toMatchObject([{ id: 'live', state: 'done', launch: LAUNCH }]);
    expect(list.takeChanged()).toEqual([]);
  });

  it('keeps marks, finds them, and tells of them', async () => {
    const { list, again } = await desk(EARLIER);
    list.mark(['up', 'fail', 'nobody'], { isPinned: true, tags: ['to do', 'Later'] });
    list.mark(['fail'], { note: 'Ask the 后端 team' });
    for (const one of [list, await again()]) {
      expect(ids(one, 'is:pinned')).toEqual(['up', 'fail']);
      expect(ids(one, 'tag:later note:')).toEqual(['fail']);
      expect(ids(one, 'tag:"to do" -note:')).toEqual(['up']);
      expect([ids(one, '后端'), ids(one, 'note:team')]).toEqual([['fail'], ['fail']]);
      expect(one.values().tags).toEqual(['Later', 'to do']);
    }
    expect(list.takeChanged().map(({ id, marks }) => [id, marks.isPinned, marks.note])).toEqual([
      ['up', true, ''],
      ['fail', true, 'Ask the 后端 team'],
    ]);
  });

  it('is cleared of all but what is pinned or alive, and has it back', async () => {
    const { list, journal, again } = await desk(EARLIER);
    list.mark(['down'], { isPinned: true });
    journal.begin(begun('live', minutesAgo(1)));
    expect(list.clear()).toBe(3);
    expect([ids(list), ids(list, 'orders')]).toEqual([['down', 'live'], []]);
    expect(list.undoClear()).toBe(3);
    expect(ids(list)).toEqual(['up', 'down', 'fail', 'again', 'live']);
    expect(list.undoClear()).toBe(0);
    expect(list.clear()).toBe(3);
    journal.begin(begun('new', NOW_MS));
    expect(ids(await again())).toEqual(['down', 'live', 'new']);
  });

  it('removes for good what the clearing before the last took, in its own time', async () => {
    const { list, journal, table, text } = await desk(EARLIER);
    await until(list, () => text.known(0, 9).length === EARLIER.length);
    const removed: string[] = [];
    journal.onRemoved((gone) => removed.push(...gone.map(({ id }) => id)));
    list.mark(['up'], { isPinned: true });
    list.clear();
    list.mark(['up'], { isPinned: false });
    journal.begin(begun('next', NOW_MS));
    journal.update('next', { state: 'done', durationMs: 1 });
    expect(list.clear()).toBe(2);
    await until(list, () => removed.length === 3);
    expect(removed.toSorted()).toEqual(['again', 'down', 'fail']);
    expect(table.missing(['up', 'next', 'down', 'fail', 'again'])).toEqual(['down', 'fail', 'again']);
    expect(text.known(0, 9)).toHaveLength(1);
    expect(list.undoClear()).toBe(2);
    expect(ids(list)).toEqual(['up', 'next']);
  });

  it('is empty but for what is alive when the data is cleared', async () => {
    const { list, journal } = await desk(EARLIER);
    list.mark(['up'], { isPinned: true });
    journal.begin(begun('live', minutesAgo(1)));
    await journal.clear();
    expect(ids(list)).toEqual(['live']);
    expect(list.undoClear()).toBe(0);
    journal.update('live', { state: 'done', durationMs: 3 });
    expect(ids(list, 'state:done')).toEqual(['live']);
  });

  it('clears a hundred thousand in turns of a few milliseconds, and keeps what begins or runs meanwhile', async () => {
    const { list, journal, table } = await desk(
      Array.from({ length: 3000 }, (_, index) => exchangeFixture(`m${String(index)}`)),
    );
    list.mark(['m7'], { isPinned: true });
    journal.begin(begun('live', NOW_MS));
    let turns = 0;
    journal.onRemoved((gone) => {
      turns += 1;
      expect(gone.length).toBeLessThanOrEqual(50);
      if (turns === 2) journal.update('live', { state: 'done', durationMs: 1 });
      if (turns === 3) journal.begin(begun('new', NOW_MS));
    });
    await journal.clear();
    expect([turns, ids(list), table.missing(['m0', 'm7', 'live', 'new'])]).toEqual([
      60,
      ['live', 'new'],
      ['m0', 'm7'],
    ]);
  });

  it('searches and indexes the others where one record is not whole', async () => {
    const odd = { parts: [null], requestHeaders: [null], rules: 7 } as unknown as Partial<Exchange>;
    const { list, text, table } = await desk([
      exchangeFixture('odd', { ...odd, url: 'https://odd.example.com/pier' }),
      ...EARLIER,
    ]);
    expect([ids(list, 'harbour'), ids(list, 'pier')]).toEqual([['up'], ['odd']]);
    await until(list, () => text.known(0, 9).length === EARLIER.length + 1);
    expect([ids(list, 'harbour'), ids(list, 'pier'), table.missing(['odd'])]).toEqual([['up'], ['odd'], []]);
  });

  it('filters and sorts by the beginning of what is too long, and shows all of it', async () => {
    const long = `https://x.example.com/${'a'.repeat(9000)}`;
    const { list } = await desk([exchangeFixture('long', { url: long, page: 'p'.repeat(4000) })]);
    expect(list.values().pages.map(({ length }) => length)).toEqual([200]);
    expect(list.window(query('path:/aaa page:ppp'), 0, 1).rows[0]?.url).toBe(long);
  });

  it('offers what exchanges have, the most frequent first', async () => {
    const { list } = await desk(EARLIER);
    expect(list.values()).toEqual({
      hosts: ['api.example.com', 'img.example.com', 'up.example.com'],
      pages: ['pages/album/index', 'pages/boat/index'],
      mediaTypes: ['application/json', 'image/png'],
      tags: [],
      warnings: ['plain-http'],
    });
  });

  it('says that a search through many is not through, and goes on by itself', async () => {
    const many = Array.from({ length: 1500 }, (_, index) =>
      exchangeFixture(`m${String(index)}`, { calledAtEpochMs: index }),
    );
    const { list, text, table, again } = await desk(many);
    text.add(
      many.map(({ id }) => ({ seq: table.rows.seqOf(id) ?? 0, text: `${'servicewechat '.repeat(50)} word` })),
    );
    list.close();
    const other = await again();
    let told = 0;
    other.onChange((what) => (told += what === 'list' ? 1 : 0));
    await until(other, () => !other.window(query('servicewechat'), 0, 1).isSearching);
    expect(other.window(query('servicewechat'), 0, 1).count).toBe(1500);
    expect(told).toBeLessThan(50);
  });
});

it('lists the records of a Ferry that wrote no lines for them', async () => {
  const folder = await tempDir();
  const file = join(folder, 'ferry.db');
  const old = new Sqlite(file);
  old.exec(readFileSync(join(import.meta.dirname, '../../fixtures/registry/schema-0040.sql'), 'utf8'));
  const put = old.prepare(
    "INSERT INTO exchange (id, project, launch, called_at, state, record) VALUES (?, 'old', 1, ?, 'done', ?)",
  );
  for (let index = 0; index < 300; index += 1) {
    const exchange = exchangeFixture(`old-${String(index)}`, { calledAtEpochMs: index });
    put.run(exchange.id, index, JSON.stringify(exchange));
  }
  old.close();
  const db = openRegistry(file);
  const text = openTextIndex(join(folder, 'search.db'));
  const table = createExchangeTable(db);
  const open = async (project: string): Promise<ExchangeList> => {
    const journal = createJournal({ table }, { project, launch: 9 });
    const list = createExchangeList(
      { journal, table, text, clock: { now: () => NOW_MS } },
      { project, launch: 9 },
    );
    onTestFinished(() => {
      list.close();
    });
    await list.ready();
    return list;
  };
  onTestFinished(() => {
    text.close();
    db.close();
  });
  const listed = ids(await open('old'));
  expect([listed.length, listed[0], listed.at(-1)]).toEqual([300, 'old-0', 'old-299']);
  // The oldest records have fewer facts than any Ferry writes today.
  expect(ids(await open('wx0123456789abcdef'))).toEqual(['e1', 'e2']);
});
