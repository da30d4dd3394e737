import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import Sqlite from 'better-sqlite3';
import { describe, expect, test } from 'vitest';
import { ferry, ferryRun, MEDIA, PROJECTS } from '../support/ferry-cli.ts';
import { tempDir } from '../support/temp-dir.ts';

// Homes that cannot be used, through the real command: exit 2, one line, and what lies there is left as it was.

const project = path.join(PROJECTS, 'throwing');
const owner = path.join(PROJECTS, 'bad-owner');
const keepsPicture = ['--choose', path.join(MEDIA, 'misty-ranges.jpg'), '--wait', '#done'];

describe('ferry run on a home', () => {
  test('that another Ferry uses names its process and ends; the other goes on', async () => {
    const home = await tempDir();
    const holder = path.join(home, 'lock.json');
    const first = ferry(['run', project, '--home', home, '--wait', '.never', '--timeout', '8000']);
    while (!existsSync(holder)) await sleep(20);
    const { pid } = JSON.parse(readFileSync(holder, 'utf8')) as { pid: number };
    const second = await ferry(['run', project, '--home', home]);
    expect([second.code, second.stdout, second.stderr]).toEqual([
      2,
      '',
      `ferry: The home ${home} is in use by process ${String(pid)}. Close that Ferry, or use another home with --home.\n`,
    ]);
    expect(existsSync(holder)).toBe(true);
    // It ran into its own time limit, not into the second one.
    expect(await first).toMatchObject({ code: 1, stderr: expect.stringContaining('8000 ms') as string });
  });

  test('that a newer Ferry wrote leaves it untouched: that Ferry finds everything again', async () => {
    const home = await tempDir();
    const { report } = await ferryRun(owner, home, keepsPicture);
    const registry = path.join(home, 'ferry.db');
    const version = versionOf(registry, 99_999);
    const before = readFileSync(registry);
    const refused = await ferry(['run', owner, '--home', home]);
    expect([refused.code, refused.stdout, refused.stderr]).toEqual([
      2,
      '',
      `ferry: ${registry} was written by a newer Ferry (schema 99999, this one knows ${String(version)}). Update Ferry, or use another home with --home.\n`,
    ]);
    expect(readFileSync(registry).equals(before)).toBe(true);
    versionOf(registry, version);
    const again = await ferryRun(owner, home, ['--choose', 'cancel']);
    expect(again.report.files).toEqual(report.files.filter(({ kind }) => kind === 'saved'));
  });

  test('whose registry is no database goes on without it, says so once, and keeps the file', async () => {
    const home = await tempDir();
    const registry = path.join(home, 'ferry.db');
    const notes = 'these are the notes of somebody else'.repeat(100);
    writeFileSync(registry, notes);
    const { code, stderr, report } = await ferryRun(owner, home, ['--choose', 'cancel']);
    expect(code).toBe(0);
    const [, movedTo = ''] =
      /^ferry: The registry was damaged and now lies at (\S+)\. There was no backup: history, storage and settings begin empty\. Saved and user files were kept\.$/m.exec(
        stderr,
      ) ?? [];
    expect(readFileSync(movedTo, 'utf8')).toBe(notes);
    expect(JSON.stringify(report)).not.toContain('damaged');
    // Said once: the next launch finds a registry that is whole.
    expect((await ferryRun(owner, home, ['--choose', 'cancel'])).stderr).not.toContain('damaged');
  });

  test('that is a file', async () => {
    const file = path.join(await tempDir(), 'notes.txt');
    writeFileSync(file, 'kept');
    const { code, stdout, stderr } = await ferry(['run', project, '--home', file]);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toBe(
      `ferry: Cannot use the home ${file}: a file is in its place. Choose another folder with --home.\n`,
    );
    expect(readFileSync(file, 'utf8')).toBe('kept');
  });
});

/** Sets the schema version of a registry; answers the one it had. */
function versionOf(registry: string, version: number): number {
  const db = new Sqlite(registry);
  try {
    const had = db.pragma('user_version', { simple: true }) as number;
    db.pragma(`user_version = ${String(version)}`);
    return had;
  } finally {
    db.close();
  }
}
