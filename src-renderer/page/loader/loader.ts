import { moduleCandidates, type PathAliases, withoutAlias } from '#contract/module-paths';
import type { CompiledPackage } from '#contract/project';
import { PAGE_PATHS } from '#contract/wx';
import { relativeUrl, resolvePackagePath } from '../resource-url.ts';
import {
  createGlobal,
  type MiniProgramGlobal,
  moduleArguments,
  type ModuleFactory,
  type ModuleScope,
} from './module-scope.ts';

/** The mini-program's modules: package scripts define them, units and `require` run them. */
export interface Loader {
  /** Called by package scripts for each of their modules. */
  readonly define: (id: string, factory: ModuleFactory) => void;
  /** Runs a unit's or the app's own script once; `Page()` and `Component()` called meanwhile define that unit. */
  run(unit: string): void;
  /** The unit whose script is running; null outside. */
  currentUnit(): string | null;
  /** Loads the package that holds a path: its modules, templates and sheets; the main package first, unless it runs alone. */
  ensurePackageOf(path: string): Promise<void>;
  /** Puts another factory in a module's place; what its package's script brings later does not count. */
  redefine(id: string, factory: ModuleFactory): void;
  /** `require` as a module with this id has it; the id need not be one of a module. */
  requireFrom(id: string): (reference: string) => unknown;
  /** Whether one of the modules has run. */
  hasRun(ids: readonly string[]): boolean;
  /** A module that has run, with all that it has required, again and again. */
  closureOf(id: string): ReadonlySet<string>;
  /** Lets every module run anew when it is next required, but these. */
  forgetAllBut(ids: ReadonlySet<string>): void;
}

interface LoaderOptions {
  readonly packages: readonly CompiledPackage[];
  /** `resolveAlias` of app.json. */
  readonly aliases?: PathAliases;
  /** Asked for when the first module runs. */
  readonly scope: () => ModuleScope;
  readonly loadScript: (url: string) => Promise<void>;
  /** Called once the main package is loaded, before anyone who waits for it goes on. */
  readonly onMainLoaded?: () => void;
  /** Called with what a package's own script (`entry`) throws. */
  readonly onEntryError?: (error: unknown) => void;
}

interface Module {
  exports: unknown;
}

export function createLoader(options: LoaderOptions): Loader {
  const { packages, aliases = [], scope, loadScript } = options;
  const factories = new Map<string, ModuleFactory>();
  const modules = new Map<string, Module>();
  const loading = new Map<string, Promise<void>>();
  /** What each module has required so far. */
  const required = new Map<string, Set<string>>();
  const redefined = new Set<string>();
  let unit: string | null = null;
  let global: MiniProgramGlobal | null = null;

  const execute = (id: string, factory: ModuleFactory): Module => {
    const known = modules.get(id);
    if (known) return known;
    const module: Module = { exports: {} };
    modules.set(id, module);
    const bindings = scope();
    global ??= createGlobal(bindings.wx);
    try {
      factory(...moduleArguments({ require: requireFrom(id), module }, bindings, global));
    } catch (error) {
      modules.delete(id);
      throw error;
    }
    return module;
  };

  const requireNow = (from: string, reference: string): unknown => {
    for (const id of moduleCandidates(from, reference, aliases)) {
      const factory = factories.get(id);
      if (!factory) continue;
      const known = required.get(from) ?? new Set();
      required.set(from, known.add(id));
      return execute(id, factory).exports;
    }
    throw new Error(`module '${reference}' is not defined, require args is '${reference}' (in ${from})`);
  };

  /** Loads the package of the module first: across packages `require` is asynchronous. */
  const requireAsync = async (from: string, reference: string): Promise<unknown> => {
    await ensurePackageOf(resolvePackagePath(withoutAlias(reference, aliases), from));
    return requireNow(from, reference);
  };

  const requireFrom = (from: string): ((reference: string) => unknown) => {
    const require = (
      reference: unknown,
      loaded?: (exports: unknown) => void,
      failed?: (error: { mod: string; errMsg: string }) => void,
    ): unknown => {
      const name = String(reference);
      if (typeof loaded !== 'function') return requireNow(from, name);
      requireAsync(from, name).then(loaded, (error: unknown) => {
        failed?.({ mod: name, errMsg: error instanceof Error ? error.message : String(error) });
      });
      return undefined;
    };
    return Object.assign(require, {
      async: async (reference: unknown) => requireAsync(from, String(reference)),
    });
  };

  const ensurePackageOf = async (path: string): Promise<void> => {
    const found = packageOf(packages, path);
    if (found.root !== '' && found.isIndependent !== true) await ensurePackageOf('app');
    let promise = loading.get(found.scriptFile);
    if (!promise) {
      promise = loadPackage(found);
      loading.set(found.scriptFile, promise);
    }
    return promise;
  };

  const loadPackage = async ({ root, entry, scriptFile, templatesFile }: CompiledPackage): Promise<void> => {
    const build = relativeUrl(PAGE_PATHS.build);
    await Promise.all([loadScript(build + templatesFile), loadScript(build + scriptFile)]);
    if (root === '') options.onMainLoaded?.();
    const factory = entry === undefined ? undefined : factories.get(`${entry}.js`);
    if (entry === undefined || !factory) return;
    try {
      execute(`${entry}.js`, factory);
    } catch (error) {
      options.onEntryError?.(error);
    }
  };

  return {
    define(id, factory) {
      if (!redefined.has(id)) factories.set(id, factory);
    },
    redefine(id, factory) {
      redefined.add(id);
      factories.set(id, factory);
    },
    requireFrom,
    hasRun: (ids) => ids.some((id) => modules.has(id)),
    closureOf(id) {
      const found = new Set<string>();
      const pending = [id];
      for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
        if (found.has(next) || !modules.has(next)) continue;
        found.add(next);
        pending.push(...(required.get(next) ?? []));
      }
      return found;
    },
    forgetAllBut(ids) {
      for (const id of modules.keys()) {
        if (ids.has(id)) continue;
        modules.delete(id);
        required.delete(id);
      }
    },
    run(path) {
      const id = `${path}.js`;
      const factory = factories.get(id);
      if (!factory) return;
      const previous = unit;
      unit = path;
      try {
        execute(id, factory);
      } finally {
        unit = previous;
      }
    },
    currentUnit: () => unit,
    ensurePackageOf,
  };
}

/** The package with the longest root that holds a path. */
function packageOf(packages: readonly CompiledPackage[], path: string): CompiledPackage {
  const [found] = packages
    .filter(({ root }) => root === '' || path.startsWith(`${root}/`))
    .sort((a, b) => b.root.length - a.root.length);
  if (!found) throw new Error(`No package holds ${path}`);
  return found;
}
