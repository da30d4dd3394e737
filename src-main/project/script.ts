import { transform, type TransformFailure } from 'esbuild';
import { FerryError } from '#contract/errors';
import { moduleCandidates } from '#contract/module-paths';
import { brokenCompiler } from './broken-compiler.ts';
import { placeOfOffset } from './code-frame.ts';
import { type Diagnostics, type Place, wholeFile } from './diagnostics.ts';
import { loadable } from './engine-check.ts';
import { parseJson } from './json.ts';
import { bracketBeyond, MOST_BRACKETS_DEEP } from './nesting.ts';
import { type ScriptReferences, scriptReferences } from './script-references.ts';
import { linesIn, mapOfLine, type MappedPart, type MapSection, sectionedMap } from './section-map.ts';
import type { SourceTree } from './source-tree.ts';

/** One JavaScript, TypeScript or JSON file as CommonJS. */
export interface CompiledModule {
  /** Path from the root with the suffix `.js`, or `.json`. */
  readonly id: string;
  /** The file it was compiled from. */
  readonly file: string;
  readonly code: string;
  /** Source map as JSON text; null when the file did not compile. */
  readonly map: string | null;
}

/** A package's modules in one script, and the map of all of them. */
export interface ScriptBundle {
  readonly code: string;
  /** A source map in sections, as JSON text. */
  readonly map: string;
}

/**
 * Browser globals the mini-program must not see: parameters of these names stay undefined. That is tidiness and
 * not a wall; the wall is that the page's bridge carries no more authority than `wx`.
 */
export const HIDDEN_GLOBALS = [
  ...['window', 'self', 'frames', 'parent', 'top', 'opener', 'document', 'location', 'navigator'],
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
  ...['globalThis', 'Function'],
  ...['setTimeout', 'setInterval', 'clearTimeout', 'clearInterval'],
  ...HIDDEN_GLOBALS,
] as const;

/** Compiles one script of the tree; rejects when it is too much for the compiler. */
export type ScriptCompiler = (
  file: string,
  source: string,
  diagnostics: Diagnostics,
) => Promise<CompiledModule>;

/**
 * The scripts the units need: their own, and what these require, again and again. A script that asks for a module by
 * a computed name makes every script of the tree needed.
 * Throws `project.syntax` of a broken compiler when a script is too much for it.
 * @param units paths without suffix; `app` for the app's
 * @param compile what compiles each: {@link compileScript}, or what remembers its results
 */
export async function compileScripts(
  tree: SourceTree,
  units: readonly string[],
  diagnostics: Diagnostics,
  compile: ScriptCompiler = compileScript,
): Promise<CompiledModule[]> {
  const modules = new Map<string, CompiledModule>();
  const asked = new Set<string>();
  /** What is being compiled. */
  const underway = new Map<string, string>();

  // Each script's own needs are asked for as soon as it is there: the compiler never waits for the slowest.
  const add = async (id: string): Promise<void> => {
    if (asked.has(id)) return;
    asked.add(id);
    const file = fileOf(tree, id);
    if (file === null) return;
    const source = tree.read(file);
    underway.set(file, source);
    const module = await compile(file, source, diagnostics);
    underway.delete(file);
    modules.set(module.id, module);
    const { ids, all } = neededBy(module, tree, diagnostics);
    await addAll(all ? [...tree.files].filter(isScript).map(moduleId) : ids);
  };
  const addAll = async (ids: readonly string[]): Promise<void> => {
    await Promise.all(ids.map(add));
  };

  try {
    await addAll(units.map((unit) => `${unit}.js`));
  } catch (error) {
    if (error instanceof FerryError) throw error;
    // The compiler ended under all of them without a word; only a large script can be the one.
    const [largest] = [...underway].sort(([, a], [, b]) => b.length - a.length);
    throw brokenCompiler(largest?.[0] ?? 'app.js', error);
  }
  return [...modules.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
}

/** The file a module comes from: `a.ts` gives way to `a.js`. */
function fileOf(tree: SourceTree, id: string): string | null {
  if (id.endsWith('.json')) return tree.has(id) ? id : null;
  return [id, id.replace(/\.js$/, '.ts')].find((file) => isScript(file) && tree.has(file)) ?? null;
}

const references = new WeakMap<CompiledModule, ScriptReferences>();

/** A module's references, read once. */
function referencesOf(module: CompiledModule): ScriptReferences {
  let found = references.get(module);
  if (!found) references.set(module, (found = scriptReferences(module.code)));
  return found;
}

/** Ids of the modules that a script asks for, and whether it may ask for any. */
function neededBy(
  module: CompiledModule,
  tree: SourceTree,
  diagnostics: Diagnostics,
): { readonly ids: readonly string[]; readonly all: boolean } {
  const { paths, isOpen } = referencesOf(module);
  const ids = paths.flatMap((path) => {
    const candidates = moduleCandidates(module.id, path, tree.aliases);
    const found = candidates.find((id) => fileOf(tree, id) !== null);
    if (found !== undefined) return [found];
    const outside = candidates.find((id) => isScript(id) && tree.isBehindLink(id));
    if (outside !== undefined)
      diagnostics.error(`require("${path}"): ${outside} ${tree.absence(outside)}.`, wholeFile(module.file));
    return [];
  });
  return { ids, all: isOpen };
}

function isScript(file: string): boolean {
  return file.endsWith('.js') || /(?<!\.d)\.ts$/.test(file);
}

/** Compiles one script to CommonJS; one that is wrong throws when it runs, and is told of. */
export async function compileScript(
  file: string,
  source: string,
  diagnostics: Diagnostics,
): Promise<CompiledModule> {
  if (file.endsWith('.json')) return jsonModule(file, source, diagnostics);
  const beyond = bracketBeyond(source, MOST_BRACKETS_DEEP);
  if (beyond !== null) {
    const finding = `More than ${String(MOST_BRACKETS_DEEP)} brackets lie in each other here. Split the script up.`;
    return brokenModule({ file, source, ...placeOfOffset(source, beyond) }, finding, diagnostics);
  }
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
    const loaded = loadable(code);
    if (!loaded.ok) return brokenModule(wholeFile(file), `${loaded.finding}.`, diagnostics);
    return { id: moduleId(file), file, code: loaded.code, map };
  } catch (error) {
    const [first] = (error as Partial<TransformFailure>).errors ?? [];
    if (!first) throw error;
    const line = first.location?.line ?? 0;
    const column = first.location ? first.location.column + 1 : 0;
    return brokenModule({ file, line, column, source }, `${first.text}.`, diagnostics);
  }
}

/** A JSON file that a script requires: its value. */
function jsonModule(file: string, source: string, diagnostics: Diagnostics): CompiledModule {
  const parsed = parseJson(source);
  if (!parsed.ok) {
    const { line, column, message } = parsed;
    return brokenModule({ file, line, column, source }, `Not valid JSON: ${message}.`, diagnostics);
  }
  return { id: file, file, code: `module.exports = ${JSON.stringify(parsed.value)};\n`, map: null };
}

/** Stands for a script that does not compile: tells what is wrong with it now, and again when it runs. */
function brokenModule(place: Place, finding: string, diagnostics: Diagnostics): CompiledModule {
  const { file, line, column } = place;
  diagnostics.error(finding, place);
  const message = `${file}:${String(line)}:${String(column)} ${finding}`;
  return {
    id: moduleId(file),
    file,
    code: `throw new SyntaxError(${JSON.stringify(message)});\n`,
    map: mapOfLine(place, place.source),
  };
}

function moduleId(file: string): string {
  return file.replace(/\.ts$/, '.js');
}

/**
 * Joins modules into one script that hands each to the page runtime. The inner function keeps a module's own
 * `const globalThis` and the like from clashing with the parameters.
 * @param mapUrl where the map will lie, relative to the script
 * @param around what stands before and after the modules, each on lines of its own; `after` comes with its map
 */
export function bundleModules(
  modules: readonly CompiledModule[],
  mapUrl: string,
  around: { readonly before: string; readonly after: MappedPart | null; readonly end: string } = {
    before: '',
    after: null,
    end: '',
  },
): ScriptBundle {
  const parameters = MODULE_PARAMETERS.join(',');
  const sections: MapSection[] = [];
  const parts: string[] = [around.before];
  let line = linesIn(around.before);
  for (const module of modules) {
    parts.push(
      `ferryRuntime.define(${JSON.stringify(module.id)},function(${parameters}){"use strict";(function(){\n`,
    );
    line += 1;
    if (module.map !== null) sections.push({ line, map: module.map });
    const code = module.code.endsWith('\n') ? module.code : `${module.code}\n`;
    parts.push(code, '})()});\n');
    line += linesIn(code) + 1;
  }
  for (const section of around.after?.sections ?? [])
    sections.push({ line: line + section.line, map: section.map });
  parts.push(around.after?.code ?? '', around.end, `//# sourceMappingURL=${mapUrl}\n`);
  return { code: parts.join(''), map: sectionedMap(sections) };
}
