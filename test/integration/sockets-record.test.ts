import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { WebSocketServer } from 'ws';
import { withProgram, type ProgramHarness } from '../support/program-harness.ts';

async function echoSocket(): Promise<string> {
  const server = new WebSocketServer({ port: 0, host: '127.0.0.1' });
  await once(server, 'listening');
  server.on('headers', (headers) => headers.push('X-From: server'));
  server.on('connection', (socket) => {
    socket.on('message', (data, isBinary) => {
      socket.send(data, { binary: isBinary });
    });
  });
  onTestFinished(async () => {
    for (const client of server.clients) client.terminate();
    const closed = once(server, 'close');
    server.close();
    await closed;
  });
  return `ws://127.0.0.1:${String((server.address() as AddressInfo).port)}/echo`;
}

const socketsOf = ({ program }: ProgramHarness) =>
  program.journal.list().filter(({ kind }) => kind === 'socket');

function open({ program }: ProgramHarness, socketId: string, url: string): void {
  program.sockets.open({
    socketId,
    url,
    header: { 'X-Own': 'yes' },
    protocols: [],
    timeoutMs: 5000,
    perMessageDeflate: false,
    tcpNoDelay: false,
    invokedAtEpochMs: Date.now(),
    page: 'pages/a/a',
  });
}

describe('the record of a WebSocket', () => {
  it('tells its headers, what it carried both ways, and how it was closed', async () => {
    const page = await withProgram();
    await page.program.boot();
    open(page, 's1', await echoSocket());
    await expect.poll(() => socketsOf(page)[0]?.statusCode).toBe(101);
    await page.program.sockets.send({
      socketId: 's1',
      content: { kind: 'text', text: `水${'x'.repeat(2000)}` },
    });
    const bytes = new Uint8Array([0, 1, 255]);
    await page.program.sockets.send({ socketId: 's1', content: { kind: 'bytes', bytes } });
    await expect.poll(() => socketsOf(page)[0]?.socket?.receivedMessages).toBe(2);
    const live = socketsOf(page)[0];
    expect(live).toMatchObject({
      state: 'running',
      durationMs: null,
      page: 'pages/a/a',
      socket: { closeCode: null },
    });
    expect(live?.responseHeaders).toContainEqual(['X-From', 'server']);
    expect(live?.requestHeaders).toContainEqual(['X-Own', 'yes']);
    page.program.sockets.close({ socketId: 's1', code: 4001, reason: 'enough' });
    await expect.poll(() => socketsOf(page)[0]?.state).toBe('done');
    const { socket, sentBytes, receivedBytes, errMsg } = socketsOf(page)[0] ?? {};
    expect([sentBytes, receivedBytes, errMsg]).toEqual([2006, 2006, 'connectSocket:ok']);
    expect(socket).toMatchObject({
      sentMessages: 2,
      receivedMessages: 2,
      closeCode: 4001,
      closeReason: 'enough',
    });
    const sent = socket?.messages.filter(({ direction }) => direction === 'sent');
    expect(sent?.map(({ kind, sizeBytes }) => [kind, sizeBytes])).toEqual([
      ['text', 2003],
      ['bytes', 3],
    ]);
    expect(sent?.map(({ preview }) => preview.length)).toEqual([1000, 6]);
    expect(sent?.[1]?.preview).toBe('0001ff');
  });

  it('keeps the latest hundred messages and counts them all', async () => {
    const page = await withProgram();
    await page.program.boot();
    open(page, 's1', await echoSocket());
    await expect.poll(() => socketsOf(page)[0]?.statusCode).toBe(101);
    for (let count = 0; count < 80; count += 1) {
      await page.program.sockets.send({ socketId: 's1', content: { kind: 'text', text: String(count) } });
    }
    await expect.poll(() => socketsOf(page)[0]?.socket?.receivedMessages).toBe(80);
    const socket = socketsOf(page)[0]?.socket;
    expect([socket?.sentMessages, socket?.messages.length]).toEqual([80, 100]);
    expect(socket?.messages.findLast(({ direction }) => direction === 'sent')?.preview).toBe('79');
  });

  it('of one that is refused, fails, or goes with its page says so', async () => {
    const page = await withProgram();
    await page.program.boot();
    expect(() => {
      open(page, 's0', 'http://127.0.0.1/');
    }).toThrow();
    const url = await echoSocket();
    open(page, 's1', 'ws://127.0.0.1:1/');
    open(page, 's2', url);
    await expect
      .poll(() => socketsOf(page).map(({ state }) => state))
      .toEqual(['failed', 'failed', 'running']);
    await expect.poll(() => socketsOf(page)[2]?.statusCode).toBe(101);
    await page.program.close();
    const [refused, failed, gone] = socketsOf(page);
    expect(refused?.errMsg).toMatch(/^connectSocket:fail/);
    expect(failed?.reason).toMatch(/refused|connect/i);
    expect(gone).toMatchObject({ state: 'aborted', socket: { closeCode: 1006 } });
  });
});
