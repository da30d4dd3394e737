import { Socket } from 'node:net';
import type { Duplex } from 'node:stream';

/** The other end of a connection, as the system knows it. */
export interface Peer {
  readonly address: string;
  readonly port: number;
}

/** The system's socket at the bottom of a stream that is not one itself: TLS over a link, a link, a late connection. */
const sockets = new WeakMap<Duplex, Socket>();

/** Says which of the system's sockets carries `stream`. */
export function carriedBy(stream: Duplex, socket: Socket): void {
  sockets.set(stream, socket);
}

/** The system's socket that carries a stream; null before there is one. */
export function socketBelow(stream: Duplex): Socket | null {
  return sockets.get(stream) ?? (stream instanceof Socket ? stream : null);
}

/** What a link still has of the bytes written to it, by the system's socket it brings them to. */
const links = new WeakMap<Socket, LinkInBetween>();

interface LinkInBetween {
  /** Runs its argument when the bytes so far have come to the socket. */
  whenThrough(arrived: () => void): void;
  /** Bytes that have been taken and have not come to it yet. */
  heldBytes(): number;
}

/** Says that bytes for `socket` take their time. */
export function delaysBytesFor(socket: Socket, link: LinkInBetween): void {
  links.set(socket, link);
}

/** Bytes on their way to the system's socket. */
export function bytesHeldFor(socket: Socket): number {
  return links.get(socket)?.heldBytes() ?? 0;
}

/** Resolves when all that was written so far has come to the system's socket; never when that is closed before. */
export function whenThroughTo(socket: Socket): Promise<void> {
  const link = links.get(socket);
  if (link === undefined) return Promise.resolve();
  return new Promise((resolve) => {
    link.whenThrough(resolve);
  });
}

/** Who is at the other end: the proxy where there is one. Null when nobody is any more. */
export function peerOf(stream: Duplex | null | undefined): Peer | null {
  if (stream === null || stream === undefined) return null;
  const socket = socketBelow(stream);
  const address = socket?.remoteAddress;
  const port = socket?.remotePort;
  return address !== undefined && port !== undefined ? { address, port } : null;
}

/** Ends a connection with a reset (RST) whatever lies between the stream and the system's socket. */
export function resetConnection(stream: Duplex): void {
  const socket = socketBelow(stream);
  if (socket === null || socket.destroyed) {
    stream.destroy();
    return;
  }
  socket.resetAndDestroy();
  if (socket !== stream) stream.destroy();
}
