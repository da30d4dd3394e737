import type { ClientRequest } from 'node:http';
import type { Duplex } from 'node:stream';

type Done = (error?: Error | null) => void;

/** Who hears of a failed write on a socket: the request it carries at the moment. Sockets outlive requests. */
const listeners = new WeakMap<Duplex, (error: Error) => void>();

/**
 * Makes an answer that a server gives before it has read the whole upload readable even when the server then resets
 * the connection: a 413 from a server that closes at once is the common case. Node destroys a socket at the first
 * write that fails, with the answer still unread in it, and got ends the whole exchange. Here a failed write waits
 * until what has arrived is read; the response, or the request's own `error` or `close`, then says how it ends.
 * Browsers do the same. `onWriteFailed` hears of the failure at once.
 */
export function readEarlyAnswers(request: ClientRequest, onWriteFailed: (error: Error) => void): void {
  const write = request.write.bind(request);
  request.write = (chunk: unknown, encoding?: BufferEncoding | Done, callback?: Done) => {
    const done = typeof encoding === 'function' ? encoding : callback;
    const onWritten: Done = (error) => {
      if (!error) done?.();
    };
    return typeof encoding === 'string' ? write(chunk, encoding, onWritten) : write(chunk, onWritten);
  };
  request.once('socket', (socket) => {
    const isNew = !listeners.has(socket);
    listeners.set(socket, onWriteFailed);
    if (isNew) holdFailedWrites(socket);
  });
}

/** Makes failed writes of a stream wait until what has arrived on it is read; see {@link readEarlyAnswers}. */
export function holdFailedWrites(socket: Duplex): void {
  const held =
    (done: Done): Done =>
    (error) => {
      if (!error || !isReset(error)) {
        done(error);
        return;
      }
      listeners.get(socket)?.(error);
      whenRead(socket, () => {
        done(error);
      });
    };
  const write = socket._write.bind(socket);
  socket._write = (chunk, encoding, done) => {
    write(chunk, encoding, held(done));
  };
  const writev = socket._writev?.bind(socket);
  if (writev === undefined) return;
  socket._writev = (chunks, done) => {
    writev(chunks, held(done));
  };
}

/** The other end is gone, so reading comes to an end by itself, after what had arrived. */
function whenRead(socket: Duplex, listener: () => void): void {
  if (socket.readableEnded || socket.destroyed) {
    listener();
    return;
  }
  const once = () => {
    socket.off('end', once).off('close', once);
    listener();
  };
  socket.once('end', once).once('close', once);
}

function isReset(error: NodeJS.ErrnoException): boolean {
  return error.code === 'ECONNRESET' || error.code === 'EPIPE' || error.code === 'ECONNABORTED';
}
