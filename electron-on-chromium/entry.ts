import { existsSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';

/** What to run. */
export interface AppEntry {
  /** The app's folder: where its package.json lies. */
  readonly folder: string;
  /** The main script. */
  readonly file: string;
  /** Where the app's resources lie: for an app that is not packed, its folder. */
  readonly resources: string;
  readonly isPackaged: boolean;
}

/**
 * Finds the main script of an app given as a folder or a file, or null when there is none. A folder's
 * package.json names it in `main`; without, it is index.js. A file belongs to the folder it lies in.
 */
export function resolveEntry(given: string, workingFolder: string): AppEntry | null {
  const target = path.resolve(workingFolder, given);
  if (!existsSync(target)) return null;
  if (!statSync(target).isDirectory()) return unpackedEntry(path.dirname(target), target);
  const manifest = path.join(target, 'package.json');
  const main = existsSync(manifest)
    ? (JSON.parse(readFileSync(manifest, 'utf8')) as { main?: string }).main
    : undefined;
  const file = path.join(target, main ?? 'index.js');
  return existsSync(file) ? unpackedEntry(target, file) : null;
}

function unpackedEntry(folder: string, file: string): AppEntry {
  return { folder, file, resources: folder, isPackaged: false };
}
