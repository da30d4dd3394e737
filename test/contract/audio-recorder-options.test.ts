import { expect } from 'vitest';
import { bytesIn, failure, imported, names, ok, open, record, TEMP } from './recorder-kit.ts';
import { type SpecRow, table } from './wire-rows.ts';

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
