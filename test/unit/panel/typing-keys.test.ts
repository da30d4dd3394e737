import { expect, test } from 'vitest';
import { isTypingKey, type KeyPress } from '../../../src-renderer/panel/palette/typing-keys.ts';

/** `Ctrl+Shift+x` as a press, `AltGr` for the key of that name. */
function press(keys: string): KeyPress {
  const parts = keys.split('+');
  const has = (name: string): boolean => parts.slice(0, -1).includes(name);
  return {
    key: parts.at(-1) ?? '',
    ctrlKey: has('Ctrl'),
    metaKey: has('Cmd'),
    altKey: has('Alt'),
    shiftKey: has('Shift'),
    getModifierState: (name: string) => name === 'AltGraph' && has('AltGr'),
  };
}

const EVERYWHERE = ['a', 'Shift+A', 'Enter', 'ArrowLeft', 'Backspace', 'Tab'];
const ELSEWHERE = [
  ...EVERYWHERE,
  'Ctrl+a',
  'Ctrl+c',
  'Ctrl+v',
  'Ctrl+z',
  'Ctrl+Shift+Z',
  'Ctrl+Alt+€',
  'AltGr+@',
];
const ON_A_MAC = [...EVERYWHERE, 'Cmd+a', 'Cmd+Shift+z', 'Alt+¡', 'Ctrl+k', 'Ctrl+e'];

test.each(ELSEWHERE)('in a field %s is for the field', (keys) => {
  expect(isTypingKey(press(keys), false)).toBe(true);
});

test.each(ON_A_MAC)('in a field on a Mac %s is for the field', (keys) => {
  expect(isTypingKey(press(keys), true)).toBe(true);
});

test.each(['Ctrl+k', 'Ctrl+Shift+C', 'Ctrl+1', 'Alt+1', 'F6', 'Shift+F6', 'Escape'])(
  '%s is a command in a field too',
  (keys) => {
    expect(isTypingKey(press(keys), false)).toBe(false);
  },
);

test.each(['Cmd+k', 'Cmd+Alt+i', 'Cmd+Shift+R', 'F6'])('on a Mac %s is a command in a field too', (keys) => {
  expect(isTypingKey(press(keys), true)).toBe(false);
});
