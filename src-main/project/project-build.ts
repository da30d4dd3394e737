import path from 'node:path';
import type { HotUpdate } from '#contract/hot';
import type { CompiledPackage, CompiledProject, CompiledUnit, Diagnostic } from '#contract/project';
import { createTurns } from '../lib/turns.ts';
import { type CompileCache, createCompileCache } from './cache.ts';
import { createDiagnostics } from './diagnostics.ts';
import type { GraphUnit } from './graph.ts';
import { createHotWriter, type HotWriter } from './hot-writer.ts';
import { clearHotScripts, MANIFEST_FILE, writeBuildFiles } from './manifest.ts';
import {
  compiledUnit,
  compilePackage,
  packageFiles,
  type PackageOutput,
  withoutShared,
} from './package-output.ts';
import { type ProjectSources, readSources, realPathOf, sourcesAfter } from './project-sources.ts';
import type { CompiledModule } from './script.ts';

/** How much of a project is compiled before it counts as compiled. */
export type BuildScope =
  | 'all'
  /** The main package; the others follow by `ready` or `rest`. */
  | 'main';

/** One project in one build folder, from its first compilation on. Its calls take turns. */
export interface ProjectBuild {
  /**
   * Compiles the folder as it is now and writes it; what was compiled before and has not changed is used again.
   * Throws `project.*`, `file.no-space` and `file.io`; the last build then stays as it was.
   */
  compile(scope: BuildScope): Promise<CompiledProject>;
  /** Compiles and writes the package that a file of the build folder belongs to, if that is still to be done. */
  ready(file: string): Promise<void>;
  /** Compiles what is left, package by package; returns every finding then. */
  rest(): Promise<readonly Diagnostic[]>;
  /**
   * What a save changed; `reload` when that is more than a running program can take, null when it is nothing.
   * Throws as {@link compile}.
   * @param files absolute paths that were added, changed or removed
   */
  update(files: readonly string[]): Promise<SavedUpdate | 'reload' | null>;
}

/** An update with every finding that stands after it. */
export interface SavedUpdate {
  readonly update: HotUpdate;
  readonly findings: readonly Diagnostic[];
}

/** A package as it is planned, and what it compiled to once it is. */
interface PackageState {
  readonly plan: CompiledPackage;
  readonly units: readonly GraphUnit[];
  /** With all that it needs of others. */
  whole: PackageOutput | null;
  /** What its files hold. */
  output: PackageOutput | null;
}

/** A compilation with all that a later save is compared with. */
interface Compiled {
  readonly sources: ProjectSources;
  readonly packages: readonly PackageState[];
  /** Modules that one package needs of another that is compiled later, by package root. */
  readonly promised: Map<string, Map<string, CompiledModule>>;
  readonly hot: HotWriter;
}

export function createProjectBuild(folder: string, buildDir: string): ProjectBuild {
  const inTurn = createTurns();
  const scopes = new Map<string, string>();
  let cache: CompileCache = createCompileCache();
  let settings = '';
  let current: Compiled | null = null;
  /** Set while what is on the disk is no whole project: the next save must bring a whole compilation. */
  let isBroken = false;

  /** Stays the same for a unit while the process runs, so that a new component changes no other's sheet. */
  const scopeOf = (unit: string): string => {
    let scope = scopes.get(unit);
    if (scope === undefined) scopes.set(unit, (scope = `c${scopes.size.toString(36)}`));
    return scope;
  };

  const outputOf = (sources: ProjectSources, { plan, units }: PackageState): Promise<PackageOutput> =>
    compilePackage({ tree: sources.tree, cache, scopeOf }, units, {
      isMain: plan.root === '',
      entry: plan.entry ?? null,
    });

  const unitsOf = ({ tree, graph }: ProjectSources): CompiledUnit[] =>
    graph.units.map((unit) => compiledUnit({ tree, cache, scopeOf }, unit));

  const read = async (): Promise<ProjectSources> => {
    const sources = await readSources(folder, buildDir, cache);
    // How files are read is decided by the settings, which no result knows of.
    if (sources.settings !== settings) {
      settings = sources.settings;
      cache = createCompileCache();
    }
    return sources;
  };

  /** Compiles a package; its files are written by the caller. */
  const complete = async (compiled: Compiled, state: PackageState): Promise<Map<string, string>> => {
    const main = mainOf(compiled.packages);
    const all = (state.whole ??= await outputOf(compiled.sources, state));
    const shared = state === main || state.plan.isIndependent === true ? null : main.output;
    const output = divided(compiled, state, shared ? withoutShared(all, shared) : all);
    state.output = output;
    return packageFiles(state.plan, output);
  };

  /** Compiles and writes a package of a project that runs. */
  const addPackage = async (compiled: Compiled, state: PackageState): Promise<void> => {
    const files = await complete(compiled, state);
    try {
      writeBuildFiles(buildDir, files);
    } catch (error) {
      state.output = null;
      throw error;
    }
    noteOutput(compiled, state);
  };

  const compile = async (scope: BuildScope): Promise<CompiledProject> => {
    const sources = await read();
    const { graph } = sources;
    const packages = plannedPackages(sources);
    const compiled: Compiled = {
      sources,
      packages,
      promised: new Map(),
      hot: createHotWriter(buildDir),
    };
    clearHotScripts(buildDir);
    // Before anything is compiled: prefixes of sheets are given in the order of the graph, not of what is done first.
    const units = unitsOf(sources);
    if (scope === 'all') {
      // Scripts are compiled by other threads: all of them begin before the first sheet.
      const begun = packages.map(async (state) => {
        state.whole = await outputOf(sources, state);
      });
      await Promise.allSettled(begun);
      for (const each of begun) await each;
    }
    const files = new Map<string, string>();
    for (const state of scope === 'all' ? packages : packages.slice(0, 1)) {
      for (const [file, text] of await complete(compiled, state)) files.set(file, text);
    }
    const project: CompiledProject = {
      ...sources.head,
      entryPage: graph.entryPage,
      pages: graph.packages.flatMap((entry) => entry.pages),
      packages: packages.map(({ plan }) => plan),
      units,
      app: graph.app,
      diagnostics: findingsOf(compiled),
    };
    writeBuildFiles(buildDir, files.set(MANIFEST_FILE, JSON.stringify(project)));
    compiled.hot.begin(outputsOf(compiled), project.units, project.diagnostics);
    current = compiled;
    isBroken = false;
    if (scope === 'all') cache.sweep();
    return project;
  };

  const update = async (files: readonly string[]): Promise<SavedUpdate | 'reload' | null> => {
    if (!current || isBroken) return 'reload';
    const { sources, packages, hot } = current;
    const next = await sourcesAfter(sources, files, buildDir, cache);
    if (next === 'reload' || next === null) return next;
    const states = plannedPackages(next);
    for (const [at, state] of states.entries()) {
      const written = packages[at]?.output;
      if (!written) continue;
      state.output = written;
      state.whole = await outputOf(next, state);
    }
    const compiled: Compiled = { ...current, sources: next, packages: states };
    current = compiled;
    const root = realPathOf(next.root);
    const findings = findingsOf(compiled);
    const found = hot.update({
      outputs: outputsOf(compiled),
      units: next.graph === sources.graph ? null : unitsOf(next),
      files: files.map((file) => path.relative(root, file).split(path.sep).join('/')),
      findings,
      tree: next.tree,
    });
    return found && { update: found, findings };
  };

  /** Notes a failure of the project as a whole. */
  const noting = async <T>(work: Promise<T>): Promise<T> => {
    try {
      return await work;
    } catch (error) {
      isBroken = true;
      throw error;
    }
  };

  return {
    compile: (scope) => inTurn(() => noting(compile(scope))),
    ready: (file) =>
      inTurn(async () => {
        const compiled = current;
        const state = compiled?.packages.find(({ plan }) => belongsTo(plan, file));
        if (compiled && state && !state.output) {
          await addPackage(compiled, state);
        }
      }),
    async rest() {
      const of = current;
      for (const state of of?.packages ?? []) {
        await inTurn(async () => {
          if (of === null || of !== current || state.output) return;
          await addPackage(of, state);
        });
      }
      if (of === current) cache.sweep();
      return of ? findingsOf(of) : [];
    },
    update: (files) => inTurn(() => noting(update(files))),
  };
}

/** The packages in the order of app.json, the main one first, each with the units that lie in it. */
function plannedPackages({ graph }: ProjectSources): PackageState[] {
  const roots = graph.packages.map(({ root }) => root).sort((a, b) => b.length - a.length);
  const byRoot = new Map<string, GraphUnit[]>(roots.map((root) => [root, []]));
  for (const unit of graph.units) byRoot.get(rootOf(roots, unit.path))?.push(unit);
  return graph.packages.map((entry, index) => {
    const name =
      entry.root === '' ? 'app' : `package-${String(index)}-${entry.root.replaceAll(/[^\w-]+/g, '-')}`;
    const plan: CompiledPackage = {
      root: entry.root,
      pages: entry.pages,
      scriptFile: `${name}.js`,
      templatesFile: `${name}-templates.js`,
      ...(entry.isIndependent && { isIndependent: true }),
      ...(entry.entry !== undefined && { entry: entry.entry }),
    };
    return { plan, units: byRoot.get(entry.root) ?? [], whole: null, output: null };
  });
}

/** The longest root that holds a path. */
function rootOf(roots: readonly string[], path: string): string {
  return roots.find((root) => root === '' || path.startsWith(`${root}/`)) ?? '';
}

function mainOf(packages: readonly PackageState[]): PackageState {
  const main = packages.find(({ plan }) => plan.root === '');
  if (!main) throw new Error('A project without a main package');
  return main;
}

function belongsTo({ scriptFile, templatesFile }: CompiledPackage, file: string): boolean {
  return [scriptFile, templatesFile].some((own) => file === own || file === `${own}.map`);
}

function outputsOf({ packages }: Compiled): PackageOutput[] {
  return packages.flatMap(({ whole }) => whole ?? []);
}

function noteOutput(compiled: Compiled, { whole }: PackageState): void {
  if (whole) compiled.hot.add(whole, findingsOf(compiled));
}

function findingsOf({ sources, packages }: Compiled): readonly Diagnostic[] {
  const all = createDiagnostics();
  all.addAll(sources.findings);
  for (const { whole } of packages) if (whole) all.addAll(whole.findings);
  return all.list();
}

/**
 * A package's own share of what it needs: modules that lie in another subpackage are kept for that one's script, as
 * `require` finds them only when it is loaded. A script that is written already gets no more, so they stay here.
 */
function divided(
  { packages, promised }: Compiled,
  state: PackageState,
  output: PackageOutput,
): PackageOutput {
  const roots = packages.map(({ plan }) => plan.root).sort((a, b) => b.length - a.length);
  const modules = new Map<string, CompiledModule>();
  for (const [id, module] of output.modules) {
    const owner = packages.find(({ plan }) => plan.root === rootOf(roots, id));
    if (!owner || owner === state || owner.plan.root === '') modules.set(id, module);
    else if (!owner.output) {
      const kept = promised.get(owner.plan.root) ?? new Map<string, CompiledModule>();
      promised.set(owner.plan.root, kept.set(id, module));
    } else if (!owner.output.modules.has(id)) modules.set(id, module);
  }
  for (const [id, module] of promised.get(state.plan.root) ?? []) modules.set(id, module);
  return { ...output, modules: new Map([...modules].sort(([a], [b]) => (a < b ? -1 : 1))) };
}
