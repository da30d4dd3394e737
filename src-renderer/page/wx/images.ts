import { FerryError } from '#contract/errors';
import { imageError } from '#contract/image-errors';
import { CompressFailure } from '../media/compress-image.ts';
import type { PageMedia } from '../media/page-media.ts';
import type { Overlays } from '../overlays/index.ts';
import type { ApiKit, WxFunctions } from './api-kit.ts';
import { Refusal } from './api-kit.ts';
import type { ImportTemp } from './import-temp.ts';
import { shownRoute, urlOfFile } from './local-file.ts';
import type { WxOptions } from './parameters.ts';
import { numberOf, textOf } from './parameters.ts';

const DEFAULT_QUALITY = 80;

/** What `cropScale` may be (WeChat's documentation of cropImage): width to height. */
const CROP_SCALES = ['16:9', '9:16', '4:3', '3:4', '5:4', '4:5', '1:1'] as const;

/** How a picture is written back: a PNG stays one, everything else becomes a JPEG. */
interface Format {
  readonly type: 'image/jpeg' | 'image/png';
  readonly extension: 'jpg' | 'png';
}

const PNG_SIGNATURE = [0x89, 0x50, 0x4e, 0x47] as const;

async function formatOf(picture: Blob): Promise<Format> {
  const head = new Uint8Array(await picture.slice(0, PNG_SIGNATURE.length).arrayBuffer());
  return PNG_SIGNATURE.every((byte, index) => head[index] === byte)
    ? { type: 'image/png', extension: 'png' }
    : { type: 'image/jpeg', extension: 'jpg' };
}

/** `getImageInfo`, `compressImage`, `cropImage` (wx-api.md §13). */
export function createImageFunctions(
  kit: ApiKit,
  overlays: Pick<Overlays, 'crop'>,
  media: Pick<PageMedia, 'load' | 'compressImage' | 'cropImage'>,
  importTemp: ImportTemp,
): WxFunctions {
  const { host } = kit;

  async function contentOf(src: string): Promise<Blob | null> {
    const url = await urlOfFile(kit, src);
    return url === null ? null : media.load(url);
  }

  /** The quality, as a whole number: Android takes no 0, and what it cuts down to 0 (forum reports of 1103006). */
  function qualityFrom(options: WxOptions): number {
    const wanted = options['quality'] ?? DEFAULT_QUALITY;
    const quality = typeof wanted === 'number' ? Math.trunc(wanted) : Number.NaN;
    const least = host.boot.traits.wording === 'android' ? 1 : 0;
    if (!(quality >= least && quality <= 100)) throw imageError(1103006);
    return quality;
  }

  /** A measure in pixels; nothing for what is none. */
  function pixelsFrom(options: WxOptions, key: string): number | undefined {
    const pixels = numberOf(options, key, 0);
    return pixels > 0 ? pixels : undefined;
  }

  return {
    getImageInfo: kit.asynchronous('getImageInfo', { src: 'String' }, async (options) => {
      const info = await kit.call('wx:get-image-info', {
        src: textOf(options, 'src'),
        page: shownRoute(host),
      });
      return { ...info };
    }),

    compressImage: kit.asynchronous('compressImage', { src: 'String' }, async (options) => {
      const src = textOf(options, 'src');
      const quality = qualityFrom(options);
      const picture = await contentOf(src);
      if (picture === null) throw imageError(1103002);
      if (picture.size === 0) throw imageError(1103007);
      const { type, extension } = await formatOf(picture);
      // WeChat's documentation: iOS compresses JPEG only. UNCERTAIN: with which number it says so.
      if (host.boot.traits.wording === 'ios' && extension === 'png') throw imageError(1103005);
      const width = pixelsFrom(options, 'compressedWidth');
      const height = pixelsFrom(options, 'compressedHeight');
      const size = { ...(width === undefined ? {} : { width }), ...(height === undefined ? {} : { height }) };
      const { blob } = await media
        .compressImage(picture, { quality, type, ...size })
        .catch((error: unknown) => {
          if (!(error instanceof CompressFailure)) throw error;
          throw imageError(error.stage === 'decode' ? 1103003 : 1103005, error);
        });
      const { path } = await importTemp(blob, extension, { kind: 'compressed', from: src }).catch(
        (error: unknown) => {
          throw imageError(1103004, error);
        },
      );
      return { tempFilePath: path };
    }),

    cropImage: kit.asynchronous('cropImage', { src: 'String', cropScale: 'String' }, async (options) => {
      const src = textOf(options, 'src');
      const scale = CROP_SCALES.find((known) => known === textOf(options, 'cropScale'));
      if (scale === undefined) {
        throw new Refusal(
          `parameter error: parameter.cropScale should be one of ${CROP_SCALES.join(', ')};`,
          1001,
        );
      }
      const url = await urlOfFile(kit, src);
      const picture = url === null ? null : await media.load(url);
      if (url === null || picture === null) throw new FerryError('file.not-found', `No such file: ${src}`);
      const [across = 1, down = 1] = scale.split(':').map(Number);
      const answer = await overlays.crop.show({ url, ratio: across / down });
      if (answer.kind === 'cancelled') throw new Refusal('cancel', 1);
      const noImage = (cause?: unknown): FerryError =>
        new FerryError('file.type', `Not an image: ${src}`, { cause });
      if (answer.kind === 'broken') throw noImage();
      const { type, extension } = await formatOf(picture);
      const part = await media.cropImage(picture, answer.area, type).catch((error: unknown) => {
        throw error instanceof CompressFailure ? noImage(error) : error;
      });
      return { tempFilePath: (await importTemp(part, extension, { kind: 'cropped', from: src })).path };
    }),
  };
}
