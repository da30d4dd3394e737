/** One of the things a table compares, measured once per round. */
export interface Variant<Sample> {
  readonly name: string;
  /** Rejects when it fails; gives up on `signal`. */
  measure(signal: AbortSignal): Promise<Sample>;
}

/** A variant with what its rounds brought. */
export interface Measured<Sample> {
  readonly name: string;
  readonly samples: readonly Sample[];
  /** Why a round brought no sample. */
  readonly failures: readonly string[];
}

export interface RoundOptions {
  readonly rounds: number;
  /** A measurement that takes longer has failed. */
  readonly timeLimitMs: number;
  /** Hears of every measurement before it starts. */
  readonly onMeasure: (name: string, round: number) => void;
}

/** Measures every variant once per round, in an order of its own in each, one at a time. */
export async function measureInRounds<Sample>(
  variants: readonly Variant<Sample>[],
  { rounds, timeLimitMs, onMeasure }: RoundOptions,
): Promise<Measured<Sample>[]> {
  const results = variants.map((variant) => ({
    variant,
    name: variant.name,
    samples: [] as Sample[],
    failures: [] as string[],
  }));
  for (let round = 1; round <= rounds; round += 1) {
    for (const { variant, name, samples, failures } of shuffled(results)) {
      onMeasure(name, round);
      const signal = AbortSignal.timeout(timeLimitMs);
      try {
        samples.push(await variant.measure(signal));
      } catch (error) {
        failures.push(signal.aborted ? `No end within ${timeLimitMs / 1000} s` : String(error));
      }
    }
  }
  return results.map(({ name, samples, failures }) => ({ name, samples, failures }));
}

function shuffled<T>(values: readonly T[]): T[] {
  return values
    .map((value) => ({ value, at: Math.random() }))
    .sort((a, b) => a.at - b.at)
    .map(({ value }) => value);
}
