import type { RecordingOptions } from './recorder-options.ts';

/** Makes the bytes of a file from what is recorded. */
export interface RecordingWriter {
  /** Of the file's name, without the dot. */
  readonly extension: string;
  /** The bytes of the next moments. */
  bytesOf(first: number, count: number): Uint8Array<ArrayBuffer>;
  /** What stands before all bytes once their number is known. */
  header(dataBytes: number): Uint8Array<ArrayBuffer>;
}

/** A recording that grows with the time that it is given. */
export interface Recording {
  readonly extension: string;
  /** Records up to this time since its start, pauses not counted. */
  growTo(elapsedMs: number): void;
  /** The whole file. */
  file(): ArrayBuffer;
}

export interface RecordingDeps {
  readonly options: RecordingOptions;
  readonly writer: RecordingWriter;
  /** Gets the pieces of `frameBytes`; the last one comes with the file. */
  readonly onFrame: (frameBuffer: ArrayBuffer, isLastFrame: boolean) => void;
}

const MS_PER_S = 1_000;

export function createRecording({ options, writer, onFrame }: RecordingDeps): Recording {
  const { sampleRate, durationMs, frameBytes } = options;
  const pieces: Uint8Array<ArrayBuffer>[] = [];
  let moments = 0;
  let dataBytes = 0;
  /** What no frame has carried yet. */
  let waiting = new Uint8Array(0);

  /** A full frame waits until more comes, as it might be the last. */
  function tellFrames(frameSizeBytes: number, bytes: Uint8Array<ArrayBuffer>): void {
    waiting = joined([waiting, bytes]);
    while (waiting.byteLength > frameSizeBytes) {
      onFrame(waiting.slice(0, frameSizeBytes).buffer, false);
      waiting = waiting.slice(frameSizeBytes);
    }
  }

  return {
    extension: writer.extension,
    growTo(elapsedMs) {
      const wanted = Math.floor((Math.min(elapsedMs, durationMs) * sampleRate) / MS_PER_S);
      if (wanted <= moments) return;
      const bytes = writer.bytesOf(moments, wanted - moments);
      moments = wanted;
      pieces.push(bytes);
      dataBytes += bytes.byteLength;
      if (frameBytes !== null) tellFrames(frameBytes, bytes);
    },
    file() {
      if (frameBytes !== null) onFrame(waiting.slice().buffer, true);
      return joined([writer.header(dataBytes), ...pieces]).buffer;
    },
  };
}

/** The frames that begin in a stretch of moments, one after the other. */
export function framesOf(
  first: number,
  count: number,
  frameSamples: number,
  frameBytes: (frame: number) => Uint8Array<ArrayBuffer>,
): Uint8Array<ArrayBuffer> {
  const from = Math.ceil(first / frameSamples);
  const to = Math.ceil((first + count) / frameSamples);
  return joined(Array.from({ length: to - from }, (_, index) => frameBytes(from + index)));
}

function joined(pieces: readonly Uint8Array<ArrayBuffer>[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.byteLength, 0));
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.byteLength;
  }
  return whole;
}
