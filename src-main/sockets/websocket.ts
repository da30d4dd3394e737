import type { Duplex } from 'node:stream';
import { WebSocket } from 'ws';
import { FerryError } from '#contract/errors';
import {
  MAX_SOCKET_BACKLOG_BYTES,
  MAX_SOCKET_MESSAGE_BYTES,
  type SocketContent,
  socketContentBytes,
} from '#contract/sockets';
import type { HeaderLines } from '#contract/transfer';

export interface WebSocketRequest {
  readonly url: URL;
  /** Connected to the server, TLS done. */
  readonly stream: Duplex;
  readonly headers: HeaderLines;
  readonly protocols: readonly string[];
  readonly perMessageDeflate: boolean;
  /** Gives the handshake up. */
  readonly signal: AbortSignal;
}

/** What happens to an open socket; nothing comes after `closed`. */
export interface WebSocketHearer {
  message(content: SocketContent): void;
  /** `error` is what the network said; null for a close in good order. */
  closed(code: number, reason: string, error: Error | null): void;
}

/** An open WebSocket. */
export interface WebSocketWire {
  /** Header of the answer to the handshake, names as they came. */
  readonly header: Readonly<Record<string, string>>;
  /** Resolves when the message is handed to the network; rejects with `net.closed`, or `request.over-limit` when too much waits. */
  send(content: SocketContent): Promise<void>;
  /** Begins the closing handshake. */
  close(code: number, reason: string): void;
  /** Takes no more messages from the network until {@link resume}. */
  pause(): void;
  resume(): void;
  /** Cuts the connection. */
  terminate(): void;
}

/** Rejects with Node's or ws's error when the handshake fails. */
export type OpenWebSocket = (request: WebSocketRequest, hearer: WebSocketHearer) => Promise<WebSocketWire>;

/** The one user of `ws`: speaks WebSocket on a connection that is there. */
export const openWebSocket: OpenWebSocket = (request, hearer) => {
  const { promise, resolve, reject } = Promise.withResolvers<WebSocketWire>();
  const { url, stream, signal } = request;
  // The connection is made and secured: the URL only says what stands in the handshake.
  const spoken = new URL(url.href);
  spoken.protocol = 'ws:';
  let socket: WebSocket;
  try {
    signal.throwIfAborted();
    socket = new WebSocket(spoken, [...request.protocols], {
      createConnection: () => stream as never,
      headers: { ...Object.fromEntries(request.headers), host: url.host },
      perMessageDeflate: request.perMessageDeflate,
      maxPayload: MAX_SOCKET_MESSAGE_BYTES,
      followRedirects: false,
    });
  } catch (error) {
    // A protocol or a header that is none: the connection is there already, and nobody else would end it.
    stream.destroy();
    reject(error);
    return promise;
  }
  let header: Record<string, string> = {};
  let failure: Error | null = null;
  let isOpen = false;
  const giveUp = (): void => {
    socket.terminate();
  };
  signal.addEventListener('abort', giveUp, { once: true });

  socket.on('upgrade', ({ rawHeaders }) => {
    header = headerFrom(rawHeaders);
  });
  socket.on('message', (data: Buffer, isBinary: boolean) => {
    hearer.message(
      isBinary
        ? { kind: 'bytes', bytes: Uint8Array.from(data) }
        : { kind: 'text', text: data.toString('utf8') },
    );
  });
  socket.on('error', (error) => {
    failure = error;
  });
  socket.on('close', (code: number, reason: Buffer) => {
    signal.removeEventListener('abort', giveUp);
    stream.destroy();
    if (isOpen) hearer.closed(code, reason.toString('utf8'), failure);
    else reject(failure ?? new FerryError('net.closed', `${url.host} closed the connection.`));
  });
  socket.on('open', () => {
    isOpen = true;
    signal.removeEventListener('abort', giveUp);
    resolve({
      header,
      send: (content) =>
        new Promise((sent, failed) => {
          if (socket.readyState !== WebSocket.OPEN) {
            failed(new FerryError('net.closed', 'The socket is not open.'));
            return;
          }
          if (socket.bufferedAmount + socketContentBytes(content) > MAX_SOCKET_BACKLOG_BYTES) {
            failed(
              new FerryError(
                'request.over-limit',
                'Too much waits to be sent; wait for success before the next message.',
              ),
            );
            return;
          }
          const data = content.kind === 'text' ? content.text : content.bytes;
          socket.send(data, (error) => {
            if (error) failed(new FerryError('net.closed', error.message, { cause: error }));
            else sent();
          });
        }),
      close(code, reason) {
        socket.close(code, reason);
      },
      pause() {
        socket.pause();
      },
      resume() {
        socket.resume();
      },
      terminate() {
        socket.terminate();
      },
    });
  });
  return promise;
};

/** Names as the server spelt them; what it repeats is joined by a comma. */
function headerFrom(raw: readonly string[]): Record<string, string> {
  const header: Record<string, string> = {};
  for (let at = 0; at + 1 < raw.length; at += 2) {
    const name = raw[at] ?? '';
    const value = raw[at + 1] ?? '';
    header[name] = Object.hasOwn(header, name) ? `${header[name] ?? ''},${value}` : value;
  }
  return header;
}
