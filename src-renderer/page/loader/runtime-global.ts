import type { template } from 'glass-easel';
import { wrapChange, wrapEvent } from '../events/event-object.ts';
import type { Templates } from '../glass/registry.ts';
import type { Loader } from './loader.ts';

/** What the compiled scripts call: the one global that the page runtime makes. */
interface RuntimeGlobal {
  define: Loader['define'];
  templates(make: MakeTemplates): void;
}

type MakeTemplates = (
  wrapEvent: template.EventListenerWrapper,
  wrapChange: template.ChangePropFilter,
  getRegExp: (pattern: string, flags?: string) => RegExp,
  getDate: (...parts: unknown[]) => Date,
  wxsTypeName: (value: unknown) => string | undefined,
) => Templates;

/**
 * Puts `ferryRuntime` in place for the package and templates scripts.
 * Returns a reader of the templates, which throws before their script has run.
 */
export function exposeRuntime(loader: Loader): () => Templates {
  let made: Templates | null = null;
  const runtime: RuntimeGlobal = {
    define: loader.define,
    templates(make) {
      made = make(
        wrapEvent,
        wrapChange,
        (pattern, flags) => new RegExp(pattern, flags),
        getDate,
        wxsTypeName,
      );
    },
  };
  Object.defineProperty(window, 'ferryRuntime', { value: Object.freeze(runtime) });
  return () => {
    if (!made) throw new Error('The templates script defined no templates');
    return made;
  };
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
