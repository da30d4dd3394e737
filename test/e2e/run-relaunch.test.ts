import { expect, test } from 'vitest';
import { ferryRun } from '../support/ferry-cli.ts';
import {
  expectFirstVisit,
  expectSecondVisit,
  FIRST_NAMES,
  PICTURE_CACHE,
  SECOND_NAMES,
  withPictures,
  type Visit,
} from '../support/picture-cache.ts';
import { tempDir } from '../support/temp-dir.ts';

test('ferry run --keep twice: temp paths of the first run are dead in the second, saved files live', async () => {
  const { origin, asked } = await withPictures();
  const home = await tempDir();
  const run = async (names: readonly string[]): Promise<Visit & { readonly kinds: readonly string[] }> => {
    const page = `pages/index/index?origin=${encodeURIComponent(origin)}&names=${names.join('-')}`;
    const { code, report, stderr } = await ferryRun(PICTURE_CACHE, home, [
      ...['--keep', '--no-domain-check', '--page', page, '--wait', '#done'],
    ]);
    expect([code, stderr]).toEqual([0, expect.not.stringContaining('failed')]);
    const said = report.console.find(({ text }) => text.startsWith('{"tempBefore"'));
    return { ...(JSON.parse(said?.text ?? '{}') as Visit), kinds: report.files.map(({ kind }) => kind) };
  };
  const first = await run(FIRST_NAMES);
  expectFirstVisit(first);
  expect(first.kinds.toSorted()).toEqual(['saved', 'saved', 'saved', 'temp']);

  const second = await run(SECOND_NAMES);
  expectSecondVisit(second, first);
  expect(second.kinds.toSorted()).toEqual(['saved', 'saved', 'saved', 'temp']);
  expect(asked).toEqual(['/a', '/b', '/c', '/temp', '/d', '/temp']);
});
