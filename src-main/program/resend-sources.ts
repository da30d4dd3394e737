import { createHash, randomUUID } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import fs from 'node:fs/promises';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { FerryError } from '#contract/errors';
import type { PickedForResend, ResendFile } from '#contract/panel-resend';
import { mediaTypeOf } from '../lib/media-type.ts';
import type { TransferContext } from '../transfers/context.ts';
import type { GivenFile } from '../transfers/upload.ts';
import type { ResenderDeps } from './resend.ts';

/** Where the files come from that the developer sends. */
export interface ResendSources {
  /** @throws FerryError `file.not-found` */
  give(file: ResendFile): Promise<GivenFile>;
  /** Takes in a file of the computer that was picked; it is read when it is sent. */
  admit(realPath: string): Promise<PickedForResend>;
}

export interface ResendSourcesDeps
  extends Pick<TransferContext, 'journal' | 'files'>, Pick<ResenderDeps, 'bodies' | 'readKept'> {}

/** Picked and not forgotten; more than anyone edits at once. */
const MAX_PICKED = 200;

export function createResendSources({ journal, files, bodies, readKept }: ResendSourcesDeps): ResendSources {
  const picked = new Map<string, string>();
  return {
    async give({ filename, contentType, source }) {
      switch (source.kind) {
        case 'virtual':
          await files.open(source.path);
          return { filename, contentType, place: null };
        case 'picked': {
          const realPath = picked.get(source.token);
          if (realPath === undefined) throw missing('The picked file is not known any more. Pick it again.');
          const { size } = await fs.stat(realPath).catch(() => {
            throw missing(`${path.basename(realPath)} is not there any more. Pick it again.`);
          });
          return {
            filename: filename ?? path.basename(realPath),
            contentType,
            place: { realPath, sizeBytes: size, sha256: null },
          };
        }
        case 'text': {
          const realPath = bodies.newPath();
          await fs.writeFile(realPath, source.text);
          const sha256 = createHash('sha256').update(source.text).digest('hex');
          return {
            filename: filename ?? 'text.txt',
            contentType,
            place: { realPath, sizeBytes: Buffer.byteLength(source.text), sha256 },
          };
        }
        case 'kept': {
          const part = journal.get(source.exchangeId)?.parts.findLast((one) => one.filename !== null);
          if (!part) throw missing('The record of what was sent names no file.');
          const realPath = bodies.newPath();
          const stretch = { start: part.contentOffsetBytes, sizeBytes: part.sizeBytes };
          const content = await readKept(source.exchangeId, 'request', stretch);
          if (!content) throw missing('What was sent is not kept any more.');
          const hash = createHash('sha256');
          const hashed = async function* (chunks: AsyncIterable<Uint8Array>) {
            for await (const chunk of chunks) {
              hash.update(chunk);
              yield chunk;
            }
          };
          await pipeline(content, hashed, createWriteStream(realPath));
          const { size } = await fs.stat(realPath);
          return {
            filename: filename ?? part.filename,
            contentType: contentType ?? part.contentType,
            place: { realPath, sizeBytes: size, sha256: hash.digest('hex') },
          };
        }
      }
    },
    async admit(realPath) {
      const { size } = await fs.stat(realPath);
      const token = randomUUID();
      picked.set(token, realPath);
      for (const oldest of picked.keys()) {
        if (picked.size <= MAX_PICKED) break;
        picked.delete(oldest);
      }
      const name = path.basename(realPath);
      return { token, name, sizeBytes: size, mediaType: mediaTypeOf(name) };
    },
  };
}

/** What was to be sent is not there. */
export function missing(message: string): FerryError {
  return new FerryError('file.not-found', message);
}
