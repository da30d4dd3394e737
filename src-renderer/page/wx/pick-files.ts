import { FerryError } from '#contract/errors';
import type { AlbumItem, PickedFile, PickedKind, WantedFiles } from '#contract/pickers';
import { CompressFailure } from '../media/compress-image.ts';
import { planOf } from '../media/compress-video.ts';
import type { PageMedia } from '../media/page-media.ts';
import { VideoFailure } from '../media/video-facts.ts';
import type { CameraOptions, Shot } from '../overlays/camera.ts';
import type { FilePickerOptions } from '../overlays/file-picker.ts';
import type { Overlays } from '../overlays/index.ts';
import { relativeUrl } from '../resource-url.ts';
import { type ApiKit, Refusal } from './api-kit.ts';
import type { ImportTemp } from './import-temp.ts';

/** What a call of a picker asks for, its options read and defaults filled in. */
export interface PickPlan {
  readonly wanted: WantedFiles;
  /** Whether files may come from the album and the computer. */
  readonly album: boolean;
  /** Null where the camera is no source. */
  readonly camera: CameraOptions | null;
  /** Kinds of which the call takes no originals. */
  readonly compresses: readonly PickedKind[];
}

export interface PickingDeps {
  readonly kit: ApiKit;
  readonly overlays: Pick<Overlays, 'filePicker' | 'camera'>;
  readonly media: Pick<PageMedia, 'load' | 'compressImage' | 'compressVideo'>;
  readonly importTemp: ImportTemp;
}

// What WeChat's own compression does is not documented; its pictures come back with about these.
const COMPRESSED_QUALITY = 80;
const COMPRESSED_SIDE_PX = 1280;
const VIDEO_WISHES = { quality: 'medium', bitrateKbps: null, fps: null, resolution: null } as const;

/**
 * Gets the files of a pick: those of the script as they are, else what the person picks or takes, compressed where the
 * plan says so. Rejects with `cancel` (wx-api.md §12), or a FerryError.
 */
export function createPicking(deps: PickingDeps): (plan: PickPlan) => Promise<readonly PickedFile[]> {
  const { kit, overlays, media, importTemp } = deps;

  async function taken(shot: Shot): Promise<PickedFile> {
    const made = await importTemp(shot.blob, shot.extension, { kind: 'camera' });
    const name = `camera.${shot.extension}`;
    return { ...made, name, kind: shot.kind, modifiedAtEpochMs: Date.now() };
  }

  /** What lies in the album or on the computer; null when it does not fit. */
  async function fetched(
    wanted: WantedFiles,
    ids: readonly string[] | null,
  ): Promise<readonly PickedFile[] | null> {
    const from = ids === null ? ({ place: 'computer' } as const) : ({ place: 'album', ids } as const);
    try {
      return (await kit.call('wx:pick-files', { wanted, from })).files;
    } catch (error) {
      if (error instanceof FerryError && error.code === 'picker.not-accepted') return null;
      throw error;
    }
  }

  async function ask(plan: PickPlan, album: readonly AlbumItem[]): Promise<readonly PickedFile[]> {
    const { wanted, camera } = plan;
    if (!plan.album && camera !== null) {
      const shot = await overlays.camera.show(camera);
      if (shot === null) throw new Refusal('cancel', 1);
      return [await taken(shot)];
    }
    const items = album.map((item) => ({ ...item, url: relativeUrl(item.url) }));
    let refused = false;
    for (;;) {
      const choice = await overlays.filePicker.show({
        asksFor: subjectOf(wanted),
        items,
        count: wanted.count,
        mixed: wanted.mixed,
        camera: camera !== null,
        refused,
      });
      if (choice === null) throw new Refusal('cancel', 1);
      if (choice.from === 'camera') {
        const shot = camera === null ? null : await overlays.camera.show(camera);
        if (shot !== null) return [await taken(shot)];
        refused = false;
        continue;
      }
      const files = await fetched(wanted, choice.from === 'album' ? choice.ids : null);
      if (files !== null) return files;
      refused = true;
    }
  }

  async function compressedPicture(file: PickedFile): Promise<PickedFile> {
    const original = await media.load(kit.host.resourceUrl(file.path, ''));
    if (original === null) throw new FerryError('file.io', 'A picked picture could not be read.');
    const { blob } = await media.compressImage(original, {
      quality: COMPRESSED_QUALITY,
      maxSidePx: COMPRESSED_SIDE_PX,
    });
    return { ...file, ...(await importTemp(blob, 'jpg', { kind: 'compressed', from: file.path })) };
  }

  async function compressedVideo(file: PickedFile): Promise<PickedFile> {
    const { blob, extension } = await media.compressVideo(kit.host.resourceUrl(file.path, ''), (facts) =>
      planOf({ ...facts, fps: null, sizeBytes: file.size }, VIDEO_WISHES),
    );
    return { ...file, ...(await importTemp(blob, extension, { kind: 'compressed', from: file.path })) };
  }

  /** A file as WeChat's `compressed`; itself where this browser cannot read it. */
  async function compressed(file: PickedFile): Promise<PickedFile> {
    try {
      if (file.kind === 'image') return await compressedPicture(file);
      return file.kind === 'video' ? await compressedVideo(file) : file;
    } catch (error) {
      if (error instanceof CompressFailure || error instanceof VideoFailure) return file;
      throw error;
    }
  }

  return async (plan) => {
    const answer = await kit.call('wx:choose-files', plan.wanted);
    if (answer.kind === 'picked') return answer.files;
    const files = await ask(plan, answer.album);
    const results: PickedFile[] = [];
    // One after the other: each is held whole in memory, and a video is played to its end.
    for (const file of files)
      results.push(plan.compresses.includes(file.kind) ? await compressed(file) : file);
    return results;
  };
}

function subjectOf({ kinds }: WantedFiles): FilePickerOptions['asksFor'] {
  const [only] = kinds;
  if (kinds.includes('file') || only === undefined || only === 'file') return 'files';
  return kinds.length === 1 ? only : 'media';
}
