import { FerryError } from '#contract/errors';
import type { StorageAnswer, StorageOperation } from '#contract/wx';
import type { ApiKit, WxFunctions } from './api-kit.ts';
import { Refusal } from './api-kit.ts';
import { isOptions, parameterError, textOf } from './parameters.ts';

/** Marks values that JSON alone would turn into something else. */
const TYPE_KEY = 'ferry:type';

/**
 * A value as the JSON text that is stored. WeChat keeps native types, Date and whatever JSON can hold; Date,
 * undefined and the numbers JSON has no word for are wrapped so that they come back as they went.
 */
function storedJson(value: unknown): string {
  if (value === undefined) return JSON.stringify({ [TYPE_KEY]: 'Undefined' });
  if (value instanceof Date) return JSON.stringify({ [TYPE_KEY]: 'Date', value: value.getTime() });
  if (typeof value === 'number' && !Number.isFinite(value)) {
    return JSON.stringify({ [TYPE_KEY]: 'Number', value: String(value) });
  }
  let json: string | undefined;
  try {
    json = JSON.stringify(value);
  } catch {
    json = undefined;
  }
  if (json === undefined) throw new Refusal('data cannot be stored: it has no JSON form');
  return json;
}

/** The value behind {@link storedJson}'s text. */
function valueFromStored(json: string): unknown {
  const value: unknown = JSON.parse(json);
  if (!isOptions(value) || !(TYPE_KEY in value)) return value;
  if (value[TYPE_KEY] === 'Undefined') return undefined;
  if (value[TYPE_KEY] === 'Date') return new Date(Number(value['value']));
  if (value[TYPE_KEY] === 'Number') return Number(value['value']);
  return value;
}

function infoFrom(answer: StorageAnswer): { keys: string[]; currentSize: number; limitSize: number } {
  return { keys: [...answer.keys], currentSize: answer.currentSize, limitSize: answer.limitSize };
}

/** Data storage, asynchronous and `*Sync`. */
export function createStorageFunctions(kit: ApiKit): WxFunctions {
  const { host } = kit;

  function ask(operation: StorageOperation): StorageAnswer {
    const reply = host.bridge.callSync('wx:storage-sync', host.stamp(operation));
    if (!reply.ok) throw FerryError.fromWire(reply.error);
    return reply.value;
  }

  function keyOf(value: unknown): string {
    const wrong = parameterError({ key: value }, { key: 'String' });
    if (wrong !== null) throw new Refusal(wrong, 1001);
    return String(value);
  }

  return {
    setStorage: kit.asynchronous('setStorage', { key: 'String' }, async (options) => {
      await kit.call('wx:storage', {
        op: 'set',
        key: textOf(options, 'key'),
        json: storedJson(options['data']),
      });
      return {};
    }),
    getStorage: kit.asynchronous('getStorage', { key: 'String' }, async (options) => {
      const { json } = await kit.call('wx:storage', { op: 'get', key: textOf(options, 'key') });
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

    setStorageSync: kit.synchronous('setStorageSync', (key, data) => {
      ask({ op: 'set', key: keyOf(key), json: storedJson(data) });
    }),
    // An absent key reads as '' (WeChat's documentation of getStorageSync).
    getStorageSync: kit.synchronous('getStorageSync', (key) => {
      const { json } = ask({ op: 'get', key: keyOf(key) });
      return json === null ? '' : valueFromStored(json);
    }),
    removeStorageSync: kit.synchronous('removeStorageSync', (key) => {
      ask({ op: 'remove', key: keyOf(key) });
    }),
    clearStorageSync: kit.synchronous('clearStorageSync', () => {
      ask({ op: 'clear' });
    }),
    getStorageInfoSync: kit.synchronous('getStorageInfoSync', () => infoFrom(ask({ op: 'info' }))),
  };
}
