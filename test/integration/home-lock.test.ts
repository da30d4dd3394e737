import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readdir, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import Sqlite from 'better-sqlite3';
import { describe, expect, it, onTestFinished } from 'vitest';
import { openHome, type Home } from '../../src-main/home.ts';
import { systemClock } from '../../src-main/lib/clock.ts';
import { tempDir } from '../support/temp-dir.ts';

const HOLDER = new URL('../support/home-holder.ts', import.meta.url);

interface Opened {
  readonly launch?: number;
  readonly code?: string;
  readonly message?: string;
}

/** Lets another process open the home; resolves with how that went. */
async function openElsewhere(folder: string): Promise<{ child: ChildProcess; opened: Opened }> {
  const child = fork(HOLDER, [folder], { execArgv: [] });
  onTestFinished(async () => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    child.kill('SIGKILL');
    await once(child, 'exit');
  });
  const [opened] = (await once(child, 'message')) as [Opened];
  return { child, opened };
}

function openHere(folder: string): Home {
  const home = openHome(folder, systemClock);
  onTestFinished(() => {
    home.close();
  });
  return home;
}

describe('a home', () => {
  it('held by another process is refused by that one’s number, and free once it is killed', async () => {
    const folder = await tempDir();
    const { child, opened } = await openElsewhere(folder);
    expect(opened).toEqual({ launch: 1 });
    for (let attempt = 0; attempt < 2; attempt += 1) {
      expect(() => openHome(folder, systemClock)).toThrow(
        expect.objectContaining({
          code: 'home.locked',
          message: `The home ${folder} is in use by process ${String(child.pid)}. Close that Ferry, or use another home with --home.`,
        }),
      );
    }
    child.kill('SIGKILL');
    await once(child, 'exit');
    expect(openHere(folder).launch).toBe(2);
  });

  it('held here is refused to another process, also after a second try here', async () => {
    const folder = await tempDir();
    openHere(folder);
    expect(() => openHome(folder, systemClock)).toThrow(expect.objectContaining({ code: 'home.locked' }));
    const { opened } = await openElsewhere(folder);
    expect(opened).toEqual({
      code: 'home.locked',
      message: expect.stringContaining(`in use by process ${String(process.pid)}.`) as string,
    });
  });

  it('that was closed can be opened by another process, and the other way round', async () => {
    const folder = await tempDir();
    openHome(folder, systemClock).close();
    const { child, opened } = await openElsewhere(folder);
    expect(opened).toEqual({ launch: 2 });
    child.send('close');
    await once(child, 'exit');
    expect(openHere(folder).launch).toBe(3);
  });

  it('whose holder has not yet said who it is is refused all the same', async () => {
    const folder = await tempDir();
    openHere(folder);
    await writeFile(path.join(folder, 'lock.json'), '');
    expect(() => openHome(folder, systemClock)).toThrow(/in use by another process\./);
  });

  it('of a newer Ferry is refused and not kept locked', async () => {
    const folder = await tempDir();
    openHome(folder, systemClock).close();
    const db = new Sqlite(path.join(folder, 'ferry.db'));
    db.pragma('user_version = 99999');
    db.close();
    for (let attempt = 0; attempt < 2; attempt += 1) {
      expect(() => openHome(folder, systemClock)).toThrow(expect.objectContaining({ code: 'home.newer' }));
    }
  });

  it('that cannot be made is told with the way out', async () => {
    const file = path.join(await tempDir(), 'file');
    await writeFile(file, '');
    expect(() => openHome(path.join(file, 'home'), systemClock)).toThrow(
      expect.objectContaining({ code: 'file.io', message: expect.stringContaining('--home') as string }),
    );
  });

  it('leaves no lock file that names a process which is gone', async () => {
    const folder = await tempDir();
    openHome(folder, systemClock).close();
    expect((await readdir(folder)).filter((name) => name === 'lock.json')).toEqual([]);
  });
});

it.skipIf(process.platform === 'win32')(
  'a home is its user’s alone, also one that was open to others',
  async () => {
    const folder = path.join(await tempDir(), 'home');
    await mkdir(folder, { mode: 0o755 });
    openHere(folder);
    expect((await stat(folder)).mode & 0o777).toBe(0o700);
  },
);
