import type { Scene } from './scenes.ts';
import { blur, hillsPath, scatter, svgDocument, verticalGradient } from './svg.ts';

const WIDTH = 640;
const HEIGHT = 360;
const HORIZON = 214;

/** How the film of the crossing is cut. */
export const CROSSING = { framesPerSecond: 20, seconds: 5 } as const;

/** The frames of a short film, first to last: a ferry comes across a bay in the evening, past a buoy. */
export function crossingFrames(): readonly Scene[] {
  const count = CROSSING.framesPerSecond * CROSSING.seconds;
  return Array.from({ length: count }, (_, frame) => ({
    width: WIDTH,
    height: HEIGHT,
    svg: frameAt(frame / CROSSING.framesPerSecond, frame / (count - 1)),
  }));
}

function frameAt(seconds: number, progress: number): string {
  return svgDocument(
    WIDTH,
    HEIGHT,
    `<defs>${verticalGradient('sky', [
      [0, '#20325c'],
      [55, '#8f6f9e'],
      [100, '#f6b58d'],
    ])}${verticalGradient('sea', [
      [0, '#d49a8c'],
      [25, '#6d6a92'],
      [100, '#1b2b52'],
    ])}${blur('soft', 3)}</defs>` +
      `<rect width="${WIDTH}" height="${HORIZON}" fill="url(#sky)"/>` +
      `<circle cx="470" cy="${(150 + progress * 18).toFixed(1)}" r="26" fill="#fff1d6"/>` +
      shore('#6b5f8d', 196, 10, 12, seconds * 2) +
      shore('#3d3f6d', 208, 7, 5, seconds * 5) +
      `<rect y="${HORIZON}" width="${WIDTH}" height="${HEIGHT - HORIZON}" fill="url(#sea)"/>` +
      `<rect y="${HORIZON - 1}" width="${WIDTH}" height="2" fill="#fff" opacity=".25"/>` +
      glints(seconds) +
      buoy(seconds) +
      ferry(seconds, progress),
  );
}

/** A line of hills that drifts slowly, as seen from a boat. */
function shore(fill: string, y: number, amplitude: number, seed: number, shift: number): string {
  const path = hillsPath({
    width: WIDTH + 60,
    y,
    bottom: HORIZON,
    amplitude,
    waves: 1.8,
    roughness: 0.55,
    seed,
  });
  return `<path d="${path}" fill="${fill}" transform="translate(${(-shift).toFixed(2)} 0)"/>`;
}

function glints(seconds: number): string {
  return scatter(90, { x: 0, y: HORIZON + 6, width: WIDTH, height: 136 }, 31, (x, y, chance) => {
    const nearness = (y - HORIZON) / 140;
    const length = 8 + nearness * 34 * chance;
    const at = (x + seconds * (6 + nearness * 26)) % (WIDTH + 60);
    const light = 0.12 + 0.4 * chance * (0.6 + 0.4 * Math.sin(seconds * 3 + chance * 20));
    return `<rect x="${(at - 40).toFixed(1)}" y="${y.toFixed(1)}" width="${length.toFixed(1)}" height="${(1 + nearness * 2).toFixed(1)}" rx="1.5" fill="#ffe3bd" opacity="${light.toFixed(2)}"/>`;
  });
}

function buoy(seconds: number): string {
  const tilt = Math.sin(seconds * 2.2) * 9;
  const lit = Math.floor(seconds * 2) % 2 === 0;
  return (
    `<g transform="translate(548 ${(300 + Math.sin(seconds * 1.9) * 3).toFixed(2)}) rotate(${tilt.toFixed(2)})">` +
    `<path d="M-14 0h28l-5 14H-9z" fill="#b53a34"/><path d="M-9 0L-3-26h6L9 0z" fill="#d8504a"/>` +
    `<path d="M-6-12h12l1.600 6h-15.200z" fill="#fff"/><circle cy="-30" r="5" fill="${lit ? '#fff3a6' : '#8c6f3c'}"/>` +
    (lit ? `<circle cy="-30" r="13" fill="#fff3a6" opacity=".45" filter="url(#soft)"/>` : '') +
    '</g>'
  );
}

function ferry(seconds: number, progress: number): string {
  const x = 90 + progress * 300;
  const y = 232 + Math.sin(seconds * 1.7) * 2;
  const size = 0.72 + progress * 0.12;
  const windows = [56, 82, 108, 134, 160]
    .map((left) => `<rect x="${left}" y="37" width="15" height="12" rx="3" fill="#ffe2a6"/>`)
    .join('');
  const smoke = [0, 1, 2, 3, 4]
    .map((puff) => {
      const age = (seconds * 0.7 + puff / 5) % 1;
      return `<circle cx="${(128 - age * 96).toFixed(1)}" cy="${(-34 - age * 40).toFixed(1)}" r="${(6 + age * 14).toFixed(1)}" fill="#fff" opacity="${(0.4 * (1 - age)).toFixed(2)}" filter="url(#soft)"/>`;
    })
    .join('');
  return (
    `<g transform="translate(${x.toFixed(2)} ${y.toFixed(2)}) scale(${size.toFixed(3)}) rotate(${(Math.sin(seconds * 1.3) * 1.2).toFixed(2)} 120 70)">` +
    `<path d="M-60 104h330l24 10H-90z" fill="#ffe3bd" opacity=".25"/>` +
    `<path d="M0 62h250l-22 44H34z" fill="#14233f"/><path d="M0 62h250l-3 8H4z" fill="#e8634f"/>` +
    `<rect x="44" y="26" width="150" height="36" rx="5" fill="#f6ead9"/><rect x="72" y="0" width="92" height="28" rx="5" fill="#e3d3bd"/>` +
    `${windows}<path d="M116-28h24v28h-24z" fill="#e8634f"/><path d="M116-28h24v7h-24z" fill="#14233f"/>${smoke}</g>`
  );
}
