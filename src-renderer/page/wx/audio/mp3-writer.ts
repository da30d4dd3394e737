import { type BitWriter, createBitWriter } from './bit-writer.ts';
import type { RecordingOptions } from './recorder-options.ts';
import { framesOf, type RecordingWriter } from './recording.ts';
import { toneLine, type ToneLine } from './tone-line.ts';

/** MPEG-1, MPEG-2 and MPEG-2.5 by their sample rates: number of the version in the header, rates in its order. */
const VERSIONS: readonly (readonly [id: number, rates: readonly number[]])[] = [
  [3, [44_100, 48_000, 32_000]],
  [2, [22_050, 24_000, 16_000]],
  [0, [11_025, 12_000, 8_000]],
];
const MPEG_1 = 3;
/** kbit/s of layer III, from number 1 of the header on. */
const MPEG_1_KBITS = [32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320];
const LATER_KBITS = [8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160];

const GRANULE_SAMPLES = 576;
const STEREO = 0;
const MONO = 3;
/** `global_gain` of a line that sounds at full scale. */
const FULL_SCALE_GAIN = 210;

interface Shape {
  readonly version: number;
  readonly rateNumber: number;
  readonly kbits: readonly number[];
  readonly granules: number;
  readonly sideInfoBytes: number;
}

/**
 * The tune as layer III of MPEG audio, at a constant bit rate. What is recorded is known before it is heard, one
 * tone at a time, so each granule has one line of the spectrum, and no sound has to be analysed.
 */
export function createMp3Writer(options: RecordingOptions): RecordingWriter {
  const { sampleRate, numberOfChannels, bitRate } = options;
  const shape = shapeOf(sampleRate, numberOfChannels);
  const kbitNumber = shape.kbits.findLastIndex((kbit) => kbit * 1_000 <= bitRate);
  const kbit = shape.kbits[kbitNumber] ?? 0;
  const frameSamples = shape.granules * GRANULE_SAMPLES;
  /** Bytes by frame number, so that on the average the rate is met to the bit. */
  const endOf = (frame: number): number => Math.floor(((frame + 1) * frameSamples * kbit * 125) / sampleRate);
  const shortBytes = Math.floor((frameSamples * kbit * 125) / sampleRate);

  function frameBytes(frame: number): Uint8Array<ArrayBuffer> {
    const sizeBytes = endOf(frame) - endOf(frame - 1);
    const bits = createBitWriter();
    bits.write(0x7ff, 11);
    bits.write(shape.version, 2);
    bits.write(1, 2); // Layer III
    bits.write(1, 1); // No checksum
    bits.write(kbitNumber + 1, 4);
    bits.write(shape.rateNumber, 2);
    bits.write(sizeBytes - shortBytes, 1);
    bits.write(0, 1);
    bits.write(numberOfChannels === 1 ? MONO : STEREO, 2);
    bits.write(0, 6);
    const data = createBitWriter();
    const granules = Array.from({ length: shape.granules }, (_, index) =>
      toneLine(frame * shape.granules + index, {
        lines: GRANULE_SAMPLES,
        sampleRate,
        fullScaleGain: FULL_SCALE_GAIN,
      }),
    );
    writeSideInfo(bits, shape, numberOfChannels, granules);
    for (const granule of granules) {
      for (let channel = 0; channel < numberOfChannels; channel += 1) writeLine(data, granule);
    }
    const bytes = new Uint8Array(sizeBytes);
    const head = bits.bytes();
    bytes.set(head);
    bytes.set(data.bytes(), head.byteLength);
    return bytes;
  }

  return {
    extension: 'mp3',
    bytesOf: (first, count) => framesOf(first, count, frameSamples, frameBytes),
    header: () => new Uint8Array(0),
  };
}

function shapeOf(sampleRate: number, numberOfChannels: number): Shape {
  const [version, rates] = VERSIONS.find(([, known]) => known.includes(sampleRate)) ?? [MPEG_1, [sampleRate]];
  const isFirst = version === MPEG_1;
  return {
    version,
    rateNumber: rates.indexOf(sampleRate),
    kbits: isFirst ? MPEG_1_KBITS : LATER_KBITS,
    granules: isFirst ? 2 : 1,
    sideInfoBytes: isFirst ? (numberOfChannels === 1 ? 17 : 32) : numberOfChannels === 1 ? 9 : 17,
  };
}

/** Lines in groups of four up to the one that sounds. */
function groupsOf({ line, isSilent }: ToneLine): number {
  return isSilent ? 0 : Math.floor(line / 4) + 1;
}

function writeSideInfo(
  bits: BitWriter,
  { granules, sideInfoBytes }: Shape,
  numberOfChannels: number,
  lines: readonly ToneLine[],
): void {
  const start = bits.bitCount;
  const isFirst = granules === 2;
  // main_data_begin, private bits, and in MPEG-1 four bits a channel for shared scale factors.
  if (isFirst) bits.write(0, 9 + (numberOfChannels === 1 ? 5 : 3) + 4 * numberOfChannels);
  else bits.write(0, 8 + (numberOfChannels === 1 ? 1 : 2));
  for (const granule of lines) {
    for (let channel = 0; channel < numberOfChannels; channel += 1) {
      const groups = groupsOf(granule);
      bits.write(groups === 0 ? 0 : groups * 4 + 1, 12); // part2_3_length
      bits.write(0, 9); // big_values
      bits.write(granule.gain, 8);
      bits.write(0, isFirst ? 4 : 9); // scalefac_compress
      bits.write(0, 1); // Long blocks
      bits.write(0, 15); // table_select
      bits.write(0, 7); // The regions' ends
      if (isFirst) bits.write(0, 1); // preflag
      bits.write(0, 1); // scalefac_scale
      bits.write(1, 1); // count1table_select: four bits for four lines
    }
  }
  if (bits.bitCount - start !== sideInfoBytes * 8)
    throw new Error('The side information has another length.');
}

function writeLine(data: BitWriter, granule: ToneLine): void {
  const groups = groupsOf(granule);
  for (let group = 0; group < groups; group += 1) {
    // The bits stand inverted; a sign follows each line that sounds.
    const isLast = group === groups - 1;
    data.write(isLast ? 15 ^ (8 >> (granule.line % 4)) : 15, 4);
    if (isLast) data.write(granule.isNegative ? 1 : 0, 1);
  }
}
