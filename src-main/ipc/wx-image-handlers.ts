import type { ImageCalls } from '#contract/images';
import type { readImageInfo } from '../program/image-info.ts';
import type { Program } from '../program/program.ts';
import type { HandlersOf } from './serve.ts';

export interface ImageHandlerDeps {
  readonly readImageInfo: typeof readImageInfo;
  /** Downloads a network image into a temp file of the program; throws the download's error. */
  readonly fetchImage: (program: Program, url: string) => Promise<string>;
}

export function createImageHandlers(deps: ImageHandlerDeps): HandlersOf<ImageCalls, Program> {
  return {
    'wx:get-image-info': async (program, { src }) => {
      const isRemote = /^https?:\/\//i.test(src) && !program.files.owns(src);
      const path = isRemote ? await deps.fetchImage(program, src) : src;
      return deps.readImageInfo((await program.files.open(path)).realPath, path);
    },
  };
}
