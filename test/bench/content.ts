import { createHash } from 'node:crypto';
import { open } from 'node:fs/promises';

const MIB = 1024 * 1024;

/** What the benchmark carries: the same MiB of noise over and over, the same on every machine. */
export const CONTENT_BLOCK: Buffer = createHash('shake256', { outputLength: MIB })
  .update('Ferry benchmark')
  .digest();

/** The content of `sizeBytes` in pieces of 1 MiB, each with its number at its front, so that no two can swap. */
export function* numberedContent(sizeBytes: number): Generator<Buffer> {
  for (let at = 0; at < sizeBytes; at += MIB) {
    const piece = Buffer.from(CONTENT_BLOCK);
    piece.writeUInt32BE(at / MIB);
    yield piece.subarray(0, sizeBytes - at);
  }
}

/** SHA-256 of the numbered content, in hex. */
export function contentSha256(sizeBytes: number): string {
  const digest = createHash('sha256');
  for (const piece of numberedContent(sizeBytes)) digest.update(piece);
  return digest.digest('hex');
}

/** Writes the numbered content to a new file, down to the disk: what is left to flush would slow who comes next. */
export async function writeContent(path: string, sizeBytes: number): Promise<void> {
  const file = await open(path, 'wx');
  try {
    for (const piece of numberedContent(sizeBytes)) await file.writeFile(piece);
    await file.sync();
  } finally {
    await file.close();
  }
}
