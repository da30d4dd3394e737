/** Bytes as text and back, in the world at hand. */
export interface Base64 {
  encode(bytes: Uint8Array): string;
  decode(text: string): Uint8Array<ArrayBuffer>;
}

/** Values of the structured clone algorithm as JSON values and back. */
export interface Wire {
  /** Throws `An object could not be cloned.` for functions, symbols, promises, DOM objects and their like. */
  encode(value: unknown): unknown;
  decode(value: unknown): unknown;
}

/**
 * Makes the clone format both ends of IPC speak. Its text is also evaluated in pages, so it names nothing
 * outside itself. A value JSON cannot hold becomes `{ $t: kind, v }`; an object met again becomes a
 * reference to its ordinal, so that cycles and shared parts survive.
 */
export function createWire(base64: Base64): Wire {
  type Tagged = Record<string, unknown> & { readonly $t?: string; readonly v?: unknown };
  const TAG = '$t';
  const UNCLONABLE =
    /^\[object (Promise|WeakMap|WeakSet|WeakRef|Generator|SharedArrayBuffer|Symbol|.*Iterator)\]$/;
  const constructors = globalThis as unknown as Record<string, new (buffer: ArrayBuffer) => unknown>;
  const kindOf = (value: object): string => Object.prototype.toString.call(value);
  const isHostObject = (value: object): boolean =>
    [globalThis.EventTarget, globalThis.Blob, globalThis.Event].some(
      (constructor) => typeof constructor === 'function' && value instanceof constructor,
    );

  function fail(): never {
    throw new Error('An object could not be cloned.');
  }

  function encodeNumber(value: number): unknown {
    if (Number.isFinite(value) && !Object.is(value, -0)) return value;
    return { [TAG]: 'number', v: Object.is(value, -0) ? '-0' : String(value) };
  }

  function encodePlain(value: object, seen: Map<object, number>): unknown {
    const out: Record<string, unknown> = {};
    for (const key of Object.keys(value)) {
      const item = encodeAny((value as Record<string, unknown>)[key], seen);
      Object.defineProperty(out, key, { value: item, enumerable: true, configurable: true, writable: true });
    }
    return Object.hasOwn(out, TAG) ? { [TAG]: 'object', v: out } : out;
  }

  function encodeObject(value: object, seen: Map<object, number>): unknown {
    const ordinal = seen.get(value);
    if (ordinal !== undefined) return { [TAG]: 'again', v: ordinal };
    seen.set(value, seen.size);
    if (Array.isArray(value)) return value.map((item) => encodeAny(item, seen));
    if (value instanceof Date) return { [TAG]: 'date', v: encodeNumber(value.getTime()) };
    if (value instanceof RegExp) return { [TAG]: 'regexp', v: [value.source, value.flags] };
    if (value instanceof Error) return { [TAG]: 'error', v: [value.name, value.message, value.stack ?? ''] };
    if (value instanceof ArrayBuffer) {
      return { [TAG]: 'bytes', kind: 'ArrayBuffer', v: base64.encode(new Uint8Array(value)) };
    }
    if (ArrayBuffer.isView(value)) {
      const bytes = new Uint8Array(value.buffer, value.byteOffset, value.byteLength);
      return { [TAG]: 'bytes', kind: kindOf(value).slice(8, -1), v: base64.encode(bytes) };
    }
    if (value instanceof Map) {
      return { [TAG]: 'map', v: Array.from(value, ([k, v]) => [encodeAny(k, seen), encodeAny(v, seen)]) };
    }
    if (value instanceof Set) return { [TAG]: 'set', v: Array.from(value, (item) => encodeAny(item, seen)) };
    if (UNCLONABLE.test(kindOf(value)) || isHostObject(value)) fail();
    return encodePlain(value, seen);
  }

  function encodeAny(value: unknown, seen: Map<object, number>): unknown {
    if (value === undefined) return { [TAG]: 'undefined' };
    if (value === null || typeof value === 'string' || typeof value === 'boolean') return value;
    if (typeof value === 'number') return encodeNumber(value);
    if (typeof value === 'bigint') return { [TAG]: 'bigint', v: String(value) };
    if (typeof value === 'function' || typeof value === 'symbol') fail();
    return encodeObject(value, seen);
  }

  function decodePlain(value: Record<string, unknown>, seen: unknown[]): unknown {
    const out: Record<string, unknown> = {};
    seen.push(out);
    for (const key of Object.keys(value)) {
      const item = decodeAny(value[key], seen);
      Object.defineProperty(out, key, { value: item, enumerable: true, configurable: true, writable: true });
    }
    return out;
  }

  function decodeBytes(kind: string, text: string): unknown {
    const bytes = base64.decode(text);
    const buffer = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength);
    if (kind === 'ArrayBuffer') return buffer;
    const View = constructors[kind];
    return View ? new View(buffer) : fail();
  }

  function decodeError([name = 'Error', message = '', stack = '']: readonly string[]): Error {
    const native = constructors[name] as unknown as (new (message: string) => Error) | undefined;
    const isNative = /^(Eval|Range|Reference|Syntax|Type|URI)?Error$/.test(name);
    const error = isNative && native ? new native(message) : new Error(message);
    error.stack = stack;
    return error;
  }

  function decodeTagged(value: Tagged, seen: unknown[]): unknown {
    const put = <T>(item: T): T => {
      seen.push(item);
      return item;
    };
    const list = value.v as unknown[];
    switch (value.$t) {
      case 'undefined':
        return undefined;
      case 'number':
        return value.v === '-0' ? -0 : Number(value.v);
      case 'bigint':
        return BigInt(value.v as string);
      case 'again':
        return seen[value.v as number];
      case 'date':
        return put(new Date(decodeAny(value.v, seen) as number));
      case 'regexp':
        return put(new RegExp(list[0] as string, list[1] as string));
      case 'error':
        return put(decodeError(list as string[]));
      case 'bytes':
        return put(decodeBytes(value['kind'] as string, value.v as string));
      case 'map': {
        const map = put(new Map<unknown, unknown>());
        for (const pair of list as unknown[][]) map.set(decodeAny(pair[0], seen), decodeAny(pair[1], seen));
        return map;
      }
      case 'set': {
        const set = put(new Set<unknown>());
        for (const item of list) set.add(decodeAny(item, seen));
        return set;
      }
      case 'object':
        return decodePlain(value.v as Record<string, unknown>, seen);
      default:
        return fail();
    }
  }

  function decodeAny(value: unknown, seen: unknown[]): unknown {
    if (value === null || typeof value !== 'object') return value;
    if (Array.isArray(value)) {
      const out: unknown[] = [];
      seen.push(out);
      for (const item of value) out.push(decodeAny(item, seen));
      return out;
    }
    const tagged = value as Tagged;
    return tagged.$t === undefined ? decodePlain(tagged, seen) : decodeTagged(tagged, seen);
  }

  return {
    encode: (value) => encodeAny(value, new Map()),
    decode: (value) => decodeAny(value, []),
  };
}

/** The clone format in Node. */
export const wire = createWire({
  encode: (bytes) => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64'),
  decode: (text) => new Uint8Array(Buffer.from(text, 'base64')),
});
