import fs from 'node:fs';
import path from 'node:path';
import { build } from 'vite';
import { mainBundle, PAGE_DOCUMENT, pageBundle, panelBundle, preloadBundle, ROOT } from './bundles.ts';

/** Bundles everything into `dist/`. */

const dist = path.join(ROOT, 'dist');
const preload = path.join(dist, 'preload');
const page = path.join(dist, 'renderer', 'page');

const started = performance.now();
fs.rmSync(dist, { recursive: true, force: true });
const bundles = [
  mainBundle(path.join(dist, 'main')),
  preloadBundle('wx', preload),
  preloadBundle('panel', preload),
  panelBundle(path.join(dist, 'renderer', 'panel')),
  pageBundle(path.join(page, 'runtime')),
];
for (const bundle of bundles) await build(bundle);
fs.copyFileSync(PAGE_DOCUMENT, path.join(page, 'index.html'));
fs.writeFileSync(path.join(dist, 'built'), '');
process.stderr.write(`Built Ferry in ${((performance.now() - started) / 1000).toFixed(1)} s\n`);
