import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openStoryPage, type StoryPage } from '../support/drawing-page.ts';
import { type PageHarness, startPageHarness } from '../support/page-harness.ts';
import { shareTempDir } from '../support/temp-dir.ts';

const MEDIA = path.resolve(import.meta.dirname, '../../assets/media');
const NETWORK_VIDEO = 'https://videos.test/crossing.mp4';

const PAGE = `Page({
  told: [],
  wx: () => wx,
  data: { src: '/crossing.mp4', danmu: [{ text: 'late', color: '#ff0000', time: 0.1 }], shown: true },
  tell(event) { this.told.push([event.currentTarget.id, event.type, event.detail]); },
  rendered(event) { this.told.push([event.currentTarget.id, 'tap', {}]); },
})`;

/** Every event of video and of audio, each told. */
const VIDEO_EVENTS = [
  ...['play', 'pause', 'ended', 'timeupdate', 'fullscreenchange', 'waiting', 'error', 'progress'],
  ...['loadedmetadata', 'controlstoggle', 'seekcomplete', 'enterpictureinpicture', 'leavepictureinpicture'],
]
  .map((event) => `bind${event}="tell"`)
  .join(' ');
const AUDIO_EVENTS = ['play', 'pause', 'ended', 'timeupdate', 'error']
  .map((event) => `bind${event}="tell"`)
  .join(' ');

const WXML = `
  <video id="main" src="{{src}}" ${VIDEO_EVENTS} danmu-list="{{danmu}}" danmu-btn enable-danmu show-mute-btn
    title="Crossing" picture-in-picture-mode="{{['push']}}" picture-in-picture-show-progress vslide-gesture
    enable-play-gesture>
    <cover-view id="inside">over</cover-view>
  </video>
  <video id="bare" src="/crossing.mp4" controls="{{false}}" poster="/harbour.jpg" object-fit="cover" muted loop ${VIDEO_EVENTS} />
  <video id="set" src="${NETWORK_VIDEO}" initial-time="1" duration="75" poster="/harbour.jpg" object-fit="fill"
    show-center-play-btn="{{false}}" show-play-btn="{{false}}" show-fullscreen-btn="{{false}}" direction="{{0}}"
    show-progress="{{false}}" auto-pause-if-navigate="{{false}}" ${VIDEO_EVENTS} />
  <video id="middle" src="/crossing.mp4" play-btn-position="center" show-center-play-btn="{{false}}" style="width: 200px; height: 100px" />
  <video wx:if="{{shown}}" id="broken" src="/none.mp4" ${VIDEO_EVENTS} />
  <video id="auto" src="/crossing.mp4" autoplay muted ${VIDEO_EVENTS} />
  <audio id="sound" src="/tide.wav" controls poster="/harbour.jpg" name="Tide" author="Sea" ${AUDIO_EVENTS} />
  <audio id="silent" src="/none.wav" ${AUDIO_EVENTS} />
  <audio id="nobody" controls loop />
  <holder id="holder" />`;

const folder = shareTempDir();
let harness: PageHarness;
let story: StoryPage;

const part = (id: string, name: string): string => `[id$="${id}"] .wx-video-${name}`;
const isShown = (id: string, name: string): Promise<boolean> => story.run.page.isVisible(part(id, name));

/** What an element of the page told so far, by name. */
async function told(id: string, event: string): Promise<unknown[]> {
  return story.play(
    `return page.told.filter(([of, type]) => of === '${id}' && type === '${event}').map((row) => row[2]);`,
  );
}

async function until(id: string, event: string, atLeast = 1): Promise<unknown[]> {
  await expect
    .poll(async () => (await told(id, event)).length, { timeout: 15_000 })
    .toBeGreaterThanOrEqual(atLeast);
  return told(id, event);
}

async function forget(): Promise<void> {
  await story.play('page.told.length = 0;');
}

/** A property of the browser's own video behind one of the page's. */
async function media<T>(id: string, expression: string): Promise<T> {
  return story.play(`const video = document.querySelector('[id$="${id}"] > video'); return ${expression};`);
}

/** Calls a method of a video context. */
async function call(id: string, method: string, argument = ''): Promise<void> {
  await story.play(`wx.createVideoContext('${id}').${method}(${argument});`);
}

beforeAll(async () => {
  const [video, sound, picture] = await Promise.all(
    ['crossing.mp4', 'tide.wav', 'harbour-dawn.jpg'].map((name) => readFile(path.join(MEDIA, name))),
  );
  harness = await startPageHarness();
  story = await openStoryPage(
    harness,
    folder(),
    {
      'app.json': '{ "pages": ["pages/index/index", "pages/other/index"] }',
      'crossing.mp4': video ?? '',
      'tide.wav': sound ?? '',
      'harbour.jpg': picture ?? '',
      'pages/index/index.json': '{ "usingComponents": { "holder": "/components/holder" } }',
      'pages/index/index.js': PAGE,
      'pages/index/index.wxml': WXML,
      'pages/other/index.js': 'Page({ wx: () => wx })',
      'pages/other/index.wxml': '<view>other</view>',
      'components/holder.json': '{ "component": true }',
      'components/holder.js': 'Component({})',
      'components/holder.wxml': '<video id="main" src="/crossing.mp4" /><audio id="sound" src="/tide.wav" />',
    },
    { remote: { [NETWORK_VIDEO]: video ?? null } },
  );
}, 60_000);
afterAll(async () => {
  await story.run.close();
  await harness.close();
});

describe('video', () => {
  it('knows its length and size, starts by itself where it is told to, and is 300 × 225', async () => {
    expect(await until('main', 'loadedmetadata')).toEqual([
      {
        width: expect.any(Number) as number,
        height: expect.any(Number) as number,
        duration: expect.any(Number) as number,
      },
    ]);
    await until('auto', 'play');
    const [at] = (await until('auto', 'timeupdate')) as { currentTime: number; duration: number }[];
    expect(at).toMatchObject({
      currentTime: expect.any(Number) as number,
      duration: expect.any(Number) as number,
    });
    await call('auto', 'pause');
    expect(await story.run.page.locator('[id$="main"]').first().boundingBox()).toMatchObject({
      width: 300,
      height: 225,
    });
  });

  it('plays from package and network, and tells a source that is none', async () => {
    expect(await until('broken', 'error')).toEqual([{ errMsg: 'MEDIA_ERR_SRC_NOT_SUPPORTED' }]);
    await until('set', 'loadedmetadata');
    await expect.poll(() => media<number>('set', 'video.currentTime')).toBe(1);
  });

  it('shows the middle button with the length first, then the bar', async () => {
    expect([await isShown('main', 'cover-play-button'), await isShown('main', 'bar')]).toEqual([true, false]);
    expect(await story.run.page.innerText(part('main', 'cover-duration'))).toMatch(/^00:0\d$/);
    await forget();
    await story.run.page.locator(part('main', 'cover-play-button')).first().click();
    await until('main', 'play');
    expect([await isShown('main', 'cover-play-button'), await isShown('main', 'bar')]).toEqual([false, true]);
    expect(await told('main', 'controlstoggle')).toEqual([{ show: true }]);
    await story.run.page.locator(part('main', 'control')).first().click();
    expect(await until('main', 'pause')).toEqual([{}]);
  });

  it.each([
    ['bare', { cover: false, bar: false, poster: false, fit: 'cover', loop: true, muted: true }],
    [
      'set',
      {
        cover: false,
        bar: true,
        control: false,
        fullscreen: false,
        progress: false,
        fit: 'fill',
        poster: true,
        muted: false,
      },
    ],
    [
      'middle',
      {
        cover: false,
        bar: true,
        control: false,
        middle: true,
        progress: false,
        'danmu-btn': false,
        mute: false,
      },
    ],
    [
      'main',
      {
        'danmu-btn': true,
        mute: true,
        fullscreen: true,
        progress: true,
        control: true,
        fit: 'contain',
        loop: false,
      },
    ],
  ] as const)('%s shows what its properties say', async (id, wanted: Readonly<Record<string, unknown>>) => {
    const seen = await story.play<Record<string, unknown>>(`
      const element = document.querySelector('[id$="${id}"]');
      const video = element.querySelector('video');
      const shows = (name) => element.querySelector('.wx-video-' + name).checkVisibility();
      const names = ['cover', 'bar', 'control', 'middle', 'danmu-btn', 'mute', 'fullscreen', 'progress'];
      return { ...Object.fromEntries(names.map((name) => [name, shows(name)])), poster: video.hasAttribute('poster'),
        fit: video.style.objectFit, loop: video.loop, muted: video.muted };`);
    expect(seen).toMatchObject(wanted);
  });

  it('shows the length it is told', async () => {
    expect(await story.run.page.locator(part('set', 'duration')).textContent()).toBe('01:15');
  });

  it('is driven by its context: seek, rate, stop', async () => {
    await forget();
    await call('main', 'seek', '1');
    expect(await until('main', 'seekcomplete')).toEqual([{ position: 1 }]);
    await call('main', 'playbackRate', '2');
    expect(await media('main', 'video.playbackRate')).toBe(2);
    await call('main', 'playbackRate', '99');
    expect(await media('main', 'video.playbackRate')).toBe(4);
    await call('main', 'playbackRate', '1');
    await call('main', 'play');
    await until('main', 'play');
    await call('main', 'stop');
    await until('main', 'pause');
    expect(await media('main', '[video.paused, video.currentTime]')).toEqual([true, 0]);
    expect(await isShown('main', 'cover-play-button')).toBe(true);
  });

  it('ends once, without a pause', async () => {
    await forget();
    await call('main', 'play');
    await story.play(`
      const video = document.querySelector('[id$="main"] > video');
      video.currentTime = video.duration - 0.3;`);
    expect(await until('main', 'ended')).toEqual([{}]);
    expect(await told('main', 'pause')).toEqual([]);
  });

  it('flies the texts of its list and those sent, and switches them off', async () => {
    await call('main', 'stop');
    await call('main', 'play');
    const texts = (): Promise<unknown> =>
      story.play(
        `return [...document.querySelectorAll('[id$="main"] .wx-video-danmu-item')].map((item) => [item.textContent, item.style.color]);`,
      );
    await expect.poll(texts, { timeout: 10_000 }).toContainEqual(['late', 'rgb(255, 0, 0)']);
    await call('main', 'sendDanmu', `{ text: 'sent', color: 'blue' }`);
    await call('main', 'sendDanmu', `{ text: 'plain' }`);
    expect(await texts()).toEqual(
      expect.arrayContaining([
        ['sent', 'blue'],
        ['plain', 'rgb(255, 255, 255)'],
      ]),
    );
    await story.run.page.locator(part('main', 'danmu-btn')).first().click();
    expect(await isShown('main', 'danmu')).toBe(false);
    await call('main', 'pause');
  });

  it('mutes by its button and by its property', async () => {
    await story.run.page.locator(part('main', 'mute')).first().click();
    expect(await media('main', 'video.muted')).toBe(true);
    await story.run.page.locator(part('main', 'mute')).first().click();
    expect(await media('main', 'video.muted')).toBe(false);
  });

  it('fills the phone, turned by its shape or as asked, what is inside with it, and leaves by Escape', async () => {
    await forget();
    const box = async (): Promise<unknown> => {
      const { x, y, width, height } =
        (await story.run.page.locator('[id$="main"]').first().boundingBox()) ?? {};
      return [x, y, width, height].map((value) => Math.round(value ?? -1));
    };
    await call('main', 'requestFullScreen', '{ direction: 90 }');
    expect(await box()).toEqual([0, 0, 390, 780]);
    expect(await media('main', '[video.offsetWidth, video.offsetHeight]')).toEqual([780, 390]);
    expect(await story.run.page.isVisible('[id$="inside"]')).toBe(true);
    expect(await story.run.page.innerText(part('main', 'title'))).toBe('Crossing');
    await call('main', 'requestFullScreen', '{ direction: -90 }');
    await call('main', 'requestFullScreen', '{ direction: 0 }');
    expect(await media('main', '[video.offsetWidth, video.offsetHeight]')).toEqual([390, 780]);
    await story.run.page.keyboard.press('Escape');
    expect(await box()).toEqual([expect.any(Number), expect.any(Number), 300, 225]);
    await story.run.page.locator(part('main', 'fullscreen')).first().click();
    await call('main', 'exitFullScreen');
    await call('set', 'requestFullScreen');
    await call('set', 'exitFullScreen');
    expect(await told('main', 'fullscreenchange')).toMatchObject([
      { fullScreen: true, direction: 'horizontal' },
      { fullScreen: true, direction: 'horizontal' },
      { fullScreen: true, direction: 'vertical' },
      { fullScreen: false, direction: 'vertical' },
      { fullScreen: true, direction: 'horizontal' },
      { fullScreen: false },
    ]);
    expect(await told('set', 'fullscreenchange')).toMatchObject([
      { fullScreen: true, direction: 'vertical' },
      { fullScreen: false },
    ]);
  });

  it('is sought by a drag across, made louder and brighter by one upwards, and plays by a double tap', async () => {
    await forget();
    const at = (await story.run.page.locator('[id$="main"]').first().boundingBox()) ?? { x: 0, y: 0 };
    const drag = async (from: readonly [number, number], to: readonly [number, number]): Promise<void> => {
      const { mouse } = story.run.page;
      await mouse.move(at.x + from[0], at.y + from[1]);
      await mouse.down();
      await mouse.move(at.x + (from[0] + to[0]) / 2, at.y + (from[1] + to[1]) / 2);
      await mouse.move(at.x + to[0], at.y + to[1]);
      await mouse.up();
    };
    const before = await media<number>('main', 'video.currentTime');
    await drag([60, 60], [180, 60]);
    expect(await until('main', 'seekcomplete')).toHaveLength(1);
    expect(await media<number>('main', 'video.currentTime')).toBeGreaterThan(before);
    await drag([250, 60], [250, 150]);
    await drag([40, 60], [40, 150]);
    const [volume, filter] = await media<[number, string]>('main', '[video.volume, video.style.filter]');
    expect(volume).toBeCloseTo(0.6, 1);
    expect(filter).toBe('brightness(0.6)');
    await story.run.page.mouse.dblclick(at.x + 150, at.y + 60);
    await until('main', 'play');
  });

  it('goes on in a small window over the next page, and comes back from it', async () => {
    await forget();
    await call('main', 'seek', '0');
    await call('main', 'play');
    await call('auto', 'play');
    await call('set', 'play');
    await expect.poll(() => media('set', 'video.paused')).toBe(false);
    await story.play(
      `await new Promise((resolve) => wx.navigateTo({ url: '/pages/other/index', success: resolve }));`,
    );
    const first = `document.querySelector('wx-page')`;
    const paused = await story.run.page.evaluate<unknown>(
      `['main', 'auto', 'set'].map((id) => document.querySelector('[id$="' + id + '"] > video').paused)`,
    );
    expect(paused).toEqual([true, true, false]);
    expect(await story.run.page.isVisible('.wx-video-small')).toBe(true);
    const events = await story.run.page.evaluate<unknown>(
      `${first}.__wxElement.getMethodCaller().told.filter(([id]) => id === 'main').map(([, type]) => type)`,
    );
    expect(events).toContain('enterpictureinpicture');
    await story.run.page.click('.wx-video-small > video');
    await until('main', 'leavepictureinpicture');
    expect(await story.run.page.isVisible('.wx-video-small')).toBe(false);
    expect(await media('main', 'video.paused')).toBe(false);
    await call('main', 'pause');
    await call('set', 'pause');
  });

  it('pauses when the app goes to the background, unless background playback was asked for', async () => {
    await call('auto', 'requestBackgroundPlayback');
    await call('auto', 'play');
    await call('bare', 'play');
    await expect.poll(() => media('bare', 'video.paused')).toBe(false);
    await story.run.emit({ kind: 'app', state: 'hidden' });
    await expect.poll(() => media('bare', 'video.paused')).toBe(true);
    expect(await media('auto', 'video.ended || !video.paused')).toBe(true);
    await call('auto', 'exitBackgroundPlayback');
    await story.run.emit({ kind: 'app', state: 'shown' });
  });

  it('counts what a computer has nothing for, and tells its callbacks', async () => {
    const seen = await story.play<unknown>(`
      const context = wx.createVideoContext('main');
      for (const name of ['showStatusBar', 'hideStatusBar', 'switchCasting', 'reconnectCasting', 'exitCasting']) context[name]();
      context.exitPictureInPicture();
      const failed = await new Promise((fail) => context.startCasting({ fail }));
      wx.createVideoContext('nowhere').play();
      return failed;`);
    expect(seen).toEqual({ errMsg: 'startCasting:fail not supported in Ferry' });
    await expect
      .poll(async () => (await story.run.reports('unsupported')).map(({ api }) => api))
      .toEqual([
        ...[
          'showStatusBar',
          'hideStatusBar',
          'switchCasting',
          'reconnectCasting',
          'exitCasting',
          'startCasting',
        ].map((name) => `VideoContext.${name}`),
      ]);
  });

  it('is found in a component by its this, and by a selector query', async () => {
    const seen = await story.play<unknown>(`
      const holder = page.selectComponent('#holder');
      wx.createVideoContext('main', holder).seek(2);
      const own = document.querySelector('[id$="holder"] video');
      await new Promise((resolve) => own.addEventListener('seeked', resolve, { once: true }));
      const context = await new Promise((resolve) => page.createSelectorQuery().select('#auto').context(({ context }) => resolve(context)).exec());
      context.seek(1);
      const auto = document.querySelector('[id$="auto"] > video');
      await new Promise((resolve) => auto.addEventListener('seeked', resolve, { once: true }));
      return [own.currentTime, Math.floor(auto.currentTime)];`);
    expect(seen).toEqual([2, 1]);
  });

  it('starts anew with another source, and tells how much has come', async () => {
    await forget();
    await story.play(`page.setData({ src: '${NETWORK_VIDEO}' });`);
    await until('main', 'loadedmetadata');
    await call('main', 'play');
    const [progress] = (await until('main', 'progress')) as { buffered: number }[];
    expect(progress?.buffered).toBeGreaterThanOrEqual(0);
    await call('main', 'pause');
  });

  it('lets go of its source when it leaves the page', async () => {
    const seen = await story.play<unknown>(`
      const video = document.querySelector('[id$="broken"] > video');
      page.setData({ shown: false });
      return [video.isConnected, video.hasAttribute('src')];`);
    expect(seen).toEqual([false, false]);
  });
});

describe('audio', () => {
  const box = (id: string): string => `[id$="${id}"] .wx-audio-default`;

  it('shows poster, name, author and time where it has controls, with words of its own for none', async () => {
    const seen = await story.run.page.evaluate(() =>
      ['sound', 'nobody', 'silent'].map((id) => {
        const element = document.querySelector<HTMLElement>(`[id$="${id}"]`);
        const text = (name: string): string | undefined =>
          element?.querySelector(`.wx-audio-${name}`)?.textContent;
        const left = element?.querySelector<HTMLElement>('.wx-audio-left')?.style.backgroundImage;
        return [
          element?.querySelector('.wx-audio-default')?.checkVisibility(),
          text('name'),
          text('author'),
          text('time'),
          left !== '',
        ];
      }),
    );
    expect(seen).toEqual([
      [true, 'Tide', 'Sea', '00:00', true],
      [true, '未知音频', '未知作者', '00:00', false],
      [false, '未知音频', '未知作者', '00:00', false],
    ]);
    expect(await story.run.page.locator(box('sound')).first().boundingBox()).toMatchObject({
      width: 302,
      height: 67,
    });
  });

  it('plays and stops by its button, and tells', async () => {
    await forget();
    await story.run.page.click(`${box('sound')} .wx-audio-button`);
    await until('sound', 'play');
    const [at] = (await until('sound', 'timeupdate')) as { duration: number }[];
    expect(at?.duration).toBeGreaterThan(1);
    await story.run.page.click(`${box('sound')} .wx-audio-button`);
    expect(await until('sound', 'pause')).toEqual([{}]);
  });

  it('is driven by its context, in a component too, and by an action', async () => {
    await forget();
    await story.play(`
      const audio = wx.createAudioContext('sound');
      audio.seek(1);
      audio.play();`);
    await until('sound', 'timeupdate');
    await story.play(`
      wx.createAudioContext('sound').pause();
      wx.createAudioContext('sound', page.selectComponent('#holder')).play();
      wx.createAudioContext('none').play();`);
    await until('sound', 'pause');
    const [first] = (await told('sound', 'timeupdate')) as { currentTime: number }[];
    expect(first?.currentTime).toBeGreaterThanOrEqual(1);
    expect(await told('sound', 'play')).toHaveLength(1);
  });

  it('tells the end and what does not play', async () => {
    await forget();
    await story.play(`wx.createAudioContext('silent').play();`);
    expect(await until('silent', 'error')).toEqual([{ errMsg: 'MEDIA_ERR_SRC_NOT_SUPPORTED' }]);
    await story.play(`
      const audio = wx.createAudioContext('silent');
      audio.setSrc('/tide.wav');
      audio.play();
      audio.seek(1e6);`);
    expect(await until('silent', 'ended')).toEqual([{}]);
  });
});
