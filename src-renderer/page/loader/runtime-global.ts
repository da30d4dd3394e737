import type { template } from 'glass-easel';
import type { Diagnostic } from '#contract/project';
import { wrapChange, wrapEvent } from '../events/event-object.ts';
import type { Templates } from '../glass/registry.ts';
import type { Loader } from './loader.ts';

/** What the compiled scripts call: the one global that the page runtime makes. */
interface RuntimeGlobal {
  define: Loader['define'];
  styles(styles: Readonly<Record<string, string>>): void;
  findings(findings: readonly Diagnostic[]): void;
  templates(make: MakeTemplates): void;
  /** Runs code of the panel's console, which comes from main; scripts of the project cannot name this global. */
  evaluate(code: (scope: object) => unknown): Promise<string>;
  /** Of the script of an update: what it defines takes the place of what is there. */
  hot(define: (runtime: Pick<RuntimeGlobal, 'define' | 'templates'>) => void): void;
}

type MakeTemplates = (
  wrapEvent: template.EventListenerWrapper,
  wrapChange: template.ChangePropFilter,
  getRegExp: (pattern: string, flags?: string) => RegExp,
  getDate: (...parts: unknown[]) => Date,
  wxsTypeName: (value: unknown) => string | undefined,
  shared: SharedTemplates,
) => void;

/** What all scripts with templates have in common. */
interface SharedTemplates {
  /** By path; each is built when first read. */
  readonly templates: Record<string, template.ProcGenGroup>;
  /** WXS modules by path, for the compiled templates alone. */
  readonly scripts: Record<string, unknown>;
  /** The loader of WXS modules, from the first script on. */
  loadWxs?: unknown;
  readonly template: (path: string, make: () => template.ProcGenGroup) => void;
  readonly wxs: (path: string, define: () => void) => void;
}

interface RuntimeOptions {
  readonly loader: Pick<Loader, 'define' | 'redefine'>;
  readonly addStyles: (styles: Readonly<Record<string, string>>) => void;
  /** What the compiler found in a package. */
  readonly addFindings: (findings: readonly Diagnostic[]) => void;
  readonly evaluate: (code: (scope: object) => unknown) => Promise<string>;
}

/**
 * Puts `ferryRuntime` in place for the scripts of packages and updates.
 * Returns the templates that they have brought.
 */
export function exposeRuntime({ loader, addStyles, addFindings, evaluate }: RuntimeOptions): Templates {
  const templates: SharedTemplates['templates'] = {};
  const redefined = new Set<string>();
  const shared = {
    templates,
    scripts: {},
    template(path: string, make: () => template.ProcGenGroup): void {
      if (!redefined.has(`${path}.wxml`)) defineLazily(templates, path, make);
    },
    wxs(path: string, define: () => void): void {
      if (!redefined.has(`${path}.wxs`)) define();
    },
  };
  // What one script sets of it, such as the loader of WXS modules, the other reads.
  const hot: SharedTemplates = Object.assign(Object.create(shared) as SharedTemplates, {
    template(path: string, make: () => template.ProcGenGroup): void {
      redefined.add(`${path}.wxml`);
      defineLazily(templates, path, make);
    },
    wxs(path: string, define: () => void): void {
      redefined.add(`${path}.wxs`);
      define();
    },
  });
  const addTemplates = (make: MakeTemplates, to: SharedTemplates): void => {
    make(wrapEvent, wrapChange, (pattern, flags) => new RegExp(pattern, flags), getDate, wxsTypeName, to);
  };
  const runtime: RuntimeGlobal = {
    define: loader.define,
    styles: addStyles,
    findings: addFindings,
    evaluate,
    templates(make) {
      addTemplates(make, shared);
    },
    hot(define) {
      define({
        define: loader.redefine,
        templates(make) {
          addTemplates(make, hot);
        },
      });
    },
  };
  Object.defineProperty(window, 'ferryRuntime', { value: Object.freeze(runtime) });
  return templates;
}

/** A template is built when it is first read, so that opening a page runs no other page's WXS. */
function defineLazily(
  templates: SharedTemplates['templates'],
  path: string,
  make: () => template.ProcGenGroup,
): void {
  Object.defineProperty(templates, path, {
    enumerable: true,
    configurable: true,
    get() {
      const value = make();
      Object.defineProperty(templates, path, { value, enumerable: true, configurable: true });
      return value;
    },
  });
}

function getDate(...parts: unknown[]): Date {
  return Reflect.construct(Date, parts) as Date;
}

/** `x.constructor` in WXS: the name of the value's type ("WXS 数据类型"). */
function wxsTypeName(value: unknown): string | undefined {
  if (value === null || value === undefined) return undefined;
  if (Array.isArray(value)) return 'Array';
  if (value instanceof RegExp) return 'RegExp';
  if (value instanceof Date) return 'Date';
  const type = typeof value;
  return type.charAt(0).toUpperCase() + type.slice(1);
}
