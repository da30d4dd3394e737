import { watch } from 'node:fs';
import fs from 'node:fs/promises';
import path from 'node:path';
import { createWorkerClient } from '../../src-main/transfers/worker-client.ts';
import { forkModule, type ForkedModule } from './children.ts';
import { forkWorker, whenLoaded, workerFork } from './ferry.ts';
import { openMainProcess, type MainProcess } from './main-process.ts';
import { monotonicMs } from './monotonic.ts';
import { urlOf, type Direction, type Place } from './workload.ts';

/**
 * A process like Ferry's main process that aborts one transfer after the other at full speed. Has a server of its
 * own, which tells it when a transfer has got going and when its socket is closed. Takes one order, gives one report,
 * and is killed.
 */

export interface AbortOrder {
  readonly direction: Direction;
  readonly count: number;
  readonly workerFile: string;
  readonly place: Omit<Place, 'origin' | 'query'>;
  /** Of each transfer: so much that it is not over before the abort. */
  readonly sizeBytes: number;
}

/** From the call of `abort`, in milliseconds, one number for each abort. */
export interface AbortReport {
  /** Until the server saw its socket closed. */
  readonly closedMs: readonly number[];
  /** Until the `.part` file was gone; null where there is none, with uploads. */
  readonly goneMs: readonly number[] | null;
}

/** What the server says of a transfer with `?tell`. */
export interface ServerTells {
  readonly kind: 'under way' | 'closed';
  /** On the clock that all processes share. */
  readonly atMs: number;
}

async function abortOnce(
  main: MainProcess,
  server: ForkedModule,
  order: AbortOrder,
  url: string,
  sourcePath: string,
): Promise<{ readonly closedMs: number; readonly goneMs: number | null }> {
  const underWay = server.next();
  const transfer = order.direction === 'upload' ? main.upload(url, sourcePath) : main.download(url);
  const early = await Promise.race([underWay.then(() => null), transfer.ended]);
  if (early) throw new Error(`The transfer ended too early: ${early.ok ? 'whole' : early.error.message}`);
  const parts = (await fs.readdir(main.partsFolder)).filter((name) => name.endsWith('.part'));
  if (parts.length !== (order.direction === 'upload' ? 0 : 1)) {
    throw new Error(`Parts of one ${order.direction}: ${parts.join(', ')}`);
  }
  const closed = server.next();
  const gone = parts[0] === undefined ? null : whenGone(path.join(main.partsFolder, parts[0]));
  const abortedAt = monotonicMs();
  transfer.abort();
  const result = await transfer.ended;
  if (result.ok || result.error.code !== 'aborted') throw new Error('The transfer ended before its abort.');
  const { atMs: closedAt } = (await closed) as ServerTells;
  const goneAt = await gone;
  return { closedMs: closedAt - abortedAt, goneMs: goneAt === null ? null : goneAt - abortedAt };
}

/** Resolves with the time at which a file is first seen to be gone. */
function whenGone(file: string): Promise<number> {
  return new Promise((resolve) => {
    const watcher = watch(path.dirname(file), (_, name) => {
      if (name !== path.basename(file)) return;
      const seenAt = monotonicMs();
      void fs.access(file).catch(() => {
        watcher.close();
        resolve(seenAt);
      });
    });
  });
}

async function measure(order: AbortOrder): Promise<AbortReport> {
  const server = forkModule(new URL('./server.ts', import.meta.url), null);
  const { port } = (await server.next()) as { port: number };
  const worker = forkWorker(order.workerFile, null);
  const client = createWorkerClient(workerFork(worker.process));
  await whenLoaded(client);
  const main = await openMainProcess({
    folder: order.place.outFolder,
    worker: client,
    toPage: () => undefined,
    toPanel: () => undefined,
  });
  const sourcePath = order.direction === 'upload' ? await main.pick(order.place.sourcePath) : '';
  const place = { ...order.place, origin: `http://127.0.0.1:${String(port)}`, query: '?tell' };
  const url = urlOf({ ...order, atOnce: 1 }, place);
  const closedMs: number[] = [];
  const goneMs: number[] = [];
  for (let number = 0; number < order.count; number += 1) {
    const took = await abortOnce(main, server, order, url, sourcePath);
    closedMs.push(took.closedMs);
    if (took.goneMs !== null) goneMs.push(took.goneMs);
  }
  // Waited for, so that what they used counts as ours.
  await Promise.all([server.end(), worker.end()]);
  return { closedMs, goneMs: order.direction === 'upload' ? null : goneMs };
}

process.once('message', (order) => {
  void measure(order as AbortOrder).then((report) => process.send?.(report));
});
process.on('disconnect', () => process.exit(0));
