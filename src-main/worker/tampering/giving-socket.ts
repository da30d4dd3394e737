import { SocketShape } from '../connection/socket-shape.ts';

/** A stand-in for a socket that hands what arrives to its reader at the reader's pace. */
export abstract class GivingSocket extends SocketShape {
  #room = Promise.withResolvers<undefined>();

  override _read(): void {
    this.#room.resolve(undefined);
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    this.#room.resolve(undefined);
    done(error);
  }

  /** Resolves when the reader asks for more, or never will. */
  protected async give(bytes: Uint8Array): Promise<void> {
    if (bytes.length === 0 || this.destroyed) return;
    this.#room = Promise.withResolvers();
    if (!this.push(bytes)) await this.#room.promise;
  }
}
