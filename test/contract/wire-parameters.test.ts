import { expect } from 'vitest';
import { shareWorker } from '../support/transfer-harness.ts';
import { openWirePage } from './wire-page.ts';
import { ending, table, wholeStory, type SpecRow } from './wire-rows.ts';

const { client } = shareWorker();

type Api = 'uploadFile' | 'downloadFile';

interface ParameterRow extends SpecRow {
  readonly api: Api;
  readonly argument: unknown;
  readonly reason: string;
}

table<ParameterRow>(
  'parameters are checked before anything is done',
  [
    {
      ids: ['1.parameter.missing', '4.option.url'],
      says: 'upload: several at once, each with its sentence',
      api: 'uploadFile',
      argument: {},
      reason:
        'parameter.url should be String instead of Undefined; parameter.filePath should be String instead of Undefined; parameter.name should be String instead of Undefined;',
    },
    {
      // UNCERTAIN: how several are told; each ends in a semicolon, a space between.
      ids: ['1.parameter.several'],
      says: 'upload: two of three',
      api: 'uploadFile',
      argument: { url: null, filePath: 'http://tmp/a.jpg', name: 5 },
      reason:
        'parameter.url should be String instead of Null; parameter.name should be String instead of Number;',
    },
    {
      ids: ['1.parameter.missing'],
      says: 'download: the one it needs',
      api: 'downloadFile',
      argument: {},
      reason: 'parameter.url should be String instead of Undefined;',
    },
    // UNCERTAIN: the words for an argument that is no object at all.
    ...(
      [
        ['Null', null],
        ['String', 'http://127.0.0.1:9/'],
        ['Array', []],
        ['Number', 1],
        ['Boolean', true],
      ] as const
    ).map(([type, argument]): ParameterRow => ({
      ids: ['1.parameter.whole-argument'],
      says: `download: an argument of type ${type}`,
      api: 'downloadFile',
      argument,
      reason: `parameter should be Object instead of ${type};`,
    })),
  ],
  async ({ api, argument, reason }) => {
    const page = await openWirePage({ worker: client });
    const isObject = typeof argument === 'object' && argument !== null && !Array.isArray(argument);
    const returned = page.call(api)(isObject ? { ...argument, ...page.callbacks() } : argument);
    // UNCERTAIN: undefined, so that task.onProgressUpdate throws as it does for users.
    expect(returned).toBeUndefined();
    expect(page.heard).toEqual([]);
    if (isObject) {
      expect(await wholeStory(page)).toEqual(
        ending('fail', { errMsg: `${api}:fail parameter error: ${reason}`, errno: 1001 }),
      );
    } else {
      const caught: unknown = await Promise.resolve(page.call('saveFile')(argument)).catch(
        (error: unknown) => error,
      );
      expect(caught).toEqual({ errMsg: `saveFile:fail parameter error: ${reason}`, errno: 1001 });
    }
    expect(page.program.journal.ofThisLaunch()).toEqual([]);
  },
);

/** Every type a value can have, as WeChat names it (§1). */
const TYPES: readonly (readonly [type: string, value: unknown])[] = [
  ['Undefined', undefined],
  ['Null', null],
  ['Number', 5],
  ['Boolean', true],
  ['Object', {}],
  ['Array', ['a']],
  ['Function', () => 'a'],
];

interface TypeRow extends SpecRow {
  readonly key: 'url' | 'filePath' | 'name';
}

table<TypeRow>(
  'a required option of another type',
  [
    { ids: ['4.option.url', '1.parameter.types'], says: 'url', key: 'url' },
    { ids: ['4.option.filePath', '1.parameter.types'], says: 'filePath', key: 'filePath' },
    { ids: ['4.option.name', '1.parameter.types'], says: 'name', key: 'name' },
  ],
  async ({ key }) => {
    const page = await openWirePage({ worker: client });
    for (const [type, value] of TYPES) {
      const returned = page.call('uploadFile')({
        ...{ url: 'http://127.0.0.1:9/', filePath: 'http://tmp/a.jpg', name: 'file', [key]: value },
        ...page.callbacks(),
      });
      expect(returned).toBeUndefined();
      expect(await wholeStory(page)).toEqual(
        ending('fail', {
          errMsg: `uploadFile:fail parameter error: parameter.${key} should be String instead of ${type};`,
          errno: 1001,
        }),
      );
      page.heard.length = 0;
    }
    expect(page.program.journal.ofThisLaunch()).toEqual([]);
  },
);
