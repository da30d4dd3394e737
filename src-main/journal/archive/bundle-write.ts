import { createWriteStream } from 'node:fs';
import fs from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { ZipFile } from 'yazl';
import type { BodySide, Exchange } from '#contract/transfer';
import { BUNDLE_FILE, bodyName, EXCHANGES_FILE } from './bundle-format.ts';
import type { BundledExchange, BundleFacts } from './bundle-format.ts';

/** The same bundle is the same file whenever it is written. */
const UNDATED = new Date('2000-01-01T00:00:00Z');

export interface BundleContents {
  readonly facts: BundleFacts;
  readonly exchanges: AsyncIterable<BundledExchange> | Iterable<BundledExchange>;
  readonly withBodies: boolean;
  /** The bytes of a kept body; null when it is not kept. */
  body(exchange: Exchange, side: BodySide): Promise<Readable | null>;
}

/**
 * Writes a `.ferry` file, a zip: its place is taken when it is whole.
 *
 * @returns how many exchanges are in it
 */
export async function writeBundle(target: string, contents: BundleContents): Promise<number> {
  const part = `${target}.part`;
  const zip = new ZipFile();
  const stop = new AbortController();
  zip.on('error', (error: Error) => {
    stop.abort(error);
  });
  const written = pipeline(zip.outputStream, createWriteStream(part, { mode: 0o600 }), stop);
  try {
    const lines: string[] = [];
    for await (const exchange of contents.exchanges) {
      for (const side of ['request', 'response'] as const) {
        if (!contents.withBodies || exchange.bodies[side] === null) continue;
        // One after the other: a thousand bodies are not to be open at once.
        zip.addReadStreamLazy(bodyName(lines.length, side), { mtime: UNDATED }, (take) => {
          contents.body(exchange, side).then(
            (body) => {
              take(null, body ?? Readable.from([]));
            },
            (error: unknown) => {
              stop.abort(error);
            },
          );
        });
      }
      lines.push(JSON.stringify(exchange));
    }
    zip.addBuffer(Buffer.from(lines.join('\n')), EXCHANGES_FILE, { mtime: UNDATED });
    const facts = { ...contents.facts, count: lines.length };
    zip.addBuffer(Buffer.from(JSON.stringify(facts, null, 2)), BUNDLE_FILE, { mtime: UNDATED });
    zip.end();
    await written;
    await fs.rename(part, target);
    return lines.length;
  } catch (error) {
    stop.abort(error);
    await written.catch(() => undefined);
    await fs.rm(part, { force: true });
    throw stop.signal.reason ?? error;
  }
}
