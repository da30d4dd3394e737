import { performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import type { WxEvent } from '#contract/wx';
import { createWorkerClient } from '../../src-main/transfers/worker-client.ts';
import type { ForkProcess, WorkerCommand, WorkerEvent } from '../../src-main/worker/protocol.ts';
import { createWorker } from '../../src-main/worker/worker.ts';
import { forkModule, type ForkedModule } from './children.ts';
import { forkWorker, whenLoaded, workerFork } from './ferry.ts';
import type { ForPinger, FromPinger, RoundTrip } from './latency-pinger.ts';
import { openMainProcess, type MainProcess } from './main-process.ts';
import { urlOf, type Place } from './workload.ts';

/**
 * A process that does what Ferry's main process does: keeps ten transfers going, half of them uploads, has the files
 * hashed afterwards, keeps the journal, tells page and panel, and meanwhile answers the page's pings. Takes one
 * order, gives one report, and is killed.
 */

export interface LatencyOrder {
  readonly transfers: 'none' | 'in the worker' | 'in main';
  readonly workerFile: string;
  readonly place: Place;
  /** Of each transfer. */
  readonly sizeBytes: number;
  /** The least time to ping; it lasts until every hash has come. */
  readonly windowMs: number;
}

/** What the process is at: a ping belongs to the one it is answered in. */
export type Phase = 'idle' | 'transfers' | 'hashes';

export interface LatencyReport {
  readonly roundTrips: readonly RoundTrip[];
  readonly loopBusy: number;
  /** The same while the transfers ran; null where there were none. */
  readonly loopBusyInTransfers: number | null;
  /** While the transfers ran. */
  readonly bytesPerSecond: number;
  readonly hashSeconds: number;
}

const LANES = 10;
/** So much of the window begins new transfers; the rest is for their ends and the hashes. */
const TRANSFERS_SHARE = 0.6;

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

/** Stands for a page or the panel. */
async function forkListener(): Promise<ForkedModule & { tell(message: ForPinger): void }> {
  const child = forkModule(new URL('./latency-pinger.ts', import.meta.url), null, { serialization: 'json' });
  await child.next();
  return { ...child, tell: (message) => child.send(message) };
}

interface Lanes {
  /** Begins no more transfers; resolves when those under way have ended. */
  finish(): Promise<unknown>;
}

/** Ten transfers that start again whenever they end. Resolves when all of them move. */
async function startLanes(main: MainProcess, order: LatencyOrder, moving: Moving): Promise<Lanes> {
  const sourcePath = await main.pick(order.place.sourcePath);
  let isOver = false;
  const keepGoing = async (lane: number): Promise<void> => {
    const direction = lane % 2 === 0 ? 'upload' : 'download';
    const url = urlOf({ direction, count: LANES, atOnce: LANES, sizeBytes: order.sizeBytes }, order.place);
    while (!isOver) {
      const { ended } = direction === 'upload' ? main.upload(url, sourcePath) : main.download(url);
      const result = await ended;
      if (!result.ok) throw new Error(result.error.message);
    }
  };
  const lanes = Promise.all(Array.from({ length: LANES }, (_, lane) => keepGoing(lane)));
  // A lane that fails before its time ends the measurement.
  await Promise.race([moving.all, lanes]);
  return {
    finish() {
      isOver = true;
      return lanes;
    },
  };
}

interface Moving {
  /** Resolves when as many transfers as there are lanes have moved bytes. */
  readonly all: Promise<undefined>;
  hear(event: WxEvent): void;
}

function createMoving(): Moving {
  const moving = new Set<string>();
  const all = Promise.withResolvers<undefined>();
  return {
    all: all.promise,
    hear(event) {
      if (event.kind !== 'task' || event.event.kind !== 'progress') return;
      if (event.event.transferredBytes > 0) moving.add(event.event.taskId);
      if (moving.size >= LANES) all.resolve(undefined);
    },
  };
}

async function measure(order: LatencyOrder): Promise<LatencyReport> {
  const [page, panel] = await Promise.all([forkListener(), forkListener()]);
  const worker = order.transfers === 'in main' ? null : forkWorker(order.workerFile, null);
  const client = createWorkerClient(worker ? workerFork(worker.process) : forkInside);
  await whenLoaded(client);
  const moving = createMoving();
  const main = await openMainProcess({
    folder: order.place.outFolder,
    worker: client,
    toPage: (event) => {
      moving.hear(event);
      page.tell({ kind: 'event', event });
    },
    toPanel: (event) => {
      panel.tell({ kind: 'event', event });
    },
  });

  let phase: Phase = 'idle';
  const pinged = Promise.withResolvers<readonly RoundTrip[]>();
  page.process.on('message', (message: FromPinger) => {
    if (message.kind === 'ping') page.tell({ kind: 'pong', ping: message.ping, phase });
    if (message.kind === 'reports') main.program.report(message.reports);
    if (message.kind === 'result') pinged.resolve(message.roundTrips);
  });
  const lanes = order.transfers === 'none' ? null : await startLanes(main, order, moving);
  if (lanes) phase = 'transfers';
  const startedAt = performance.now();
  const loopAtStart = performance.eventLoopUtilization();
  const movedAtStart = main.movedBytes();
  page.tell({ kind: 'start' });

  await sleep(order.windowMs * TRANSFERS_SHARE);
  await lanes?.finish();
  const carriedAt = performance.now();
  const inTransfers = performance.eventLoopUtilization(loopAtStart).utilization;
  const movedBytes = main.movedBytes() - movedAtStart;
  if (lanes) phase = 'hashes';
  await main.settled();
  const hashedAt = performance.now();
  phase = 'idle';
  await sleep(Math.max(0, startedAt + order.windowMs - hashedAt));
  page.tell({ kind: 'stop' });
  const roundTrips = await pinged.promise;

  const report: LatencyReport = {
    roundTrips,
    loopBusy: performance.eventLoopUtilization(loopAtStart).utilization,
    loopBusyInTransfers: lanes ? inTransfers : null,
    bytesPerSecond: movedBytes / ((carriedAt - startedAt) / 1000),
    hashSeconds: lanes ? (hashedAt - carriedAt) / 1000 : 0,
  };
  // Waited for, so that what they used counts as ours.
  await Promise.all([page.end(), panel.end(), worker?.end()]);
  return report;
}

process.once('message', (order) => {
  void measure(order as LatencyOrder).then((report) => process.send?.(report));
});
process.on('disconnect', () => process.exit(0));
