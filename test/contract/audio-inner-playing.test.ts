import fs from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect } from 'vitest';
import { createAacWriter } from '../../src-renderer/page/wx/audio/aac-writer.ts';
import {
  type AudioObject,
  type AudioPage,
  type AudioWx,
  openAudioPage,
  type Tell,
  type Told,
} from '../support/audio-page.ts';
import { type PageHarness, startPageHarness } from '../support/page-harness.ts';
import { shareTempDir } from '../support/temp-dir.ts';
import { type SpecRow, table } from './wire-rows.ts';

const MEDIA = path.resolve(import.meta.dirname, '../../assets/media');
const WAV = fs.readFileSync(path.join(MEDIA, 'tide.wav'));
const MP3 = fs.readFileSync(path.join(MEDIA, 'lighthouse.mp3'));
/** A second of the recorder's tune. */
const AAC = Buffer.from(
  createAacWriter({
    ...{ format: 'aac', durationMs: 1_000, sampleRate: 16_000, numberOfChannels: 1 },
    ...{ bitRate: 48_000, frameBytes: null },
  }).bytesOf(0, 16_000),
);
const TIDE = 'http://tmp/tide.wav';
const LIGHTHOUSE = 'http://tmp/lighthouse.mp3';

let harness: PageHarness;
let page: AudioPage;
const folder = shareTempDir();

beforeAll(async () => {
  harness = await startPageHarness();
  page = await openAudioPage(harness, folder(), {
    files: {
      [TIDE]: WAV,
      [LIGHTHOUSE]: MP3,
      'http://store/tide.wav': WAV,
      'http://usr/sounds/tide.wav': WAV,
      'http://tmp/tune.aac': AAC,
      'http://tmp/text.mp3': Buffer.from('This is no sound, whatever its name says.'),
      'http://tmp/empty.mp3': Buffer.alloc(0),
      'http://tmp/voice.amr': Buffer.from('#!AMR\n\x3c\x91\x17\x16\xbe\x66\x79\xe1\xe0'),
      'http://tmp/voice.silk': Buffer.from('\x02#!SILK_V3\x0c\x00\xa7'),
      'http://tmp/plain.silk': Buffer.from('#!SILK_V3\x0c\x00\xa7'),
    },
    remote: { 'https://music.example/tide.wav': WAV, 'https://gone.example/tide.wav': null },
    packageFiles: { 'sounds/tide.wav': WAV, 'pages/index/near.wav': WAV },
  });
}, 60_000);

afterAll(async () => {
  await page.run.close();
  await harness.close();
});

/** What a story gets: the context, with all its events told, and the one source. */
type Story = (audio: AudioObject, tell: Tell, src: string) => Promise<void>;

interface PlayingRow extends SpecRow {
  readonly src?: string;
  readonly story: Story;
  /** What the story tells, once what comes by the clock is taken out. */
  readonly told: readonly (string | readonly [string, unknown])[];
}

/** Events whose number and place depend on the clock. */
const BY_CLOCK: ReadonlySet<string> = new Set(['TimeUpdate', 'Waiting', 'Canplay']);

async function tell(story: Story, src: string): Promise<Told> {
  // Two texts become one story, since what runs in the page can name nothing outside itself.
  const whole = `async (wx, tell, given) => {
    const audio = wx.createInnerAudioContext();
    tell.hear(audio, ['Canplay','Play','Pause','Stop','Ended','TimeUpdate','Error','Waiting','Seeking','Seeked']);
    await (${story.toString()})(audio, tell, given);
    audio.destroy();
  }`;
  return page.play(
    { toString: () => whole } as unknown as (wx: AudioWx, tell: Tell, given: string) => Promise<void>,
    src,
  );
}

/** Names alone where nothing but the event's own message came. */
function shortened(told: Told): readonly unknown[] {
  return told
    .filter(([event]) => !BY_CLOCK.has(event))
    .map(([event, argument]) =>
      JSON.stringify(argument) === JSON.stringify({ errMsg: `on${event}:ok` }) ? event : [event, argument],
    );
}

/** Plays what is there and says so. */
const PLAYS: Pick<PlayingRow, 'story' | 'told'> = {
  story: async (audio, tell, src) => {
    audio['src'] = src;
    audio.play();
    await Promise.race([tell.until('Play'), tell.until('Error')]);
  },
  told: ['Play'],
};

/** Does not play it and says why. */
function fails(errCode: number, errMsg: string): Pick<PlayingRow, 'story' | 'told'> {
  return {
    story: async (audio, tell, src) => {
      audio['src'] = src;
      audio.play();
      await Promise.race([tell.until('Play'), tell.until('Error')]);
      tell('then')({ paused: audio['paused'], duration: audio.duration });
    },
    told: [
      ['Error', { errMsg, errCode }],
      ['then', { paused: true, duration: 0 }],
    ],
  };
}

const convert = 'convert the file to mp3, aac or wav on the server';

table<PlayingRow>(
  'a sound in a real page',
  [
    {
      ids: [
        '14.inner.play',
        '14.inner.event.Play',
        '14.inner.event.Ended',
        '14.inner.duration',
        '14.inner.format.wav',
      ],
      says: 'wav: it plays to its end, and duration and position are those of the file',
      src: TIDE,
      story: async (audio, tell, src) => {
        audio['src'] = src;
        audio.play();
        await tell.until('Play');
        audio.seek(audio.duration - 0.4);
        await tell.until('Ended');
        tell('end')({ at: audio.currentTime, of: audio.duration, paused: audio['paused'] });
      },
      told: ['Play', 'Seeking', 'Seeked', 'Ended', ['end', { at: 7, of: 7, paused: true }]],
    },
    {
      ids: ['14.inner.format.mp3', '14.inner.duration'],
      says: 'mp3: it plays to its end',
      src: LIGHTHOUSE,
      story: async (audio, tell, src) => {
        audio['src'] = src;
        audio.play();
        await tell.until('Play');
        audio.seek(audio.duration - 0.4);
        await tell.until('Ended');
        tell('end')({ about: Math.round(audio.duration) });
      },
      told: ['Play', 'Seeking', 'Seeked', 'Ended', ['end', { about: 8 }]],
    },
    {
      ids: ['14.inner.format.aac'],
      says: 'aac: it plays to its end, which only then is known exactly',
      src: 'http://tmp/tune.aac',
      story: async (audio, tell, src) => {
        audio['src'] = src;
        audio.play();
        await tell.until('Ended');
        tell('end')({ about: Math.round(audio.duration) });
      },
      told: ['Play', 'Ended', ['end', { about: 1 }]],
    },
    {
      ids: ['14.inner.event.Canplay', '14.inner.buffered'],
      says: 'Canplay comes once for a source, without a play; then something is buffered',
      src: TIDE,
      story: async (audio, tell, src) => {
        let count = 0;
        (audio['onCanplay'] as (listener: unknown) => void)(() => (count += 1));
        audio['src'] = src;
        await tell.until('Canplay');
        tell('known')({ duration: audio.duration, buffered: audio.buffered > 0, paused: audio['paused'] });
        audio.seek(3);
        await tell.until('Seeked');
        audio.play();
        await tell.until('TimeUpdate', 2);
        tell('canplays')({ count });
        audio['src'] = src;
        await tell.until('Canplay', 2);
        tell('canplays')({ count });
      },
      told: [
        ['known', { duration: 7, buffered: true, paused: true }],
        ...['Seeking', 'Seeked', 'Play'],
        ['canplays', { count: 1 }],
        ['canplays', { count: 2 }],
      ],
    },
    {
      ids: ['14.inner.event.TimeUpdate'],
      says: 'TimeUpdate comes again and again, and the position grows',
      src: TIDE,
      story: async (audio, tell, src) => {
        audio['src'] = src;
        audio.play();
        await tell.until('TimeUpdate', 2);
        const first = audio.currentTime;
        await tell.until('TimeUpdate', 4);
        tell('grew')({ by: audio.currentTime > first });
      },
      told: ['Play', ['grew', { by: true }]],
    },
    {
      ids: ['14.inner.pause', '14.inner.event.Pause', '14.inner.paused'],
      says: 'pause keeps the place, and play goes on from it',
      src: TIDE,
      story: async (audio, tell, src) => {
        audio['src'] = src;
        audio.play();
        await tell.until('Play');
        audio.seek(4);
        await tell.until('Seeked');
        audio.pause();
        await tell.until('Pause');
        const at = audio.currentTime;
        tell('paused')({ paused: audio['paused'], after: at >= 4 });
        audio.play();
        await tell.until('Play', 2);
        tell('goes on')({
          from: audio.currentTime >= at && audio.currentTime < at + 1,
          paused: audio['paused'],
        });
      },
      told: [
        ...['Play', 'Seeking', 'Seeked', 'Pause'],
        ['paused', { paused: true, after: true }],
        'Play',
        ['goes on', { from: true, paused: false }],
      ],
    },
    {
      ids: ['14.inner.stop', '14.inner.event.Stop'],
      says: 'stop goes back to the head, and play starts over',
      src: TIDE,
      story: async (audio, tell, src) => {
        audio['src'] = src;
        audio.play();
        await tell.until('Play');
        audio.seek(4);
        await tell.until('Seeked');
        audio.stop();
        await tell.until('Stop');
        tell('stopped')({ at: audio.currentTime, paused: audio['paused'] });
        audio.play();
        await tell.until('Play', 2);
        tell('over')({ atHead: audio.currentTime < 1 });
      },
      told: [
        ...['Play', 'Seeking', 'Seeked', 'Stop'],
        ['stopped', { at: 0, paused: true }],
        'Play',
        ['over', { atHead: true }],
      ],
    },
    {
      ids: ['14.inner.seek', '14.inner.event.Seeking', '14.inner.event.Seeked'],
      says: 'seek goes to a place by the millisecond, before the file is loaded too',
      src: TIDE,
      story: async (audio, tell, src) => {
        audio['src'] = src;
        audio.seek(2.345);
        await tell.until('Seeked');
        tell('at')({ place: audio.currentTime });
      },
      told: ['Seeking', 'Seeked', ['at', { place: 2.345 }]],
    },
    {
      ids: ['14.inner.currentTime.set'],
      says: 'setting currentTime is a seek',
      src: TIDE,
      story: async (audio, tell, src) => {
        audio['src'] = src;
        await tell.until('Canplay');
        audio.currentTime = 3.25;
        await tell.until('Seeked');
        tell('at')({ place: audio.currentTime });
      },
      told: ['Seeking', 'Seeked', ['at', { place: 3.25 }]],
    },
    {
      ids: ['14.inner.startTime'],
      says: 'it starts at startTime, without a seek being told',
      src: TIDE,
      story: async (audio, tell, src) => {
        audio['startTime'] = 5;
        audio['src'] = src;
        audio.play();
        await tell.until('Play');
        tell('at')({ near: audio.currentTime >= 5 && audio.currentTime < 6 });
      },
      told: ['Play', ['at', { near: true }]],
    },
    {
      ids: ['14.inner.autoplay'],
      says: 'autoplay plays without a call and without a tap',
      src: TIDE,
      story: async (audio, tell, src) => {
        audio['autoplay'] = true;
        audio['src'] = src;
        await tell.until('Play');
      },
      told: ['Play'],
    },
    {
      ids: ['14.inner.autoplay'],
      says: 'also when it is set after the source',
      src: TIDE,
      story: async (audio, tell, src) => {
        audio['src'] = src;
        audio['autoplay'] = true;
        await tell.until('Play');
      },
      told: ['Play'],
    },
    {
      ids: ['14.inner.loop'],
      says: 'loop starts over at the end, without Ended or a seek being told',
      src: TIDE,
      story: async (audio, tell, src) => {
        audio['loop'] = true;
        audio['src'] = src;
        audio.play();
        await tell.until('Play');
        audio.seek(6.8);
        await tell.until('Seeked');
        for (let count = 3; audio.currentTime > 6 || audio.currentTime === 0; count += 1) {
          await tell.until('TimeUpdate', count);
        }
        tell('over')({ atHead: audio.currentTime < 2, paused: audio['paused'] });
      },
      told: ['Play', 'Seeking', 'Seeked', ['over', { atHead: true, paused: false }]],
    },
    {
      ids: ['14.inner.playbackRate'],
      says: 'playbackRate holds for sources that come later; what is out of range is taken to the nearest',
      src: TIDE,
      story: async (audio, tell, src) => {
        audio['playbackRate'] = 2;
        audio['src'] = src;
        audio.play();
        await tell.until('Play');
        const since = performance.now();
        const from = audio.currentTime;
        await tell.until('TimeUpdate', 4);
        const speed = ((audio.currentTime - from) * 1_000) / (performance.now() - since);
        tell('rate')({ is: audio['playbackRate'], fast: speed > 1.4 });
        audio['playbackRate'] = 9;
        tell('most')({ is: audio['playbackRate'] });
        audio['playbackRate'] = 0.1;
        tell('least')({ is: audio['playbackRate'] });
      },
      told: ['Play', ['rate', { is: 2, fast: true }], ['most', { is: 2 }], ['least', { is: 0.5 }]],
    },
    {
      ids: ['14.inner.volume'],
      says: 'volume is from 0 to 1; what is out of range is taken to the nearest',
      src: TIDE,
      story: async (audio, tell) => {
        await Promise.resolve();
        for (const volume of [0.25, 7, -1]) {
          audio['volume'] = volume;
          tell('volume')({ is: audio['volume'] });
        }
      },
      told: [
        ['volume', { is: 0.25 }],
        ['volume', { is: 1 }],
        ['volume', { is: 0 }],
      ],
    },
    { ids: ['14.inner.src.temp'], says: 'src: a temp file', src: TIDE, ...PLAYS },
    { ids: ['14.inner.src.saved'], says: 'src: a saved file', src: 'http://store/tide.wav', ...PLAYS },
    { ids: ['14.inner.src.user'], says: 'src: a user file', src: 'http://usr/sounds/tide.wav', ...PLAYS },
    { ids: ['14.inner.src.package'], says: 'src: a file of the package', src: '/sounds/tide.wav', ...PLAYS },
    { ids: ['14.inner.src.package'], says: 'src: one beside the page', src: 'near.wav', ...PLAYS },
    {
      ids: ['14.inner.src.network'],
      says: 'src: the network, by way of main',
      src: 'https://music.example/tide.wav',
      ...PLAYS,
    },
    {
      ids: ['14.inner.errCode.10002'],
      says: '10002: the network fails',
      src: 'https://gone.example/tide.wav',
      ...fails(10002, 'network error: The server cannot be reached.'),
    },
    {
      ids: ['14.inner.errCode.10003'],
      says: '10003: no such file',
      src: 'http://tmp/none.mp3',
      ...fails(10003, 'file error: file not exist'),
    },
    {
      ids: ['14.inner.errCode.10004'],
      says: '10004: no audio',
      src: 'http://tmp/text.mp3',
      ...fails(10004, 'format error: this is no audio that can be played'),
    },
    {
      ids: ['14.inner.errCode.10004'],
      says: '10004: nothing at all',
      src: 'http://tmp/empty.mp3',
      ...fails(10004, 'format error: the file is empty'),
    },
    {
      ids: ['14.inner.format.amr'],
      says: '10004: AMR, and what to do (FERRY: Android plays it)',
      src: 'http://tmp/voice.amr',
      ...fails(10004, `format error: AMR voice files cannot be played in Ferry; ${convert}`),
    },
    {
      ids: ['14.inner.format.silk'],
      says: '10004: SILK of Tencent, and what to do',
      src: 'http://tmp/voice.silk',
      ...fails(10004, `format error: SILK voice files cannot be played in Ferry; ${convert}`),
    },
    {
      ids: ['14.inner.format.silk'],
      says: '10004: SILK',
      src: 'http://tmp/plain.silk',
      ...fails(10004, `format error: SILK voice files cannot be played in Ferry; ${convert}`),
    },
    {
      ids: ['14.inner.errCode.-1'],
      says: '-1: an address of another kind',
      src: 'weixin://a.mp3',
      ...fails(-1, 'unknown error: this address cannot be played in Ferry'),
    },
    {
      ids: ['14.inner.src.cloud'],
      says: '10002: a file of the cloud that is fetched like any other, and is not there',
      src: 'cloud://env.bucket/a.mp3',
      ...fails(10002, 'network error: '),
    },
  ],
  async ({ story, src = TIDE, told }) => {
    expect(shortened(await tell(story, src))).toEqual(told);
  },
);
