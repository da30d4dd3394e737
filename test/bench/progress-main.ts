import { performance } from 'node:perf_hooks';
import { createWorkerClient } from '../../src-main/transfers/worker-client.ts';
import type { WorkerEvent } from '../../src-main/worker/protocol.ts';
import { forkWorker, whenLoaded, workerFork } from './ferry.ts';
import { openMainProcess } from './main-process.ts';
import { urlOf, type Direction, type Place } from './workload.ts';

/**
 * A process like Ferry's main process that carries one transfer after the other at full speed, for two seconds or
 * more, and counts what it is told of them. Takes one order, gives one report, and is killed.
 */

export interface ProgressOrder {
  readonly direction: Direction;
  readonly workerFile: string;
  readonly place: Place;
  readonly sizeBytes: number;
}

export interface ProgressReport {
  /** From the calls to their ends. */
  readonly seconds: number;
  readonly transfers: number;
  /** Progress messages from the worker to main, the first and the last of each transfer among them. */
  readonly fromWorker: number;
  /** Progress events from main to the page, the first and the last of each transfer among them. */
  readonly toPage: number;
}

const LEAST_MS = 2000;

async function measure(order: ProgressOrder): Promise<ProgressReport> {
  const worker = forkWorker(order.workerFile, null);
  let fromWorker = 0;
  let toPage = 0;
  worker.process.on('message', (event) => {
    if ((event as WorkerEvent).kind === 'progress') fromWorker += 1;
  });
  const client = createWorkerClient(workerFork(worker.process));
  await whenLoaded(client);
  const main = await openMainProcess({
    folder: order.place.outFolder,
    worker: client,
    toPage: (event) => {
      if (event.kind === 'task' && event.event.kind === 'progress') toPage += 1;
    },
    toPanel: () => undefined,
  });
  const url = urlOf({ ...order, count: 1, atOnce: 1 }, order.place);
  const sourcePath = order.direction === 'upload' ? await main.pick(order.place.sourcePath) : '';
  const startedAt = performance.now();
  let transfers = 0;
  let tookMs = 0;
  while (tookMs < LEAST_MS) {
    const transfer = order.direction === 'upload' ? main.upload(url, sourcePath) : main.download(url);
    const result = await transfer.ended;
    if (!result.ok) throw new Error(result.error.message);
    transfers += 1;
    tookMs = performance.now() - startedAt;
  }
  await worker.end();
  return { seconds: tookMs / 1000, transfers, fromWorker, toPage };
}

process.once('message', (order) => {
  void measure(order as ProgressOrder).then((report) => process.send?.(report));
});
process.on('disconnect', () => process.exit(0));
