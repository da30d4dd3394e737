import { fork } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import Sqlite from 'better-sqlite3';
import { expect, it } from 'vitest';
import { openHome } from '../../src-main/home.ts';
import { systemClock } from '../../src-main/lib/clock.ts';
import { createStorageCipher } from '../../src-main/program/storage-cipher.ts';
import { createProgramStorage } from '../../src-main/program/storage.ts';
import { tempDir } from '../support/temp-dir.ts';

const WRITER = new URL('../support/storage-writer.ts', import.meta.url);
const PROJECT = 'wx0123456789abcdef';
const KILLS = 6;

interface Acknowledged {
  readonly key: string;
  readonly value: string;
  readonly isEncrypted: boolean;
  readonly isBatch: boolean;
}

it('what setStorage has acknowledged is there after kill -9, whole, and a batch never by halves', async () => {
  const folder = path.join(await tempDir(), 'home');
  let checked = 0;
  for (let kill = 1; kill <= KILLS; kill += 1) {
    const child = fork(WRITER, [folder, PROJECT, String(kill * 10_000)], { execArgv: [] });
    const told = new Map<string, Acknowledged>();
    let count = 0;
    const enough = Promise.withResolvers<undefined>();
    child.on('message', (message) => {
      const acknowledged = message as Acknowledged;
      told.set(acknowledged.key, acknowledged);
      if ((count += 1) >= 60 + kill * 7) enough.resolve(undefined);
    });
    await enough.promise;
    child.kill('SIGKILL');
    await once(child, 'exit');

    const home = openHome(folder, systemClock);
    const storage = createProgramStorage(
      home.tables.storage,
      PROJECT,
      createStorageCipher(home.tables.preferences),
    );
    expect(home.repair).toBeNull();
    for (const { key, value, isEncrypted } of told.values()) {
      const found = readEitherWay(storage, key, isEncrypted);
      // What came after the last word of the writer may be there too; older than that, or cut off, it may not be.
      expect(numberIn(found)).toBeGreaterThanOrEqual(numberIn(value));
      checked += 1;
    }
    for (const key of home.tables.storage.keys(PROJECT).filter((name) => name.endsWith('-twin'))) {
      const twin = storage({ op: 'get', key }).json;
      const own = readEitherWay(storage, key.replace('-twin', ''), false);
      // The twin is set with its key or not at all; the key may have been set alone since.
      expect(numberIn(own)).toBeGreaterThanOrEqual(numberIn(twin));
    }
    home.close();
    const db = new Sqlite(path.join(folder, 'ferry.db'), { readonly: true });
    expect(db.pragma('integrity_check', { simple: true })).toBe('ok');
    db.close();
  }
  process.stdout.write(`      ${String(KILLS)} kills, ${String(checked)} acknowledged values found\n`);
});

/** The number a value begins with; throws when the value is not whole. */
function numberIn(json: string | null): number {
  const count = Number(/^"(\d+) /.exec(json ?? '')?.[1]);
  expect(json).toBe(JSON.stringify(`${String(count)} ${'x'.repeat(count % 5000)}`));
  return count;
}

function readEitherWay(
  storage: ReturnType<typeof createProgramStorage>,
  key: string,
  isEncrypted: boolean,
): string | null {
  try {
    return storage({ op: 'get', key, encrypt: isEncrypted }).json;
  } catch {
    return storage({ op: 'get', key, encrypt: !isEncrypted }).json;
  }
}
