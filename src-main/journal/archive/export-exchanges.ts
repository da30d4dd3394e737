import { createWriteStream } from 'node:fs';
import fs from 'node:fs/promises';
import path from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { BodySide, Exchange } from '#contract/transfer';
import type { Archive, ArchiveDeps, SaveOptions } from './archive-types.ts';
import type { BundledExchange } from './bundle-format.ts';
import { writeBundle, writeWhole } from './bundle-write.ts';
import { harEntry, type EntryBodies } from './har-write.ts';
import { progressOf } from './progress.ts';
import { redactedBody, redactedExchange, redactedFacts } from './redacted-exchange.ts';

/** A HAR is one text that its reader takes in whole. */
const MAX_HAR_BODY_BYTES = 8 * 1024 * 1024;
const MAX_HAR_BODIES_BYTES = 256 * 1024 * 1024;
/** Where secrets are to be taken out, a body has to be looked through in memory. */
const MAX_REDACTED_BYTES = 64 * 1024 * 1024;

interface Counts {
  readonly count: number;
  readonly leftOutBodies: number;
}

/** Writes exchanges of the journal to a file, as HAR or bundle. */
export function createExporter(deps: ArchiveDeps): Archive['save'] {
  const { journal, bodies } = deps;

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
    const tell = progressOf(deps, ids.length);
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
    await writeWhole(target, (part) =>
      pipeline(Readable.from(text()), createWriteStream(part, { mode: 0o600, flags: 'wx' })),
    );
    return counts;
  };

  const saveBundle = async (
    target: string,
    ids: readonly string[],
    options: SaveOptions,
  ): Promise<Counts> => {
    const counts = { count: 0, leftOutBodies: 0 };
    const tell = progressOf(deps, ids.length);
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
      async body(id, side) {
        if (options.keepsSecrets) {
          const stream = await bodies.read(id, side);
          if (!stream) counts.leftOutBodies += 1;
          return stream;
        }
        const exchange = journal.get(id);
        const limits = { keepsSecrets: false, mostBytes: MAX_REDACTED_BYTES };
        const bytes = exchange && (await bodyOf(exchange, side, limits));
        if (bytes === null) counts.leftOutBodies += 1;
        return bytes && Readable.from([bytes]);
      },
    });
    return counts;
  };

  return async (target, ids, options) => {
    const counts = await (options.format === 'har' ? saveHar : saveBundle)(target, ids, options);
    const { size } = await fs.stat(target);
    return { fileName: path.basename(target), sizeBytes: size, ...counts };
  };
}
