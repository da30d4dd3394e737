import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { runOnFullDisk, type FullDiskLine } from '../support/full-disk-run.ts';
import { canMountSmallDisk } from '../support/small-disk.ts';
import { tempDir } from '../support/temp-dir.ts';

/** What takes no room of its own may find it in the registry's log at once. */
const WRITES = [
  'writeFile, a new file',
  'writeFile over another',
  'writeFile of posted content',
  'appendFile',
  'appendFile of posted content',
  'truncate to more',
  'truncate to less',
  'copyFile, a new file',
  'copyFile over another',
  'saveFile',
  'saveFile to a path',
  'write by a descriptor, at the end',
  'write by a descriptor that appends',
  'ftruncate to more',
  'open of a new file',
  'open that empties',
  'unzip',
  'a temp file the page made',
  'a temp file of posted content',
  'a picked file',
  'a download to a path',
  'rename',
  'rename over another',
  'rename of a folder',
  'unlink',
  'rmdir of all below',
  'removeSavedFile',
];

// On systems without it the same failures are injected at the doors they come through (bad-input-disk.test.ts).
describe.skipIf(!canMountSmallDisk())('a real disk that is full (tmpfs)', () => {
  it('costs no file: every way of writing fails as told, leaves all as it was, and works when there is room', async () => {
    const folder = path.join(await tempDir(), 'disk');
    mkdirSync(folder);
    const lines = await runOnFullDisk(folder);

    expect(lines.filter(({ problems }) => problems.length > 0)).toEqual([]);
    const failed = lines.filter(({ fate }) => fate !== 'ok');
    // A temp file's failure is told by Ferry's own code; the page makes WeChat's words of it.
    expect(failed.filter(({ fate }) => !['1300005', 'file.no-space'].includes(fate))).toEqual([]);
    const namesOf = (of: readonly FullDiskLine[]): string[] => [...new Set(of.map(({ name }) => name))];
    expect([namesOf(lines), namesOf(failed)]).toEqual([WRITES, WRITES]);
    for (const name of WRITES) {
      const own = lines.filter((line) => line.name === name);
      // There was enough in the end, and not by chance.
      expect([name, own.slice(-3).map(({ fate }) => fate)]).toEqual([name, ['ok', 'ok', 'ok']]);
    }
    process.stdout.write(
      `      full disk: ${String(lines.length)} tries of ${String(WRITES.length)} ways of writing, ${String(failed.length)} of them without room; every file, row and figure as before\n`,
    );
  }, 120_000);
});
