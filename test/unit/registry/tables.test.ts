import { describe, expect, it, onTestFinished } from 'vitest';
import type { Exchange } from '#contract/transfer';
import { createExchangeTable } from '../../../src-main/registry/exchange-table.ts';
import { createFileTable, type NewFile } from '../../../src-main/registry/file-table.ts';
import { startLaunch } from '../../../src-main/registry/launch-table.ts';
import { openRegistry, type Database } from '../../../src-main/registry/open.ts';
import {
  createPreferenceTable,
  createRecentProjectTable,
} from '../../../src-main/registry/preference-table.ts';
import { createStorageTable } from '../../../src-main/registry/storage-table.ts';
import { exchangeFixture } from '../../support/exchange-fixtures.ts';

function registry(): Database {
  const db = openRegistry(':memory:');
  onTestFinished(() => void db.close());
  return db;
}

function registryWithLaunches(count: number): Database {
  const db = registry();
  for (let launch = 0; launch < count; launch += 1) startLaunch(db, launch);
  return db;
}

const file = (path: string, parts: Partial<NewFile> = {}): NewFile => ({
  path,
  kind: 'temp',
  sizeBytes: 10,
  origin: 'picked',
  createdAtEpochMs: 5.25,
  launch: 1,
  sha256: null,
  ...parts,
});

const exchange = (id: string, calledAtEpochMs: number, state: Exchange['state'] = 'done'): Exchange =>
  exchangeFixture(id, { calledAtEpochMs, state, url: 'http://渡口/' });

it('launches are numbered upwards', () => {
  const db = registry();
  expect([startLaunch(db, 1), startLaunch(db, 1), startLaunch(db, 0)]).toEqual([1, 2, 3]);
});

describe('the file table', () => {
  it('gives back what was put in, oldest first, each project its own', () => {
    const table = createFileTable(registryWithLaunches(1));
    table.insert('a', file('http://tmp/b.jpg'));
    table.insert('a', file('http://tmp/a.png', { kind: 'saved', sha256: 'ff', origin: 'saved:x' }));
    table.insert('b', file('http://tmp/b.jpg', { sizeBytes: 99 }));
    expect(table.list('a')).toEqual([
      {
        path: 'http://tmp/b.jpg',
        kind: 'temp',
        sizeBytes: 10,
        origin: 'picked',
        createdAtEpochMs: 5.25,
        sha256: null,
        mediaType: 'image/jpeg',
      },
      expect.objectContaining({
        path: 'http://tmp/a.png',
        kind: 'saved',
        sha256: 'ff',
        mediaType: 'image/png',
      }),
    ]);
    expect([table.find('b', 'http://tmp/b.jpg')?.sizeBytes, table.find('b', 'http://tmp/a.png')]).toEqual([
      99,
      null,
    ]);
  });

  it('lets one path be live once, and again after its end', () => {
    const table = createFileTable(registryWithLaunches(1));
    table.insert('a', file('http://usr/x', { kind: 'user' }));
    expect(() => {
      table.insert('a', file('http://usr/x', { kind: 'user' }));
    }).toThrow(/UNIQUE/);
    expect([
      table.end('a', 'http://usr/x', 'replaced', 6),
      table.end('a', 'http://usr/x', 'replaced', 6),
      table.end('b', 'http://usr/x', 'replaced', 6),
    ]).toEqual([true, false, false]);
    table.insert('a', file('http://usr/x', { kind: 'user', sizeBytes: 3 }));
    expect(table.list('a').map(({ sizeBytes }) => sizeBytes)).toEqual([3]);
  });

  it('counts the bytes of the kinds asked for', () => {
    const table = createFileTable(registryWithLaunches(1));
    table.insert('a', file('1', { kind: 'saved', sizeBytes: 1 }));
    table.insert('a', file('2', { kind: 'user', sizeBytes: 20 }));
    table.insert('a', file('3', { kind: 'temp', sizeBytes: 300 }));
    table.insert('b', file('4', { kind: 'saved', sizeBytes: 4000 }));
    table.end('a', '1', 'removed', 6);
    expect([
      table.totalBytes('a', ['saved', 'user']),
      table.totalBytes('a', ['temp']),
      table.totalBytes('c', ['temp']),
    ]).toEqual([20, 300, 0]);
  });

  it('puts files in place of others, and ends what they were made of, in one step or not at all', () => {
    const table = createFileTable(registryWithLaunches(1));
    table.insert('a', file('temp'));
    table.insert('a', file('taken', { kind: 'saved', sizeBytes: 1 }));
    const ends = [{ path: 'temp', as: 'saved', atEpochMs: 9 }] as const;
    const live = (): unknown[] => table.list('a').map(({ path, sizeBytes }) => [path, sizeBytes]);
    const before = live();
    expect(() => {
      table.put('a', [file('new'), file('bad', { sizeBytes: -1 })], ends);
    }).toThrow();
    expect(live()).toEqual(before);
    table.put('a', [file('taken', { kind: 'saved', sizeBytes: 2 }), file('free', { sizeBytes: 3 })], ends);
    expect(live()).toEqual([
      ['taken', 2],
      ['free', 3],
    ]);
    expect(table.history('a', 10).map(({ path, end }) => [path, end?.as])).toEqual([
      ['free', undefined],
      ['taken', undefined],
      ['taken', 'replaced'],
      ['temp', 'saved'],
    ]);
  });

  it('notes what a file grew from until its new size is told', () => {
    const table = createFileTable(registryWithLaunches(1));
    table.insert('a', file('http://usr/x', { kind: 'user', sizeBytes: 3, sha256: 'ff' }));
    table.grows('a', 'http://usr/x', 3);
    expect([table.growing('a'), table.growing('b')]).toEqual([[{ path: 'http://usr/x', sizeBytes: 3 }], []]);
    expect(table.find('a', 'http://usr/x')).toMatchObject({ sizeBytes: 3, sha256: null });
    table.contentChanged('a', 'http://usr/x', 5, 'later');
    expect([table.growing('a'), table.find('a', 'http://usr/x')?.sizeBytes]).toEqual([[], 5]);
  });

  it('remembers how the last lasting file at a path ended', () => {
    const table = createFileTable(registryWithLaunches(1));
    const user = file('http://usr/x', { kind: 'user' });
    table.insert('a', user);
    expect(table.lastEnd('a', user.path)).toBeNull();
    table.end('a', user.path, 'removed', 6);
    expect([table.lastEnd('a', user.path), table.lastEnd('b', user.path)]).toEqual(['removed', null]);
    table.insert('a', user);
    table.end('a', user.path, 'expired', 7);
    expect(table.lastEnd('a', user.path)).toBe('expired');
    table.insert('a', file('http://tmp/x'));
    table.end('a', 'http://tmp/x', 'removed', 8);
    expect(table.lastEnd('a', 'http://tmp/x')).toBeNull();
  });

  it('forgets ended files but the latest, and no living one', () => {
    const table = createFileTable(registryWithLaunches(1));
    for (const path of ['1', '2', '3', '4']) table.insert('a', file(path));
    for (const path of ['2', '3', '4']) table.end('a', path, 'removed', 6);
    table.forgetEnded(2);
    expect(table.history('a', 10).map(({ path, end }) => [path, end?.as])).toEqual([
      ['4', 'removed'],
      ['3', 'removed'],
      ['1', undefined],
    ]);
  });

  it('ends everything of one project', () => {
    const table = createFileTable(registryWithLaunches(1));
    table.insert('a', file('1'));
    table.insert('a', file('2', { kind: 'saved' }));
    table.insert('b', file('3'));
    table.endAll('a', ['temp', 'saved', 'user'], 'removed', 6);
    expect([table.list('a'), table.list('b').length, table.lastEnd('a', '2')]).toEqual([[], 1, 'removed']);
  });

  it('forgets the hash of content that changed', () => {
    const table = createFileTable(registryWithLaunches(1));
    table.insert('a', file('1', { sha256: 'ff' }));
    table.contentChanged('a', '1', 77);
    expect(table.find('a', '1')).toMatchObject({ sizeBytes: 77, sha256: null });
  });

  it('expires the temp files of every launch but one, and nothing else', () => {
    const table = createFileTable(registryWithLaunches(3));
    table.insert('a', file('old temp', { launch: 1 }));
    table.insert('b', file('older temp', { launch: 2 }));
    table.insert('a', file('old saved', { launch: 1, kind: 'saved' }));
    table.insert('a', file('own temp', { launch: 3 }));
    expect([table.expireTempFiles(3, 9), table.expireTempFiles(3, 9)]).toEqual([2, 0]);
    expect([table.list('a').map(({ path }) => path), table.list('b')]).toEqual([
      ['old saved', 'own temp'],
      [],
    ]);
  });
});

describe('the exchange table', () => {
  it('gives the latest of a project, oldest first', () => {
    const table = createExchangeTable(registryWithLaunches(1));
    for (const [id, at] of [
      ['c', 3],
      ['a', 1],
      ['b', 2],
      ['d', 3],
    ] as const)
      table.put('a', 1, exchange(id, at));
    table.put('b', 1, exchange('e', 9));
    expect(table.latest('a', 3)).toEqual([exchange('b', 2), exchange('c', 3), exchange('d', 3)]);
  });

  it('replaces a record of the same id', () => {
    const table = createExchangeTable(registryWithLaunches(1));
    table.put('a', 1, exchange('x', 1, 'running'));
    table.put('a', 1, exchange('x', 1, 'done'));
    expect(table.latest('a', 10)).toEqual([exchange('x', 1, 'done')]);
  });

  it('knows what earlier launches left alive', () => {
    const table = createExchangeTable(registryWithLaunches(2));
    table.put('a', 1, exchange('waiting', 1, 'waiting'));
    table.put('b', 1, exchange('running', 1, 'running'));
    table.put('a', 1, exchange('done', 1, 'done'));
    table.put('a', 2, exchange('own', 1, 'running'));
    expect(
      table
        .left(2)
        .map(({ project, launch, exchange: { id } }) => [project, launch, id])
        .sort(),
    ).toEqual([
      ['a', 1, 'waiting'],
      ['b', 1, 'running'],
    ]);
  });

  it('gives up what was read from a file before what the project did, the oldest first, and nothing pinned', () => {
    const table = createExchangeTable(registryWithLaunches(1));
    const imported = (id: string): Exchange => ({
      ...exchange(id, 1),
      origin: { kind: 'import', from: 'a.har' },
    });
    for (const record of [exchange('own', 1), imported('pinned'), imported('x'), imported('y')])
      table.put('a', 1, record);
    table.rows.setMarks('pinned', { isPinned: true, tags: [], note: '' });
    const given: string[] = [];
    for (const records of [2, 1, 0]) {
      given.push(...table.trim('a', { records, registryBytes: 1e12 }, 9).map(({ id }) => id));
    }
    expect(given).toEqual(['x', 'y', 'own']);
    expect(table.latest('a', 9).map(({ id }) => id)).toEqual(['pinned']);
  });

  it('is cleared for one project alone', () => {
    const table = createExchangeTable(registryWithLaunches(1));
    table.put('a', 1, exchange('x', 1));
    table.put('b', 1, exchange('y', 1));
    table.put('a', 1, exchange('kept', 1));
    const stretch = { upToSeq: table.rows.lastSeq('a'), kept: new Set(['kept']) };
    const first = table.clearBetween('a', { ...stretch, afterSeq: 0 }, 1);
    expect(first).toEqual({ gone: [{ id: 'x', seq: 1 }], lastSeq: 1 });
    expect(table.clearBetween('a', { ...stretch, afterSeq: 1 }, 9)).toEqual({ gone: [], lastSeq: 3 });
    expect(table.clearBetween('a', { ...stretch, afterSeq: 3 }, 9)).toEqual({ gone: [], lastSeq: null });
    expect([table.latest('a', 9), table.latest('b', 9)]).toEqual([[exchange('kept', 1)], [exchange('y', 1)]]);
  });
});

describe('the storage table', () => {
  it('keeps text by key, each project its own, and counts the UTF-8 bytes of key and value', () => {
    const db = registry();
    const table = createStorageTable(db);
    table.set('a', [{ key: 'k', json: '"渡"' }]);
    table.set('a', [
      { key: '键', json: '1' },
      { key: 'k', json: '"渡口"' },
    ]);
    table.set('b', [{ key: 'k', json: 'null' }]);
    expect([table.get('a', 'k'), table.get('b', 'k'), table.get('a', 'none'), table.keys('a')]).toEqual([
      '"渡口"',
      'null',
      null,
      ['k', '键'],
    ]);
    const total = 1 + 6 + 3 + 1;
    expect([table.totalBytes('a'), table.entryBytes('a', 'k'), table.totalBytes('none')]).toEqual([
      total,
      7,
      0,
    ]);
    // Another launch counts what it finds as the one before did.
    expect(createStorageTable(db).totalBytes('a')).toBe(total);
    table.remove('a', 'k');
    table.clear('b');
    expect([table.keys('a'), table.totalBytes('a'), table.keys('b'), table.totalBytes('b')]).toEqual([
      ['键'],
      4,
      [],
      0,
    ]);
  });

  it('sets all entries or none', () => {
    const db = registry();
    const table = createStorageTable(db);
    table.set('a', [{ key: 'k', json: '1' }]);
    const entries = [
      { key: 'k', json: '2' },
      { key: 'broken', json: null as unknown as string },
    ];
    expect(() => {
      table.set('a', entries);
    }).toThrow(/NOT NULL/);
    expect([table.get('a', 'k'), table.keys('a'), table.totalBytes('a')]).toEqual(['1', ['k'], 2]);
  });
});

describe('preferences and recent projects', () => {
  it('are JSON values by name', () => {
    const table = createPreferenceTable(registry());
    expect(table.get('panel')).toBeNull();
    table.set('panel', { locale: 'en' });
    table.set('panel', { locale: 'zh-CN' });
    expect(table.get('panel')).toEqual({ locale: 'zh-CN' });
  });

  it('are the twelve newest folders, each once', () => {
    const table = createRecentProjectTable(registry());
    for (let at = 1; at <= 14; at += 1)
      table.put({ folder: `/p/${String(at)}`, name: 'n', openedAtEpochMs: at });
    table.put({ folder: '/p/5', name: 'renamed', openedAtEpochMs: 99 });
    table.remove('/p/14');
    const list = table.list();
    expect([list.length, list[0], list[1]?.folder, list.at(-1)?.folder]).toEqual([
      12,
      { folder: '/p/5', name: 'renamed', openedAtEpochMs: 99 },
      '/p/13',
      '/p/2',
    ]);
  });
});
