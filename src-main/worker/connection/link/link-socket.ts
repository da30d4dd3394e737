import type { Socket } from 'node:net';
import { holdFailedWrites } from '../../early-answer.ts';
import { carriedBy, delaysBytesFor } from '../peer.ts';
import { SocketShape } from '../socket-shape.ts';
import type { Flow } from './flow.ts';

const WRITABLE_BYTES = 16 * 1024;

type Done = (error?: Error | null) => void;
type Deliver = (bytes: Uint8Array, done: () => void) => boolean;

/** Makes the two flows of a connection, given what becomes of the bytes at their ends. */
export interface FlowMaker {
  up(deliver: Deliver): Flow;
  down(deliver: Deliver): Flow;
}

/** A connected socket behind a link: what is written takes its time to the socket, and what arrives to the reader. */
export class LinkSocket extends SocketShape {
  readonly #socket: Socket;
  readonly #up: Flow;
  readonly #down: Flow;
  #isIdle = false;
  #heldBytes = 0;

  constructor(socket: Socket, flows: FlowMaker) {
    super(WRITABLE_BYTES);
    this.#socket = socket;
    carriedBy(this, socket);
    holdFailedWrites(socket);
    this.#up = flows.up((bytes, done) => {
      this.#heldBytes -= bytes.length;
      // A socket that fails says so itself, and nobody waits for these bytes any more.
      socket.write(bytes, done);
      return true;
    });
    delaysBytesFor(socket, {
      whenThrough: (arrived) => {
        this.#up.then(arrived);
      },
      heldBytes: () => this.#heldBytes,
    });
    this.#down = flows.down((bytes, done) => {
      const isWanted = this.push(bytes);
      done();
      return isWanted;
    });
    socket
      .on('data', (chunk: Buffer) => {
        if (this.#isIdle) {
          this.destroy();
          return;
        }
        socket.pause();
        this.#down.send(chunk, () => {
          socket.resume();
        });
      })
      .once('end', () => {
        this.#down.then(() => this.push(null));
      })
      .once('error', (error) => {
        this.#down.then(() => {
          this.destroyWhenRead(error);
        });
      })
      .once('close', () => {
        this.#down.then(() => {
          if (!this.readableEnded) this.destroyWhenRead(null);
        });
      });
  }

  /** An agent puts it into its pool: whatever arrives there answers no question. */
  override unref(): this {
    this.#isIdle = true;
    this.#socket.unref();
    return this;
  }

  /** An agent takes it out again. */
  override ref(): this {
    this.#isIdle = false;
    this.#socket.ref();
    return this;
  }

  override _read(): void {
    this.#down.resume();
  }

  override _write(chunk: Uint8Array, _encoding: BufferEncoding, done: Done): void {
    // Whoever wrote it uses the memory again once it has been taken.
    this.#heldBytes += chunk.length;
    this.#up.send(Buffer.from(chunk), done);
  }

  override _final(done: Done): void {
    this.#up.then(() => this.#socket.end());
    done();
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    this.#up.close();
    this.#down.close();
    this.#socket.destroy();
    done(error);
  }
}
