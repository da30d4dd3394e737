import { createHash, type Hash } from 'node:crypto';
import net from 'node:net';
import type { ServerTells } from './abort-main.ts';
import { CONTENT_BLOCK, numberedContent } from './content.ts';
import { monotonicMs } from './monotonic.ts';

/**
 * The other end of every transfer, as a process of its own: `GET /<bytes>` sends that many, anything else is read to
 * its Content-Length and answered with `{}`. Bare sockets and no memory per read, so that what is measured is the
 * client. With `?verify` it sends numbered content and hashes the file in a multipart body. With `?tell` it says when
 * 10 MB of the body have passed, and when the connection is closed.
 *
 * Tells its parent `{port}`; answers any message with `{uploads}`, the hashes since the last one. Ends with its parent.
 */

const LIFETIME_MS = 2 * 60 * 60 * 1000;
const MAX_HEAD_BYTES = 16 * 1024;
const UNDER_WAY_BYTES = 10 * 1000 * 1000;

const readBuffer = Buffer.allocUnsafeSlow(1024 * 1024);
let uploads: string[] = [];

/** The file of a multipart body with one part, hashed as it passes. */
function createPartHasher(bodyBytes: number, boundary: string) {
  const digest: Hash = createHash('sha256');
  const tailBytes = `\r\n--${boundary}--\r\n`.length;
  let head: Buffer | null = Buffer.alloc(0);
  let leftBytes = 0;
  const update = (bytes: Buffer): void => {
    const part = bytes.subarray(0, leftBytes);
    leftBytes -= part.length;
    digest.update(part);
  };
  return {
    see(bytes: Buffer): void {
      if (head === null) {
        update(bytes);
        return;
      }
      head = Buffer.concat([head, bytes]);
      const headEnd = head.indexOf('\r\n\r\n');
      if (headEnd < 0) return;
      leftBytes = bodyBytes - (headEnd + 4) - tailBytes;
      update(head.subarray(headEnd + 4));
      head = null;
    },
    sha256: () => digest.digest('hex'),
  };
}

function answer(socket: net.Socket): void {
  socket.write('HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}');
}

function* repeatedContent(sizeBytes: number): Generator<Buffer> {
  for (let left = sizeBytes; left > 0; left -= CONTENT_BLOCK.length) yield CONTENT_BLOCK.subarray(0, left);
}

/** Tells the parent of this connection; returns what is to hear of each piece of the body. */
function tellOf(socket: net.Socket): (pieceBytes: number) => void {
  const tell = (kind: ServerTells['kind']): void => {
    const told: ServerTells = { kind, atMs: monotonicMs() };
    process.send?.(told);
  };
  socket.once('close', () => {
    tell('closed');
  });
  let passedBytes = 0;
  return (pieceBytes) => {
    const before = passedBytes;
    passedBytes += pieceBytes;
    if (before < UNDER_WAY_BYTES && passedBytes >= UNDER_WAY_BYTES) tell('under way');
  };
}

function send(
  socket: net.Socket,
  sizeBytes: number,
  verify: boolean,
  passed: (pieceBytes: number) => void,
): void {
  const content = verify ? numberedContent(sizeBytes) : repeatedContent(sizeBytes);
  socket.write(
    `HTTP/1.1 200 OK\r\nContent-Type: application/octet-stream\r\nContent-Length: ${String(sizeBytes)}\r\n\r\n`,
  );
  const pump = (): void => {
    for (let piece = content.next(); !piece.done; piece = content.next()) {
      passed(piece.value.length);
      if (socket.write(piece.value)) continue;
      socket.once('drain', pump);
      return;
    }
  };
  pump();
}

/** One connection's requests, in the order they come. */
function serve(socket: net.Socket): (bytes: Buffer) => void {
  let head = '';
  let bodyLeftBytes = 0;
  let hasher: ReturnType<typeof createPartHasher> | null = null;
  let passed: (pieceBytes: number) => void = () => undefined;

  const endBody = (): void => {
    if (hasher !== null) uploads.push(hasher.sha256());
    hasher = null;
    answer(socket);
  };

  const begin = (): void => {
    const [, method, size, query] = /^(\S+) \/(\d*)(\S*)/.exec(head) ?? [];
    const verify = query === '?verify';
    if (query === '?tell') passed = tellOf(socket);
    if (method === 'GET') {
      send(socket, Number(size), verify, passed);
      return;
    }
    bodyLeftBytes = Number(/\r\ncontent-length: *(\d+)/i.exec(head)?.[1] ?? 0);
    const boundary = /\r\ncontent-type: *multipart\/form-data; *boundary=([^\r;]+)/i.exec(head)?.[1];
    if (verify && boundary !== undefined) hasher = createPartHasher(bodyLeftBytes, boundary);
    if (/\r\nexpect: *100-continue/i.test(head)) socket.write('HTTP/1.1 100 Continue\r\n\r\n');
    if (bodyLeftBytes === 0) endBody();
  };

  return (bytes) => {
    let at = 0;
    while (at < bytes.length) {
      if (bodyLeftBytes > 0) {
        const body = bytes.subarray(at, at + bodyLeftBytes);
        hasher?.see(body);
        passed(body.length);
        at += body.length;
        bodyLeftBytes -= body.length;
        if (bodyLeftBytes === 0) endBody();
        continue;
      }
      const before = head.length;
      head += bytes.toString('latin1', at, Math.min(bytes.length, at + MAX_HEAD_BYTES - before));
      const end = head.indexOf('\r\n\r\n');
      if (end < 0 && head.length >= MAX_HEAD_BYTES) {
        socket.destroy();
        return;
      }
      at += (end < 0 ? head.length : end + 4) - before;
      if (end < 0) continue;
      head = head.slice(0, end + 2);
      begin();
      head = '';
    }
  };
}

const server = net.createServer({ pauseOnConnect: true }, (accepted) => {
  // Only a socket made by hand can read into a buffer that is used again, and only Node's own handle can be adopted.
  const handle = Reflect.get(accepted, '_handle') as net.BoundSocket;
  Reflect.set(accepted, '_handle', null);
  let receive: (bytes: Buffer) => void = () => undefined;
  const options = {
    handle,
    readable: true,
    writable: true,
    onread: {
      buffer: readBuffer,
      callback: (bytesRead: number) => {
        receive(readBuffer.subarray(0, bytesRead));
        return true;
      },
    },
  };
  const socket = new net.Socket(options);
  receive = serve(socket);
  socket.setNoDelay(true);
  // Clients are killed and transfers aborted; the other side reports what matters.
  socket.on('error', () => undefined);
  socket.on('end', () => socket.end());
  socket.resume();
});

server.listen(0, '127.0.0.1', () => {
  process.send?.({ port: (server.address() as net.AddressInfo).port });
});
process.on('message', () => {
  process.send?.({ uploads });
  uploads = [];
});
process.on('disconnect', () => process.exit(0));
setTimeout(() => process.exit(1), LIFETIME_MS).unref();
