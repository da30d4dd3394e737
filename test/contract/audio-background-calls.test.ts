import { expect } from 'vitest';
import { A, begin, names, open, SRC_A, type StoryRow } from './background-audio-kit.ts';
import { table } from './wire-rows.ts';

/** The functions that came before the manager. */
table<StoryRow>(
  'background audio by the functions of 1.x',
  [
    {
      ids: ['14.playBackgroundAudio.dataUrl', '14.playBackgroundAudio.success', '14.onBackgroundAudioPlay'],
      says: 'playBackgroundAudio succeeds when the music starts; onBackgroundAudioPlay tells it',
      story: async ({ page, element }) => {
        page.call('onBackgroundAudioPlay')(page.listener('played'));
        page.call('playBackgroundAudio')({ dataUrl: A, success: page.listener('success') });
        await page.settle();
        expect(page.log).toEqual([]);
        element.fire('playing');
        await page.settle();
        expect(page.log).toEqual([
          ['played', { errMsg: 'onBackgroundAudioPlay:ok' }],
          ['success', { errMsg: 'playBackgroundAudio:ok' }],
        ]);
        expect(element.done).toEqual([SRC_A, 'play']);
      },
    },
    {
      ids: ['14.playBackgroundAudio.dataUrl.required'],
      says: 'dataUrl is required',
      story: async ({ page }) => {
        page.call('playBackgroundAudio')({ title: 'Tide', fail: page.listener('fail') });
        await page.settle();
        expect(page.log).toEqual([
          [
            'fail',
            {
              errMsg:
                'playBackgroundAudio:fail parameter error: parameter.dataUrl should be String instead of Undefined;',
              errno: 1001,
            },
          ],
        ]);
      },
    },
    {
      ids: ['14.playBackgroundAudio.title', '14.playBackgroundAudio.coverImgUrl'],
      says: 'title and coverImgUrl go to the system; both may be left out',
      story: ({ page }) => {
        page.call('playBackgroundAudio')({ dataUrl: A, title: 'Tide', coverImgUrl: 'http://tmp/a.png' });
        expect(page.audio.controls.metadata).toMatchObject({
          title: 'Tide',
          artwork: [{ src: 'resource:http://tmp/a.png@pages/index/index' }],
        });
        page.call('playBackgroundAudio')({ dataUrl: A });
        expect(page.audio.controls.metadata).toMatchObject({ title: '', artwork: [] });
      },
    },
    {
      ids: ['14.playBackgroundAudio.fail'],
      says: 'it fails with what the player says',
      story: async ({ page, element }) => {
        page.call('playBackgroundAudio')({ dataUrl: A, fail: page.listener('fail') });
        element.fire('error');
        await page.settle();
        expect(page.log).toEqual([
          ['fail', { errMsg: 'playBackgroundAudio:fail file error: file not exist', errno: 10003 }],
        ]);
      },
    },
    {
      ids: ['14.playBackgroundAudio.interrupted'],
      says: 'one that never started fails when it is stopped (UNCERTAIN)',
      story: async ({ page }) => {
        page.call('playBackgroundAudio')({ dataUrl: A, fail: page.listener('fail') });
        page.call('stopBackgroundAudio')();
        await page.settle();
        expect(page.log).toEqual([['fail', { errMsg: 'playBackgroundAudio:fail interrupted' }]]);
      },
    },
    {
      ids: ['14.pauseBackgroundAudio', '14.onBackgroundAudioPause'],
      says: 'pauseBackgroundAudio, told to onBackgroundAudioPause',
      story: async (opened) => {
        const { page } = opened;
        page.call('onBackgroundAudioPause')(page.listener('told'));
        begin(opened);
        page.call('pauseBackgroundAudio')({ success: page.listener('success') });
        await page.settle();
        expect([...page.log].sort()).toEqual([
          ['success', { errMsg: 'pauseBackgroundAudio:ok' }],
          ['told', { errMsg: 'onBackgroundAudioPause:ok' }],
        ]);
      },
    },
    {
      ids: ['14.stopBackgroundAudio', '14.onBackgroundAudioStop'],
      says: 'stopBackgroundAudio, told to onBackgroundAudioStop, as is the end',
      story: async (opened) => {
        const { page } = opened;
        page.call('onBackgroundAudioStop')(page.listener('told'));
        begin(opened);
        page.call('stopBackgroundAudio')({ success: page.listener('success') });
        await page.settle();
        expect([...page.log].sort()).toEqual([
          ['success', { errMsg: 'stopBackgroundAudio:ok' }],
          ['told', { errMsg: 'onBackgroundAudioStop:ok' }],
        ]);
        begin(opened);
        opened.element.fire('ended');
        expect(names(page)).toHaveLength(3);
      },
    },
    {
      ids: ['14.seekBackgroundAudio'],
      says: 'seekBackgroundAudio goes to its position, which is required',
      story: async (opened) => {
        const { page, element } = opened;
        begin(opened);
        page.call('seekBackgroundAudio')({ position: 5, success: page.listener('success') });
        await page.settle();
        page.call('seekBackgroundAudio')({ fail: page.listener('fail') });
        await page.settle();
        expect(element.done.at(-1)).toBe('at 5');
        expect(page.log).toEqual([
          ['success', { errMsg: 'seekBackgroundAudio:ok' }],
          [
            'fail',
            {
              errMsg:
                'seekBackgroundAudio:fail parameter error: parameter.position should be Number instead of Undefined;',
              errno: 1001,
            },
          ],
        ]);
      },
    },
    {
      ids: [
        '14.getBackgroundAudioPlayerState.status',
        '14.getBackgroundAudioPlayerState.duration',
        '14.getBackgroundAudioPlayerState.currentPosition',
        '14.getBackgroundAudioPlayerState.downloadPercent',
        '14.getBackgroundAudioPlayerState.dataUrl',
      ],
      says: 'getBackgroundAudioPlayerState: 2 without music, 1 with the facts, 0 paused',
      story: async (opened) => {
        const { page, manager, element } = opened;
        const ask = async (): Promise<unknown> => {
          page.call('getBackgroundAudioPlayerState')({ success: page.listener('state') });
          await page.settle();
          return page.log.at(-1)?.[1];
        };
        const errMsg = 'getBackgroundAudioPlayerState:ok';
        expect(await ask()).toEqual({ status: 2, errMsg });
        begin(opened);
        element.duration = 8;
        element.currentTime = 2;
        element.buffered = { length: 1, start: () => 0, end: () => 4 };
        expect(await ask()).toEqual({
          ...{ status: 1, duration: 8, currentPosition: 2, downloadPercent: 50 },
          ...{ dataUrl: A, errMsg },
        });
        manager.pause();
        expect(await ask()).toEqual({ status: 0, errMsg });
        manager.stop();
        expect(await ask()).toEqual({ status: 2, errMsg });
      },
    },
  ],
  async ({ options, story }) => {
    await story(open(options));
  },
);
