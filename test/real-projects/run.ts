import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { ferryRun } from '../support/ferry-cli.ts';
import { markdown, type Measure, measure } from './measure.ts';
import { REAL_PROJECTS } from './projects.ts';

/**
 * Opens every page of real projects and prints what came of it.
 *
 *   node test/real-projects/run.ts <folder of checkouts> [--only <name>,…] [--screenshots <dir>] [--json <dir>]
 *
 * Exits with 1 when a project does not hold, with 2 when there is nothing to measure.
 */

const USAGE =
  'node test/real-projects/run.ts <folder of checkouts> [--only <name>,…] [--screenshots <dir>] [--json <dir>]';
const TIMEOUT_MS = 900_000;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { only: { type: 'string' }, screenshots: { type: 'string' }, json: { type: 'string' } },
});
const [checkouts] = positionals;
if (checkouts === undefined) {
  process.stderr.write(`${USAGE}\n`);
  process.exit(2);
}

const wanted = values.only?.split(',');
const found = REAL_PROJECTS.filter(({ name }) => wanted?.includes(name) ?? true).filter((project) => {
  const isThere = fs.existsSync(path.join(checkouts, project.folder));
  if (!isThere) process.stderr.write(`${project.name}: ${project.folder} is not there; left out.\n`);
  return isThere;
});
if (found.length === 0) process.exit(2);

const measures: Measure[] = [];
for (const project of found) {
  const home = fs.mkdtempSync(path.join(os.tmpdir(), 'ferry-real-'));
  const pictures =
    values.screenshots === undefined ? [] : ['--screenshots', folderIn(values.screenshots, project.name)];
  const started = performance.now();
  try {
    const { report } = await ferryRun(path.join(checkouts, project.folder), home, [
      ...['--all-pages', '--timeout', String(TIMEOUT_MS)],
      ...(project.queries ?? []).flatMap((query) => ['--query', query]),
      ...pictures,
    ]);
    const result = measure(project, report);
    measures.push(result);
    if (values.json !== undefined) {
      fs.mkdirSync(values.json, { recursive: true });
      fs.writeFileSync(`${folderIn(values.json, project.name)}.json`, JSON.stringify(report, null, 2));
    }
    const seconds = ((performance.now() - started) / 1000).toFixed(0);
    process.stderr.write(
      `${project.name}: ${String(result.opened)} of ${String(result.pages)} pages, ${seconds} s, ${report.outcome}\n`,
    );
  } finally {
    fs.rmSync(home, { recursive: true, force: true });
  }
}
process.stdout.write(`${markdown(measures)}\n`);
process.exitCode = measures.every(({ holds }) => holds) ? 0 : 1;

function folderIn(folder: string, name: string): string {
  return path.resolve(folder, name.replaceAll(/\W+/g, '-'));
}
