/** One world's end of the context bridge. */
export interface Bridge {
  /** Offers `api` to the main world as `window[key]`; throws Electron's message when the name is taken. */
  expose(key: string, api: unknown): void;
}

/**
 * Makes one end of the context bridge; the same text runs in the isolated world and in the main world. The
 * worlds share DOM events and nothing else: `CustomEvent.detail` is cloned by the browser on its way across,
 * synchronously. Functions and promises cross as numbers that the other end calls or settles. The event names
 * are the secret. It runs before any script of the page and keeps the natives it uses, so that a page cannot
 * replace them.
 * @param secret prefix of the event names
 * @param isMain which end this is
 */
export function createBridge(secret: string, isMain: boolean): Bridge {
  type Call = (...values: unknown[]) => unknown;
  interface Settled {
    readonly ok: boolean;
    readonly value: unknown;
  }
  interface Pending {
    resolve(value: unknown): void;
    reject(reason: unknown): void;
  }
  const DEPTH_LIMIT = 1000;
  const TOO_DEEP =
    'Electron contextBridge recursion depth exceeded.  Nested objects deeper than 1000 are not supported.';
  const native = (holder: object, name: string): Call =>
    Object.getOwnPropertyDescriptor(holder, name)?.value as Call;
  const apply = native(Reflect, 'apply') as typeof Reflect.apply;
  const ownKeys = native(Reflect, 'ownKeys') as typeof Reflect.ownKeys;
  const freeze = native(Object, 'freeze');
  const isFrozen = native(Object, 'isFrozen');
  const create = native(Object, 'create') as (prototype: null) => object;
  const defineProperty = native(Object, 'defineProperty') as typeof Object.defineProperty;
  const getPrototypeOf = native(Object, 'getPrototypeOf');
  const objectPrototype = Object.prototype;
  const isArray = native(Array, 'isArray') as (value: unknown) => value is unknown[];
  const isView = native(ArrayBuffer, 'isView');
  const [NativePromise, NativeError, NativeEvent, NativeMap] = [Promise, Error, CustomEvent, Map];
  const [NativeNode, NativeBuffer, NativeRegistry] = [Node, ArrayBuffer, FinalizationRegistry];
  const then = native(Promise.prototype, 'then');
  const mapGet = native(Map.prototype, 'get');
  const mapSet = native(Map.prototype, 'set');
  const mapDelete = native(Map.prototype, 'delete');
  const register = native(FinalizationRegistry.prototype, 'register');
  const isEnumerable = native(Object.prototype, 'propertyIsEnumerable');
  const tagOf = native(Object.prototype, 'toString');
  const test = native(RegExp.prototype, 'test');
  const dispatch = native(EventTarget.prototype, 'dispatchEvent');
  const listen = native(EventTarget.prototype, 'addEventListener');
  const { get: detailOf } = Object.getOwnPropertyDescriptor(CustomEvent.prototype, 'detail') as { get: Call };
  const CLONED = /^\[object (Date|RegExp|Map|Set|Blob|File|FileList|ImageData|ImageBitmap)\]$/;
  const target = document;
  const [mine, theirs] = isMain ? ['m', 'i'] : ['i', 'm'];

  const functions = new NativeMap<number, Call>();
  const pending = new NativeMap<number, Pending>();
  let lastId = 0;
  let reply: Settled | undefined;

  function send(name: string, detail: unknown): void {
    const options = create(null) as { detail: unknown };
    options.detail = detail;
    apply(dispatch, target, [new NativeEvent(`${secret}${mine}${name}`, options)]);
  }

  function on(name: string, listener: (detail: never) => void): void {
    const handle = (event: Event): void => {
      listener(apply(detailOf, event, []) as never);
    };
    apply(listen, target, [`${secret}${theirs}${name}`, handle]);
  }

  const dropped = new NativeRegistry<number>((id) => {
    send('drop', id);
  });

  /** By index: a page may have replaced the iterator that `for … of` would ask. */
  function forEachKey(value: object, visit: (key: string) => void): void {
    const keys = ownKeys(value);
    let index = 0;
    while (index < keys.length) {
      const key = keys[index++];
      if (typeof key === 'string') visit(key);
    }
  }

  /** A record no setter on `Object.prototype` can see being filled. */
  function tagged(kind: string, value: unknown): Record<string, unknown> {
    const record = create(null) as Record<string, unknown>;
    record['$b'] = kind;
    record['v'] = value;
    return record;
  }

  function outFunction(value: Call): unknown {
    const id = ++lastId;
    apply(mapSet, functions, [id, value]);
    return tagged('function', id);
  }

  function outPromise(value: Promise<unknown>): unknown {
    const id = ++lastId;
    const settle = (ok: boolean) => (result: unknown) => {
      send('settle', { id, ok, value: outSafely(result) });
    };
    apply(then, value, [settle(true), settle(false)]);
    return tagged('promise', id);
  }

  function outSafely(value: unknown): unknown {
    try {
      return out(value, new NativeMap<object, unknown>(), 0);
    } catch {
      return tagged('error', 'An object could not be cloned.');
    }
  }

  function outKeys(value: object, seen: Map<object, unknown>, depth: number): unknown {
    const copy = (isArray(value) ? [] : create(null)) as Record<string, unknown>;
    apply(mapSet, seen, [value, copy]);
    forEachKey(value, (key) => {
      if (apply(isEnumerable, value, [key]) !== true) return;
      const item = (value as Record<string, unknown>)[key];
      if (typeof item !== 'symbol') set(copy, key, out(item, seen, depth + 1));
    });
    return copy;
  }

  function set(target: object, key: string, value: unknown): void {
    defineProperty(target, key, { value, enumerable: true, configurable: true, writable: true });
  }

  /** A value of this world in the form that crosses. */
  function out(value: unknown, seen: Map<object, unknown>, depth: number): unknown {
    if (depth > DEPTH_LIMIT) throw new NativeError(TOO_DEEP);
    if (typeof value === 'function') return outFunction(value as Call);
    if (typeof value === 'symbol') return undefined;
    if (typeof value !== 'object' || value === null) return value;
    const known = apply(mapGet, seen, [value]);
    if (known !== undefined) return known;
    if (value instanceof NativePromise) return outPromise(value);
    if (value instanceof NativeError) return tagged('error', value.message);
    if (value instanceof NativeNode || value === window)
      throw new NativeError('An object could not be cloned.');
    if (value instanceof NativeBuffer || isView(value)) return value;
    if (apply(test, CLONED, [apply(tagOf, value, [])]) === true) return value;
    return outKeys(value, seen, depth);
  }

  function callThere(id: number): Call {
    const proxy: Call = (...values) => {
      reply = undefined;
      send('call', { id, values: out(values, new NativeMap<object, unknown>(), 0) });
      const answer = reply as Settled | undefined;
      reply = undefined;
      if (!answer) throw new NativeError('An object could not be cloned.');
      const value = inn(answer.value, new NativeMap<object, unknown>());
      if (!answer.ok) throw value;
      return value;
    };
    apply(register, dropped, [proxy, id]);
    return proxy;
  }

  function innTagged(kind: unknown, value: unknown): unknown {
    if (kind === 'function') return callThere(value as number);
    if (kind === 'error') return new NativeError(value as string);
    return new NativePromise((resolve, reject) => {
      apply(mapSet, pending, [value, { resolve, reject }]);
    });
  }

  /** A value that crossed, as this world's own. */
  function inn(value: unknown, seen: Map<object, unknown>): unknown {
    if (typeof value !== 'object' || value === null) return value;
    const known = apply(mapGet, seen, [value]);
    if (known !== undefined) return known;
    if (!isArray(value) && getPrototypeOf(value) !== objectPrototype) return value;
    const source = value as Record<string, unknown>;
    if (apply(isEnumerable, source, ['$b']) === true) return innTagged(source['$b'], source['v']);
    const copy = (isArray(value) ? [] : {}) as Record<string, unknown>;
    apply(mapSet, seen, [value, copy]);
    forEachKey(value, (key) => {
      if (apply(isEnumerable, value, [key]) === true) set(copy, key, inn(source[key], seen));
    });
    return copy;
  }

  function freezeDeep(value: unknown): void {
    if (typeof value !== 'object' || value === null) return;
    if (!isArray(value) && getPrototypeOf(value) !== objectPrototype) return;
    const isFirstVisit = !isFrozen(value);
    freeze(value);
    if (!isFirstVisit) return;
    forEachKey(value, (key) => {
      freezeDeep((value as Record<string, unknown>)[key]);
    });
  }

  function answer(produce: () => unknown): void {
    let result: Settled;
    try {
      result = { ok: true, value: out(produce(), new NativeMap<object, unknown>(), 0) };
    } catch (error) {
      result = { ok: false, value: outSafely(error) };
    }
    send('return', result);
  }

  on('return', (result: Settled) => {
    reply = result;
  });
  on('settle', ({ id, ok, value }: Settled & { id: number }) => {
    const entry = apply(mapGet, pending, [id]) as Pending | undefined;
    apply(mapDelete, pending, [id]);
    if (ok) entry?.resolve(inn(value, new NativeMap<object, unknown>()));
    else entry?.reject(inn(value, new NativeMap<object, unknown>()));
  });
  on('drop', (id: number) => {
    apply(mapDelete, functions, [id]);
  });
  on('call', ({ id, values }: { id: number; values: unknown }) => {
    answer(() => {
      const called = apply(mapGet, functions, [id]) as Call;
      return apply(called, undefined, inn(values, new NativeMap<object, unknown>()) as unknown[]);
    });
  });
  if (isMain) {
    on('expose', ({ key, api }: { key: string; api: unknown }) => {
      answer(() => {
        if (key in window) {
          throw new NativeError('Cannot bind an API on top of an existing property on the window object');
        }
        const value = inn(api, new NativeMap<object, unknown>());
        freezeDeep(value);
        defineProperty(window, key, { value, enumerable: true, configurable: false, writable: false });
        return undefined;
      });
    });
  }

  return {
    expose(key, api) {
      reply = undefined;
      send('expose', { key, api: out(api, new NativeMap<object, unknown>(), 0) });
      const result = reply as Settled | undefined;
      if (!result) throw new NativeError('An object could not be cloned.');
      if (!result.ok) throw inn(result.value, new NativeMap<object, unknown>());
    },
  };
}
