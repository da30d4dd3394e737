import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Busboy } from '@fastify/busboy';
import { answerJson, receivedHeaders, type LabExchange } from './exchange.ts';
import { LabError } from './parameters.ts';
import type { UploadStore } from './upload-store.ts';

const LIMITS = { fields: 1000, files: 50, fieldNameSize: 1024, fieldSize: 1024 * 1024, headerPairs: 100 };

/** One file part as the server parsed it. */
interface ParsedFile {
  readonly name: string;
  readonly filename: string;
  readonly contentType: string;
  readonly size: number;
  readonly sha256: string;
}

/** `POST /upload`: answers with everything a server can know of a multipart upload. */
export async function answerUpload(exchange: LabExchange): Promise<void> {
  const { request, uploads } = exchange;
  const contentType = request.headers['content-type'] ?? '';
  if (!/^multipart\/form-data\s*;.*boundary=/i.test(contentType)) {
    throw new LabError(
      `Upload as multipart/form-data with a boundary; the Content-Type is “${contentType.slice(0, 100)}”`,
    );
  }
  let bytes = 0;
  request.on('data', (chunk: Buffer) => {
    bytes += chunk.length;
  });
  const fields: [name: string, value: string][] = [];
  const files: Promise<ParsedFile>[] = [];
  const parser = new Busboy({
    headers: { ...request.headers, 'content-type': contentType },
    preservePath: true,
    limits: LIMITS,
  });
  let overLimit = '';
  parser.on('field', (name, value) => fields.push([name, value]));
  parser.on('file', (name, stream, filename, _transferEncoding, partType) => {
    const taken = takeFile(uploads, stream, { name, filename, contentType: partType });
    // Awaited below; a client that leaves in between must not be an unhandled rejection.
    taken.catch(() => undefined);
    files.push(taken);
  });
  parser.on('fieldsLimit', () => {
    overLimit = `more than ${String(LIMITS.fields)} fields`;
  });
  parser.on('filesLimit', () => {
    overLimit = `more than ${String(LIMITS.files)} files`;
  });
  try {
    await pipeline(request, parser);
  } catch (error) {
    await Promise.allSettled(files);
    if (request.errored !== null) throw error;
    throw new LabError(`The multipart body is broken: ${error instanceof Error ? error.message : 'unknown'}`);
  }
  const parsed = await Promise.all(files);
  if (overLimit !== '') throw new LabError(`The upload has ${overLimit}`, { status: 413 });
  answerJson(exchange, 200, {
    method: request.method,
    url: request.url,
    headers: receivedHeaders(request),
    fields,
    files: parsed,
    bytes,
  });
}

/** Hashes a part on its way to the store; one too large to keep is still hashed to its end. */
async function takeFile(
  uploads: UploadStore,
  stream: Readable,
  part: Omit<ParsedFile, 'size' | 'sha256'>,
): Promise<ParsedFile> {
  const hash = createHash('sha256');
  let size = 0;
  stream.on('error', () => undefined);
  const path = await uploads.newPath();
  const isWhole = () => size <= uploads.maxBytes;
  try {
    await pipeline(
      stream,
      async function* (source: AsyncIterable<Buffer>) {
        for await (const chunk of source) {
          hash.update(chunk);
          size += chunk.length;
          if (isWhole()) yield chunk;
        }
      },
      createWriteStream(path),
    );
    const sha256 = hash.digest('hex');
    if (isWhole()) await uploads.keep(path, { sha256, contentType: part.contentType, sizeBytes: size });
    return { ...part, size, sha256 };
  } finally {
    await rm(path, { force: true });
  }
}
