import type { ValueView } from '#contract/value-view';
import type { ValueRefs } from './value-refs.ts';
import { ASKED_BOUNDS, viewOf } from './value-view.ts';

/** Names that code of the console sees besides the language's own. */
export type EvaluationScope = Readonly<Record<string, () => unknown>>;

/** What an evaluation gives, as JSON that main reads. */
interface Outcome {
  readonly isOk: boolean;
  readonly value: ValueView;
  readonly stack: string;
}

export interface Evaluator {
  /** Runs code of the console with what it may name; resolves to an {@link Outcome} as JSON. */
  readonly evaluate: (code: (scope: object) => unknown) => Promise<string>;
  /** Names of members along a chain of names; getters are not run, and nothing is called. */
  members(chain: readonly string[]): readonly string[];
}

const MOST_NAMES = 2000;
const { stringify } = JSON;

/**
 * Runs what the developer types into the console. The code comes compiled from main, since the page's policy lets
 * nothing be compiled here; its names are looked up in an object that keeps what earlier lines have declared.
 */
export function createEvaluator(names: EvaluationScope, refs: ValueRefs): Evaluator {
  const declared = Object.create(null) as Record<string, unknown>;
  let last: unknown;
  const read = (name: string): unknown => {
    if (name in declared) return declared[name];
    if (name === '$_') return last;
    return Object.hasOwn(names, name) ? names[name]?.() : undefined;
  };
  const isNamed = (name: PropertyKey): name is string =>
    typeof name === 'string' && (name in declared || name === '$_' || Object.hasOwn(names, name));

  const scope = new Proxy(declared, {
    has: (_target, name) => isNamed(name),
    get: (_target, name) => (typeof name === 'string' ? read(name) : undefined),
    set(target, name, value) {
      if (typeof name === 'string') target[name] = value;
      return true;
    },
  });

  return {
    async evaluate(code) {
      let outcome: Outcome;
      try {
        // Told apart from a value that happens to have a `then`: that is what await is for.
        last = await code(scope);
        outcome = { isOk: true, value: viewOf(last, ASKED_BOUNDS, refs), stack: '' };
      } catch (error) {
        const seen = viewOf(error, ASKED_BOUNDS, refs);
        const value = seen.kind === 'error' ? { ...seen, text: ownFrames(seen.text) } : seen;
        outcome = { isOk: false, value, stack: value.kind === 'error' ? value.text : '' };
      }
      return stringify(outcome);
    },
    members(chain) {
      if (chain.length === 0) {
        return [...new Set([...Object.keys(names), ...Object.keys(declared), ...LANGUAGE])].sort();
      }
      let value = firstOf(chain[0] ?? '');
      for (const name of chain.slice(1)) value = memberOf(value, name);
      return namesOf(value);
    },
  };

  /** `getApp()` and `getCurrentPages()` change nothing and may be called. */
  function firstOf(name: string): unknown {
    if (name === 'getApp()' || name === 'getCurrentPages()') {
      const call = read(name.slice(0, -2));
      return typeof call === 'function' ? (call as () => unknown)() : undefined;
    }
    return isNamed(name) ? read(name) : memberOf(globalThis, name);
  }
}

/** A stack without the frames of what was typed and of what runs it, which say nothing to its developer. */
function ownFrames(stack: string): string {
  return stack
    .split('\n')
    .filter((line) => !/^\s+at /.test(line) || !/<anonymous>:\d|\/runtime\//.test(line))
    .join('\n');
}

const LANGUAGE = [
  ...[
    'Array',
    'Boolean',
    'Date',
    'Error',
    'JSON',
    'Map',
    'Math',
    'Number',
    'Object',
    'Promise',
    'Reflect',
    'RegExp',
  ],
  ...['Set', 'String', 'Symbol', 'console', 'await', 'typeof', 'undefined', 'null', 'true', 'false'],
];

function descriptorOf(value: unknown, name: string): PropertyDescriptor | undefined {
  for (let object = objectOf(value), depth = 0; object && depth < 20; depth += 1) {
    const found = Object.getOwnPropertyDescriptor(object, name);
    if (found) return found;
    object = Object.getPrototypeOf(object) as object | null;
  }
  return undefined;
}

function memberOf(value: unknown, name: string): unknown {
  return descriptorOf(value, name)?.value as unknown;
}

function objectOf(value: unknown): object | null {
  return value === null || value === undefined ? null : (Object(value) as object);
}

function namesOf(value: unknown): readonly string[] {
  const found = new Set<string>();
  for (let object = objectOf(value), depth = 0; object && depth < 20; depth += 1) {
    if (ArrayBuffer.isView(object)) break;
    for (const name of Object.getOwnPropertyNames(object)) {
      if (found.size >= MOST_NAMES) return [...found];
      if (/^[A-Za-z_$][\w$]{0,80}$/.test(name)) found.add(name);
    }
    object = Object.getPrototypeOf(object) as object | null;
    if (object === Object.prototype && found.size > 0) break;
  }
  return [...found];
}
