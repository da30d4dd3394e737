import { expect } from 'vitest';
import { bytesIn, failure, imported, names, ok, open, record, type StoryRow, TEMP } from './recorder-kit.ts';
import { table } from './wire-rows.ts';
import { createWxHarness, failing } from './wx-harness.ts';

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
