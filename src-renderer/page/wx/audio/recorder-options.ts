import type { Library } from '../library.ts';
import type { WxOptions } from '../parameters.ts';

export type RecordingFormat = 'mp3' | 'aac' | 'wav' | 'PCM';

/** Options of `RecorderManager.start`, checked. */
export interface RecordingOptions {
  readonly durationMs: number;
  readonly sampleRate: number;
  readonly numberOfChannels: 1 | 2;
  /** Bits a second; of no meaning to `wav` and `PCM`. */
  readonly bitRate: number;
  readonly format: RecordingFormat;
  /** Size of the pieces for `onFrameRecorded`; null without them. */
  readonly frameBytes: number | null;
}

export const DEFAULT_DURATION_MS = 60_000;
const MAX_DURATION_MS = 600_000;
const DEFAULT_SAMPLE_RATE = 8_000;
const DEFAULT_BIT_RATE = 48_000;
const BYTES_PER_KB = 1_024;

/** Which bit rates go with a sample rate (WeChat's documentation of RecorderManager.start). */
const BIT_RATES: ReadonlyMap<number, readonly [min: number, max: number]> = new Map([
  [8_000, [16_000, 48_000]],
  [11_025, [16_000, 48_000]],
  [12_000, [24_000, 64_000]],
  [16_000, [24_000, 96_000]],
  [22_050, [32_000, 128_000]],
  [24_000, [32_000, 128_000]],
  [32_000, [48_000, 192_000]],
  [44_100, [64_000, 320_000]],
  [48_000, [64_000, 320_000]],
]);

const FORMATS: readonly RecordingFormat[] = ['mp3', 'aac', 'wav', 'PCM'];
/** Formats that are handed out in pieces. */
const FRAMED: ReadonlySet<RecordingFormat> = new Set(['mp3', 'PCM']);
const IOS_SOURCES = ['auto', 'buildInMic', 'headsetMic'];
const ANDROID_SOURCES = ['auto', 'mic', 'camcorder', 'voice_communication', 'voice_recognition'];
const SOURCE_SINCE = { name: 'audioSource', since: '2.1.0' };

/** What `wx.getAvailableAudioSources` tells on a platform. */
export function audioSourcesOf(platform: string): readonly string[] {
  if (platform === 'ios') return IOS_SOURCES;
  return platform === 'android' ? ANDROID_SOURCES : ['auto'];
}

/**
 * The options, or in words what is wrong with them. UNCERTAIN: WeChat says that bad rates make the recording fail,
 * not in which words. A bit rate that is left out is taken into the range of its sample rate.
 */
export function recordingOptions(written: WxOptions, library: Library): RecordingOptions | string {
  const durationMs = written['duration'] ?? DEFAULT_DURATION_MS;
  if (typeof durationMs !== 'number' || !(durationMs > 0 && durationMs <= MAX_DURATION_MS)) {
    return `duration should be a number from 1 to ${String(MAX_DURATION_MS)}`;
  }
  const sampleRate = written['sampleRate'] ?? DEFAULT_SAMPLE_RATE;
  const range = typeof sampleRate === 'number' ? BIT_RATES.get(sampleRate) : undefined;
  if (typeof sampleRate !== 'number' || range === undefined) {
    return `sampleRate should be one of ${[...BIT_RATES.keys()].join(', ')}`;
  }
  const [min, max] = range;
  const bitRate = written['encodeBitRate'] ?? Math.min(max, Math.max(min, DEFAULT_BIT_RATE));
  if (typeof bitRate !== 'number' || !(bitRate >= min && bitRate <= max)) {
    return `encodeBitRate should be from ${String(min)} to ${String(max)} at a sampleRate of ${String(sampleRate)}`;
  }
  const numberOfChannels = written['numberOfChannels'] ?? 2;
  if (numberOfChannels !== 1 && numberOfChannels !== 2) return 'numberOfChannels should be 1 or 2';
  const wanted = written['format'] ?? 'aac';
  const format = FORMATS.find((known) => known === wanted);
  if (format === undefined) return `format should be one of ${FORMATS.join(', ')}`;
  const source = written['audioSource'] ?? 'auto';
  const knowsSource = library.schema.isThere(SOURCE_SINCE);
  if (knowsSource && ![...IOS_SOURCES, ...ANDROID_SOURCES].some((known) => known === source)) {
    return 'audioSource is not known';
  }
  const frameSize = written['frameSize'];
  const hasFrames = FRAMED.has(format) && typeof frameSize === 'number' && frameSize > 0;
  return {
    durationMs,
    sampleRate,
    numberOfChannels,
    bitRate,
    format,
    frameBytes: hasFrames ? Math.round(frameSize * BYTES_PER_KB) : null,
  };
}
