import fs from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { ferry, ferryRun, PROJECTS, SAMPLES } from '../support/ferry-cli.ts';
import { ONE_PAGE, writeProject } from '../support/project-folder.ts';
import { tempDir } from '../support/temp-dir.ts';

const album = path.join(SAMPLES, 'album');
const throwing = path.join(PROJECTS, 'throwing');

describe('ferry run', () => {
  test('exits 1 when a page throws, and names the place in the project', async () => {
    const { code, report, stdout } = await ferryRun(throwing, await tempDir(), ['--tap', '#boom']);
    expect(code).toBe(1);
    expect(report.outcome).toBe('failed');
    expect(report.exceptions).toMatchObject([
      { page: 'pages/index/index', cause: 'project', location: 'pages/index/index.js:5:20' },
    ]);
    expect(report.pages).toMatchObject([{ path: 'pages/index/index', opened: true, exceptions: 1 }]);
    expect(stdout).toContain('pages/index/index.js:5:20');
  });

  test('opens every page with --all-pages and takes a picture of each', async () => {
    const home = await tempDir();
    const shots = path.join(home, 'shots');
    const { code, report } = await ferryRun(throwing, home, ['--all-pages', '--screenshots', shots]);
    expect(code).toBe(0);
    expect(report.pages.map(({ path: route, opened }) => [route, opened])).toEqual([
      ['pages/index/index', true],
      ['pages/fine/index', true],
    ]);
    for (const page of report.pages) {
      expect(
        fs
          .readFileSync(page.screenshot ?? '')
          .subarray(1, 4)
          .toString(),
      ).toBe('PNG');
    }
    expect(fs.readdirSync(shots)).toHaveLength(2);
  });

  test('gives up at --timeout with the report written and exit 1', async () => {
    const { code, report, stderr } = await ferryRun(throwing, await tempDir(), [
      ...['--wait', '.never', '--timeout', '4000'],
    ]);
    expect([code, report.outcome]).toEqual([1, 'timeout']);
    expect(stderr).toContain('did not end within 4000 ms');
  });

  test('gives up at --timeout while the compiler is busy, too', async () => {
    const folder = await tempDir();
    // Keeps the compiler busy for longer than any run may take.
    const script = 'var a = [1, 2, { b: (x) => x + 1 }];\n'.repeat(1_000_000);
    const project = await writeProject(path.join(folder, 'busy'), { ...ONE_PAGE, 'app.js': script });
    const { code, report, stderr } = await ferryRun(project, folder, ['--timeout', '4000']);
    expect([code, report.outcome, report.project.name]).toEqual([1, 'timeout', 'busy']);
    expect(stderr).toContain('it was at opening the project');
  });

  test('fails with a clear line when an element never comes', async () => {
    const { code, report, stderr } = await ferryRun(throwing, await tempDir(), ['--tap', '.absent']);
    expect([code, report.outcome]).toEqual([1, 'failed']);
    expect(stderr).toContain('No element matches .absent on pages/index/index');
  });

  test('prints nothing but the report on stdout with --json -', async () => {
    const { code, stdout } = await ferry(['run', throwing, '--home', await tempDir(), '--json', '-']);
    expect(code).toBe(0);
    expect((JSON.parse(stdout) as { version: number }).version).toBe(1);
  });

  test.each([
    [['run'], 'needs the folder'],
    [['run', album, '--flow', 'x.mjs'], '--flow is not in this version yet'],
    [['run', album, '--flow=x.mjs'], '--flow is not in this version yet'],
    [['run', album, '--no-redact'], '--no-redact is not in this version yet'],
    [['run', album, '--bogus'], '--bogus'],
    [['run', album, '--choose', '/nowhere.jpg'], '--choose names a file that does not exist: /nowhere.jpg'],
    [['run', album, '--choose', album], `--choose names a folder, and takes files: ${album}`],
    [['auto', '--project', album], 'is not in this version yet'],
  ])('refuses %j with exit 2 and one readable line', async (args, words) => {
    const { code, stdout, stderr } = await ferry(args, { FERRY_HOME: await tempDir() });
    expect(stderr.trim().split('\n')).toHaveLength(1);
    expect(stderr).toContain(words);
    expect([code, stdout]).toEqual([2, '']);
  });
});
