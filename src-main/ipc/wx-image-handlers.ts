import { FerryError } from '#contract/errors';
import type { ImageCalls } from '#contract/images';
import type { DiskSaver } from '../files/outside/disk-saver.ts';
import type { Documents } from '../files/outside/documents.ts';
import type { PhotoAlbum } from '../files/outside/photo-album.ts';
import type { ReadableFile } from '../files/project-files.ts';
import type { readImageInfo } from '../program/image-info.ts';
import type { Permissions } from '../program/permissions.ts';
import type { Program } from '../program/program.ts';
import type { readVideoFile } from '../program/video-file.ts';
import type { HandlersOf } from './serve.ts';

export interface ImageHandlerDeps {
  readonly readImageInfo: typeof readImageInfo;
  readonly readVideoFile: typeof readVideoFile;
  /** Downloads a network image into a temp file of the program; throws the download's error. */
  readonly fetchImage: (program: Program, url: string) => Promise<string>;
  readonly permissions: Permissions;
  readonly photoAlbum: PhotoAlbum;
  readonly documents: Documents;
  readonly diskSaver: DiskSaver;
}

export function createImageHandlers(deps: ImageHandlerDeps): HandlersOf<ImageCalls, Program> {
  const { permissions } = deps;
  return {
    'wx:get-image-info': async (program, { src }) => {
      const isRemote = /^https?:\/\//i.test(src) && !program.files.owns(src);
      const path = isRemote ? await deps.fetchImage(program, src).catch(asStatus) : src;
      return deps.readImageInfo((await program.files.open(path)).realPath, path);
    },
    'wx:video-file': async (program, { src }) =>
      deps.readVideoFile((await program.files.open(src)).realPath, src),
    'wx:save-to-album': async (program, { filePath, kind }) => {
      permissions.require(program.key, 'scope.writePhotosAlbum');
      await deps.photoAlbum.save(await ownFile(program, filePath), kind);
      return null;
    },
    'wx:open-document': async (program, { filePath, fileType }) => {
      await deps.documents.open(await program.files.open(filePath), fileType);
      return null;
    },
    'wx:save-to-disk': async (program, { filePath }) => {
      await deps.diskSaver.save(await program.files.open(filePath));
      return null;
    },
    'wx:permission': (program, { scope }) => permissions.state(program.key, scope),
    'wx:set-permission': (program, { scope, isAllowed }) => {
      permissions.set(program.key, scope, isAllowed);
      return null;
    },
    'wx:auth-setting': (program) => permissions.settings(program.key),
  };
}

/** A server that has no such image: not the same as a file of the mini-program's that is not there. */
function asStatus(error: unknown): never {
  const ours = FerryError.from(error);
  throw ours.code === 'file.not-found'
    ? new FerryError('image.status', ours.message, { cause: error })
    : ours;
}

/** A temp, saved or user file, as against one of the code package, which WeChat saves to no album. */
async function ownFile(program: Program, path: string): Promise<ReadableFile> {
  if (/^[a-z][a-z\d+.-]*:/i.test(path)) return program.files.open(path);
  throw new FerryError('file.not-found', `No temp, saved or user file: ${path}`, { details: { path } });
}
