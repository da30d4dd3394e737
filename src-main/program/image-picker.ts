import path from 'node:path';
import { FerryError } from '#contract/errors';
import type { AlbumPicture, ChooseImageAnswer, PickedImage } from '#contract/pickers';
import type { ProjectFiles } from '../files/project-files.ts';

/** One answer given beforehand, by `ferry run --choose` or a test. */
export type ScriptedAnswer =
  { readonly kind: 'files'; readonly paths: readonly string[] } | { readonly kind: 'cancel' };

export interface ImagePickerDeps {
  /** Answers to be given instead of asking, first one first; each is used once. */
  readonly scripted: ScriptedAnswer[];
  readonly album: readonly AlbumPicture[];
  readonly albumFolder: string;
  /** The system's file dialog; empty when cancelled. */
  pickImages(several: boolean): Promise<string[]>;
}

/**
 * `wx.chooseImage`: a scripted answer at once, else the person is asked on the page for a picture of the sample
 * album or one from the computer. Picked files are copied into temp files, never re-encoded.
 */
export interface ImagePicker {
  choose(files: ProjectFiles, count: number): Promise<ChooseImageAnswer>;
  /** @throws FerryError `picker.cancelled` */
  fromAlbum(files: ProjectFiles, ids: readonly string[]): Promise<PickedImage[]>;
  fromComputer(files: ProjectFiles, count: number): Promise<PickedImage[]>;
}

export function createImagePicker(deps: ImagePickerDeps): ImagePicker {
  const take = async (files: ProjectFiles, paths: readonly string[]): Promise<PickedImage[]> => {
    if (paths.length === 0) throw cancelled();
    const picked: PickedImage[] = [];
    for (const source of paths) {
      const file = await files.importTemp(source, 'picked');
      picked.push({ path: file.path, size: file.sizeBytes });
    }
    return picked;
  };
  return {
    async choose(files, count) {
      const answer = deps.scripted.shift();
      if (!answer) return { kind: 'ask', album: deps.album };
      if (answer.kind === 'cancel') throw cancelled();
      return { kind: 'picked', tempFiles: await take(files, answer.paths.slice(0, count)) };
    },
    fromAlbum(files, ids) {
      const known = new Set(deps.album.map((picture) => picture.id));
      return take(
        files,
        ids.filter((id) => known.has(id)).map((id) => path.join(deps.albumFolder, id)),
      );
    },
    async fromComputer(files, count) {
      const paths = await deps.pickImages(count > 1);
      return take(files, paths.slice(0, count));
    },
  };
}

function cancelled(): FerryError {
  return new FerryError('picker.cancelled', 'Nothing was picked.');
}
