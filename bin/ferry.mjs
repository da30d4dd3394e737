#!/usr/bin/env node
// Runs on any Node from 18 and imports nothing native: finds the project's own Node 24, builds the bundles when the
// sources are newer, and hands over.
import { spawn, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const STAMP = path.join(root, 'dist', 'built');
const SOURCES = [
  'src-main',
  'src-preload',
  'src-renderer',
  'scripts/build.ts',
  'scripts/bundles.ts',
  'package.json',
];

/** The node dependency's binary; the running one where it is new enough. */
function findNode() {
  const name = process.platform === 'win32' ? 'node.exe' : 'node';
  const own = path.join(root, 'node_modules', 'node', 'bin', name);
  if (fs.existsSync(own)) return own;
  return Number(process.versions.node.split('.')[0]) >= 24 ? process.execPath : null;
}

/** Newest change below a path, in milliseconds. */
function newest(target) {
  const stats = fs.statSync(target, { throwIfNoEntry: false });
  if (!stats) return 0;
  if (!stats.isDirectory()) return stats.mtimeMs;
  return fs
    .readdirSync(target)
    .reduce((latest, name) => Math.max(latest, newest(path.join(target, name))), stats.mtimeMs);
}

function isBuilt() {
  const built = fs.statSync(STAMP, { throwIfNoEntry: false })?.mtimeMs ?? 0;
  return SOURCES.every((source) => newest(path.join(root, source)) <= built);
}

function refuse(line) {
  process.stderr.write(`ferry: ${line}\n`);
  process.exit(2);
}

const node = findNode();
if (!node) refuse('Node 24 is missing here. Run npm ci in the project folder first.');
if (fs.existsSync(path.join(root, 'src-main')) && !isBuilt()) {
  const build = spawnSync(node, [path.join(root, 'scripts', 'build.ts')], { stdio: ['ignore', 2, 2] });
  if (build.status !== 0) refuse('The build failed; see above.');
}
const child = spawn(node, [path.join(root, 'dist', 'main', 'cli.js'), ...process.argv.slice(2)], {
  stdio: 'inherit',
});
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
child.once('exit', (code) => process.exit(code ?? 1));
