import { expect, test } from 'vitest';
import { launchStart } from '../../../src-renderer/panel/app/launch-start.ts';

function memoryStorage(): Storage {
  const values = new Map<string, string>();
  return {
    get length() {
      return values.size;
    },
    clear: () => {
      values.clear();
    },
    getItem: (key) => values.get(key) ?? null,
    key: (index) => [...values.keys()][index] ?? null,
    removeItem: (key) => {
      values.delete(key);
    },
    setItem: (key, value) => {
      values.set(key, value);
    },
  };
}

test('a panel that loads again is still in the launch it first ran in', () => {
  const storage = memoryStorage();
  expect(launchStart(() => storage, 1000)).toBe(1000);
  expect(launchStart(() => storage, 5000)).toBe(1000);
});

test('shut storage does no harm', () => {
  const shut = (): Storage => {
    throw new Error('denied');
  };
  expect(launchStart(shut, 1000)).toBe(1000);
});
