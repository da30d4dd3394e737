import { expect, it } from 'vitest';
import { createStackMapper } from '../../../src-main/project/source-map.ts';
import { tempDir } from '../../support/temp-dir.ts';

it('a stack made to keep the mapper busy is done with at once, and cut', async () => {
  const mapper = createStackMapper(await tempDir());
  const started = performance.now();
  const { stack, location } = mapper.mapStack(`${'a'.repeat(500_000)}\n${'b://'.repeat(120_000)}`);
  // It took a minute when the work grew with the square of the length.
  expect(performance.now() - started).toBeLessThan(2000);
  expect([stack.length, location]).toEqual([65_536, null]);
});
