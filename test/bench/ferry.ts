import type { ChildProcess } from 'node:child_process';
import path from 'node:path';
import { createWorkerClient, type WorkerClient } from '../../src-main/transfers/worker-client.ts';
import { DIRECT, type ForkProcess, type Job } from '../../src-main/worker/protocol.ts';
import { forkModule } from './children.ts';
import { costOf } from './usage.ts';
import { eachTransfer, urlOf, type Place, type Subject, type Workload } from './workload.ts';

const TIMEOUT_MS = 10 * 60 * 1000;

/** Ferry: its bundled transfer worker in a process of its own, told job by job, as the main process does. */
export function createFerrySubject(workerFile: string): Subject {
  return {
    name: 'Ferry',
    async run(workload, place, signal) {
      const child = forkWorker(workerFile, signal);
      const client = createWorkerClient(workerFork(child.process));
      try {
        await whenLoaded(client);
        return await costOf(child.pid, async () => {
          const startedAt = performance.now();
          await eachTransfer(workload, (number) => carry(client, jobOf(workload, place, number), signal));
          return performance.now() - startedAt;
        });
      } finally {
        await child.end();
      }
    },
  };
}

/** The worker's process, with the environment the app gives it. */
export function forkWorker(workerFile: string, signal: AbortSignal | null) {
  return forkModule(workerFile, signal, { env: { ...process.env, UV_THREADPOOL_SIZE: '16' } });
}

/** A worker's process as the client wants it; it can be asked for once. */
export function workerFork(child: ChildProcess): ForkProcess {
  return () => ({
    postMessage(command) {
      if (child.connected) child.send(command as object);
    },
    onMessage(listener) {
      child.on('message', (event) => {
        listener(event as never);
      });
    },
    onExit(listener) {
      child.once('exit', (code) => {
        listener(code ?? -1);
      });
    },
    kill() {
      child.kill();
    },
  });
}

/** Resolves when the worker has loaded: it answers in turn, and there is no such file to hash. */
export async function whenLoaded(client: WorkerClient): Promise<void> {
  await client.hash('');
}

/** One transfer as the transfer manager would order it. */
export function jobOf(workload: Workload, place: Place, number: number): Job {
  const { sizeBytes } = workload;
  const id = `t${String(number)}`;
  const base = {
    id,
    url: urlOf(workload, place),
    timeoutMs: TIMEOUT_MS,
    connection: DIRECT,
    tampering: null,
  };
  if (workload.direction === 'download') {
    const partPath = path.join(place.outFolder, String(number));
    const sink = { kind: 'file', partPath, limitBytes: sizeBytes } as const;
    return { ...base, method: 'GET', headers: [], body: { kind: 'none' }, sink };
  }
  const boundary = `----FerryFormBoundary${String(number).padStart(24, '0')}`;
  const file = {
    name: 'file',
    filename: 'file.bin',
    contentType: 'application/octet-stream',
    path: place.sourcePath,
    sizeBytes,
  };
  return {
    ...base,
    method: 'POST',
    headers: [['Content-Type', `multipart/form-data; boundary=${boundary}`]],
    body: { kind: 'multipart', boundary, fields: [], file },
    sink: { kind: 'memory', inlineBytes: 65_536, spillPath: path.join(place.outFolder, id) },
  };
}

async function carry(client: WorkerClient, job: Job, signal: AbortSignal): Promise<void> {
  const silent = { onHeaders: () => undefined, onProgress: () => undefined };
  const { outcome } = await client.run(job, silent, signal);
  if (!outcome.ok) throw new Error(outcome.error.message);
  if (outcome.statusCode !== 200) throw new Error(`Status ${String(outcome.statusCode)}`);
}
