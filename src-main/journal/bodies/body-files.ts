import { constants, linkSync, rmSync, statSync } from 'node:fs';
import fs from 'node:fs/promises';
import path from 'node:path';

/** Where no second name can be had: more than this is not copied beside a transfer. */
const MAX_COPIED_BYTES = 64 * 1024 * 1024;
/** The same for a file that is about to be changed; whoever changes it waits. */
const MAX_DETACHED_BYTES = 256 * 1024 * 1024;

export type FileKept =
  /** `file` says which file it is a name of. */
  | { readonly kind: 'linked'; readonly file: string }
  | { readonly kind: 'copying'; readonly done: Promise<void> };

/**
 * Keeps a file by a second name, at once, so that nothing can come between; where that is not to be had, by a copy
 * that shares its bytes or is not too large. Null when neither is.
 */
export function keepFile(
  source: { readonly realPath: string; readonly sizeBytes: number },
  target: string,
  options: { readonly ownFolders: readonly string[]; readonly isChanging: (file: string) => boolean },
): FileKept | null {
  if (options.ownFolders.some((folder) => source.realPath.startsWith(folder + path.sep))) {
    try {
      linkSync(source.realPath, target);
      const { dev, ino, size } = statSync(target);
      const file = `${String(dev)}:${String(ino)}`;
      if (size === source.sizeBytes && !options.isChanging(file)) return { kind: 'linked', file };
      // It is being changed: nobody could say what of it was sent.
      rmSync(target, { force: true });
      return null;
    } catch (error) {
      if (isGone(error)) return null;
    }
  }
  return { kind: 'copying', done: copied(source, target) };
}

async function copied(
  source: { readonly realPath: string; readonly sizeBytes: number },
  target: string,
): Promise<void> {
  try {
    await copyWithin(source.realPath, target, source.sizeBytes, MAX_COPIED_BYTES);
    const { size } = await fs.stat(target);
    if (size !== source.sizeBytes) throw new Error('The file changed while it was copied.');
  } catch (error) {
    await fs.rm(target, { force: true });
    throw error;
  }
}

/** By sharing the bytes where the file system can, at any size; else byte by byte up to a limit. */
async function copyWithin(from: string, to: string, sizeBytes: number, limitBytes: number): Promise<void> {
  try {
    await fs.copyFile(from, to, constants.COPYFILE_FICLONE_FORCE | constants.COPYFILE_EXCL);
  } catch (error) {
    if (isGone(error) || sizeBytes > limitBytes) throw error;
    await fs.rm(to, { force: true });
    await fs.copyFile(from, to, constants.COPYFILE_EXCL);
  }
}

/**
 * Gives names of one file, which is about to be changed, a file of their own.
 *
 * @returns which file they are names of now; null when it is too large to copy, or could not be copied
 */
export async function detached(names: readonly string[]): Promise<string | null> {
  const [first] = names;
  if (first === undefined) return null;
  const fresh = `${first}.tmp`;
  try {
    const { size } = await fs.stat(first);
    await copyWithin(first, fresh, size, MAX_DETACHED_BYTES);
    const { dev, ino } = await fs.stat(fresh);
    for (const name of names.slice(1)) {
      const second = `${name}.tmp`;
      await fs.link(fresh, second);
      await fs.rename(second, name);
    }
    await fs.rename(fresh, first);
    return `${String(dev)}:${String(ino)}`;
  } catch {
    await fs.rm(fresh, { force: true });
    return null;
  }
}

function isGone(error: unknown): boolean {
  return (error as NodeJS.ErrnoException).code === 'ENOENT';
}
