import fs from 'node:fs';
import path from 'node:path';
import type { Mount } from './source-tree.ts';

/**
 * Where a build's mounts are written down for main: beside the build folder, as pages read what lies in it and are
 * told no real path.
 */
function mountsFile(buildDir: string): string {
  return `${buildDir}.mounts.json`;
}

/** Writes down which folders outside the project a build takes part of; none leave no file. */
export function writeMounts(buildDir: string, mounts: readonly Mount[]): void {
  const file = mountsFile(buildDir);
  if (mounts.length === 0) {
    fs.rmSync(file, { force: true });
    return;
  }
  fs.mkdirSync(path.dirname(file), { recursive: true });
  fs.writeFileSync(file, JSON.stringify(mounts));
}

/** The mounts of a build; none where nothing was written down, or by another version of Ferry. */
export function readMounts(buildDir: string): Mount[] {
  let text: string;
  try {
    text = fs.readFileSync(mountsFile(buildDir), 'utf8');
  } catch {
    return [];
  }
  const written: unknown = JSON.parse(text);
  return Array.isArray(written) ? written.filter(isMount) : [];
}

function isMount(value: unknown): value is Mount {
  const { at, folder } = (value ?? {}) as Partial<Record<keyof Mount, unknown>>;
  return typeof at === 'string' && typeof folder === 'string' && path.isAbsolute(folder);
}
