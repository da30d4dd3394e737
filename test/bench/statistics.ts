/** The value below which the share `part` (0 to 1) of the numbers lies; NaN when there are none. */
export function quantile(numbers: readonly number[], part: number): number {
  const sorted = numbers.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? NaN;
}

/** The middle one, or the mean of the two in the middle; NaN when there are none. */
export function median(numbers: readonly number[]): number {
  const sorted = numbers.toSorted((a, b) => a - b);
  const middle = sorted.length / 2;
  const upper = sorted[Math.floor(middle)] ?? NaN;
  return Number.isInteger(middle) ? (upper + (sorted[middle - 1] ?? NaN)) / 2 : upper;
}

/** The median of what `read` finds in the samples; null when it finds nothing in one, or there are none. */
export function medianOf<T>(samples: readonly T[], read: (sample: T) => number | null): number | null {
  const numbers = samples.map(read).filter((number) => number !== null);
  return numbers.length === 0 || numbers.length < samples.length ? null : median(numbers);
}
