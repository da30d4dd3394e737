import { expect, test } from 'vitest';
import { matchesAccelerator, parseAccelerator } from '../module/accelerators.ts';
import type { KeyPress } from '../worlds/keys.ts';

/** `C` Control, `A` Alt, `M` Meta, `S` Shift, then `event.key` and `event.code`. */
function press(held: string, key: string, code = ''): KeyPress {
  const has = (name: string): boolean => held.includes(name);
  return { key, code, control: has('C'), alt: has('A'), meta: has('M'), shift: has('S') };
}

function matches(text: string, pressed: KeyPress, platform: NodeJS.Platform = 'linux'): boolean {
  const accelerator = parseAccelerator(text, platform);
  return accelerator !== null && matchesAccelerator(accelerator, pressed);
}

test.each<[string, KeyPress]>([
  ['CmdOrCtrl+O', press('C', 'o', 'KeyO')],
  ['CommandOrControl+Shift+Z', press('CS', 'Z', 'KeyZ')],
  ['Ctrl+Alt+I', press('CA', 'i', 'KeyI')],
  ['Alt+Left', press('A', 'ArrowLeft', 'ArrowLeft')],
  ['F5', press('', 'F5', 'F5')],
  ['Shift+F10', press('S', 'F10', 'F10')],
  ['CmdOrCtrl+Plus', press('CS', '+', 'Equal')],
  ['CmdOrCtrl++', press('C', '+', 'NumpadAdd')],
  ['CmdOrCtrl+-', press('C', '-', 'Minus')],
  ['CmdOrCtrl+,', press('C', ',', 'Comma')],
  ['Ctrl+1', press('C', '1', 'Digit1')],
  ['Ctrl+Shift+1', press('CS', '!', 'Digit1')],
  ['Super+Space', press('M', ' ', 'Space')],
  ['Escape', press('', 'Escape', 'Escape')],
  ['a', press('', 'a', 'KeyA')],
  // A keyboard without Latin letters.
  ['Ctrl+O', press('C', 'щ', 'KeyO')],
])('%s is pressed', (text, pressed) => {
  expect(matches(text, pressed)).toBe(true);
});

test.each<[string, KeyPress]>([
  ['CmdOrCtrl+O', press('', 'o', 'KeyO')],
  ['CmdOrCtrl+O', press('CS', 'O', 'KeyO')],
  ['CmdOrCtrl+O', press('M', 'o', 'KeyO')],
  ['CmdOrCtrl+Shift+O', press('C', 'o', 'KeyO')],
  // The letter counts, not the place it has on an American keyboard.
  ['Ctrl+A', press('C', 'q', 'KeyA')],
  ['F5', press('C', 'F5', 'F5')],
  ['F25', press('', 'F25', 'F25')],
  ['Ctrl+Nonsense', press('C', 'n', 'KeyN')],
  ['Nonsense+O', press('', 'o', 'KeyO')],
])('%s is not pressed by another key', (text, pressed) => {
  expect(matches(text, pressed)).toBe(false);
});

test('CmdOrCtrl is Command on macOS', () => {
  expect(matches('CmdOrCtrl+O', press('M', 'o', 'KeyO'), 'darwin')).toBe(true);
  expect(matches('CmdOrCtrl+O', press('C', 'o', 'KeyO'), 'darwin')).toBe(false);
});
