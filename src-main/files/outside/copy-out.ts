import { randomUUID } from 'node:crypto';
import fs from 'node:fs/promises';
import path from 'node:path';
import { errorFromErrno } from '../disk.ts';

/** Far more than anybody keeps of one name. */
const MAX_NAMES = 10_000;

/**
 * Copies a file into a folder of the person's under a name that is still free there (`name.jpg`, `name-1.jpg`, …):
 * nothing is ever overwritten, and nothing half written has the name.
 *
 * @param shownPath the virtual path, for the error: the folder is nobody's to know
 * @returns the path of the copy
 * @throws FerryError `file.not-found`, `file.denied`, `file.no-space`, `file.io`
 */
export async function copyOut(
  realPath: string,
  folder: string,
  name: string,
  shownPath: string,
): Promise<string> {
  const part = path.join(folder, `.${randomUUID()}.part`);
  try {
    await fs.mkdir(folder, { recursive: true });
    await fs.copyFile(realPath, part, fs.constants.COPYFILE_EXCL);
    return await takeFreeName(part, folder, name);
  } catch (error) {
    throw errorFromErrno(error, shownPath);
  } finally {
    await removePart(part);
  }
}

/** Removes what is left of a copy. Where that fails there is none, and the first failure is the one to tell. */
export async function removePart(part: string): Promise<void> {
  await fs.rm(part, { force: true }).catch(() => undefined);
}

/** Gives the copy the first name that is free; where there are no links, by one more copy. */
async function takeFreeName(part: string, folder: string, name: string): Promise<string> {
  const extension = path.extname(name);
  const stem = path.basename(name, extension);
  for (let number = 0; number < MAX_NAMES; number += 1) {
    const target = path.join(folder, number === 0 ? name : `${stem}-${String(number)}${extension}`);
    try {
      await fs.link(part, target).catch(async (error: unknown) => {
        if (isTaken(error)) throw error;
        await fs.copyFile(part, target, fs.constants.COPYFILE_EXCL);
      });
      return target;
    } catch (error) {
      if (!isTaken(error)) throw error;
    }
  }
  throw new Error('Every name is taken.');
}

function isTaken(error: unknown): boolean {
  return (error as NodeJS.ErrnoException).code === 'EEXIST';
}

/**
 * The last part of a virtual path as a file of the person's may be called, without its extension: not hidden, not a
 * path, not longer than a name can be. Empty where nothing is left of it.
 */
export function plainStem(virtualPath: string): string {
  const last = virtualPath.split(/[/\\]/).at(-1) ?? '';
  const stem = path.basename(last, path.extname(last));
  return stem
    .replaceAll(/[\u0000-\u001f<>:"|?*]/g, '')
    .replace(/^[.\s-]+/, '')
    .slice(0, 80)
    .trim();
}

/** The extension of a virtual path, in lower case and without its dot; empty where there is none. */
export function extensionIn(virtualPath: string): string {
  return path
    .extname(virtualPath.split('/').at(-1) ?? '')
    .slice(1)
    .toLowerCase();
}
