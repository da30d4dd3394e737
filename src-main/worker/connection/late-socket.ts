import type { Duplex } from 'node:stream';
import { holdFailedWrites } from '../early-answer.ts';
import { carriedBy, resetConnection, socketBelow } from './peer.ts';
import { SocketShape } from './socket-shape.ts';

/** As much as Node keeps for a socket that is still connecting. */
const WRITABLE_BYTES = 64 * 1024;

type Done = (error?: Error | null) => void;

/**
 * A connection that can be used before it is made: what is written waits for it. For who must have a stream at
 * once; `abort` gives the attempt up.
 */
export class LateSocket extends SocketShape {
  #connection: Duplex | null = null;
  readonly #connecting: Promise<Duplex>;
  readonly #abort: () => void;

  constructor(connecting: Promise<Duplex>, abort: () => void) {
    super(WRITABLE_BYTES);
    this.#abort = abort;
    this.#connecting = connecting;
    connecting.then(
      (connection) => {
        this.#begin(connection);
      },
      (error: unknown) => {
        this.destroy(error instanceof Error ? error : new Error(String(error)));
      },
    );
  }

  /** Ends it with a reset, or gives the attempt up. */
  resetAndDestroy(): void {
    if (this.#connection !== null) resetConnection(this.#connection);
    this.destroy();
  }

  override _read(): void {
    this.#connection?.resume();
  }

  override _write(chunk: Uint8Array, _encoding: BufferEncoding, done: Done): void {
    this.#withConnection((connection) => connection.write(chunk, done), done);
  }

  override _final(done: Done): void {
    this.#withConnection((connection) => connection.end(done), done);
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    this.#abort();
    this.#connection?.destroy();
    done(error);
  }

  #withConnection(use: (connection: Duplex) => void, done: Done): void {
    if (this.#connection !== null) {
      use(this.#connection);
      return;
    }
    this.#connecting.then(use, () => {
      // The stream is destroyed with the attempt's own error.
      done();
    });
  }

  #begin(connection: Duplex): void {
    if (this.destroyed) {
      connection.destroy();
      return;
    }
    this.#connection = connection;
    holdFailedWrites(connection);
    const socket = socketBelow(connection);
    if (socket !== null) carriedBy(this, socket);
    connection
      .on('data', (chunk: Uint8Array) => {
        if (!this.push(chunk)) connection.pause();
      })
      .on('end', () => this.push(null))
      .on('error', (error) => {
        this.destroyWhenRead(error);
      })
      .on('close', () => {
        if (!this.readableEnded && !connection.readableEnded) this.destroyWhenRead(null);
      });
    if (connection.destroyed) this.destroy();
  }
}
