import { assertNever } from '#contract/errors';
import { writeToDisk, type WriteDoor } from './batch-writer.ts';
import { createUnacknowledged } from './connection/unacknowledged.ts';
import { createHasher } from './hasher.ts';
import { createHttpClient } from './http.ts';
import { startJob, type RunningJob } from './job.ts';
import type { Job, WorkerCommand, WorkerEvent } from './protocol.ts';
import { createYoungGarbage } from './young-garbage.ts';

/** The worker's end of the line to the process that started it. */
export interface CommandPort {
  postMessage(event: WorkerEvent): void;
  onMessage(listener: (command: WorkerCommand) => void): void;
}

export interface WorkerDeps {
  /** Monotonic clock in milliseconds. */
  readonly now: () => number;
  /** How response bodies reach the disk. */
  readonly writev: WriteDoor;
}

/** The transfer worker in this process. */
export interface Worker {
  liveJobs(): number;
  /** Aborts every job, waits for their ends, closes idle connections. */
  close(): Promise<void>;
}

/**
 * Lifts what the manager decides: runs jobs, reports their story, hashes files while nothing else runs.
 * Ids are the manager's and unique among live jobs; a second `start` under a live id is ignored.
 */
export function createWorker(
  port: CommandPort,
  deps: WorkerDeps = { now: () => performance.now(), writev: writeToDisk },
): Worker {
  const http = createHttpClient();
  const garbage = createYoungGarbage();
  const unacknowledged = createUnacknowledged(deps.now);
  const jobs = new Map<string, RunningJob>();
  let idle = Promise.withResolvers<undefined>();
  idle.resolve(undefined);
  const hasher = createHasher(() => idle.promise);
  let isClosing = false;

  const start = (job: Job) => {
    if (isClosing || jobs.has(job.id)) return;
    if (jobs.size === 0) idle = Promise.withResolvers();
    const running = startJob(job, {
      http,
      unacknowledged,
      writev: deps.writev,
      garbage,
      now: deps.now,
      liveJobs: jobs.size + 1,
      emit: (event) => {
        if (event.kind === 'ended') forget(event.id);
        port.postMessage(event);
      },
    });
    jobs.set(job.id, running);
  };

  const forget = (id: string) => {
    jobs.delete(id);
    if (jobs.size === 0) idle.resolve(undefined);
  };

  const hash = async (id: string, path: string) => {
    port.postMessage({ kind: 'hashed', id, sha256: await hasher.sha256(path) });
  };

  port.onMessage((command) => {
    switch (command.kind) {
      case 'start':
        start(command.job);
        return;
      case 'abort':
        jobs.get(command.id)?.abort();
        return;
      case 'hash':
        void hash(command.id, command.path);
        return;
      default:
        assertNever(command);
    }
  });

  return {
    liveJobs: () => jobs.size,
    async close() {
      isClosing = true;
      const running = [...jobs.values()];
      for (const job of running) job.abort();
      await Promise.all(running.map((job) => job.ended));
      await hasher.close();
      http.close();
    },
  };
}
