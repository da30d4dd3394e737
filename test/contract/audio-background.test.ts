import { expect } from 'vitest';
import {
  A,
  begin,
  hearAll,
  names,
  on,
  open,
  type Opened,
  SRC_A,
  type StoryRow,
} from './background-audio-kit.ts';
import { type SpecRow, table } from './wire-rows.ts';
import { before, createWxHarness } from './wx-harness.ts';

const MODES = { requiredBackgroundModes: ['audio'] };

interface MemberRow extends SpecRow {
  readonly member: string;
  readonly since?: string;
  readonly initial: unknown;
  /** What it is set to and then is; read-only without one. */
  readonly set?: unknown;
}

table<MemberRow>(
  'members of the background audio manager',
  [
    { ids: ['14.background.src'], says: 'src: empty', member: 'src', initial: '' },
    { ids: ['14.background.startTime'], says: 'startTime', member: 'startTime', initial: 0, set: 3 },
    { ids: ['14.background.title'], says: 'title', member: 'title', initial: '', set: 'Tide' },
    { ids: ['14.background.epname'], says: 'epname', member: 'epname', initial: '', set: 'Harbour' },
    { ids: ['14.background.singer'], says: 'singer', member: 'singer', initial: '', set: 'Marimba' },
    {
      ids: ['14.background.coverImgUrl'],
      says: 'coverImgUrl',
      member: 'coverImgUrl',
      initial: '',
      set: 'http://tmp/a.png',
    },
    {
      ids: ['14.background.webUrl'],
      says: 'webUrl',
      member: 'webUrl',
      initial: '',
      set: 'https://a.example',
    },
    {
      ids: ['14.background.protocol', '14.background.protocol.since'],
      says: 'protocol: http, from 1.9.94',
      member: 'protocol',
      since: '1.9.94',
      initial: 'http',
      set: 'hls',
    },
    {
      ids: ['14.background.playbackRate', '14.background.playbackRate.since'],
      says: 'playbackRate: 1, from 2.11.0',
      member: 'playbackRate',
      since: '2.11.0',
      initial: 1,
      set: 1.5,
    },
    {
      ids: ['14.background.referrerPolicy', '14.background.referrerPolicy.since'],
      says: 'referrerPolicy, from 2.13.0 (UNCERTAIN: what it is at first)',
      member: 'referrerPolicy',
      since: '2.13.0',
      initial: 'no-referrer',
      set: 'origin',
    },
    {
      ids: ['14.background.audioType', '14.background.audioType.since'],
      says: 'audioType: audio, from 3.4.8',
      member: 'audioType',
      since: '3.4.8',
      initial: 'audio',
      set: 'music',
    },
    {
      ids: ['14.background.referrerPath', '14.background.referrerPath.since'],
      says: 'referrerPath, from 3.4.8',
      member: 'referrerPath',
      since: '3.4.8',
      initial: '',
      set: 'pages/index/index',
    },
    { ids: ['14.background.duration'], says: 'duration cannot be set', member: 'duration', initial: 0 },
    {
      ids: ['14.background.currentTime'],
      says: 'currentTime cannot be set',
      member: 'currentTime',
      initial: 0,
    },
    { ids: ['14.background.paused'], says: 'paused cannot be set', member: 'paused', initial: true },
    { ids: ['14.background.buffered'], says: 'buffered cannot be set', member: 'buffered', initial: 0 },
  ],
  ({ member, since = '1.2.0', initial, set }) => {
    const { manager } = open({ library: since });
    expect(manager[member]).toBe(initial);
    const assign = (): unknown => (manager[member] = set ?? 1);
    if (set !== undefined) {
      assign();
      expect(manager[member]).toBe(set);
    } else if (member !== 'src') {
      expect(assign).toThrow(TypeError);
    }
    if (since !== '1.2.0') expect(member in open({ library: before(since) }).manager).toBe(false);
  },
);

interface EventRow extends SpecRow {
  readonly event: string;
  readonly happens: (opened: Opened) => void;
}

table<EventRow>(
  'events of the background audio manager',
  [
    { ids: ['14.background.event.Canplay'], says: 'Canplay', event: 'Canplay', happens: begin },
    { ids: ['14.background.event.Play'], says: 'Play', event: 'Play', happens: begin },
    {
      ids: ['14.background.event.Pause', '14.background.pause'],
      says: 'Pause',
      event: 'Pause',
      happens: (opened) => {
        begin(opened);
        opened.manager.pause();
      },
    },
    {
      ids: ['14.background.event.Stop', '14.background.stop'],
      says: 'Stop',
      event: 'Stop',
      happens: (opened) => {
        begin(opened);
        opened.manager.stop();
      },
    },
    {
      ids: ['14.background.event.Ended'],
      says: 'Ended',
      event: 'Ended',
      happens: (opened) => {
        begin(opened);
        opened.element.fire('ended');
      },
    },
    {
      ids: ['14.background.event.TimeUpdate'],
      says: 'TimeUpdate',
      event: 'TimeUpdate',
      happens: (opened) => {
        begin(opened);
        opened.element.fire('timeupdate');
      },
    },
    {
      ids: ['14.background.event.Waiting'],
      says: 'Waiting',
      event: 'Waiting',
      happens: (opened) => {
        begin(opened);
        opened.element.fire('waiting');
      },
    },
    {
      ids: ['14.background.event.Seeking', '14.background.seek'],
      says: 'Seeking',
      event: 'Seeking',
      happens: (opened) => {
        begin(opened);
        opened.manager.seek(3);
        opened.element.fire('seeking');
      },
    },
    {
      ids: ['14.background.event.Seeked', '14.background.seek'],
      says: 'Seeked',
      event: 'Seeked',
      happens: (opened) => {
        begin(opened);
        opened.manager.seek(3);
        opened.element.fire('seeked');
      },
    },
    {
      ids: ['14.background.event.Next'],
      says: 'Next: the system’s key',
      event: 'Next',
      happens: (opened) => {
        begin(opened);
        opened.page.audio.controls.press('nexttrack');
      },
    },
    {
      ids: ['14.background.event.Prev'],
      says: 'Prev: the system’s key',
      event: 'Prev',
      happens: (opened) => {
        begin(opened);
        opened.page.audio.controls.press('previoustrack');
      },
    },
  ],
  async ({ event, happens }) => {
    const opened = open();
    on(opened.manager, event, opened.page.listener(event));
    happens(opened);
    await opened.page.settle();
    expect(opened.page.log).toEqual([[event, { errMsg: `on${event}:ok` }]]);
    // The manager has no way to take a listener away.
    expect(opened.manager[`off${event}`]).toBeUndefined();
  },
);

table<StoryRow>(
  'the background audio manager',
  [
    {
      ids: ['14.background.since', '14.background.one'],
      says: 'is one object, from 1.2.0',
      story: ({ page, manager }) => {
        expect(createWxHarness({ library: '1.1.9' }).wx['getBackgroundAudioManager']).toBeUndefined();
        expect(createWxHarness({ library: '1.2.0' }).wx['getBackgroundAudioManager']).toBeTypeOf('function');
        expect(page.call('getBackgroundAudioManager')()).toBe(manager);
      },
    },
    {
      ids: ['14.background.src.plays', '14.background.play'],
      says: 'a new src plays by itself; play goes on after a pause',
      story: (opened) => {
        begin(opened);
        opened.manager.pause();
        opened.manager.play();
        expect(opened.element.done).toEqual([SRC_A, 'play', 'pause', 'play']);
      },
    },
    {
      ids: ['14.background.startTime'],
      says: 'it starts at startTime',
      story: (opened) => {
        opened.manager['startTime'] = 4;
        begin(opened);
        expect(opened.element.done).toEqual([SRC_A, 'at 4', 'play']);
      },
    },
    {
      ids: ['14.background.title.required'],
      says: 'without a title nothing plays (UNCERTAIN: the words and the number)',
      story: async ({ page, manager, element }) => {
        on(manager, 'Error', page.listener('Error'));
        manager.src = A;
        await page.settle();
        expect(page.log).toEqual([
          ['Error', { errMsg: 'setBackgroundAudioState:fail title is nil!', errCode: -1 }],
        ]);
        expect(element.done).not.toContain('play');
      },
    },
    {
      ids: ['14.background.protocol.hls'],
      says: 'HLS is a format error, and canIUse denies protocol (FERRY: it has no HLS)',
      story: async ({ page, manager }) => {
        on(manager, 'Error', page.listener('Error'));
        manager.title = 'Live';
        manager['protocol'] = 'hls';
        manager.src = 'https://live.example/a.m3u8';
        await page.settle();
        expect(page.log).toEqual([
          ['Error', { errMsg: 'format error: HLS cannot be played in Ferry yet', errCode: 10004 }],
        ]);
        expect(page.call('canIUse')('BackgroundAudioManager.protocol')).toBe(false);
      },
    },
    {
      ids: ['14.background.event.Error'],
      says: 'Error carries errCode and errMsg',
      story: async (opened) => {
        on(opened.manager, 'Error', opened.page.listener('Error'));
        begin(opened);
        opened.element.fire('error');
        await opened.page.settle();
        expect(opened.page.log).toEqual([
          ['Error', { errMsg: 'file error: file not exist', errCode: 10003 }],
        ]);
      },
    },
    {
      ids: ['14.background.system-player'],
      says: 'the system shows title, singer, album and cover, and its keys play and pause',
      story: async (opened) => {
        const { page, manager } = opened;
        manager['singer'] = 'Marimba';
        manager['epname'] = 'Harbour';
        manager['coverImgUrl'] = 'http://tmp/a.png';
        hearAll(opened);
        begin(opened);
        expect(page.audio.controls.metadata).toEqual({
          title: 'Tide',
          artist: 'Marimba',
          album: 'Harbour',
          artwork: [{ src: 'resource:http://tmp/a.png@pages/index/index' }],
        });
        expect(page.audio.controls.playbackState).toBe('playing');
        page.audio.controls.press('pause');
        await page.settle();
        expect(page.audio.controls.playbackState).toBe('paused');
        page.audio.controls.press('play');
        expect(opened.element.done).toEqual([SRC_A, 'play', 'pause', 'play']);
      },
    },
    {
      ids: ['14.background.no-system-player'],
      says: 'webUrl, audioType and referrerPath are of the phone’s own player: canIUse denies them',
      story: ({ page }) => {
        for (const member of ['webUrl', 'audioType', 'referrerPath', 'referrerPolicy']) {
          expect(page.call('canIUse')(`BackgroundAudioManager.${member}`), member).toBe(false);
        }
        expect(page.call('canIUse')('BackgroundAudioManager.coverImgUrl')).toBe(true);
      },
    },
    {
      ids: ['14.background.goes-on'],
      says: 'in the background it plays on where app.json asks for it',
      options: { app: MODES },
      story: async (opened) => {
        hearAll(opened);
        begin(opened);
        opened.page.emitApp({ kind: 'app', state: 'hidden' });
        await opened.page.settle();
        opened.element.fire('ended');
        expect(names(opened.page)).toEqual(['Canplay', 'Play', 'Ended']);
      },
    },
    {
      ids: ['14.background.requiredBackgroundModes'],
      says: 'and is paused where app.json does not',
      story: async (opened) => {
        hearAll(opened);
        begin(opened);
        opened.page.emitApp({ kind: 'app', state: 'hidden' });
        await opened.page.settle();
        expect(names(opened.page)).toEqual(['Canplay', 'Play', 'Pause']);
      },
    },
    {
      ids: ['14.background.no-calls'],
      says: 'no call changes what plays in the background',
      options: { app: MODES },
      story: (opened) => {
        const { page, manager, element } = opened;
        begin(opened);
        page.emitApp({ kind: 'app', state: 'hidden' });
        manager.pause();
        manager.stop();
        manager.seek(5);
        manager.src = 'http://tmp/b.mp3';
        manager.play();
        expect(element.done).toEqual([SRC_A, 'play']);
        page.emitApp({ kind: 'app', state: 'shown' });
        manager.pause();
        expect(element.done.at(-1)).toBe('pause');
      },
    },
    {
      ids: ['14.background.event.TimeUpdate.foreground'],
      says: 'TimeUpdate comes in the foreground only',
      options: { app: MODES },
      story: (opened) => {
        const { page, manager, element } = opened;
        on(manager, 'TimeUpdate', page.listener('TimeUpdate'));
        begin(opened);
        page.emitApp({ kind: 'app', state: 'hidden' });
        element.fire('timeupdate');
        expect(page.log).toEqual([]);
        page.emitApp({ kind: 'app', state: 'shown' });
        element.fire('timeupdate');
        expect(page.log).toHaveLength(1);
      },
    },
  ],
  async ({ options, story }) => {
    await story(open(options));
  },
);
