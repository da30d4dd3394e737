import { Transform, type TransformCallback } from 'node:stream';
import zlib from 'node:zlib';
import { FerryError } from '#contract/errors';

type Inflater = Transform & zlib.Zlib;

/** How each coding Ferry offers is undone, given the first byte of the body. */
const DECODERS = new Map<string, (firstByte: number) => Inflater>([
  ['gzip', () => zlib.createGunzip()],
  ['x-gzip', () => zlib.createGunzip()],
  ['br', () => zlib.createBrotliDecompress()],
  // "deflate" means the zlib format, but some servers send the bare stream; its first byte tells.
  ['deflate', (firstByte) => ((firstByte & 0x0f) === 0x08 ? zlib.createInflate() : zlib.createInflateRaw())],
]);
/** Each layer costs memory and may multiply what the one outside it yields; servers apply one, rarely two. */
const MAX_CODINGS = 5;

/**
 * The streams that undo content codings, outermost first, to be put between the wire and the sink. `encodings` is
 * in the order the server applied them. Throws `net.protocol` for an unknown coding and for too many; the streams
 * fail with it when the bytes are not what the coding promised.
 */
export function decodersFor(encodings: readonly string[]): Transform[] {
  if (encodings.length > MAX_CODINGS) {
    throw new FerryError('net.protocol', `The response is encoded ${String(encodings.length)} times over`, {
      details: { codings: encodings.length, phase: 'receive' },
    });
  }
  return encodings.toReversed().map((encoding) => {
    const create = DECODERS.get(encoding);
    if (create === undefined) {
      throw new FerryError(
        'net.protocol',
        `The response is encoded as “${encoding}”, which was not asked for`,
        {
          details: { encoding, phase: 'receive' },
        },
      );
    }
    return new Decoder(encoding, create);
  });
}

/**
 * Waits for the first byte before it chooses its inflater, so that an empty body decodes to an empty body. What
 * follows the end of the packed bytes is read and ignored, as browsers do.
 */
class Decoder extends Transform {
  readonly #encoding: string;
  readonly #create: (firstByte: number) => Inflater;
  #inflater: Inflater | null = null;
  /** What waits for the inflater to take its bytes, or to come to its end. */
  #waiting: TransformCallback | null = null;
  #isOver = false;

  constructor(encoding: string, create: (firstByte: number) => Inflater) {
    super();
    this.#encoding = encoding;
    this.#create = create;
  }

  override _transform(chunk: Buffer, _encoding: BufferEncoding, done: TransformCallback): void {
    const [firstByte] = chunk;
    if (firstByte === undefined || this.#isOver) {
      done();
      return;
    }
    this.#inflater ??= this.#start(firstByte);
    this.#waiting = done;
    this.#inflater.write(chunk, (error) => {
      if (!error) this.#goOn();
    });
  }

  override _flush(done: TransformCallback): void {
    if (this.#inflater === null || this.#isOver) {
      done();
      return;
    }
    this.#waiting = done;
    this.#inflater.end();
  }

  override _read(sizeBytes: number): void {
    this.#inflater?.resume();
    super._read(sizeBytes);
  }

  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    this.#inflater?.destroy();
    done(error);
  }

  #goOn(): void {
    const waiting = this.#waiting;
    this.#waiting = null;
    waiting?.();
  }

  #start(firstByte: number): Inflater {
    const inflater = this.#create(firstByte);
    inflater.on('data', (chunk: Buffer) => {
      if (!this.push(chunk)) inflater.pause();
    });
    inflater.on('end', () => {
      // An inflater with bytes left over ends without a word about the write they came in.
      this.#isOver = true;
      this.#goOn();
    });
    inflater.on('error', (error: NodeJS.ErrnoException) => {
      const cause = error.code ?? 'unknown';
      this.destroy(
        new FerryError('net.protocol', `The response body is not valid ${this.#encoding} (${cause})`, {
          details: { cause, encoding: this.#encoding, phase: 'receive' },
          cause: error,
        }),
      );
    });
    return inflater;
  }
}
