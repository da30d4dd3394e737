import { FerryError, type WireError } from '#contract/errors';
import type {
  ForkProcess,
  Job,
  JobCounts,
  JobTimings,
  WorkerCommand,
  WorkerEvent,
  WorkerPort,
} from '../worker/protocol.ts';

export type JobHeaders = Extract<WorkerEvent, { kind: 'headers' }>;
export type JobEnd = Extract<WorkerEvent, { kind: 'ended' }>;

export interface JobListeners {
  onHeaders(headers: JobHeaders): void;
  onProgress(counts: JobCounts): void;
}

/** The transfer worker as main sees it. Started when first needed, and again after it died. */
export interface WorkerClient {
  /** Runs one job to its end; aborting ends it too. Never rejects: a lost worker is an ended job. */
  run(job: Job, listeners: JobListeners, signal: AbortSignal): Promise<JobEnd>;
  /** sha-256 of a file in hex, in the worker's spare time; null when it could not be read. */
  hash(path: string): Promise<string | null>;
  /** Starts the process before it is needed, so that the first transfer does not wait for it. */
  warmUp(): void;
  /** Ends the process; every job and hash has ended when this resolves. */
  close(): Promise<void>;
}

interface LiveJob extends JobListeners {
  /** What was last told, for the record of a job whose worker is lost. */
  counts: JobCounts;
  readonly end: (end: JobEnd) => void;
}

export function createWorkerClient(fork: ForkProcess): WorkerClient {
  const jobs = new Map<string, LiveJob>();
  const hashes = new Map<string, (sha256: string | null) => void>();
  let port: WorkerPort<WorkerCommand, WorkerEvent> | null = null;
  let hashCount = 0;
  let closed = false;
  let gone = Promise.withResolvers<undefined>();

  const connected = (): WorkerPort<WorkerCommand, WorkerEvent> => {
    if (closed) throw new FerryError('net.worker-lost', 'Ferry is closing.');
    if (port) return port;
    const started = fork<WorkerCommand, WorkerEvent>('worker');
    gone = Promise.withResolvers<undefined>();
    started.onMessage(receive);
    started.onExit((code) => {
      if (port === started) port = null;
      loseAll(code);
      gone.resolve(undefined);
    });
    port = started;
    return started;
  };

  const receive = (event: WorkerEvent): void => {
    switch (event.kind) {
      case 'headers':
        jobs.get(event.id)?.onHeaders(event);
        return;
      case 'progress': {
        const job = jobs.get(event.id);
        if (!job) return;
        job.counts = event;
        job.onProgress(event);
        return;
      }
      case 'ended': {
        const job = jobs.get(event.id);
        jobs.delete(event.id);
        job?.end(event);
        return;
      }
      case 'hashed': {
        const done = hashes.get(event.id);
        hashes.delete(event.id);
        done?.(event.sha256);
      }
    }
  };

  const loseAll = (code: number): void => {
    const error: WireError = {
      code: 'net.worker-lost',
      message: `The transfer process ended (code ${String(code)}); the next transfer starts a new one.`,
    };
    const lost = [...jobs];
    jobs.clear();
    for (const [id, job] of lost) job.end({ ...endedWith(id, error), counts: job.counts });
    const unhashed = [...hashes.values()];
    hashes.clear();
    for (const done of unhashed) done(null);
  };

  return {
    run(job, listeners, signal) {
      return new Promise((resolve) => {
        const abort = (): void => port?.postMessage({ kind: 'abort', id: job.id });
        const end = (ended: JobEnd): void => {
          signal.removeEventListener('abort', abort);
          resolve(ended);
        };
        if (signal.aborted) {
          end(endedWith(job.id, { code: 'aborted', message: 'Aborted.' }));
          return;
        }
        try {
          const live = connected();
          jobs.set(job.id, { ...listeners, counts: NO_COUNTS, end });
          signal.addEventListener('abort', abort, { once: true });
          live.postMessage({ kind: 'start', job });
        } catch (error) {
          jobs.delete(job.id);
          end(endedWith(job.id, FerryError.from(error).toWire()));
        }
      });
    },
    hash(path) {
      return new Promise((resolve) => {
        const id = `h${String((hashCount += 1))}`;
        hashes.set(id, resolve);
        try {
          connected().postMessage({ kind: 'hash', id, path });
        } catch {
          hashes.delete(id);
          resolve(null);
        }
      });
    },
    warmUp() {
      connected();
    },
    close() {
      closed = true;
      port?.kill();
      return port ? gone.promise : Promise.resolve();
    },
  };
}

const NO_COUNTS: JobCounts = {
  sentBytes: 0,
  acknowledgedBytes: null,
  expectedSendBytes: 0,
  receivedBytes: 0,
  expectedReceiveBytes: 0,
  decodedBytes: 0,
};

const NO_TIMINGS: JobTimings = {
  dnsStart: null,
  dnsEnd: null,
  connectStart: null,
  connectEnd: null,
  tlsStart: null,
  tlsEnd: null,
  sendStart: null,
  sendEnd: null,
  responseStart: null,
  responseEnd: null,
};

function endedWith(id: string, error: WireError): JobEnd {
  return {
    kind: 'ended',
    id,
    outcome: { ok: false, error },
    counts: NO_COUNTS,
    timings: NO_TIMINGS,
    startedAtEpochMs: 0,
  };
}
