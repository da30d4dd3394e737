import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { FerryError } from '#contract/errors';
import { findRuntime } from '../src-main/cli/runtime.ts';

/**
 * `npm test`: finds or installs what the end-to-end tests run on, builds, runs every test, and ends with a line
 * `N passed, N failed`. Arguments go to vitest.
 */

const root = path.resolve(import.meta.dirname, '..');
const node = (script: string, ...args: string[]): number =>
  spawnSync(process.execPath, [script, ...args], { stdio: 'inherit', cwd: root }).status ?? 1;

interface Results {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numPendingTests: number;
  readonly numTodoTests: number;
  readonly numFailedTestSuites: number;
}

async function prepare(): Promise<void> {
  const runtime = await findRuntime({
    appRoot: root,
    hidden: true,
    mayInstall: true,
    say: (line) => void process.stdout.write(`${line}\n`),
  });
  Object.assign(process.env, runtime.env);
  // Playwright and Electron's own command ask the electron package where the binary is; this is its answer.
  if (runtime.kind === 'chromium')
    process.env['ELECTRON_OVERRIDE_DIST_PATH'] = path.dirname(runtime.executable);
  if (node(path.join(root, 'scripts', 'build.ts')) !== 0)
    throw new FerryError('internal', 'The build failed.');
}

function run(): number {
  const file = path.join(fs.mkdtempSync(path.join(os.tmpdir(), 'ferry-test-')), 'results.json');
  const vitest = path.join(root, 'node_modules', 'vitest', 'vitest.mjs');
  const status = node(
    vitest,
    'run',
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${file}`,
    ...process.argv.slice(2),
  );
  const results = fs.existsSync(file) ? (JSON.parse(fs.readFileSync(file, 'utf8')) as Results) : null;
  fs.rmSync(path.dirname(file), { recursive: true, force: true });
  if (!results) return 1;
  // A file that does not load has no tests to count as failed, and is a failure all the same.
  const failed = results.numFailedTests > 0 ? results.numFailedTests : Number(status !== 0);
  const skipped = results.numPendingTests + results.numTodoTests;
  const tail = skipped > 0 ? `, ${String(skipped)} skipped` : '';
  process.stdout.write(`${String(results.numPassedTests)} passed, ${String(failed)} failed${tail}\n`);
  return failed === 0 ? status : 1;
}

try {
  await prepare();
  process.exitCode = run();
} catch (error) {
  process.stderr.write(`ferry: ${FerryError.from(error).message}\n`);
  process.exitCode = 2;
}
