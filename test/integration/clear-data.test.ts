import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { DATA_KINDS, type DataKind } from '#contract/panel';
import { clearData, dataSizes } from '../../src-main/program/clear-data.ts';
import type { Program } from '../../src-main/program/program.ts';
import { writeUserFile } from '../support/file-launch.ts';
import { withProgram } from '../support/program-harness.ts';

interface Filled {
  readonly program: Program;
  /** Paths the program knows, and where they lie. */
  readonly lying: Readonly<Record<'temp' | 'saved' | 'user', { path: string; realPath: string }>>;
}

/** A program with something of every kind. */
async function filled(): Promise<Filled> {
  const { program, folder } = await withProgram({ appid: 'wx0123456789abcdef' });
  const { files } = program;
  const picked = async (): Promise<string> => {
    const source = path.join(folder, 'picked.txt');
    await writeFile(source, 'ten bytes.');
    return (await files.importTemp(source, 'picked')).path;
  };
  const temp = await picked();
  const saved = (await files.save(await picked())).path;
  await writeUserFile(files, 'http://usr/notes.txt', 'notes');
  program.storage({ op: 'set', key: 'word', json: '"渡口"' });
  program.conditions.setRules([{ id: 'r', text: '--fault any:dns', isOn: true }]);
  program.journal.begin({
    ...{ id: 'e1', kind: 'request', page: 'pages/a/a', calledFrom: null, method: 'GET' },
    ...{ url: 'http://host/', written: {}, calledAtEpochMs: 1 },
  });
  program.journal.update('e1', { state: 'done', durationMs: 5 });
  const where = async (virtualPath: string): Promise<{ path: string; realPath: string }> => ({
    path: virtualPath,
    realPath: (await files.open(virtualPath)).realPath,
  });
  return {
    program,
    lying: { temp: await where(temp), saved: await where(saved), user: await where('http://usr/notes.txt') },
  };
}

const COUNTS: Readonly<Record<DataKind, number>> = {
  temp: 1,
  saved: 1,
  user: 1,
  storage: 1,
  transfers: 1,
  conditions: 1,
};

function counts(program: Program): Record<string, number> {
  return Object.fromEntries(Object.entries(dataSizes(program)).map(([kind, { count }]) => [kind, count]));
}

describe('clearing the data of a program', () => {
  it('tells how much there is of each kind', async () => {
    const { program } = await filled();
    const sizes = dataSizes(program);
    expect(counts(program)).toEqual(COUNTS);
    expect([
      sizes.temp.sizeBytes,
      sizes.saved.sizeBytes,
      sizes.user.sizeBytes,
      sizes.storage.sizeBytes,
    ]).toEqual([10, 10, 5, 1024]);
    expect(sizes.transfers.sizeBytes).toBeGreaterThan(100);
  });

  it.each(DATA_KINDS)('of the kind %s alone leaves the others', async (kind) => {
    const { program, lying } = await filled();
    await clearData(program, [kind]);
    expect(counts(program)).toEqual({ ...COUNTS, [kind]: 0 });
    for (const [fileKind, { path: virtualPath, realPath }] of Object.entries(lying)) {
      expect(existsSync(realPath)).toBe(fileKind !== kind);
      const opened = program.files.open(virtualPath);
      // The page goes on with a dead path.
      if (fileKind === kind) await expect(opened).rejects.toMatchObject({ code: 'file.not-found' });
      else expect((await opened).realPath).toBe(realPath);
    }
  });

  it('of every kind leaves nothing, and the page goes on: new files can be made', async () => {
    const { program } = await filled();
    await clearData(program);
    expect(counts(program)).toEqual({ temp: 0, saved: 0, user: 0, storage: 0, transfers: 0, conditions: 0 });
    await writeUserFile(program.files, 'http://usr/again.txt', 'again');
    program.storage({ op: 'set', key: 'word', json: '1' });
    expect(counts(program)).toMatchObject({ user: 1, storage: 1 });
  });
});
