import { fork } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import path from 'node:path';
import Sqlite from 'better-sqlite3';
import { describe, expect, it, vi } from 'vitest';
import { createOpenExchanges, type OpenExchanges } from '../../src-main/app-exchanges.ts';
import { openHome, repairText, type Home } from '../../src-main/home.ts';
import { createJournal, type Journal } from '../../src-main/journal/journal.ts';
import type { ExchangeList } from '../../src-main/journal/list/exchange-list.ts';
import { systemClock } from '../../src-main/lib/clock.ts';
import { exchangeFixture } from '../support/exchange-fixtures.ts';
import { launchFiles, writeUserFile } from '../support/file-launch.ts';
import { tempDir } from '../support/temp-dir.ts';

const PROJECT = 'wx0123456789abcdef';
const HOLDER = new URL('../support/home-holder.ts', import.meta.url);

/** What a home held at its last clean close but one, and at its last. */
interface Scene {
  readonly folder: string;
  readonly registry: string;
  readonly savedFirst: string;
  readonly savedSecond: string;
  readonly lastLaunch: number;
}

/** Two launches; the backup is that of the first when `isBackupOld`. */
async function builtScene(isBackupOld: boolean): Promise<Scene> {
  const folder = await tempDir();
  const home = path.join(folder, 'home');
  const registry = path.join(home, 'ferry.db');
  const first = await launchFiles(folder);
  const savedFirst = (await first.files.save(await first.picked('a.txt', 'first'))).path;
  await writeUserFile(first.files, 'http://usr/again.txt', 'to be removed');
  await first.files.removeSaved((await first.files.save(await first.picked('gone.txt', 'removed'))).path);
  endUserFile(first.home, 'http://usr/again.txt');
  await fs.promises.rm(path.join(home, 'programs', PROJECT, 'user', 'again.txt'));
  first.home.tables.storage.set(PROJECT, [{ key: 'word', json: '"first"' }]);
  for (let index = 0; index < 400; index += 1) {
    const exchange = { ...exchangeFixture(`e${String(index)}`), url: `http://host/${'x'.repeat(900)}` };
    first.home.tables.exchanges.put(PROJECT, first.home.launch, exchange);
  }
  first.end();
  const older = fs.readFileSync(`${registry}.backup`);

  const second = await launchFiles(folder);
  const savedSecond = (await second.files.save(await second.picked('b.txt', 'second'))).path;
  await writeUserFile(second.files, 'http://usr/again.txt', 'written again');
  await writeUserFile(second.files, 'http://usr/notes.txt', 'notes');
  second.home.tables.storage.set(PROJECT, [{ key: 'word', json: '"second"' }]);
  const lastLaunch = second.home.launch;
  second.end();
  if (isBackupOld) fs.writeFileSync(`${registry}.backup`, older);
  return { folder, registry, savedFirst, savedSecond, lastLaunch };
}

function endUserFile(home: Home, virtualPath: string): void {
  home.tables.files.end(PROJECT, virtualPath, 'removed', 5);
}

const WAIT = { timeout: 20_000, interval: 20 };

/** All of a database but its first pages. */
function overwriteMiddle(file: string): void {
  const bytes = fs.readFileSync(file);
  bytes.fill(0xa5, 4 * 4096);
  fs.writeFileSync(file, bytes);
}

interface Damage {
  readonly says: string;
  readonly harm: (registry: string) => void;
}

const overwritten = (registry: string, offset: number, length: number): void => {
  const bytes = fs.readFileSync(registry);
  bytes.fill(0xa5, offset, offset + length);
  fs.writeFileSync(registry, bytes);
};

const DAMAGES: readonly Damage[] = [
  {
    says: 'a damaged header',
    harm: (registry) => {
      overwritten(registry, 0, 100);
    },
  },
  {
    says: 'a damaged header that kept its time',
    harm(registry) {
      const { atime, mtime } = fs.statSync(registry);
      overwritten(registry, 0, 100);
      fs.utimesSync(registry, atime, mtime);
    },
  },
  {
    says: 'damaged pages in the middle',
    harm(registry) {
      const middle = Math.floor(fs.statSync(registry).size / 8192) * 4096;
      overwritten(registry, middle, 3 * 4096);
    },
  },
  {
    says: 'half of the file gone',
    harm: (registry) => {
      fs.truncateSync(registry, Math.floor(fs.statSync(registry).size / 8192) * 4096);
    },
  },
  {
    says: 'a file cut off within a page',
    harm: (registry) => {
      fs.truncateSync(registry, fs.statSync(registry).size - 1000);
    },
  },
  {
    says: 'an empty file',
    harm: (registry) => {
      fs.truncateSync(registry, 0);
    },
  },
  {
    says: 'nothing but zero bytes',
    harm: (registry) => {
      fs.writeFileSync(registry, Buffer.alloc(fs.statSync(registry).size));
    },
  },
  {
    says: 'the notes of somebody else',
    harm: (registry) => {
      fs.writeFileSync(registry, 'these are notes\n'.repeat(2000));
    },
  },
];

function soundness(registry: string): unknown[] {
  const db = new Sqlite(registry, { readonly: true });
  try {
    return [db.pragma('integrity_check', { simple: true }), db.pragma('foreign_key_check')];
  } finally {
    db.close();
  }
}

const say = (line: string): void => void process.stdout.write(`      ${line}\n`);

describe('a registry that is damaged', () => {
  it.each(DAMAGES)('gives way to the last backup, and the files are kept: $says', async ({ says, harm }) => {
    const scene = await builtScene(true);
    harm(scene.registry);
    const harmed = fs.readFileSync(scene.registry);
    const backedUpAt = fs.statSync(`${scene.registry}.backup`).mtimeMs;

    const startedAt = performance.now();
    const launch = await launchFiles(scene.folder);
    const { home, files } = launch;
    say(`${says}: put right in ${(performance.now() - startedAt).toFixed(0)} ms`);

    const movedTo = home.repair?.movedTo ?? '';
    expect(home.repair).toEqual({ movedTo, backupAtEpochMs: backedUpAt, backupMovedTo: null });
    expect(path.basename(movedTo)).toMatch(/^ferry\.db\.damaged-\d{8}T\d{6}Z$/);
    expect(fs.readFileSync(movedTo).equals(harmed)).toBe(true);
    // The rows of the backup, as they were.
    expect(home.tables.storage.get(PROJECT, 'word')).toBe('"first"');
    expect(home.tables.exchanges.latest(PROJECT, 1000)).toHaveLength(400);
    // Every file, whether the backup knew it or not; nothing that was removed.
    const kept = files.list().map(({ path: virtualPath, sizeBytes }) => [virtualPath, sizeBytes] as const);
    expect(Object.fromEntries(kept)).toEqual({
      [scene.savedFirst]: 5,
      [scene.savedSecond]: 6,
      'http://usr/again.txt': 13,
      'http://usr/notes.txt': 5,
    });
    const readable = await files.open(scene.savedSecond);
    expect(fs.readFileSync(readable.realPath, 'utf8')).toBe('second');
    // No launch gets the number of another, whatever the backup remembers.
    expect(home.launch).toBeGreaterThan(scene.lastLaunch);
    launch.end();
    expect(soundness(scene.registry)).toEqual(['ok', []]);

    const next = await launchFiles(scene.folder);
    expect([next.home.repair, next.files.list().length, next.home.launch]).toEqual([
      null,
      4,
      home.launch + 1,
    ]);
    next.end();
  });

  it.each(DAMAGES)('begins empty without a backup, and the files are kept: $says', async ({ says, harm }) => {
    const scene = await builtScene(false);
    fs.rmSync(`${scene.registry}.backup`);
    harm(scene.registry);
    const isEmptyFile = fs.statSync(scene.registry).size === 0;
    const launch = await launchFiles(scene.folder);
    const { home, files } = launch;
    // An empty file without a backup is what a first start leaves that was cut off.
    if (isEmptyFile) expect(home.repair).toBeNull();
    else expect(home.repair).toMatchObject({ backupAtEpochMs: null });
    expect(home.tables.storage.keys(PROJECT)).toEqual([]);
    expect(
      files
        .list()
        .map((file) => file.path)
        .sort(),
    ).toEqual([scene.savedFirst, scene.savedSecond, 'http://usr/again.txt', 'http://usr/notes.txt'].sort());
    expect(home.launch).toBeGreaterThan(scene.lastLaunch);
    say(`${says}: ${String(files.list().length)} files have rows again`);
    launch.end();
    expect(soundness(scene.registry)).toEqual(['ok', []]);
  });

  it('after a kill: its log goes aside with it and does not touch the backup', async () => {
    const scene = await builtScene(false);
    const child = fork(HOLDER, [path.join(scene.folder, 'home')], { execArgv: [] });
    await once(child, 'message');
    child.kill('SIGKILL');
    await once(child, 'exit');
    expect(fs.existsSync(`${scene.registry}-wal`)).toBe(true);
    const log = fs.readFileSync(`${scene.registry}-wal`);
    overwritten(scene.registry, 2 * 4096, 20 * 4096);
    const home = openHome(path.join(scene.folder, 'home'), systemClock);
    const movedTo = home.repair?.movedTo ?? '';
    expect(home.repair?.backupAtEpochMs).toBeGreaterThan(0);
    expect(fs.readFileSync(`${movedTo}-wal`).equals(log)).toBe(true);
    expect(home.tables.storage.get(PROJECT, 'word')).toBe('"second"');
    home.close();
    expect(soundness(scene.registry)).toEqual(['ok', []]);
  });

  it('whose backup is damaged too begins empty; both files are kept', async () => {
    const scene = await builtScene(false);
    overwritten(scene.registry, 0, 100);
    overwritten(`${scene.registry}.backup`, 0, 100);
    const harmed = [fs.readFileSync(scene.registry), fs.readFileSync(`${scene.registry}.backup`)] as const;
    const home = openHome(path.join(scene.folder, 'home'), systemClock);
    const { movedTo = '', backupMovedTo = null } = home.repair ?? {};
    expect(home.repair).toEqual({ movedTo, backupAtEpochMs: null, backupMovedTo });
    expect(path.basename(backupMovedTo ?? '')).toMatch(/^ferry\.db\.backup\.damaged-\d{8}T\d{6}Z$/);
    expect(home.repair && repairText(home.repair)).toBe(
      `The registry was damaged and now lies at ${movedTo}. Its backup was damaged too and now lies at ${String(backupMovedTo)}: ` +
        'history, storage and settings begin empty. Saved and user files were kept.',
    );
    // The next close makes a new backup; neither damaged file is touched by it.
    home.close();
    expect(fs.existsSync(`${scene.registry}.backup`)).toBe(true);
    expect(fs.readFileSync(movedTo).equals(harmed[0])).toBe(true);
    expect(fs.readFileSync(backupMovedTo ?? '').equals(harmed[1])).toBe(true);
  });

  it('is put right also when the first attempt was cut off at any step', async () => {
    const scene = await builtScene(false);
    overwritten(scene.registry, 0, 100);
    // The backup was copied; nothing was moved yet.
    fs.copyFileSync(`${scene.registry}.backup`, `${scene.registry}.restored`);
    const first = openHome(path.join(scene.folder, 'home'), systemClock);
    expect(first.repair?.backupAtEpochMs).toBeGreaterThan(0);
    expect(first.tables.storage.get(PROJECT, 'word')).toBe('"second"');
    first.close();
    // The damaged one was moved; the restored one is still to take its place.
    fs.renameSync(scene.registry, `${scene.registry}.restored`);
    const second = openHome(path.join(scene.folder, 'home'), systemClock);
    expect(second.tables.storage.get(PROJECT, 'word')).toBe('"second"');
    second.close();
    expect(fs.existsSync(`${scene.registry}.restored`)).toBe(false);
  });

  it('is never copied over a backup that is whole', async () => {
    const scene = await builtScene(false);
    const home = openHome(path.join(scene.folder, 'home'), systemClock);
    home.tables.storage.set(PROJECT, [{ key: 'more', json: '1' }]);
    const before = fs.readFileSync(`${scene.registry}.backup`);
    // Behind the back of the open registry, in pages that its cache does not hold.
    const other = fs.openSync(scene.registry, 'r+');
    const size = fs.fstatSync(other).size;
    const harm = Buffer.alloc(size - 8 * 4096, 0xa5);
    fs.writeSync(other, harm, 0, harm.length, 8 * 4096);
    fs.closeSync(other);
    home.close();
    expect(fs.readFileSync(`${scene.registry}.backup`).equals(before)).toBe(true);
    const next = openHome(path.join(scene.folder, 'home'), systemClock);
    expect(next.repair?.backupAtEpochMs).toBeGreaterThan(0);
    expect(next.tables.storage.get(PROJECT, 'word')).toBe('"second"');
    next.close();
  });
});

describe('a backup', () => {
  it('is made at a close that changed something, and only then', async () => {
    const scene = await builtScene(false);
    const backup = `${scene.registry}.backup`;
    const made = fs.statSync(backup).ino;
    openHome(path.join(scene.folder, 'home'), systemClock).close();
    expect(fs.statSync(backup).ino).toBe(made);
    const home = openHome(path.join(scene.folder, 'home'), systemClock);
    home.tables.storage.set(PROJECT, [{ key: 'word', json: '"third"' }]);
    home.close();
    expect(fs.statSync(backup).ino).not.toBe(made);
    const db = new Sqlite(backup, { readonly: true });
    expect(db.prepare('SELECT json FROM storage').pluck().all()).toEqual(['"third"']);
    expect(db.pragma('user_version', { simple: true })).toBeGreaterThan(0);
    db.close();
    expect(fs.readdirSync(path.join(scene.folder, 'home')).filter((name) => name.endsWith('.new'))).toEqual(
      [],
    );
  });

  it('that finds no room leaves the one before and closes all the same', async () => {
    const scene = await builtScene(false);
    const home = openHome(path.join(scene.folder, 'home'), systemClock);
    home.tables.storage.set(PROJECT, [{ key: 'word', json: '"third"' }]);
    const before = fs.readFileSync(`${scene.registry}.backup`);
    // A folder in the place of the copy: no file can be made there.
    fs.mkdirSync(`${scene.registry}.backup.new`);
    fs.writeFileSync(path.join(`${scene.registry}.backup.new`, 'x'), '');
    home.close();
    expect(fs.readFileSync(`${scene.registry}.backup`).equals(before)).toBe(true);
    fs.rmSync(`${scene.registry}.backup.new`, { recursive: true });
    const next = openHome(path.join(scene.folder, 'home'), systemClock);
    expect([next.repair, next.tables.storage.get(PROJECT, 'word')]).toEqual([null, '"third"']);
    next.close();
  });

  it.each<[string, (file: string) => void]>([
    ['is no database at all', (file) => fs.writeFileSync(file, 'x'.repeat(50_000))],
    ['is cut off', (file) => fs.truncateSync(file, Math.floor(fs.statSync(file).size / 2 / 4096) * 4096)],
    ['holds other bytes in its middle', overwriteMiddle],
  ])('of the search index: one that %s is made anew, and that is said once', async (_, damage) => {
    const folder = path.join(await tempDir(), 'home');
    const file = path.join(folder, 'search.db');
    const said: string[] = [];
    const open = (): {
      readonly home: Home;
      readonly exchanges: OpenExchanges;
      readonly journal: Journal;
    } => {
      const home = openHome(folder, systemClock);
      const journal = createJournal(
        { table: home.tables.exchanges },
        { project: PROJECT, launch: home.launch },
      );
      const warn = (event: string): void => void said.push(event);
      const program = { journal, key: PROJECT };
      const exchanges = createOpenExchanges(home, () => program, { warn });
      return { home, exchanges, journal };
    };
    const found = (list: ExchangeList | null): number => {
      const query = {
        filter: 'lighthouse',
        sort: 'time',
        isDescending: false,
        isGroupedByPage: false,
      } as const;
      const window = list?.window(query, 0, 1);
      return window && !window.isSearching ? window.count : -1;
    };

    const first = open();
    for (let index = 0; index < 240; index += 1) {
      const responseText = index % 3 === 0 ? `${'word '.repeat(200)}lighthouse ${String(index)}` : null;
      first.journal.adopt(exchangeFixture(`e${String(index)}`, { responseText }));
    }
    await first.exchanges.current()?.ready();
    await vi.waitFor(() => {
      expect(first.home.textIndex().known(0, 1000)).toHaveLength(240);
    }, WAIT);
    await vi.waitFor(() => {
      expect(found(first.exchanges.current())).toBe(80);
    }, WAIT);
    first.exchanges.close();
    first.home.close();
    damage(file);

    const second = open();
    await second.exchanges.current()?.ready();
    await vi.waitFor(() => {
      expect(found(second.exchanges.current())).toBe(80);
    }, WAIT);
    expect(said).toEqual([expect.stringContaining('search index')]);
    second.exchanges.close();
    second.home.close();
    const third = open();
    await third.exchanges.current()?.ready();
    expect([found(third.exchanges.current()), said.length]).toEqual([80, 1]);
    third.exchanges.close();
    third.home.close();
  });

  it('of 100,000 exchanges, and the look at every page after a kill, take a second or so', async () => {
    const folder = path.join(await tempDir(), 'home');
    const home = openHome(folder, systemClock);
    const registry = path.join(folder, 'ferry.db');
    const db = new Sqlite(registry);
    const put = db.prepare("INSERT INTO exchange VALUES (?, ?, 1, ?, 'done', ?)");
    const record = JSON.stringify({ url: 'http://host/', responseText: 'x'.repeat(1850) });
    db.transaction(() => {
      for (let index = 0; index < 100_000; index += 1) put.run(`e${String(index)}`, PROJECT, index, record);
    })();
    db.close();
    home.tables.storage.set(PROJECT, [{ key: 'word', json: '1' }]);
    const timed = <T>(work: () => T): readonly [number, T] => {
      const startedAt = performance.now();
      const value = work();
      return [performance.now() - startedAt, value];
    };
    const [closeMs] = timed(() => {
      home.close();
    });
    const sizeMb = fs.statSync(registry).size / 1e6;
    const [sealedMs, sealed] = timed(() => openHome(folder, systemClock));
    const [idleCloseMs] = timed(() => {
      sealed.close();
    });
    // As after a kill: nothing vouches for the file.
    fs.rmSync(`${registry}.seal`);
    const [checkedMs, checked] = timed(() => openHome(folder, systemClock));
    checked.close();
    say(
      `${sizeMb.toFixed(0)} MB, 100,000 exchanges: closing with a backup ${closeMs.toFixed(0)} ms, ` +
        `without ${idleCloseMs.toFixed(0)} ms; opening ${sealedMs.toFixed(0)} ms, with a look at every page ${checkedMs.toFixed(0)} ms`,
    );
    expect(sizeMb).toBeGreaterThan(180);
    expect(closeMs).toBeLessThan(5000);
    expect(checkedMs).toBeLessThan(5000);
  });
});
