import { spawnSync } from 'node:child_process';

/** `npm run check`: format, types, lint, layers, dead code. Runs all of them and fails when one does. */

const CHECKS: readonly (readonly [name: string, command: readonly string[]])[] = [
  ['format', ['prettier', '--check', '--log-level', 'warn', '.']],
  ['types of contract', ['tsc', '-p', 'src-preload/contract']],
  ['types of preloads', ['tsc', '-p', 'src-preload']],
  ['types of main', ['tsc', '-p', 'src-main']],
  ['types of electron-on-chromium', ['tsc', '-p', 'electron-on-chromium']],
  ['types of renderers', ['svelte-check', '--tsconfig', 'src-renderer/tsconfig.json', '--fail-on-warnings']],
  ['types of tests', ['tsc', '-p', 'test']],
  ['types of scripts', ['tsc', '-p', 'scripts']],
  ['types of configuration', ['tsc', '-p', '.']],
  ['lint', ['eslint', '--max-warnings', '0', '.']],
  [
    'layers',
    [
      'depcruise',
      '--config',
      '.dependency-cruiser.cjs',
      'src-main',
      'src-preload',
      'src-renderer',
      'electron-on-chromium',
    ],
  ],
  ['dead code', ['knip']],
  ['table of wx', ['node', 'scripts/generate-api-table.ts', '--check']],
  ['contract rows', ['node', 'scripts/check-spec-ids.ts']],
];

const failed: string[] = [];
for (const [name, [command = '', ...args]] of CHECKS) {
  const started = performance.now();
  const { status } = spawnSync(command, args, { stdio: 'inherit', shell: process.platform === 'win32' });
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  process.stdout.write(`${status === 0 ? '✓' : '✗'} ${name} (${seconds} s)\n`);
  if (status !== 0) failed.push(name);
}
if (failed.length > 0) {
  process.stdout.write(`Failed: ${failed.join(', ')}\n`);
  process.exitCode = 1;
}
