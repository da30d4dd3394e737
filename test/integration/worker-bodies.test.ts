import { appendFile, readFile, stat, writeFile } from 'node:fs/promises';
import type { Socket } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { writeToDisk } from '../../src-main/worker/batch-writer.ts';
import type { WorkerEvent } from '../../src-main/worker/protocol.ts';
import { requestHead, withRawServer } from '../support/raw-server.ts';
import { withServer } from '../support/with-server.ts';
import { verdict, withWorker } from '../support/worker-harness.ts';

const MIB = 1024 * 1024;

type Progress = Extract<WorkerEvent, { kind: 'progress' }>;

it.each(['file', 'memory'] as const)(
  'a million chunks of one byte reach the %s in little memory',
  async (kind) => {
    const chunks = Buffer.from('1\r\nx\r\n'.repeat(10_000));
    const server = await withRawServer((socket) => {
      void requestHead(socket).then(async () => {
        socket.write('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n');
        for (let round = 0; round < 100; round += 1) {
          if (!socket.write(chunks)) await new Promise((resolve) => socket.once('drain', resolve));
        }
        socket.end('0\r\n\r\n');
      });
    });
    const worker = await withWorker();
    const sink =
      kind === 'file'
        ? ({ kind, partPath: worker.partPath(), limitBytes: null } as const)
        : ({ kind, inlineBytes: 2 * MIB, spillPath: worker.partPath('spill') } as const);
    const before = process.memoryUsage().rss;
    let mostBytes = 0;
    const watching = setInterval(() => {
      mostBytes = Math.max(mostBytes, process.memoryUsage().rss - before);
    }, 5);
    const ended = await worker.run(worker.job({ url: server.origin, sink, timeoutMs: 30_000 }));
    clearInterval(watching);
    expect(verdict(ended.outcome)).toBe('ok');
    expect(ended.counts).toMatchObject({ receivedBytes: 1_000_000, decodedBytes: 1_000_000 });
    if (kind === 'file') expect((await stat(worker.partPath())).size).toBe(1_000_000);
    // This process is the server, too.
    expect(mostBytes).toBeLessThan(160 * MIB);
    await worker.close(kind === 'file' ? ['body.part'] : []);
  },
);

it('a disk slower than the network holds the network up, not the memory', async () => {
  const open = Promise.withResolvers<undefined>();
  let writtenBytes = 0;
  const server = await withServer((_request, response) => response.end(Buffer.alloc(128 * MIB, 'z')));
  const worker = await withWorker(async (fd, buffers, position) => {
    await open.promise;
    const written = await writeToDisk(fd, buffers, position);
    writtenBytes += written;
    return written;
  });
  const sink = { kind: 'file', partPath: worker.partPath(), limitBytes: null } as const;
  const job = worker.job({ url: server.origin, sink, timeoutMs: 30_000 });
  worker.start(job);
  const progressBeyond = (bytes: number) =>
    worker.event((event): event is Progress => event.kind === 'progress' && event.receivedBytes > bytes);
  await progressBeyond(MIB);
  // Five rounds of progress without any: what comes in has come to a stand.
  let standing = 0;
  let receivedBytes = 0;
  while (standing < 5) {
    await sleep(100);
    const latest = worker.events.findLast((event): event is Progress => event.kind === 'progress');
    standing = latest?.receivedBytes === receivedBytes ? standing + 1 : 0;
    receivedBytes = latest?.receivedBytes ?? 0;
  }
  expect(writtenBytes).toBe(0);
  expect(receivedBytes).toBeLessThan(5 * MIB);
  open.resolve(undefined);
  const ended = await worker.ended(job.id);
  expect(verdict(ended.outcome)).toBe('ok');
  expect(writtenBytes).toBe(128 * MIB);
  await worker.close(['body.part']);
});

it('a file that grows while it is uploaded is sent as long as it was', async () => {
  const started = Promise.withResolvers<Socket>();
  const chunks: Buffer[] = [];
  const server = await withRawServer((socket) => {
    void requestHead(socket).then((head) => {
      expect(head).toContain(`Content-Length: ${String(32 * MIB)}\r\n`);
      started.resolve(socket);
    });
  });
  const worker = await withWorker();
  const path = join(worker.folder, 'upload.bin');
  await writeFile(path, Buffer.alloc(32 * MIB, 'a'));
  const job = worker.job({
    method: 'POST',
    url: server.origin,
    body: { kind: 'file', path, sizeBytes: 32 * MIB },
    timeoutMs: 30_000,
  });
  worker.start(job);
  const socket = await started.promise;
  // Held up far before the end: the server has read nothing.
  await appendFile(path, Buffer.alloc(MIB, 'b'));
  let receivedBytes = 0;
  socket.on('data', (chunk: Buffer) => {
    chunks.push(chunk);
    receivedBytes += chunk.length;
    if (receivedBytes === 32 * MIB) socket.write('HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n');
  });
  socket.resume();
  const ended = await worker.ended(job.id);
  expect(verdict(ended.outcome)).toBe('ok');
  expect(ended.counts.sentBytes).toBe(32 * MIB);
  await worker.close();
  await server.drained();
  expect(receivedBytes).toBe(32 * MIB);
  expect(Buffer.concat(chunks).includes('b')).toBe(false);
  expect((await readFile(path)).length).toBe(33 * MIB);
});
