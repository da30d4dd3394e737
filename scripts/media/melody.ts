/** A note: when it starts and how long it is held, in beats; its MIDI number; its loudness in [0, 1]. */
type Note = readonly [beat: number, midi: number, loudness: number];

/** A tune as 16-bit mono samples. */
export interface Tune {
  readonly sampleRateHz: number;
  readonly samples: Int16Array;
}

/** How a struck bar or string sounds: overtones by frequency ratio, share and decay time in seconds. */
type Timbre = readonly (readonly [ratio: number, share: number, decaySeconds: number])[];

const MARIMBA: Timbre = [
  [1, 1, 0.55],
  [3.93, 0.28, 0.16],
  [9.2, 0.08, 0.05],
];
const MUSIC_BOX: Timbre = [
  [1, 1, 1.1],
  [2.01, 0.32, 0.7],
  [5.4, 0.14, 0.3],
  [8.9, 0.05, 0.12],
];

/** A marimba tune of seven seconds that rises and falls like a tide. */
export function tideTune(sampleRateHz: number): Tune {
  const melody = [
    67, 72, 74, 76, 79, 76, 74, 72, 69, 72, 74, 79, 81, 79, 76, 74, 67, 71, 74, 79, 76, 74, 72, 72,
  ];
  const bass = [48, 52, 45, 53, 43, 47];
  const notes: Note[] = melody.map((midi, i) => [i * 0.5, midi, i % 4 === 0 ? 0.9 : 0.65]);
  bass.forEach((midi, i) => notes.push([i * 2, midi, 0.8], [i * 2 + 1, midi + 7, 0.4]));
  return render({ notes, timbre: MARIMBA, secondsPerBeat: 0.5, lengthSeconds: 7, sampleRateHz });
}

/** A music-box tune of eight seconds, slow as a turning lamp. */
export function lighthouseTune(sampleRateHz: number): Tune {
  const melody = [76, 79, 83, 81, 79, 74, 76, 72, 74, 78, 81, 79, 76, 71, 74, 72];
  const notes: Note[] = melody.map((midi, i) => [i * 0.75 + (i % 2) * 0.08, midi, i % 4 === 0 ? 0.85 : 0.6]);
  [60, 55, 57, 53, 55, 60].forEach((midi, i) =>
    notes.push([i * 2, midi, 0.45], [i * 2 + 0.75, midi + 7, 0.3]),
  );
  return render({ notes, timbre: MUSIC_BOX, secondsPerBeat: 0.56, lengthSeconds: 8, sampleRateHz });
}

interface Score {
  readonly notes: readonly Note[];
  readonly timbre: Timbre;
  readonly secondsPerBeat: number;
  readonly lengthSeconds: number;
  readonly sampleRateHz: number;
}

function render(score: Score): Tune {
  const { sampleRateHz, lengthSeconds } = score;
  const mix = new Float64Array(Math.round(lengthSeconds * sampleRateHz));
  for (const [beat, midi, loudness] of score.notes) {
    const start = Math.round(beat * score.secondsPerBeat * sampleRateHz);
    const pitchHz = 440 * 2 ** ((midi - 69) / 12);
    for (const [ratio, share, decaySeconds] of score.timbre) {
      const frequencyHz = pitchHz * ratio;
      if (frequencyHz > sampleRateHz * 0.45) continue;
      strike(mix, start, { frequencyHz, loudness: loudness * share, decaySeconds, sampleRateHz });
    }
  }
  addEcho(mix, Math.round(0.19 * sampleRateHz), 0.24);
  return { sampleRateHz, samples: inSixteenBits(mix, sampleRateHz) };
}

function strike(
  mix: Float64Array,
  start: number,
  tone: { frequencyHz: number; loudness: number; decaySeconds: number; sampleRateHz: number },
): void {
  const attackSeconds = 0.004;
  for (let at = start; at < mix.length; at += 1) {
    const seconds = (at - start) / tone.sampleRateHz;
    const envelope = Math.min(1, seconds / attackSeconds) * Math.exp(-seconds / tone.decaySeconds);
    if (seconds > attackSeconds && envelope < 0.0005) break;
    mix[at] = (mix[at] ?? 0) + Math.sin(2 * Math.PI * tone.frequencyHz * seconds) * envelope * tone.loudness;
  }
}

/** Each echo echoes again, so the sound dies away evenly. */
function addEcho(mix: Float64Array, delaySamples: number, feedback: number): void {
  for (let at = delaySamples; at < mix.length; at += 1) {
    mix[at] = (mix[at] ?? 0) + (mix[at - delaySamples] ?? 0) * feedback;
  }
}

function inSixteenBits(mix: Float64Array, sampleRateHz: number): Int16Array {
  const peak = mix.reduce((highest, value) => Math.max(highest, Math.abs(value)), 0);
  const fadeSamples = 0.4 * sampleRateHz;
  return Int16Array.from(mix, (value, at) => {
    const fade = Math.min(1, (mix.length - 1 - at) / fadeSamples);
    return Math.round((value / peak) * fade * 0.82 * 32_767);
  });
}

/** The bytes of a WAV file. */
export function wavFromTune({ samples, sampleRateHz }: Tune): Buffer {
  const head = Buffer.alloc(44);
  head.write('RIFF', 0, 'latin1');
  head.writeUInt32LE(36 + samples.byteLength, 4);
  head.write('WAVEfmt ', 8, 'latin1');
  head.writeUInt32LE(16, 16);
  head.writeUInt16LE(1, 20);
  head.writeUInt16LE(1, 22);
  head.writeUInt32LE(sampleRateHz, 24);
  head.writeUInt32LE(sampleRateHz * 2, 28);
  head.writeUInt16LE(2, 32);
  head.writeUInt16LE(16, 34);
  head.write('data', 36, 'latin1');
  head.writeUInt32LE(samples.byteLength, 40);
  const body = Buffer.alloc(samples.byteLength);
  samples.forEach((sample, index) => body.writeInt16LE(sample, index * 2));
  return Buffer.concat([head, body]);
}
