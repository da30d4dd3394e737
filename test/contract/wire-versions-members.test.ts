import { expect } from 'vitest';
import { createRequirePlugin } from '../../src-renderer/page/loader/plugins.ts';
import { shareWorker } from '../support/transfer-harness.ts';
import { openWirePage, type WirePage } from './wire-page.ts';
import { table, type SpecRow } from './wire-rows.ts';
import { before } from './wx-harness.ts';

const { client } = shareWorker();

const at = (baseLibrary: string): Promise<WirePage> =>
  openWirePage({ worker: client, settings: { baseLibrary } });

interface MemberRow extends SpecRow {
  readonly member: string;
  readonly since: string;
}

/** Functions of `wx` by the version that brought them. Some Ferry does not have yet: those are there, and fail. */
table<MemberRow>(
  'a function that is not there before',
  [
    { ids: ['2.version.1.1.1.canIUse'], says: '1.1.1: canIUse', member: 'canIUse', since: '1.1.1' },
    {
      ids: ['2.version.1.2.0.saveToPhotosAlbum'],
      says: '1.2.0: saveImageToPhotosAlbum',
      member: 'saveImageToPhotosAlbum',
      since: '1.2.0',
    },
    {
      ids: ['2.version.1.2.0.saveToPhotosAlbum'],
      says: '1.2.0: saveVideoToPhotosAlbum',
      member: 'saveVideoToPhotosAlbum',
      since: '1.2.0',
    },
    {
      ids: ['2.version.1.4.0.getFileInfo'],
      says: '1.4.0: getFileInfo',
      member: 'getFileInfo',
      since: '1.4.0',
    },
    {
      ids: ['2.version.1.6.0.createInnerAudioContext'],
      says: '1.6.0: createInnerAudioContext',
      member: 'createInnerAudioContext',
      since: '1.6.0',
    },
    {
      ids: ['2.version.1.9.9.getFileSystemManager'],
      says: '1.9.9: getFileSystemManager',
      member: 'getFileSystemManager',
      since: '1.9.9',
    },
    {
      ids: ['2.version.2.3.0.setInnerAudioOption'],
      says: '2.3.0: setInnerAudioOption',
      member: 'setInnerAudioOption',
      since: '2.3.0',
    },
    {
      ids: ['2.version.2.4.0.compressImage'],
      says: '2.4.0: compressImage',
      member: 'compressImage',
      since: '2.4.0',
    },
    {
      ids: ['2.version.2.5.0.chooseMessageFile'],
      says: '2.5.0: chooseMessageFile',
      member: 'chooseMessageFile',
      since: '2.5.0',
    },
    {
      ids: ['2.version.2.10.0.chooseMedia'],
      says: '2.10.0: chooseMedia',
      member: 'chooseMedia',
      since: '2.10.0',
    },
  ],
  async ({ member, since }) => {
    const older = await at(before(since));
    expect(older.wx[member]).toBeUndefined();
    expect(member in older.wx).toBe(false);
    expect(typeof (await at(since)).wx[member]).toBe('function');
  },
);

interface SchemaRow extends SpecRow {
  readonly schema: string;
  readonly since: string;
}

/** `wx.canIUse` answers from the table that the functions themselves use; the calls are in wire-versions.test.ts. */
table<SchemaRow>(
  'canIUse says no before, and yes at',
  [
    {
      ids: ['2.version.1.2.0.chooseImage-tempFiles'],
      says: '1.2.0: tempFiles of chooseImage',
      schema: 'chooseImage.success.tempFiles',
      since: '1.2.0',
    },
    {
      ids: ['2.version.1.9.0.audio-off'],
      says: '1.9.0: off functions of InnerAudioContext',
      schema: 'InnerAudioContext.offPlay',
      since: '1.9.0',
    },
    {
      ids: ['2.version.1.9.90.audio-volume'],
      says: '1.9.90: volume of InnerAudioContext',
      schema: 'createInnerAudioContext.return.volume',
      since: '1.9.90',
    },
    {
      ids: ['2.version.1.6.0.playVoice-duration'],
      says: '1.6.0: duration of playVoice',
      schema: 'playVoice.object.duration',
      since: '1.6.0',
    },
    {
      ids: ['2.version.1.9.90.getImageInfo'],
      says: '1.9.90: orientation of getImageInfo',
      schema: 'getImageInfo.success.orientation',
      since: '1.9.90',
    },
    {
      ids: ['2.version.1.9.90.getImageInfo'],
      says: '1.9.90: type of getImageInfo',
      schema: 'getImageInfo.success.type',
      since: '1.9.90',
    },
    { ids: ['2.version.1.4.0.tasks'], says: '1.4.0: UploadTask', schema: 'UploadTask.abort', since: '1.4.0' },
    {
      ids: ['2.version.1.4.0.tasks'],
      says: '1.4.0: DownloadTask',
      schema: 'DownloadTask.onProgressUpdate',
      since: '1.4.0',
    },
    {
      ids: ['2.version.1.4.0.tasks'],
      says: '1.4.0: RequestTask',
      schema: 'RequestTask.abort',
      since: '1.4.0',
    },
    {
      ids: ['2.version.2.1.0.task-methods'],
      says: '2.1.0: offProgressUpdate',
      schema: 'UploadTask.offProgressUpdate',
      since: '2.1.0',
    },
    {
      ids: ['2.version.2.1.0.task-methods'],
      says: '2.1.0: onHeadersReceived',
      schema: 'DownloadTask.onHeadersReceived',
      since: '2.1.0',
    },
    {
      ids: ['2.version.1.8.0.filePath'],
      says: '1.8.0: filePath of downloadFile',
      schema: 'downloadFile.object.filePath',
      since: '1.8.0',
    },
    {
      ids: ['2.version.2.1.0.fs-appendFile'],
      says: '2.1.0: appendFile of FileSystemManager',
      schema: 'FileSystemManager.appendFile',
      since: '2.1.0',
    },
    {
      ids: ['2.version.2.6.0.chooseMessageFile-extension'],
      says: '2.6.0: extension of chooseMessageFile',
      schema: 'chooseMessageFile.object.extension',
      since: '2.6.0',
    },
    {
      ids: ['2.version.2.10.0.timeout'],
      says: '2.10.0: timeout of uploadFile',
      schema: 'uploadFile.object.timeout',
      since: '2.10.0',
    },
    {
      ids: ['2.version.2.10.4.enableHttp2'],
      says: '2.10.4: enableHttp2 of uploadFile',
      schema: 'uploadFile.object.enableHttp2',
      since: '2.10.4',
    },
    {
      ids: ['2.version.2.10.4.profile'],
      says: '2.10.4: profile of downloadFile',
      schema: 'downloadFile.success.profile',
      since: '2.10.4',
    },
    {
      ids: ['2.version.3.5.0.upload-profile'],
      says: '3.5.0: enableProfile of uploadFile',
      schema: 'uploadFile.object.enableProfile',
      since: '3.5.0',
    },
  ],
  async ({ schema, since }) => {
    const [older, newer] = [await at(before(since)), await at(since)];
    expect([older, newer].map((page) => page.call('canIUse')(schema))).toEqual([false, true]);
  },
);

interface NeverRow extends SpecRow {
  /** What canIUse is asked. */
  readonly schemas: readonly string[];
  readonly since: string;
}

/** What WeChat has from a version on and Ferry has not yet: canIUse denies it at every version, so nobody relies on it. */
table<NeverRow>(
  'not had yet, and said so',
  [
    {
      ids: ['2.version.1.6.0.chooseVideo-compressed'],
      says: '1.6.0: compressed of chooseVideo',
      schemas: ['chooseVideo.object.compressed'],
      since: '1.6.0',
    },
    {
      ids: ['2.version.2.10.4.enableQuic-enableCache'],
      says: '2.10.4: enableQuic and enableCache',
      schemas: [
        'uploadFile.object.enableQuic',
        'downloadFile.object.enableQuic',
        'request.object.enableQuic',
        'request.object.enableCache',
      ],
      since: '2.10.4',
    },
    {
      ids: ['2.version.3.4.1.useHighPerformanceMode', '4.option.useHighPerformanceMode'],
      says: '3.4.1: useHighPerformanceMode',
      schemas: ['uploadFile.object.useHighPerformanceMode', 'downloadFile.object.useHighPerformanceMode'],
      since: '3.4.1',
    },
    {
      ids: ['2.version.2.19.1.enableHttpDNS'],
      says: '2.19.1: enableHttpDNS',
      schemas: ['request.object.enableHttpDNS', 'request.object.httpDNSServiceId'],
      since: '2.19.1',
    },
    {
      ids: ['2.version.2.20.2.enableChunked'],
      says: '2.20.2: enableChunked',
      schemas: ['request.object.enableChunked'],
      since: '2.20.2',
    },
    {
      ids: ['2.version.2.21.0.forceCellularNetwork'],
      says: '2.21.0: forceCellularNetwork',
      schemas: ['request.object.forceCellularNetwork'],
      since: '2.21.0',
    },
    {
      ids: ['2.version.3.3.3.request-useHighPerformanceMode'],
      says: '3.3.3: useHighPerformanceMode of request',
      schemas: ['request.object.useHighPerformanceMode'],
      since: '3.3.3',
    },
    {
      ids: ['2.version.3.4.10.useHttpDNS'],
      says: '3.4.10: useHttpDNS',
      schemas: ['request.success.useHttpDNS'],
      since: '3.4.10',
    },
    {
      ids: ['2.version.3.8.9.httpDNS'],
      says: '3.8.9: httpDNSTimeout and the marks of its look-up',
      schemas: [
        'request.object.httpDNSTimeout',
        'RequestProfile.httpDNSDomainLookUpStart',
        'RequestProfile.httpDNSDomainLookUpEnd',
      ],
      since: '3.8.9',
    },
    {
      ids: ['2.version.3.16.2.enableHttpDNSFallback'],
      says: '3.16.2: enableHttpDNSFallback',
      schemas: ['request.object.enableHttpDNSFallback'],
      since: '3.16.2',
    },
    {
      ids: ['2.version.2.20.1.chunks'],
      says: '2.20.1: chunks',
      schemas: ['RequestTask.onChunkReceived', 'request.object.enableChunked'],
      since: '2.20.1',
    },
  ],
  async ({ schemas, since }) => {
    for (const version of [before(since), since, '3.17.0']) {
      const page = await at(version);
      expect(schemas.map((schema) => page.call('canIUse')(schema))).toEqual(schemas.map(() => false));
    }
  },
);

table<
  SpecRow & { readonly field: string; readonly since: string; readonly read: (page: WirePage) => object }
>(
  'a field that is not there before',
  [
    ...['SDKVersion', 'screenWidth', 'screenHeight'].map((field) => ({
      ids: ['2.version.1.1.0.SystemInfo'],
      says: `1.1.0: ${field} of SystemInfo`,
      field,
      since: '1.1.0',
      read: (page: WirePage) => page.call('getSystemInfoSync')() as object,
    })),
    {
      ids: ['2.version.1.7.0.user-dir'],
      says: '1.7.0: USER_DATA_PATH, the folder for user files',
      field: 'USER_DATA_PATH',
      since: '1.7.0',
      read: (page) => page.wx['env'] as object,
    },
  ],
  async ({ field, since, read }) => {
    expect(Object.hasOwn(read(await at(before(since))), field)).toBe(false);
    expect(Object.hasOwn(read(await at(since)), field)).toBe(true);
  },
);

table<SpecRow>(
  'plugins',
  [
    {
      // 1.9.6 lets plugins use the network; FERRY runs none at any version.
      ids: ['2.version.1.9.6.network-in-plugins'],
      says: '1.9.6: a plugin that would use the network cannot be had',
    },
  ],
  async () => {
    for (const version of ['1.9.5', '1.9.6']) {
      const page = await at(version);
      expect(page.wx).toBeDefined();
      const reported: string[] = [];
      const plugin = createRequirePlugin((api) => reported.push(api))('chart') as { send(): object };
      expect(reported).toEqual(['requirePlugin("chart")']);
      expect(JSON.stringify(plugin.send())).toBeUndefined();
    }
  },
);
