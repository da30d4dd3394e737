import { loudnessOf, noteAt } from './melody.ts';

/** The one line of the spectrum that sounds in a stretch of the tune. */
export interface ToneLine {
  /** From the lowest on. */
  readonly line: number;
  /** Quarters of a power of two, on the format's own scale. */
  readonly gain: number;
  readonly isNegative: boolean;
  readonly isSilent: boolean;
}

/** Below this nobody hears it. */
const SILENT = 0.001;

/**
 * @param number of the stretch, which has as many samples as the spectrum has lines
 * @param fullScaleGain gain of a line that sounds at full scale
 */
export function toneLine(
  number: number,
  {
    lines,
    sampleRate,
    fullScaleGain,
  }: {
    readonly lines: number;
    readonly sampleRate: number;
    readonly fullScaleGain: number;
  },
): ToneLine {
  const { hertz, sinceS } = noteAt((number * lines) / sampleRate);
  const loudness = loudnessOf(sinceS + lines / 2 / sampleRate);
  const line = Math.min(lines - 1, Math.floor((hertz * 2 * lines) / sampleRate));
  // A tone in the middle of its line goes on by a quarter of a round in each stretch, or by three quarters.
  const quarter = (line % 2 === 0 ? number : 3 * number) % 4;
  return {
    line,
    gain: fullScaleGain + Math.round(4 * Math.log2(loudness)),
    isNegative: quarter === 1 || quarter === 2,
    isSilent: loudness < SILENT,
  };
}
