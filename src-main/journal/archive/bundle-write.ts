import { randomUUID } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import fs from 'node:fs/promises';
import path from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { ZipFile } from 'yazl';
import type { BodySide } from '#contract/transfer';
import { BUNDLE_FILE, bodyName, EXCHANGES_FILE } from './bundle-format.ts';
import type { BundledExchange, BundleFacts } from './bundle-format.ts';

/** The same bundle is the same file whenever it is written. */
const UNDATED = new Date('2000-01-01T00:00:00Z');
const SIDES = ['request', 'response'] as const satisfies readonly BodySide[];

export interface BundleContents {
  readonly facts: BundleFacts;
  readonly exchanges: AsyncIterable<BundledExchange>;
  readonly withBodies: boolean;
  /** The bytes of a kept body; null when it is not kept. */
  body(exchangeId: string, side: BodySide): Promise<Readable | null>;
}

/** Writes a file of which nobody sees half: it takes its place when it is whole. */
export async function writeWhole(target: string, write: (part: string) => Promise<void>): Promise<void> {
  const part = path.join(path.dirname(target), `.${randomUUID()}.part`);
  try {
    await write(part);
    await fs.rename(part, target);
  } finally {
    await fs.rm(part, { force: true });
  }
}

/** Writes a `.ferry` file, a zip, with no more of it in memory than one exchange. */
export async function writeBundle(target: string, contents: BundleContents): Promise<void> {
  const zip = new ZipFile();
  const stop = new AbortController();
  zip.on('error', (error: Error) => {
    stop.abort(error);
  });
  /** What has bodies, by its place. */
  const withBodies: { readonly index: number; readonly id: string; readonly sides: readonly BodySide[] }[] =
    [];
  let count = 0;
  async function* lines(): AsyncGenerator<string> {
    for await (const exchange of contents.exchanges) {
      const sides = contents.withBodies ? SIDES.filter((side) => exchange.bodies[side] !== null) : [];
      if (sides.length > 0) withBodies.push({ index: count, id: exchange.id, sides });
      yield `${count === 0 ? '' : '\n'}${JSON.stringify(exchange)}`;
      count += 1;
    }
  }
  /** One after the other: a thousand bodies are not to be open at once. */
  const add = (name: string, open: () => Promise<Readable>): void => {
    zip.addReadStreamLazy(name, { mtime: UNDATED }, (take) => {
      open().then(
        (stream) => {
          take(null, stream);
        },
        (error: unknown) => {
          stop.abort(error);
        },
      );
    });
  };
  const written = Promise.withResolvers<undefined>();
  // Whoever stops the writing says why.
  written.promise.catch(() => undefined);

  await writeWhole(target, async (part) => {
    const whole = pipeline(zip.outputStream, createWriteStream(part, { mode: 0o600, flags: 'wx' }), stop);
    try {
      add(EXCHANGES_FILE, () => {
        const text = Readable.from(lines());
        text.once('end', () => {
          written.resolve(undefined);
        });
        text.once('error', (error) => {
          stop.abort(error);
          written.reject(error);
        });
        return Promise.resolve(text);
      });
      await Promise.race([written.promise, whole]);
      for (const { index, id, sides } of withBodies) {
        for (const side of sides) {
          add(bodyName(index, side), async () => (await contents.body(id, side)) ?? Readable.from([]));
        }
      }
      const facts = JSON.stringify({ ...contents.facts, count }, null, 2);
      zip.addBuffer(Buffer.from(facts), BUNDLE_FILE, { mtime: UNDATED });
      zip.end();
      await whole;
    } catch (error) {
      stop.abort(error);
      await whole.catch(() => undefined);
      throw stop.signal.reason ?? error;
    }
  });
}
