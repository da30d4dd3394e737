import { describe, expect, it } from 'vitest';
import { inertLine, inertText } from '../../../src-main/lib/inert-text.ts';

describe('text of a project on its way to a terminal', () => {
  it.each([
    ['a title', '\u001b]0;owned\u0007', '\ufffd]0;owned\ufffd'],
    ['the clipboard', '\u001b]52;c;eA==\u001b\\', '\ufffd]52;c;eA==\ufffd\\'],
    ['a return', 'fine\rowned', 'fine\ufffdowned'],
    ['text turned around', 'a\u202eb', 'a\ufffdb'],
    ['C1 controls', 'a\u009b2J', 'a\ufffd2J'],
    ['Chinese and signs', '相册 ✓ ▓', '相册 ✓ ▓'],
  ])('does nothing there: %s', (_name, text, shown) => {
    expect(inertText(text)).toBe(shown);
  });

  it('keeps its lines, unless it is to stay on one', () => {
    expect([inertText('a\nb'), inertLine('a\nb')]).toEqual(['a\nb', 'a ⏎ b']);
  });
});
