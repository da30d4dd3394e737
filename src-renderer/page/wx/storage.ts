import { FerryError } from '#contract/errors';
import {
  STORAGE_JSON_LENGTH,
  STORED_TYPE_KEY,
  type StorageAnswer,
  type StorageEntry,
  type StorageOperation,
} from '#contract/storage';
import type { ApiKit, WxFunctions } from './api-kit.ts';
import { Refusal } from './api-kit.ts';
import { flagOf, isOptions, parameterError, textOf, typeName } from './parameters.ts';

const PARAMETER_ERRNO = 1001;

/** A value in a form that JSON alone would turn into something else, with the type it comes back as. */
function wrapped(type: 'Undefined' | 'Date' | 'Number' | 'Object', value?: unknown): string {
  return JSON.stringify({ [STORED_TYPE_KEY]: type, value });
}

/**
 * A value as the JSON text that is stored. WeChat keeps native types, Date and whatever JSON can hold; Date,
 * undefined and the numbers JSON has no word for are wrapped so that they come back as they went. Within an object
 * or a list JSON's rules hold, as in WeChat: a Date becomes its text, undefined is left out.
 */
function storedJson(value: unknown): string {
  if (value === undefined) return wrapped('Undefined');
  if (value instanceof Date) return wrapped('Date', value.getTime());
  if (typeof value === 'number' && !Number.isFinite(value)) return wrapped('Number', String(value));
  let json: string | undefined;
  try {
    const isTaken = isOptions(value) && Object.hasOwn(value, STORED_TYPE_KEY);
    json = isTaken ? wrapped('Object', value) : JSON.stringify(value);
  } catch {
    json = undefined;
  }
  if (json === undefined) throw new Refusal('data cannot be stored: it has no JSON form');
  if (json.length > STORAGE_JSON_LENGTH) throw new Refusal('entry size limit reached');
  return json;
}

/** The value behind {@link storedJson}'s text. */
function valueFromStored(json: string): unknown {
  const value: unknown = JSON.parse(json);
  if (!isOptions(value) || !(STORED_TYPE_KEY in value)) return value;
  switch (value[STORED_TYPE_KEY]) {
    case 'Undefined':
      return undefined;
    case 'Date':
      // An invalid Date has no time, and comes back invalid.
      return new Date(Number(value['value'] ?? NaN));
    case 'Number':
      return Number(value['value']);
    case 'Object':
      return value['value'];
    default:
      return value;
  }
}

/** An absent key reads as '' where nothing can fail (WeChat's documentation of getStorageSync). */
function valueOrEmpty(json: string | null): unknown {
  return json === null ? '' : valueFromStored(json);
}

function infoFrom(answer: StorageAnswer): { keys: string[]; currentSize: number; limitSize: number } {
  return { keys: [...answer.keys], currentSize: answer.currentSize, limitSize: answer.limitSize };
}

/** Positional parameters have no name in the message (WeChat's logs of setStorageSync). */
function wrongType(what: string, wanted: string, value: unknown): Refusal {
  return new Refusal(
    `parameter error: ${what} should be ${wanted} instead of ${typeName(value)};`,
    PARAMETER_ERRNO,
  );
}

function keyFrom(value: unknown): string {
  if (typeof value !== 'string') throw wrongType('parameter', 'String', value);
  return value;
}

/** @param what the list as the message names it: `parameter.keyList`, or `parameter` by position */
function keysFrom(list: unknown, what: string): string[] {
  if (!Array.isArray(list)) throw wrongType(what, 'Array', list);
  return list.map((key: unknown, index) => {
    if (typeof key !== 'string') throw wrongType(`${what}[${String(index)}]`, 'String', key);
    return key;
  });
}

/** @param what as for {@link keysFrom} */
function entriesFrom(list: unknown, what: string): StorageEntry[] {
  if (!Array.isArray(list)) throw wrongType(what, 'Array', list);
  return list.map((entry: unknown, index) => {
    const place = `${what}[${String(index)}]`;
    if (!isOptions(entry)) throw wrongType(place, 'Object', entry);
    const wrong = parameterError(entry, { key: 'String' });
    if (wrong !== null) throw wrongType(`${place}.key`, 'String', entry['key']);
    return { key: textOf(entry, 'key'), json: storedJson(entry['value']) };
  });
}

/** What `batchGetStorage` asks main for: each key once, so that an answer is never more than the storage holds. */
function askedFor(keys: readonly string[]): StorageOperation & { readonly op: 'get-many' } {
  return { op: 'get-many', keys: [...new Set(keys)] };
}

/** The values in the order of the list; a key that stands there twice has one value in both places. */
function valuesOf(keys: readonly string[], jsons: StorageAnswer['jsons']): unknown[] {
  const values = new Map([...new Set(keys)].map((key, index) => [key, valueOrEmpty(jsons[index] ?? null)]));
  return keys.map((key) => values.get(key));
}

/** Data storage, asynchronous and `*Sync` (WeChat's documentation of each). */
export function createStorageFunctions(kit: ApiKit): WxFunctions {
  const { host } = kit;

  function ask(operation: StorageOperation): StorageAnswer {
    const reply = host.bridge.callSync('wx:storage-sync', host.stamp(operation));
    if (!reply.ok) throw FerryError.fromWire(reply.error);
    return reply.value;
  }

  return {
    setStorage: kit.asynchronous('setStorage', { key: 'String' }, async (options) => {
      const encrypt = flagOf(options, 'encrypt');
      await kit.call('wx:storage', {
        op: 'set',
        key: textOf(options, 'key'),
        json: storedJson(options['data']),
        encrypt,
      });
      return {};
    }),
    getStorage: kit.asynchronous('getStorage', { key: 'String' }, async (options) => {
      const encrypt = flagOf(options, 'encrypt');
      const { json } = await kit.call('wx:storage', { op: 'get', key: textOf(options, 'key'), encrypt });
      if (json === null) throw new Refusal('data not found');
      return { data: valueFromStored(json) };
    }),
    removeStorage: kit.asynchronous('removeStorage', { key: 'String' }, async (options) => {
      await kit.call('wx:storage', { op: 'remove', key: textOf(options, 'key') });
      return {};
    }),
    clearStorage: kit.asynchronous('clearStorage', {}, async () => {
      await kit.call('wx:storage', { op: 'clear' });
      return {};
    }),
    getStorageInfo: kit.asynchronous('getStorageInfo', {}, async () =>
      infoFrom(await kit.call('wx:storage', { op: 'info' })),
    ),
    batchSetStorage: kit.asynchronous('batchSetStorage', { kvList: 'Array' }, async (options) => {
      const entries = entriesFrom(options['kvList'], 'parameter.kvList');
      await kit.call('wx:storage', { op: 'set-many', entries });
      return {};
    }),
    // UNCERTAIN: `dataList` is not in the documentation; it is what WeChat's own simulator answers.
    batchGetStorage: kit.asynchronous('batchGetStorage', { keyList: 'Array' }, async (options) => {
      const keys = keysFrom(options['keyList'], 'parameter.keyList');
      const { jsons } = await kit.call('wx:storage', askedFor(keys));
      return { dataList: valuesOf(keys, jsons) };
    }),

    setStorageSync: kit.synchronous('setStorageSync', (key, data) => {
      ask({ op: 'set', key: keyFrom(key), json: storedJson(data) });
    }),
    getStorageSync: kit.synchronous('getStorageSync', (key) =>
      valueOrEmpty(ask({ op: 'get', key: keyFrom(key) }).json),
    ),
    removeStorageSync: kit.synchronous('removeStorageSync', (key) => {
      ask({ op: 'remove', key: keyFrom(key) });
    }),
    clearStorageSync: kit.synchronous('clearStorageSync', () => {
      ask({ op: 'clear' });
    }),
    getStorageInfoSync: kit.synchronous('getStorageInfoSync', () => infoFrom(ask({ op: 'info' }))),
    batchSetStorageSync: kit.synchronous('batchSetStorageSync', (kvList) => {
      ask({ op: 'set-many', entries: entriesFrom(kvList, 'parameter') });
    }),
    batchGetStorageSync: kit.synchronous('batchGetStorageSync', (keyList) => {
      const keys = keysFrom(keyList, 'parameter');
      return valuesOf(keys, ask(askedFor(keys)).jsons);
    }),
  };
}
