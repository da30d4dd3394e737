import type { FileHandle } from 'node:fs/promises';
import fs from 'node:fs/promises';
import { fileSystemError } from '#contract/file-system-errors';
import type { FileContent } from '#contract/file-system';
import type { BodyRef } from '#contract/transfer';
import { INLINE_BODY_BYTES } from '#contract/wx';
import type { BodyStore, Stretch } from '../body-store.ts';

/** WeChat reads and writes at most 100 MB at once (documentation of readFile and writeFile). */
export const MAX_CONTENT_BYTES = 100 * 1024 * 1024;

/** How bytes get back to the page: those over 64 KiB by a URL of its own origin, or, for a synchronous call, all of them at once. */
export type Carriage = 'by-url' | 'inline';

/** Bytes to be written: in memory, or in a file that may be moved away. */
export type Incoming =
  | { readonly kind: 'bytes'; readonly bytes: Uint8Array; readonly sizeBytes: number }
  | { readonly kind: 'file'; readonly realPath: string; readonly sizeBytes: number };

/** Bytes that were read: in memory, or a stretch of a file. */
export type Outgoing =
  | { readonly kind: 'bytes'; readonly bytes: Uint8Array }
  | {
      readonly kind: 'stretch';
      readonly realPath: string;
      /** How much of the file it was at first sight. */
      readonly sizeBytes: number;
      /** Of the code package, whose files no page can change. */
      readonly isPackaged: boolean;
      /** Where it lies in a file of this size; throws `file.system` when it does not. */
      readonly rangeIn: (fileBytes: number) => Stretch;
    };

/** @throws FerryError `file.system` when it is too much for one call, `request.invalid` when a posted body is gone */
export async function incomingOf(bodies: BodyStore, content: FileContent): Promise<Incoming> {
  const incoming: Incoming =
    content.kind === 'bytes'
      ? { kind: 'bytes', bytes: content.bytes, sizeBytes: content.bytes.byteLength }
      : { kind: 'file', ...(await bodies.received(content.bodyId)) };
  if (incoming.sizeBytes > MAX_CONTENT_BYTES) throw fileSystemError(1300202);
  return incoming;
}

/** Puts incoming bytes into a fresh file. */
export async function placeIncoming(incoming: Incoming, partPath: string): Promise<void> {
  if (incoming.kind === 'bytes') await fs.writeFile(partPath, incoming.bytes, { flag: 'wx' });
  else await fs.rename(incoming.realPath, partPath);
}

/** Hands read bytes to the page: of one state of the file, whatever is put in its place meanwhile. */
export async function outgoing(bodies: BodyStore, read: Outgoing, carriage: Carriage): Promise<BodyRef> {
  if (read.kind === 'stretch' && (carriage === 'inline' || read.sizeBytes <= INLINE_BODY_BYTES)) {
    return { kind: 'bytes', bytes: await readStretch(read.realPath, read.rangeIn) };
  }
  if (read.kind === 'stretch') {
    const realPath = read.isPackaged ? read.realPath : await bodies.borrow(read.realPath);
    const { size } = await fs.stat(realPath);
    return { kind: 'url', url: bodies.offer(realPath, OCTETS, read.rangeIn(size)) };
  }
  const bytes = new Uint8Array(read.bytes);
  if (carriage === 'inline' || bytes.byteLength <= INLINE_BODY_BYTES) return { kind: 'bytes', bytes };
  return { kind: 'url', url: await bodies.offerBytes(bytes, OCTETS) };
}

const OCTETS = 'application/octet-stream';

/** A stretch of an open file in memory; shorter when the file has become so. */
export async function stretchOf(
  handle: FileHandle,
  start: number,
  sizeBytes: number,
): Promise<Uint8Array<ArrayBuffer>> {
  const bytes = new Uint8Array(sizeBytes);
  let done = 0;
  while (done < sizeBytes) {
    const { bytesRead } = await handle.read(bytes, done, sizeBytes - done, start + done);
    if (bytesRead === 0) return bytes.slice(0, done);
    done += bytesRead;
  }
  return bytes;
}

async function readStretch(
  realPath: string,
  rangeIn: (fileBytes: number) => Stretch,
): Promise<Uint8Array<ArrayBuffer>> {
  const handle = await fs.open(realPath, 'r');
  try {
    const { size } = await handle.stat();
    const { start, sizeBytes } = rangeIn(size);
    return await stretchOf(handle, start, sizeBytes);
  } finally {
    await handle.close();
  }
}
