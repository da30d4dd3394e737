/** One note: `hertz`, and how long until the next. */
interface Note {
  readonly hertz: number;
  readonly lengthS: number;
}

const C5 = 523.25;
const D5 = 587.33;
const E5 = 659.26;
const G5 = 783.99;
const A5 = 880;
const BEAT_S = 0.25;
const SCORE: readonly (readonly [hertz: number, beats: number])[] = [
  ...([
    [C5, 1],
    [E5, 1],
    [G5, 1],
    [A5, 1],
    [G5, 2],
    [E5, 2],
  ] as const),
  ...([
    [D5, 1],
    [E5, 1],
    [D5, 1],
    [C5, 1],
    [D5, 2],
    [G5, 2],
  ] as const),
];
const NOTES: readonly Note[] = SCORE.map(([hertz, beats]) => ({ hertz, lengthS: beats * BEAT_S }));
const ROUND_S = NOTES.reduce((sum, { lengthS }) => sum + lengthS, 0);

/** Full scale of 16-bit samples. */
const FULL_SCALE = 32_767;
const LOUDNESS = 0.5;
const DECAY_PER_S = 4;
const ATTACK_S = 0.01;
/** The second partial of a music box, two octaves up. */
const OVERTONE = 0.25;

/** The note that sounds at a time, and how long it has. */
export function noteAt(timeS: number): { readonly hertz: number; readonly sinceS: number } {
  let sinceS = timeS % ROUND_S;
  for (const { hertz, lengthS } of NOTES) {
    if (sinceS < lengthS) return { hertz, sinceS };
    sinceS -= lengthS;
  }
  return { hertz: C5, sinceS };
}

/** How loud a note is, 0–1: struck, then dying away. */
export function loudnessOf(sinceS: number): number {
  return LOUDNESS * Math.min(1, sinceS / ATTACK_S) * Math.exp(-DECAY_PER_S * sinceS);
}

/**
 * What Ferry records in place of a microphone, which no page may use: a music box that plays the same tune in every
 * recording. Samples are 16-bit, the channels of one moment side by side.
 *
 * @param first number of the first moment, from the start of the recording
 * @param count of moments
 */
export function melodySamples(
  first: number,
  count: number,
  { sampleRate, numberOfChannels }: { readonly sampleRate: number; readonly numberOfChannels: number },
): Int16Array<ArrayBuffer> {
  const samples = new Int16Array(count * numberOfChannels);
  for (let index = 0; index < count; index += 1) {
    const { hertz, sinceS } = noteAt((first + index) / sampleRate);
    const phase = 2 * Math.PI * hertz * sinceS;
    const wave = (Math.sin(phase) + OVERTONE * Math.sin(4 * phase)) / (1 + OVERTONE);
    const sample = Math.round(FULL_SCALE * loudnessOf(sinceS) * wave);
    samples.fill(sample, index * numberOfChannels, (index + 1) * numberOfChannels);
  }
  return samples;
}
