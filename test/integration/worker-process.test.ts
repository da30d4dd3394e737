import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readdir, readFile, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { DIRECT, type Job, type WorkerEvent } from '../../src-main/worker/protocol.ts';
import { requestHead, withRawServer } from '../support/raw-server.ts';
import { tempDir } from '../support/temp-dir.ts';
import { withServer } from '../support/with-server.ts';

const MIB = 1024 * 1024;

/** The worker as a plain Node child, the way it runs without Electron. */
function forkWorker(): ChildProcess {
  const child = fork(new URL('../../src-main/worker/entry.ts', import.meta.url), {
    serialization: 'advanced',
    execArgv: [],
  });
  onTestFinished(async () => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    child.kill('SIGKILL');
    await once(child, 'exit');
  });
  return child;
}

function run(child: ChildProcess, job: Job): Promise<Extract<WorkerEvent, { kind: 'ended' }>> {
  return new Promise((resolve, reject) => {
    const onExit = (code: number | null) => {
      reject(new Error(`The worker ended with ${String(code)}`));
    };
    child.once('exit', onExit);
    child.on('message', function onMessage(message) {
      const event = message as WorkerEvent;
      if (event.kind !== 'ended' || event.id !== job.id) return;
      child.off('message', onMessage).off('exit', onExit);
      resolve(event);
    });
    child.send({ kind: 'start', job });
  });
}

function jobTo(url: string, folder: string, parts: Partial<Job> = {}): Job {
  return {
    id: `job-${String(Math.random())}`,
    method: 'GET',
    url,
    headers: [],
    body: { kind: 'none' },
    sink: { kind: 'memory', inlineBytes: 1024, spillPath: join(folder, 'spill') },
    timeoutMs: 5000,
    connection: DIRECT,
    tampering: null,
    ...parts,
  };
}

it(
  'survives uploads that are refused early and reset, and ends with its parent',
  { timeout: 20_000 },
  async () => {
    const folder = await tempDir();
    const path = join(folder, 'upload.bin');
    await writeFile(path, Buffer.alloc(16 * MIB));
    const server = await withRawServer((socket) => {
      void requestHead(socket).then(() => {
        socket.write('HTTP/1.1 413 Too Big\r\nContent-Length: 7\r\nConnection: close\r\n\r\ntoo big', () => {
          socket.destroy();
        });
      });
    });
    const child = forkWorker();
    const upload = { method: 'POST', body: { kind: 'file', path, sizeBytes: 16 * MIB } } as const;
    for (let at = 0; at < 20; at += 1) {
      const { outcome } = await run(child, jobTo(server.origin, folder, upload));
      expect(outcome).toEqual({
        ok: true,
        statusCode: 413,
        inlineBody: new Uint8Array(Buffer.from('too big')),
      });
    }
    const ended = once(child, 'exit');
    child.disconnect();
    expect(await ended).toEqual([0, null]);
  },
);

it.runIf(process.platform === 'linux')('leaves no descriptor open', { timeout: 20_000 }, async () => {
  const folder = await tempDir();
  const path = join(folder, 'upload.bin');
  await writeFile(path, Buffer.alloc(MIB));
  const server = await withServer((request, response) => {
    request.resume();
    request.on('end', () => response.writeHead(200, { connection: 'close' }).end(Buffer.alloc(2 * MIB)));
  });
  const child = forkWorker();
  const openDescriptors = async () => (await readdir(`/proc/${String(child.pid)}/fd`)).length;
  const upload = { method: 'POST', body: { kind: 'file', path, sizeBytes: MIB } } as const;
  const round = async () => {
    const jobs = Array.from({ length: 10 }, () => [
      jobTo(server.origin, folder, {
        sink: { kind: 'file', partPath: join(folder, 'a.part'), limitBytes: null },
      }),
      jobTo(server.origin, folder, upload),
      jobTo(server.origin, folder, {
        ...upload,
        sink: { kind: 'file', partPath: join(folder, 'b.part'), limitBytes: 1 },
      }),
      jobTo('http://127.0.0.1:9/', folder, upload),
    ]).flat();
    for (const job of jobs) await run(child, job);
  };
  // The first round opens what stays open for good: the pool of threads, the event loop.
  await round();
  const before = await openDescriptors();
  await round();
  expect(await openDescriptors()).toBe(before);
});

it.runIf(process.platform === 'linux')(
  'needs no more memory for a larger file',
  { timeout: 60_000 },
  async () => {
    const folder = await tempDir();
    const server = await withServer((request, response) => {
      if (request.method === 'POST') {
        request.resume();
        request.on('end', () => response.end());
        return;
      }
      const block = Buffer.alloc(MIB);
      let left = Number(request.headers['x-mib']);
      const send = () => {
        while (left > 0) {
          left -= 1;
          if (!response.write(block)) {
            response.once('drain', send);
            return;
          }
        }
        response.end();
      };
      send();
    });
    const peakMib = async (sizeMib: number) => {
      const path = join(folder, 'upload.bin');
      await writeFile(path, '');
      await truncate(path, sizeMib * MIB);
      const child = forkWorker();
      const up = jobTo(server.origin, folder, {
        method: 'POST',
        body: { kind: 'file', path, sizeBytes: sizeMib * MIB },
        timeoutMs: 30_000,
      });
      const down = jobTo(server.origin, folder, {
        headers: [['X-Mib', String(sizeMib)]],
        sink: { kind: 'file', partPath: join(folder, 'down.part'), limitBytes: null },
        timeoutMs: 30_000,
      });
      expect((await run(child, up)).outcome).toMatchObject({ ok: true });
      expect((await run(child, down)).counts.decodedBytes).toBe(sizeMib * MIB);
      const status = await readFile(`/proc/${String(child.pid)}/status`, 'utf8');
      child.disconnect();
      await once(child, 'exit');
      return Number(/VmHWM:\s*(\d+) kB/.exec(status)?.[1]) / 1024;
    };
    const small = await peakMib(64);
    const large = await peakMib(512);
    expect(large - small).toBeLessThan(100);
  },
);
