import { expect, test } from 'vitest';
import { isLightSvg } from '../../../src-renderer/lib/svg-weight.ts';

const svg = (inner: string): string => `<svg xmlns="http://www.w3.org/2000/svg">${inner}</svg>`;
/** Ten groups, each of which draws the one before it ten times. */
const BOMB = svg(
  Array.from(
    { length: 10 },
    (_, level) => `<g id="g${String(level)}">${`<use href="#g${String(level - 1)}"/>`.repeat(10)}</g>`,
  ).join(''),
);

test.each([
  ['a picture', svg('<rect width="3" height="3"/><path d="M0 0h9"/>'), true],
  ['a drawing with a few gradients and symbols', svg('<use href="#a"/>'.repeat(6)), true],
  ['groups that draw each other ten times over', BOMB, false],
  ['patterns in patterns', svg('<pattern/>'.repeat(13)), false],
  ['prefixed names', svg('<s:use/>'.repeat(13)), false],
  ['filters by style', svg('<g style="filter: blur(9px)"/>'.repeat(13)), false],
  ['entities', `<!DOCTYPE svg [<!ENTITY a "b">]>${svg('&a;')}`, false],
  ['a megabyte of shapes', svg('<rect/>'.repeat(200_000)), false],
] as const)('%s is drawn or read as text', (_what, text, isLight) => {
  expect(isLightSvg(text)).toBe(isLight);
});
