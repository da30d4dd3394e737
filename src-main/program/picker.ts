import fs from 'node:fs/promises';
import path from 'node:path';
import { FerryError } from '#contract/errors';
import {
  isWanted,
  kindOfName,
  type AlbumItem,
  type ChooseFilesAnswer,
  type PickedFile,
  type WantedFiles,
} from '#contract/pickers';
import type { ProjectFiles } from '../files/project-files.ts';

/** One answer given beforehand, by `ferry run --choose` or a test. */
export type ScriptedAnswer =
  { readonly kind: 'files'; readonly paths: readonly string[] } | { readonly kind: 'cancel' };

export interface PickerDeps {
  /** Answers to be given instead of asking, first one first; each is used once. */
  readonly scripted: ScriptedAnswer[];
  readonly album: readonly AlbumItem[];
  readonly albumFolder: string;
  /** The system's file dialog; empty when cancelled. */
  pickFiles(wanted: WantedFiles): Promise<string[]>;
}

/**
 * The choosing of `wx.chooseImage` and its kin (wx-api.md §12): a scripted answer at once, else the person is asked on
 * the page for files of the sample album or the computer. Picked files are copied into temp files as they are.
 *
 * Everything throws FerryError: `picker.cancelled`, `picker.not-accepted` for a file that the call does not take.
 */
export interface Picker {
  /** @param leftOut told the names of a scripted answer that are more than the call takes */
  choose(
    files: ProjectFiles,
    wanted: WantedFiles,
    leftOut?: (names: readonly string[]) => void,
  ): Promise<ChooseFilesAnswer>;
  fromAlbum(files: ProjectFiles, wanted: WantedFiles, ids: readonly string[]): Promise<PickedFile[]>;
  fromComputer(files: ProjectFiles, wanted: WantedFiles): Promise<PickedFile[]>;
}

export function createPicker(deps: PickerDeps): Picker {
  const take = async (
    files: ProjectFiles,
    wanted: WantedFiles,
    paths: readonly string[],
  ): Promise<PickedFile[]> => {
    checkWanted(paths, wanted);
    const picked: PickedFile[] = [];
    for (const source of paths.slice(0, wanted.count)) {
      const { path: virtualPath, sizeBytes } = await files.importTemp(source, 'picked');
      const { mtimeMs } = await fs.stat(source);
      const name = path.basename(source);
      picked.push({
        path: virtualPath,
        size: sizeBytes,
        name,
        kind: kindOfName(name),
        modifiedAtEpochMs: mtimeMs,
      });
    }
    return picked;
  };
  return {
    async choose(files, wanted, leftOut) {
      const answer = deps.scripted.shift();
      if (!answer) {
        return { kind: 'ask', album: deps.album.filter(({ id }) => isWanted(id, wanted)) };
      }
      if (answer.kind === 'cancel') throw cancelled();
      const picked = await take(files, wanted, answer.paths);
      const others = answer.paths.slice(wanted.count).map((source) => path.basename(source));
      if (others.length > 0) leftOut?.(others);
      return { kind: 'picked', files: picked };
    },
    async fromAlbum(files, wanted, ids) {
      const known = new Set(deps.album.map(({ id }) => id));
      const paths = ids.filter((id) => known.has(id)).map((id) => path.join(deps.albumFolder, id));
      // Where none may be picked, none is an answer.
      if (paths.length === 0 && wanted.count > 0) throw cancelled();
      return take(files, wanted, paths);
    },
    async fromComputer(files, wanted) {
      const paths = await deps.pickFiles(wanted);
      if (paths.length === 0) throw cancelled();
      return take(files, wanted, paths);
    },
  };
}

/** @throws FerryError `picker.not-accepted` that names the file, not its folder */
function checkWanted(paths: readonly string[], wanted: WantedFiles): void {
  const names = paths.map((source) => path.basename(source));
  const stranger = names.find((name) => !isWanted(name, wanted));
  if (stranger !== undefined) {
    throw notAccepted(`${stranger} cannot be picked here: ${wanted.api} ${takes(wanted)}`);
  }
  const [first = '', ...others] = names;
  const other = others.find((name) => kindOfName(name) !== kindOfName(first));
  if (!wanted.mixed && other !== undefined) {
    throw notAccepted(
      `${first} and ${other} cannot be picked together: ${wanted.api} takes pictures or videos; both need mediaType mix`,
    );
  }
}

const KIND_NAMES = { image: 'pictures', video: 'videos', file: 'what is neither picture nor video' } as const;

/** What the call takes, as a person would say it. */
function takes({ kinds, extensions }: WantedFiles): string {
  return extensions.length > 0
    ? `takes ${extensions.map((extension) => `.${extension}`).join(', ')}`
    : `takes ${kinds.map((kind) => KIND_NAMES[kind]).join(' and ')}`;
}

function notAccepted(message: string): FerryError {
  return new FerryError('picker.not-accepted', `${message}.`);
}

function cancelled(): FerryError {
  return new FerryError('picker.cancelled', 'Nothing was picked.');
}
