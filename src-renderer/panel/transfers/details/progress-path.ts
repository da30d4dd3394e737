/** From the graph's milliseconds and bytes to the drawing's units. */
export interface GraphScale {
  readonly x: (atMs: number) => number;
  readonly y: (bytes: number) => number;
}

type Points = readonly (readonly [atMs: number, bytes: number])[];

const round = (value: number): string => value.toFixed(1);

/** A line through the points, for an SVG path. */
export function pathOf(points: Points, { x, y }: GraphScale): string {
  return points
    .map(([atMs, bytes], index) => `${index === 0 ? 'M' : 'L'}${round(x(atMs))} ${round(y(bytes))}`)
    .join('');
}

/** The same in steps: a value holds until the next one. */
export function stepsOf(points: Points, endMs: number, { x, y }: GraphScale): string {
  const [first] = points;
  if (!first) return '';
  let path = `M${round(x(first[0]))} ${round(y(0))}`;
  for (const [atMs, bytes] of points) path += `H${round(x(atMs))}V${round(y(bytes))}`;
  return `${path}H${round(x(endMs))}`;
}

function stepOf(most: number, count: number): number {
  const rough = most / count;
  const power = 10 ** Math.floor(Math.log10(rough));
  return [1, 2, 5, 10].map((factor) => factor * power).find((candidate) => candidate >= rough) ?? power * 10;
}

/** The same, and the first beyond the bound where none is on it: an axis that a line does not touch the end of. */
export function ticksBeyond(most: number, count: number): readonly number[] {
  const ticks = ticksUpTo(most, count);
  const last = ticks.at(-1) ?? 0;
  return last < most ? [...ticks, last + stepOf(most, count)] : ticks;
}

/** Round numbers up to a bound: 1, 2 or 5 times a power of ten apart, at most so many. */
export function ticksUpTo(most: number, count: number): readonly number[] {
  if (most <= 0) return [0];
  const step = stepOf(most, count);
  return Array.from({ length: Math.floor(most / step + 1e-9) + 1 }, (_, index) => index * step);
}
