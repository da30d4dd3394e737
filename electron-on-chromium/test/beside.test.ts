import { expect, test } from 'vitest';
import { besideWindow } from '../page/beside.ts';

const SCREEN = { left: 0, top: 0, width: 1920, height: 1080 };
const SIZE = { width: 400, height: 700 };

test.each([
  [
    'to the right where there is room',
    { left: 0, top: 10, width: 1280, height: 800 },
    { left: 1280, top: 10 },
  ],
  ['else to the left', { left: 700, top: 10, width: 1200, height: 800 }, { left: 300, top: 10 }],
  ['else to its own place', { left: 100, top: 0, width: 1800, height: 800 }, { left: 124, top: 60 }],
  ['never below the screen', { left: 0, top: 900, width: 1280, height: 800 }, { left: 1280, top: 380 }],
])('a window goes %s', (_what, host, expected) => {
  expect(besideWindow(host, SIZE, SCREEN, { left: 124, top: 60 })).toEqual(expected);
});
