import path from 'node:path';
import { app as electronApp, shell } from 'electron';
import type { Scope } from '#contract/permissions';
import type { AlbumItem } from '#contract/pickers';
import { fetchImage } from './app-program.ts';
import type { Dialogs } from './electron/dialogs.ts';
import { createDiskSaver } from './files/outside/disk-saver.ts';
import { createDocuments } from './files/outside/documents.ts';
import { createPhotoAlbum, type PhotoAlbum } from './files/outside/photo-album.ts';
import type { Home } from './home.ts';
import type { ImageHandlerDeps } from './ipc/wx-image-handlers.ts';
import type { PickerHandlerDeps } from './ipc/wx-picker-handlers.ts';
import type { Logger } from './lib/logger.ts';
import { readImageInfo } from './program/image-info.ts';
import { createPermissions, createScriptedPermissions } from './program/permissions.ts';
import { createPicker, type ScriptedAnswer } from './program/picker.ts';
import { readVideoFile } from './program/video-file.ts';

/** What is answered for a person whom nobody plays. */
export interface ScriptedPerson {
  readonly picks: readonly ScriptedAnswer[];
  /** Every permission but these is given. */
  readonly deniedScopes: readonly Scope[];
  /** Where `saveFileToDisk` puts one file after the other; then it is as if cancelled. */
  readonly saveAs: readonly string[];
}

/** Answers given beforehand that nothing has asked for. */
export interface UnusedAnswers {
  readonly picks: readonly ScriptedAnswer[];
  readonly saveAs: readonly string[];
}

/** Pickers, pictures and documents: where a page meets the person and the person's own folders. */
export interface MediaServices {
  readonly handlers: PickerHandlerDeps & ImageHandlerDeps;
  /** Where pages save pictures and videos. */
  readonly photoAlbum: PhotoAlbum;
  unusedAnswers(): UnusedAnswers;
  /** Takes back what was opened. */
  readonly close: () => Promise<void>;
}

export interface MediaServiceDeps {
  readonly home: Home;
  readonly dialogs: Dialogs;
  readonly album: readonly AlbumItem[];
  readonly albumFolder: string;
  readonly logger: Logger;
}

/** @param isSeen whether there is a window, and so a person who can be asked */
export function createMediaServices(
  { home, dialogs, album, albumFolder, logger }: MediaServiceDeps,
  isSeen: boolean,
  person: ScriptedPerson,
): MediaServices {
  const picks = [...person.picks];
  const places = [...person.saveAs];
  const documents = createDocuments(
    { openPath: isSeen ? (file) => shell.openPath(file) : null, logger },
    path.join(home.folder, 'opened'),
  );
  const photoAlbum = createPhotoAlbum(
    isSeen ? path.join(electronApp.getPath('pictures'), 'Ferry') : path.join(home.folder, 'album'),
  );
  return {
    photoAlbum,
    handlers: {
      picker: createPicker({
        scripted: picks,
        album,
        albumFolder,
        pickFiles: (wanted) => dialogs.pickFiles(wanted),
      }),
      readImageInfo,
      readVideoFile,
      fetchImage,
      permissions: isSeen
        ? createPermissions(home.tables.preferences)
        : createScriptedPermissions(person.deniedScopes),
      photoAlbum,
      documents,
      diskSaver: createDiskSaver((name) =>
        isSeen ? dialogs.saveFile(name) : Promise.resolve(places.shift() ?? null),
      ),
    },
    unusedAnswers: () => ({ picks, saveAs: places }),
    close: documents.close,
  };
}
