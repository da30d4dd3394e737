import { describe, expect, it } from 'vitest';
import { createWorkerClient, type JobEnd } from '../../../src-main/transfers/worker-client.ts';
import {
  DIRECT,
  type ForkProcess,
  type Job,
  type WorkerCommand,
  type WorkerEvent,
} from '../../../src-main/worker/protocol.ts';

/** A process that says what the test makes it say. */
interface Process {
  readonly commands: WorkerCommand[];
  say(event: WorkerEvent): void;
  exit(code: number): void;
  killed: number;
}

function processes(): { readonly fork: ForkProcess; readonly started: Process[] } {
  const started: Process[] = [];
  const fork: ForkProcess = () => {
    const hearers: ((event: WorkerEvent) => void)[] = [];
    const mourners: ((code: number) => void)[] = [];
    const own: Process = {
      commands: [],
      killed: 0,
      say: (event) => {
        for (const hear of hearers) hear(event);
      },
      exit: (code) => {
        for (const mourn of mourners) mourn(code);
      },
    };
    started.push(own);
    return {
      postMessage: (command) => void own.commands.push(command as WorkerCommand),
      onMessage: (listener) => void hearers.push(listener as (event: WorkerEvent) => void),
      onExit: (listener) => void mourners.push(listener),
      kill: () => {
        own.killed += 1;
      },
    };
  };
  return { fork, started };
}

const job = (id: string): Job => ({
  id,
  method: 'GET',
  url: 'http://host/',
  headers: [],
  body: { kind: 'none' },
  sink: { kind: 'memory', inlineBytes: 1, spillPath: '/spill' },
  timeoutMs: 1000,
  connection: DIRECT,
  tampering: null,
});
const COUNTS = {
  sentBytes: 0,
  acknowledgedBytes: null,
  expectedSendBytes: 0,
  receivedBytes: 1,
  expectedReceiveBytes: 2,
  decodedBytes: 1,
};
const endOf = (id: string): WorkerEvent =>
  ({
    kind: 'ended',
    id,
    outcome: { ok: true, statusCode: 200, inlineBody: null },
    counts: COUNTS,
    timings: {},
  }) as WorkerEvent;

const DEAF = { onHeaders: () => undefined, onProgress: () => undefined };
const never = new AbortController().signal;
const codeOf = ({ outcome }: JobEnd): string => (outcome.ok ? 'ok' : outcome.error.code);

describe('the worker’s client', () => {
  it('tells each job its own story and nothing after its end', async () => {
    const { fork, started } = processes();
    const client = createWorkerClient(fork);
    const heard: string[] = [];
    const listeners = (name: string) => ({
      onHeaders: () => void heard.push(`${name} headers`),
      onProgress: () => void heard.push(`${name} progress`),
    });
    const runs = ['a', 'b'].map((id) => client.run(job(id), listeners(id), never));
    const [worker] = started;
    const progress = (id: string): WorkerEvent => ({ kind: 'progress', id, ...COUNTS });
    worker?.say(progress('b'));
    worker?.say({ kind: 'headers', id: 'a' } as WorkerEvent);
    worker?.say(endOf('a'));
    worker?.say(progress('a'));
    worker?.say(endOf('a'));
    worker?.say(progress('nobody'));
    worker?.say(endOf('b'));
    expect((await Promise.all(runs)).map(codeOf)).toEqual(['ok', 'ok']);
    expect([heard, started.length]).toEqual([['b progress', 'a headers'], 1]);
  });

  it('starts its process when it is first needed, or warmed up, and only once', () => {
    const { fork, started } = processes();
    const client = createWorkerClient(fork);
    expect(started).toHaveLength(0);
    client.warmUp();
    client.warmUp();
    void client.run(job('a'), DEAF, never);
    expect(started).toHaveLength(1);
  });

  it('sends no job that was aborted before, and an abort for one that runs, once', async () => {
    const { fork, started } = processes();
    const client = createWorkerClient(fork);
    expect(codeOf(await client.run(job('a'), DEAF, AbortSignal.abort()))).toBe('aborted');
    expect(started).toHaveLength(0);
    const aborter = new AbortController();
    const running = client.run(job('b'), DEAF, aborter.signal);
    aborter.abort();
    started[0]?.say(endOf('b'));
    await running;
    expect(started[0]?.commands.map(({ kind }) => kind)).toEqual(['start', 'abort']);
  });

  it('sends no abort for a job that has ended', async () => {
    const { fork, started } = processes();
    const client = createWorkerClient(fork);
    const aborter = new AbortController();
    const running = client.run(job('a'), DEAF, aborter.signal);
    started[0]?.say(endOf('a'));
    await running;
    aborter.abort();
    expect(started[0]?.commands.map(({ kind }) => kind)).toEqual(['start']);
  });

  it('ends every job and hash of a process that died, and starts another for the next', async () => {
    const { fork, started } = processes();
    const client = createWorkerClient(fork);
    const lost = [client.run(job('a'), DEAF, never), client.run(job('b'), DEAF, never)];
    const unhashed = client.hash('/file');
    started[0]?.exit(139);
    expect([(await Promise.all(lost)).map(codeOf), await unhashed]).toEqual([
      ['net.worker-lost', 'net.worker-lost'],
      null,
    ]);
    const next = client.run(job('c'), DEAF, never);
    started[1]?.say(endOf('c'));
    expect(codeOf(await next)).toBe('ok');
  });

  it('gives each hash to who asked for it', async () => {
    const { fork, started } = processes();
    const client = createWorkerClient(fork);
    const hashes = [client.hash('/a'), client.hash('/b')];
    const ids = started[0]?.commands.map((command) => (command.kind === 'hash' ? command.id : '')) ?? [];
    started[0]?.say({ kind: 'hashed', id: ids[1] ?? '', sha256: 'bb' });
    started[0]?.say({ kind: 'hashed', id: ids[0] ?? '', sha256: null });
    expect(await Promise.all(hashes)).toEqual([null, 'bb']);
  });

  it('that cannot start a process ends the job, and hashes nothing', async () => {
    const client = createWorkerClient(() => {
      throw new Error('no process');
    });
    expect(codeOf(await client.run(job('a'), DEAF, never))).toBe('internal');
    expect(await client.hash('/a')).toBeNull();
  });

  it('is closed when its process is gone, and takes nothing more', { timeout: 5000 }, async () => {
    const { fork, started } = processes();
    const client = createWorkerClient(fork);
    const running = client.run(job('a'), DEAF, never);
    const closings = [client.close(), client.close()];
    started[0]?.exit(0);
    await Promise.all(closings);
    expect(codeOf(await running)).toBe('net.worker-lost');
    expect([
      codeOf(await client.run(job('b'), DEAF, never)),
      await client.hash('/a'),
      started.length,
    ]).toEqual(['net.worker-lost', null, 1]);
  });

  it('that never started a process is closed at once', async () => {
    const { fork, started } = processes();
    await createWorkerClient(fork).close();
    expect(started).toEqual([]);
  });
});
