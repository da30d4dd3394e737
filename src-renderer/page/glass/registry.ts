import type { template } from 'glass-easel';
import type { CompiledProject, CompiledUnit } from '#contract/project';
import type { Loader } from '../loader/loader.ts';
import { createBehaviorResolver, type Definition } from './behaviors.ts';
import { createReadyQueue, type ReadyQueue } from './ready-queue.ts';
import type { GlassRuntime } from './runtime.ts';
import type { Sheets } from './sheets.ts';
import { type ComponentStaticConfig, staticConfigOf } from './static-config.ts';

/** Every compiled template by path, each built when first read. */
export type Templates = Readonly<Record<string, template.ProcGenGroup>>;

/** The mini-program's pages and components as glass-easel knows them. */
export interface Registry {
  /** The three global constructors. `Page` and `Component` define the unit whose script is running. */
  readonly Page: (definition: unknown) => void;
  readonly Component: (definition?: unknown) => unknown;
  readonly Behavior: (definition?: unknown) => unknown;
  readonly ready: ReadyQueue;
  unit(path: string): CompiledUnit | null;
  /** Whether a prepared page was defined by `Page()`, and not by `Component()` or not at all. */
  isDefinedByPage(path: string): boolean;
  /** Loads what a unit and its components need, runs their scripts and registers them. */
  prepare(path: string): Promise<void>;
}

interface RegistryOptions {
  readonly project: CompiledProject;
  readonly glass: GlassRuntime;
  readonly loader: Loader;
  readonly templates: Templates;
  readonly sheets: Sheets;
  /** Called with what a unit's script throws; the unit then renders without its logic. */
  readonly onScriptError: (error: unknown) => void;
}

export function createRegistry(options: RegistryOptions): Registry {
  const { project, glass, loader, templates, sheets, onScriptError } = options;
  const { codeSpace } = glass;
  const units = new Map(project.units.map((unit) => [unit.path, unit]));
  const prepared = new Set<string>();
  const registered = new Set<string>();
  const definedByPage = new Set<string>();
  const sharedHosts = new Map<string, string>();
  const resolveBehaviors = createBehaviorResolver(codeSpace);

  const ready = createReadyQueue(codeSpace, (component) => {
    // glass-easel marks only hosts with a style scope of their own; `:host` must match the others too.
    const scope = sharedHosts.get(component.is);
    if (scope !== undefined) (component.$$ as Element | null)?.setAttribute('wx-host', scope);
  });

  /** Tells glass-easel a unit's json, template and style sheet; the script's `options` decide its isolation. */
  const describe = (unit: CompiledUnit, definition: Definition | null): void => {
    const config = staticConfigOf(unit, definition);
    codeSpace.addComponentStaticConfig(unit.path, config as unknown as ComponentStaticConfig);
    const content = templates[unit.path];
    if (content) {
      codeSpace.addCompiledTemplate(unit.path, {
        groupList: templates,
        content,
        fallbackListenerOnNativeNode: true,
      });
    }
    if (unit.styleScope === null) return;
    const shared = config.styleIsolation === 'shared' || config.styleIsolation === 'page-shared';
    if (shared) sharedHosts.set(unit.path, unit.styleScope);
    codeSpace.addStyleSheet(unit.path, unit.path, unit.styleScope);
    sheets.setComponentPrefix(unit.path, shared ? '' : `${unit.styleScope}--`);
  };

  const define = (kind: 'Page' | 'Component', written: unknown): unknown => {
    const path = loader.currentUnit();
    const unit = path === null ? undefined : units.get(path);
    if (!unit) throw new Error(`${kind}() may only be called while a page or component file is loading`);
    const definition = objectFrom(written);
    describe(unit, definition);
    registered.add(unit.path);
    return codeSpace.componentEnv(unit.path, (env) => {
      if (definition === null) return env.Component();
      const resolved = resolveBehaviors(definition);
      if (kind === 'Page') {
        definedByPage.add(unit.path);
        env.Page(resolved);
      } else env.Component(resolved);
      return undefined;
    });
  };

  const defineBehavior = (written?: unknown): unknown =>
    codeSpace.componentEnv('', (env) => {
      const definition = objectFrom(written);
      return definition === null ? env.Behavior() : env.Behavior(resolveBehaviors(definition));
    });
  const trait = codeSpace.componentEnv('', ({ Behavior }) => Behavior.trait.bind(Behavior));

  const registerTree = (path: string): void => {
    const unit = units.get(path);
    if (!unit || registered.has(path) || prepared.has(path)) return;
    prepared.add(path);
    for (const used of usedUnits(unit)) registerTree(used);
    try {
      loader.run(path);
    } catch (error) {
      onScriptError(error);
    }
    if (registered.has(path)) return;
    registered.add(path);
    describe(unit, null);
    codeSpace.component(path).register();
  };

  return {
    Page: (definition) => {
      define('Page', definition ?? {});
    },
    Component: (definition) => define('Component', definition),
    Behavior: Object.assign(defineBehavior, { trait }),
    ready,
    unit: (path) => units.get(path) ?? null,
    isDefinedByPage: (path) => definedByPage.has(path),
    async prepare(path) {
      await Promise.all(reachableUnits(units, path).map(async (used) => loader.ensurePackageOf(used)));
      registerTree(path);
    },
  };
}

function objectFrom(value: unknown): Definition | null {
  return typeof value === 'object' && value !== null ? (value as Definition) : null;
}

/** Paths of the components a unit's json names, generic defaults included. */
function usedUnits(unit: CompiledUnit): string[] {
  const using = Object.values(unit.json.usingComponents ?? {});
  const generics = Object.values(objectFrom(unit.json['componentGenerics']) ?? {});
  const defaults = generics.map((generic) => objectFrom(generic)?.['default']);
  return [...using, ...defaults.filter((value) => typeof value === 'string')].map((path) =>
    path.replace(/^\//, ''),
  );
}

function reachableUnits(units: ReadonlyMap<string, CompiledUnit>, start: string): string[] {
  const found = new Set<string>();
  const pending = [start];
  for (let path = pending.pop(); path !== undefined; path = pending.pop()) {
    if (found.has(path)) continue;
    found.add(path);
    const unit = units.get(path);
    if (unit) pending.push(...usedUnits(unit));
  }
  return [...found];
}
