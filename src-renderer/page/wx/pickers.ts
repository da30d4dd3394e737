import { type PickedFile, type PickedKind, PICKED_KINDS, MAX_PICKED_FILES } from '#contract/pickers';
import { compareVersions } from '#contract/version';
import type { PageMedia } from '../media/page-media.ts';
import { type VideoFacts, VideoFailure } from '../media/video-facts.ts';
import type { SeenVideo } from '../media/video-thumbnail.ts';
import type { CameraOptions } from '../overlays/camera.ts';
import type { Overlays } from '../overlays/index.ts';
import { type ApiKit, Refusal, type WxFunctions } from './api-kit.ts';
import type { ImportTemp } from './import-temp.ts';
import { numberOf, textOf, textsOf, typeName, type WxOptions } from './parameters.ts';
import { createPicking, type PickPlan } from './pick-files.ts';

const MAX_IMAGES = 9;
const MAX_MEDIA = 20;
/** From this base library on chooseMedia gives {@link MAX_MEDIA} files, before it as many as chooseImage. */
const MAX_MEDIA_SINCE = '2.25.0';
const DEFAULT_COUNT = 9;
/** Seconds that a recording may last, by `maxDuration`. */
const RECORDING = {
  chooseMedia: { least: 3, usual: 10, most: 60 },
  // UNCERTAIN: the documentation gives no range here; what phones cut at, and no less than the shortest recording.
  chooseVideo: { least: 1, usual: 60, most: 60 },
} as const;

/** A video that this browser cannot play, though a phone might. */
const UNSEEN: VideoFacts = { duration: 0, width: 0, height: 0 };

/** Facts of a picked picture or video, in pixels and seconds. */
interface MediaFacts extends VideoFacts {
  /** Temp file of a video's first picture; empty when there is none. */
  readonly thumbTempFilePath: string;
}

/** `chooseImage`, `chooseMedia`, `chooseVideo` and `chooseMessageFile` (wx-api.md §12). */
export function createPickerFunctions(
  kit: ApiKit,
  overlays: Pick<Overlays, 'filePicker' | 'camera'>,
  media: Pick<PageMedia, 'load' | 'compressImage' | 'compressVideo' | 'seeVideo'>,
  importTemp: ImportTemp,
): WxFunctions {
  const { host } = kit;
  const pick = createPicking({ kit, overlays, media, importTemp });

  /** Width and height as a picture is shown; 0 where its file does not tell. */
  async function pictureFacts({ path }: PickedFile): Promise<MediaFacts> {
    const none = { duration: 0, thumbTempFilePath: '' };
    const page = host.router.current()?.route ?? host.launch.path;
    try {
      const { width, height, orientation } = await kit.call('wx:get-image-info', { src: path, page });
      const lies = /left|right/.test(orientation);
      return { ...none, width: lies ? height : width, height: lies ? width : height };
    } catch {
      return { ...none, width: 0, height: 0 };
    }
  }

  /** What the browser sees of a video; null where it plays none of it. */
  async function seen({ path }: PickedFile): Promise<SeenVideo | null> {
    try {
      return await media.seeVideo(host.resourceUrl(path, ''));
    } catch (error) {
      if (error instanceof VideoFailure) return null;
      throw error;
    }
  }

  async function videoFacts(file: PickedFile): Promise<MediaFacts> {
    const video = await seen(file);
    if (video === null) return { ...UNSEEN, thumbTempFilePath: '' };
    const thumb = await importTemp(video.thumbnail, 'jpg', { kind: 'thumbnail', from: file.path });
    return { ...video.facts, thumbTempFilePath: thumb.path };
  }

  /** One of chooseMedia's `tempFiles`; UNCERTAIN: of a picture Ferry gives neither duration nor thumbnail. */
  async function mediaFile(file: PickedFile): Promise<object> {
    const isVideo = file.kind === 'video';
    const { width, height, ...ofVideo } = await (isVideo ? videoFacts(file) : pictureFacts(file));
    return {
      tempFilePath: file.path,
      size: file.size,
      fileType: file.kind,
      width,
      height,
      ...(isVideo ? ofVideo : {}),
    };
  }

  return {
    chooseImage: kit.asynchronous('chooseImage', {}, async (options) => {
      const files = await pick({
        wanted: {
          api: 'chooseImage',
          kinds: ['image'],
          mixed: false,
          extensions: [],
          count: countOf(options, MAX_IMAGES),
        },
        ...sourcesOf(options, { kinds: ['image'], maxDurationSeconds: 0 }),
        compresses: takesNoOriginals(options) ? ['image'] : [],
      });
      return {
        tempFilePaths: files.map(({ path }) => path),
        tempFiles: files.map(({ path, size }) => ({ path, size })),
      };
    }),

    chooseMedia: kit.asynchronous('chooseMedia', {}, async (options) => {
      const isNewer = compareVersions(host.boot.device.SDKVersion, MAX_MEDIA_SINCE) >= 0;
      const { kinds, mixed } = mediaKindsOf(options);
      const files = await pick({
        wanted: {
          api: 'chooseMedia',
          kinds,
          mixed,
          extensions: [],
          count: countOf(options, isNewer ? MAX_MEDIA : MAX_IMAGES),
        },
        ...sourcesOf(options, { kinds, maxDurationSeconds: durationOf(options, RECORDING.chooseMedia) }),
        // Videos too, from the same version on.
        compresses: takesNoOriginals(options) ? (isNewer ? ['image', 'video'] : ['image']) : [],
      });
      const [first = 'image', ...others] = new Set(files.map(({ kind }) => kind));
      return {
        tempFiles: await Promise.all(files.map(mediaFile)),
        type: others.length > 0 ? 'mix' : first,
      };
    }),

    chooseVideo: kit.asynchronous('chooseVideo', {}, async (options) => {
      const [file] = await pick({
        wanted: { api: 'chooseVideo', kinds: ['video'], mixed: false, extensions: [], count: 1 },
        ...sourcesOf(options, {
          kinds: ['video'],
          maxDurationSeconds: durationOf(options, RECORDING.chooseVideo),
        }),
        compresses: [],
      });
      if (file === undefined) throw new Refusal('cancel', 1);
      const { duration, width, height } = (await seen(file))?.facts ?? UNSEEN;
      return { tempFilePath: file.path, duration, size: file.size, width, height };
    }),

    chooseMessageFile: kit.asynchronous('chooseMessageFile', { count: 'Number' }, async (options) => {
      const type = messageTypeOf(options);
      const files = await pick({
        wanted: {
          api: 'chooseMessageFile',
          kinds: type === 'all' ? PICKED_KINDS : [type],
          mixed: true,
          extensions: type === 'file' ? extensionsOf(options) : [],
          count: within(numberOf(options, 'count', 0), 0, MAX_PICKED_FILES),
        },
        album: true,
        camera: null,
        compresses: [],
      });
      // DevTools does not tell when a file was sent.
      const tellsTime = host.boot.traits.wording !== 'devtools';
      return {
        tempFiles: files.map(({ path, size, name, kind, modifiedAtEpochMs }) => ({
          path,
          size,
          name,
          type: kind,
          ...(tellsTime ? { time: Math.floor(modifiedAtEpochMs / 1000) } : {}),
        })),
      };
    }),
  };
}

function within(value: number, least: number, most: number): number {
  return Math.min(Math.max(Math.trunc(value), least), most);
}

function countOf(options: WxOptions, most: number): number {
  return within(numberOf(options, 'count', DEFAULT_COUNT), 1, most);
}

function durationOf(
  options: WxOptions,
  { least, usual, most }: (typeof RECORDING)[keyof typeof RECORDING],
): number {
  return within(numberOf(options, 'maxDuration', usual), least, most);
}

/** `sizeType` without `original`; where both may be, the person gets the original. */
function takesNoOriginals(options: WxOptions): boolean {
  const sizes = textsOf(options, 'sizeType', ['original', 'compressed']);
  return sizes.includes('compressed') && !sizes.includes('original');
}

/** `sourceType` and `camera`: a source that WeChat does not know counts as none, no source as both. */
function sourcesOf(
  options: WxOptions,
  shot: { readonly kinds: readonly PickedKind[]; readonly maxDurationSeconds: number },
): Pick<PickPlan, 'album' | 'camera'> {
  const sources = textsOf(options, 'sourceType').filter(
    (source) => source === 'album' || source === 'camera',
  );
  const takesBoth = sources.length === 0;
  const camera: CameraOptions = {
    takesPhotos: shot.kinds.includes('image'),
    takesVideos: shot.kinds.includes('video'),
    maxDurationSeconds: shot.maxDurationSeconds,
    facing: textOf(options, 'camera') === 'front' ? 'front' : 'back',
  };
  return {
    album: takesBoth || sources.includes('album'),
    camera: takesBoth || sources.includes('camera') ? camera : null,
  };
}

/** `mediaType`: `mix` stands for both kinds, and lets one pick hold both. */
function mediaKindsOf(options: WxOptions): {
  readonly kinds: readonly PickedKind[];
  readonly mixed: boolean;
} {
  const types = textsOf(options, 'mediaType');
  if (types.includes('mix')) return { kinds: ['image', 'video'], mixed: true };
  const kinds = (['image', 'video'] as const).filter((kind) => types.includes(kind));
  return { kinds: kinds.length === 0 ? ['image', 'video'] : kinds, mixed: false };
}

function messageTypeOf(options: WxOptions): PickedKind | 'all' {
  const type = textOf(options, 'type', 'all');
  return type === 'image' || type === 'video' || type === 'file' ? type : 'all';
}

/**
 * `extension`, with or without dots. WeChat says that no item may be empty.
 *
 * @throws Refusal that names the item
 */
function extensionsOf(options: WxOptions): readonly string[] {
  const value = options['extension'];
  if (!Array.isArray(value)) return [];
  return value.map((item: unknown, index) => {
    const name = `parameter.extension[${String(index)}]`;
    if (typeof item !== 'string') {
      throw new Refusal(`parameter error: ${name} should be String instead of ${typeName(item)};`, 1001);
    }
    const extension = item.replace(/^\./, '').toLowerCase();
    if (extension === '') throw new Refusal(`parameter error: ${name} should not be empty;`, 1001);
    return extension;
  });
}
