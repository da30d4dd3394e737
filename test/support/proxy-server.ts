import http from 'node:http';
import net, { type AddressInfo, type Socket } from 'node:net';
import { onTestFinished } from 'vitest';

/** A real HTTP proxy on 127.0.0.1, closed when the test is over. */
export interface ProxyServer {
  readonly port: number;
  /** What it was asked for: `CONNECT host:port` or `GET http://…`, in order. */
  readonly asked: readonly string[];
  /** Proxy-Authorization of each, as received. */
  readonly authorizations: readonly (string | undefined)[];
  /** Request headers other than the proxy's own, as received. */
  readonly headers: readonly (readonly string[])[];
  /** Connections accepted so far. */
  connections(): number;
}

/** `refuseWith` is the status it answers everything with; null lets everything through. */
export async function withProxy(refuseWith: number | null = null): Promise<ProxyServer> {
  const asked: string[] = [];
  const authorizations: (string | undefined)[] = [];
  const headers: string[][] = [];
  const sockets = new Set<Socket>();
  let accepted = 0;
  const note = (request: http.IncomingMessage) => {
    asked.push(`${request.method ?? ''} ${request.url ?? ''}`);
    authorizations.push(request.headers['proxy-authorization']);
    headers.push(request.rawHeaders);
  };
  const server = http.createServer((request, response) => {
    note(request);
    if (refuseWith !== null) {
      response.writeHead(refuseWith).end('refused');
      return;
    }
    const url = new URL(request.url ?? '');
    const onward = http.request({
      host: url.hostname,
      port: url.port,
      path: `${url.pathname}${url.search}`,
      method: request.method,
      setHost: false,
      headers: request.rawHeaders,
      agent: false,
    });
    onward.on('response', (answer) => {
      response.writeHead(answer.statusCode ?? 0, answer.rawHeaders);
      answer.pipe(response);
    });
    onward.on('error', () => response.destroy());
    request.pipe(onward);
  });
  server.on('connect', (request, socket: Socket, head) => {
    note(request);
    if (refuseWith !== null) {
      socket.end(`HTTP/1.1 ${String(refuseWith)} Refused\r\nContent-Length: 0\r\n\r\n`);
      return;
    }
    const [, host = '', port = ''] = /^(.*):(\d+)$/.exec(request.url ?? '') ?? [];
    const onward = net.connect({ host, port: Number(port) });
    sockets.add(onward);
    onward.on('close', () => sockets.delete(onward));
    onward.on('error', () => socket.destroy());
    socket.on('error', () => onward.destroy());
    socket.on('close', () => onward.destroy());
    onward.on('connect', () => {
      socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
      onward.write(head);
      onward.pipe(socket).pipe(onward);
    });
  });
  server.on('connection', (socket: Socket) => {
    accepted += 1;
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(async () => {
    const closed = new Promise((resolve) => server.close(resolve));
    for (const socket of sockets) socket.destroy();
    await closed;
  });
  return {
    port: (server.address() as AddressInfo).port,
    asked,
    authorizations,
    headers,
    connections: () => accepted,
  };
}
