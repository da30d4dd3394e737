import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { performance } from 'node:perf_hooks';
import { describe, expect, onTestFinished, test } from 'vitest';
import { FILLER_ORIGIN } from '#contract/files';
import type { Lineage, LineageNode } from '#contract/panel-files';
import { createFileDesk, type FileDesk } from '../../src-main/files/file-desk.ts';
import { openFileSpace, TEMP_LIMIT_BYTES, type FileSpace } from '../../src-main/files/file-space.ts';
import { createFileTroubles } from '../../src-main/files/file-troubles.ts';
import {
  createProjectFiles,
  sweepOldLaunches,
  type ProjectFiles,
} from '../../src-main/files/project-files.ts';
import { PATH_SCHEMES } from '../../src-main/files/path-scheme.ts';
import { lineageOf } from '../../src-main/files/lineage.ts';
import { openHome, type Home } from '../../src-main/home.ts';
import { createLineageTable } from '../../src-main/registry/lineage-table.ts';
import { startLaunch } from '../../src-main/registry/launch-table.ts';
import { openRegistry } from '../../src-main/registry/open.ts';
import { exchangeFixture } from '../support/exchange-fixtures.ts';
import { tempDir } from '../support/temp-dir.ts';

const PROJECT = 'wx0123456789abcdef';
const QUOTA = 1_000_000;

interface Desk {
  readonly home: Home;
  readonly space: FileSpace;
  readonly files: ProjectFiles;
  readonly desk: FileDesk;
  /** A temp file as a picker makes one, with its hash. */
  readonly picked: (content: string, sha256?: string) => Promise<string>;
}

/** The clock goes on by a second each time it is looked at, so that nothing happens at once. */
function stepping(): { now(): number } {
  let epochMs = 1_700_000_000_000;
  return { now: () => (epochMs += 1000) };
}

async function openDesk(folder: string, home: Home, clock = stepping()): Promise<Desk> {
  const dataFolder = home.dataFolder(PROJECT);
  await sweepOldLaunches(dataFolder, home.launch);
  const space = await openFileSpace(
    { table: home.tables.files, clock },
    { project: PROJECT, dataFolder, packageRoot: folder, launch: home.launch, quotaBytes: QUOTA },
  );
  const files = createProjectFiles(space);
  const { lineage, fileTroubles } = home.tables;
  const desk = createFileDesk({
    space,
    files,
    lineage,
    troubles: createFileTroubles({ troubles: fileTroubles, lineage }, space, QUOTA),
    tempLimitBytes: TEMP_LIMIT_BYTES,
  });
  return {
    home,
    space,
    files,
    desk,
    async picked(content, sha256) {
      const source = path.join(folder, 'source.jpg');
      await writeFile(source, content);
      const { path: made } = await files.importTemp(source, 'picked');
      if (sha256 !== undefined) files.setHash(made, sha256);
      return made;
    },
  };
}

async function withDesk(): Promise<Desk> {
  const folder = await tempDir();
  const clock = stepping();
  const home = openHome(path.join(folder, 'home'), clock);
  onTestFinished(() => {
    home.close();
  });
  return openDesk(folder, home, clock);
}

function shown({ nodes, edges }: Lineage): { nodes: string[]; edges: string[] } {
  const wordOf = (node: LineageNode): string => {
    switch (node.kind) {
      case 'file':
        return `${node.file.kind}:${node.file.path.slice(node.file.path.lastIndexOf('/') + 1)}`;
      case 'source':
        return `source:${node.how}`;
      case 'url':
        return `url:${node.url}`;
      case 'end':
        return `end:${node.as}`;
      default:
        return `${node.kind}:${node.exchangeId}`;
    }
  };
  const words = new Map(nodes.map((node) => [node.id, wordOf(node)]));
  const word = (id: string): string => words.get(id) ?? '?';
  return {
    nodes: [...words.values()].sort(),
    edges: edges.map(({ from, to, how }) => `${word(from)} -${how}-> ${word(to)}`).sort(),
  };
}

const nameOf = (at: string): string => at.slice(at.lastIndexOf('/') + 1);

describe('the lineage of a file', () => {
  test('goes from its choosing over the wire and back to its end, by origins and by bytes', async () => {
    const { home, space, files, desk, picked } = await withDesk();
    const { clock } = space;
    const hash = 'a'.repeat(64);
    const chosen = await picked('picture', hash);
    const file = { path: chosen, sizeBytes: 7, sha256: hash };
    home.tables.exchanges.put(
      PROJECT,
      home.launch,
      exchangeFixture('u1', {
        kind: 'upload',
        url: 'https://a.example/up',
        file,
        calledAtEpochMs: clock.now(),
      }),
    );
    const target = files.newTemp('transfer:d1');
    await writeFile(target.partPath, 'picture');
    const calledAtEpochMs = clock.now();
    const { path: loaded } = await target.commit(7, 'jpg');
    files.setHash(loaded, hash);
    home.tables.exchanges.put(
      PROJECT,
      home.launch,
      exchangeFixture('d1', {
        kind: 'download',
        url: 'https://cdn.example/7.jpg',
        file: { path: loaded, sizeBytes: 7, sha256: hash },
        calledAtEpochMs,
      }),
    );
    const saved = await files.save(loaded);
    await files.removeSaved(saved.path);
    // The same exchange, come back in a bundle, is no life of this file.
    home.tables.exchanges.put(
      PROJECT,
      home.launch,
      exchangeFixture('i-d1', {
        kind: 'download',
        url: 'https://cdn.example/7.jpg',
        file: { path: loaded, sizeBytes: 7, sha256: hash },
        calledAtEpochMs,
        origin: { kind: 'import', from: 'a.ferry' },
      }),
    );

    const whole = {
      nodes: [
        'download:d1',
        'end:removed',
        `saved:${nameOf(saved.path)}`,
        'source:picked',
        `temp:${nameOf(chosen)}`,
        `temp:${nameOf(loaded)}`,
        'upload:u1',
        'url:https://cdn.example/7.jpg',
      ].sort(),
      edges: [
        `source:picked -picked-> temp:${nameOf(chosen)}`,
        `temp:${nameOf(chosen)} -upload-> upload:u1`,
        'upload:u1 -same-bytes-> url:https://cdn.example/7.jpg',
        'url:https://cdn.example/7.jpg -download-> download:d1',
        `download:d1 -download-> temp:${nameOf(loaded)}`,
        `temp:${nameOf(loaded)} -saved-> saved:${nameOf(saved.path)}`,
        `saved:${nameOf(saved.path)} -ended-> end:removed`,
      ].sort(),
    };
    // The same life, whichever of its files is asked for.
    for (const at of [chosen, loaded, saved.path]) {
      const lineage = desk.lineage(at);
      expect(lineage && shown(lineage)).toEqual(whole);
      expect(lineage?.nodes.find(({ id }) => id === lineage.focus)).toMatchObject({ file: { path: at } });
    }
    expect(desk.lineage('http://tmp/never.jpg')).toBeNull();
    expect(desk.lineage('https://a.example/no-path')).toBeNull();
  });

  test('tells a path that was used again from the file that was there before', async () => {
    const { files, desk, space } = await withDesk();
    const write = async (text: string): Promise<void> => {
      const target = await files.newUserFile('http://usr/a.txt', 'written');
      await writeFile(target.partPath, text);
      await target.commit(text.length);
    };
    await write('one');
    await write('two!');
    const lineage = desk.lineage('http://usr/a.txt');
    expect(lineage && shown(lineage).edges).toEqual(['source:written -picked-> user:a.txt']);
    expect(desk.record('http://usr/a.txt')).toMatchObject({ sizeBytes: 4, end: null });
    expect(space.table.history(PROJECT, 10).map(({ end }) => end?.as ?? null)).toEqual([null, 'replaced']);
  });

  test('is bounded, and quick beside 20,000 files and 100,000 exchanges', { timeout: 60_000 }, async () => {
    const db = openRegistry(path.join(await tempDir(), 'ferry.db'));
    onTestFinished(() => void db.close());
    const launch = startLaunch(db, 1);
    // A third of the files has the same bytes and is made of one file, which half of the exchanges has sent.
    db.prepare(
      `WITH RECURSIVE n (i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < 19999)
       INSERT INTO file (project, path, kind, size, origin, created_at, used_at, launch, sha256)
       SELECT ?, 'http://usr/' || i || '.jpg', 'user', 9,
         iif(i % 3 = 0 AND i > 0, 'copied:http://usr/0.jpg', 'transfer:x' || i), i, i, ?,
         iif(i % 3 = 0, 'same', 'other' || i) FROM n`,
    ).run(PROJECT, launch);
    db.prepare(
      `WITH RECURSIVE n (i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < 99999)
       INSERT INTO exchange (id, project, launch, called_at, state, record)
       SELECT 'x' || i, ?, ?, i, 'done', json_object('kind', iif(i % 2, 'download', 'upload'),
         'url', 'https://a.example/' || i, 'statusCode', 200, 'filler', printf('%.*c', 800, 'h'),
         'file', json_object('path', iif(i % 2, 'http://usr/' || i || '.jpg', 'http://usr/0.jpg'),
           'sizeBytes', 9, 'sha256', iif(i % 4 = 0, 'same', 'other' || i))) FROM n`,
    ).run(PROJECT, launch);
    const table = createLineageTable(db);
    const space = { project: PROJECT, told: <R>(row: R): R => row, paths: PATH_SCHEMES.devtools };

    const times = Array.from({ length: 9 }, () => {
      const begin = performance.now();
      const lineage = lineageOf(table, space, 'http://usr/0.jpg');
      expect([lineage?.isCut, lineage?.nodes.length]).toEqual([true, 60]);
      return performance.now() - begin;
    }).sort((a, b) => a - b);
    process.stdout.write(`lineage: ${times.map((ms) => ms.toFixed(1)).join(' ')} ms\n`);
    // 20 ms is the goal on an idle computer; three times that on one that is busy with other tests.
    expect(times[4]).toBeLessThan(60);
  });
});

describe('the desk of files', () => {
  test('writes down who used a path after its file had died, and how it died', async () => {
    const { desk, files, picked } = await withDesk();
    const one = await picked('one');
    const two = await picked('two');
    const saved = await files.save(one);
    await desk.remove(two);
    const use = { api: 'uploadFile', page: 'pages/a/a', source: 'pages/a/a.js:3:5', exchangeId: 'e1' };

    expect(desk.troubles.missing({ ...use, path: one })).toMatchObject({ as: 'saved' });
    expect(desk.troubles.missing({ ...use, path: two, api: 'readFileSync', exchangeId: null })).toMatchObject(
      {
        as: 'removed',
      },
    );
    // Nobody ever made these, or they are there: no path that died.
    expect(desk.troubles.missing({ ...use, path: 'http://tmp/never.jpg' })).toBeNull();
    expect(desk.troubles.missing({ ...use, path: 'https://a.example/x' })).toBeNull();
    expect(desk.troubles.missing({ ...use, path: saved.path })).toBeNull();

    expect(desk.troubles.latest(null, 10)).toMatchObject([
      { kind: 'dead-path', path: two, api: 'readFileSync', death: { as: 'removed' }, exchangeId: null },
      { kind: 'dead-path', path: one, api: 'uploadFile', source: 'pages/a/a.js:3:5', exchangeId: 'e1' },
    ]);
    expect(desk.troubles.latest(one, 10)).toHaveLength(1);
    expect(desk.totals().troubleCount).toBe(2);
    desk.troubles.clear();
    expect(desk.troubles.latest(null, 10)).toEqual([]);
  });

  test('fills the quota with files that hold nothing, and takes them back', async () => {
    const { desk, files } = await withDesk();
    await desk.fill(QUOTA - 100);
    expect(desk.fillers()).toEqual({ count: 1, sizeBytes: QUOTA - 100 });
    expect(files.quotaLeft()).toBe(100);
    const [filler] = files.list();
    expect(filler).toMatchObject({
      kind: 'user',
      origin: FILLER_ORIGIN,
    });
    expect(filler?.path).toContain('ferry-drill-filler-');
    await expect(desk.fill(101)).rejects.toMatchObject({ code: 'quota.exceeded' });
    desk.troubles.refused({ api: 'saveFile', path: '', page: 'pages/a/a', source: null, exchangeId: null });
    expect(desk.troubles.latest(null, 1)).toMatchObject([
      { kind: 'quota', usedBytes: QUOTA - 100, quotaBytes: QUOTA },
    ]);
    await desk.removeFillers();
    expect([desk.fillers().count, files.quotaLeft()]).toEqual([0, QUOTA]);
  });

  test('a new launch in place ends temp files as a start of Ferry does, and their record stays', async () => {
    const folder = await tempDir();
    const clock = stepping();
    const home = openHome(path.join(folder, 'home'), clock);
    onTestFinished(() => {
      home.close();
    });
    const before = await openDesk(folder, home, clock);
    const temp = await before.picked('gone tomorrow');
    const launch = home.launch;
    home.relaunch();
    expect(home.launch).toBe(launch + 1);
    const after = await openDesk(folder, home, clock);
    expect(after.files.list()).toEqual([]);
    await expect(after.files.open(temp)).rejects.toMatchObject({ code: 'file.not-found' });
    expect(after.desk.record(temp)).toMatchObject({ end: { as: 'expired' } });
    expect(
      after.desk.troubles.missing({
        api: 'image src',
        path: temp,
        page: 'pages/a/a',
        source: null,
        exchangeId: null,
      }),
    ).toMatchObject({ as: 'expired' });
    const [trouble] = after.desk.troubles.latest(temp, 1);
    expect(trouble).toMatchObject({ launch: launch + 1, api: 'image src' });
  });
});
