import { createReadStream } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { rangeFromHeader } from './byte-range.ts';
import { answerJson, type LabExchange } from './exchange.ts';
import { LabError } from './parameters.ts';

const MEDIA_TYPES: Readonly<Record<string, string>> = {
  '.jpg': 'image/jpeg',
  '.jpeg': 'image/jpeg',
  '.png': 'image/png',
  '.gif': 'image/gif',
  '.webp': 'image/webp',
  '.svg': 'image/svg+xml',
  '.wav': 'audio/wav',
  '.mp3': 'audio/mpeg',
  '.m4a': 'audio/mp4',
  '.pdf': 'application/pdf',
  '.txt': 'text/plain; charset=utf-8',
};

/** `GET /samples/` lists the sample files; `GET /samples/<file>` sends one, in parts when asked. */
export async function answerSample(exchange: LabExchange): Promise<void> {
  const { samplesDir, url } = exchange;
  const samples = samplesDir === null ? [] : await listSamples(samplesDir);
  const name = decodedPath(url.pathname.slice('/samples/'.length));
  if (name === '') {
    answerJson(
      exchange,
      200,
      samples.map(({ name, size, contentType }) => ({ name, size, contentType })),
    );
    return;
  }
  // Only what the listing names can be asked for, so no path leads out of the folder.
  const sample = samples.find((candidate) => candidate.name === name);
  if (sample === undefined) {
    throw new LabError(`There is no sample “${name}”; /samples/ lists what there is`, { status: 404 });
  }
  await answerFile(exchange, sample.path, sample.contentType, sample.size);
}

/** `GET /uploads/<sha256>`: a file that was uploaded before, with the content type it came with. */
export async function answerKeptUpload(exchange: LabExchange): Promise<void> {
  const sha256 = exchange.url.pathname.slice('/uploads/'.length);
  const upload = exchange.uploads.find(sha256);
  if (upload === null) {
    throw new LabError('No such upload is kept: only the newest 50 files and 100 MiB are', { status: 404 });
  }
  await answerFile(exchange, upload.path, upload.contentType, upload.sizeBytes);
}

async function answerFile(
  { request, response }: LabExchange,
  path: string,
  contentType: string,
  sizeBytes: number,
): Promise<void> {
  const range = rangeFromHeader(request.headers.range, sizeBytes);
  if (range === 'unsatisfiable') {
    response.writeHead(416, { 'Content-Range': `bytes */${String(sizeBytes)}` }).end();
    return;
  }
  const { start, end } = range ?? { start: 0, end: sizeBytes };
  response.writeHead(range === null ? 200 : 206, {
    'Content-Type': contentType,
    'Content-Length': end - start,
    'Accept-Ranges': 'bytes',
    ...(range === null
      ? {}
      : { 'Content-Range': `bytes ${String(start)}-${String(end - 1)}/${String(sizeBytes)}` }),
    // What somebody uploaded is shown, never run, in a browser.
    'X-Content-Type-Options': 'nosniff',
    'Content-Security-Policy': "default-src 'none'; sandbox",
  });
  if (request.method === 'HEAD' || end === start) {
    response.end();
    return;
  }
  await pipeline(createReadStream(path, { start, end: end - 1 }), response);
}

async function listSamples(folder: string) {
  const entries = await readdir(folder, { withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile() && mediaTypeOf(entry.name) !== null);
  return Promise.all(
    files
      .map(({ name }) => name)
      .sort()
      .map(async (name) => {
        const path = join(folder, name);
        return { name, path, size: (await stat(path)).size, contentType: mediaTypeOf(name) ?? '' };
      }),
  );
}

function mediaTypeOf(name: string): string | null {
  return MEDIA_TYPES[extname(name).toLowerCase()] ?? null;
}

function decodedPath(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    throw new LabError('The path is not valid percent-encoding');
  }
}
