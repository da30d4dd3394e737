import { randomUUID } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import fs from 'node:fs/promises';
import path from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { FerryError } from '#contract/errors';
import type { ExportOptions, Exported, Imported } from '#contract/panel-archive';
import type { BodySide, Exchange } from '#contract/transfer';
import type { ProgramBodies } from '../bodies/program-bodies.ts';
import { emptyRecord } from '../blank-exchange.ts';
import type { Journal } from '../journal.ts';
import type { BundleFacts } from './bundle-format.ts';
import { openBundle, recordFrom } from './bundle-read.ts';
import { writeBundle } from './bundle-write.ts';
import { readHar } from './har-read.ts';
import { harEntry, type EntryBodies } from './har-write.ts';
import { redactedBody, redactedExchange } from './redacted-exchange.ts';

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
  readonly version: string;
  readonly facts: () => Omit<BundleFacts, 'format' | 'version' | 'ferry' | 'madeAtEpochMs' | 'isRedacted'>;
  readonly now: () => number;
  /** Hears how far it is, at most ten times a second. */
  readonly onProgress: (doneCount: number, totalCount: number) => void;
}

/** A HAR is one text that its reader takes in whole. */
const MAX_HAR_BODY_BYTES = 8 * 1024 * 1024;
const MAX_HAR_BODIES_BYTES = 256 * 1024 * 1024;
const MAX_HAR_FILE_BYTES = 1024 ** 3;
/** Where secrets are to be taken out, a body has to be looked through in memory. */
const MAX_REDACTED_BYTES = 64 * 1024 * 1024;
const TELL_EVERY_MS = 100;

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
    async function* exchanges(): AsyncGenerator<Exchange> {
      for (const id of ids) {
        const exchange = journal.get(id);
        if (!exchange) continue;
        yield options.keepsSecrets ? exchange : redactedExchange(exchange);
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
        ...deps.facts(),
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

  /** Enters one exchange with its bodies; a body is told by its bytes, or by a file that is taken. */
  const enter = (
    read: Omit<Exchange, 'id' | 'bodies'>,
    given: Readonly<Record<BodySide, Uint8Array | string | null>>,
    sizes: Readonly<Record<BodySide, number>>,
  ): void => {
    const id = `i-${randomUUID()}`;
    const keep = (side: BodySide): Exchange['bodies'][BodySide] => {
      const body = given[side];
      if (body === null) return null;
      const headers = side === 'request' ? read.requestHeaders : read.responseHeaders;
      const mediaType = headers.find(([name]) => name.toLowerCase() === 'content-type')?.[1] ?? null;
      const piece =
        typeof body === 'string'
          ? ({ kind: 'file', realPath: body, sizeBytes: sizes[side] } as const)
          : ({ kind: 'bytes', bytes: body } as const);
      return bodies.keep({ exchangeId: id, side, pieces: [piece], mediaType });
    };
    // The record comes first: bodies that nobody records are swept away.
    journal.adopt({ ...read, id, bodies: { request: null, response: null } });
    journal.update(id, { bodies: { request: keep('request'), response: keep('response') } });
  };

  const loadHar = async (file: string, fileName: string): Promise<Imported> => {
    const { size } = await fs.stat(file);
    if (size > MAX_HAR_FILE_BYTES)
      throw new FerryError('usage', `${fileName} is larger than 1 GB, too large for a HAR file to be read.`);
    const { exchanges, skippedCount } = readHar(await fs.readFile(file, 'utf8'), fileName, emptyRecord());
    const tell = progressOf(exchanges.length);
    for (const [index, { exchange, request, response }] of exchanges.entries()) {
      enter(exchange, { request, response }, { request: 0, response: 0 });
      tell(index + 1);
      if (index % 20 === 0) await nextTurn();
    }
    const none = { rules: [], pageStack: [], isRedacted: false };
    return { fileName, format: 'har', count: exchanges.length, skippedCount, ...none };
  };

  const loadBundle = async (file: string, fileName: string): Promise<Imported> => {
    const bundle = await openBundle(file, fileName);
    try {
      const tell = progressOf(bundle.exchanges.length);
      let count = 0;
      for (const [index, line] of bundle.exchanges.entries()) {
        const read = recordFrom(line, emptyRecord(), fileName);
        tell(index + 1);
        if (!read) continue;
        const unpacked = {
          request: await unpackedBody(bundle.body(index, 'request'), deps.newPath()),
          response: await unpackedBody(bundle.body(index, 'response'), deps.newPath()),
        };
        enter(
          read,
          { request: unpacked.request?.file ?? null, response: unpacked.response?.file ?? null },
          { request: unpacked.request?.sizeBytes ?? 0, response: unpacked.response?.sizeBytes ?? 0 },
        );
        // What is kept has a name of its own.
        for (const body of [unpacked.request, unpacked.response])
          if (body) await fs.rm(body.file, { force: true });
        count += 1;
      }
      const { rules, pageStack, isRedacted } = bundle.facts;
      const skippedCount = bundle.exchanges.length - count;
      return { fileName, format: 'ferry', count, skippedCount, rules, pageStack, isRedacted };
    } finally {
      bundle.close();
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
      const fileName = path.basename(file);
      return (await isZip(file, fileName)) ? loadBundle(file, fileName) : loadHar(file, fileName);
    },
  };
}

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

async function unpackedBody(
  body: Promise<Readable | null>,
  file: string,
): Promise<{ readonly file: string; readonly sizeBytes: number } | null> {
  const stream = await body;
  if (!stream) return null;
  await pipeline(stream, createWriteStream(file, { mode: 0o600 }));
  const { size } = await fs.stat(file);
  if (size > 0) return { file, sizeBytes: size };
  await fs.rm(file, { force: true });
  return null;
}
