import { setImmediate } from 'node:timers/promises';
import type { CompiledUnit, Diagnostic } from '#contract/project';
import type { CompileCache } from './cache.ts';
import { createDiagnostics, type Diagnostics } from './diagnostics.ts';
import type { GraphUnit } from './graph.ts';
import { bundleModules, type CompiledModule, compileScript, compileScripts } from './script.ts';
import { sheetFile } from './sheet-languages.ts';
import type { SourceTree } from './source-tree.ts';
import {
  type CompiledTemplate,
  compileTemplate,
  compileWxs,
  reportMissingTemplate,
  templatesScript,
} from './wxml.ts';
import { compileStyles } from './wxss.ts';
import type { SheetScope } from './wxss-selectors.ts';

/** Everything a package compiles to. */
export interface PackageOutput {
  /** By unit path; `app` for app.wxss. */
  readonly styles: ReadonlyMap<string, string>;
  /** Templates and WXS modules by file. */
  readonly templates: ReadonlyMap<string, CompiledTemplate>;
  /** By id. */
  readonly modules: ReadonlyMap<string, CompiledModule>;
  readonly findings: readonly Diagnostic[];
}

/** What packages are compiled from. */
export interface PackageSource {
  readonly tree: SourceTree;
  readonly cache: CompileCache;
  /** Class prefix of a component's sheet. */
  readonly scopeOf: (unit: string) => string;
}

/**
 * Compiles pages and components with all they refer to, be it in other packages.
 * Throws `project.syntax` of a broken compiler.
 * @param units of the package; the main package's come with app.js and app.wxss
 */
export async function compilePackage(
  source: PackageSource,
  units: readonly GraphUnit[],
  { isMain, entry }: { readonly isMain: boolean; readonly entry: string | null },
): Promise<PackageOutput> {
  const { tree, cache } = source;
  const diagnostics = createDiagnostics();
  const paths = units.map(({ path }) => path);
  const roots = [...(isMain ? ['app'] : []), ...(entry === null ? [] : [entry]), ...paths];
  const scripts = compileScripts(tree, roots, diagnostics, (file, _text, found) =>
    cache.rememberAsync(`script ${file}`, tree, found, (listened, own) =>
      compileScript(file, listened.read(file), own),
    ),
  );
  // What is thrown below would leave it unheard; the first failure is the one that counts.
  scripts.catch(() => undefined);
  const breather = createBreather();
  const templates = await compileTemplates(source, paths, diagnostics, breather);
  const styles = new Map<string, string>();
  if (isMain && hasSheet(tree, 'app'))
    styles.set('app', sheetOf(source, 'app', { kind: 'app' }, diagnostics));
  for (const { path, kind } of units) {
    if (!hasSheet(tree, path)) continue;
    const scope: SheetScope =
      kind === 'component' ? { kind: 'component', prefix: source.scopeOf(path) } : { kind: 'page' };
    styles.set(path, sheetOf(source, path, scope, diagnostics));
    await breather();
  }
  const modules = new Map((await scripts).map((module) => [module.id, module]));
  return { styles, templates, modules, findings: diagnostics.list() };
}

/** How long templates and sheets hold up the scripts, which pass to and from the compiler's own threads. */
const LONGEST_BREATH_MS = 5;

/** Lets waiting input and output through when there was none for a while. */
function createBreather(): () => Promise<void> {
  let last = performance.now();
  return async () => {
    if (performance.now() - last < LONGEST_BREATH_MS) return;
    await setImmediate();
    last = performance.now();
  };
}

/** Whether a unit has a style sheet. */
export function hasSheet(tree: SourceTree, unit: string): boolean {
  return sheetFile(tree, unit) !== null;
}

function sheetOf(
  { tree, cache }: PackageSource,
  unit: string,
  scope: SheetScope,
  diagnostics: Diagnostics,
): string {
  const key = `sheet ${unit} ${scope.kind === 'component' ? scope.prefix : scope.kind}`;
  return cache.remember(key, tree, diagnostics, (listened, own) =>
    compileStyles(listened, unit, scope, own, (part, from, found, make) =>
      cache.remember(part, from, found, make),
    ),
  );
}

/** The units' templates with what they import and include, and the WXS modules of all of them. */
async function compileTemplates(
  { tree, cache }: PackageSource,
  units: readonly string[],
  diagnostics: Diagnostics,
  breather: () => Promise<void>,
): Promise<Map<string, CompiledTemplate>> {
  const compiled = new Map<string, CompiledTemplate>();
  const pending: string[] = [];
  for (const unit of units) {
    if (tree.has(`${unit}.wxml`)) pending.push(`${unit}.wxml`);
    else reportMissingTemplate(tree, unit, diagnostics);
  }
  for (let file = pending.shift(); file !== undefined; file = pending.shift()) {
    if (compiled.has(file)) continue;
    const isWxs = file.endsWith('.wxs');
    const path = file.slice(0, file.lastIndexOf('.'));
    // A missing WXS module is an empty one, a missing template none.
    if (!isWxs && !tree.has(file)) continue;
    const made = cache.remember(file, tree, diagnostics, (listened, own) =>
      (isWxs ? compileWxs : compileTemplate)(listened, path, own),
    );
    compiled.set(file, made);
    pending.push(...made.templates.map((target) => `${target}.wxml`));
    pending.push(...made.scripts.map((target) => `${target}.wxs`));
    await breather();
  }
  return compiled;
}

/** The same without what `main` holds; the main package is always loaded beside. */
export function withoutShared(output: PackageOutput, main: PackageOutput): PackageOutput {
  const own = <T>(all: ReadonlyMap<string, T>, shared: ReadonlyMap<string, T>): Map<string, T> =>
    new Map([...all].filter(([key]) => !shared.has(key)));
  return {
    styles: output.styles,
    templates: own(output.templates, main.templates),
    modules: own(output.modules, main.modules),
    findings: output.findings,
  };
}

/** The files of a package in the build folder, by name. */
export function packageFiles(
  { scriptFile, templatesFile }: { readonly scriptFile: string; readonly templatesFile: string },
  { styles, templates, modules, findings }: PackageOutput,
): Map<string, string> {
  const { code, map } = bundleModules([...modules.values()], `${scriptFile}.map`);
  const markup = bundleModules([], `${templatesFile}.map`, {
    before: [
      `ferryRuntime.styles(${JSON.stringify(Object.fromEntries(styles))});\n`,
      `ferryRuntime.findings(${JSON.stringify(findings)});\n`,
    ].join(''),
    after: templatesScript([...templates.values()]),
    end: '',
  });
  return new Map([
    [scriptFile, code],
    [`${scriptFile}.map`, map],
    [templatesFile, markup.code],
    [`${templatesFile}.map`, markup.map],
  ]);
}

/** A unit as the page runtime knows it. */
export function compiledUnit({ tree, scopeOf }: PackageSource, unit: GraphUnit): CompiledUnit {
  return {
    path: unit.path,
    kind: unit.kind,
    json: unit.json,
    styleScope: unit.kind === 'component' && hasSheet(tree, unit.path) ? scopeOf(unit.path) : null,
    hasScript: tree.has(`${unit.path}.js`) || tree.has(`${unit.path}.ts`),
  };
}
