import path from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { FERRY_ROOT, ferryRun, MEDIA, PROJECTS } from '../support/ferry-cli.ts';
import { rowsLogged } from '../support/page-rows.ts';
import { shareTempDir } from '../support/temp-dir.ts';

// Every wrong call of a page, made in one run: what `fail` is told, in WeChat's words (its documentation and device
// logs), and no place of this computer in any of it.

interface Told {
  readonly row: string;
  readonly kind: 'success' | 'fail' | 'thrown';
  readonly told: { readonly errMsg: string; readonly errno?: number };
}
type Run = Awaited<ReturnType<typeof ferryRun>>;

const home = shareTempDir();
let owner: Run;
let run: Run;
let rows: Map<string, Told>;

beforeAll(async () => {
  owner = await ferryRun(path.join(PROJECTS, 'bad-owner'), home(), [
    ...['--choose', path.join(MEDIA, 'misty-ranges.jpg'), '--wait', '#done'],
  ]);
  const theirs = owner.report.files.find(({ kind }) => kind === 'saved')?.path ?? '';
  run = await ferryRun(path.join(PROJECTS, 'bad-calls'), home(), [
    ...['--page', `pages/index/index?theirs=${encodeURIComponent(theirs)}`, '--wait', '#done'],
  ]);
  rows = rowsLogged<Told>(run.report);
});

const parameter = (words: string): readonly [string, number] => [`parameter error: ${words}`, 1001];
const tooLong = (name: string): readonly [string, number] =>
  parameter(`too long, or of a kind that cannot be sent: ${name};`);
const refused = ['Error: connect ECONNREFUSED 127.0.0.1:9', undefined] as const;
const noUpload = ['file not found', 1300002] as const;
const noFile = ['file not exist', 1300002] as const;
const noImage = ['file not found', 1300002] as const;
const noTemp = ['tempFilePath file not exist', 1301112] as const;
const noOpening = ['permission denied can not open file filepath', 603303] as const;
const outside = ['permission denied, cannot access file path', 1301000] as const;

/** WeChat gives some failures no number. */
const numbered = (errno: number | undefined): object => (errno === undefined ? {} : { errno });

/** By row: the API, and what its `fail` is told after `<api>:fail `. */
type Expected = readonly [
  row: string,
  api: string,
  told: readonly [reason: string, errno: number | undefined],
];

const WRONG_TYPES: readonly Expected[] = [
  [
    'upload of wrong types',
    'uploadFile',
    parameter(
      'parameter.url should be String instead of Number; parameter.filePath should be String instead of Undefined; parameter.name should be String instead of Null;',
    ),
  ],
  [
    'download of a wrong type',
    'downloadFile',
    parameter('parameter.url should be String instead of Function;'),
  ],
  ['request of a wrong type', 'request', parameter('parameter.url should be String instead of Array;')],
  [
    'saveFile of a wrong type',
    'saveFile',
    parameter('parameter.tempFilePath should be String instead of Boolean;'),
  ],
  [
    'getFileInfo of a wrong type',
    'getFileInfo',
    parameter('parameter.filePath should be String instead of Object;'),
  ],
  [
    'getImageInfo of a wrong type',
    'getImageInfo',
    parameter('parameter.src should be String instead of Undefined;'),
  ],
  [
    'playVoice of a wrong type',
    'playVoice',
    parameter('parameter.filePath should be String instead of Number;'),
  ],
  [
    'previewImage of a wrong type',
    'previewImage',
    parameter('parameter.urls should be Array instead of String;'),
  ],
  [
    'setStorage of a wrong type',
    'setStorage',
    parameter('parameter.key should be String instead of Number;'),
  ],
  [
    'setStorageSync of a wrong type',
    'setStorageSync',
    parameter('parameter should be String instead of Number;'),
  ],
  ['an unknown digest', 'getFileInfo', parameter('digestAlgorithm should be md5 or sha1')],
  ['an unknown method', 'request', ['method is invalid', 1001]],
  ['data without a form', 'request', ['data serialise failed', 600010]],
  // What is optional and of another type counts as absent, so this one got as far as the wire.
  ['optional parameters of wrong types', 'request', refused],
];

const MISSING_FILES: readonly Expected[] = [
  ['upload of no file', 'uploadFile', noUpload],
  ['saveFile of no file', 'saveFile', noTemp],
  ['getFileInfo of no file', 'getFileInfo', noFile],
  ['getSavedFileInfo of no file', 'getSavedFileInfo', noFile],
  ['removeSavedFile of no file', 'removeSavedFile', noFile],
  ['getImageInfo of no file', 'getImageInfo', noImage],
  ['getImageInfo of what is no image', 'getImageInfo', ['invalid file type', 1300022]],
  ['playVoice of no file', 'playVoice', noFile],
  ['getFileInfo of a folder', 'getFileInfo', ['operation not permitted, getFileInfo /pages', 1300001]],
  [
    'download into no folder',
    'downloadFile',
    ['no such file or directory, open "http://usr/none/a.bin"', 1300002],
  ],
];

const LEADING_OUT: readonly Expected[] = [
  ['getFileInfo above the package', 'getFileInfo', outside],
  ['getFileInfo of a file URL', 'getFileInfo', outside],
  ['getFileInfo of a system path', 'getFileInfo', noFile],
  ['getFileInfo of a drive', 'getFileInfo', outside],
  ['getFileInfo above the user folder', 'getFileInfo', outside],
  ['getFileInfo above the temp folder', 'getFileInfo', outside],
  ['getFileInfo of a broken name', 'getFileInfo', outside],
  ['getFileInfo of an endless path', 'getFileInfo', ['File name too long', 1300036]],
  ['getFileInfo of the settings', 'getFileInfo', noFile],
  ['upload from above', 'uploadFile', noUpload],
  ['saveFile from above', 'saveFile', noTemp],
  ['getImageInfo from above', 'getImageInfo', outside],
  ['playVoice from above', 'playVoice', noFile],
  ['download to above', 'downloadFile', noOpening],
  ['download into the package', 'downloadFile', noOpening],
];

const OF_ANOTHER: readonly Expected[] = [
  ['getFileInfo of theirs', 'getFileInfo', noFile],
  ['getSavedFileInfo of theirs', 'getSavedFileInfo', noFile],
  ['removeSavedFile of theirs', 'removeSavedFile', noFile],
  ['upload of theirs', 'uploadFile', noUpload],
  ['getImageInfo of theirs', 'getImageInfo', noImage],
];

const badUrl = ['invalid url', 600009] as const;
const scheme = (api: string): readonly [string, number] => [`${api} protocol must be http or https`, 600009];

const URLS: readonly Expected[] = [
  ['request of no URL', 'request', badUrl],
  ['request of nothing', 'request', badUrl],
  ['request of a path', 'request', badUrl],
  ['request without a host', 'request', badUrl],
  ['request of a host with a space', 'request', badUrl],
  ['request of an impossible port', 'request', badUrl],
  ['request of an endless URL', 'request', tooLong('url')],
  ['download of no URL', 'downloadFile', ['createDownloadTask:fail invalid url', 600009]],
  ['upload to no URL', 'uploadFile', ['createUploadTask:fail invalid url', 600009]],
  [
    'getImageInfo of no URL',
    'getImageInfo',
    ['download image fail. reason: downloadFile:fail createDownloadTask:fail invalid url', 600009],
  ],
  ['request by ftp', 'request', scheme('request')],
  ['download by file', 'downloadFile', scheme('downloadFile')],
  ['upload by ws', 'uploadFile', scheme('uploadFile')],
  ['download by data', 'downloadFile', scheme('downloadFile')],
  ['download of a temp file', 'downloadFile', scheme('downloadFile')],
];

describe.each([
  ['a parameter of the wrong type', WRONG_TYPES],
  ['a file that does not exist', MISSING_FILES],
  ['a path that leads out of the sandbox', LEADING_OUT],
  ['a file of another program', OF_ANOTHER],
  ['a URL that is invalid or of another scheme', URLS],
] as const)('%s', (_name, table) => {
  test.each(table)('%s', (row, api, [reason, errno]) => {
    const outcome = rows.get(row);
    expect(outcome?.kind).toBe(api.endsWith('Sync') ? 'thrown' : 'fail');
    expect(outcome?.told).toMatchObject({ errMsg: `${api}:fail ${reason}`, ...numbered(errno) });
  });
});

test('every call the page made is looked at here', () => {
  const tables = [WRONG_TYPES, MISSING_FILES, LEADING_OUT, OF_ANOTHER, URLS].flat();
  expect([...rows.keys()].sort()).toEqual(tables.map(([row]) => row).sort());
});

test('the run itself is fine: a page may ask for what is not there', () => {
  expect([run.code, run.report.outcome, run.report.exceptions]).toEqual([0, 'passed', []]);
});

test('nothing the page was told names a place of this computer', () => {
  const told = run.report.console.map(({ text }) => text).join('\n');
  for (const place of [home(), PROJECTS, FERRY_ROOT, path.join(home(), 'programs')])
    expect(told).not.toContain(place);
  expect(told).not.toMatch(/ferry-test-|ferry\.db[^"]|\/programs\/|wx:[a-z-]+/);
});

test('the other program still has its file', async () => {
  const again = await ferryRun(path.join(PROJECTS, 'bad-owner'), home(), ['--choose', 'cancel']);
  const saved = (report: Run['report']): readonly unknown[] =>
    report.files.filter(({ kind }) => kind === 'saved');
  expect(saved(again.report)).toEqual(saved(owner.report));
  expect(saved(owner.report)).toHaveLength(1);
});
