import type { template } from 'glass-easel';
import type { CompiledProject, CompiledUnit, Diagnostic } from '#contract/project';
import type { Loader } from '../loader/loader.ts';
import { createBehaviorResolver, type Definition } from './behaviors.ts';
import { copiedFields, pageParts } from './page-definition.ts';
import { createReadyQueue, type ReadyQueue } from './ready-queue.ts';
import type { GlassRuntime } from './runtime.ts';
import type { Sheets } from './sheets.ts';
import { type ComponentStaticConfig, staticConfigOf } from './static-config.ts';

/** Every compiled template by path, each built when first read. */
export type Templates = Readonly<Record<string, template.ProcGenGroup>>;

/** Files whose errors throw nothing when the page opens. */
const SHOWN_FILES = new Set(['wxml', 'wxs', 'wxss', 'css', 'less', 'scss', 'sass', 'json']);

/** A warning that explains why something of the page is not to be seen. */
const LEAVES_A_GAP = /^Component <[^>]*> is not found/;

type CompiledTemplate = template.ComponentTemplate;

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
  /** Takes changed and new pages and components, and lets all of them be defined anew by their scripts. */
  restart(changed: readonly CompiledUnit[]): void;
  /**
   * What the compiler found wrong in a page's files, in those of its components, and in what several units share: the
   * page opens, but its developer must learn why it looks wrong. Scripts tell of themselves when they run.
   */
  errorsOf(path: string): readonly Diagnostic[];
  /** Gives a registered unit its template as it is now; components that are made from now on have it. */
  updateTemplate(path: string): void;
}

interface RegistryOptions {
  readonly project: CompiledProject;
  readonly glass: GlassRuntime;
  readonly loader: Loader;
  readonly templates: Templates;
  readonly sheets: Sheets;
  /** Tags of the built-in components. */
  readonly builtinTags: readonly string[];
  /** Called with what a unit's script throws; the unit then renders without its logic. */
  readonly onScriptError: (error: unknown) => void;
  /** Called with what is wrong with a page although nothing was thrown. */
  readonly onFinding: (finding: Diagnostic) => void;
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

  const builtinElements = new Set(options.builtinTags.map((tag) => `wx-${tag}`));
  const ready = createReadyQueue(codeSpace, (component) => {
    const host = component.$$ as Element | null;
    // glass-easel marks only hosts with a style scope of their own; `:host` must match the others too.
    const scope = sharedHosts.get(component.is);
    if (scope !== undefined) host?.setAttribute('wx-host', scope);
    // A project's own `navigation-bar` or `icon` has nothing of the look of WeChat's.
    if (host !== null && builtinElements.has(host.localName)) host.setAttribute('data-ferry-own', '');
  });

  /** Tells glass-easel a unit's json, template and style sheet; the script's `options` decide its isolation. */
  const describe = (unit: CompiledUnit, definition: Definition | null): void => {
    const config = staticConfigOf(unit, definition);
    codeSpace.addComponentStaticConfig(unit.path, config as unknown as ComponentStaticConfig);
    const compiled = compiledTemplate(templates, unit.path);
    if (compiled) codeSpace.addCompiledTemplate(unit.path, compiled);
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
    const component = codeSpace.component(unit.path);
    if (definition === null) return component;
    const resolved = resolveBehaviors(definition);
    if (kind === 'Component') {
      component.definition(resolved).register();
      return unit.path;
    }
    definedByPage.add(unit.path);
    const page = pageParts(resolved);
    component
      .init(function (this: object) {
        Object.assign(this, copiedFields(page.fields));
      })
      .pageDefinition(page.definition)
      .register();
    return undefined;
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
    let hasThrown = false;
    try {
      loader.run(path);
    } catch (error) {
      hasThrown = true;
      onScriptError(error);
    }
    if (registered.has(path)) return;
    if (unit.kind === 'page' && unit.hasScript && !hasThrown) options.onFinding(unregistered(path));
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
    restart(changed) {
      for (const unit of changed) units.set(unit.path, unit);
      prepared.clear();
      registered.clear();
      definedByPage.clear();
      sharedHosts.clear();
    },
    errorsOf(path) {
      const own = new Set(reachableUnits(units, path));
      return project.diagnostics.filter(({ severity, file, message }) => {
        const [, unit = '', extension = ''] = /^(.*)\.(\w+)$/.exec(file) ?? [];
        if (!SHOWN_FILES.has(extension)) return false;
        if (severity === 'warning') return unit === path && LEAVES_A_GAP.test(message);
        return own.has(unit) || (!units.has(unit) && extension !== 'json');
      });
    },
    updateTemplate(path) {
      const compiled = compiledTemplate(templates, path);
      const definition = glass.space.getComponentByUrlWithoutDefault(`/${path}`, '');
      if (!compiled || !definition || !registered.has(path)) return;
      codeSpace.addCompiledTemplate(path, compiled);
      // Before its first use a component has only written down what it is made of.
      definition.prepare();
      definition.updateTemplate(compiled);
    },
  };
}

/** In WeChat's words as far as it has them. */
function unregistered(path: string): Diagnostic {
  const file = `${path}.js`;
  return {
    severity: 'error',
    file,
    line: 0,
    column: 0,
    message: `Page "${path}" has not been registered yet: its script does not call Page() or Component(). Call one of them, once.`,
    codeFrame: '',
  };
}

/** A unit's template as glass-easel takes it; null where it has none. */
function compiledTemplate(templates: Templates, path: string): CompiledTemplate | null {
  const content = templates[path];
  return content ? { groupList: templates, content, fallbackListenerOnNativeNode: true } : null;
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
