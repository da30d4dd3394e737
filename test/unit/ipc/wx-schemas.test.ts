import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { WX_SCHEMAS, WX_SYNC_SCHEMAS } from '../../../src-main/ipc/wx-schemas.ts';

type Channel = keyof typeof WX_SCHEMAS;
type SyncChannel = keyof typeof WX_SYNC_SCHEMAS;

interface Examples {
  readonly good: readonly unknown[];
  readonly bad: readonly unknown[];
}

const CALL = {
  taskId: 't1',
  url: 'http://host/',
  header: { 'X-Own': '1' },
  timeoutMs: null,
  wantsHttp2: false,
  invokedAtEpochMs: 1_790_000_000_000.5,
  callSite: { page: 'pages/a/a', stack: 'Error\n at x' },
  written: { url: 'http://host/' },
};
/** What is wrong with any of the three transfers. */
const BAD_CALLS = [
  { taskId: '' },
  { taskId: 'x'.repeat(65) },
  { taskId: 1 },
  { url: null },
  { url: 'x'.repeat(8193) },
  { header: null },
  { header: { 'X-Own': 1 } },
  { header: { 'X-Own': ['1'] } },
  { header: Object.fromEntries(Array.from({ length: 201 }, (_, index) => [`X-${String(index)}`, '1'])) },
  { header: { 'X-Own': 'x'.repeat(262_144) } },
  { callSite: { page: 'pages/a/a', stack: 'x'.repeat(65_537) } },
  { timeoutMs: '5' },
  { wantsHttp2: 1 },
  { wantsHttp2: undefined },
  { invokedAtEpochMs: null },
  { timeoutMs: Number.POSITIVE_INFINITY },
  { timeoutMs: Number.NaN },
  { timeoutMs: undefined },
  { callSite: { page: 'pages/a/a' } },
  { callSite: { page: 'pages/a/a', stack: '', realPath: '/etc' } },
  { appid: 'wx0123456789abcdef' },
];
const badCallsOf = (good: object): object[] => BAD_CALLS.map((wrong) => ({ ...good, ...wrong }));

const UPLOAD = {
  ...CALL,
  filePath: 'http://tmp/a.jpg',
  name: 'file',
  formData: [['a', '1']],
  formDataFindings: [
    { kind: 'not-an-object', type: 'String' },
    { kind: 'not-text', field: 'a', type: 'Number' },
  ],
};
const DOWNLOAD = { ...CALL, filePath: null };
const REQUEST = {
  ...CALL,
  method: 'GET',
  body: { kind: 'none' },
  responseType: 'text',
  followsRedirects: true,
};

const WANTED = { api: 'chooseImage', kinds: ['image'], mixed: false, extensions: [], count: 9 };
const BAD_WANTED: readonly object[] = [
  { api: 'chooseAddress' },
  { kinds: [] },
  { kinds: ['document'] },
  { mixed: 1 },
  { extensions: [''] },
  { extensions: 'pdf' },
  { extensions: Array.from({ length: 201 }, () => 'pdf') },
  { count: -1 },
  { count: 101 },
  { count: 1.5 },
  { count: '1' },
  { paths: ['/etc/passwd'] },
].map((wrong) => ({ ...WANTED, ...wrong }));

const STORAGE: Examples = {
  good: [
    { op: 'get', key: 'k' },
    { op: 'get', key: '' },
    { op: 'get', key: 'k', encrypt: true },
    { op: 'get-many', keys: ['a', 'b'] },
    { op: 'get-many', keys: [] },
    { op: 'set', key: 'k', json: '1' },
    { op: 'set', key: 'k', json: '1', encrypt: false },
    { op: 'set-many', entries: [{ key: 'k', json: '1' }] },
    { op: 'remove', key: 'k' },
    { op: 'clear' },
    { op: 'info' },
  ],
  bad: [
    {},
    { op: 'drop' },
    { op: 'get' },
    { op: 'get', key: 1 },
    { op: 'get', key: 'x'.repeat(8193) },
    { op: 'get', key: 'k', project: 'other' },
    { op: 'set', key: 'k' },
    { op: 'set', key: 'k', json: { a: 1 } },
    { op: 'set', key: 'k', json: 'x'.repeat(8_000_001) },
    { op: 'set', key: 'k', json: '1', encrypt: 1 },
    { op: 'get', key: 'k', encrypt: undefined },
    { op: 'get-many', keys: 'k' },
    { op: 'get-many', keys: Array.from({ length: 10_001 }, () => 'k') },
    { op: 'set-many', entries: [{ key: 'k', json: '1', project: 'other' }] },
    { op: 'set-many', entries: Array.from({ length: 9 }, () => ({ key: 'k', json: 'x'.repeat(8_000_000) })) },
    { op: 'clear', key: 'k' },
  ],
};
const ONE_PATH = (key: string): Examples => ({
  good: [{ [key]: 'http://tmp/a.jpg' }],
  bad: [{}, { [key]: 1 }, { [key]: 'x'.repeat(4097) }, { [key]: 'a', real: 1 }],
});

const FS_REQUESTS = [
  { op: 'access', path: 'http://usr/a' },
  { op: 'getSavedFileList' },
  { op: 'stat', path: 'http://usr', recursive: true },
  { op: 'readFile', filePath: 'a.txt', position: null, length: 3 },
  { op: 'open', filePath: 'http://usr/a', flag: 'as+' },
  { op: 'read', fd: '1', length: 0, position: null },
  { op: 'readZipEntry', filePath: 'a.zip', entries: 'all' },
  { op: 'readZipEntry', filePath: 'a.zip', entries: [{ path: 'a', position: 0, length: null }] },
];
const BAD_FS_REQUESTS = [
  {},
  { op: 'exec', path: 'a' },
  { op: 'access' },
  { op: 'access', path: 'a', real: 1 },
  { op: 'access', path: 'x'.repeat(100_001) },
  { op: 'open', filePath: 'a', flag: 'rs' },
  { op: 'read', fd: '1', length: -1, position: null },
  { op: 'read', fd: '1', length: 1.5, position: null },
  { op: 'read', fd: 1, length: 1, position: null },
  { op: 'readZipEntry', filePath: 'a', entries: 'some' },
  { op: 'getFileInfo', filePath: 'a', digestAlgorithm: 'sha512' },
  { op: 'writeFile', filePath: 'a', content: { kind: 'bytes', bytes: [1, 2] } },
  { op: 'writeFile', filePath: 'a', content: { kind: 'file', path: '/etc/passwd' } },
];

const NOTHING: Examples = { good: [{}], bad: [{ a: 1 }, { project: 'other' }] };

const SOCKET = {
  socketId: 's1',
  url: 'wss://a.example',
  header: { a: 'b' },
  protocols: ['chat'],
  timeoutMs: 60_000,
  perMessageDeflate: false,
  tcpNoDelay: false,
  invokedAtEpochMs: 1,
  page: 'pages/a/a',
};

const EXAMPLES: Readonly<Record<Channel, Examples>> = {
  'wx:boot': NOTHING,
  'wx:socket-open': {
    good: [SOCKET, { ...SOCKET, protocols: [], header: {} }],
    bad: [
      { ...SOCKET, socketId: '' },
      { ...SOCKET, protocols: [''] },
      { ...SOCKET, protocols: Array.from({ length: 51 }, () => 'a') },
      { ...SOCKET, timeoutMs: 0 },
      { ...SOCKET, header: { a: 1 } },
      { ...SOCKET, more: 1 },
    ],
  },
  'wx:socket-send': {
    good: [
      { socketId: 's1', content: { kind: 'text', text: 'a' } },
      { socketId: 's1', content: { kind: 'bytes', bytes: new Uint8Array(3) } },
    ],
    bad: [
      { socketId: 's1', content: { kind: 'text', text: 1 } },
      { socketId: 's1', content: { kind: 'bytes', bytes: [1] } },
      { socketId: 's1', content: { kind: 'file', path: '/etc/passwd' } },
    ],
  },
  'wx:socket-heard': {
    good: [{ socketId: 's1', sizeBytes: 5 }],
    bad: [
      { socketId: 's1', sizeBytes: 0 },
      { socketId: 's1', sizeBytes: 1.5 },
    ],
  },
  'wx:socket-close': {
    good: [{ socketId: 's1', code: 1000, reason: '' }],
    bad: [
      { socketId: 's1', code: 999, reason: '' },
      { socketId: 's1', code: 5000, reason: '' },
      { socketId: 's1', code: 1000, reason: 'x'.repeat(124) },
    ],
  },
  'wx:clipboard-read': NOTHING,
  'wx:clipboard-write': {
    good: [{ text: '' }, { text: 'a' }],
    bad: [{ text: 1 }, { text: 'x'.repeat(1_000_001) }],
  },
  'wx:cloud-storage': NOTHING,
  'wx:cloud-remove': {
    good: [{ keys: [] }, { keys: ['env/a.png'] }],
    bad: [{ keys: 'a' }, { keys: Array.from({ length: 51 }, () => 'a') }],
  },
  'wx:upload-file': {
    good: [UPLOAD, { ...UPLOAD, formData: [], timeoutMs: 5, written: null, header: {} }],
    bad: [
      ...badCallsOf(UPLOAD),
      DOWNLOAD,
      { ...UPLOAD, filePath: null },
      { ...UPLOAD, filePath: 'x'.repeat(4097) },
      { ...UPLOAD, name: 1 },
      { ...UPLOAD, formData: { a: '1' } },
      { ...UPLOAD, formData: [['a']] },
      { ...UPLOAD, formData: [['a', 1]] },
      { ...UPLOAD, formData: Array.from({ length: 1001 }, () => ['a', '1']) },
    ],
  },
  'wx:download-file': {
    good: [DOWNLOAD, { ...DOWNLOAD, filePath: 'http://usr/a.jpg' }],
    bad: [
      ...badCallsOf(DOWNLOAD),
      CALL,
      UPLOAD,
      { ...DOWNLOAD, filePath: 1 },
      { ...DOWNLOAD, filePath: 'x'.repeat(4097) },
    ],
  },
  'wx:request': {
    good: [
      REQUEST,
      { ...REQUEST, method: 'DELETE', body: { kind: 'text', text: '渡' }, responseType: 'arraybuffer' },
      { ...REQUEST, body: { kind: 'bytes', bytes: new Uint8Array(65_536) } },
      { ...REQUEST, body: { kind: 'posted', bodyId: 'f'.repeat(32) } },
    ],
    bad: [
      ...badCallsOf(REQUEST),
      CALL,
      { ...REQUEST, method: 'get' },
      { ...REQUEST, method: '' },
      { ...REQUEST, method: 'GET / HTTP/1.1\r\nX: ' },
      { ...REQUEST, method: 'A'.repeat(17) },
      { ...REQUEST, body: null },
      { ...REQUEST, body: { kind: 'file', path: '/etc/passwd' } },
      { ...REQUEST, body: { kind: 'text' } },
      { ...REQUEST, body: { kind: 'text', text: 'x'.repeat(1_000_001) } },
      { ...REQUEST, body: { kind: 'bytes', bytes: [1, 2] } },
      { ...REQUEST, body: { kind: 'bytes', bytes: new Uint8Array(65_537) } },
      { ...REQUEST, body: { kind: 'bytes', bytes: new Uint16Array(2) } },
      { ...REQUEST, body: { kind: 'bytes', bytes: new Uint8Array(new SharedArrayBuffer(2)) } },
      { ...REQUEST, body: { kind: 'posted', bodyId: 'x'.repeat(65) } },
      { ...REQUEST, body: { kind: 'none', text: 'x' } },
      { ...REQUEST, responseType: 'blob' },
    ],
  },
  'wx:abort-task': {
    good: [{ taskId: 't1' }],
    bad: [{}, { taskId: '' }, { taskId: 1 }, { taskId: 't1', generation: 1 }],
  },
  'wx:choose-files': {
    good: [
      WANTED,
      { ...WANTED, count: 0 },
      { ...WANTED, api: 'chooseMessageFile', kinds: ['image', 'video', 'file'], mixed: true, count: 100 },
      { ...WANTED, api: 'chooseMessageFile', kinds: ['file'], extensions: ['pdf'] },
    ],
    bad: BAD_WANTED,
  },
  'wx:pick-files': {
    good: [
      { wanted: WANTED, from: { place: 'album', ids: ['a.jpg'] } },
      { wanted: WANTED, from: { place: 'album', ids: [] } },
      { wanted: WANTED, from: { place: 'computer' } },
    ],
    bad: [
      { from: { place: 'computer' } },
      { wanted: WANTED, from: { place: 'camera' } },
      { wanted: WANTED, from: { place: 'album' } },
      { wanted: WANTED, from: { place: 'album', ids: 'a.jpg' } },
      { wanted: WANTED, from: { place: 'album', ids: Array.from({ length: 101 }, () => 'a.jpg') } },
      { wanted: WANTED, from: { place: 'computer', paths: ['/etc/passwd'] } },
      ...BAD_WANTED.map((wanted) => ({ wanted, from: { place: 'computer' } })),
    ],
  },
  'wx:fs': {
    good: [
      ...FS_REQUESTS,
      {
        op: 'writeFile',
        filePath: 'http://usr/a',
        content: { kind: 'bytes', bytes: new Uint8Array(65_536) },
      },
      { op: 'writeFile', filePath: 'http://usr/a', content: { kind: 'posted', bodyId: 'b1' } },
    ],
    bad: [
      ...BAD_FS_REQUESTS,
      {
        op: 'writeFile',
        filePath: 'http://usr/a',
        content: { kind: 'bytes', bytes: new Uint8Array(65_537) },
      },
    ],
  },
  'wx:import-temp': {
    good: [
      {
        content: { kind: 'bytes', bytes: new Uint8Array(3) },
        extension: 'jpg',
        madeBy: { kind: 'compressed', from: 'http://tmp/a.jpg' },
      },
      { content: { kind: 'posted', bodyId: 'b1' }, extension: 'wav', madeBy: { kind: 'recorded' } },
    ],
    bad: [
      { content: { kind: 'posted', bodyId: 'b1' }, extension: '../a', madeBy: { kind: 'recorded' } },
      { content: { kind: 'posted', bodyId: 'b1' }, extension: 'wav', madeBy: { kind: 'picked' } },
      { content: { kind: 'posted', bodyId: 'b1' }, extension: 'wav', madeBy: { kind: 'cropped' } },
      { content: { kind: 'file', path: '/etc/passwd' }, extension: 'wav', madeBy: { kind: 'recorded' } },
    ],
  },
  'wx:get-image-info': {
    good: [{ src: 'https://host/a.jpg', page: 'pages/a/a' }],
    bad: [
      { src: 'a.jpg' },
      { src: null, page: '' },
      { src: 'x'.repeat(8193), page: '' },
      { src: '', page: '', real: 1 },
    ],
  },
  'wx:video-file': ONE_PATH('src'),
  'wx:save-to-album': {
    good: [
      { filePath: 'http://tmp/a.jpg', kind: 'image' },
      { filePath: 'http://tmp/a.mp4', kind: 'video' },
    ],
    bad: [{ filePath: 'http://tmp/a.jpg' }, { filePath: 'a', kind: 'file' }, { filePath: 1, kind: 'image' }],
  },
  'wx:open-document': {
    good: [
      { filePath: 'a.pdf', fileType: null },
      { filePath: 'a', fileType: 'docx' },
    ],
    bad: [{ filePath: 'a.pdf' }, { filePath: 'a', fileType: 'exe' }, { filePath: null, fileType: 'pdf' }],
  },
  'wx:save-to-disk': ONE_PATH('filePath'),
  'wx:permission': {
    good: [{ scope: 'scope.writePhotosAlbum' }, { scope: 'scope.record' }],
    bad: [{}, { scope: 'scope.userLocation' }, { scope: 'writePhotosAlbum' }],
  },
  'wx:set-permission': {
    good: [{ scope: 'scope.camera', isAllowed: true }],
    bad: [{ scope: 'scope.camera' }, { scope: 'scope.camera', isAllowed: 1 }, { isAllowed: true }],
  },
  'wx:auth-setting': NOTHING,
  'wx:storage': STORAGE,
  'wx:map-stack': {
    good: [{ stack: 'Error' }, { stack: '' }],
    bad: [{}, { stack: 1 }, { stack: 'x'.repeat(1_000_001) }],
  },
  'wx:report': {
    good: [
      { reports: [] },
      {
        reports: [
          { kind: 'page-opening', route: 'pages/a/a', query: 'a=1' },
          { kind: 'page-ready', route: 'pages/a/a', openMs: 12.5 },
          { kind: 'page-failed', route: 'pages/a/a', message: 'no' },
          { kind: 'stack', routes: ['pages/a/a', 'pages/b/b'] },
          { kind: 'exception', page: 'pages/a/a', message: 'no', stack: '', ours: false },
          { kind: 'unsupported', api: 'wx.login' },
          { kind: 'callback', callback: { taskId: 't1', name: 'success', atMs: 1.5, argument: { a: [1] } } },
        ],
      },
    ],
    bad: [
      {},
      { reports: null },
      { reports: [{ kind: 'console' }] },
      { reports: [{ kind: 'page-ready', route: 'pages/a/a', openMs: Number.NaN }] },
      { reports: [{ kind: 'page-ready', route: 'pages/a/a' }] },
      { reports: [{ kind: 'stack', routes: 'pages/a/a' }] },
      { reports: [{ kind: 'exception', page: '', message: '', stack: '', ours: 'no' }] },
      { reports: [{ kind: 'unsupported', api: 'x'.repeat(201) }] },
      {
        reports: [
          { kind: 'callback', callback: { taskId: 't', name: 'x'.repeat(201), atMs: 1, argument: 1 } },
        ],
      },
      { reports: [{ kind: 'callback', callback: { taskId: '', name: 'success', atMs: 1, argument: 1 } }] },
      {
        reports: [
          { kind: 'callback', callback: { taskId: 't', name: 'success', atMs: 1, argument: 1, id: 'e1' } },
        ],
      },
      { reports: Array.from({ length: 1001 }, () => ({ kind: 'unsupported', api: 'wx.login' })) },
    ],
  },
  'wx:driven': {
    good: [
      { commandId: 1, answer: { kind: 'relaunched' } },
      { commandId: 1, answer: { kind: 'located', rect: null, coveredBy: null } },
      {
        commandId: 1,
        answer: { kind: 'located', rect: { x: 0, y: -1.5, width: 2, height: 3 }, coveredBy: '.ferry-toast' },
      },
      { commandId: 1, answer: { kind: 'stack', routes: ['pages/a/a'] } },
      { commandId: 1, answer: { kind: 'failed', error: { code: 'internal', message: 'no' } } },
      {
        commandId: 1,
        answer: { kind: 'failed', error: { code: 'usage', message: 'no', details: { a: null } } },
      },
    ],
    bad: [
      { answer: { kind: 'relaunched' } },
      { commandId: 1, answer: { kind: 'closed' } },
      { commandId: 1, answer: { kind: 'located', rect: { x: 0, y: 0, width: 2 } } },
      { commandId: 1, answer: { kind: 'located', rect: { x: Number.NaN, y: 0, width: 2, height: 3 } } },
      { commandId: 1, answer: { kind: 'failed', error: { code: 'made.up', message: 'no' } } },
      {
        commandId: 1,
        answer: { kind: 'failed', error: { code: 'internal', message: 'no', details: { a: {} } } },
      },
    ],
  },
};
const SYNC_EXAMPLES: Readonly<Record<SyncChannel, Examples>> = {
  'wx:fs-sync': {
    good: [
      ...FS_REQUESTS,
      {
        op: 'writeFile',
        filePath: 'http://usr/a',
        content: { kind: 'bytes', bytes: new Uint8Array(1_000_000) },
      },
    ],
    bad: [
      ...BAD_FS_REQUESTS,
      { op: 'writeFile', filePath: 'http://usr/a', content: { kind: 'posted', bodyId: 'b1' } },
    ],
  },
  'wx:storage-sync': STORAGE,
};

/** What no channel takes, whatever it is for. */
const NEVER = [undefined, null, 0, 'text', true, [{}]];

describe.each([
  ...Object.entries(EXAMPLES).map(
    ([channel, examples]) => [channel, WX_SCHEMAS[channel as Channel], examples] as const,
  ),
  ...Object.entries(SYNC_EXAMPLES).map(
    ([channel, examples]) => [channel, WX_SYNC_SCHEMAS[channel as SyncChannel], examples] as const,
  ),
])('%s', (_channel, schema, { good, bad }) => {
  it('takes what a page sends, unchanged', () => {
    for (const example of good) {
      const parsed = v.safeParse(schema, example);
      expect([parsed.success, parsed.output]).toEqual([true, example]);
    }
  });

  it('refuses what is malformed', () => {
    const accepted = [...NEVER, ...bad].filter((example) => v.safeParse(schema, example).success);
    expect(accepted).toEqual([]);
  });
});

it('every channel has its examples', () => {
  expect([Object.keys(EXAMPLES).sort(), Object.keys(SYNC_EXAMPLES)]).toEqual([
    Object.keys(WX_SCHEMAS).sort(),
    Object.keys(WX_SYNC_SCHEMAS),
  ]);
});

describe('what a page wrote, on its way to be shown', () => {
  const shown = (written: unknown): unknown => {
    const [example] = EXAMPLES['wx:request'].good;
    const parsed = v.safeParse(WX_SCHEMAS['wx:request'], { ...(example as object), written });
    return parsed.success && parsed.output.written;
  };
  const nested = (levels: number): unknown => JSON.parse('['.repeat(levels) + ']'.repeat(levels));

  it.each([
    ['plain data as it is', { a: [1, null, { b: 'x' }] }, { a: [1, null, { b: 'x' }] }],
    ['a hundred levels as they are', nested(100), nested(100)],
    ['more levels as text', nested(101), `${JSON.stringify(nested(101))}…`],
    ['long data as text, cut', 'x'.repeat(200_000), `"${'x'.repeat(99_999)}…`],
    ['what is not plain in words', 1n, '[not plain data]'],
    ['nothing as null', undefined, null],
  ])('is %s', (_name, written, expected) => {
    expect(shown(written)).toEqual(expected);
  });
});
