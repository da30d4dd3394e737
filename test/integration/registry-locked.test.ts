import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { openHome, type Home } from '../../src-main/home.ts';
import { createJournal } from '../../src-main/journal/journal.ts';
import { systemClock } from '../../src-main/lib/clock.ts';
import { createStorageCipher } from '../../src-main/program/storage-cipher.ts';
import { createProgramStorage } from '../../src-main/program/storage.ts';
import { tempDir } from '../support/temp-dir.ts';

const PROJECT = 'wx0123456789abcdef';
const LOCKER = new URL('../support/registry-locker.ts', import.meta.url);

interface Locker {
  /** Lets go after so long; resolves when it has. */
  release(afterMs: number): Promise<unknown>;
}

async function locked(folder: string): Promise<Locker> {
  const child: ChildProcess = fork(LOCKER, [path.join(folder, 'ferry.db')], { execArgv: [] });
  onTestFinished(() => void child.kill('SIGKILL'));
  await once(child, 'message');
  return {
    release(afterMs) {
      const free = once(child, 'message');
      child.send(afterMs);
      return free;
    },
  };
}

async function homeWithWord(): Promise<{ folder: string; home: Home }> {
  const folder = path.join(await tempDir(), 'home');
  const home = openHome(folder, systemClock);
  onTestFinished(() => {
    home.close();
  });
  home.tables.storage.set(PROJECT, [{ key: 'word', json: '"kept"' }]);
  return { folder, home };
}

function timed(work: () => unknown): { readonly ms: number; readonly thrown: unknown } {
  const startedAt = performance.now();
  let thrown: unknown = null;
  try {
    work();
  } catch (error) {
    thrown = error;
  }
  return { ms: performance.now() - startedAt, thrown };
}

const say = (line: string): void => void process.stdout.write(`      ${line}\n`);

describe('a registry that another program has locked', () => {
  it('is waited for, and what was to be written is', async () => {
    const { folder, home } = await homeWithWord();
    const locker = await locked(folder);
    const free = locker.release(500);
    const { ms, thrown } = timed(() => {
      home.tables.storage.set(PROJECT, [{ key: 'word', json: '"new"' }]);
    });
    say(`waited ${ms.toFixed(0)} ms for a lock of 500 ms`);
    expect([thrown, home.tables.storage.get(PROJECT, 'word')]).toEqual([null, '"new"']);
    await free;
  });

  it('fails a call in time; nothing that was there is lost, and the next one works', async () => {
    const { folder, home } = await homeWithWord();
    const storage = createProgramStorage(
      home.tables.storage,
      PROJECT,
      createStorageCipher(home.tables.preferences),
    );
    const journal = createJournal(
      { table: home.tables.exchanges },
      { project: PROJECT, launch: home.launch },
    );
    const locker = await locked(folder);
    const { ms, thrown } = timed(() => storage({ op: 'set', key: 'word', json: '"new"' }));
    say(`told after ${ms.toFixed(0)} ms`);
    expect(thrown).toMatchObject({
      code: 'file.io',
      message: expect.stringContaining('SQLITE_BUSY') as string,
    });
    expect(ms).toBeGreaterThan(1500);
    expect(ms).toBeLessThan(6000);
    expect(storage({ op: 'get', key: 'word' }).json).toBe('"kept"');
    // A transfer goes on: its record waits in memory.
    const record = (id: string): void => {
      journal.begin({
        ...{ id, kind: 'request', page: 'pages/a/a', calledFrom: null, method: 'GET' },
        ...{ url: 'http://host/', written: {}, calledAtEpochMs: 1 },
      });
    };
    record('1');
    expect(home.tables.exchanges.latest(PROJECT, 9)).toEqual([]);
    await locker.release(0);
    storage({ op: 'set', key: 'word', json: '"new"' });
    record('2');
    expect(storage({ op: 'get', key: 'word' }).json).toBe('"new"');
    expect(home.tables.exchanges.latest(PROJECT, 9).map(({ id }) => id)).toEqual(['1', '2']);
  });

  it('is named when Ferry cannot start on it, and is opened once it is free', async () => {
    const { folder, home } = await homeWithWord();
    home.close();
    const locker = await locked(folder);
    const { ms, thrown } = timed(() => openHome(folder, systemClock));
    say(`told after ${ms.toFixed(0)} ms`);
    expect(thrown).toMatchObject({
      code: 'file.io',
      message: `The registry ${path.join(folder, 'ferry.db')} is locked by another program. Close what has it open, or use another home with --home.`,
    });
    expect(ms).toBeGreaterThan(1500);
    expect(ms).toBeLessThan(6000);
    await locker.release(0);
    const again = openHome(folder, systemClock);
    expect([again.repair, again.tables.storage.get(PROJECT, 'word')]).toEqual([null, '"kept"']);
    again.close();
  });
});
