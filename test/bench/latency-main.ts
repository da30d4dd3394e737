import { performance } from 'node:perf_hooks';
import { createWorkerClient, type WorkerClient } from '../../src-main/transfers/worker-client.ts';
import type { ForkProcess, JobCounts, WorkerCommand, WorkerEvent } from '../../src-main/worker/protocol.ts';
import { createWorker } from '../../src-main/worker/worker.ts';
import { forkModule } from './children.ts';
import { forkWorker, jobOf, whenLoaded, workerFork } from './ferry.ts';
import type { Place } from './workload.ts';

/**
 * A process like Ferry's main process: keeps ten transfers going, half of them uploads, and answers the pings of
 * another process. Takes one order, gives one report, and is killed.
 */

export interface LatencyOrder {
  readonly transfers: 'none' | 'in the worker' | 'in main';
  readonly workerFile: string;
  readonly place: Place;
  /** Of each transfer. */
  readonly sizeBytes: number;
  readonly windowMs: number;
}

export interface LatencyReport {
  readonly roundTripsMs: readonly number[];
  readonly loopBusy: number;
  readonly bytesPerSecond: number;
}

const LANES = 10;

/** The transfer worker as a part of this process: what Ferry does not do. */
const forkInside: ForkProcess = () => {
  let command: (command: WorkerCommand) => void = () => undefined;
  let receive: (event: WorkerEvent) => void = () => undefined;
  createWorker({
    postMessage: (event) => {
      receive(event);
    },
    onMessage: (listener) => {
      command = listener;
    },
  });
  return {
    postMessage: (message) => {
      command(message as WorkerCommand);
    },
    onMessage: (listener) => {
      receive = (event) => {
        listener(event as never);
      };
    },
    onExit: () => undefined,
    kill: () => undefined,
  };
};

interface Lanes {
  movedBytes(): number;
  /** From now on a lane may end. */
  letGo(): void;
}

/** Ten transfers that start again whenever they end. Resolves when all of them move. */
async function startLanes(client: WorkerClient, order: LatencyOrder): Promise<Lanes> {
  let endedBytes = 0;
  let isOver = false;
  const liveBytes = new Map<number, number>();

  const keepGoing = async (lane: number, onMoving: () => void): Promise<void> => {
    const direction = lane % 2 === 0 ? 'upload' : 'download';
    const workload = { direction, count: LANES, atOnce: LANES, sizeBytes: order.sizeBytes } as const;
    const job = jobOf(workload, order.place, lane);
    const onProgress = (counts: JobCounts): void => {
      liveBytes.set(lane, movedBy(counts));
      if (movedBy(counts) > 0) onMoving();
    };
    const { signal } = new AbortController();
    for (;;) {
      const ended = await client.run(job, { onHeaders: () => undefined, onProgress }, signal);
      if (isOver) return;
      if (!ended.outcome.ok) throw new Error(ended.outcome.error.message);
      endedBytes += movedBy(ended.counts);
      liveBytes.delete(lane);
    }
  };

  await Promise.all(
    Array.from({ length: LANES }, (_, lane) => {
      const moving = Promise.withResolvers<undefined>();
      // Before its time it only ends by failing, which ends this process and with it the measurement.
      void keepGoing(lane, () => moving.resolve(undefined));
      return moving.promise;
    }),
  );
  return {
    movedBytes: () => [...liveBytes.values()].reduce((a, b) => a + b, endedBytes),
    letGo() {
      isOver = true;
    },
  };
}

function movedBy(counts: JobCounts): number {
  return counts.sentBytes + counts.receivedBytes;
}

async function measure(order: LatencyOrder): Promise<LatencyReport> {
  const pinger = forkModule(new URL('./latency-pinger.ts', import.meta.url), null, { serialization: 'json' });
  await pinger.next();
  const worker = order.transfers === 'in the worker' ? forkWorker(order.workerFile, null) : null;
  const client =
    order.transfers === 'none' ? null : createWorkerClient(worker ? workerFork(worker.process) : forkInside);
  if (client !== null) await whenLoaded(client);
  const lanes = client === null ? null : await startLanes(client, order);

  const pinged = Promise.withResolvers<readonly number[]>();
  pinger.process.on('message', (message: { ping: number } | { roundTripsMs: number[] }) => {
    if ('ping' in message) pinger.send({ pong: message.ping });
    else pinged.resolve(message.roundTripsMs);
  });
  const startedAt = performance.now();
  const loopBefore = performance.eventLoopUtilization();
  const movedBefore = lanes?.movedBytes() ?? 0;
  pinger.send({ windowMs: order.windowMs });
  const roundTripsMs = await pinged.promise;
  const seconds = (performance.now() - startedAt) / 1000;
  const report = {
    roundTripsMs,
    loopBusy: performance.eventLoopUtilization(loopBefore).utilization,
    bytesPerSecond: ((lanes?.movedBytes() ?? 0) - movedBefore) / seconds,
  };
  lanes?.letGo();
  // Waited for, so that what they used counts as ours.
  await Promise.all([pinger.end(), worker?.end()]);
  return report;
}

process.once('message', (order) => {
  void measure(order as LatencyOrder).then((report) => process.send?.(report));
});
process.on('disconnect', () => process.exit(0));
