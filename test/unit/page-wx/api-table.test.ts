import { spawnSync } from 'node:child_process';
import { cpSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { membersOf } from '../../../src-renderer/page/wx/api-table.ts';
import { tempDir } from '../../support/temp-dir.ts';

const ROOT = path.resolve(import.meta.dirname, '../../..');
const TABLE = 'src-renderer/page/wx/api-table.json';
const GENERATOR = 'scripts/generate-api-table.ts';

/** The generator with what it reads, in a folder of its own. */
async function copyOfGenerator(): Promise<string> {
  const folder = await tempDir();
  for (const name of [GENERATOR, 'scripts/api-table', TABLE, 'src-renderer/page/wx/api-table.ts']) {
    cpSync(path.join(ROOT, name), path.join(folder, name), { recursive: true });
  }
  for (const name of ['package.json', '.prettierrc.json']) {
    cpSync(path.join(ROOT, name), path.join(folder, name));
  }
  symlinkSync(path.join(ROOT, 'node_modules'), path.join(folder, 'node_modules'));
  return folder;
}

function generate(folder: string, ...args: readonly string[]): { status: number | null; stderr: string } {
  const { status, stderr } = spawnSync(process.execPath, [path.join(folder, GENERATOR), ...args], {
    encoding: 'utf8',
  });
  return { status, stderr };
}

describe('the generated table', () => {
  it('is what the typings and the overlay give, and small', () => {
    expect(generate(ROOT, '--check')).toEqual({ status: 0, stderr: '' });
    expect(statSync(path.join(ROOT, TABLE)).size).toBeLessThan(250_000);
  });

  it('fails a check after any change, and comes out the same again', async () => {
    const folder = await copyOfGenerator();
    const file = path.join(folder, TABLE);
    const before = readFileSync(file, 'utf8');
    writeFileSync(file, before.replace('"since": "2.10.0"', '"since": "2.10.1"'));
    const checked = generate(folder, '--check');
    expect(checked.status).toBe(1);
    expect(checked.stderr).toContain(`${path.normalize(TABLE)} is not what`);
    expect(generate(folder)).toEqual({ status: 0, stderr: '' });
    expect(readFileSync(file, 'utf8')).toBe(before);
  });
});

describe('a list of members', () => {
  it('names each with its date, shape and values', () => {
    expect([...membersOf('url timeout@2.10.0 safeArea@2.7.0:SafeArea mode=a|b@2.0.0').values()]).toEqual([
      { name: 'url', since: '', shape: '', values: [] },
      { name: 'timeout', since: '2.10.0', shape: '', values: [] },
      { name: 'safeArea', since: '2.7.0', shape: 'SafeArea', values: [] },
      {
        name: 'mode',
        since: '',
        shape: '',
        values: [
          { name: 'a', since: '' },
          { name: 'b', since: '2.0.0' },
        ],
      },
    ]);
  });

  it('may be empty', () => {
    expect(membersOf('').size).toBe(0);
  });
});
