import { expect } from 'vitest';
import { type SpecRow, table } from './wire-rows.ts';
import { createWxHarness, failing, type HarnessOptions, type WxHarness } from './wx-harness.ts';

/** The RecorderManager as a mini-program sees it. */
interface Manager {
  [member: string]: unknown;
  start(options?: object): void;
  pause(): void;
  resume(): void;
  stop(): void;
}

interface Opened {
  readonly page: WxHarness;
  readonly manager: Manager;
}

const EVENTS = ['Start', 'Pause', 'Resume', 'Stop', 'FrameRecorded', 'Error'];
const TEMP = 'http://tmp/recorded.aac';
const ok = (event: string): [string, object] => [event, { errMsg: `on${event}:ok` }];
const MAIN_ALLOWS: HarnessOptions['answers'] = {
  'wx:permission': () => 'allowed',
  'wx:import-temp': (request) => ({ path: TEMP, size: bytesIn(request).byteLength }),
};

function bytesIn(request: Readonly<Record<string, unknown>> | undefined): Uint8Array {
  const content = request?.['content'] as { readonly kind: string; readonly bytes?: Uint8Array } | undefined;
  return content?.bytes ?? new Uint8Array(0);
}

function open(options: HarnessOptions = {}): Opened {
  const page = createWxHarness({
    fetch: () => Promise.resolve(new Response('{"bodyId":"b1"}')),
    ...options,
    answers: { ...MAIN_ALLOWS, ...options.answers },
  });
  const manager = page.call('getRecorderManager')() as Manager;
  for (const event of EVENTS) {
    (manager[`on${event}`] as (listener: unknown) => void)(page.listener(event));
  }
  return { page, manager };
}

/** Records for so long and stops. */
async function record({ page, manager }: Opened, options: object, ms: number): Promise<void> {
  manager.start(options);
  await page.settle();
  page.audio.pass(ms);
  manager.stop();
  await page.settle();
}

/** What was handed to main as a file. */
function imported({ page }: Opened): Readonly<Record<string, unknown>> {
  const calls = page.calls.filter(({ channel }) => channel === 'wx:import-temp');
  expect(calls).toHaveLength(1);
  return calls[0]?.request ?? {};
}

const names = (page: WxHarness): string[] => page.log.map(([name]) => name);
const failure = (reason: string): [string, object] => ['Error', { errMsg: `operateRecorder:fail ${reason}` }];

interface FormatRow extends SpecRow {
  readonly options: object;
  readonly extension: string;
  readonly bytes: number;
  readonly begins: string;
}

/** A second of each; the bytes are those of the format to the bit. */
table<FormatRow>(
  'formats of a recording',
  [
    {
      ids: ['14.recorder.format.PCM', '14.recorder.sampleRate', '14.recorder.numberOfChannels'],
      says: 'PCM: bare samples of 16 bits',
      options: { format: 'PCM', sampleRate: 16_000, numberOfChannels: 1 },
      extension: 'pcm',
      bytes: 32_000,
      begins: '0000',
    },
    {
      ids: ['14.recorder.format.wav'],
      says: 'wav: the same in a RIFF file',
      options: { format: 'wav', sampleRate: 8_000, numberOfChannels: 2 },
      extension: 'wav',
      bytes: 32_044,
      begins: '52494646',
    },
    {
      ids: ['14.recorder.format.mp3', '14.recorder.encodeBitRate'],
      says: 'mp3: MPEG-2, layer III, 48 kbit/s',
      options: { format: 'mp3', sampleRate: 16_000, numberOfChannels: 1, encodeBitRate: 48_000 },
      extension: 'mp3',
      bytes: 6_048,
      begins: 'fff368c0',
    },
    {
      ids: ['14.recorder.format.aac', '14.recorder.encodeBitRate'],
      says: 'aac: ADTS frames of 1024 samples',
      options: { format: 'aac', sampleRate: 16_000, numberOfChannels: 1, encodeBitRate: 24_000 },
      extension: 'aac',
      bytes: 3_072,
      begins: 'fff16040',
    },
    {
      ids: [
        '14.recorder.format.default',
        '14.recorder.sampleRate.default',
        '14.recorder.numberOfChannels.default',
        '14.recorder.encodeBitRate.default',
      ],
      says: 'without options: aac, 8000, two channels, 48000 bit/s',
      options: {},
      extension: 'aac',
      bytes: 6_144,
      begins: 'fff16c80',
    },
  ],
  async ({ options, extension, bytes, begins }) => {
    const opened = open();
    await record(opened, options, 1_000);
    const request = imported(opened);
    expect(request).toMatchObject({ extension, madeBy: { kind: 'recorded' } });
    const file = bytesIn(request);
    expect(file.byteLength).toBe(bytes);
    expect(Buffer.from(file).toString('hex').startsWith(begins)).toBe(true);
    expect(opened.page.log).toEqual([
      ok('Start'),
      ['Stop', { errMsg: 'onStop:ok', tempFilePath: TEMP, duration: 1_000, fileSize: bytes }],
    ]);
  },
);

interface RefusalRow extends SpecRow {
  readonly options: object;
  readonly reason: string;
}

/** UNCERTAIN: the words; WeChat only says that the recording fails. */
table<RefusalRow>(
  'options that make a recording fail',
  [
    {
      ids: ['14.recorder.duration.max'],
      says: 'more than ten minutes',
      options: { duration: 600_001 },
      reason: 'duration should be a number from 1 to 600000',
    },
    {
      ids: ['14.recorder.duration'],
      says: 'no time at all',
      options: { duration: 0 },
      reason: 'duration should be a number from 1 to 600000',
    },
    {
      ids: ['14.recorder.sampleRate.values'],
      says: 'a sample rate that is not in the list',
      options: { sampleRate: 44_000 },
      reason: 'sampleRate should be one of 8000, 11025, 12000, 16000, 22050, 24000, 32000, 44100, 48000',
    },
    {
      ids: ['14.recorder.numberOfChannels.values'],
      says: 'three channels',
      options: { numberOfChannels: 3 },
      reason: 'numberOfChannels should be 1 or 2',
    },
    {
      ids: ['14.recorder.format.values'],
      says: 'a format that nobody knows',
      options: { format: 'ogg' },
      reason: 'format should be one of mp3, aac, wav, PCM',
    },
    {
      ids: ['14.recorder.audioSource.values'],
      says: 'a source that nobody knows',
      options: { audioSource: 'moon' },
      reason: 'audioSource is not known',
    },
  ],
  async ({ options, reason }) => {
    const { page, manager } = open();
    manager.start(options);
    expect(page.log).toEqual([]);
    await page.settle();
    expect(page.log).toEqual([failure(reason)]);
  },
);

interface RateRow extends SpecRow {
  readonly sampleRate: number;
  readonly range: readonly [min: number, max: number];
}

table<RateRow>(
  'bit rates by sample rate',
  [
    { ids: ['14.recorder.rates.8000'], says: '8000', sampleRate: 8_000, range: [16_000, 48_000] },
    { ids: ['14.recorder.rates.11025'], says: '11025', sampleRate: 11_025, range: [16_000, 48_000] },
    { ids: ['14.recorder.rates.12000'], says: '12000', sampleRate: 12_000, range: [24_000, 64_000] },
    { ids: ['14.recorder.rates.16000'], says: '16000', sampleRate: 16_000, range: [24_000, 96_000] },
    { ids: ['14.recorder.rates.22050'], says: '22050', sampleRate: 22_050, range: [32_000, 128_000] },
    { ids: ['14.recorder.rates.24000'], says: '24000', sampleRate: 24_000, range: [32_000, 128_000] },
    { ids: ['14.recorder.rates.32000'], says: '32000', sampleRate: 32_000, range: [48_000, 192_000] },
    { ids: ['14.recorder.rates.44100'], says: '44100', sampleRate: 44_100, range: [64_000, 320_000] },
    { ids: ['14.recorder.rates.48000'], says: '48000', sampleRate: 48_000, range: [64_000, 320_000] },
  ],
  async ({ sampleRate, range: [min, max] }) => {
    for (const encodeBitRate of [min, max]) {
      const opened = open();
      await record(opened, { sampleRate, encodeBitRate, format: 'mp3' }, 50);
      expect(names(opened.page), String(encodeBitRate)).toEqual(['Start', 'Stop']);
    }
    for (const encodeBitRate of [min - 1, max + 1]) {
      const opened = open();
      await record(opened, { sampleRate, encodeBitRate, format: 'mp3' }, 50);
      expect(opened.page.log[0], String(encodeBitRate)).toEqual(
        failure(
          `encodeBitRate should be from ${String(min)} to ${String(max)} at a sampleRate of ${String(sampleRate)}`,
        ),
      );
    }
    // FERRY: a bit rate that is left out is taken into the range.
    const opened = open();
    await record(opened, { sampleRate, format: 'mp3' }, 50);
    expect(names(opened.page)).toEqual(['Start', 'Stop']);
  },
);

interface StoryRow extends SpecRow {
  readonly options?: HarnessOptions;
  readonly story: (opened: Opened) => Promise<void>;
}

table<StoryRow>(
  'the recorder',
  [
    {
      ids: ['14.recorder.since', '14.recorder.one'],
      says: 'is one object, from 1.6.0',
      story: async ({ page, manager }) => {
        expect(createWxHarness({ library: '1.5.9' }).wx['getRecorderManager']).toBeUndefined();
        expect(createWxHarness({ library: '1.6.0' }).wx['getRecorderManager']).toBeTypeOf('function');
        expect(page.call('getRecorderManager')()).toBe(manager);
        await page.settle();
      },
    },
    {
      ids: [
        '14.recorder.start',
        '14.recorder.event.Start',
        '14.recorder.stop',
        '14.recorder.event.Stop',
        '14.recorder.onStop.tempFilePath',
        '14.recorder.onStop.fileSize',
      ],
      says: 'start and stop, told by events',
      story: async (opened) => {
        await record(opened, { format: 'PCM' }, 500);
        expect(opened.page.log).toEqual([
          ok('Start'),
          ['Stop', { errMsg: 'onStop:ok', tempFilePath: TEMP, duration: 500, fileSize: 16_000 }],
        ]);
      },
    },
    {
      ids: [
        '14.recorder.pause',
        '14.recorder.resume',
        '14.recorder.event.Pause',
        '14.recorder.event.Resume',
        '14.recorder.onStop.duration',
      ],
      says: 'pause and resume: the pause is not in the file, nor in its duration',
      story: async (opened) => {
        const { page, manager } = opened;
        manager.start({ format: 'PCM', numberOfChannels: 1 });
        await page.settle();
        page.audio.pass(400);
        manager.pause();
        page.audio.pass(5_000);
        manager.resume();
        page.audio.pass(600);
        await page.settle();
        manager.stop();
        await page.settle();
        expect(page.log).toEqual([
          ok('Start'),
          ok('Pause'),
          ok('Resume'),
          ['Stop', { errMsg: 'onStop:ok', tempFilePath: TEMP, duration: 1_000, fileSize: 16_000 }],
        ]);
      },
    },
    {
      ids: ['14.recorder.duration'],
      says: 'it stops by itself at its duration, to the millisecond',
      story: async ({ page, manager }) => {
        manager.start({ format: 'PCM', numberOfChannels: 1, duration: 1_500 });
        await page.settle();
        page.audio.pass(1_499);
        await page.settle();
        expect(names(page)).toEqual(['Start']);
        page.audio.pass(90);
        await page.settle();
        expect(page.log.at(-1)).toEqual([
          'Stop',
          { errMsg: 'onStop:ok', tempFilePath: TEMP, duration: 1_500, fileSize: 24_000 },
        ]);
      },
    },
    {
      ids: ['14.recorder.duration.default'],
      says: 'the duration is a minute unless told',
      story: async ({ page, manager }) => {
        manager.start({ format: 'PCM' });
        await page.settle();
        page.audio.pass(59_999);
        await page.settle();
        expect(names(page)).toEqual(['Start']);
        page.audio.pass(1);
        await page.settle();
        expect(page.log.at(-1)?.[1]).toMatchObject({ duration: 60_000 });
      },
    },
    {
      ids: ['14.recorder.frameSize', '14.recorder.onFrameRecorded.frameBuffer'],
      says: 'frameSize: pieces of so many KB, and the last one with the end',
      story: async ({ page, manager }) => {
        manager.start({ format: 'PCM', numberOfChannels: 1, frameSize: 4 });
        await page.settle();
        page.audio.pass(600);
        manager.stop();
        await page.settle();
        const frames = page.log
          .filter(([name]) => name === 'FrameRecorded')
          .map(([, argument]) => argument as { frameBuffer: ArrayBuffer; isLastFrame: boolean });
        expect(frames.map(({ frameBuffer }) => frameBuffer.byteLength)).toEqual([4_096, 4_096, 1_408]);
        const call = page.calls.find(({ channel }) => channel === 'wx:import-temp');
        const whole = Buffer.concat(frames.map(({ frameBuffer }) => Buffer.from(frameBuffer)));
        expect(whole.equals(bytesIn(call?.request))).toBe(true);
        expect(names(page).at(-1)).toBe('Stop');
      },
    },
    {
      ids: ['14.recorder.onFrameRecorded.isLastFrame'],
      says: 'isLastFrame is true of the last piece, even where it is full',
      story: async (opened) => {
        await record(opened, { format: 'PCM', numberOfChannels: 1, frameSize: 4 }, 512);
        const last = opened.page.log
          .filter(([name]) => name === 'FrameRecorded')
          .map(([, argument]) => argument as { frameBuffer: ArrayBuffer; isLastFrame: boolean })
          .map(({ frameBuffer, isLastFrame }) => [frameBuffer.byteLength, isLastFrame]);
        expect(last).toEqual([
          [4_096, false],
          [4_096, true],
        ]);
      },
    },
    {
      ids: ['14.recorder.frameSize.formats'],
      says: 'mp3 comes in pieces too, aac and wav do not',
      story: async () => {
        for (const [format, comes] of [
          ['mp3', true],
          ['aac', false],
          ['wav', false],
        ] as const) {
          const opened = open();
          await record(opened, { format, frameSize: 1 }, 1_000);
          expect(names(opened.page).includes('FrameRecorded'), format).toBe(comes);
        }
      },
    },
    {
      ids: ['14.recorder.event.Error', '14.recorder.busy'],
      says: 'a start while it records or is paused fails (UNCERTAIN: the words)',
      story: async ({ page, manager }) => {
        manager.start();
        await page.settle();
        manager.start();
        await page.settle();
        manager.pause();
        manager.start();
        await page.settle();
        expect(page.log).toEqual([
          ok('Start'),
          failure('is recording or paused'),
          ok('Pause'),
          failure('is recording or paused'),
        ]);
      },
    },
    {
      ids: ['14.recorder.not-started'],
      says: 'a stop without a start fails, and one that comes before Start too (UNCERTAIN: the words)',
      story: async ({ page, manager }) => {
        manager.stop();
        manager.start();
        manager.stop();
        await page.settle();
        expect([...page.log].sort()).toEqual([
          failure('recorder not start'),
          failure('recorder not start'),
          ok('Start'),
        ]);
      },
    },
    {
      ids: ['14.recorder.scope.denied'],
      says: 'without scope.record it fails in the device’s words',
      options: { answers: { 'wx:permission': () => 'denied' } },
      story: async ({ page, manager }) => {
        manager.start();
        await page.settle();
        expect(page.calls).toMatchObject([{ channel: 'wx:permission', request: { scope: 'scope.record' } }]);
        expect(page.log).toMatchObject([['Error', { errMsg: 'operateRecorder:fail auth deny' }]]);
      },
    },
    {
      ids: ['14.recorder.scope.asks'],
      says: 'the first time it asks, and records when the answer is yes',
      options: {
        answers: { 'wx:permission': () => 'ask', 'wx:set-permission': () => null },
        overlays: { permissionQuestion: { show: () => Promise.resolve(true) } },
      },
      story: async ({ page, manager }) => {
        manager.start();
        await page.settle();
        expect(page.calls.map(({ channel }) => channel)).toEqual(['wx:permission', 'wx:set-permission']);
        expect(page.log).toEqual([ok('Start')]);
      },
    },
    {
      ids: ['14.recorder.file-fails'],
      says: 'a file that cannot be kept is an Error, and the recorder is free again',
      options: {
        answers: { 'wx:import-temp': () => failing({ code: 'file.no-space', message: 'full' }) },
      },
      story: async (opened) => {
        await record(opened, { format: 'PCM' }, 100);
        expect(opened.page.log.at(-1)).toEqual([
          'Error',
          { errMsg: 'operateRecorder:fail Input/output error', errno: 1300005 },
        ]);
        opened.manager.start();
        await opened.page.settle();
        expect(names(opened.page).at(-1)).toBe('Start');
      },
    },
    {
      ids: ['14.recorder.large'],
      says: 'what is larger than 64 KiB goes by the page’s origin',
      story: async (opened) => {
        await record(opened, { format: 'wav', sampleRate: 48_000 }, 1_000);
        expect(imported(opened)['content']).toEqual({ kind: 'posted', bodyId: 'b1' });
      },
    },
    {
      ids: ['14.recorder.background'],
      says: 'the background pauses it, and nothing starts or goes on there (UNCERTAIN)',
      story: async ({ page, manager }) => {
        manager.start();
        await page.settle();
        page.emitApp({ kind: 'app', state: 'hidden' });
        manager.resume();
        await page.settle();
        manager.stop();
        await page.settle();
        manager.start();
        await page.settle();
        expect(names(page)).toEqual(['Start', 'Pause', 'Stop', 'Error']);
      },
    },
    {
      ids: [
        '14.recorder.event.InterruptionBegin',
        '14.recorder.event.InterruptionEnd',
        '14.recorder.event.Interruption.since',
      ],
      says: 'InterruptionBegin and InterruptionEnd, from 2.3.0, never come, and canIUse says so (FERRY: no calls)',
      story: async ({ page, manager }) => {
        for (const name of ['onInterruptionBegin', 'onInterruptionEnd']) {
          expect(manager[name]).toBeTypeOf('function');
          expect(open({ library: '2.2.9' }).manager[name]).toBeUndefined();
          expect(page.call('canIUse')(`RecorderManager.${name}`)).toBe(false);
        }
        await page.settle();
      },
    },
    {
      ids: ['14.recorder.audioSource.since'],
      says: 'audioSource is not looked at before 2.1.0',
      options: { library: '2.0.9' },
      story: async (opened) => {
        await record(opened, { audioSource: 'moon' }, 100);
        expect(names(opened.page)).toEqual(['Start', 'Stop']);
      },
    },
  ],
  async ({ options, story }) => {
    await story(open(options));
  },
);

interface SourcesRow extends SpecRow {
  readonly platform: string;
  readonly sources: readonly string[];
}

table<SourcesRow>(
  'getAvailableAudioSources and RecorderManager.start',
  [
    {
      ids: ['14.getAvailableAudioSources.ios', '14.recorder.audioSource'],
      says: 'iOS',
      platform: 'ios',
      sources: ['auto', 'buildInMic', 'headsetMic'],
    },
    {
      ids: ['14.getAvailableAudioSources.android', '14.recorder.audioSource'],
      says: 'Android',
      platform: 'android',
      sources: ['auto', 'mic', 'camcorder', 'voice_communication', 'voice_recognition'],
    },
    {
      ids: ['14.getAvailableAudioSources.auto'],
      says: 'elsewhere',
      platform: 'windows',
      sources: ['auto'],
    },
  ],
  async ({ platform, sources }) => {
    const { page } = open({ device: { platform } });
    page.call('getAvailableAudioSources')({ success: page.listener('success') });
    await page.settle();
    expect(page.log).toEqual([['success', { audioSources: sources, errMsg: 'getAvailableAudioSources:ok' }]]);
    for (const audioSource of sources) {
      const opened = open({ device: { platform } });
      await record(opened, { audioSource }, 100);
      expect(names(opened.page), audioSource).toEqual(['Start', 'Stop']);
    }
  },
);

table<StoryRow>(
  'startRecord and stopRecord',
  [
    {
      ids: ['14.getAvailableAudioSources.since'],
      says: 'getAvailableAudioSources is there from 2.1.0',
      story: async ({ page }) => {
        expect(createWxHarness({ library: '2.0.9' }).wx['getAvailableAudioSources']).toBeUndefined();
        expect(createWxHarness({ library: '2.1.0' }).wx['getAvailableAudioSources']).toBeTypeOf('function');
        await page.settle();
      },
    },
    {
      ids: ['14.startRecord.success', '14.stopRecord'],
      says: 'startRecord succeeds with the file when stopRecord ends it (FERRY: the file is mp3, on phones SILK)',
      story: async (opened) => {
        const { page } = opened;
        page.call('startRecord')({ success: page.listener('recorded') });
        await page.settle();
        page.audio.pass(2_000);
        expect(page.log).toEqual([]);
        page.call('stopRecord')({ success: page.listener('stopped') });
        await page.settle();
        expect([...page.log].sort()).toEqual([
          ['recorded', { tempFilePath: TEMP, errMsg: 'startRecord:ok' }],
          ['stopped', { errMsg: 'stopRecord:ok' }],
        ]);
        expect(imported(opened)).toMatchObject({ extension: 'mp3' });
      },
    },
    {
      ids: ['14.startRecord.minute'],
      says: 'it ends by itself after a minute',
      story: async ({ page }) => {
        page.call('startRecord')({ success: page.listener('recorded') });
        await page.settle();
        page.audio.pass(60_000);
        await page.settle();
        expect(names(page)).toEqual(['recorded']);
      },
    },
    {
      ids: ['14.startRecord.background'],
      says: 'it cannot be called from the background',
      story: async ({ page }) => {
        page.emitApp({ kind: 'app', state: 'hidden' });
        page.call('startRecord')({ fail: page.listener('fail') });
        await page.settle();
        expect(page.log).toEqual([['fail', { errMsg: 'startRecord:fail the app is in the background' }]]);
      },
    },
    {
      ids: ['14.startRecord.denied'],
      says: 'without scope.record it fails in the device’s words',
      options: { answers: { 'wx:permission': () => 'denied' } },
      story: async ({ page }) => {
        page.call('startRecord')({ fail: page.listener('fail') });
        await page.settle();
        expect(page.log).toMatchObject([['fail', { errMsg: 'startRecord:fail auth deny' }]]);
      },
    },
    {
      ids: ['14.stopRecord.nothing'],
      says: 'stopRecord without a recording fails (UNCERTAIN: the words)',
      story: async ({ page }) => {
        page.call('stopRecord')({ fail: page.listener('fail') });
        await page.settle();
        expect(page.log).toEqual([['fail', { errMsg: 'stopRecord:fail recorder not start' }]]);
      },
    },
  ],
  async ({ options, story }) => {
    await story(open(options));
  },
);
