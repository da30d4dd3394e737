import { expect } from 'vitest';
import type { ElementEvent } from '../../src-renderer/page/wx/audio/element.ts';
import type { FakeElement } from '../support/fake-audio.ts';
import { type SpecRow, table } from './wire-rows.ts';
import { before, createWxHarness, type HarnessOptions, type WxHarness } from './wx-harness.ts';

/** An InnerAudioContext as a mini-program sees it. */
interface Context {
  [member: string]: unknown;
  src: string;
  currentTime: number;
  play(): void;
  pause(): void;
  stop(): void;
  seek(positionS: number): void;
  destroy(): void;
}

const EVENTS = ['Canplay', 'Play', 'Pause', 'Stop', 'Ended', 'TimeUpdate', 'Error', 'Waiting', 'Seeking'];
const ALL = [...EVENTS, 'Seeked'];
const A = 'http://tmp/a.mp3';

function open(options?: HarnessOptions): {
  readonly page: WxHarness;
  readonly context: Context;
  readonly element: FakeElement;
} {
  const page = createWxHarness(options);
  const context = page.call('createInnerAudioContext')() as Context;
  const element = page.audio.elements.at(-1);
  if (!element) throw new Error('The context has no element.');
  return { page, context, element };
}

function on(context: Context, event: string, listener: unknown): void {
  (context[`on${event}`] as (listener: unknown) => void)(listener);
}

/** What happens to an element between its source and its end. */
const LIFE: readonly ElementEvent[] = [
  ...(['waiting', 'canplay', 'playing', 'timeupdate', 'seeking', 'seeked', 'ended', 'error'] as const),
];

/** Makes every event of a context happen once. */
async function everything(page: WxHarness, context: Context, element: FakeElement): Promise<void> {
  context.src = A;
  context.play();
  context.seek(1);
  for (const event of LIFE) element.fire(event);
  await page.settle();
  context.play();
  context.pause();
  context.stop();
  await page.settle();
}

interface EventRow extends SpecRow {
  readonly event: string;
}

table<EventRow>(
  'listeners of an inner audio',
  [
    { ids: ['14.inner.event.Canplay', '14.inner.off.Canplay'], says: 'Canplay', event: 'Canplay' },
    { ids: ['14.inner.event.Play', '14.inner.off.Play'], says: 'Play', event: 'Play' },
    { ids: ['14.inner.event.Pause', '14.inner.off.Pause'], says: 'Pause', event: 'Pause' },
    { ids: ['14.inner.event.Stop', '14.inner.off.Stop'], says: 'Stop', event: 'Stop' },
    { ids: ['14.inner.event.Ended', '14.inner.off.Ended'], says: 'Ended', event: 'Ended' },
    {
      ids: ['14.inner.event.TimeUpdate', '14.inner.off.TimeUpdate'],
      says: 'TimeUpdate',
      event: 'TimeUpdate',
    },
    { ids: ['14.inner.event.Error', '14.inner.off.Error'], says: 'Error', event: 'Error' },
    { ids: ['14.inner.event.Waiting', '14.inner.off.Waiting'], says: 'Waiting', event: 'Waiting' },
    { ids: ['14.inner.event.Seeking', '14.inner.off.Seeking'], says: 'Seeking', event: 'Seeking' },
    { ids: ['14.inner.event.Seeked', '14.inner.off.Seeked'], says: 'Seeked', event: 'Seeked' },
  ],
  async ({ event }) => {
    const { page, context, element } = open();
    const off = context[`off${event}`] as (listener?: unknown) => void;
    const [kept, gone] = [page.listener('kept'), page.listener('gone')];
    on(context, event, kept);
    on(context, event, gone);
    on(context, event, () => {
      throw new Error('of the mini-program');
    });
    off(gone);
    await everything(page, context, element);
    expect(page.log.map(([name]) => name)).toEqual(['kept']);
    expect(page.reported.exceptions).toMatchObject([{ ours: false }]);
    off();
    await everything(page, context, element);
    expect(page.log).toHaveLength(1);
    // The older base library has no way to take one away.
    expect(open({ library: '1.9.0' }).context[`off${event}`]).toBeTypeOf('function');
    expect(open({ library: '1.8.9' }).context[`off${event}`]).toBeUndefined();
  },
);

interface MemberRow extends SpecRow {
  readonly member: string;
  /** First base library that has it; always there without one. */
  readonly since?: string;
  readonly initial?: unknown;
}

table<MemberRow>(
  'members of an inner audio and what they are at first',
  [
    { ids: ['14.inner.src'], says: 'src', member: 'src', initial: '' },
    { ids: ['14.inner.startTime.default'], says: 'startTime: 0', member: 'startTime', initial: 0 },
    { ids: ['14.inner.autoplay.default'], says: 'autoplay: false', member: 'autoplay', initial: false },
    { ids: ['14.inner.loop.default'], says: 'loop: false', member: 'loop', initial: false },
    {
      ids: ['14.inner.obeyMuteSwitch.default'],
      says: 'obeyMuteSwitch: true',
      member: 'obeyMuteSwitch',
      initial: true,
    },
    {
      ids: ['14.inner.volume.default', '14.inner.volume.since'],
      says: 'volume: 1, from 1.9.90',
      member: 'volume',
      since: '1.9.90',
      initial: 1,
    },
    {
      ids: ['14.inner.playbackRate.default', '14.inner.playbackRate.since'],
      says: 'playbackRate: 1, from 2.11.0',
      member: 'playbackRate',
      since: '2.11.0',
      initial: 1,
    },
    {
      ids: ['14.inner.referrerPolicy.since'],
      says: 'referrerPolicy, from 2.13.0 (UNCERTAIN: what it is at first)',
      member: 'referrerPolicy',
      since: '2.13.0',
      initial: 'no-referrer',
    },
    { ids: ['14.inner.duration'], says: 'duration: 0', member: 'duration', initial: 0 },
    { ids: ['14.inner.currentTime'], says: 'currentTime: 0', member: 'currentTime', initial: 0 },
    { ids: ['14.inner.paused'], says: 'paused: true', member: 'paused', initial: true },
    { ids: ['14.inner.buffered'], says: 'buffered: 0', member: 'buffered', initial: 0 },
    { ids: ['14.inner.play'], says: 'play', member: 'play' },
    { ids: ['14.inner.pause'], says: 'pause', member: 'pause' },
    { ids: ['14.inner.stop'], says: 'stop', member: 'stop' },
    { ids: ['14.inner.seek'], says: 'seek', member: 'seek' },
    { ids: ['14.inner.destroy'], says: 'destroy', member: 'destroy' },
  ],
  ({ member, since = '1.6.0', initial }) => {
    const there = open({ library: since }).context[member];
    if (initial === undefined) expect(there).toBeTypeOf('function');
    else expect(there).toBe(initial);
    if (since !== '1.6.0') expect(member in open({ library: before(since) }).context).toBe(false);
  },
);

interface StoryRow extends SpecRow {
  readonly options?: HarnessOptions;
  readonly story: (made: ReturnType<typeof open>) => void | Promise<void>;
}

function readOnly(member: string): StoryRow['story'] {
  return ({ context }) => {
    const was = context[member];
    expect(() => {
      'use strict';
      context[member] = 5;
    }).toThrow(TypeError);
    expect(context[member]).toBe(was);
  };
}

table<StoryRow>(
  'an inner audio',
  [
    {
      ids: ['14.inner.since'],
      says: 'is there from 1.6.0',
      story: () => {
        expect(createWxHarness({ library: '1.5.9' }).wx['createInnerAudioContext']).toBeUndefined();
        expect(createWxHarness({ library: '1.6.0' }).wx['createInnerAudioContext']).toBeTypeOf('function');
      },
    },
    {
      ids: ['14.inner.useWebAudioImplement', '14.inner.useWebAudioImplement.since'],
      says: 'useWebAudioImplement, from 2.19.0, changes nothing, and canIUse says so (FERRY: one player for all)',
      story: ({ page }) => {
        const context = page.call('createInnerAudioContext')({ useWebAudioImplement: true }) as Context;
        context.src = A;
        context.play();
        expect(page.audio.elements.at(-1)?.done).toContain('play');
        expect(page.call('canIUse')('createInnerAudioContext.object.useWebAudioImplement')).toBe(false);
      },
    },
    { ids: ['14.inner.duration.read-only'], says: 'duration cannot be set', story: readOnly('duration') },
    { ids: ['14.inner.paused.read-only'], says: 'paused cannot be set', story: readOnly('paused') },
    { ids: ['14.inner.buffered.read-only'], says: 'buffered cannot be set', story: readOnly('buffered') },
    {
      ids: ['14.inner.currentTime.read-only'],
      says: 'currentTime cannot be set before 2.26.2',
      options: { library: '2.26.1' },
      story: readOnly('currentTime'),
    },
    {
      ids: ['14.inner.currentTime.set'],
      says: 'from 2.26.2 it can',
      options: { library: '2.26.2' },
      story: ({ context, element }) => {
        context.src = A;
        context.currentTime = 4;
        expect(element.done).toContain('at 4');
      },
    },
    {
      ids: ['14.inner.currentTime'],
      says: 'currentTime has six digits',
      story: ({ context, element }) => {
        context.src = A;
        element.currentTime = 1.234_567_89;
        expect(context.currentTime).toBe(1.234_568);
      },
    },
    {
      ids: ['14.inner.buffered'],
      says: 'buffered is the end of the range that is playing',
      story: ({ context, element }) => {
        const ends = [2, 9];
        context.src = A;
        element.buffered = {
          length: 2,
          start: (index) => [0, 4][index] ?? 0,
          end: (index) => ends[index] ?? 0,
        };
        element.currentTime = 5;
        expect(context['buffered']).toBe(9);
        element.currentTime = 3;
        expect(context['buffered']).toBe(0);
      },
    },
    {
      ids: ['14.inner.obeyMuteSwitch'],
      says: 'obeyMuteSwitch is kept and changes nothing: no computer has the switch, and canIUse says so',
      story: ({ page, context }) => {
        context['obeyMuteSwitch'] = false;
        expect(context['obeyMuteSwitch']).toBe(false);
        expect(page.call('canIUse')('InnerAudioContext.obeyMuteSwitch')).toBe(false);
      },
    },
    {
      ids: ['14.inner.referrerPolicy'],
      says: 'referrerPolicy is kept, but the Referer is always sent, and canIUse says so',
      story: ({ page, context }) => {
        context['referrerPolicy'] = 'origin';
        expect(context['referrerPolicy']).toBe('origin');
        expect(page.call('canIUse')('InnerAudioContext.referrerPolicy')).toBe(false);
      },
    },
    {
      ids: ['14.inner.src.empty'],
      says: 'play without a source is a file error (UNCERTAIN)',
      story: async ({ page, context }) => {
        on(context, 'Error', page.listener('Error'));
        context.play();
        expect(page.log).toEqual([]);
        await page.settle();
        expect(page.log).toEqual([['Error', { errMsg: 'file error: src is empty', errCode: 10003 }]]);
      },
    },
    {
      ids: ['14.inner.errCode.10001'],
      says: '10001: the system does not let it play',
      story: async ({ page, context, element }) => {
        element.play = () => Promise.reject(new DOMException('no tap yet', 'NotAllowedError'));
        on(context, 'Error', page.listener('Error'));
        context.src = A;
        context.play();
        await page.settle();
        expect(page.log).toEqual([
          ['Error', { errMsg: 'system error: the browser plays nothing before a tap', errCode: 10001 }],
        ]);
        expect(context['paused']).toBe(true);
      },
    },
    {
      ids: ['14.inner.innercode'],
      says: 'iOS names INNERCODE -11828 of a format it does not know; the code is 10004 (UNCERTAIN: WeChat has 10001)',
      options: {
        traits: { wording: 'ios' },
        audioFetch: () => Promise.resolve(new Response('<html>no sound</html>')),
      },
      story: async ({ page, context, element }) => {
        on(context, 'Error', page.listener('Error'));
        context.src = A;
        context.play();
        element.fire('error');
        await page.settle();
        expect(page.log).toEqual([
          [
            'Error',
            {
              errMsg: 'format error: this is no audio that can be played, INNERCODE -11828',
              errCode: 10004,
            },
          ],
        ]);
      },
    },
    {
      ids: ['14.inner.retry'],
      says: 'a play after a failure tries again',
      story: async ({ page, context, element }) => {
        context.src = A;
        context.play();
        element.fire('error');
        await page.settle();
        on(context, 'Play', page.listener('Play'));
        context.play();
        element.fire('playing');
        expect(element.done.slice(-2)).toEqual(['load', 'play']);
        expect(page.log).toHaveLength(1);
      },
    },
    {
      ids: ['14.inner.destroy'],
      says: 'after destroy nothing is told and nothing plays',
      story: async ({ page, context, element }) => {
        for (const event of ALL) on(context, event, page.listener(event));
        context.src = A;
        context.play();
        context.pause();
        context.destroy();
        await page.settle();
        const { length } = element.done;
        await everything(page, context, element);
        expect(page.log).toEqual([]);
        expect(element.done).toHaveLength(length);
        expect([context.src, context['paused'], context['duration']]).toEqual(['', true, 0]);
      },
    },
    {
      ids: ['14.inner.several'],
      says: 'several play at the same time',
      story: ({ page, context, element }) => {
        const other = page.call('createInnerAudioContext')() as Context;
        for (const one of [context, other]) {
          one.src = A;
          one.play();
        }
        expect(element.done.at(-1)).toBe('play');
        expect(page.audio.elements.at(-1)?.done.at(-1)).toBe('play');
        expect(page.audio.elements.at(-1)).not.toBe(element);
      },
    },
    {
      ids: ['14.inner.background'],
      says: 'the background pauses what plays, and it stays so (UNCERTAIN)',
      story: async ({ page, context, element }) => {
        for (const event of ALL) on(context, event, page.listener(event));
        context.src = A;
        context.play();
        element.fire('playing');
        page.emitApp({ kind: 'app', state: 'hidden' });
        page.emitApp({ kind: 'app', state: 'shown' });
        await page.settle();
        expect(page.log.map(([name]) => name)).toEqual(['Play', 'Pause']);
        expect(context['paused']).toBe(true);
      },
    },
    {
      ids: ['14.inner.events.after-return'],
      says: 'pause and stop are told after they have returned, once each',
      story: async ({ page, context, element }) => {
        for (const event of ALL) on(context, event, page.listener(event));
        context.src = A;
        context.play();
        element.fire('playing');
        context.pause();
        context.pause();
        context.stop();
        expect(page.log.map(([name]) => name)).toEqual(['Play']);
        await page.settle();
        expect(page.log.map(([name]) => name)).toEqual(['Play', 'Pause', 'Stop']);
      },
    },
    {
      ids: ['14.inner.src.change'],
      says: 'another source ends the old one, and nothing of it is told any more',
      story: async ({ page, context, element }) => {
        for (const event of ALL) on(context, event, page.listener(event));
        context.src = A;
        context.play();
        element.fire('error');
        context.src = 'http://tmp/b.mp3';
        await page.settle();
        expect(page.log).toEqual([]);
        expect(context['paused']).toBe(true);
      },
    },
  ],
  async ({ options, story }) => {
    await story(open(options));
  },
);

interface OptionRow extends SpecRow {
  readonly option: string;
}

table<OptionRow>(
  'setInnerAudioOption',
  [
    { ids: ['14.audioOption.mixWithOther'], says: 'mixWithOther', option: 'mixWithOther' },
    { ids: ['14.audioOption.obeyMuteSwitch'], says: 'obeyMuteSwitch', option: 'obeyMuteSwitch' },
    { ids: ['14.audioOption.speakerOn'], says: 'speakerOn', option: 'speakerOn' },
  ],
  async ({ option }) => {
    // FERRY: a computer has no mute switch and no earpiece, and what others play is not heard of here.
    const page = createWxHarness();
    page.call('setInnerAudioOption')({ [option]: false, ...page.callbacks() });
    await page.settle();
    expect(page.log).toEqual([
      ['success', { errMsg: 'setInnerAudioOption:ok' }],
      ['complete', { errMsg: 'setInnerAudioOption:ok' }],
    ]);
    expect(page.call('canIUse')(`setInnerAudioOption.object.${option}`)).toBe(false);
  },
);

table<SpecRow>(
  'setInnerAudioOption by version',
  [
    {
      ids: ['14.audioOption.since', '14.audioOption.defaults'],
      says: 'is there from 2.3.0, and all its options may be left out',
    },
  ],
  async () => {
    expect(createWxHarness({ library: '2.2.9' }).wx['setInnerAudioOption']).toBeUndefined();
    const page = createWxHarness({ library: '2.3.0' });
    page.call('setInnerAudioOption')({ success: page.listener('success') });
    await page.settle();
    expect(page.log).toHaveLength(1);
  },
);
