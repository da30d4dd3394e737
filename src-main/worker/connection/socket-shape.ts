import { Duplex } from 'node:stream';

/**
 * A stream that Node's HTTP client and TLS take for a socket: they call these on whatever an agent hands them. The
 * time limits of an exchange are the job's, so `setTimeout` has nothing to do; the socket below has been told
 * `setNoDelay` when it was made.
 */
export abstract class SocketShape extends Duplex {
  constructor(writableBytes: number) {
    super({ allowHalfOpen: false, emitClose: true, writableHighWaterMark: writableBytes });
  }

  setTimeout(): this {
    return this;
  }

  setNoDelay(): this {
    return this;
  }

  setKeepAlive(): this {
    return this;
  }

  ref(): this {
    return this;
  }

  unref(): this {
    return this;
  }

  /** Ends it, but not before its reader has had what has arrived. */
  protected destroyWhenRead(error: Error | null): void {
    if (this.readableLength === 0) {
      this.destroy(error ?? undefined);
      return;
    }
    const look = () => {
      if (this.readableLength > 0) return;
      this.off('data', look);
      this.destroy(error ?? undefined);
    };
    this.on('data', look);
  }

  /** As net.Socket's: what was written goes out first. */
  destroySoon(): void {
    if (this.writable) this.end();
    if (this.writableFinished) this.destroy();
    else this.once('finish', () => this.destroy());
  }
}
