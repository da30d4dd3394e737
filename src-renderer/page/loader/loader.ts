import type { CompiledPackage } from '#contract/project';
import { PAGE_PATHS } from '#contract/wx';
import { relativeUrl, resolvePackagePath } from '../resource-url.ts';
import { createGlobal, moduleArguments, type ModuleFactory, type ModuleScope } from './module-scope.ts';

/** The mini-program's modules: package scripts define them, units and `require` run them. */
export interface Loader {
  /** Called by package scripts for each of their modules. */
  readonly define: (id: string, factory: ModuleFactory) => void;
  /** Runs a unit's or the app's own script once; `Page()` and `Component()` called meanwhile define that unit. */
  run(unit: string): void;
  /** The unit whose script is running; null outside. */
  currentUnit(): string | null;
  /** Loads the script of the package that holds a path. */
  ensurePackageOf(path: string): Promise<void>;
}

interface LoaderOptions {
  readonly packages: readonly CompiledPackage[];
  /** Asked for when the first module runs. */
  readonly scope: () => ModuleScope;
  readonly loadScript: (url: string) => Promise<void>;
}

interface Module {
  exports: unknown;
}

export function createLoader({ packages, scope, loadScript }: LoaderOptions): Loader {
  const factories = new Map<string, ModuleFactory>();
  const modules = new Map<string, Module>();
  const loading = new Map<string, Promise<void>>();
  let unit: string | null = null;
  let global: object | null = null;

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
    for (const id of moduleCandidates(from, reference)) {
      const factory = factories.get(id);
      if (factory) return execute(id, factory).exports;
    }
    throw new Error(`module '${reference}' is not defined, require args is '${reference}' (in ${from})`);
  };

  /** Loads the package of the module first: across packages `require` is asynchronous. */
  const requireAsync = async (from: string, reference: string): Promise<unknown> => {
    await ensurePackageOf(resolvePackagePath(reference, from));
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
    const { scriptFile } = packageOf(packages, path);
    let promise = loading.get(scriptFile);
    if (!promise) {
      promise = loadScript(relativeUrl(PAGE_PATHS.build) + scriptFile);
      loading.set(scriptFile, promise);
    }
    return promise;
  };

  return {
    define(id, factory) {
      factories.set(id, factory);
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

/** Where a reference may lead: beside the module, else in `miniprogram_npm` there or above, else from the root. */
function moduleCandidates(from: string, reference: string): string[] {
  const paths = [resolvePackagePath(reference, from)];
  if (!/^[./]/.test(reference)) {
    const folders = from.split('/').slice(0, -1);
    for (let depth = folders.length; depth >= 0; depth--) {
      paths.push([...folders.slice(0, depth), 'miniprogram_npm', reference].join('/'));
    }
    paths.push(resolvePackagePath(reference, ''));
  }
  return paths.flatMap((path) => [path.replace(/\.ts$/, '.js'), `${path}.js`, `${path}/index.js`]);
}

/** The package with the longest root that holds a path. */
function packageOf(packages: readonly CompiledPackage[], path: string): CompiledPackage {
  const [found] = packages
    .filter(({ root }) => root === '' || path.startsWith(`${root}/`))
    .sort((a, b) => b.root.length - a.root.length);
  if (!found) throw new Error(`No package holds ${path}`);
  return found;
}
