import { constants } from 'node:fs';
import fs from 'node:fs/promises';
import path from 'node:path';
import { FerryError } from '#contract/errors';

/** For the user to read and write, for others to read. */
const WRITABLE = 0o644;

/** Turns what a file operation threw into Ferry's words; the virtual path stands in for the real one. */
export function errorFromErrno(error: unknown, shownPath: string): FerryError {
  if (error instanceof FerryError) return error;
  const code = (error as NodeJS.ErrnoException | null)?.code;
  const details = { path: shownPath };
  switch (code) {
    case 'ENOENT':
    case 'ENOTDIR':
      return new FerryError('file.not-found', `No such file: ${shownPath}`, { details, cause: error });
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
      return new FerryError('file.denied', `Permission denied: ${shownPath}`, { details, cause: error });
    case 'EISDIR':
      return new FerryError('file.type', `Not a file but a folder: ${shownPath}`, { details, cause: error });
    case 'ENOSPC':
    case 'EDQUOT':
    case 'SQLITE_FULL':
      return new FerryError('file.no-space', `The disk is full; ${shownPath} was not written.`, {
        details,
        cause: error,
      });
    case 'ENAMETOOLONG':
    case 'ELOOP':
      return new FerryError('file.path', `The path cannot be used: ${shownPath}`, { details, cause: error });
    default:
      return new FerryError('file.io', `Cannot use ${shownPath}: ${code ?? 'unknown error'}`, {
        details,
        cause: error,
      });
  }
}

/** Size of a regular file; throws `file.not-found` or `file.type`. */
export async function fileSize(realPath: string, shownPath: string): Promise<number> {
  try {
    const stats = await fs.stat(realPath);
    if (!stats.isFile())
      throw new FerryError('file.type', `Not a file: ${shownPath}`, { details: { path: shownPath } });
    return stats.size;
  } catch (error) {
    throw errorFromErrno(error, shownPath);
  }
}

/** The real path of a file under a root, links resolved; throws `file.path` when it lies outside. */
export async function realPathInside(
  root: string,
  segments: readonly string[],
  shownPath: string,
): Promise<string> {
  try {
    const [realRoot, real] = await Promise.all([
      fs.realpath(root),
      fs.realpath(path.join(root, ...segments)),
    ]);
    if (!isInside(realRoot, real)) {
      throw new FerryError('file.path', `The path ${shownPath} leads out of its folder through a link.`, {
        details: { path: shownPath },
      });
    }
    return real;
  } catch (error) {
    throw errorFromErrno(error, shownPath);
  }
}

/** True when a path is strictly below a root; both absolute and with links resolved. */
export function isInside(root: string, candidate: string): boolean {
  const relative = path.relative(root, candidate);
  return (
    relative !== '' &&
    relative !== '..' &&
    !relative.startsWith(`..${path.sep}`) &&
    !path.isAbsolute(relative)
  );
}

/**
 * Copies without a second copy of the bytes where the file system can. The copy may be written to, even where the
 * original may not.
 */
export async function copyFile(from: string, to: string): Promise<void> {
  await fs.copyFile(from, to, constants.COPYFILE_FICLONE | constants.COPYFILE_EXCL);
  await fs.chmod(to, WRITABLE);
}

/** Gives a file a second name, or a copy where there are no links. */
export async function linkOrCopy(file: string, second: string): Promise<void> {
  try {
    await fs.link(file, second);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') throw error;
    await fs.copyFile(file, second, constants.COPYFILE_FICLONE);
  }
}

export function isThere(realPath: string): Promise<boolean> {
  return fs.access(realPath).then(
    () => true,
    () => false,
  );
}

/**
 * Removes a file, or a folder with all that is below it, in one step: moves it aside, has its rows ended, then takes
 * the time it takes. What was not there is as good as removed.
 *
 * @param aside a fresh path; what cannot be removed of it stays there
 * @param endRows what it throws brings back what was moved
 */
export async function removeAside(realPath: string, aside: string, endRows: () => void): Promise<void> {
  const isMoved = await fs.rename(realPath, aside).then(
    () => true,
    (error: unknown) => {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return false;
      throw error;
    },
  );
  try {
    endRows();
  } catch (error) {
    if (isMoved) await fs.rename(aside, realPath);
    throw error;
  }
  await fs.rm(aside, { recursive: true, force: true }).catch(() => undefined);
}

/** Moves a file so that it outlives a crash: its bytes and its new folder entry are on the disk on return. */
export async function moveDurably(from: string, to: string): Promise<void> {
  const handle = await fs.open(from, 'r+');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
  await fs.rename(from, to);
  await syncFolder(path.dirname(to));
}

/** Makes a folder and those above it, so that a crash does not take it and what comes to lie in it. */
export async function makeFolderDurably(folder: string): Promise<void> {
  const first = await fs.mkdir(folder, { recursive: true });
  if (first === undefined) return;
  let made = folder;
  for (let parent = path.dirname(made); parent !== made; parent = path.dirname(made)) {
    await syncFolder(parent);
    if (made === first) return;
    made = parent;
  }
}

/**
 * Holds folders that Ferry clears and writes to against a home that somebody prepared.
 *
 * @throws FerryError `file.denied` naming the first that is a link
 */
export async function refuseLinks(folders: readonly string[]): Promise<void> {
  for (const folder of folders) {
    const stats = await fs.lstat(folder).catch(() => null);
    if (!stats?.isSymbolicLink()) continue;
    throw new FerryError(
      'file.denied',
      `${folder} is a link. Ferry keeps its data in folders of its own: remove the link, or use another home with --home.`,
    );
  }
}

async function syncFolder(folder: string): Promise<void> {
  // Windows opens no folders; there NTFS journals the entry itself.
  if (process.platform === 'win32') return;
  const handle = await fs.open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
