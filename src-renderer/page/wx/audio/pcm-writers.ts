import { melodySamples } from './melody.ts';
import type { RecordingOptions } from './recorder-options.ts';
import type { RecordingWriter } from './recording.ts';

const BYTES_PER_SAMPLE = 2;
const HEADER_BYTES = 44;
const PCM_FORMAT = 1;

/** Bare 16-bit samples, the lower byte first. */
export function createPcmWriter(options: RecordingOptions): RecordingWriter {
  return {
    extension: 'pcm',
    bytesOf: (first, count) => littleEndian(melodySamples(first, count, options)),
    header: () => new Uint8Array(0),
  };
}

/** The same in a RIFF file. */
export function createWavWriter(options: RecordingOptions): RecordingWriter {
  return {
    ...createPcmWriter(options),
    extension: 'wav',
    header: (dataBytes) => wavHeader(dataBytes, options),
  };
}

function littleEndian(samples: Int16Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  const view = new DataView(new ArrayBuffer(samples.length * BYTES_PER_SAMPLE));
  samples.forEach((sample, index) => {
    view.setInt16(index * BYTES_PER_SAMPLE, sample, true);
  });
  return new Uint8Array(view.buffer);
}

function wavHeader(
  dataBytes: number,
  { sampleRate, numberOfChannels }: RecordingOptions,
): Uint8Array<ArrayBuffer> {
  const view = new DataView(new ArrayBuffer(HEADER_BYTES));
  const blockBytes = numberOfChannels * BYTES_PER_SAMPLE;
  const write = (at: number, text: string): void => {
    for (let index = 0; index < text.length; index += 1) view.setUint8(at + index, text.charCodeAt(index));
  };
  write(0, 'RIFF');
  view.setUint32(4, HEADER_BYTES - 8 + dataBytes, true);
  write(8, 'WAVEfmt ');
  view.setUint32(16, 16, true);
  view.setUint16(20, PCM_FORMAT, true);
  view.setUint16(22, numberOfChannels, true);
  view.setUint32(24, sampleRate, true);
  view.setUint32(28, sampleRate * blockBytes, true);
  view.setUint16(32, blockBytes, true);
  view.setUint16(34, BYTES_PER_SAMPLE * 8, true);
  write(36, 'data');
  view.setUint32(40, dataBytes, true);
  return new Uint8Array(view.buffer);
}
