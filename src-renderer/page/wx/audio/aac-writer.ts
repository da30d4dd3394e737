import { type BitWriter, createBitWriter } from './bit-writer.ts';
import type { RecordingOptions } from './recorder-options.ts';
import { framesOf, type RecordingWriter } from './recording.ts';
import { toneLine, type ToneLine } from './tone-line.ts';

/** Sample rates in the order of their numbers, from number 3 on, and how many bands each has. */
const RATES: readonly (readonly [sampleRate: number, bands: number])[] = [
  [48_000, 49],
  [44_100, 49],
  [32_000, 51],
  [24_000, 47],
  [22_050, 47],
  [16_000, 43],
  [12_000, 43],
  [11_025, 43],
  [8_000, 40],
];
const FIRST_RATE_NUMBER = 3;
const FRAME_SAMPLES = 1_024;
const HEADER_BYTES = 7;
/** No frame may be larger, whatever the bit rate. */
const MAX_CHANNEL_BYTES = 768;
const LOW_COMPLEXITY = 1;
/** The book of groups of four lines, each -1, 0 or 1. */
const QUAD_BOOK = 1;
/** In that book the words of one line that sounds, by its place in the group: positive, negative. */
const WORDS: readonly (readonly [positive: number, negative: number])[] = [
  [0b10000, 0b10001],
  [0b10011, 0b10111],
  [0b10110, 0b10101],
  [0b10100, 0b10010],
];
/** `global_gain` of a line that sounds at full scale. */
const FULL_SCALE_GAIN = 200;
/** Elements of a frame by their numbers. */
const ONE_CHANNEL = 0;
const TWO_CHANNELS = 1;
const FILL = 6;
const END = 7;
/** Bits of a fill element beside what it carries, and how many bytes one can carry. */
const FILL_HEAD_BITS = 15;
const MAX_FILL_BYTES = 269;

/**
 * The tune as AAC-LC in ADTS frames. As in mp3-writer.ts each frame has the one line of the spectrum that sounds, and
 * is filled up to the bit rate.
 */
export function createAacWriter(options: RecordingOptions): RecordingWriter {
  const { sampleRate, numberOfChannels, bitRate } = options;
  const rateIndex = Math.max(
    0,
    RATES.findIndex(([known]) => known === sampleRate),
  );
  const bands = RATES[rateIndex]?.[1] ?? 0;
  const sizeBytes = Math.min(
    MAX_CHANNEL_BYTES * numberOfChannels,
    Math.floor((FRAME_SAMPLES * bitRate) / sampleRate / 8),
  );

  function frameBytes(frame: number): Uint8Array<ArrayBuffer> {
    const bits = createBitWriter();
    bits.write(numberOfChannels === 1 ? ONE_CHANNEL : TWO_CHANNELS, 3);
    bits.write(0, 4);
    if (numberOfChannels === 2) bits.write(0, 1); // Each channel has a window of its own.
    const tone = toneLine(frame, { lines: FRAME_SAMPLES, sampleRate, fullScaleGain: FULL_SCALE_GAIN });
    for (let channel = 0; channel < numberOfChannels; channel += 1) writeChannel(bits, tone, bands);
    fillUp(bits, (sizeBytes - HEADER_BYTES) * 8);
    bits.write(END, 3);
    const data = bits.bytes();
    const head = header(FIRST_RATE_NUMBER + rateIndex, numberOfChannels, HEADER_BYTES + data.byteLength);
    const bytes = new Uint8Array(head.byteLength + data.byteLength);
    bytes.set(head);
    bytes.set(data, head.byteLength);
    return bytes;
  }

  return {
    extension: 'aac',
    bytesOf: (first, count) => framesOf(first, count, FRAME_SAMPLES, frameBytes),
    header: () => new Uint8Array(0),
  };
}

function writeChannel(bits: BitWriter, { line, gain, isNegative, isSilent }: ToneLine, bands: number): void {
  bits.write(gain, 8);
  bits.write(0, 4); // One long window, of the sine's shape.
  bits.write(isSilent ? 0 : bands, 6);
  bits.write(0, 1); // No prediction
  if (!isSilent) {
    // One section from the first band to the last: lengths from 31 on go on in the next five bits.
    bits.write(QUAD_BOOK, 4);
    for (let left = bands; ; left -= 31) {
      bits.write(Math.min(left, 31), 5);
      if (left < 31) break;
    }
    bits.write(0, bands); // Every band has the gain of the one before.
  }
  bits.write(0, 3); // No pulses, no noise shaping, no gain control
  if (isSilent) return;
  for (let group = 0; group < FRAME_SAMPLES / 4; group += 1) {
    const words = group === Math.floor(line / 4) ? WORDS[line % 4] : undefined;
    if (words === undefined) bits.write(0, 1);
    else bits.write(words[isNegative ? 1 : 0], 5);
  }
}

/** Fill elements, so that a frame has this many bits with its end, as near as whole bytes go. */
function fillUp(bits: BitWriter, wantedBits: number): void {
  for (;;) {
    const leftBits = wantedBits - bits.bitCount - 3 - FILL_HEAD_BITS;
    const bytes = Math.min(MAX_FILL_BYTES, Math.floor(leftBits / 8));
    if (bytes < 15) return;
    bits.write(FILL, 3);
    bits.write(15, 4);
    bits.write(bytes - 14, 8);
    for (let index = 0; index < bytes; index += 1) bits.write(0, 8);
  }
}

function header(rateNumber: number, numberOfChannels: number, frameBytes: number): Uint8Array<ArrayBuffer> {
  const bits = createBitWriter();
  bits.write(0xfff, 12);
  bits.write(0b0001, 4); // MPEG-4, no checksum
  bits.write(LOW_COMPLEXITY, 2);
  bits.write(rateNumber, 4);
  bits.write(0, 1);
  bits.write(numberOfChannels, 3);
  bits.write(0, 4);
  bits.write(frameBytes, 13);
  bits.write(0x7ff, 11); // The buffer's state is not told.
  bits.write(0, 2);
  return bits.bytes();
}
