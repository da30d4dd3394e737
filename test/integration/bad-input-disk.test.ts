import { mkdirSync, readFileSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { wxErrorFrom } from '#contract/wx-errors';
import type { RunReport } from '../../src-main/cli/run/report.ts';
import { MEDIA, PROJECTS } from '../support/ferry-cli.ts';
import { rowsLogged } from '../support/page-rows.ts';
import { writeProject } from '../support/project-folder.ts';
import { canMountSmallDisk, ferryOnSmallDisk, type SmallDisk } from '../support/small-disk.ts';
import { shareTempDir, tempDir } from '../support/temp-dir.ts';
import { withTransfers } from '../support/transfer-harness.ts';
import { workerWithDoor } from '../support/worker-with-door.ts';
import { withServer } from '../support/with-server.ts';
import { openFileSpace } from '../../src-main/files/file-space.ts';
import { createProjectFiles } from '../../src-main/files/project-files.ts';
import { createJournal } from '../../src-main/journal/journal.ts';
import { systemClock } from '../../src-main/lib/clock.ts';
import { createProgramStorage } from '../../src-main/program/storage.ts';
import { createStorageCipher } from '../../src-main/program/storage-cipher.ts';
import { createExchangeTable } from '../../src-main/registry/exchange-table.ts';
import { createFileTable } from '../../src-main/registry/file-table.ts';
import { startLaunch } from '../../src-main/registry/launch-table.ts';
import { openRegistry, type Database } from '../../src-main/registry/open.ts';
import { createPreferenceTable } from '../../src-main/registry/preference-table.ts';
import { createStorageTable } from '../../src-main/registry/storage-table.ts';
import { writeToDisk } from '../../src-main/worker/batch-writer.ts';

interface Told {
  readonly row: string;
  readonly told: Readonly<Record<string, unknown>>;
}

const NOT_SAVED = { errMsg: 'downloadFile:fail save file error', errno: 603300 };

// Where this is skipped, the tests below stand for it: the same failures, injected at the door they come through.
describe.skipIf(!canMountSmallDisk())('ferry run on a real disk that is full (tmpfs)', () => {
  const folder = shareTempDir();
  let disk: SmallDisk;
  let code: number | null;
  let report: RunReport;
  let rows: Map<string, Told>;

  const server = http.createServer((request, response) => {
    if (request.url === '/fill') disk.fill();
    if (request.url === '/free') disk.free();
    const sizeBytes = { '/large': 64 * 1024 * 1024, '/sizable': 200_000 }[request.url ?? ''];
    response.end(sizeBytes === undefined ? 'hello' : Buffer.alloc(sizeBytes, 'x'));
  });

  beforeAll(async () => {
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const origin = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
    const [home, elsewhere] = [path.join(folder(), 'home'), path.join(folder(), 'browser')];
    for (const made of [home, elsewhere]) mkdirSync(made);
    const json = path.join(folder(), 'report.json');
    const picture = path.join(MEDIA, 'misty-ranges.jpg');
    const run = ferryOnSmallDisk(
      [
        ...['run', path.join(PROJECTS, 'bad-disk'), '--json', json, '--choose', picture, '--choose', picture],
        ...['--page', `pages/index/index?origin=${encodeURIComponent(origin)}`, '--wait', '#done'],
      ],
      { home, elsewhere },
    );
    disk = run.disk;
    const { code: ended, stderr } = await run.ended;
    code = ended;
    if (code === null || code > 1) throw new Error(stderr);
    report = JSON.parse(readFileSync(json, 'utf8')) as RunReport;
    rows = rowsLogged<Told>(report);
  });
  afterAll(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });

  const told = (row: string): Readonly<Record<string, unknown>> | undefined => rows.get(row)?.told;

  test('a download that is larger than the disk fails, and gives back what it took', () => {
    expect(told('download larger than the disk')).toEqual(NOT_SAVED);
    expect(told('small download after it')).toMatchObject({ statusCode: 200 });
  });

  test('a download with no room at all fails', () => {
    expect(told('download on the full disk')).toEqual(NOT_SAVED);
  });

  test('saveFile fails and leaves the temp file, which can be saved when there is room', () => {
    expect(told('saveFile on the full disk')).toEqual({
      errMsg: 'saveFile:fail Input/output error',
      errno: 1300005,
    });
    expect(told('getFileInfo with room')).toMatchObject({ errMsg: 'getFileInfo:ok' });
    expect(told('saveFile with room')).toMatchObject({ errMsg: 'saveFile:ok' });
    expect(told('list with room')).toMatchObject({
      fileList: [{ filePath: told('saveFile with room')?.['savedFilePath'] }],
    });
  });

  test('chooseImage and setStorage fail', () => {
    expect(told('chooseImage on the full disk')).toEqual({
      errMsg: 'chooseImage:fail Input/output error',
      errno: 1300005,
    });
    expect(told('setStorage on the full disk')).toEqual({ errMsg: 'setStorage:fail write DB data fail' });
    expect(told('setStorage with room')).toEqual({ errMsg: 'setStorage:ok' });
  });

  test('a request, which needs no disk, succeeds; one whose body goes by the disk fails', () => {
    expect(told('request on the full disk')).toMatchObject({ statusCode: 200, data: 'hello' });
    const failed = {
      errMsg: 'request:fail Input/output error',
      errno: 1300005,
      exception: { retryCount: 0, reasons: [] },
    };
    expect(told('large answer on the full disk')).toEqual(failed);
    expect(told('large body on the full disk')).toEqual(failed);
  });

  test('with room again the next download succeeds', () => {
    expect(told('small download with room')).toMatchObject({ statusCode: 200 });
  });

  test('the run passes, and its report has every transfer', () => {
    expect([code, report.outcome, report.exceptions]).toEqual([0, 'passed', []]);
    expect(report.transfers.map(({ kind, outcome }) => `${kind} ${outcome}`)).toEqual([
      'download fail',
      'download success',
      'request success',
      'download fail',
      'request success',
      'request fail',
      'request success',
      'download success',
    ]);
    for (const transfer of report.transfers.filter(({ outcome }) => outcome === 'fail'))
      expect(transfer.warnings.map(({ rule }) => rule)).toContain('disk-full');
  });

  test('a home with no room from the start is refused with exit 2 and the way out', async () => {
    const [home, elsewhere] = [path.join(folder(), 'full'), path.join(folder(), 'browser')];
    mkdirSync(home);
    const { ended } = ferryOnSmallDisk(['run', path.join(PROJECTS, 'throwing')], {
      home,
      elsewhere,
      isFull: true,
    });
    expect(await ended).toEqual({
      code: 2,
      stdout: '',
      stderr: `ferry: The disk that Ferry's home ${home} is on is full. Make room, or use another home with --home.\n`,
    });
  });
});

describe('a disk said to be full (ENOSPC injected at the write door)', () => {
  test('a download fails, leaves nothing and says what to do; the next one succeeds', async () => {
    let isFull = true;
    const noSpace = Object.assign(new Error('ENOSPC: no space left on device'), { code: 'ENOSPC' });
    const worker = workerWithDoor((...write) => (isFull ? Promise.reject(noSpace) : writeToDisk(...write)));
    const server = await withServer((_request, response) => response.end('hello'));
    const page = await withTransfers(worker);
    const task = page.download({ url: server.origin });
    const result = await task.ended;
    if (result.ok) throw new Error('The download succeeded.');
    expect(wxErrorFrom('downloadFile', result.error)).toEqual(NOT_SAVED);
    expect(task.exchange().warnings.map(({ rule }) => rule)).toContain('disk-full');
    expect(await readdir(page.home.dataFolder('local-test'), { recursive: true })).not.toContainEqual(
      expect.stringMatching(/\.(part|unknown)$/),
    );
    isFull = false;
    expect(await page.download({ url: server.origin }).ended).toMatchObject({ ok: true, statusCode: 200 });
    await page.transfers.settled();
    expect(page.transfers.live()).toBe(0);
  });
});

describe('a registry that cannot grow (SQLite’s own limit on its pages)', () => {
  async function opened() {
    const folder = await tempDir();
    const db = openRegistry(path.join(folder, 'ferry.db'));
    onTestFinished(() => void db.close());
    const options = { project: 'local-test', launch: startLaunch(db, 1) };
    const space = await openFileSpace(
      { table: createFileTable(db), clock: systemClock },
      { ...options, dataFolder: path.join(folder, 'data'), packageRoot: folder },
    );
    const files = createProjectFiles(space);
    return { folder, db, files, options };
  }

  /** Takes all the room there is: no new page, and no row more of this kind on the pages there are. */
  function fill(db: Database, addRow: (index: number) => void): void {
    db.pragma(`max_page_count = ${String(db.pragma('page_count', { simple: true }))}`);
    const addAll = (): void => {
      for (let index = 0; ; index += 1) addRow(index);
    };
    expect(addAll).toThrow(expect.objectContaining({ code: 'SQLITE_FULL' }));
  }

  function makeRoom(db: Database): void {
    db.pragma('max_page_count = 1000000');
  }

  test('saveFile fails and leaves the temp file, which can be saved when there is room', async () => {
    const { folder, db, files } = await opened();
    const source = await writeProject(path.join(folder, 'picked'), { 'a.txt': 'content' });
    const temp = await files.importTemp(path.join(source, 'a.txt'), 'picked');
    fill(db, (index) => {
      insertRow(db, `http://tmp/${String(index)}`);
    });
    await expect(files.save(temp.path)).rejects.toMatchObject({ code: 'file.no-space' });
    expect(files.list()).toEqual([temp]);
    expect((await files.open(temp.path)).sizeBytes).toBe(7);
    expect(await readdir(path.join(folder, 'data', 'saved'))).toEqual([]);
    makeRoom(db);
    const saved = await files.save(temp.path);
    expect((await files.open(saved.path)).sizeBytes).toBe(7);
  });

  test('a picked file that gets no row leaves nothing', async () => {
    const { folder, db, files } = await opened();
    const source = await writeProject(path.join(folder, 'picked'), { 'a.txt': 'content' });
    fill(db, (index) => {
      insertRow(db, `http://tmp/${String(index)}`);
    });
    await expect(files.importTemp(path.join(source, 'a.txt'), 'picked')).rejects.toMatchObject({
      code: 'file.no-space',
    });
    expect(files.list()).toEqual([]);
    const left = await readdir(path.join(folder, 'data'), { recursive: true, withFileTypes: true });
    expect(left.filter((entry) => entry.isFile())).toEqual([]);
  });

  test('setStorage fails and keeps the value that was there', async () => {
    const { db, options } = await opened();
    const storage = createProgramStorage(
      createStorageTable(db),
      options.project,
      createStorageCipher(createPreferenceTable(db)),
    );
    storage({ op: 'set', key: 'word', json: '"kept"' });
    fill(db, (index) => {
      createStorageTable(db).set('filler', [{ key: String(index), json: 'x'.repeat(100) }]);
    });
    expect(() => storage({ op: 'set', key: 'word', json: JSON.stringify('x'.repeat(9000)) })).toThrow(
      expect.objectContaining({
        code: 'file.no-space',
        message: 'The disk is full; storage was not changed.',
      }),
    );
    expect(storage({ op: 'get', key: 'word' }).json).toBe('"kept"');
  });

  test('the record of a transfer waits in memory and is written with the next that finds room', async () => {
    const { db, options } = await opened();
    const table = createExchangeTable(db);
    const journal = createJournal({ table }, options);
    const begin = (id: string): void => {
      journal.begin({
        ...{ id, kind: 'request', page: 'pages/index/index', calledFrom: null, method: 'GET' },
        ...{ url: 'http://127.0.0.1/', written: {}, calledAtEpochMs: Number(id) },
      });
    };
    begin('1');
    fill(db, (index) => {
      createStorageTable(db).set('filler', [{ key: String(index), json: 'x'.repeat(100) }]);
    });
    journal.update('1', { state: 'done', durationMs: 5, responseText: 'x'.repeat(9000) });
    begin('2');
    expect(journal.list().map(({ id, state }) => [id, state])).toEqual([
      ['1', 'done'],
      ['2', 'waiting'],
    ]);
    const written = (): unknown[] => table.latest(options.project, 10).map(({ id, state }) => [id, state]);
    expect(written()).not.toContainEqual(['1', 'done']);
    makeRoom(db);
    begin('3');
    expect(written()).toEqual([
      ['1', 'done'],
      ['2', 'waiting'],
      ['3', 'waiting'],
    ]);
  });
});

/** One more row of files, as small as they come. */
function insertRow(db: Database, at: string): void {
  createFileTable(db).insert('filler', {
    ...{ path: at, kind: 'temp', sizeBytes: 1, origin: '', createdAtEpochMs: 1, launch: 1, sha256: null },
  });
}
