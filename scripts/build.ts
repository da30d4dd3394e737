import fs from 'node:fs';
import path from 'node:path';
import { build } from 'vite';
import {
  editorBundle,
  mainBundle,
  PAGE_DOCUMENT,
  pageBundle,
  panelBundle,
  preloadBundle,
  ROOT,
} from './bundles.ts';

/** Bundles everything into `dist/`, which is replaced only when all of it is there. */

const dist = path.join(ROOT, `dist-${String(process.pid)}`);
const preload = path.join(dist, 'preload');
const page = path.join(dist, 'renderer', 'page');

const started = performance.now();
const bundles = [
  mainBundle(path.join(dist, 'main')),
  preloadBundle('wx', preload),
  preloadBundle('panel', preload),
  panelBundle(path.join(dist, 'renderer', 'panel')),
  pageBundle(path.join(page, 'runtime')),
  editorBundle(path.join(page, 'runtime')),
];
try {
  for (const bundle of bundles) await build(bundle);
  fs.copyFileSync(PAGE_DOCUMENT, path.join(page, 'index.html'));
  fs.writeFileSync(path.join(dist, 'built'), '');
  replaceFolder(path.join(ROOT, 'dist'), dist);
} finally {
  fs.rmSync(dist, { recursive: true, force: true });
}
process.stderr.write(`Built Ferry in ${((performance.now() - started) / 1000).toFixed(1)} s\n`);

/** Puts a folder in the place of another; whoever has the old one open keeps it. */
function replaceFolder(target: string, replacement: string): void {
  const old = `${replacement}-old`;
  fs.rmSync(old, { recursive: true, force: true });
  if (fs.existsSync(target)) fs.renameSync(target, old);
  fs.renameSync(replacement, target);
  fs.rmSync(old, { recursive: true, force: true });
}
