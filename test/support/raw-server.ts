import net, { type AddressInfo, type Socket } from 'node:net';
import { onTestFinished } from 'vitest';

/** A server that speaks whatever its test makes it speak: for broken, slow and rude HTTP. */
export interface RawServer {
  /** `http://127.0.0.1:<port>`. */
  readonly origin: string;
  readonly port: number;
  /** Resolves when every connection so far has been closed, and no more are taken. */
  drained(): Promise<void>;
}

/** Starts a TCP server on 127.0.0.1; each connection goes to `onConnection`. Closed when the test is over. */
export async function withRawServer(onConnection: (socket: Socket) => void): Promise<RawServer> {
  const sockets = new Set<Socket>();
  const server = net.createServer((socket) => {
    sockets.add(socket);
    // A rude client is part of many tests.
    socket.on('error', () => undefined);
    socket.on('close', () => sockets.delete(socket));
    onConnection(socket);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const closed = new Promise<void>((resolve) => server.on('close', resolve));
  const close = () => {
    if (server.listening) server.close();
  };
  onTestFinished(async () => {
    close();
    for (const socket of sockets) socket.destroy();
    await closed;
  });
  return {
    origin: `http://127.0.0.1:${String(port)}`,
    port,
    drained: () => {
      close();
      return closed;
    },
  };
}

/** Resolves with the head of a request, up to and with its empty line, read from a raw socket. */
export function requestHead(socket: Socket): Promise<string> {
  return new Promise((resolve) => {
    let received = '';
    const onData = (chunk: Buffer) => {
      received += chunk.toString('latin1');
      const end = received.indexOf('\r\n\r\n');
      if (end === -1) return;
      socket.off('data', onData);
      socket.pause();
      const rest = received.slice(end + 4);
      if (rest !== '') socket.unshift(Buffer.from(rest, 'latin1'));
      resolve(received.slice(0, end + 4));
    };
    socket.on('data', onData);
  });
}
