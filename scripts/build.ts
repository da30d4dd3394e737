import fs from 'node:fs';
import path from 'node:path';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { build, type InlineConfig } from 'vite';

/** Bundles everything into `dist/`: main and its processes, the two preloads, the two renderers. */

const root = path.resolve(import.meta.dirname, '..');
const dist = path.join(root, 'dist');
const source = (file: string): string => path.join(root, file);

/** Loaded at run time instead of bundled: native, or started as files of their own. */
const EXTERNAL = ['electron', 'better-sqlite3', 'esbuild', 'glass-easel-template-compiler'];

const SHARED: InlineConfig = { configFile: false, logLevel: 'error', root };

const main: InlineConfig = {
  ...SHARED,
  ssr: { noExternal: true, external: EXTERNAL },
  build: {
    ssr: true,
    target: 'node24',
    outDir: path.join(dist, 'main'),
    minify: false,
    sourcemap: true,
    rolldownOptions: {
      input: {
        index: source('src-main/index.ts'),
        cli: source('src-main/cli/launcher.ts'),
        worker: source('src-main/worker/entry.ts'),
        compiler: source('src-main/project/entry.ts'),
      },
      external: EXTERNAL,
      output: { format: 'es', entryFileNames: '[name].js', chunkFileNames: 'chunk-[hash].js' },
    },
  },
};

/** A sandboxed preload is one CommonJS file. */
const preload = (name: string): InlineConfig => ({
  ...SHARED,
  build: {
    target: 'chrome140',
    outDir: path.join(dist, 'preload'),
    emptyOutDir: false,
    minify: false,
    lib: { entry: source(`src-preload/${name}.ts`), formats: ['cjs'], fileName: () => `${name}.cjs` },
    rolldownOptions: { external: ['electron'] },
  },
});

const panel: InlineConfig = {
  ...SHARED,
  root: source('src-renderer/panel'),
  base: './',
  plugins: [svelte({ configFile: false })],
  build: {
    target: 'chrome140',
    outDir: path.join(dist, 'renderer', 'panel'),
    emptyOutDir: true,
    sourcemap: true,
  },
};

/** The page runtime is one classic script: a mini-program's own scripts are loaded the same way, after it. */
const page: InlineConfig = {
  ...SHARED,
  define: { 'process.env.NODE_ENV': '"production"' },
  build: {
    target: 'chrome140',
    outDir: path.join(dist, 'renderer', 'page', 'runtime'),
    emptyOutDir: true,
    sourcemap: true,
    lib: {
      entry: source('src-renderer/page/main.ts'),
      formats: ['iife'],
      name: 'ferryPage',
      fileName: () => 'page.js',
      cssFileName: 'page',
    },
  },
};

const started = performance.now();
fs.rmSync(dist, { recursive: true, force: true });
for (const config of [main, preload('wx'), preload('panel'), panel, page]) await build(config);
fs.copyFileSync(source('src-renderer/page/index.html'), path.join(dist, 'renderer', 'page', 'index.html'));
fs.writeFileSync(path.join(dist, 'built'), '');
process.stderr.write(`Built Ferry in ${((performance.now() - started) / 1000).toFixed(1)} s\n`);
