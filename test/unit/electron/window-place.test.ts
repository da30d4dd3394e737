import { describe, expect, test } from 'vitest';
import { usablePlace } from '../../../src-main/electron/window-place.ts';

const SCREEN = { x: 0, y: 24, width: 1920, height: 1056 };
const SECOND = { x: 1920, y: 0, width: 1280, height: 1024 };
const place = (x: number, y: number, isMaximized = false) => ({
  bounds: { x, y, width: 1280, height: 800 },
  isMaximized,
});

describe('a remembered window place', () => {
  test.each([
    ['on the screen', place(100, 60)],
    ['on the second screen', place(2000, 10)],
    ['half beyond the left edge', place(-700, 60)],
    ['maximized', place(0, 24, true)],
  ])('%s is used again', (_name, stored) => {
    expect(usablePlace(stored, [SCREEN, SECOND])).toEqual(stored);
  });

  test.each([
    ['on a screen that is gone', place(2000, 10)],
    ['with its title above the screen', place(100, -300)],
    ['below the screen', place(100, 1070)],
    ['with too little of it to take hold of', place(1850, 60)],
    ['of something else', { bounds: { x: '1', y: 0, width: 3, height: 4 } }],
    ['with fractions', { bounds: { x: 1.5, y: 30, width: 800, height: 600 } }],
    ['that is nothing', null],
  ])('%s is not', (_name, stored) => {
    expect(usablePlace(stored, [SCREEN])).toBeNull();
  });
});
