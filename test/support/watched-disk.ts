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
  /** Real paths outside the folders that something touched. */
  readonly strayed: string[];
  /** How often anything was touched. */
  count(): number;
  stop(): void;
}

/** Notes every path that code of this process touches, links resolved, and whether it lies in these folders. */
export function watchDisk(folders: readonly string[]): WatchedDisk {
  const doors = fsPromises as unknown as Record<string, (...args: unknown[]) => unknown>;
  const originals = new Map<string, (...args: unknown[]) => unknown>();
  const strayed: string[] = [];
  let touched = 0;
  const look = (name: string, target: unknown): void => {
    if (typeof target !== 'string') return;
    touched += 1;
    const real = realOf(target);
    if (!folders.some((folder) => real === folder || real.startsWith(folder + path.sep))) {
      strayed.push(`${name} ${real}`);
    }
  };
  for (const name of TOUCHING) {
    const original = doors[name];
    if (!original) throw new Error(`fs has no ${name}`);
    originals.set(name, original);
    doors[name] = (...args) => {
      for (const target of args.slice(0, PATHS[name] ?? 1)) look(name, target);
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
