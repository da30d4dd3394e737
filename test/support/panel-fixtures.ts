import type { FileRecord } from '#contract/files';
import type { FileTotal, FileTotals } from '#contract/panel-files';
import type { PanelSnapshot } from '#contract/panel';
import type { ConsoleRecord, ExceptionRecord } from '#contract/project';
import { DEFAULT_SCREEN } from '#contract/screen';
import type { Exchange } from '#contract/transfer';
import { FIXTURE_EPOCH_MS, FIXTURE_SHA256, LAB_ORIGIN, tenExchanges } from './exchange-fixtures.ts';

/** A picture of 320 by 200, for previews. */
export const PICTURE_SVG =
  '<svg xmlns="http://www.w3.org/2000/svg" width="320" height="200"><rect width="320" height="200" fill="#bfe0f5"/><circle cx="240" cy="60" r="26" fill="#ffd166"/><path d="M0 200v-50l90-80 70 60 50-40 110 80v30Z" fill="#6d3fc4"/></svg>';

/** One second of silence as WAV: 8 kHz, one channel, 8 bits. */
export function silentSound(): Buffer {
  const samples = 8000;
  const header = Buffer.alloc(44);
  header.write('RIFF', 0);
  header.writeUInt32LE(36 + samples, 4);
  header.write('WAVEfmt ', 8);
  header.writeUInt32LE(16, 16);
  header.writeUInt16LE(1, 20);
  header.writeUInt16LE(1, 22);
  header.writeUInt32LE(8000, 24);
  header.writeUInt32LE(8000, 28);
  header.writeUInt16LE(1, 32);
  header.writeUInt16LE(8, 34);
  header.write('data', 36);
  header.writeUInt32LE(samples, 40);
  return Buffer.concat([header, Buffer.alloc(samples, 128)]);
}

export function filesFixture(): readonly FileRecord[] {
  const file = (path: string, changes: Partial<FileRecord>): FileRecord => ({
    path,
    kind: 'temp',
    sizeBytes: 1_203_811,
    origin: 'picked',
    createdAtEpochMs: FIXTURE_EPOCH_MS,
    sha256: FIXTURE_SHA256,
    mediaType: 'image/jpeg',
    ...changes,
  });
  return [
    file('http://tmp/tmp_9f86d081884c.jpg', {}),
    file('http://tmp/tmp_77ab12.m4a', {
      origin: 'transfer:e3',
      sizeBytes: 309_842,
      mediaType: 'audio/mp4',
      createdAtEpochMs: FIXTURE_EPOCH_MS + 60_000,
    }),
    file('http://tmp/remote_cover.png', {
      origin: 'remote:https://img.example.com/cover.png',
      sizeBytes: 48_211,
      mediaType: 'image/png',
      sha256: null,
    }),
    file('http://store/store_5c1d77ab12.m4a', {
      kind: 'saved',
      origin: 'saved:http://tmp/tmp_77ab12.m4a',
      sizeBytes: 309_842,
      mediaType: 'audio/mp4',
      createdAtEpochMs: FIXTURE_EPOCH_MS - 86_400_000,
    }),
  ];
}

/** How many there are of each kind, as main tells it. */
export function fileTotalsOf(files: readonly FileRecord[]): FileTotals {
  const of = (own: readonly FileRecord[]): FileTotal => ({
    count: own.length,
    sizeBytes: own.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0),
  });
  const ofKind = (kind: FileRecord['kind']): FileTotal => of(files.filter((file) => file.kind === kind));
  return {
    temp: ofKind('temp'),
    saved: ofKind('saved'),
    user: ofKind('user'),
    filler: of(files.filter(({ origin }) => origin === 'filler')),
    tempLimitBytes: 4 * 1024 ** 3,
    troubleCount: 0,
  };
}

export function consoleFixture(): readonly ConsoleRecord[] {
  const line = (id: number, level: ConsoleRecord['level'], text: string): ConsoleRecord => ({
    id,
    level,
    text,
    atEpochMs: FIXTURE_EPOCH_MS + id * 1370,
    page: 'pages/album/index',
  });
  return [
    line(1, 'log', 'App onLaunch {"scene":1001}'),
    line(2, 'info', '相册已就绪，共 12 张照片'),
    line(3, 'debug', 'setData {"photos[3].progress":63}'),
    line(4, 'warn', 'canvas 2d 尚未支持，已退回图片'),
    line(
      5,
      'log',
      Array.from(
        { length: 14 },
        (_, index) => `row ${String(index)}: {"id":${String(index)},"name":"photo"}`,
      ).join('\n'),
    ),
    line(6, 'error', 'uploadFile:fail errcode:-105 error_msg:net::ERR_NAME_NOT_RESOLVED'),
  ];
}

export function exceptionsFixture(): readonly ExceptionRecord[] {
  return [
    {
      id: 1,
      atEpochMs: FIXTURE_EPOCH_MS + 6500,
      page: 'pages/album/index',
      cause: 'project',
      message: "TypeError: Cannot read properties of undefined (reading 'photos')",
      stack:
        "TypeError: Cannot read properties of undefined (reading 'photos')\n    at showAlbum (pages/album/index.js:72:18)\n    at onTap (pages/album/index.js:31:5)",
      location: 'pages/album/index.js:72:18',
    },
    {
      id: 2,
      atEpochMs: FIXTURE_EPOCH_MS + 9100,
      page: 'pages/voice/index',
      cause: 'after-failed-request',
      message: 'SyntaxError: Unexpected end of JSON input',
      stack: 'SyntaxError: Unexpected end of JSON input\n    at parse (lib/api.js:9:20)',
      location: 'lib/api.js:9:20',
    },
  ];
}

/** What main has at a moment: its snapshot, and the exchanges that it is asked for. */
export interface PanelFixture extends PanelSnapshot {
  readonly exchanges?: readonly Exchange[];
}

/** A panel without a project. */
export function startSnapshot(changes: Partial<PanelFixture> = {}): PanelFixture {
  return {
    runtime: {
      kind: 'chromium',
      version: '141.0.7390.54',
      ferry: '0.1.0',
      parts: [
        { name: 'Chromium', version: '141.0.7390.54' },
        { name: 'Node.js', version: '24.21.0' },
      ],
    },
    preferences: { locale: 'en', theme: 'light', reloadOnSave: true },
    project: null,
    openFailure: null,
    page: { route: '', routes: [], loading: false },
    labOrigin: null,
    recent: [
      {
        folder: '/home/lin/code/weapp-demo-album/app',
        name: 'weapp-demo-album',
        openedAtEpochMs: FIXTURE_EPOCH_MS - 7_200_000,
      },
      {
        folder: '/home/lin/工作/门店小程序/miniprogram',
        name: '门店小程序',
        openedAtEpochMs: FIXTURE_EPOCH_MS - 200_000_000,
      },
      {
        folder:
          '/home/lin/code/a-company-with-a-long-name/monorepo/packages/clients/wechat/miniprogram-customer-facing',
        name: 'miniprogram-customer-facing',
        openedAtEpochMs: FIXTURE_EPOCH_MS - 900_000_000,
      },
    ],
    samples: [
      {
        id: 'album',
        title: { en: 'Album', 'zh-CN': '相册' },
        summary: {
          en: 'Pick a picture and watch it upload, with a live bar and abort.',
          'zh-CN': '选一张图片，看它实时上传，可随时中止。',
        },
      },
      {
        id: 'voice',
        title: { en: 'Voice', 'zh-CN': '语音' },
        summary: {
          en: 'Download a voice message, play it, save it; it survives a restart.',
          'zh-CN': '下载一段语音，播放并保存，重启后仍在。',
        },
      },
    ],
    fileTotals: fileTotalsOf([]),
    device: { screen: DEFAULT_SCREEN, network: 'wifi' },
    savedQuotaBytes: 200 * 1024 * 1024,
    repair: null,
    console: [],
    exceptions: [],
    unsupported: [],
    ...changes,
  };
}

/** A panel with a project open and nothing done in it yet. */
export function openSnapshot(changes: Partial<PanelFixture> = {}): PanelFixture {
  return startSnapshot({
    project: {
      appid: 'touristappid',
      name: '相册 Album',
      folder: '/opt/ferry/samples/album',
      pages: ['pages/album/index', 'pages/voice/index'],
      diagnostics: [],
    },
    page: { route: 'pages/album/index', routes: ['pages/index/index', 'pages/album/index'], loading: false },
    labOrigin: LAB_ORIGIN,
    ...changes,
  });
}

/** A panel in the middle of a session. */
export function busySnapshot(changes: Partial<PanelFixture> = {}): PanelFixture {
  return openSnapshot({
    exchanges: tenExchanges(),
    fileTotals: fileTotalsOf(filesFixture()),
    console: consoleFixture(),
    exceptions: exceptionsFixture(),
    unsupported: [
      { api: 'wx.openBluetoothAdapter', calls: 2 },
      { api: 'wx.createCameraContext', calls: 1 },
    ],
    ...changes,
  });
}
