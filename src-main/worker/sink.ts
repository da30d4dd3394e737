import { Writable } from 'node:stream';
import { FerryError } from '#contract/errors';
import { openBatchWriter, type BatchWriter, type WriteDoor } from './batch-writer.ts';
import type { JobSink, PartialBody } from './protocol.ts';
import type { YoungGarbage } from './young-garbage.ts';

const KIB = 1024;
const MIB = 1024 * KIB;

/** Where a decoded response body goes. */
export interface BodySink {
  readonly stream: Writable;
  /** Decoded bytes taken so far. */
  receivedBytes(): number;
  /** After the stream has finished: the whole body when it stayed in memory, null when it is in the file. */
  inlineBody(): Uint8Array | null;
  /** Closes and removes whatever file there is. */
  discard(): Promise<void>;
  /** Closes and leaves what came, at most so much of it; null where nothing came, or the disk would not take it. */
  leave(limitBytes: number): Promise<PartialBody | null>;
}

export interface SinkDeps {
  /** How many jobs run, the sink's own included. */
  readonly liveJobs: number;
  readonly writev: WriteDoor;
  readonly garbage: YoungGarbage;
}

/** A body that a page is to read as a whole; a small compressed answer can unpack to any size. */
const MAX_BODY_BYTES = 256 * MIB;

/** So many chunks are joined into one; chunks of a usual size fill a batch long before. */
const MAX_LOOSE_CHUNKS = 512;

/** How many bytes to gather before one write: less when many transfers share the memory. */
export function batchBytesFor(liveJobs: number): number {
  return liveJobs >= 4 ? 256 * KIB : MIB;
}

/**
 * Opens the sink of a job. A file sink creates its file at once, so that a full or missing disk is known before
 * anything is sent; a memory sink creates its own only when the body outgrows `inlineBytes`.
 * Errors: `file.*`; the stream fails with `file.too-large` beyond `limitBytes`.
 */
export async function openSink(sink: JobSink, { liveJobs, writev, garbage }: SinkDeps): Promise<BodySink> {
  const batchBytes = batchBytesFor(liveJobs);
  const stream =
    sink.kind === 'file'
      ? new BatchingWritable(
          { batchBytes, limitBytes: sink.limitBytes, spill: null, garbage },
          await openBatchWriter(sink.partPath, writev),
        )
      : new BatchingWritable(
          {
            batchBytes,
            limitBytes: MAX_BODY_BYTES,
            spill: { inlineBytes: sink.inlineBytes, open: () => openBatchWriter(sink.spillPath, writev) },
            garbage,
          },
          null,
        );
  return {
    stream,
    receivedBytes: () => stream.receivedBytes,
    inlineBody: () => stream.inlineBody(),
    discard: () => stream.discard(),
    leave: (limitBytes) => stream.leave(limitBytes),
  };
}

/** A body larger than `limitBytes`. */
export function tooLargeError(limitBytes: number): FerryError {
  return new FerryError('file.too-large', `The response is larger than ${String(limitBytes)} bytes`, {
    details: { limitBytes },
  });
}

/** The same, of a body that was packed: a few bytes on the wire can be any number of bytes unpacked. */
export function unpacksTooLargeError(
  error: FerryError,
  encodings: readonly string[],
  wireBytes: number,
): FerryError {
  const encoding = encodings.join(', ');
  const limitBytes = Number(error.details['limitBytes']);
  return new FerryError(
    'file.too-large',
    `The response unpacks (${encoding}) to more than the ${String(limitBytes)} bytes allowed; ` +
      `it was ${String(wireBytes)} bytes on the wire so far`,
    { details: { limitBytes, wireBytes, encoding }, cause: error },
  );
}

interface Spill {
  readonly inlineBytes: number;
  open(): Promise<BatchWriter>;
}

interface BatchingOptions {
  readonly batchBytes: number;
  readonly limitBytes: number | null;
  /** What becomes of a body that has no file yet. */
  readonly spill: Spill | null;
  readonly garbage: YoungGarbage;
}

/** Gathers chunks and writes them a batch at a time; keeps them while there is no file to write to. */
class BatchingWritable extends Writable {
  receivedBytes = 0;
  readonly #batchBytes: number;
  readonly #limitBytes: number | null;
  readonly #spill: Spill | null;
  readonly #garbage: YoungGarbage;
  #file: BatchWriter | null;
  #pending: Uint8Array[] = [];
  #pendingBytes = 0;
  /** Chunks at the end of `#pending` that have not been joined. */
  #looseChunks = 0;
  #flushing: Promise<void> = Promise.resolve();

  constructor(options: BatchingOptions, file: BatchWriter | null) {
    // Room for one batch to fill while another is being written.
    super({ highWaterMark: 2 * options.batchBytes });
    this.#batchBytes = options.batchBytes;
    this.#limitBytes = options.limitBytes;
    this.#spill = options.spill;
    this.#garbage = options.garbage;
    this.#file = file;
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: (error?: Error | null) => void): void {
    this.#take([chunk], done);
  }

  override _writev(chunks: { chunk: Buffer }[], done: (error?: Error | null) => void): void {
    this.#take(
      chunks.map(({ chunk }) => chunk),
      done,
    );
  }

  override _final(done: (error?: Error | null) => void): void {
    this.#flushThen(done, async () => {
      await this.#flush();
      await this.#file?.close();
    });
  }

  inlineBody(): Uint8Array | null {
    if (this.#file !== null) return null;
    // Memory of its own: a slice of Node's shared pool would take the whole pool along to the other process.
    const body = new Uint8Array(this.#pendingBytes);
    let at = 0;
    for (const chunk of this.#pending) {
      body.set(chunk, at);
      at += chunk.length;
    }
    return body;
  }

  async discard(): Promise<void> {
    this.destroy();
    await this.#flushing.catch(() => undefined);
    await this.#file?.discard();
  }

  async leave(limitBytes: number): Promise<PartialBody | null> {
    this.destroy();
    try {
      await this.#flushing;
      await this.#flush();
      const sizeBytes = Math.min(this.receivedBytes, limitBytes);
      if (sizeBytes > 0) {
        if (this.#file === null) return { inlineBody: this.inlineBody(), sizeBytes: this.receivedBytes };
        await this.#file.closeAt(sizeBytes);
        return { inlineBody: null, sizeBytes };
      }
    } catch {
      // What could not be written is no loss beside the failure itself.
    }
    await this.#file?.discard();
    return null;
  }

  #take(chunks: readonly Uint8Array[], done: (error?: Error | null) => void): void {
    for (const chunk of chunks) {
      this.#keep(chunk);
      this.#pendingBytes += chunk.length;
      this.receivedBytes += chunk.length;
    }
    if (this.#limitBytes !== null && this.receivedBytes > this.#limitBytes) {
      done(tooLargeError(this.#limitBytes));
    } else if (this.#mustSpill() || (this.#file !== null && this.#pendingBytes >= this.#batchBytes)) {
      this.#flushThen(done, () => this.#flush());
    } else {
      done();
    }
  }

  /** A million chunks of a byte each would take a hundred times their size, and more than one write. */
  #keep(chunk: Uint8Array): void {
    this.#pending.push(chunk);
    this.#looseChunks += 1;
    if (this.#looseChunks < MAX_LOOSE_CHUNKS) return;
    this.#pending.push(Buffer.concat(this.#pending.splice(-this.#looseChunks)));
    this.#looseChunks = 0;
  }

  #mustSpill(): boolean {
    return this.#file === null && this.#spill !== null && this.#pendingBytes > this.#spill.inlineBytes;
  }

  async #flush(): Promise<void> {
    if (this.#mustSpill()) this.#file = (await this.#spill?.open()) ?? null;
    if (this.#file === null) return;
    const batch = this.#pending;
    const batchBytes = this.#pendingBytes;
    this.#pending = [];
    this.#pendingBytes = 0;
    this.#looseChunks = 0;
    await this.#file.append(batch);
    this.#garbage.dropped(batchBytes);
  }

  #flushThen(done: (error?: Error | null) => void, flush: () => Promise<void>): void {
    this.#flushing = flush();
    this.#flushing.then(
      () => {
        done();
      },
      (error: unknown) => {
        done(FerryError.from(error));
      },
    );
  }
}
