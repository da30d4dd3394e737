import { describe, expect, it } from 'vitest';
import { createWxHarness, type WxHarness } from './wx-harness.ts';

type Fn = (...values: unknown[]) => unknown;
type Chain = Readonly<Record<string, Fn>>;
interface Database {
  readonly command: Readonly<Record<string, Fn>>;
  readonly collection: (name: string) => Chain;
  readonly serverDate: Fn;
  readonly RegExp: Fn;
  readonly Geo: { readonly Point: Fn };
}

const SEED = [
  { _id: 'a', n: 1, name: 'Ann', tags: ['x', 'y'], at: { city: 'Oslo' }, list: [{ k: 1 }, { k: 2 }] },
  { _id: 'b', n: 2, name: 'Bob', tags: ['y'], at: { city: 'Rome' } },
  { _id: 'c', n: 3, name: 'Cid', tags: [], at: { city: 'Oslo', zip: 1 }, gone: null },
];

function open(database: object = { people: SEED }): { page: WxHarness; db: Database } {
  const page = createWxHarness({
    mocks: { cloud: { functions: {}, storage: null, database: database as never } },
  });
  const cloud = page.wx['cloud'] as Record<string, Fn>;
  cloud['init']?.({ env: 'e1' });
  return { page, db: cloud['database']?.() as Database };
}

/** The value of a promise, once everything that is due has happened. */
async function settled(page: WxHarness, promise: unknown): Promise<unknown> {
  let outcome: unknown = 'pending';
  (promise as Promise<unknown>).then(
    (value) => (outcome = value),
    (error: unknown) => (outcome = { failed: error }),
  );
  await page.settle();
  return outcome;
}

async function found(page: WxHarness, query: unknown): Promise<unknown[]> {
  const { data } = (await settled(page, (query as Chain)['get']?.())) as { data: { _id: string }[] };
  return data.map(({ _id }) => _id);
}

describe('queries of the cloud database', () => {
  const rows: readonly (readonly [string, (db: Database) => object, string[]])[] = [
    ['a value', () => ({ name: 'Bob' }), ['b']],
    ['a nested object', () => ({ at: { city: 'Oslo' } }), ['a', 'c']],
    ['a path', () => ({ 'at.city': 'Rome' }), ['b']],
    ['an item of a list', () => ({ tags: 'y' }), ['a', 'b']],
    ['a whole list', () => ({ tags: ['x', 'y'] }), ['a']],
    ['a path into the items of a list', () => ({ 'list.k': 2 }), ['a']],
    ['null, which is also what is not there', () => ({ gone: null }), ['a', 'b', 'c']],
    ['eq', ({ command: _ }) => ({ n: _['eq']?.(2) }), ['b']],
    ['neq', ({ command: _ }) => ({ n: _['neq']?.(2) }), ['a', 'c']],
    ['gt', ({ command: _ }) => ({ n: _['gt']?.(2) }), ['c']],
    ['gte', ({ command: _ }) => ({ n: _['gte']?.(2) }), ['b', 'c']],
    ['lt', ({ command: _ }) => ({ n: _['lt']?.(2) }), ['a']],
    ['lte', ({ command: _ }) => ({ n: _['lte']?.(2) }), ['a', 'b']],
    ['in', ({ command: _ }) => ({ n: _['in']?.([1, 3]) }), ['a', 'c']],
    ['nin', ({ command: _ }) => ({ n: _['nin']?.([1, 3]) }), ['b']],
    ['exists', ({ command: _ }) => ({ list: _['exists']?.(true) }), ['a']],
    ['exists not', ({ command: _ }) => ({ list: _['exists']?.(false) }), ['b', 'c']],
    ['mod', ({ command: _ }) => ({ n: _['mod']?.(2, 1) }), ['a', 'c']],
    ['all', ({ command: _ }) => ({ tags: _['all']?.(['x', 'y']) }), ['a']],
    ['size', ({ command: _ }) => ({ tags: _['size']?.(1) }), ['b']],
    ['elemMatch', ({ command: _ }) => ({ list: _['elemMatch']?.({ k: _['gt']?.(1) }) }), ['a']],
    ['and of one field', ({ command: _ }) => ({ n: _['and']?.(_['gt']?.(1), _['lt']?.(3)) }), ['b']],
    ['or of one field', ({ command: _ }) => ({ n: _['or']?.([_['eq']?.(1), _['eq']?.(3)]) }), ['a', 'c']],
    ['a chain', ({ command: _ }) => ({ n: (_['gt']?.(1) as Chain)['lt']?.(3) }), ['b']],
    [
      'a chain with or',
      ({ command: _ }) => ({ n: (_['eq']?.(1) as Chain)['or']?.(_['eq']?.(2)) }),
      ['a', 'b'],
    ],
    ['not', ({ command: _ }) => ({ n: _['not']?.(_['gt']?.(1)) }), ['a']],
    ['nor', ({ command: _ }) => ({ n: _['nor']?.([_['eq']?.(1), _['eq']?.(2)]) }), ['c']],
    [
      'or of whole documents',
      ({ command: _ }) => _['or']?.([{ n: 1 }, { name: 'Cid' }]) as object,
      ['a', 'c'],
    ],
    ['a regular expression', () => ({ name: /^b/i }), ['b']],
    ['db.RegExp', (db) => ({ name: db.RegExp({ regexp: '^c', options: 'i' }) }), ['c']],
  ];
  it.each(rows)('%s', async (_what, condition, ids) => {
    const { page, db } = open();
    expect(await found(page, db.collection('people')['where']?.(condition(db)))).toEqual(ids);
  });

  it('order, skip, limit, choose fields and count', async () => {
    const { page, db } = open();
    const people = db.collection('people');
    const ordered = (people['orderBy']?.('at.city', 'desc') as Chain)['orderBy']?.('n', 'asc');
    expect(await found(page, ordered)).toEqual(['b', 'a', 'c']);
    expect(
      await found(page, ((people['orderBy']?.('n', 'desc') as Chain)['skip']?.(1) as Chain)['limit']?.(1)),
    ).toEqual(['b']);
    expect(await settled(page, (people['field']?.({ name: true }) as Chain)['get']?.())).toMatchObject({
      data: [{ _id: 'a', name: 'Ann' }, {}, {}],
      errMsg: 'collection.get:ok',
    });
    const { data } = (await settled(page, (people['field']?.({ name: true }) as Chain)['get']?.())) as {
      data: object[];
    };
    expect(Object.keys(data[0] ?? {})).toEqual(['_id', 'name']);
    expect(await settled(page, people['count']?.())).toEqual({ total: 3, errMsg: 'collection.count:ok' });
  });

  it('give twenty documents at most', async () => {
    const { page, db } = open({ many: Array.from({ length: 30 }, (_, n) => ({ n })) });
    expect(await found(page, db.collection('many'))).toHaveLength(20);
    expect(await found(page, db.collection('many')['limit']?.(100))).toHaveLength(20);
    expect(await found(page, db.collection('many')['skip']?.(20))).toHaveLength(10);
  });
});

describe('changes of the cloud database', () => {
  it('add, read by id, set, update and remove a document, by promise and by callback', async () => {
    const { page, db } = open();
    const todos = db.collection('todos');
    const added = (await settled(page, todos['add']?.({ data: { text: 'a', at: db.serverDate() } }))) as {
      _id: string;
    };
    expect(added).toEqual({
      _id: expect.stringMatching(/^[\da-f]{32}$/) as unknown,
      errMsg: 'collection.add:ok',
    });
    const one = todos['doc']?.(added._id) as Chain;
    expect(await settled(page, one['get']?.())).toMatchObject({
      data: { _id: added._id, _openid: 'ferry-openid', text: 'a', at: expect.any(Date) as unknown },
    });
    expect(await settled(page, one['update']?.({ data: { text: 'b' } }))).toMatchObject({
      stats: { updated: 1 },
    });
    expect(await settled(page, one['set']?.({ data: { only: 1 } }))).toMatchObject({
      stats: { updated: 1, created: 0 },
    });
    one['get']?.({ success: page.listener('success') });
    await page.settle();
    expect(page.log).toEqual([
      ['success', { data: { _id: added._id, _openid: 'ferry-openid', only: 1 }, errMsg: 'document.get:ok' }],
    ]);
    expect(await settled(page, one['remove']?.())).toMatchObject({ stats: { removed: 1 } });
    expect(await settled(page, one['get']?.())).toEqual({
      failed: { errMsg: `document.get:fail document with _id ${added._id} does not exist`, errCode: -1 },
    });
    expect(await settled(page, (todos['doc']?.('new') as Chain)['set']?.({ data: { n: 1 } }))).toMatchObject({
      _id: 'new',
      stats: { created: 1 },
    });
    expect(await settled(page, todos['add']?.({ data: { _id: 'new' } }))).toMatchObject({
      failed: { errCode: -502001 },
    });
    expect(
      await settled(page, (todos['doc']?.('new') as Chain)['update']?.({ data: { _id: 'x' } })),
    ).toMatchObject({
      failed: { errCode: -501007 },
    });
  });

  it('update and remove what a query finds', async () => {
    const { page, db } = open();
    const query = db.collection('people')['where']?.({ at: { city: 'Oslo' } }) as Chain;
    expect(await settled(page, query['update']?.({ data: { seen: true } }))).toMatchObject({
      stats: { updated: 2 },
    });
    expect(await settled(page, query['remove']?.())).toMatchObject({ stats: { removed: 2 } });
    expect(await found(page, db.collection('people'))).toEqual(['b']);
    expect(await settled(page, db.collection('people')['remove']?.())).toMatchObject({
      failed: { errCode: -501007 },
    });
  });

  const rows: readonly (readonly [string, unknown, (command: Database['command']) => unknown, unknown])[] = [
    ['set', { a: 1 }, (_) => _['set']?.({ b: 2 }), { b: 2 }],
    ['a plain object, field by field', { a: 1 }, () => ({ b: 2 }), { a: 1, b: 2 }],
    ['remove', 1, (_) => _['remove']?.(), undefined],
    ['inc', 1, (_) => _['inc']?.(2), 3],
    ['inc of nothing', undefined, (_) => _['inc']?.(2), 2],
    ['mul', 3, (_) => _['mul']?.(2), 6],
    ['min', 3, (_) => _['min']?.(2), 2],
    ['max', 3, (_) => _['max']?.(5), 5],
    ['push', [1], (_) => _['push']?.([2, 3]), [1, 2, 3]],
    ['push of several', [1], (_) => _['push']?.(2, 3), [1, 2, 3]],
    ['push with options', [3, 1], (_) => _['push']?.({ each: [2], sort: 1, slice: 2 }), [1, 2]],
    ['push at a place', [1, 4], (_) => _['push']?.({ each: [2, 3], position: 1 }), [1, 2, 3, 4]],
    ['pop', [1, 2], (_) => _['pop']?.(), [1]],
    ['shift', [1, 2], (_) => _['shift']?.(), [2]],
    ['unshift', [2], (_) => _['unshift']?.([1]), [1, 2]],
    ['pull', [1, 2, 3], (_) => _['pull']?.(_['gt']?.(1)), [1]],
    ['pullAll', [1, 2, 3], (_) => _['pullAll']?.([1, 3]), [2]],
    ['addToSet', [1], (_) => _['addToSet']?.(1), [1]],
    ['addToSet of each', [1], (_) => _['addToSet']?.({ each: [1, 2] }), [1, 2]],
  ];
  it.each(rows)('%s', async (_what, before, change, after) => {
    const { page, db } = open({ c: [{ _id: 'x', ...(before === undefined ? {} : { f: before }) }] });
    const document = db.collection('c')['doc']?.('x') as Chain;
    await settled(page, document['update']?.({ data: { f: change(db.command) } }));
    const { data } = (await settled(page, document['get']?.())) as { data: object };
    expect(data).toEqual(after === undefined ? { _id: 'x' } : { _id: 'x', f: after });
  });

  it('rename a field, and reach one by its path', async () => {
    const { page, db } = open({ c: [{ _id: 'x', f: { g: 1 } }] });
    const document = db.collection('c')['doc']?.('x') as Chain;
    await settled(page, document['update']?.({ data: { 'f.h': 2, f: { g: db.command['rename']?.('k') } } }));
    expect(await settled(page, document['get']?.())).toMatchObject({ data: { f: { h: 2, k: 1 } } });
    await settled(page, document['update']?.({ data: JSON.parse('{"__proto__": {"bad": 1}}') as object }));
    expect(({} as Record<string, unknown>)['bad']).toBeUndefined();
  });

  it('are told to who watches, until it closes', async () => {
    const { page, db } = open();
    const query = db.collection('people')['where']?.({ n: 9 }) as Chain;
    const watcher = query['watch']?.({
      onChange: (snapshot: { docs: unknown[] }) => page.listener('seen')(snapshot.docs.length),
    });
    await page.settle();
    await settled(page, db.collection('people')['add']?.({ data: { n: 9 } }));
    await (watcher as { close(): Promise<void> }).close();
    await settled(page, db.collection('people')['add']?.({ data: { n: 9 } }));
    expect(page.log).toEqual([
      ['seen', 0],
      ['seen', 1],
    ]);
  });
});

describe('wx.cloud', () => {
  const MOCKS = {
    functions: {
      add: { success: { sum: 3 } },
      bad: { fail: { errCode: -504002, errMsg: 'broken' } },
      '/api': { success: [1] },
    },
    database: {},
    storage: null,
  };
  const cloudOf = (page: WxHarness) => page.wx['cloud'] as Record<string, Fn>;

  it('fails before init', async () => {
    const page = createWxHarness({ mocks: { cloud: MOCKS } });
    const failure = (api: string) => ({
      failed: { errCode: -1, errMsg: `${api}:fail Cloud API isn't enabled, please call wx.cloud.init first` },
    });
    const cloud = cloudOf(page);
    expect(await settled(page, cloud['callFunction']?.({ name: 'add' }))).toEqual(
      failure('cloud.callFunction'),
    );
    expect(await settled(page, cloud['uploadFile']?.({ cloudPath: 'a', filePath: 'b' }))).toEqual(
      failure('cloud.uploadFile'),
    );
    expect(() => cloud['database']?.()).toThrow("Cloud API isn't enabled");
  });

  it('calls functions and containers as the mock file says', async () => {
    const page = createWxHarness({ mocks: { cloud: MOCKS } });
    const cloud = cloudOf(page);
    cloud['init']?.();
    expect(await settled(page, cloud['callFunction']?.({ name: 'add', data: {} }))).toEqual({
      result: { sum: 3 },
      requestID: 'ferry-1',
      errMsg: 'cloud.callFunction:ok',
    });
    expect(await settled(page, cloud['callFunction']?.({ name: 'bad' }))).toEqual({
      failed: { errCode: -504002, errMsg: 'cloud.callFunction:fail broken' },
    });
    cloud['callFunction']?.({ name: 'none', ...page.callbacks() });
    await page.settle();
    expect(page.log[0]).toEqual([
      'fail',
      {
        errCode: -501000,
        errMsg:
          'cloud.callFunction:fail Error: errCode: -501000 | errMsg: FunctionName parameter could not be found. (none)',
      },
    ]);
    expect(await settled(page, cloud['callFunction']?.({}))).toMatchObject({ failed: { errno: 1001 } });
    expect(await settled(page, cloud['callContainer']?.({ path: '/api' }))).toMatchObject({
      data: [1],
      statusCode: 200,
    });
    expect(await settled(page, cloud['callContainer']?.({ path: '/none' }))).toMatchObject({
      failed: { errCode: -606001 },
    });
    expect(JSON.stringify(cloud['CloudID']?.('id'))).toBe('{"type":"CloudID","cloudID":"id"}');
  });

  it('makes other environments by new wx.cloud.Cloud', async () => {
    const page = createWxHarness({ mocks: { cloud: MOCKS } });
    const Other = cloudOf(page)['Cloud'] as unknown as new (options: object) => Record<string, Fn>;
    const other = new Other({ resourceEnv: 'e2' });
    await settled(page, other['init']?.());
    expect(await settled(page, other['callFunction']?.({ name: 'add' }))).toMatchObject({
      result: { sum: 3 },
    });
  });
});
