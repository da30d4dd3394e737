import { randomUUID } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import fs from 'node:fs/promises';
import path from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { FerryError } from '#contract/errors';
import {
  MAX_IMPORTED,
  type ExportOptions,
  type Exported,
  type Imported,
  type RecordingName,
} from '#contract/panel-archive';
import type { ExchangeMarks } from '#contract/panel-exchanges';
import type { BodySide, Exchange } from '#contract/transfer';
import type { ProgramBodies } from '../bodies/program-bodies.ts';
import { emptyRecord } from '../blank-exchange.ts';
import type { Journal } from '../journal.ts';
import type { BundledExchange, BundleFacts } from './bundle-format.ts';
import { isPartialIn, marksFrom, openBundle, recordFrom, type Bundle } from './bundle-read.ts';
import { writeBundle } from './bundle-write.ts';
import { readHar } from './har-read.ts';
import { harEntry, type EntryBodies } from './har-write.ts';
import { redactedBody, redactedExchange, redactedFacts } from './redacted-exchange.ts';

/** Takes exchanges out of Ferry as HAR or bundle, and brings them in. */
export interface Archive {
  /** @returns what was written; the file is there when it is whole */
  save(target: string, ids: readonly string[], options: SaveOptions): Promise<Exported>;
  /**
   * Reads a HAR or a bundle into the journal.
   *
   * @throws FerryError `usage` where it is neither
   */
  load(file: string): Promise<Imported>;
}

export type SaveOptions = Pick<ExportOptions, 'format' | 'keepsSecrets' | 'withBodies'>;

export interface ArchiveDeps {
  readonly journal: Journal;
  readonly bodies: ProgramBodies;
  /** A fresh path of Ferry's own, on the volume of the kept bodies. */
  readonly newPath: () => string;
  /** What the developer noted about exchanges. */
  readonly marks: {
    of(exchangeId: string): ExchangeMarks | null;
    set(exchangeId: string, marks: ExchangeMarks): void;
  };
  readonly version: string;
  readonly facts: () => Omit<BundleFacts, 'format' | 'version' | 'ferry' | 'madeAtEpochMs' | 'isRedacted'>;
  readonly now: () => number;
  /** Hears how far it is, at most ten times a second. */
  readonly onProgress: (doneCount: number, totalCount: number) => void;
}

/** A HAR is one text that its reader takes in whole. */
const MAX_HAR_BODY_BYTES = 8 * 1024 * 1024;
const MAX_HAR_BODIES_BYTES = 256 * 1024 * 1024;
const MAX_HAR_FILE_BYTES = 256 * 1024 * 1024;
/** Where secrets are to be taken out, a body has to be looked through in memory. */
const MAX_REDACTED_BYTES = 64 * 1024 * 1024;
const TELL_EVERY_MS = 100;
/** Exchanges that are entered in one turn. */
const TURN_LENGTH = 20;

export function createArchive(deps: ArchiveDeps): Archive {
  const { journal, bodies } = deps;

  const progressOf = (totalCount: number): ((doneCount: number) => void) => {
    let toldAt = 0;
    return (doneCount) => {
      const now = deps.now();
      if (now - toldAt < TELL_EVERY_MS && doneCount < totalCount) return;
      toldAt = now;
      deps.onProgress(doneCount, totalCount);
    };
  };

  /** A kept body as it may go out; null where there is none, or it is too large to be looked through. */
  const bodyOf = async (
    exchange: Exchange,
    side: BodySide,
    limits: { readonly keepsSecrets: boolean; readonly mostBytes: number },
  ): Promise<Uint8Array | null> => {
    const kept = exchange.bodies[side];
    if (kept === null || kept.sizeBytes > limits.mostBytes) return null;
    const stream = await bodies.read(exchange.id, side);
    if (!stream) return null;
    const bytes = Buffer.concat((await stream.toArray()) as Uint8Array[]);
    if (limits.keepsSecrets) return bytes;
    return redactedBody(bytes, kept.mediaType, side === 'request' ? exchange.parts : []);
  };

  const saveHar = async (target: string, ids: readonly string[], options: SaveOptions): Promise<Counts> => {
    const counts = { count: 0, leftOutBodies: 0 };
    const tell = progressOf(ids.length);
    let roomBytes = MAX_HAR_BODIES_BYTES;
    async function* text(): AsyncGenerator<string> {
      const pages = new Map<string, string>();
      yield `{"log":{"version":"1.2","creator":${JSON.stringify({ name: 'Ferry', version: deps.version })},"entries":[`;
      for (const id of ids) {
        const exchange = journal.get(id);
        if (!exchange) continue;
        const own = { request: null, response: null } as {
          -readonly [S in keyof EntryBodies]: EntryBodies[S];
        };
        for (const side of ['request', 'response'] as const) {
          if (!options.withBodies || exchange.bodies[side] === null) continue;
          const mostBytes = Math.min(MAX_HAR_BODY_BYTES, roomBytes);
          own[side] = await bodyOf(exchange, side, { ...options, mostBytes });
          roomBytes -= own[side]?.byteLength ?? 0;
          if (own[side] === null) counts.leftOutBodies += 1;
        }
        const entry = harEntry(options.keepsSecrets ? exchange : redactedExchange(exchange), own);
        if (entry.pageref !== undefined && !pages.has(entry.pageref))
          pages.set(entry.pageref, entry.startedDateTime);
        yield `${counts.count === 0 ? '' : ','}\n${JSON.stringify(entry)}`;
        counts.count += 1;
        tell(counts.count);
        await nextTurn();
      }
      const listed = [...pages].map(([id, startedDateTime]) => ({
        id,
        title: id,
        startedDateTime,
        pageTimings: {},
      }));
      yield `\n],"pages":${JSON.stringify(listed)}}}\n`;
    }
    await pipeline(Readable.from(text()), createWriteStream(`${target}.part`, { mode: 0o600 }));
    await fs.rename(`${target}.part`, target);
    return counts;
  };

  const saveBundle = async (
    target: string,
    ids: readonly string[],
    options: SaveOptions,
  ): Promise<Counts> => {
    const counts = { count: 0, leftOutBodies: 0 };
    const tell = progressOf(ids.length);
    async function* exchanges(): AsyncGenerator<BundledExchange> {
      for (const id of ids) {
        const exchange = journal.get(id);
        if (!exchange) continue;
        const marks = deps.marks.of(id);
        const bundled = marks === null ? exchange : { ...exchange, marks };
        yield options.keepsSecrets ? bundled : redactedExchange(bundled);
        tell((counts.count += 1));
        await nextTurn();
      }
    }
    await writeBundle(target, {
      facts: {
        format: 'ferry-bundle',
        version: 1,
        ferry: deps.version,
        madeAtEpochMs: deps.now(),
        isRedacted: !options.keepsSecrets,
        ...(options.keepsSecrets ? deps.facts() : redactedFacts(deps.facts())),
      },
      exchanges: exchanges(),
      withBodies: options.withBodies,
      async body(exchange, side) {
        if (options.keepsSecrets) {
          const stream = await bodies.read(exchange.id, side);
          if (!stream) counts.leftOutBodies += 1;
          return stream;
        }
        const limits = { keepsSecrets: false, mostBytes: MAX_REDACTED_BYTES };
        const bytes = await bodyOf(exchange, side, limits);
        if (bytes === null) counts.leftOutBodies += 1;
        return bytes && Readable.from([bytes]);
      },
    });
    return counts;
  };

  /** Enters one exchange with its bodies; returns false where the journal does not take it. */
  const enter = (
    read: Omit<Exchange, 'id' | 'bodies'>,
    given: Readonly<Record<BodySide, GivenBody | null>>,
    { isPartial, marks }: { readonly isPartial: boolean; readonly marks: ExchangeMarks | null },
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
    const tell = progressOf(read.exchanges.length);
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
    let isCutOff = false;
    try {
      const totalCount = Math.min(bundle.facts.count ?? 0, MAX_IMPORTED);
      const tell = progressOf(totalCount);
      for await (const line of bundle.exchanges()) {
        if (index === MAX_IMPORTED) {
          isCutOff = true;
          break;
        }
        const record = recordFrom(line, emptyRecord(), from);
        if (record && (await enterWithBodies(bundle, index, line, record))) count += 1;
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
    line: unknown,
    record: Omit<Exchange, 'id' | 'bodies'>,
  ): Promise<boolean> => {
    const paths = { request: deps.newPath(), response: deps.newPath() };
    try {
      const given = {
        request: await unpackedBody(bundle.body(index, 'request'), paths.request),
        response: await unpackedBody(bundle.body(index, 'response'), paths.response),
      };
      return enter(record, given, { isPartial: isPartialIn(line), marks: marksFrom(line) });
    } finally {
      // What is kept has a name of its own.
      for (const unpacked of Object.values(paths)) await fs.rm(unpacked, { force: true });
    }
  };

  return {
    async save(target, ids, options) {
      try {
        const counts = await (options.format === 'har' ? saveHar : saveBundle)(target, ids, options);
        const { size } = await fs.stat(target);
        return { fileName: path.basename(target), sizeBytes: size, ...counts };
      } catch (error) {
        await fs.rm(`${target}.part`, { force: true });
        throw error;
      }
    },
    async load(file) {
      const from = { from: path.basename(file), batch: randomUUID() };
      return (await isZip(file, from.from)) ? loadBundle(file, from) : loadHar(file, from);
    },
  };
}

/** A body that comes with an exchange. */
type GivenBody =
  | { readonly kind: 'bytes'; readonly bytes: Uint8Array }
  | { readonly kind: 'file'; readonly realPath: string; readonly sizeBytes: number };

interface Counts {
  readonly count: number;
  readonly leftOutBodies: number;
}

/** By its first bytes: names are changed on the way. */
async function isZip(file: string, fileName: string): Promise<boolean> {
  const handle = await fs.open(file).catch((error: unknown) => {
    throw new FerryError('usage', `${fileName} cannot be read: ${(error as Error).message}`);
  });
  try {
    if (!(await handle.stat()).isFile()) throw new FerryError('usage', `${fileName} is no file.`);
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
