import fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { build } from 'vite';
import { FerryError } from '#contract/errors';
import { mainBundle, ROOT } from '../../scripts/bundles.ts';
import { createCurlSubject } from './curl.ts';
import { createFerrySubject } from './ferry.ts';
import { failuresOf, goalsFrom } from './goals.ts';
import { describeMachine } from './machine.ts';
import { nodeHttpSubject } from './node-http.ts';
import { parseBenchOptions, type BenchOptions } from './options.ts';
import { markdownFromResults, saveResults, type Results } from './report.ts';
import { runSuite } from './suite.ts';

/**
 * `npm run bench`: Ferry's transfer worker against curl and bare `node:http`, on this machine, in this run. Prints
 * Markdown; `--save` writes it into `docs/`. Exit code 0; 1 when `--check` finds a goal far missed; 2 when it could
 * not be carried out.
 */

const say = (line: string): void => void process.stderr.write(`${line}\n`);

async function measure(options: BenchOptions): Promise<Results> {
  const machine = await describeMachine();
  if (machine.curl === null) say('curl is not installed; node:http stays as the control.');
  const folder = await fs.mkdtemp(path.join(os.tmpdir(), 'ferry-bench-'));
  try {
    const bundleFolder = path.join(folder, 'main');
    await build(mainBundle(bundleFolder));
    const workerFile = path.join(bundleFolder, 'worker.js');
    const controls = [...(machine.curl === null ? [] : [createCurlSubject()]), nodeHttpSubject];
    const subjects = [...controls, createFerrySubject(workerFile)];
    const tables = await runSuite({ subjects, workerFile, folder, say }, options);
    const date = new Date().toISOString().slice(0, 10);
    return { date, machine, options, tables, goals: goalsFrom(tables) };
  } finally {
    await fs.rm(folder, { recursive: true, force: true });
  }
}

try {
  const options = parseBenchOptions(process.argv.slice(2));
  const results = await measure(options);
  process.stdout.write(`${markdownFromResults(results)}\n`);
  if (options.save) {
    for (const file of await saveResults(results, path.join(ROOT, 'docs'))) say(`Wrote ${file}`);
  }
  const failures = options.check ? failuresOf(results.tables, results.goals) : [];
  for (const failure of failures) say(`✗ ${failure}`);
  process.exitCode = failures.length === 0 ? 0 : 1;
} catch (error) {
  say(`bench: ${FerryError.from(error).message}`);
  process.exitCode = 2;
}
