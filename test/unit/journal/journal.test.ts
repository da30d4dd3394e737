import { describe, expect, it, onTestFinished, vi } from 'vitest';
import type { Exchange } from '#contract/transfer';
import { blankExchange } from '../../../src-main/journal/blank-exchange.ts';
import {
  closeLeftExchanges,
  createJournal,
  type Journal,
  type NewExchange,
} from '../../../src-main/journal/journal.ts';
import { createExchangeTable, type ExchangeTable } from '../../../src-main/registry/exchange-table.ts';
import { startLaunch } from '../../../src-main/registry/launch-table.ts';
import { openRegistry } from '../../../src-main/registry/open.ts';

function exchangeTable(): ExchangeTable {
  const db = openRegistry(':memory:');
  onTestFinished(() => void db.close());
  for (let launch = 0; launch < 3; launch += 1) startLaunch(db, launch);
  return createExchangeTable(db);
}

const journalOf = (table: ExchangeTable, launch = 1, project = 'a'): Journal =>
  createJournal({ table }, { project, launch });

const begun = (id: string, calledAtEpochMs = 1): NewExchange => ({
  id,
  kind: 'request',
  page: 'pages/a',
  calledFrom: null,
  method: 'GET',
  url: 'http://host/',
  written: { url: 'http://host/' },
  calledAtEpochMs,
});
const DONE = { state: 'done', durationMs: 5, errMsg: 'request:ok' } as const;
const callback = (atMs: number) => ({ taskId: 't', name: 'onProgressUpdate', atMs, argument: null });

describe('the journal', () => {
  it('does not let one record that cannot be written take the others with it', () => {
    const table = exchangeTable();
    const journal = journalOf(table);
    journal.begin(begun('before'));
    expect(() => {
      journal.adopt({ ...blankExchange(), ...begun('odd'), ...DONE, statusCode: 1.5 });
    }).toThrow('REAL');
    journal.begin(begun('after'));
    journal.update('before', DONE);
    expect([journal.get('odd'), table.get('a', 'before')?.state, table.get('a', 'after')?.id]).toEqual([
      null,
      'done',
      'after',
    ]);
  });

  it('keeps a record from its beginning to its end and tells each change', () => {
    const journal = journalOf(exchangeTable());
    const heard: [string, Exchange['state'], number][] = [];
    const off = journal.onChange((exchange) => heard.push([exchange.id, exchange.state, exchange.sentBytes]));
    journal.begin(begun('x'));
    journal.update('x', { state: 'running', sentBytes: 10 });
    journal.update('x', DONE);
    off();
    journal.update('x', { sentBytes: 11 });
    journal.update('nobody', { sentBytes: 12 });
    expect(heard).toEqual([
      ['x', 'waiting', 0],
      ['x', 'running', 10],
      ['x', 'done', 10],
    ]);
    expect(journal.get('x')).toMatchObject({
      ...begun('x'),
      ...DONE,
      sentBytes: 11,
      callbacks: [],
      errno: null,
    });
    expect(journal.get('nobody')).toBeNull();
  });

  it('has on disk what came to an end, and what came after it', () => {
    const table = exchangeTable();
    const journal = journalOf(table);
    journal.begin(begun('x'));
    journal.update('x', { state: 'running' });
    journal.update('x', { sentBytes: 7 });
    journal.update('x', DONE);
    journal.addCallbacks('x', [callback(6)]);
    journal.update('x', { file: { path: 'http://tmp/a', sizeBytes: 7, sha256: 'ff' } });
    expect(table.latest('a', 9)).toEqual([journal.get('x')]);
  });

  it('shows the history of earlier launches before its own, and tells them apart', () => {
    const table = exchangeTable();
    const earlier = journalOf(table, 1);
    earlier.begin(begun('old', 1));
    earlier.update('old', DONE);
    journalOf(table, 1, 'other').begin(begun('foreign', 1));
    const journal = journalOf(table, 2);
    journal.begin(begun('new', 2));
    expect([journal.list(), journal.ofThisLaunch()].map((list) => list.map(({ id }) => id))).toEqual([
      ['old', 'new'],
      ['new'],
    ]);
    expect(journal.get('old')).toMatchObject(DONE);
  });

  it('is cleared of everything but what is still alive, on disk too', async () => {
    const table = exchangeTable();
    const earlier = journalOf(table, 1);
    earlier.begin(begun('old', 1));
    const journal = journalOf(table, 2);
    journal.begin(begun('ended', 2));
    journal.update('ended', DONE);
    journal.begin(begun('alive', 3));
    await journal.clear();
    expect([journal.list(), table.latest('a', 9)].map((list) => list.map(({ id }) => id))).toEqual([
      ['alive'],
      ['alive'],
    ]);
    journal.update('alive', DONE);
    expect(table.latest('a', 9)).toMatchObject([{ id: 'alive', ...DONE }]);
  });

  it('keeps the first and the last callbacks of a long transfer', () => {
    const journal = journalOf(exchangeTable());
    journal.begin(begun('x'));
    for (let at = 0; at < 500; at += 1) journal.addCallbacks('x', [callback(at)]);
    const kept = journal.get('x')?.callbacks.map(({ atMs }) => atMs) ?? [];
    expect([kept.length, kept.slice(0, 3), kept.slice(-3)]).toEqual([200, [0, 1, 2], [497, 498, 499]]);
    expect(kept).toEqual([...kept].sort((a, b) => a - b));
  });

  it('keeps no more of all callbacks’ arguments than it can write and tell each time', () => {
    const journal = journalOf(exchangeTable());
    journal.begin(begun('x'));
    journal.update('x', DONE);
    const large = { ...callback(1), argument: 'a'.repeat(9_998) };
    journal.addCallbacks('x', new Array<typeof large>(100).fill(large));
    const kept = journal.get('x')?.callbacks ?? [];
    expect([kept.length, kept.filter(({ argument }) => argument === '…').length]).toEqual([100, 60]);
  });

  it('keeps the latest two thousand of a launch in memory, and whatever is still alive', () => {
    const table = exchangeTable();
    const journal = journalOf(table);
    journal.begin(begun('alive', 0));
    for (let count = 1; count <= 2100; count += 1) {
      journal.begin(begun(`x${String(count)}`, count));
      journal.update(`x${String(count)}`, DONE);
    }
    const kept = journal.ofThisLaunch().map(({ id }) => id);
    expect([kept.length, kept[0], kept[1], kept.at(-1)]).toEqual([2000, 'alive', 'x102', 'x2100']);
    expect([journal.get('x1')?.state, table.latest('a', 3000).length]).toEqual(['done', 2101]);
  });

  it('keeps fewer of large ones, and always the last', () => {
    const journal = journalOf(exchangeTable());
    const large = 'x'.repeat(1_000_000);
    for (let count = 1; count <= 40; count += 1) {
      journal.begin(begun(`x${String(count)}`, count));
      journal.update(`x${String(count)}`, { ...DONE, requestText: large });
    }
    const kept = journal.ofThisLaunch();
    expect([kept.length, kept.at(-1)?.id]).toEqual([31, 'x40']);
    journal.update('x40', { responseText: 'x'.repeat(40_000_000) });
    expect(journal.ofThisLaunch().map(({ id }) => id)).toEqual(['x40']);
  });

  it('keeps a bounded history: with every five hundred new ones the oldest go that are not pinned', async () => {
    const table = exchangeTable();
    for (let index = 0; index < 600; index += 1) {
      table.put('a', 1, { ...blankExchange(), ...begun(`old${String(index)}`, index), ...DONE });
    }
    table.rows.setMarks('old0', { isPinned: true, tags: [], note: '' });
    const journal = createJournal(
      { table },
      { project: 'a', launch: 2, bound: { records: 700, registryBytes: 1e12 } },
    );
    const gone: string[] = [];
    journal.onRemoved((some) => gone.push(...some.map(({ id }) => id)));
    for (let index = 0; index < 500; index += 1) {
      journal.begin(begun(`new${String(index)}`, 1000 + index));
      journal.update(`new${String(index)}`, DONE);
    }
    await vi.waitFor(() => {
      expect(gone).toHaveLength(399);
    });
    expect([gone[0], gone.at(-1), journal.get('old0')?.id, journal.get('old400')?.id]).toEqual([
      'old1',
      'old399',
      'old0',
      'old400',
    ]);
    expect(journal.size().count).toBe(701);
  });

  it('keeps no more than its bytes: the oldest that are not pinned go while the registry is larger', async () => {
    const table = exchangeTable();
    const bound = { records: 1e6, registryBytes: 40_000_000 };
    const journal = createJournal({ table }, { project: 'a', launch: 2, bound });
    const gone: string[] = [];
    journal.onRemoved((some) => gone.push(...some.map(({ id }) => id)));
    for (let index = 0; index < 70; index += 1) {
      const responseText = 'x'.repeat(1_000_000);
      journal.begin(begun(`big${String(index)}`, index));
      if (index === 0) table.rows.setMarks('big0', { isPinned: true, tags: [], note: '' });
      journal.update(`big${String(index)}`, { ...DONE, responseText });
    }
    await vi.waitFor(() => {
      expect(gone.length).toBeGreaterThan(0);
    });
    expect([gone[0], journal.get('big0')?.id]).toEqual(['big1', 'big0']);
  });

  it('keeps the beginning of a header that is too long to be read', () => {
    const journal = journalOf(exchangeTable());
    journal.begin(begun('x'));
    journal.update('x', {
      requestHeaders: [
        ['a', 'short'],
        ['b', 'x'.repeat(100_000)],
      ],
    });
    expect(journal.get('x')?.requestHeaders.map(([, value]) => value.length)).toEqual([5, 16_385]);
  });

  it('has no two listeners in each other’s way', () => {
    const journal = journalOf(exchangeTable());
    const heard: string[] = [];
    const offFirst = journal.onChange(() => {
      heard.push('first');
      offFirst();
    });
    journal.onChange(() => heard.push('second'));
    journal.begin(begun('x'));
    journal.begin(begun('y'));
    expect(heard).toEqual(['first', 'second', 'second']);
  });
});

describe('what an earlier launch left alive', () => {
  it('is a failed transfer from then on; what had ended stays', () => {
    const table = exchangeTable();
    const journal = journalOf(table, 1);
    journal.begin(begun('waiting', 1));
    journal.begin(begun('running', 2));
    journal.update('running', { state: 'running', sentBytes: 3 });
    journal.begin(begun('done', 3));
    journal.update('done', DONE);
    closeLeftExchanges(table, 2);
    expect(table.left(2)).toEqual([]);
    const closed = journalOf(table, 2).list();
    expect(closed.map(({ id, state }) => [id, state])).toEqual([
      ['waiting', 'failed'],
      ['running', 'failed'],
      ['done', 'done'],
    ]);
    expect(closed.filter(({ durationMs }) => durationMs === null)).toEqual([]);
  });

  it('says of itself that it failed, as every ended transfer does', () => {
    const table = exchangeTable();
    journalOf(table, 1).begin(begun('waiting', 1));
    closeLeftExchanges(table, 2);
    expect(journalOf(table, 2).get('waiting')?.errMsg).toMatch(/^request:fail /);
  });
});
