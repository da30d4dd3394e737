import { describe, expect, it } from 'vitest';
import { plainCopy } from '../../../src-renderer/page/wx/plain-copy.ts';

const cyclic: { self?: unknown; a: number } = { a: 1 };
cyclic.self = cyclic;
const deep = Array.from({ length: 9 }).reduce<unknown>((inner) => ({ inner }), 'end');

describe('plainCopy', () => {
  it.each<[string, unknown, unknown]>([
    ['leaves functions out', { a: 1, success: () => 1 }, { a: 1 }],
    ['keeps the places in a list', [1, () => 1, undefined], [1, null, null]],
    [
      'names buffers by size',
      { b: new ArrayBuffer(5), v: new Uint8Array(3) },
      { b: '[ArrayBuffer, 5 bytes]', v: '[Uint8Array, 3 bytes]' },
    ],
    ['clips long text', 'x'.repeat(3_000), `${'x'.repeat(2_000)}…`],
    ['clips long lists', Array.from({ length: 101 }).fill(1), [...Array.from({ length: 100 }).fill(1), '…']],
    ['ends cycles', cyclic, { a: 1, self: '[cyclic]' }],
    [
      'writes what JSON cannot',
      { n: NaN, b: 1n, d: new Date(0) },
      { n: 'NaN', b: '1', d: '1970-01-01T00:00:00.000Z' },
    ],
    [
      'lets an object appear twice',
      (() => {
        const o = {};
        return [o, o];
      })(),
      [{}, {}],
    ],
  ])('%s', (_what, value, copy) => {
    expect(plainCopy(value)).toEqual(copy);
  });

  it('stops at a depth', () => {
    expect(JSON.stringify(plainCopy(deep))).toBe('{"inner":'.repeat(6) + '"[…]"' + '}'.repeat(6));
  });

  it('gives what structured clone takes', () => {
    expect(() => structuredClone(plainCopy({ f: () => 1, s: Symbol('s'), c: cyclic }))).not.toThrow();
  });
});
