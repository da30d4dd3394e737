import type { SectionedSourceMap } from '@jridgewell/trace-mapping';
import { transform, type TransformFailure } from 'esbuild';
import type { Diagnostics } from './diagnostics.ts';
import type { SourceTree } from './source-tree.ts';

/** One JavaScript or TypeScript file as CommonJS. */
export interface CompiledModule {
  /** Path from the root with the suffix `.js`. */
  readonly id: string;
  readonly code: string;
  /** Source map as JSON text; null when the file did not compile. */
  readonly map: string | null;
}

/** A package's modules in one script, and the map of all of them. */
export interface ScriptBundle {
  readonly code: string;
  readonly map: SectionedSourceMap;
}

/**
 * Browser globals the mini-program must not see: parameters of these names stay undefined. That is tidiness and
 * not a wall; the wall is that the page's bridge carries no more authority than `wx`.
 */
export const HIDDEN_GLOBALS = [
  ...[
    'globalThis',
    'window',
    'self',
    'frames',
    'parent',
    'top',
    'opener',
    'document',
    'location',
    'navigator',
  ],
  ...['history', 'localStorage', 'sessionStorage', 'indexedDB', 'caches', 'cookieStore', 'fetch'],
  ...['XMLHttpRequest', 'WebSocket', 'EventSource', 'Worker', 'SharedWorker', 'BroadcastChannel'],
  ...['MessageChannel', 'RTCPeerConnection', 'Image', 'Audio', 'alert', 'confirm', 'prompt', 'open', 'close'],
  ...['postMessage', 'importScripts', 'requestAnimationFrame', 'ferryBridge', 'ferryRuntime'],
] as const;

/** A module's parameters: first what the page runtime provides, in its order, then what stays undefined. */
export const MODULE_PARAMETERS = [
  ...['require', 'module', 'exports'],
  ...['wx', 'App', 'Page', 'Component', 'Behavior', 'getApp', 'getCurrentPages'],
  ...['requirePlugin', 'requireMiniProgram', 'global'],
  ...['setTimeout', 'setInterval', 'clearTimeout', 'clearInterval'],
  ...HIDDEN_GLOBALS,
] as const;

/** Every script of the tree, at most one per id: `a.ts` gives way to `a.js`. */
export async function compileScripts(tree: SourceTree, diagnostics: Diagnostics): Promise<CompiledModule[]> {
  const files = [...tree.files].filter(
    (file) => file.endsWith('.js') || (/(?<!\.d)\.ts$/.test(file) && !tree.has(moduleId(file))),
  );
  return Promise.all(files.map(async (file) => compileScript(tree, file, diagnostics)));
}

async function compileScript(
  tree: SourceTree,
  file: string,
  diagnostics: Diagnostics,
): Promise<CompiledModule> {
  const source = tree.read(file);
  try {
    const { code, map } = await transform(source, {
      loader: file.endsWith('.ts') ? 'ts' : 'js',
      format: 'cjs',
      target: 'es2022',
      sourcefile: file,
      sourcemap: 'external',
      sourcesContent: true,
      supported: { 'dynamic-import': false },
      // A tsconfig of the project may switch on what needs a bundler; only the syntax is of interest here.
      tsconfigRaw: '{}',
      logLevel: 'silent',
    });
    return { id: moduleId(file), code, map };
  } catch (error) {
    const [first] = (error as Partial<TransformFailure>).errors ?? [];
    if (!first) throw error;
    const line = first.location?.line ?? 0;
    const column = first.location ? first.location.column + 1 : 0;
    diagnostics.error(`${first.text}.`, { file, line, column, source });
    const message = `${file}:${String(line)}:${String(column)} ${first.text}`;
    return { id: moduleId(file), code: `throw new SyntaxError(${JSON.stringify(message)});\n`, map: null };
  }
}

function moduleId(file: string): string {
  return file.replace(/\.ts$/, '.js');
}

/**
 * Joins modules into one script that hands each to the page runtime. The inner function keeps a module's own
 * `const globalThis` and the like from clashing with the parameters.
 * @param mapUrl where the map will lie, relative to the script
 */
export function bundleModules(modules: readonly CompiledModule[], mapUrl: string): ScriptBundle {
  const parameters = MODULE_PARAMETERS.join(',');
  const sections: SectionedSourceMap['sections'] = [];
  let code = '';
  let lines = 0;
  const append = (text: string): void => {
    code += text;
    lines += text.split('\n').length - 1;
  };
  for (const module of modules) {
    append(
      `ferryRuntime.define(${JSON.stringify(module.id)},function(${parameters}){"use strict";(function(){\n`,
    );
    if (module.map !== null) {
      sections.push({
        offset: { line: lines, column: 0 },
        map: JSON.parse(module.map) as SectionedSourceMap['sections'][number]['map'],
      });
    }
    append(module.code.endsWith('\n') ? module.code : `${module.code}\n`);
    append('})()});\n');
  }
  append(`//# sourceMappingURL=${mapUrl}\n`);
  return { code, map: { version: 3, sections } };
}
