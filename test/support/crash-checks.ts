import { createHash } from 'node:crypto';
import { copyFile, mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import Sqlite from 'better-sqlite3';
import { expect } from 'vitest';
import type { WorkerClient } from '../../src-main/transfers/worker-client.ts';
import type { CrashBook } from './crash-book.ts';
import { CRASH_PROJECT, launchServices, type CrashLaunch } from './crash-launch.ts';
import type { ContentServer } from './crash-server.ts';

/** What SQLite thinks of the registry as the killed process left it; nothing of the home is touched. */
export async function expectSoundRegistry(homeFolder: string): Promise<void> {
  const files = await readdir(homeFolder).catch((): string[] => []);
  if (!files.includes('ferry.db')) return;
  const copies = await mkdtemp(path.join(path.dirname(homeFolder), 'copy-'));
  for (const name of files.filter((file) => /^ferry\.db(-wal)?$/.test(file))) {
    await copyFile(path.join(homeFolder, name), path.join(copies, name));
  }
  const db = new Sqlite(path.join(copies, 'ferry.db'), { readonly: true });
  try {
    expect([db.pragma('integrity_check', { simple: true }), db.pragma('foreign_key_check')]).toEqual([
      'ok',
      [],
    ]);
  } finally {
    db.close();
    await rm(copies, { recursive: true });
  }
}

/** What the start after a crash found. */
export interface AfterCrash {
  /** Exchanges that the crash had cut short. */
  readonly interrupted: number;
  /** Files that were whole and had no row, and now have one. */
  readonly recovered: number;
}

export interface CrashScene {
  readonly homeFolder: string;
  readonly book: CrashBook;
  readonly server: ContentServer;
  readonly worker: WorkerClient;
}

/** Starts on the home and holds it against the book; then downloads and saves once more, and closes. */
export async function expectNothingLost(scene: CrashScene): Promise<AfterCrash> {
  const launch = await launchServices(scene.homeFolder, { worker: scene.worker });
  try {
    const recovered = await expectFiles(scene, launch);
    await expectNoRemains(scene, launch);
    const interrupted = expectEndedExchanges(scene, launch);
    await expectNextActionWorks(scene, launch);
    return { interrupted, recovered };
  } finally {
    await launch.stop();
  }
}

async function expectFiles({ book }: CrashScene, launch: CrashLaunch): Promise<number> {
  const folder = launch.home.dataFolder(CRASH_PROJECT);
  const rows = launch.files.list();
  const found = new Map<string, string>();
  for (const row of rows) {
    const { realPath, sizeBytes } = await launch.files.open(row.path);
    const sha256 = createHash('sha256')
      .update(await readFile(realPath))
      .digest('hex');
    found.set(row.path, sha256);
    expect([row.kind, row.sizeBytes, row.sha256 ?? sha256]).toEqual([
      row.path.startsWith('http://store/') ? 'saved' : 'user',
      sizeBytes,
      sha256,
    ]);
  }
  const onDisk = [
    ...(await readdir(path.join(folder, 'saved'))),
    ...(await readdir(path.join(folder, 'user'))),
  ];
  expect(onDisk.sort()).toEqual(rows.map((row) => path.posix.basename(row.path)).sort());

  for (const [at, sha256] of book.saved) {
    const gone = book.maybeRemoved.has(at) && !found.has(at);
    if (gone) book.saved.delete(at);
    else expect([at, found.get(at)]).toEqual([at, sha256]);
  }
  for (const [at, contents] of book.written) {
    const content = found.get(at) ?? null;
    expect([at, [...contents]]).toEqual([at, expect.arrayContaining([content])]);
    book.written.set(at, new Set([content]));
  }
  expect([...book.removed].filter((at) => found.has(at))).toEqual([]);
  book.maybeRemoved.clear();

  // Saved without an acknowledgement: whole, and from now on to be kept like any other.
  const unknown = rows.filter(({ path: at, kind }) => kind === 'saved' && !book.saved.has(at));
  for (const { path: at } of unknown) {
    const sha256 = found.get(at) ?? '';
    expect([at, book.contents.has(sha256)]).toEqual([at, true]);
    book.saved.set(at, sha256);
  }
  return unknown.length;
}

/** Nothing of launches that are over, and no half file anywhere. */
async function expectNoRemains({ homeFolder }: CrashScene, { home }: CrashLaunch): Promise<void> {
  const folder = home.dataFolder(CRASH_PROJECT);
  const own = String(home.launch);
  const everything = await readdir(homeFolder, { recursive: true });
  expect({
    temp: await readdir(path.join(folder, 'temp')),
    parts: await readdir(path.join(folder, 'parts')),
    halves: everything.filter((name) => /\.(part|body)$/.test(name)),
  }).toEqual({ temp: [own], parts: [own], halves: [] });
}

/** Every transfer of the killed launch has ended, each in one way. */
function expectEndedExchanges({ book }: CrashScene, { home, journal }: CrashLaunch): number {
  expect(home.tables.exchanges.left(home.launch)).toEqual([]);
  const unfinished = journal
    .list()
    .filter(({ durationMs, errMsg }) => durationMs === null || errMsg === null);
  expect(unfinished).toEqual([]);
  const began = [...book.began].map((id) => journal.get(id));
  expect(began).not.toContain(null);
  const interrupted = began.filter((exchange) => exchange?.errMsg === 'downloadFile:fail interrupted');
  for (const exchange of interrupted) {
    expect([exchange?.state, exchange?.warnings.map(({ rule }) => rule)]).toEqual([
      'failed',
      expect.arrayContaining(['ferry-ended']),
    ]);
  }
  // What was told to have ended ended so, and not once more by the crash.
  expect(interrupted.filter((exchange) => book.ended.has(exchange?.id ?? ''))).toEqual([]);
  return interrupted.length;
}

async function expectNextActionWorks(scene: CrashScene, launch: CrashLaunch): Promise<void> {
  const { book, server } = scene;
  const url = `${server.origin}/next-${String(launch.home.launch)}/5000`;
  const result = await launch.download(url).ended;
  const tempFilePath = result.ok ? result.tempFilePath : undefined;
  expect(tempFilePath).toMatch(/^http:\/\/tmp\//);
  const saved = await launch.files.save(tempFilePath ?? '');
  const { realPath } = await launch.files.open(saved.path);
  expect((await stat(realPath)).size).toBe(5000);
  book.contents.add(server.sha256Of(url));
  book.saved.set(saved.path, server.sha256Of(url));
}
