import { expect, it } from 'vitest';
import { decodersFor } from '../../../src-main/worker/decode.ts';

it('five codings are undone one after the other, a sixth is refused as against the protocol', () => {
  expect(decodersFor(new Array<string>(5).fill('gzip'))).toHaveLength(5);
  expect(() => decodersFor(new Array<string>(6).fill('gzip'))).toThrow(
    expect.objectContaining({
      code: 'net.protocol',
      message: 'The response is encoded 6 times over',
    }) as Error,
  );
});
