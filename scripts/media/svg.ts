import { createRandom } from './random.ts';

/** Colour stops of a gradient: offset in percent and colour. */
export type Stops = readonly (readonly [offsetPercent: number, colour: string])[];

/** A whole SVG document of the given pixel size. */
export function svgDocument(width: number, height: number, content: string): string {
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">${content}</svg>`;
}

function stopTags(stops: Stops): string {
  return stops.map(([offset, colour]) => `<stop offset="${offset}%" stop-color="${colour}"/>`).join('');
}

/** A gradient from top to bottom, to be filled with `url(#id)`. */
export function verticalGradient(id: string, stops: Stops): string {
  return `<linearGradient id="${id}" x1="0" y1="0" x2="0" y2="1">${stopTags(stops)}</linearGradient>`;
}

/** A round gradient from the middle outwards. */
export function radialGradient(id: string, stops: Stops): string {
  return `<radialGradient id="${id}">${stopTags(stops)}</radialGradient>`;
}

/** A blur to be used with `filter="url(#id)"`. */
export function blur(id: string, deviation: number): string {
  return `<filter id="${id}" x="-50%" y="-50%" width="200%" height="200%"><feGaussianBlur stdDeviation="${deviation}"/></filter>`;
}

/** A sheet of fine grain over the whole picture, so that wide gradients show no bands. */
export function grain(width: number, height: number, opacity: number): string {
  return (
    `<filter id="grain"><feTurbulence type="fractalNoise" baseFrequency="0.8" numOctaves="2" seed="7"/>` +
    `<feColorMatrix values="0 0 0 0 0.5  0 0 0 0 0.5  0 0 0 0 0.5  0 0 0 1.4 -0.45"/></filter>` +
    `<rect width="${width}" height="${height}" filter="url(#grain)" opacity="${opacity}" style="mix-blend-mode:overlay"/>`
  );
}

/** One line of hills: where it lies, how high it rises, how many waves it has. */
export interface Hills {
  readonly width: number;
  /** Mean height of the line above the bottom of the picture is `bottom - y`. */
  readonly y: number;
  readonly bottom: number;
  readonly amplitude: number;
  /** Number of large waves across the picture. */
  readonly waves: number;
  /** 0 for soft dunes, 1 for jagged rock. */
  readonly roughness: number;
  readonly seed: number;
}

/** The path of a line of hills, closed along the bottom. */
export function hillsPath(hills: Hills): string {
  const random = createRandom(hills.seed);
  const octaves = Array.from({ length: 6 }, (_, octave) => ({
    frequency: hills.waves * 2 ** octave * (0.8 + 0.4 * random()),
    phase: random() * Math.PI * 2,
    weight: octave === 0 ? 1 : hills.roughness * 0.62 ** octave,
  }));
  const points: string[] = [];
  for (let x = 0; x <= hills.width; x += 4) {
    const turn = (x / hills.width) * Math.PI * 2;
    const rise = octaves.reduce(
      (sum, { frequency, phase, weight }) => sum + weight * Math.sin(turn * frequency + phase),
      0,
    );
    points.push(`${x} ${(hills.y - rise * hills.amplitude).toFixed(1)}`);
  }
  return `M0 ${hills.bottom}L${points.join('L')}L${hills.width} ${hills.bottom}Z`;
}

/** Small circles spread evenly at random over a box, each drawn by `draw` from its place and a number in [0, 1). */
export function scatter(
  count: number,
  box: { readonly x: number; readonly y: number; readonly width: number; readonly height: number },
  seed: number,
  draw: (x: number, y: number, chance: number) => string,
): string {
  const random = createRandom(seed);
  return Array.from({ length: count }, () =>
    draw(box.x + random() * box.width, box.y + random() * box.height, random()),
  ).join('');
}
