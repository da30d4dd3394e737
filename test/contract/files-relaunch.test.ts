import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { compileFunction } from 'node:vm';
import { expect } from 'vitest';
import {
  expectFirstVisit,
  expectSecondVisit,
  FIRST_NAMES,
  PICTURE_CACHE,
  SECOND_NAMES,
  withPictures,
  type Visit,
} from '../support/picture-cache.ts';
import { shareWorker } from '../support/transfer-harness.ts';
import { openWirePage, type WirePage } from './wire-page.ts';
import { table, type SpecRow } from './wire-rows.ts';

const { client } = shareWorker();

interface Cache {
  visit(origin: string, names: readonly string[]): Promise<Visit>;
}

/** The mini-program's own code, over the `wx` of this page. */
async function cacheOf({ wx }: WirePage): Promise<Cache> {
  const source = await readFile(path.join(PICTURE_CACHE, 'cache.js'), 'utf8');
  const module: { exports: unknown } = { exports: {} };
  const run = compileFunction(source, ['wx', 'module']) as (...given: unknown[]) => void;
  run(wx, module);
  return module.exports as Cache;
}

table<SpecRow>(
  'a cache of saved files over two launches on one home',
  [
    {
      ids: [
        '9.temp.life',
        '9.saved.life',
        '10.getSavedFileList',
        '10.removeSavedFile',
        '10.getSavedFileInfo',
        '10.saveFile.temp-missing',
        '10.getFileInfo.file-not-exist',
      ],
      says: 'temp paths are dead by every call, saved files live, and the least recently used one goes for a new one',
    },
  ],
  async () => {
    const { origin, asked } = await withPictures();
    const launch = async (names: readonly string[], folder?: string): Promise<[WirePage, Visit]> => {
      const page = await openWirePage({ worker: client, ...(folder === undefined ? {} : { folder }) });
      const visit = await (await cacheOf(page)).visit(origin, names);
      await page.end();
      return [page, visit];
    };
    const [page, first] = await launch(FIRST_NAMES);
    expectFirstVisit(first);
    const [, second] = await launch(SECOND_NAMES, page.folder);
    expectSecondVisit(second, first);
    expect(asked).toEqual(['/a', '/b', '/c', '/temp', '/d', '/temp']);
  },
);
