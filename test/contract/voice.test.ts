import { expect } from 'vitest';
import type { FakeElement } from '../support/fake-audio.ts';
import { type SpecRow, table } from './wire-rows.ts';
import { createWxHarness, type HarnessOptions, type WxHarness } from './wx-harness.ts';

const A = 'http://tmp/a.mp3';
const SRC_A = `src resource:${A}@pages/index/index`;

/** §14: playVoice, pauseVoice, stopVoice. */
interface VoiceRow extends SpecRow {
  readonly options?: HarnessOptions;
  /** What the mini-program does and what becomes of the sound. */
  readonly act: (page: WxHarness, voice: FakeElement) => void | Promise<void>;
  /** What the mini-program hears. */
  readonly heard: readonly (readonly [string, object])[];
  /** What the element was told. */
  readonly done?: readonly string[];
}

function play(page: WxHarness, name: string, options: object = {}): void {
  page.call('playVoice')({
    filePath: A,
    ...options,
    success: page.listener(`${name} success`),
    fail: page.listener(`${name} fail`),
  });
}

function call(page: WxHarness, api: string): void {
  page.call(api)({ success: page.listener(api), fail: page.listener(`${api} fail`) });
}

function begin(voice: FakeElement): void {
  voice.fire('playing');
}

function reach(voice: FakeElement, seconds: number): void {
  voice.currentTime = seconds;
  voice.fire('timeupdate');
}

const OK = { errMsg: 'playVoice:ok' };
/** A file that begins with these bytes. */
function holding(...bytes: number[]): HarnessOptions {
  return { audioFetch: () => Promise.resolve(new Response(new Uint8Array(bytes))) };
}
const bytesOf = (text: string): number[] => [...Buffer.from(text, 'latin1')];
const convert = 'convert the file to mp3, aac or wav on the server';

table<VoiceRow>(
  'a voice',
  [
    {
      ids: ['14.playVoice.filePath', '14.playVoice.success'],
      says: 'success comes when it has ended (UNCERTAIN: WeChat only says so by its sample)',
      act: (page, voice) => {
        play(page, 'a');
        begin(voice);
        voice.fire('ended');
      },
      heard: [['a success', OK]],
      done: [SRC_A, 'play'],
    },
    {
      ids: ['14.playVoice.success'],
      says: 'and not before',
      act: (page, voice) => {
        play(page, 'a');
        begin(voice);
        reach(voice, 1);
      },
      heard: [],
    },
    {
      ids: ['14.pauseVoice', '14.playVoice.resume'],
      says: 'the same file after a pause goes on where it was',
      act: (page, voice) => {
        play(page, 'first');
        begin(voice);
        reach(voice, 3);
        call(page, 'pauseVoice');
        play(page, 'again');
      },
      heard: [['pauseVoice', { errMsg: 'pauseVoice:ok' }]],
      done: [SRC_A, 'play', 'at 3', 'pause', 'play'],
    },
    {
      ids: ['14.stopVoice', '14.playVoice.restart'],
      says: 'after a stop it starts over; the one that was stopped succeeds (UNCERTAIN)',
      act: (page, voice) => {
        play(page, 'first');
        begin(voice);
        reach(voice, 3);
        call(page, 'stopVoice');
        play(page, 'over');
      },
      heard: [
        ['first success', OK],
        ['stopVoice', { errMsg: 'stopVoice:ok' }],
      ],
      done: [SRC_A, 'play', 'at 3', 'pause', 'at 0', SRC_A, 'play'],
    },
    {
      ids: ['14.playVoice.one-at-a-time'],
      says: 'a new file interrupts the old, which fails (UNCERTAIN: its callback)',
      act: (page, voice) => {
        play(page, 'a');
        begin(voice);
        play(page, 'b', { filePath: 'http://tmp/b.mp3' });
        begin(voice);
        voice.fire('ended');
      },
      heard: [
        ['a fail', { errMsg: 'playVoice:fail interrupted' }],
        ['b success', OK],
      ],
    },
    {
      ids: ['14.playVoice.duration'],
      says: 'it stops at its duration',
      act: async (page, voice) => {
        play(page, 'a', { duration: 2 });
        begin(voice);
        reach(voice, 1.9);
        await page.settle();
        page.listener('not yet')({});
        reach(voice, 2);
      },
      heard: [
        ['not yet', {}],
        ['a success', OK],
      ],
      done: [SRC_A, 'play', 'at 1.9', 'at 2', 'pause', 'at 0'],
    },
    {
      ids: ['14.playVoice.duration.default'],
      says: 'the duration is 60 s unless told',
      act: async (page, voice) => {
        play(page, 'a');
        begin(voice);
        reach(voice, 59.9);
        await page.settle();
        page.listener('not yet')({});
        reach(voice, 60);
      },
      heard: [
        ['not yet', {}],
        ['a success', OK],
      ],
    },
    {
      ids: ['14.playVoice.duration.since'],
      says: 'before 1.6.0 there is no duration',
      options: { library: '1.5.9' },
      act: (page, voice) => {
        play(page, 'a', { duration: 2 });
        begin(voice);
        reach(voice, 3);
      },
      heard: [],
    },
    {
      ids: ['14.playVoice.filePath.required'],
      says: 'a file is required',
      act: (page) => {
        play(page, 'a', { filePath: undefined });
      },
      heard: [
        [
          'a fail',
          {
            errMsg:
              'playVoice:fail parameter error: parameter.filePath should be String instead of Undefined;',
            errno: 1001,
          },
        ],
      ],
      done: [],
    },
    {
      ids: ['14.playVoice.missing'],
      says: 'a file that is not there fails',
      act: (page, voice) => {
        play(page, 'a');
        voice.fire('error');
      },
      heard: [['a fail', { errMsg: 'playVoice:fail file not exist', errno: 1300002 }]],
    },
    {
      ids: ['14.playVoice.format'],
      says: 'a file that is no audio fails',
      options: holding(...bytesOf('%PDF-1.7 and so on and on')),
      act: (page, voice) => {
        play(page, 'a');
        voice.fire('error');
      },
      heard: [
        [
          'a fail',
          { errMsg: 'playVoice:fail format error: this is no audio that can be played', errno: 10004 },
        ],
      ],
    },
    {
      ids: ['14.playVoice.amr'],
      says: 'AMR fails and says what to do (FERRY: phones play it)',
      options: holding(...bytesOf('#!AMR\n<')),
      act: (page, voice) => {
        play(page, 'a');
        voice.fire('error');
      },
      heard: [
        [
          'a fail',
          {
            errMsg: `playVoice:fail format error: AMR voice files cannot be played in Ferry; ${convert}`,
            errno: 10004,
          },
        ],
      ],
    },
    {
      ids: ['14.playVoice.silk'],
      says: 'SILK of Tencent fails and says what to do (FERRY: phones play it)',
      options: holding(2, ...bytesOf('#!SILK_V3 more')),
      act: (page, voice) => {
        play(page, 'a');
        voice.fire('error');
      },
      heard: [
        [
          'a fail',
          {
            errMsg: `playVoice:fail format error: SILK voice files cannot be played in Ferry; ${convert}`,
            errno: 10004,
          },
        ],
      ],
    },
    {
      ids: ['14.playVoice.background'],
      says: 'the background pauses it (UNCERTAIN); the same file goes on',
      act: (page, voice) => {
        play(page, 'a');
        begin(voice);
        page.emitApp({ kind: 'app', state: 'hidden' });
        play(page, 'again');
      },
      heard: [],
      done: [SRC_A, 'play', 'pause', 'play'],
    },
  ],
  async ({ options, act, heard, done }) => {
    const page = createWxHarness(options);
    const [voice] = page.audio.elements;
    if (!voice) throw new Error('The voice has no element.');
    await act(page, voice);
    await page.settle();
    expect(page.log).toEqual(heard);
    if (done) expect(voice.done).toEqual(done);
  },
);
