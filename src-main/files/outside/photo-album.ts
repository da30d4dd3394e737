import fs from 'node:fs/promises';
import { join } from 'node:path';
import { FerryError } from '#contract/errors';
import type { FileTotal } from '#contract/panel-files';
import { createListeners } from '../../lib/listeners.ts';
import { copyOut, extensionIn, plainStem } from './copy-out.ts';

/** Where `saveImageToPhotosAlbum` and `saveVideoToPhotosAlbum` put things: a folder of the person's. */
export interface PhotoAlbum {
  /**
   * Copies a picture or a video into the album, under its own name or the next that is free.
   *
   * @param file where it lies, and its virtual path, which names it
   * @throws FerryError `file.type` for what is none by its name or by its content, `file.*`
   */
  save(file: { readonly realPath: string; readonly path: string }, kind: 'image' | 'video'): Promise<void>;
  readonly folder: string;
  /** What was saved and is still there: a person may have moved things away. */
  total(): Promise<FileTotal>;
  /** Something was saved. Returns its own end. */
  onChange(listener: () => void): () => void;
}

type Sign = (head: Buffer) => boolean;

const starts =
  (...texts: readonly string[]): Sign =>
  (head) =>
    texts.some((text) => head.subarray(0, text.length).toString('latin1') === text);
const at =
  (offset: number, text: string): Sign =>
  (head) =>
    head.subarray(offset, offset + text.length).toString('latin1') === text;

const JPEG = starts('\u00ff\u00d8\u00ff');
const PNG = starts('\u0089PNG\r\n\u001a\n');
const GIF = starts('GIF87a', 'GIF89a');
const WEBP: Sign = (head) => at(0, 'RIFF')(head) && at(8, 'WEBP')(head);
const BMP = starts('BM');
const TIFF = starts('II*\0', 'MM\0*');
/** The family of MP4, HEIC among it. */
const ISO_MEDIA = at(4, 'ftyp');
const QUICKTIME: Sign = (head) =>
  ISO_MEDIA(head) || at(4, 'moov')(head) || at(4, 'mdat')(head) || at(4, 'wide')(head);
const EBML = starts('\u001a\u0045\u00df\u00a3');

/** How the content of a file of each extension begins. A picture may be called by another picture's extension. */
const SIGNS: Readonly<Record<'image' | 'video', Readonly<Record<string, Sign>>>> = {
  image: {
    jpg: JPEG,
    jpeg: JPEG,
    png: PNG,
    gif: GIF,
    webp: WEBP,
    bmp: BMP,
    tif: TIFF,
    tiff: TIFF,
    heic: ISO_MEDIA,
  },
  video: { mp4: ISO_MEDIA, m4v: ISO_MEDIA, '3gp': ISO_MEDIA, mov: QUICKTIME, webm: EBML },
};
const HEAD_BYTES = 16;
/** An album with more is not counted to its end. */
const MAX_COUNTED = 10_000;

/** @param folder made when something is saved first */
export function createPhotoAlbum(folder: string): PhotoAlbum {
  const changed = createListeners<undefined>();
  return {
    folder,
    async save({ realPath, path }, kind) {
      const extension = extensionIn(path);
      const signs = SIGNS[kind];
      const head = await headOf(realPath);
      if (!Object.hasOwn(signs, extension) || !Object.values(signs).some((isOne) => isOne(head))) {
        throw new FerryError('file.type', `Not a file for the album: ${path}`, { details: { path } });
      }
      await copyOut(realPath, folder, `${plainStem(path) || kind}.${extension}`, path);
      changed.emit(undefined);
    },
    async total() {
      const names = await fs.readdir(folder).catch(() => []);
      const kept = names.filter((name) => !name.startsWith('.')).slice(0, MAX_COUNTED);
      const sizes = await Promise.all(
        kept.map((name) =>
          fs.lstat(join(folder, name)).then(
            (found) => (found.isFile() ? found.size : null),
            () => null,
          ),
        ),
      );
      const files = sizes.filter((size) => size !== null);
      return { count: files.length, sizeBytes: files.reduce((sum, size) => sum + size, 0) };
    },
    onChange: (listener) =>
      changed.add(() => {
        listener();
      }),
  };
}

/** The first bytes of a file; none of one that cannot be read, which copying then says. */
async function headOf(realPath: string): Promise<Buffer> {
  const head = Buffer.alloc(HEAD_BYTES);
  const file = await fs.open(realPath).catch(() => null);
  if (file === null) return head;
  try {
    const { bytesRead } = await file.read(head, 0, HEAD_BYTES, 0);
    return head.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}
