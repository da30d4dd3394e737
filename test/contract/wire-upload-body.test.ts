import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect } from 'vitest';
import type { ProgramHarnessOptions } from '../support/program-harness.ts';
import { shareWorker } from '../support/transfer-harness.ts';
import { openWirePage, type WirePage } from './wire-page.ts';
import {
  ending,
  multipartOf,
  PROFILE,
  seeingServer,
  table,
  valuesOf,
  wholeStory,
  type SpecRow,
} from './wire-rows.ts';

const { client } = shareWorker();

const OK = { data: '', statusCode: 200, profile: PROFILE, errMsg: 'uploadFile:ok' };
const FILE =
  '--B\r\nContent-Disposition: form-data; name="file"; filename="F"\r\nContent-Type: image/png\r\n\r\nbytes\r\n--B--\r\n';
const field = (name: string, value: string): string =>
  `--B\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`;

interface FormRow extends SpecRow {
  readonly formData: unknown;
  /** The fields before the file, as they are on the wire. */
  readonly fields: string;
  readonly warns?: readonly string[];
}

table<FormRow>(
  'formData of wx.uploadFile',
  [
    {
      ids: ['4.option.formData', '4.body.fields-first'],
      says: 'strings go as they are, in the order written, before the file',
      formData: { zebra: 'first', alpha: 'second', '': 'third' },
      fields: field('zebra', 'first') + field('alpha', 'second') + field('', 'third'),
    },
    { ids: ['4.option.formData'], says: 'by default there are none', formData: undefined, fields: '' },
    { ids: ['4.option.formData'], says: 'an empty object has none', formData: {}, fields: '' },
    { ids: ['4.option.formData'], says: 'null is as if it were not there', formData: null, fields: '' },
    {
      ids: ['4.formData.text'],
      says: 'text of any script goes as UTF-8, line breaks untouched',
      formData: { 备注: '你好 🛳', lines: 'a\r\nb\nc', empty: '' },
      fields: field('备注', '你好 🛳') + field('lines', 'a\r\nb\nc') + field('empty', ''),
    },
    {
      // UNCERTAIN: undocumented. FERRY: String(v), and a warning for each.
      ids: ['4.formData.number-boolean'],
      says: 'numbers and booleans go as text',
      formData: { count: 2, ratio: 0.5, yes: true, no: false },
      fields: field('count', '2') + field('ratio', '0.5') + field('yes', 'true') + field('no', 'false'),
      warns: ['form-data-text', 'form-data-text', 'form-data-text', 'form-data-text'],
    },
    {
      // UNCERTAIN: devices differ. FERRY: String(v), which is what most of them do.
      ids: ['4.formData.object'],
      says: 'objects and arrays go as JavaScript’s own text of them',
      formData: { object: { a: 1 }, list: [1, [2, 3]], buffer: new ArrayBuffer(2) },
      fields:
        field('object', '[object Object]') + field('list', '1,2,3') + field('buffer', '[object ArrayBuffer]'),
      warns: ['form-data-text', 'form-data-text', 'form-data-text'],
    },
    {
      ids: ['4.formData.null-undefined'],
      says: 'null goes as text, undefined not at all',
      formData: { nothing: null, gone: undefined, stays: 'a' },
      fields: field('nothing', 'null') + field('stays', 'a'),
      warns: ['form-data-text'],
    },
    {
      ids: ['4.formData.not-an-object'],
      says: 'a JSON string loses all its fields without an error',
      formData: '{"user":"a"}',
      fields: '',
      warns: ['form-data-object'],
    },
    {
      ids: ['4.formData.not-an-object'],
      says: 'so does an array',
      formData: [['user', 'a']],
      fields: '',
      warns: ['form-data-object'],
    },
    {
      // UNCERTAIN: fails on phones, works in DevTools; FERRY sends both and warns.
      ids: ['4.formData.same-key'],
      says: 'a field with the name of the file goes out, with a warning',
      formData: { file: 'shadow' },
      fields: field('file', 'shadow'),
      warns: ['form-data-key'],
    },
    {
      ids: ['4.formData.local-path'],
      says: 'a local path as a field is told of',
      formData: { avatar: 'http://tmp/a.png' },
      fields: field('avatar', 'http://tmp/a.png'),
      warns: ['form-data-path'],
    },
    {
      ids: ['4.body.injection'],
      says: 'a field’s name cannot break out of its header line, nor its value out of its part',
      formData: { 'a"\r\nX: 1': '\r\n--B--\r\nover' },
      fields: field('a%22%0D%0AX: 1', '\r\n--B--\r\nover'),
    },
  ],
  async ({ formData, fields, warns }) => {
    const server = await seeingServer((_request, response) => response.end());
    const page = await openWirePage({ worker: client });
    page.call('uploadFile')({
      ...{ url: server.origin, filePath: await page.picked('a.png', 'bytes'), name: 'file', formData },
      ...page.callbacks(),
    });
    expect(await wholeStory(page)).toEqual(ending('success', OK));
    const { text, boundary } = multipartOf(server.last());
    expect(text.replace(/filename="[^"]*"/, 'filename="F"')).toBe(fields + FILE);
    // No value a page writes can hold what it cannot know.
    expect(boundary).toMatch(/^----FerryFormBoundary[0-9a-f]{24}$/);
    expect(valuesOf(server.last(), 'content-length')).toEqual([String(server.last().body.length)]);
    const rules = page.exchange().warnings.map(({ rule }) => rule);
    expect(rules.filter((rule) => rule !== 'plain-http' && rule !== 'private-host')).toEqual(warns ?? []);
  },
);

interface FileRow extends SpecRow {
  readonly setting?: ProgramHarnessOptions;
  readonly path: (page: WirePage) => Promise<string> | string;
  /** The part's headers, the boundary line aside; `H` stands for what Ferry makes up. */
  readonly part: readonly string[];
  readonly content?: string;
}

const savedFrom = async (page: WirePage, name: string): Promise<string> => {
  page.call('saveFile')({
    tempFilePath: await page.picked(name, 'bytes'),
    success: page.listener('saved'),
  });
  return ((await page.hears('saved')) as { savedFilePath: string }).savedFilePath;
};
const userFile = async (page: WirePage, name: string): Promise<string> => {
  const server = await seeingServer((_request, response) => response.end('bytes'));
  const filePath = `${page.boot.userDataPath}/${name}`;
  page.call('downloadFile')({ url: server.origin, filePath, complete: page.listener('downloaded') });
  await page.hears('downloaded');
  return filePath;
};
const packaged = async (page: WirePage, name: string): Promise<string> => {
  await writeFile(path.join(page.folder, name), 'bytes');
  return name;
};
const disposition = (filename: string): string =>
  `Content-Disposition: form-data; name="file"; filename="${filename}"`;

table<FileRow>(
  'the file of wx.uploadFile',
  [
    {
      ids: ['4.filePath.temp', '4.body.filename', '4.body.part-content-type'],
      says: 'a temp path: the original name is lost, the type comes from the extension',
      path: (page) => page.picked('holiday photo.jpg', 'bytes'),
      part: [disposition('H.jpg'), 'Content-Type: image/jpeg'],
    },
    {
      ids: ['4.filePath.temp', '4.body.filename'],
      says: 'a temp path of a phone: the name begins with tmp_',
      setting: { settings: { device: 'ios' } },
      path: (page) => page.picked('a.jpg', 'bytes'),
      part: [disposition('tmp_H.jpg'), 'Content-Type: image/jpeg'],
    },
    {
      ids: ['4.filePath.temp', '4.body.filename'],
      says: 'a temp path of WeChat for Windows',
      setting: { settings: { device: 'windows' } },
      path: (page) => page.picked('a.jpg', 'bytes'),
      part: [disposition('H.jpg'), 'Content-Type: image/jpeg'],
    },
    {
      ids: ['4.filePath.saved', '4.body.filename'],
      says: 'a saved path',
      path: (page) => savedFrom(page, 'a.pdf'),
      part: [disposition('H.pdf'), 'Content-Type: application/pdf'],
    },
    {
      ids: ['4.filePath.saved', '4.body.filename'],
      says: 'a saved path of a phone: the name begins with store_',
      setting: { settings: { device: 'android' } },
      path: (page) => savedFrom(page, 'a.pdf'),
      part: [disposition('store_H.pdf'), 'Content-Type: application/pdf'],
    },
    {
      ids: ['4.filePath.user', '4.body.filename'],
      says: 'a user path: the name is the one the page chose',
      path: (page) => userFile(page, '报告 1.txt'),
      part: [disposition('报告 1.txt'), 'Content-Type: text/plain'],
    },
    {
      // UNCERTAIN: the documentation names temp, saved and user paths. FERRY allows the code package.
      ids: ['4.filePath.package'],
      says: 'a file of the code package',
      path: (page) => packaged(page, 'logo.svg'),
      part: [disposition('logo.svg'), 'Content-Type: image/svg+xml'],
    },
    {
      ids: ['4.body.part-content-type'],
      says: 'an extension nobody knows: octet-stream',
      path: (page) => page.picked('a.zzz', 'bytes'),
      part: [disposition('H.zzz'), 'Content-Type: application/octet-stream'],
    },
    {
      ids: ['4.body.part-content-type'],
      says: 'no extension: octet-stream',
      path: (page) => packaged(page, 'LICENSE'),
      part: [disposition('LICENSE'), 'Content-Type: application/octet-stream'],
    },
    {
      ids: ['4.filePath.empty-file'],
      says: 'a file without a byte is sent as a part without one',
      path: (page) => page.picked('a.png', ''),
      part: [disposition('H.png'), 'Content-Type: image/png'],
      content: '',
    },
  ],
  async ({ setting, path: pathOf, part, content = 'bytes' }) => {
    const server = await seeingServer((_request, response) => response.end());
    const page = await openWirePage({ worker: client, ...setting });
    const filePath = await pathOf(page);
    page.heard.length = 0;
    page.call('uploadFile')({ url: server.origin, filePath, name: 'file', ...page.callbacks() });
    const { profile, ...rest } = OK;
    const tells = page.boot.traits.tellsProfile;
    expect(await wholeStory(page)).toEqual(ending('success', tells ? { ...rest, profile } : rest));
    const text = multipartOf(server.last()).text.replace(/[0-9a-f]{32}/, 'H');
    expect(text).toBe(['--B', ...part, '', content, '--B--', ''].join('\r\n'));
  },
);

interface MissingRow extends SpecRow {
  readonly setting?: ProgramHarnessOptions;
  readonly path: (page: WirePage) => Promise<string> | string;
  readonly errMsg: string;
}

const NOT_FOUND = 'uploadFile:fail file not found';

table<MissingRow>(
  'a file that cannot be sent',
  [
    {
      ids: ['4.fail.file-not-found'],
      says: 'a temp path that nothing lies at',
      path: () => 'http://tmp/nothing.png',
      errMsg: NOT_FOUND,
    },
    {
      // UNCERTAIN: three texts are known, and not whose they are. FERRY gives Android the one with the task's name.
      ids: ['4.fail.file-not-found'],
      says: 'a temp path that nothing lies at, in Android’s words',
      setting: { settings: { device: 'android' } },
      path: () => 'wxfile://tmp_nothing.png',
      errMsg: 'uploadFile:fail createUploadTask:fail file not found',
    },
    {
      ids: ['4.fail.file-not-found'],
      says: 'a temp path that nothing lies at, on iOS',
      setting: { settings: { device: 'ios' } },
      path: () => 'wxfile://tmp_nothing.png',
      errMsg: NOT_FOUND,
    },
    {
      ids: ['4.fail.host-path'],
      says: 'a path of the computer that there is',
      path: async (page) => {
        await writeFile(path.join(page.folder, 'there.png'), 'bytes');
        return path.join(page.folder, 'there.png');
      },
      errMsg: NOT_FOUND,
    },
    {
      ids: ['4.fail.host-path'],
      says: 'a path that leads out of its folder',
      path: () => 'http://usr/../../home.sqlite',
      errMsg: NOT_FOUND,
    },
    {
      ids: ['4.fail.other-spelling'],
      says: 'a path in the spelling of another device',
      path: () => 'wxfile://tmp_a.png',
      errMsg: NOT_FOUND,
    },
    {
      ids: ['4.fail.remote-path'],
      says: 'a URL of a server',
      path: () => 'https://host.example/a.png',
      errMsg: NOT_FOUND,
    },
    { ids: ['4.fail.file-not-found'], says: 'an empty path', path: () => '', errMsg: NOT_FOUND },
    {
      ids: ['4.fail.directory'],
      says: 'a folder',
      path: () => 'pages',
      errMsg: NOT_FOUND,
    },
    {
      ids: ['4.fail.moved'],
      says: 'a temp path whose file was saved, which moved it away',
      path: async (page) => {
        const tempFilePath = await page.picked('a.png', 'bytes');
        page.call('saveFile')({ tempFilePath, success: page.listener('saved') });
        await page.hears('saved');
        return tempFilePath;
      },
      errMsg: NOT_FOUND,
    },
  ],
  async ({ setting, path: pathOf, errMsg }) => {
    const server = await seeingServer((_request, response) => response.end());
    const page = await openWirePage({ worker: client, ...setting });
    const filePath = await pathOf(page);
    page.heard.length = 0;
    page.call('uploadFile')({ url: server.origin, filePath, name: 'file', ...page.callbacks() });
    // No errno is documented; FERRY takes the file system's own (§11).
    expect(await wholeStory(page)).toEqual(ending('fail', { errMsg, errno: 1300002 }));
    expect(server.connections()).toBe(0);
  },
);
