import { randomUUID } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import fs from 'node:fs/promises';
import path from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { FerryError } from '#contract/errors';
import { MAX_IMPORTED, type Imported, type RecordingName } from '#contract/panel-archive';
import type { ExchangeMarks } from '#contract/panel-exchanges';
import type { BodySide, Exchange } from '#contract/transfer';
import { emptyRecord } from '../blank-exchange.ts';
import type { Archive, ArchiveDeps } from './archive-types.ts';
import { isPartialIn, marksFrom, openBundle, recordFrom, type Bundle } from './bundle-read.ts';
import { readHar } from './har-read.ts';
import { progressOf } from './progress.ts';

const MAX_HAR_FILE_BYTES = 256 * 1024 * 1024;
/** Exchanges that are entered in one turn. */
const TURN_LENGTH = 20;
/** What is pinned is never given up for room: a file may pin no more. */
const MAX_PINNED = 200;

/** A body that comes with an exchange. */
type GivenBody =
  | { readonly kind: 'bytes'; readonly bytes: Uint8Array }
  | { readonly kind: 'file'; readonly realPath: string; readonly sizeBytes: number };

/** What else a file says of an exchange. */
interface EnteredFacts {
  /** Only the beginning of its response is there. */
  readonly isPartial: boolean;
  readonly marks: ExchangeMarks | null;
}

/** Reads a HAR or a bundle into the journal. */
export function createImporter(deps: ArchiveDeps): Archive['load'] {
  const { journal, bodies } = deps;

  /** Enters one exchange with its bodies; returns false where the journal does not take it. */
  const enter = (
    read: Omit<Exchange, 'id' | 'bodies'>,
    given: Readonly<Record<BodySide, GivenBody | null>>,
    { isPartial, marks }: EnteredFacts,
  ): boolean => {
    const id = `i-${randomUUID()}`;
    const keep = (side: BodySide): Exchange['bodies'][BodySide] => {
      const body = given[side];
      if (body === null) return null;
      const headers = side === 'request' ? read.requestHeaders : read.responseHeaders;
      const mediaType = headers.find(([name]) => name.toLowerCase() === 'content-type')?.[1] ?? null;
      return bodies.keep({ exchangeId: id, side, pieces: [body], mediaType });
    };
    // The record comes first: bodies that nobody records are swept away.
    try {
      journal.adopt({ ...read, id, bodies: { request: null, response: null } });
    } catch {
      return false;
    }
    if (marks) deps.marks.set(id, marks);
    const response = keep('response');
    journal.update(id, {
      bodies: {
        request: keep('request'),
        response: response && isPartial ? { ...response, isPartial: true } : response,
      },
    });
    return true;
  };

  const loadHar = async (file: string, from: RecordingName): Promise<Imported> => {
    const { from: fileName } = from;
    const { size } = await fs.stat(file);
    if (size > MAX_HAR_FILE_BYTES)
      throw new FerryError(
        'usage',
        `${fileName} is larger than 256 MB, too large for a HAR file to be read. Export less of it, or a .ferry bundle.`,
      );
    const read = readHar(await fs.readFile(file, 'utf8'), fileName, emptyRecord());
    const tell = progressOf(deps, read.exchanges.length);
    let count = 0;
    for (const [index, { exchange, request, response, isPartial }] of read.exchanges.entries()) {
      const record = recordFrom(exchange, emptyRecord(), from);
      const given = { request: bytesGiven(request), response: bytesGiven(response) };
      if (record && enter(record, given, { isPartial, marks: null })) count += 1;
      tell(index + 1);
      if (index % TURN_LENGTH === 0) await nextTurn();
    }
    const skippedCount = read.skippedCount + read.exchanges.length - count;
    const none = { rules: [], pageStack: [], isRedacted: false };
    return { fileName, format: 'har', count, skippedCount, isCutOff: read.isCutOff, ...none };
  };

  const loadBundle = async (file: string, from: RecordingName): Promise<Imported> => {
    const { from: fileName } = from;
    const bundle = await openBundle(file, fileName);
    let count = 0;
    let index = 0;
    let pinnedCount = 0;
    let isCutOff = false;
    try {
      const totalCount = Math.min(bundle.facts.count ?? 0, MAX_IMPORTED);
      const tell = progressOf(deps, totalCount);
      for await (const line of bundle.exchanges()) {
        if (index === MAX_IMPORTED) {
          isCutOff = true;
          break;
        }
        const record = recordFrom(line, emptyRecord(), from);
        const marks = marksFrom(line);
        const isPinned = marks?.isPinned === true && pinnedCount < MAX_PINNED;
        if (isPinned) pinnedCount += 1;
        const noted = marks && { ...marks, isPinned };
        if (
          record &&
          (await enterWithBodies(bundle, index, record, { isPartial: isPartialIn(line), marks: noted }))
        )
          count += 1;
        index += 1;
        tell(Math.min(index, totalCount));
        if (index % TURN_LENGTH === 0) await nextTurn();
      }
    } catch (error) {
      if (count === 0) throw error;
      throw new FerryError(
        'usage',
        `${fileName} is damaged after its exchange ${String(index)}: ${(error as Error).message}. What came before it is in the list. Export it again, or pick another file.`,
      );
    } finally {
      bundle.close();
    }
    const { rules, pageStack, isRedacted } = bundle.facts;
    const skippedCount = index - count;
    return { fileName, format: 'ferry', count, skippedCount, isCutOff, rules, pageStack, isRedacted };
  };

  const enterWithBodies = async (
    bundle: Bundle,
    index: number,
    record: Omit<Exchange, 'id' | 'bodies'>,
    facts: EnteredFacts,
  ): Promise<boolean> => {
    const paths = { request: deps.newPath(), response: deps.newPath() };
    try {
      const given = {
        request: await unpackedBody(bundle.body(index, 'request'), paths.request),
        response: await unpackedBody(bundle.body(index, 'response'), paths.response),
      };
      return enter(record, given, facts);
    } finally {
      // What is kept has a name of its own.
      for (const unpacked of Object.values(paths)) await fs.rm(unpacked, { force: true });
    }
  };

  return async (file) => {
    const from = { from: path.basename(file), batch: randomUUID() };
    return (await isZip(file, from.from)) ? loadBundle(file, from) : loadHar(file, from);
  };
}

/** By its first bytes: names are changed on the way. */
async function isZip(file: string, fileName: string): Promise<boolean> {
  const unreadable = (error: unknown): never => {
    throw new FerryError('usage', `${fileName} cannot be read: ${(error as Error).message}`);
  };
  // A pipe that is opened waits for whoever writes into it.
  const found = await fs.stat(file).catch(unreadable);
  if (!found.isFile()) throw new FerryError('usage', `${fileName} is no file.`);
  const handle = await fs.open(file).catch(unreadable);
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(4), 0, 4, 0);
    return bytesRead === 4 && buffer.readUInt32LE() === 0x04034b50;
  } finally {
    await handle.close();
  }
}

async function unpackedBody(body: Promise<Readable | null>, file: string): Promise<GivenBody | null> {
  const stream = await body;
  if (!stream) return null;
  await pipeline(stream, createWriteStream(file, { mode: 0o600 }));
  const { size } = await fs.stat(file);
  return size > 0 ? { kind: 'file', realPath: file, sizeBytes: size } : null;
}

function bytesGiven(bytes: Uint8Array | null): GivenBody | null {
  return bytes && { kind: 'bytes', bytes };
}
