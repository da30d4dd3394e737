import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type http from 'node:http';
import type { Socket } from 'node:net';
import type { Fault } from '#contract/conditions';
import type { Job, JobTampering } from '../../src-main/worker/protocol.ts';
import { withRawServer } from './raw-server.ts';
import { withServer } from './with-server.ts';
import { withWorker, type EndedEvent, type WorkerHarness } from './worker-harness.ts';

const MIB = 1024 * 1024;
/** 100,000 bytes of which each differs from its neighbours. */
export const BODY = Buffer.from(Array.from({ length: 100_000 }, (_, at) => at % 251));

/** What a server saw of one connection. */
export interface SeenConnection {
  readonly head: string;
  readonly body: Buffer;
  /** How the other end left: a FIN, a reset, or not yet. */
  readonly end: 'fin' | 'reset' | null;
}

export interface SeeingServer {
  readonly origin: string;
  /** Every connection so far, once all of them are over. */
  seen(): Promise<SeenConnection[]>;
}

/** Keeps a book of what arrives on a connection, from its first byte to how it ends. */
export function bookOf(socket: Socket): { read(): SeenConnection; readonly over: Promise<unknown> } {
  const chunks: Buffer[] = [];
  let end: SeenConnection['end'] = null;
  socket.on('data', (chunk: Buffer) => chunks.push(chunk));
  socket.on('end', () => {
    end ??= 'fin';
  });
  socket.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'ECONNRESET') end ??= 'reset';
  });
  return {
    over: new Promise((resolve) => socket.on('close', resolve)),
    read() {
      const all = Buffer.concat(chunks);
      const at = all.indexOf('\r\n\r\n');
      const split = at === -1 ? all.length : at + 4;
      return { head: all.subarray(0, split).toString('latin1'), body: all.subarray(split), end };
    },
  };
}

/** A server that takes each request of `requestBytes` whole and then writes `answer`; it never ends a connection. */
export async function withSeeingServer(
  requestBytes: number,
  answer: (socket: Socket) => void,
): Promise<SeeingServer> {
  const books: ReturnType<typeof bookOf>[] = [];
  const server = await withRawServer((socket) => {
    const book = bookOf(socket);
    books.push(book);
    let hasAnswered = false;
    socket.on('data', () => {
      const { head, body } = book.read();
      if (hasAnswered || !head.endsWith('\r\n\r\n') || body.length < requestBytes) return;
      hasAnswered = true;
      answer(socket);
    });
  });
  return {
    origin: server.origin,
    async seen() {
      await Promise.all(books.map((book) => book.over));
      return books.map((book) => book.read());
    },
  };
}

/** These faults, and nothing else. */
export function faulty(...faults: Fault[]): JobTampering {
  return { delayMs: 0, faults, answer: null, sparesRedirects: false };
}

export function bytesAt(bytes: number): { readonly unit: 'bytes'; readonly bytes: number } {
  return { unit: 'bytes', bytes };
}

export function percentAt(percent: number): { readonly unit: 'percent'; readonly percent: number } {
  return { unit: 'percent', percent };
}

export function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** The error of a job that has failed; the test fails when it has not. */
export function errorOf({ outcome }: EndedEvent): {
  code: string;
  message: string;
  details: Record<string, unknown>;
} {
  if (outcome.ok) throw new Error(`The job has succeeded with ${String(outcome.statusCode)}`);
  return { ...outcome.error, details: { ...outcome.error.details } };
}

/** The sink of a job: into a file of the harness, or all of it inline. */
export const toFile = (worker: WorkerHarness): Pick<Job, 'sink'> => ({
  sink: { kind: 'file', partPath: worker.partPath(), limitBytes: null },
});

export const inMemory = (worker: WorkerHarness): Pick<Job, 'sink'> => ({
  sink: { kind: 'memory', inlineBytes: MIB, spillPath: worker.partPath('spill') },
});

/** A GET from a server that answers with BODY, and what came of it. */
export async function getFaulty(
  faults: readonly Fault[],
  respond?: http.RequestListener,
  parts: Partial<Job> = {},
) {
  const server = await withServer(respond ?? ((_request, response) => response.end(BODY)));
  const worker = await withWorker();
  const job = worker.job({ url: server.origin, ...toFile(worker), tampering: faulty(...faults), ...parts });
  const startedAt = performance.now();
  const ended = await worker.run(job);
  const tookMs = performance.now() - startedAt;
  const received = await readFile(worker.partPath()).catch(() => Buffer.alloc(0));
  const headers = worker.headersOf(job.id);
  await worker.close(ended.outcome.ok ? ['body.part'] : []);
  return { ended, headers, received, tookMs, connections: server.connections() };
}
