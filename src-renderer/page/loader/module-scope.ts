/** A compiled module: the compiler wraps each file in one. Its parameters are {@link moduleArguments}'s values. */
export type ModuleFactory = (...values: readonly unknown[]) => void;

/** What every module of the mini-program sees besides its own `require`, `module` and `exports`. */
export interface ModuleScope {
  readonly wx: Readonly<Record<string, unknown>>;
  readonly App: (definition: unknown) => void;
  readonly Page: (definition: unknown) => void;
  readonly Component: (definition?: unknown) => unknown;
  readonly Behavior: (definition?: unknown) => unknown;
  readonly getApp: (options?: unknown) => unknown;
  readonly getCurrentPages: () => readonly unknown[];
  readonly requirePlugin: (name: unknown) => unknown;
}

/** A module's own three. */
export interface ModuleHandle {
  readonly require: (reference: string) => unknown;
  readonly module: { exports: unknown };
}

/** The names of the values in {@link moduleArguments}, in order; those the compiler adds after them stay undefined. */
export const PROVIDED_NAMES = [
  ...['require', 'module', 'exports'],
  ...['wx', 'App', 'Page', 'Component', 'Behavior', 'getApp', 'getCurrentPages'],
  ...['requirePlugin', 'requireMiniProgram', 'global'],
  ...['globalThis', 'Function'],
  ...['setTimeout', 'setInterval', 'clearTimeout', 'clearInterval'],
] as const;

/** The values a module factory is called with. */
export function moduleArguments(
  handle: ModuleHandle,
  scope: ModuleScope,
  global: MiniProgramGlobal,
): readonly unknown[] {
  return [
    handle.require,
    handle.module,
    handle.module.exports,
    scope.wx,
    scope.App,
    scope.Page,
    scope.Component,
    scope.Behavior,
    scope.getApp,
    scope.getCurrentPages,
    scope.requirePlugin,
    requireMiniProgram,
    global,
    global,
    global.Function,
    timers.setTimeout,
    timers.setInterval,
    timers.clearTimeout,
    timers.clearInterval,
  ];
}

/** The browser's timers call back with its window as `this` and run text as code; these do neither. */
const timers = {
  setTimeout: (callback: unknown, delayMs?: number, ...values: readonly unknown[]) =>
    window.setTimeout(calling(callback, values), delayMs),
  setInterval: (callback: unknown, delayMs?: number, ...values: readonly unknown[]) =>
    window.setInterval(calling(callback, values), delayMs),
  clearTimeout: (timer?: number) => {
    window.clearTimeout(timer);
  },
  clearInterval: (timer?: number) => {
    window.clearInterval(timer);
  },
};

function calling(callback: unknown, values: readonly unknown[]): () => void {
  if (typeof callback !== 'function') throw new TypeError('A timer needs a function to call');
  return () => {
    (callback as (...all: readonly unknown[]) => unknown)(...values);
  };
}

function requireMiniProgram(): never {
  throw new Error('requireMiniProgram: only plugins have a host mini-program');
}

/** The mini-program's global object, with its own `Function`. */
export type MiniProgramGlobal = object & { Function: typeof Function };

/**
 * The mini-program's `global`: the language's own objects and timers, and nothing of the browser. Libraries find
 * the global object by `global.Object === Object`.
 */
export function createGlobal(wx: Readonly<Record<string, unknown>>): MiniProgramGlobal {
  const language = {
    ...{
      Object,
      Array,
      String,
      Number,
      Boolean,
      Symbol,
      BigInt,
      Math,
      JSON,
      Date,
      RegExp,
      Promise,
    },
    ...{ Map, Set, WeakMap, WeakSet, WeakRef, Proxy, Reflect, Error, TypeError, RangeError, SyntaxError },
    ...{
      ReferenceError,
      EvalError,
      URIError,
      ArrayBuffer,
      DataView,
      Int8Array,
      Uint8Array,
      Uint8ClampedArray,
    },
    ...{ Int16Array, Uint16Array, Int32Array, Uint32Array, Float32Array, Float64Array, Intl },
    ...{ parseInt, parseFloat, isNaN, isFinite, NaN, Infinity },
    ...{ encodeURIComponent, decodeURIComponent, encodeURI, decodeURI, console },
    ...timers,
    wx,
  };
  const global: object = { ...language };
  // `globalThis` and `global` are the same object, and know themselves.
  return Object.assign(global, { Function: functionThatFindsGlobal(global), global, globalThis: global });
}

/**
 * `Function` as WeChat leaves it: it makes no function from text, but `Function('return this')`, with which older
 * libraries look for the global object, answers.
 */
function functionThatFindsGlobal(global: object): typeof Function {
  const make = (parameters: readonly unknown[]): (() => unknown) => {
    const last = parameters.at(-1) ?? '';
    const body = typeof last === 'string' ? last.trim() : null;
    if (body !== null && /^return this;?$/.test(body)) return () => global;
    if (body === '') return () => undefined;
    throw new EvalError('Functions cannot be made from text in a mini-program');
  };
  return new Proxy(Function, {
    apply: (_target, _self, parameters) => make(parameters),
    construct: (_target, parameters) => make(parameters),
  });
}
