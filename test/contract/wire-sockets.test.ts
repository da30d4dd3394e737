import { once } from 'node:events';
import http, { type IncomingMessage } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { type WebSocket, WebSocketServer } from 'ws';
import { DEFAULT_SETTINGS } from '#contract/settings';
import { openWirePage, type WirePage } from './wire-page.ts';

interface SocketServer {
  readonly url: string;
  readonly http: http.Server;
  readonly requests: IncomingMessage[];
  readonly sockets: WebSocket[];
}

/** A WebSocket server that sends back what it is sent. */
async function startServer(deflates = false): Promise<SocketServer> {
  const server = http.createServer();
  const requests: IncomingMessage[] = [];
  const sockets: WebSocket[] = [];
  const wss = new WebSocketServer({ server, perMessageDeflate: deflates });
  wss.on('headers', (headers) => headers.push('X-From: server'));
  wss.on('connection', (socket, request) => {
    requests.push(request);
    sockets.push(socket);
    socket.on('message', (data, isBinary) => {
      socket.send(data, { binary: isBinary });
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(async () => {
    for (const socket of sockets) socket.terminate();
    server.close();
    server.closeAllConnections();
    await once(server, 'close');
  });
  return {
    url: `ws://127.0.0.1:${String((server.address() as AddressInfo).port)}/echo?a=1`,
    http: server,
    requests,
    sockets,
  };
}

type Task = Readonly<Record<string, (value?: unknown) => unknown>> & { readonly readyState: number };

function connect(page: WirePage, options: object, name = ''): Task {
  const task = page.call('connectSocket')({ ...options, ...page.callbacks(name) }) as Task;
  for (const event of ['onOpen', 'onMessage', 'onError', 'onClose'])
    task[event]?.(page.listener(name + event));
  return task;
}

const of = (page: WirePage, name: string): unknown[] =>
  page.heard.filter(([heard]) => heard === name).map(([, argument]) => argument);

describe('wx.connectSocket', () => {
  it('opens, sends text and bytes both ways, and closes with code and reason', async () => {
    const server = await startServer();
    const page = await openWirePage();
    const task = connect(page, {
      url: server.url,
      header: { 'X-Own': 'yes', Referer: 'https://evil', Host: 'evil' },
      protocols: ['chat'],
      tcpNoDelay: true,
    });
    expect(task.readyState).toBe(0);
    await page.hears('onOpen');
    expect(page.heard.map(([name]) => name)).toEqual(['success', 'complete', 'onOpen']);
    expect(of(page, 'success')).toEqual([{ errMsg: 'connectSocket:ok', socketTaskId: 1 }]);
    expect(task.readyState).toBe(1);
    expect(of(page, 'onOpen')).toMatchObject([
      { header: { 'X-From': 'server' }, profile: { peerIP: '127.0.0.1', socketReused: false } },
    ]);
    const [request] = server.requests;
    expect(request?.url).toBe('/echo?a=1');
    expect(request?.headers).toMatchObject({
      'x-own': 'yes',
      'sec-websocket-protocol': 'chat',
      host: new URL(server.url).host,
      referer: expect.stringMatching(/^https:\/\/servicewechat\.com\/wx0123456789abcdef\//) as unknown,
    });

    task['send']?.({ data: '你好', ...page.callbacks('sent-') });
    await page.hears('onMessage');
    expect(of(page, 'sent-success')).toEqual([{ errMsg: 'sendSocketMessage:ok' }]);
    task['send']?.({ data: Uint8Array.from([0, 255, 7]).buffer });
    await page.hears('onMessage', 2);
    const [text, bytes] = of(page, 'onMessage') as { data: unknown }[];
    expect(text?.data).toBe('你好');
    expect(bytes?.data).toEqual(Uint8Array.from([0, 255, 7]).buffer);

    task['close']?.({ code: 3001, reason: 'bye', ...page.callbacks('closed-') });
    await page.hears('onClose');
    expect(of(page, 'closed-success')).toEqual([{ errMsg: 'closeSocket:ok' }]);
    expect(of(page, 'onClose')).toEqual([{ code: 3001, reason: 'bye' }]);
    expect(task.readyState).toBe(3);
    task['send']?.({ data: 'late', ...page.callbacks('late-') });
    await page.hears('late-fail');
    expect(of(page, 'late-fail')).toEqual([
      { errMsg: 'sendSocketMessage:fail SocketTask.readyState is not OPEN' },
    ]);
  });

  it('tells of a close by the server, and of a connection that breaks', async () => {
    const server = await startServer();
    const page = await openWirePage();
    connect(page, { url: server.url }, 'a-');
    await page.hears('a-onOpen');
    server.sockets[0]?.close(4000, 'enough');
    await page.hears('a-onClose');
    expect(of(page, 'a-onClose')).toEqual([{ code: 4000, reason: 'enough' }]);
    expect(of(page, 'a-onError')).toEqual([]);
    connect(page, { url: server.url }, 'b-');
    await page.hears('b-onOpen');
    server.sockets[1]?.terminate();
    await page.hears('b-onClose');
    expect(of(page, 'b-onClose')).toMatchObject([{ code: 1006 }]);
  });

  it('speaks permessage-deflate when asked to', async () => {
    const server = await startServer(true);
    const page = await openWirePage();
    connect(page, { url: server.url, perMessageDeflate: true }, 'with-');
    await page.hears('with-onOpen');
    connect(page, { url: server.url }, 'without-');
    await page.hears('without-onOpen');
    expect(server.sockets.map(({ extensions }) => extensions)).toEqual(['permessage-deflate', '']);
  });

  it.each<[string, object, object]>([
    [
      'no URL',
      {},
      {
        errMsg: 'connectSocket:fail parameter error: parameter.url should be String instead of Undefined;',
        errno: 1001,
      },
    ],
    ['not a URL', { url: 'nowhere' }, { errMsg: 'connectSocket:fail invalid url', errno: 600009 }],
    [
      'http',
      { url: 'http://127.0.0.1/' },
      { errMsg: 'connectSocket:fail url protocol must be ws or wss', errno: 600009 },
    ],
  ])('refuses %s', async (_what, options, failure) => {
    const page = await openWirePage();
    page.call('connectSocket')({ ...options, ...page.callbacks() });
    await page.hears('complete');
    expect(of(page, 'fail')).toEqual([failure]);
  });

  it('refuses a host that is not in the list of sockets, whatever port a listed one has', async () => {
    const page = await openWirePage({
      settings: {
        domains: { ...DEFAULT_SETTINGS.domains, socket: ['wss://a.example'], request: ['https://b.example'] },
      },
    });
    page.call('connectSocket')({ url: 'wss://b.example/', ...page.callbacks('b-') });
    await page.hears('b-complete');
    expect(of(page, 'b-fail')).toEqual([
      { errMsg: 'connectSocket:fail url not in domain list', errno: 600002 },
    ]);
    expect(page.program.network.judge('socket', 'wss://a.example:8443/x').error).toBeNull();
    expect(page.program.network.judge('socket', 'ws://a.example/').error).not.toBeNull();
  });

  it('fails by onError and onClose where nobody answers, where the answer is no, and without a network', async () => {
    const closed = http.createServer().listen(0, '127.0.0.1');
    await once(closed, 'listening');
    const { port } = closed.address() as AddressInfo;
    closed.close();
    const refusing = http.createServer();
    refusing.on('upgrade', (_request, socket) =>
      socket.end('HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n'),
    );
    refusing.listen(0, '127.0.0.1');
    await once(refusing, 'listening');
    onTestFinished(() => void refusing.close());
    const page = await openWirePage();
    connect(page, { url: `ws://127.0.0.1:${String(port)}/` }, 'a-');
    await page.hears('a-onClose');
    expect(of(page, 'a-onError')).toEqual([{ errMsg: expect.stringContaining('ECONNREFUSED') as unknown }]);
    expect(of(page, 'a-onClose')).toEqual([{ code: 1006, reason: 'abnormal closure' }]);
    connect(page, { url: `ws://127.0.0.1:${String((refusing.address() as AddressInfo).port)}/` }, 'b-');
    await page.hears('b-onClose');
    expect(of(page, 'b-onError')).toHaveLength(1);
    page.program.life.switchNetwork('none');
    connect(page, { url: 'ws://127.0.0.1:9/' }, 'c-');
    await page.hears('c-onClose');
    expect(of(page, 'c-onError')).toEqual([
      { errMsg: 'errcode:-106 cronet_error_code:-106 error_msg:net::ERR_INTERNET_DISCONNECTED' },
    ]);
  });

  it('gives up after its timeout, or that of app.json', async () => {
    const silent = http.createServer();
    silent.on('upgrade', () => undefined);
    silent.listen(0, '127.0.0.1');
    await once(silent, 'listening');
    onTestFinished(() => {
      silent.close();
      silent.closeAllConnections();
    });
    const url = `ws://127.0.0.1:${String((silent.address() as AddressInfo).port)}/`;
    const page = await openWirePage({ app: { networkTimeout: { connectSocket: 30 } } });
    connect(page, { url }, 'json-');
    connect(page, { url, timeout: 40 }, 'own-');
    await page.hears('json-onClose');
    await page.hears('own-onClose');
    expect(of(page, 'json-onError')).toEqual([{ errMsg: 'timeout' }]);
    expect(of(page, 'own-onError')).toEqual([{ errMsg: 'timeout' }]);
  });

  it('has five at once and refuses a sixth; a closed one makes room', async () => {
    const server = await startServer();
    const page = await openWirePage();
    const tasks = [1, 2, 3, 4, 5].map((count) => connect(page, { url: server.url }, `${String(count)}-`));
    for (const count of [1, 2, 3, 4, 5]) await page.hears(`${String(count)}-onOpen`);
    connect(page, { url: server.url }, '6-');
    await page.hears('6-onClose');
    expect(of(page, '6-fail')).toEqual([
      { errMsg: 'connectSocket:fail createSocketTask:fail exceed max concurrent count', errno: 600007 },
    ]);
    tasks[0]?.['close']?.({});
    await page.hears('1-onClose');
    expect(of(page, '1-onClose')).toEqual([{ code: 1000, reason: '' }]);
    connect(page, { url: server.url }, '7-');
    await page.hears('7-onOpen');
  });

  it('checks what is sent and how it is closed', async () => {
    const server = await startServer();
    const page = await openWirePage();
    const task = connect(page, { url: server.url });
    task['send']?.({ data: 'early', ...page.callbacks('early-') });
    await page.hears('early-fail');
    await page.hears('onOpen');
    task['send']?.({ data: { a: 1 }, ...page.callbacks('object-') });
    task['close']?.({ code: 1001, ...page.callbacks('code-') });
    task['close']?.({ reason: '长'.repeat(42), ...page.callbacks('reason-') });
    await page.hears('reason-fail');
    expect(of(page, 'object-fail')).toMatchObject([
      {
        errMsg:
          'sendSocketMessage:fail parameter error: parameter.data should be String|ArrayBuffer instead of Object;',
      },
    ]);
    expect(of(page, 'code-fail')).toMatchObject([{ errno: 1001 }]);
    expect(of(page, 'reason-fail')).toMatchObject([{ errno: 1001 }]);
  });

  it.each([
    ['a protocol that is none', { protocols: ['bad protocol'] }],
    ['a header that breaks the line', { header: { a: 'b\r\nc: d' } }],
  ])('leaves no connection behind with %s', async (_name, options) => {
    const server = await startServer();
    const connections = new Set<unknown>();
    server.http.on('connection', (socket) => {
      connections.add(socket);
      socket.on('close', () => connections.delete(socket));
    });
    const page = await openWirePage();
    connect(page, { url: server.url, ...options });
    await page.hears('onClose');
    await expect.poll(() => connections.size).toBe(0);
  });

  it('refuses to send while too much waits, and lets a server wait that a page does not listen to', async () => {
    const server = await startServer();
    const page = await openWirePage();
    const task = connect(page, { url: server.url });
    await page.hears('onOpen');
    const [socket] = server.sockets;
    if (!socket) throw new Error('No socket');
    (socket as unknown as { _socket: Socket })._socket.pause();
    const megabytes = new ArrayBuffer(8 * 1024 * 1024);
    const refused = new Promise((resolve) => {
      for (let count = 0; count < 12; count += 1) task['send']?.({ data: megabytes, fail: resolve });
    });
    expect(await refused).toMatchObject({ errMsg: expect.stringContaining('send') as string });
    (socket as unknown as { _socket: Socket })._socket.resume();
  });

  it('can be closed while it connects', async () => {
    const server = await startServer();
    const page = await openWirePage();
    const task = connect(page, { url: server.url });
    task['close']?.({ code: 1000, reason: 'changed my mind' });
    await page.hears('onClose');
    expect(of(page, 'onOpen')).toEqual([]);
    expect(of(page, 'onClose')).toEqual([{ code: 1000, reason: 'changed my mind' }]);
    expect(of(page, 'onError')).toEqual([]);
  });

  it('has the older global functions for the first socket', async () => {
    const server = await startServer();
    const page = await openWirePage();
    for (const name of ['onSocketOpen', 'onSocketMessage', 'onSocketError', 'onSocketClose']) {
      page.call(name)(page.listener(`replaced-${name}`));
      page.call(name)(page.listener(name));
    }
    page.call('sendSocketMessage')({ data: 'x', ...page.callbacks('none-') });
    await page.hears('none-fail');
    expect(of(page, 'none-fail')).toEqual([{ errMsg: 'sendSocketMessage:fail WebSocket is not connected' }]);
    page.call('connectSocket')({ url: server.url });
    await page.hears('onSocketOpen');
    connect(page, { url: server.url }, 'second-');
    await page.hears('second-onOpen');
    page.call('sendSocketMessage')({ data: 'to the first' });
    await page.hears('onSocketMessage');
    expect(of(page, 'onSocketMessage')).toEqual([{ data: 'to the first' }]);
    expect(of(page, 'second-onMessage')).toEqual([]);
    page.call('closeSocket')({ code: 3000 });
    await page.hears('onSocketClose');
    expect(of(page, 'onSocketClose')).toEqual([{ code: 3000, reason: '' }]);
    expect(page.heard.filter(([name]) => name.startsWith('replaced-'))).toEqual([]);
  });

  it('is cut off with the run of its page, which hears nothing of it', async () => {
    const server = await startServer();
    const page = await openWirePage();
    connect(page, { url: server.url });
    await page.hears('onOpen');
    const [socket] = server.sockets;
    if (!socket) throw new Error('The server has no socket.');
    const gone = once(socket, 'close');
    await page.program.boot();
    await gone;
    expect(page.program.sockets.live()).toBe(0);
    expect(of(page, 'onClose')).toEqual([]);
    await vi.waitFor(() => {
      expect(server.sockets[0]?.readyState).toBe(3);
    });
  });
});
