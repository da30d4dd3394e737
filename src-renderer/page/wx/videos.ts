import { FerryError } from '#contract/errors';
import type { VideoFile } from '#contract/images';
import { planOf, type VideoWishes } from '../media/compress-video.ts';
import type { PageMedia } from '../media/page-media.ts';
import { VideoFailure } from '../media/video-facts.ts';
import type { ApiKit, WxFunctions } from './api-kit.ts';
import { Refusal } from './api-kit.ts';
import type { ImportTemp } from './import-temp.ts';
import { localUrl } from './local-file.ts';
import type { WxOptions } from './parameters.ts';
import { numberOf, textOf } from './parameters.ts';

const QUALITIES = ['low', 'medium', 'high'] as const;

/** Bytes as WeChat tells the size of a video. UNCERTAIN: how it rounds; nothing is never 0 kB here. */
function kilobytes(bytes: number): number {
  return Math.ceil(bytes / 1024);
}

function rounded(value: number, digits: number): number {
  return Number(value.toFixed(digits));
}

/** `getVideoInfo` and `compressVideo` (wx-api.md §13, WeChat's documentation of both). */
export function createVideoFunctions(
  kit: ApiKit,
  media: Pick<PageMedia, 'videoFacts' | 'compressVideo'>,
  importTemp: ImportTemp,
): WxFunctions {
  const { host } = kit;

  /** A local video: what its file says, and where the page finds it. */
  async function videoAt(src: string): Promise<{ readonly file: VideoFile; readonly url: string }> {
    const url = localUrl(host, src);
    if (url === null) throw new FerryError('file.not-found', `No local file: ${src}`);
    return { file: await kit.call('wx:video-file', { src }), url };
  }

  function wishesFrom(options: WxOptions): VideoWishes {
    const positive = (key: string): number | null => {
      const value = numberOf(options, key, 0);
      return value > 0 ? value : null;
    };
    const resolution = positive('resolution');
    if (resolution !== null && resolution > 1) {
      throw new Refusal('parameter error: parameter.resolution should be above 0 and at most 1;', 1001);
    }
    return {
      quality: QUALITIES.find((known) => known === textOf(options, 'quality')) ?? null,
      bitrateKbps: positive('bitrate'),
      fps: positive('fps'),
      resolution,
    };
  }

  /** What the browser cannot play is no video to a page. */
  function asWrongType(src: string) {
    return (error: unknown): never => {
      if (!(error instanceof VideoFailure)) throw error;
      throw new FerryError('file.type', `Not a video that can be played: ${src}`, { cause: error });
    };
  }

  return {
    getVideoInfo: kit.asynchronous('getVideoInfo', { src: 'String' }, async (options) => {
      const src = textOf(options, 'src');
      const { file, url } = await videoAt(src);
      const seen = await media.videoFacts(url, file.fps === null).catch(asWrongType(src));
      return {
        orientation: file.orientation,
        type: file.type,
        duration: rounded(seen.duration, 3),
        size: kilobytes(file.size),
        height: seen.height,
        width: seen.width,
        // 0 where neither the file nor its playing tells.
        fps: rounded(file.fps ?? seen.fps ?? 0, 2),
        // Of the whole file, its sound included: a container need not say more.
        bitrate: Math.round((file.size * 8) / 1000 / Math.max(seen.duration, 0.001)),
      };
    }),

    compressVideo: kit.asynchronous('compressVideo', { src: 'String' }, async (options) => {
      const src = textOf(options, 'src');
      const wishes = wishesFrom(options);
      const { file, url } = await videoAt(src);
      const { blob, extension } = await media
        .compressVideo(url, (seen) => planOf({ ...seen, fps: file.fps, sizeBytes: file.size }, wishes))
        .catch(asWrongType(src));
      const { path, size } = await importTemp(blob, extension, { kind: 'compressed', from: src });
      return { tempFilePath: path, size: kilobytes(size) };
    }),
  };
}
