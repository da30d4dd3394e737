import { describe, expect, it } from 'vitest';
import { pageStyle } from '../../../src-renderer/page/glass/inline-style.ts';

const styled = (style: string): string => pageStyle(style, (url) => `package/${url}`);

describe('an inline style', () => {
  it.each([
    ['background: url( "./a b.png" )', 'background: url("package/./a b.png")'],
    ["background: url( './a.png')", 'background: url("package/./a.png")'],
    ['background: URL(\t./a.png )', 'background: url("package/./a.png")'],
    ['width: 75rpx; height: 1.5vh; top: -.75rpx', 'width: 10vw; height: 1.5cqh; top: -0.1vw'],
  ])('%s is %s', (written, expected) => {
    expect(styled(written)).toBe(expected);
  });

  it.each([
    ['an address', `background: url(${' '.repeat(100_000)}"x" y)`],
    ['addresses without an end', `background: ${'url('.repeat(25_000)}`],
    ['a length', `background: url(x); width: ${'1'.repeat(100_000)}`],
  ])('takes time by its length alone: %s', (_name, style) => {
    const before = performance.now();
    styled(style);
    expect(performance.now() - before).toBeLessThan(1000);
  });
});
