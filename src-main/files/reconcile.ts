import fs from 'node:fs/promises';
import path from 'node:path';
import type { FileRecord } from '#contract/files';
import type { Clock } from '../lib/clock.ts';
import type { FileTable } from '../registry/file-table.ts';
import { errorFromErrno } from './disk.ts';
import { CANONICAL, parseVirtualPath } from './virtual-path.ts';

/** Where the files that outlive a launch lie. */
export interface LastingFolders {
  readonly saved: string;
  readonly user: string;
}

interface FileOnDisk {
  readonly path: string;
  readonly kind: 'saved' | 'user';
  readonly realPath: string;
}

/**
 * Brings the rows and the files of a program into step, as a crash may have left them: between a file's move to its
 * place and its row, between the end of its row and its removal, between new content and the row that tells its
 * size. What was acknowledged needs nothing of this.
 *
 * - A file without a row was on its way in, and gets one: it is whole, since only whole files are moved.
 * - A file whose row was ended by its removal is removed. No other file ever is.
 * - A row without a file ends.
 * - A file that something was being added to is cut back to what it was.
 * - A row of another size than its file takes the file's, and loses its hash.
 *
 * Run once a launch, before anybody works with the files.
 *
 * @throws FerryError `file.denied`, `file.io` when a folder cannot be read
 */
export async function reconcile(
  deps: { readonly table: FileTable; readonly clock: Clock },
  folders: LastingFolders,
  { project, launch }: { readonly project: string; readonly launch: number },
): Promise<void> {
  const { table, clock } = deps;
  const rows = table.list(project).filter(({ kind }) => kind !== 'temp');
  /** Sizes before what was being added when the launch died. */
  const halfAdded = new Map(table.growing(project).map(({ path: at, sizeBytes }) => [at, sizeBytes]));
  const livePaths = new Set(rows.map((row) => row.path));
  /** Two spellings may be one file where the file system does not tell them apart. */
  const known = new Set<string>();

  const checkRow = async (row: FileRecord): Promise<void> => {
    if (!canBeNamed(row.path)) {
      table.end(project, row.path, 'expired', clock.now());
      return;
    }
    const found = await fs.lstat(realPathOf(row, folders), { bigint: true }).catch((error: unknown) => {
      const { code } = error as NodeJS.ErrnoException;
      if (code === 'ENOENT' || code === 'ENOTDIR') return null;
      throw errorFromErrno(error, row.path);
    });
    if (!found?.isFile()) {
      table.end(project, row.path, 'expired', clock.now());
      return;
    }
    known.add(identityOf(found));
    const sizeBytes = Number(found.size);
    if (halfAdded.has(row.path) && row.sizeBytes === halfAdded.get(row.path) && sizeBytes > row.sizeBytes) {
      await fs.truncate(realPathOf(row, folders), row.sizeBytes).catch((error: unknown) => {
        throw errorFromErrno(error, row.path);
      });
      table.contentChanged(project, row.path, row.sizeBytes);
    } else if (sizeBytes !== row.sizeBytes || halfAdded.has(row.path)) {
      table.contentChanged(project, row.path, sizeBytes);
    }
  };

  const checkFile = async (file: FileOnDisk): Promise<void> => {
    if (livePaths.has(file.path)) return;
    const found = await fs.lstat(file.realPath, { bigint: true });
    if (known.has(identityOf(found))) return;
    if (table.lastEnd(project, file.path) === 'removed') {
      await fs.rm(file.realPath, { force: true });
      return;
    }
    table.insert(project, {
      path: file.path,
      kind: file.kind,
      sizeBytes: Number(found.size),
      origin:
        file.kind === 'saved' ? `saved:${file.path.replace(CANONICAL.saved, CANONICAL.temp)}` : 'recovered',
      createdAtEpochMs: Number(found.mtimeMs),
      launch,
      sha256: null,
    });
  };

  await Promise.all(rows.map(checkRow));
  const files = [...(await savedFiles(folders.saved)), ...(await userFiles(folders.user))];
  await Promise.all(files.map(checkFile));
}

/** Where a saved or user file of a row lies. */
export function realPathOf(row: FileRecord, folders: LastingFolders): string {
  const parsed = parseVirtualPath(row.path);
  return parsed.kind === 'user'
    ? path.join(folders.user, ...parsed.segments)
    : path.join(folders.saved, row.path.slice(CANONICAL.saved.length));
}

/** Names of saved files; whatever else lies there is not ours. */
const SAVED_NAME = /^[0-9a-f]{32}\.[a-z0-9]{1,16}$/;

async function savedFiles(folder: string): Promise<FileOnDisk[]> {
  const entries = await entriesOf(folder, false);
  return entries
    .filter((entry) => SAVED_NAME.test(entry.name))
    .map(({ realPath, name }) => ({ path: `${CANONICAL.saved}${name}`, kind: 'saved', realPath }));
}

async function userFiles(folder: string): Promise<FileOnDisk[]> {
  const entries = await entriesOf(folder, true);
  return entries.flatMap(({ realPath }) => {
    const virtualPath = `${CANONICAL.user}${path.relative(folder, realPath).split(path.sep).join('/')}`;
    return canBeNamed(virtualPath) ? [{ path: virtualPath, kind: 'user', realPath }] : [];
  });
}

/** Whether a page could name it: a file of somebody else's making may lie there under any name. */
function canBeNamed(virtualPath: string): boolean {
  try {
    parseVirtualPath(virtualPath);
    return true;
  } catch {
    return false;
  }
}

async function entriesOf(folder: string, recursive: boolean): Promise<{ name: string; realPath: string }[]> {
  const entries = await fs.readdir(folder, { recursive, withFileTypes: true }).catch((error: unknown) => {
    throw errorFromErrno(error, 'the folder of the program’s files');
  });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => ({ name: entry.name, realPath: path.join(entry.parentPath, entry.name) }));
}

function identityOf(stats: { readonly dev: bigint; readonly ino: bigint }): string {
  return `${String(stats.dev)}:${String(stats.ino)}`;
}
