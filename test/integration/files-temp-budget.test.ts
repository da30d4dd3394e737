import { existsSync } from 'node:fs';
import { mkdir, readdir, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { sweepOldLaunches } from '../../src-main/files/project-files.ts';
import { createTempBudget, TEMP_LIMITS, type TempBudget } from '../../src-main/files/temp-budget.ts';
import { openHome } from '../../src-main/home.ts';
import { systemClock } from '../../src-main/lib/clock.ts';
import { launchFiles, type FileLaunch } from '../support/file-launch.ts';
import { tempDir } from '../support/temp-dir.ts';

const A = 'wx000000000000000a';
const B = 'wx000000000000000b';
const C = 'wx000000000000000c';

interface Bench {
  readonly programs: Readonly<Record<string, FileLaunch>>;
  readonly budget: TempBudget;
  readonly temp: (project: string) => Promise<string[]>;
  readonly history: (project: string) => unknown[];
  /** A temp file of ten bytes, last used at this moment. */
  readonly tenBytes: (project: string, usedAtEpochMs: number) => Promise<string>;
}

/** Three programs of one launch, opened in order; limits of 25 bytes for one and 60 for all. */
async function bench(): Promise<Bench> {
  const folder = await tempDir();
  const first = await launchFiles(folder, { project: A });
  const home = first.home;
  const programs: Record<string, FileLaunch> = { [A]: first };
  for (const project of [B, C]) programs[project] = await launchFiles(folder, { project, home });
  const programsFolder = path.dirname(home.dataFolder(A));
  const { files: table } = home.tables;
  const budget = createTempBudget(
    { table, clock: systemClock, sweep: sweepOldLaunches },
    { programsFolder, launch: () => home.launch, limits: { closedProgramBytes: 25, allProgramsBytes: 60 } },
  );
  for (const project of [A, B, C]) budget.opened(project);
  return {
    programs,
    budget,
    temp: (project) => readdir(path.join(programsFolder, project, 'temp', String(home.launch))),
    history: (project) => table.history(project, 99).map((row) => [row.path, row.end?.as ?? null]),
    async tenBytes(project, usedAtEpochMs) {
      const made = await programs[project]?.picked('t.bin', '0123456789');
      if (made === undefined) throw new Error(`No program ${project}`);
      table.touch(project, made, usedAtEpochMs);
      return made;
    },
  };
}

const nameOf = (virtualPath: string): string => virtualPath.slice('http://tmp/'.length);

describe('temp files after the exit of their program', () => {
  it('take 2 GB for one program and 6 GB for all', () => {
    expect(TEMP_LIMITS).toEqual({ closedProgramBytes: 2 * 1024 ** 3, allProgramsBytes: 6 * 1024 ** 3 });
  });

  it('go until one program keeps to its limit, the least recently used first, and end as expired', async () => {
    const { budget, temp, history, tenBytes, programs } = await bench();
    const [old, kept, oldest, newest] = [
      await tenBytes(A, 20),
      await tenBytes(A, 30),
      await tenBytes(A, 10),
      await tenBytes(A, 40),
    ];
    await budget.closed(A);
    expect((await temp(A)).sort()).toEqual([nameOf(kept), nameOf(newest)].sort());
    expect(history(A)).toEqual([
      [newest, null],
      [oldest, 'expired'],
      [kept, null],
      [old, 'expired'],
    ]);
    await expect(programs[A]?.files.open(old)).rejects.toMatchObject({ code: 'file.not-found' });
    programs[A]?.end();
  });

  it('stay whole while they keep to the limit, and saved and user files are never touched', async () => {
    const { budget, temp, tenBytes, programs } = await bench();
    const saved = await programs[A]?.files.save(await tenBytes(A, 1));
    const both = [await tenBytes(A, 1), await tenBytes(A, 2)];
    await budget.closed(A);
    expect((await temp(A)).sort()).toEqual(both.map(nameOf).sort());
    expect(programs[A]?.files.find(saved?.path ?? '')).not.toBeNull();
    programs[A]?.end();
  });

  it('are not trimmed by a reload: the program is open again before the old run is closed', async () => {
    const { budget, temp, tenBytes, programs } = await bench();
    for (let used = 0; used < 4; used += 1) await tenBytes(A, used);
    budget.opened(A);
    await budget.closed(A);
    expect(await temp(A)).toHaveLength(4);
    await budget.closed(A);
    expect(await temp(A)).toHaveLength(2);
    programs[A]?.end();
  });

  it('of all programs together go by whole programs, the one opened least recently first; open ones stay', async () => {
    const { budget, temp, history, tenBytes, programs } = await bench();
    for (let used = 0; used < 4; used += 1) await tenBytes(A, used);
    for (const project of [B, C]) await tenBytes(project, 5);
    // 60 bytes in all. Then 70, of which 40 are of A, opened least recently of all, which still runs.
    await budget.closed(B);
    expect(await temp(B)).toHaveLength(1);
    await tenBytes(C, 5);
    await budget.closed(C);
    expect([(await temp(A)).length, (await temp(B)).length, (await temp(C)).length]).toEqual([4, 0, 2]);
    expect(history(B).map((row) => (row as unknown[])[1])).toEqual(['expired']);
    // Opened once more, C is the latest; A closes: 20 of its own and 20 of C are within the limit.
    budget.opened(C);
    await budget.closed(A);
    expect([(await temp(A)).length, (await temp(C)).length]).toEqual([2, 2]);
    programs[A]?.end();
  });
});

describe('what launches that died have left', () => {
  it('goes for every program when the home opens, not only for those that open; links are not followed', async () => {
    const folder = await tempDir();
    const home = openHome(path.join(folder, 'home'), systemClock);
    const programsFolder = path.dirname(home.dataFolder(A));
    const put = async (...names: string[]): Promise<string> => {
      const file = path.join(programsFolder, ...names);
      await mkdir(path.dirname(file), { recursive: true });
      await writeFile(file, 'left');
      return file;
    };
    const dead = [
      await put(A, 'parts', '900', 'x.part'),
      await put(A, 'temp', '900', 'x.bin'),
      await put(B, 'parts', '901', 'y.body'),
    ];
    const alive = [
      await put(A, 'saved', 'x.txt'),
      await put(A, 'user', '900', 'x.txt'),
      await put(A, 'temp', String(home.launch), 'x.bin'),
      await put(B, 'parts', 'not-a-launch', 'x'),
    ];
    const outside = path.join(folder, 'outside', '902', 'kept.txt');
    await mkdir(path.dirname(outside), { recursive: true });
    await writeFile(outside, 'kept');
    await mkdir(path.join(programsFolder, C));
    await symlink(path.join(folder, 'outside'), path.join(programsFolder, C, 'parts'));
    const budget = createTempBudget(
      { table: home.tables.files, clock: systemClock, sweep: sweepOldLaunches },
      { programsFolder, launch: () => home.launch },
    );
    await budget.sweepAll();
    expect([dead.map(existsSync), alive.map(existsSync), existsSync(outside)]).toEqual([
      [false, false, false],
      [true, true, true, true],
      true,
    ]);
    home.close();
  });
});
