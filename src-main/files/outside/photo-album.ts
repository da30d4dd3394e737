import fs from 'node:fs/promises';
import { FerryError } from '#contract/errors';
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

/** @param folder made when something is saved first */
export function createPhotoAlbum(folder: string): PhotoAlbum {
  return {
    async save({ realPath, path }, kind) {
      const extension = extensionIn(path);
      const signs = SIGNS[kind];
      const head = await headOf(realPath);
      if (!Object.hasOwn(signs, extension) || !Object.values(signs).some((isOne) => isOne(head))) {
        throw new FerryError('file.type', `Not a file for the album: ${path}`, { details: { path } });
      }
      await copyOut(realPath, folder, `${plainStem(path) || kind}.${extension}`, path);
    },
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
