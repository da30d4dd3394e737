import path from 'node:path';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import type { InlineConfig } from 'vite';

/** How each part of Ferry is bundled: by `scripts/build.ts` for the app, by tests that want one part alone. */

export const ROOT = path.resolve(import.meta.dirname, '..');
const source = (file: string): string => path.join(ROOT, file);

/** Chromium of the Electron in package.json is newer; an installed browser may be a little older. */
const BROWSER_TARGET = 'chrome140';

/** Loaded at run time instead of bundled: native, or started as files of their own. */
const EXTERNAL = ['electron', 'better-sqlite3', 'esbuild', 'glass-easel-template-compiler'];

const SHARED: InlineConfig = { configFile: false, logLevel: 'error', mode: 'production', root: ROOT };

/** The main process, the `ferry` command, the transfer worker and the compiler. */
export function mainBundle(outDir: string): InlineConfig {
  return {
    ...SHARED,
    ssr: { noExternal: true, external: EXTERNAL },
    build: {
      ssr: true,
      target: 'node24',
      outDir,
      emptyOutDir: true,
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
}

/** A sandboxed preload is one CommonJS file. */
export function preloadBundle(name: 'wx' | 'panel', outDir: string): InlineConfig {
  return {
    ...SHARED,
    build: {
      target: BROWSER_TARGET,
      outDir,
      emptyOutDir: false,
      minify: false,
      lib: { entry: source(`src-preload/${name}.ts`), formats: ['cjs'], fileName: () => `${name}.cjs` },
      rolldownOptions: { external: ['electron'] },
    },
  };
}

export function panelBundle(outDir: string): InlineConfig {
  return {
    ...SHARED,
    root: source('src-renderer/panel'),
    base: './',
    plugins: [svelte({ configFile: false })],
    build: { target: BROWSER_TARGET, outDir, emptyOutDir: true, sourcemap: true },
  };
}

/**
 * The page runtime: one classic script and one style sheet, as a mini-program's own scripts are loaded after it.
 * {@link PAGE_DOCUMENT} goes beside the folder.
 */
export function pageBundle(outDir: string): InlineConfig {
  return {
    ...SHARED,
    define: { 'process.env.NODE_ENV': '"production"' },
    // Tables that the runtime fetches when it needs them.
    publicDir: source('src-renderer/page/public'),
    build: {
      target: BROWSER_TARGET,
      outDir,
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
}

/** The script of the `editor` component, which a page loads when it uses one; goes into the page runtime's folder. */
export function editorBundle(outDir: string): InlineConfig {
  return {
    ...SHARED,
    define: { 'process.env.NODE_ENV': '"production"' },
    publicDir: false,
    build: {
      target: BROWSER_TARGET,
      outDir,
      emptyOutDir: false,
      sourcemap: true,
      lib: {
        entry: source('src-renderer/page/editor/main.ts'),
        formats: ['iife'],
        name: 'ferryEditor',
        fileName: () => 'editor.js',
      },
    },
  };
}

/** The document that loads the page runtime from `runtime/`. */
export const PAGE_DOCUMENT = source('src-renderer/page/index.html');
