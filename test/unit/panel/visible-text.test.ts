import { expect, test } from 'vitest';
import { visibleText } from '../../../src-renderer/lib/visible-text.ts';

test.each([
  ['text turned around', 'a\u202egpj.exe', 'a‹U+202E›gpj.exe'],
  ['an isolate', '\u2066a\u2069', '‹U+2066›a‹U+2069›'],
  ['a terminal’s escape', '\u001b[2J\u0007', '‹U+001B›[2J‹U+0007›'],
  ['a NUL', 'a\0b', 'a‹U+0000›b'],
  ['a C1 control', 'a\u009b2J', 'a‹U+009B›2J'],
  ['a space without width', 'wx\u200b.request', 'wx‹U+200B›.request'],
  ['a return without a new line', 'fine\rowned', 'fine‹U+000D›owned'],
  ['a tower of marks', `a${'\u0301'.repeat(50)}b`, `a${'\u0301'.repeat(16)}…b`],
])('%s is shown by what it is', (_name, text, shown) => {
  expect(visibleText(text)).toBe(shown);
});

test('lines, tabs, scripts and joined signs stay as they are', () => {
  const text = 'a\tb\r\nc\n相册 café नमस्ते שלום 👩‍👩‍👧';
  expect(visibleText(text)).toBe(text);
});
