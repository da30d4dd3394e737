import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { createDiskSaver } from '../../src-main/files/outside/disk-saver.ts';
import { createDocuments } from '../../src-main/files/outside/documents.ts';
import { createPhotoAlbum } from '../../src-main/files/outside/photo-album.ts';
import type { ImageHandlerDeps } from '../../src-main/ipc/wx-image-handlers.ts';
import { createLogger } from '../../src-main/lib/logger.ts';
import {
  createPermissions,
  createScriptedPermissions,
  type Permissions,
} from '../../src-main/program/permissions.ts';
import { readImageInfo } from '../../src-main/program/image-info.ts';
import { readVideoFile } from '../../src-main/program/video-file.ts';
import type { PageHarness } from './page-harness.ts';
import { MEDIA_FOLDER, openPickerPage, type PickerPage, type PickerPageOptions } from './picker-page.ts';
import { tempDir } from './temp-dir.ts';

/** What images, albums and documents go by, in folders of a test. */
export interface ImageDesk {
  readonly deps: Omit<ImageHandlerDeps, 'fetchImage'>;
  readonly albumFolder: string;
  readonly openedFolder: string;
  /** Copies that the system was asked to open. */
  readonly opened: string[];
  /** Lines of the log. */
  readonly log: string[];
}

export interface ImageDeskOptions {
  /** Nobody to ask, and what is denied then; a person who is asked without it. */
  readonly denied?: Parameters<typeof createScriptedPermissions>[0];
  /** What opening a document comes to, empty for well; null has no screen. */
  readonly openFailure?: string | null;
  readonly saveAs?: readonly string[];
}

export async function imageDesk(options: ImageDeskOptions = {}): Promise<ImageDesk> {
  const folder = await tempDir();
  const [albumFolder, openedFolder] = [path.join(folder, 'album'), path.join(folder, 'opened')];
  const opened: string[] = [];
  const log: string[] = [];
  const { openFailure = '' } = options;
  const openPath = (file: string): Promise<string> => {
    opened.push(file);
    return Promise.resolve(openFailure ?? '');
  };
  const places = [...(options.saveAs ?? [])];
  return {
    albumFolder,
    openedFolder,
    opened,
    log,
    deps: {
      readImageInfo,
      readVideoFile,
      permissions: options.denied ? createScriptedPermissions(options.denied) : inMemory(),
      photoAlbum: createPhotoAlbum(albumFolder),
      documents: createDocuments(
        {
          openPath: openFailure === null ? null : openPath,
          logger: createLogger('documents', (line) => void log.push(line), true),
        },
        openedFolder,
      ),
      diskSaver: createDiskSaver(() => Promise.resolve(places.shift() ?? null)),
    },
  };
}

/** Permissions of people who are asked, without a home. */
export function inMemory(): Permissions {
  const kept = new Map<string, unknown>();
  return createPermissions({ get: (key) => kept.get(key), set: (key, value) => void kept.set(key, value) });
}

/** A page in a real browser with a desk behind it. */
export interface ImagePage extends PickerPage {
  readonly desk: ImageDesk;
  /** Virtual path of a temp file: one of the sample album by its name, or of this content. */
  temp(name: string, content?: Uint8Array | string): Promise<string>;
  /** Starts a call and waits for what it comes to. */
  call(api: string, options?: object): Promise<Awaited<ReturnType<PickerPage['outcome']>>>;
}

export async function openImagePage(
  harness: PageHarness,
  options: PickerPageOptions & ImageDeskOptions = {},
): Promise<ImagePage> {
  const desk = await imageDesk(options);
  const page = await openPickerPage(harness, { ...options, imageDeps: desk.deps });
  return {
    ...page,
    desk,
    async temp(name, content) {
      const source = path.join(content === undefined ? MEDIA_FOLDER : await tempDir(), name);
      if (content !== undefined) await writeFile(source, content);
      return (await page.program.files.importTemp(source, 'picked')).path;
    },
    async call(api, written) {
      await page.start(api, written);
      return page.outcome();
    },
  };
}
