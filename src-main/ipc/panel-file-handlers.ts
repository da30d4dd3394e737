import { FerryError } from '#contract/errors';
import type { PanelDrillCalls } from '#contract/panel-drill';
import type { PanelFileCalls } from '#contract/panel-files';
import type { FileDesk } from '../files/file-desk.ts';
import type { DiskSaver } from '../files/outside/disk-saver.ts';
import type { PhotoAlbum } from '../files/outside/photo-album.ts';
import type { ProjectFiles } from '../files/project-files.ts';
import type { Drill } from '../program/drill.ts';
import type { HandlersOf } from './serve.ts';

const MAX_TROUBLES = 500;

export interface FileActions {
  /** Of the open program; null while there is none. */
  readonly program: () => { readonly desk: FileDesk; readonly files: Pick<ProjectFiles, 'open'> } | null;
  /** Asks the person where a copy goes. */
  readonly diskSaver: DiskSaver;
  readonly album: Pick<PhotoAlbum, 'folder' | 'total'>;
  /** How many files the pickers offer. */
  readonly sampleCount: number;
  readonly showInFolder: (realPath: string) => void;
}

/** Shows the files of the open program, and what became of them. */
export function createPanelFileHandlers({
  program,
  diskSaver,
  album,
  sampleCount,
  showInFolder,
}: FileActions): HandlersOf<PanelFileCalls, 'panel'> {
  return {
    'panel:list-files': (_panel, { query, from, count }) =>
      program()?.desk.window(query, from, count) ?? { count: 0, fileCount: 0, from, lines: [] },
    'panel:place-of-file': (_panel, { query, path }) => program()?.desk.placeOf(query, path) ?? -1,
    'panel:file': (_panel, { path }) => program()?.desk.record(path) ?? null,
    'panel:lineage': (_panel, { path }) => program()?.desk.lineage(path) ?? null,
    'panel:file-troubles': (_panel, { path }) => program()?.desk.troubles.latest(path, MAX_TROUBLES) ?? [],
    'panel:clear-file-troubles': () => {
      program()?.desk.troubles.clear();
      return null;
    },
    'panel:export-file': async (_panel, { path }) => {
      const file = await program()?.files.open(path);
      if (!file) throw new FerryError('file.not-found', `No such file: ${path}`, { details: { path } });
      try {
        await diskSaver.save(file);
        return { isSaved: true };
      } catch (error) {
        if (FerryError.from(error).code === 'picker.cancelled') return { isSaved: false };
        throw error;
      }
    },
    'panel:album': async () => ({ sampleCount, saved: await album.total() }),
    'panel:reveal-album': () => {
      showInFolder(album.folder);
      return null;
    },
  };
}

/** The restart drill. */
export function createDrillHandlers(drill: Drill): HandlersOf<PanelDrillCalls, 'panel'> {
  return {
    'panel:drill-outlook': () => drill.outlook(),
    'panel:drill': () => drill.report(),
    'panel:start-drill': (_panel, options) => drill.start(options),
    'panel:end-drill': async () => {
      await drill.end();
      return null;
    },
  };
}
