import { readdir, readlink } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'vitest';
import { writeToDisk, type WriteDoor } from '../../src-main/worker/batch-writer.ts';
import {
  DIRECT,
  type Job,
  type JobOutcome,
  type WorkerCommand,
  type WorkerEvent,
} from '../../src-main/worker/protocol.ts';
import { createWorker } from '../../src-main/worker/worker.ts';
import { tempDir } from './temp-dir.ts';

export type EndedEvent = Extract<WorkerEvent, { kind: 'ended' }>;
export type HeadersEvent = Extract<WorkerEvent, { kind: 'headers' }>;

/** A worker in the test's own process, with everything it said, and a ledger to close it with. */
export interface WorkerHarness {
  readonly folder: string;
  readonly events: readonly WorkerEvent[];
  /** A GET into memory with 5 s of budget, unless said otherwise. */
  job(parts: Partial<Job> & { readonly url: string }): Job;
  /** Where a download of this harness may go. */
  partPath(name?: string): string;
  start(job: Job): void;
  abort(id: string): void;
  hash(id: string, path: string): void;
  /** Starts the job and waits for its end. */
  run(job: Job): Promise<EndedEvent>;
  /** The next (or an earlier) event that passes. */
  event<E extends WorkerEvent>(matches: (event: WorkerEvent) => event is E): Promise<E>;
  ended(id: string): Promise<EndedEvent>;
  headersOf(id: string): HeadersEvent | undefined;
  /**
   * Closes the worker and checks the books: no live job, one end per job with nothing after it, no open file, no
   * `.part` but those in `keeps`.
   */
  close(keeps?: readonly string[]): Promise<void>;
}

export async function withWorker(writev: WriteDoor = writeToDisk): Promise<WorkerHarness> {
  const folder = await tempDir();
  const events: WorkerEvent[] = [];
  const waiting = new Set<() => void>();
  let command: (command: WorkerCommand) => void = () => undefined;
  let jobNumber = 0;
  const worker = createWorker(
    {
      postMessage(event) {
        // As a real line would: what cannot be cloned must not be sent.
        events.push(structuredClone(event));
        for (const look of waiting) look();
      },
      onMessage(listener) {
        command = listener;
      },
    },
    { now: () => performance.now(), writev },
  );

  const event = <E extends WorkerEvent>(matches: (event: WorkerEvent) => event is E) =>
    new Promise<E>((resolve) => {
      const look = () => {
        const found = events.find(matches);
        if (found === undefined) return;
        waiting.delete(look);
        resolve(found);
      };
      waiting.add(look);
      look();
    });
  const ended = (id: string) =>
    event((candidate): candidate is EndedEvent => candidate.kind === 'ended' && candidate.id === id);

  return {
    folder,
    events,
    event,
    ended,
    partPath: (name = 'body') => join(folder, `${name}.part`),
    job: (parts) => ({
      id: `job-${String((jobNumber += 1))}`,
      method: 'GET',
      headers: [],
      body: { kind: 'none' },
      sink: {
        kind: 'memory',
        inlineBytes: 65_536,
        spillPath: join(folder, `spill-${String(jobNumber)}.part`),
      },
      timeoutMs: 5000,
      connection: DIRECT,
      tampering: null,
      ...parts,
    }),
    start: (job) => {
      command({ kind: 'start', job });
    },
    abort: (id) => {
      command({ kind: 'abort', id });
    },
    hash: (id, path) => {
      command({ kind: 'hash', id, path });
    },
    run: (job) => {
      command({ kind: 'start', job });
      return ended(job.id);
    },
    headersOf: (id) =>
      events.find(
        (candidate): candidate is HeadersEvent => candidate.kind === 'headers' && candidate.id === id,
      ),
    async close(keeps = []) {
      await worker.close();
      expect({
        liveJobs: worker.liveJobs(),
        talkAfterTheEnd: talkAfterTheEnd(events),
        openFiles: await openFilesIn(folder),
        parts: (await readdir(folder)).filter((name) => name.endsWith('.part')).sort(),
      }).toEqual({ liveJobs: 0, talkAfterTheEnd: [], openFiles: [], parts: [...keeps].sort() });
    },
  };
}

/** The code of a failed outcome; `ok` for a success. */
export function verdict(outcome: JobOutcome): string {
  return outcome.ok ? 'ok' : outcome.error.code;
}

/** The body of a success that stayed in memory, as text; empty for anything else. */
export function textOf({ outcome }: EndedEvent): string {
  return outcome.ok ? Buffer.from(outcome.inlineBody ?? []).toString() : '';
}

function talkAfterTheEnd(events: readonly WorkerEvent[]): WorkerEvent[] {
  const over = new Set<string>();
  return events.filter((event) => {
    if (event.kind === 'hashed') return false;
    const late = over.has(event.id);
    if (event.kind === 'ended') over.add(event.id);
    return late;
  });
}

async function openFilesIn(folder: string): Promise<string[]> {
  if (process.platform !== 'linux') return [];
  const descriptors = await readdir('/proc/self/fd');
  const targets = await Promise.all(descriptors.map((fd) => readlink(`/proc/self/fd/${fd}`).catch(() => '')));
  return targets.filter((target) => target.startsWith(folder));
}
