import { realpathSync } from 'node:fs';
import fsPromises from 'node:fs/promises';
import path from 'node:path';

/** What reads or changes the content of a path, or the folder it lies in; where a link leads may be looked at. */
const TOUCHING = [
  ...[
    'open',
    'readFile',
    'writeFile',
    'appendFile',
    'truncate',
    'readdir',
    'opendir',
    'mkdir',
    'rmdir',
    'rm',
  ],
  ...['unlink', 'rename', 'copyFile', 'link', 'symlink', 'chmod', 'utimes', 'cp'],
] as const;

/** How many of the arguments are paths. */
const PATHS: Readonly<Record<string, number>> = { rename: 2, copyFile: 2, link: 2, symlink: 2, cp: 2 };

export interface WatchedDisk {
  /** Real paths outside the folders that something was about to touch. */
  readonly strayed: string[];
  /** How often anything was touched. */
  count(): number;
  stop(): void;
}

/**
 * Lets code of this process touch these folders alone, links resolved: what would stray is noted and refused, so that
 * a hole that a test finds costs the computer nothing.
 */
export function watchDisk(folders: readonly string[]): WatchedDisk {
  const doors = fsPromises as unknown as Record<string, (...args: unknown[]) => unknown>;
  const originals = new Map<string, (...args: unknown[]) => unknown>();
  const strayed: string[] = [];
  let touched = 0;
  const strays = (name: string, target: unknown): boolean => {
    if (typeof target !== 'string') return false;
    touched += 1;
    const real = realOf(target);
    if (folders.some((folder) => real === folder || real.startsWith(folder + path.sep))) return false;
    strayed.push(`${name} ${real}`);
    return true;
  };
  for (const name of TOUCHING) {
    const original = doors[name];
    if (!original) throw new Error(`fs has no ${name}`);
    originals.set(name, original);
    doors[name] = (...args) => {
      const refused = args.slice(0, PATHS[name] ?? 1).filter((target) => strays(name, target));
      if (refused.length > 0)
        return Promise.reject(new Error(`The test refuses ${name} outside its folders.`));
      return Reflect.apply(original, fsPromises, args);
    };
  }
  return {
    strayed,
    count: () => touched,
    stop() {
      for (const [name, original] of originals) doors[name] = original;
    },
  };
}

/** Where a path leads, as far as it exists. */
function realOf(target: string): string {
  try {
    return realpathSync.native(target);
  } catch {
    const parent = path.dirname(target);
    return parent === target ? target : path.join(realOf(parent), path.basename(target));
  }
}
