import fs from 'node:fs';
import fsPromises from 'node:fs/promises';
import type { Home } from '../../src-main/home.ts';

/** What writes to the table of files. */
const WRITES: ReadonlySet<string> = new Set([
  ...['insert', 'end', 'endBelow', 'endAll', 'put', 'rename', 'setHash', 'contentChanged', 'grows'],
]);

/** Calls `beforeStep` before everything that is written to the table of files. */
export function stepsOfTables(tables: Home['tables'], beforeStep: () => void): Home['tables'] {
  const watched = new Proxy(tables.files, {
    get(target, key) {
      const value: unknown = Reflect.get(target, key);
      if (typeof value !== 'function' || !WRITES.has(String(key))) return value;
      return (...args: unknown[]): unknown => {
        beforeStep();
        return Reflect.apply(value as (...values: unknown[]) => unknown, target, args);
      };
    },
  });
  return { ...tables, files: watched };
}

/** The same before what the files' services do to the disk, each write of a stream included. */
export function stepsOfDisk(beforeStep: () => void): void {
  const doors = fsPromises as unknown as Record<string, (...args: unknown[]) => Promise<unknown>>;
  for (const name of [
    'rename',
    'rm',
    'rmdir',
    'mkdir',
    'link',
    'copyFile',
    'truncate',
    'writeFile',
    'appendFile',
  ]) {
    const original = doors[name];
    if (!original) throw new Error(`fs has no ${name}`);
    doors[name] = (...args) => {
      beforeStep();
      return original(...args);
    };
  }
  const { open } = fsPromises;
  fsPromises.open = async (...args) => {
    const handle = await open(...args);
    const sync = handle.sync.bind(handle);
    handle.sync = () => {
      beforeStep();
      return sync();
    };
    return handle;
  };
  const streamed = fs as unknown as Record<string, (...args: unknown[]) => unknown>;
  for (const name of ['write', 'writev']) {
    const original = streamed[name];
    if (!original) throw new Error(`fs has no ${name}`);
    streamed[name] = (...args) => {
      beforeStep();
      return original(...args);
    };
  }
}
