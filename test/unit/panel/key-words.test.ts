import { expect, test } from 'vitest';
import { isApple, keyWords } from '../../../src-renderer/panel/app/key-words.ts';

test.each([
  ['$mod+k', '⌘K', 'Ctrl+K'],
  ['$mod+Shift+c', '⇧⌘C', 'Ctrl+Shift+C'],
  ['[Shift]+?', '?', '?'],
  ['F6', 'F6', 'F6'],
  ['Alt+Digit1', '⌥1', 'Alt+1'],
  ['$mod++', '⌘+', 'Ctrl++'],
  ['Escape', 'esc', 'Esc'],
  ['Home End', 'Home End', 'Home End'],
  ['$mod+Alt+ArrowUp', '⌥⌘↑', 'Ctrl+Alt+↑'],
])('%s is read as %s on a Mac and as %s elsewhere', (keys, mac, other) => {
  expect([keyWords(keys, true), keyWords(keys, false)]).toEqual([mac, other]);
});

test('only Apple’s keyboards have a command key', () => {
  expect(['MacIntel', 'iPad', 'Linux x86_64', 'Win32'].map(isApple)).toEqual([true, true, false, false]);
});
