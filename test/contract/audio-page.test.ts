import fs from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect } from 'vitest';
import { type AudioPage, openAudioPage } from '../support/audio-page.ts';
import { type PageHarness, startPageHarness } from '../support/page-harness.ts';
import { shareTempDir } from '../support/temp-dir.ts';
import { type SpecRow, table } from './wire-rows.ts';

const MEDIA = path.resolve(import.meta.dirname, '../../assets/media');
const TIDE = 'http://tmp/tide.wav';
/** Main's answers to the recorder: the size is that of what came in. */
const ANSWERS = `
  ferryAnswers['wx:permission'] = () => 'allowed';
  ferryAnswers['wx:import-temp'] = ({ content, extension }) =>
    ({ path: 'http://tmp/recorded.' + extension, size: content.bytes.byteLength });
`;

let harness: PageHarness;
let page: AudioPage;
const folder = shareTempDir();

beforeAll(async () => {
  harness = await startPageHarness();
  page = await openAudioPage(harness, folder(), {
    files: { [TIDE]: fs.readFileSync(path.join(MEDIA, 'tide.wav')) },
    script: ANSWERS,
  });
}, 60_000);

afterAll(async () => {
  await page.run.close();
  await harness.close();
});

interface FileRow extends SpecRow {
  readonly format: 'mp3' | 'aac' | 'wav';
  readonly sampleRate: number;
  readonly numberOfChannels: 1 | 2;
}

/** What the browser's own decoder makes of the latest recording. */
interface Decoded {
  readonly durationMs: number;
  readonly channels: number;
  /** The strongest tone of the second note, which sounds from 0.25 s to 0.5 s. */
  readonly hertz: number;
}

async function decoded({ sampleRate }: FileRow): Promise<Decoded> {
  return page.run.page.evaluate(async (rate) => {
    const { ferryCalls } = window as unknown as {
      ferryCalls: { channel: string; request: { content: { bytes: Uint8Array<ArrayBuffer> } } }[];
    };
    const bytes = ferryCalls.findLast(({ channel }) => channel === 'wx:import-temp')?.request.content.bytes;
    const sound = await new OfflineAudioContext(1, 1, rate).decodeAudioData(
      (bytes ?? new Uint8Array(0)).slice().buffer,
    );
    const samples = sound.getChannelData(sound.numberOfChannels - 1);
    const [from, count] = [Math.floor(0.3 * rate), Math.floor(0.15 * rate)];
    let hertz = 0;
    let strongest = 0;
    for (let tried = 300; tried < 1_000; tried += 5) {
      let [real, imaginary] = [0, 0];
      for (let index = 0; index < count; index += 1) {
        const turn = (2 * Math.PI * tried * index) / rate;
        const window = 1 - Math.cos((2 * Math.PI * index) / count);
        real += window * (samples[from + index] ?? 0) * Math.cos(turn);
        imaginary += window * (samples[from + index] ?? 0) * Math.sin(turn);
      }
      const strength = real ** 2 + imaginary ** 2;
      if (strength > strongest) [strongest, hertz] = [strength, tried];
    }
    return { durationMs: sound.duration * 1_000, channels: sound.numberOfChannels, hertz };
  }, sampleRate);
}

/** The second note is an E; the coarsest spectrum of a frame has lines 38 Hz apart. */
const E5_HERTZ = 659;
const LONGEST_FRAME_MS = 300;

table<FileRow>(
  'a recording is sound that the browser knows',
  [
    { ids: ['14.recorder.format.wav'], says: 'wav', format: 'wav', sampleRate: 16_000, numberOfChannels: 1 },
    {
      ids: ['14.recorder.format.mp3'],
      says: 'mp3 of MPEG-2.5',
      format: 'mp3',
      sampleRate: 8_000,
      numberOfChannels: 2,
    },
    {
      ids: ['14.recorder.format.mp3'],
      says: 'mp3 of MPEG-2',
      format: 'mp3',
      sampleRate: 22_050,
      numberOfChannels: 1,
    },
    {
      ids: ['14.recorder.format.mp3'],
      says: 'mp3 of MPEG-1',
      format: 'mp3',
      sampleRate: 44_100,
      numberOfChannels: 2,
    },
    { ids: ['14.recorder.format.aac'], says: 'aac', format: 'aac', sampleRate: 8_000, numberOfChannels: 2 },
    {
      ids: ['14.recorder.format.aac'],
      says: 'aac of music',
      format: 'aac',
      sampleRate: 44_100,
      numberOfChannels: 1,
    },
  ],
  async (row) => {
    const { format, sampleRate, numberOfChannels } = row;
    const told = await page.play(
      async (wx, tell, options) => {
        const recorder = wx.getRecorderManager();
        tell.hear(recorder, ['Start', 'Stop', 'Error']);
        recorder.start(options);
        await Promise.race([tell.until('Stop'), tell.until('Error')]);
      },
      { format, sampleRate, numberOfChannels, duration: 600 },
    );
    expect(told).toMatchObject([
      ['Start', {}],
      ['Stop', { tempFilePath: `http://tmp/recorded.${format}`, duration: 600 }],
    ]);
    const { durationMs, channels, hertz } = await decoded(row);
    expect(channels).toBe(numberOfChannels);
    expect(durationMs).toBeGreaterThanOrEqual(599);
    expect(durationMs).toBeLessThan(600 + LONGEST_FRAME_MS);
    expect(Math.abs(hertz - E5_HERTZ)).toBeLessThan(25);
  },
);

table<SpecRow>(
  'background audio in a real page',
  [
    {
      ids: ['14.background.src.plays', '14.background.system-player'],
      says: 'it plays when src is set, and the system knows what',
    },
  ],
  async () => {
    const told = await page.play(async (wx, tell, src) => {
      const music = wx.getBackgroundAudioManager();
      tell.hear(music, ['Play', 'Pause', 'Stop', 'Error']);
      music['title'] = 'Tide';
      music['singer'] = 'Marimba';
      music['coverImgUrl'] = 'http://tmp/cover.png';
      music['src'] = src;
      await Promise.race([tell.until('Play'), tell.until('Error')]);
      const { metadata, playbackState } = navigator.mediaSession;
      tell('system')({
        ...{ title: metadata?.title, artist: metadata?.artist, playbackState },
        covers: metadata?.artwork.map((cover) => new URL(cover.src).pathname),
      });
      tell('known')({ duration: music.duration, paused: music['paused'] });
      music.pause();
      await tell.until('Pause');
      music.stop();
      await tell.until('Stop');
    }, TIDE);
    expect(told).toEqual([
      ['Play', { errMsg: 'onPlay:ok' }],
      [
        'system',
        {
          ...{ title: 'Tide', artist: 'Marimba', playbackState: 'playing' },
          covers: ['/file/http%3A%2F%2Ftmp%2Fcover.png'],
        },
      ],
      ['known', { duration: 7, paused: false }],
      ['Pause', { errMsg: 'onPause:ok' }],
      ['Stop', { errMsg: 'onStop:ok' }],
    ]);
  },
);

table<SpecRow>(
  'a voice in a real page',
  [{ ids: ['14.playVoice.duration'], says: 'it plays without a tap, and ends at its duration' }],
  async () => {
    const told = await page.play(async (wx, tell, filePath) => {
      const since = performance.now();
      wx.playVoice({ filePath, duration: 0.5, complete: tell('complete') });
      await tell.until('complete');
      tell('early')({ is: performance.now() - since < 5_000 });
    }, TIDE);
    expect(told).toEqual([
      ['complete', { errMsg: 'playVoice:ok' }],
      ['early', { is: true }],
    ]);
  },
);
