import { createHash, randomBytes } from 'node:crypto';
import { createReadStream } from 'node:fs';
import fs from 'node:fs/promises';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { FerryError } from '#contract/errors';
import type { FileOrigin, FileRecord } from '#contract/files';
import type { Clock } from '../lib/clock.ts';
import { createListeners } from '../lib/listeners.ts';
import { createTurns } from '../lib/turns.ts';
import type { FileTable, NewFile } from '../registry/file-table.ts';
import {
  copyFile,
  errorFromErrno,
  fileSize,
  makeFolderDurably,
  moveDurably,
  realPathInside,
  refuseLinks,
} from './disk.ts';
import { PATH_SCHEMES, type PathScheme } from './path-scheme.ts';
import { reconcile } from './reconcile.ts';
import { CANONICAL, parseVirtualPath, type VirtualPath } from './virtual-path.ts';

/** Saved and user files of one mini-program together (WeChat's documentation: 200 MB). */
export const SAVED_QUOTA_BYTES = 200 * 1024 * 1024;

/** What stands before the temp path in the origin of a saved file. */
const SAVED_FROM = 'saved:';

/** A place for a file that is still being written. */
export interface FileTarget {
  /** The virtual path it will have. */
  readonly path: string;
  /** Write here; nobody else sees it. */
  readonly partPath: string;
  /** Makes the file real and registers it. */
  commit(sizeBytes: number): Promise<FileRecord>;
  /** Leaves nothing behind. */
  discard(): Promise<void>;
}

/** A readable file; the real path stays inside main and the worker. */
export interface ReadableFile {
  /** Its one virtual path, however often a slash was written in the path it was asked for by. */
  readonly path: string;
  readonly realPath: string;
  readonly sizeBytes: number;
}

/**
 * The files one mini-program can see. Owns where they lie and how long they live; refuses every path that leads
 * out of its folders, and never tells a real path to a page. Every path that goes in or comes out, in records,
 * origins and errors too, is spelt as the device spells it.
 */
export interface ProjectFiles {
  /** Whether a text is a local path on this device, as against a URL; it need not lead to a file. */
  owns(text: string): boolean;
  /** Opens a virtual or package path for reading; throws `file.path`, `file.not-found`, `file.type`. */
  open(virtualPath: string): Promise<ReadableFile>;
  /** A new temp file, say for a download; the extension comes without its dot, at the commit at the latest. */
  newTemp(origin: FileOrigin): TempTarget;
  /** A file at a user path, as `downloadFile`'s `filePath`: the parent folder exists, the quota holds. */
  newUserFile(virtualPath: string, origin: FileOrigin): Promise<FileTarget>;
  /** Copies a file of the computer into a temp file, as a picker does. */
  importTemp(sourcePath: string, origin: FileOrigin): Promise<FileRecord>;
  /** `wx.saveFile`: moves a temp file among the saved ones and returns its new path; the temp path is dead. */
  save(tempPath: string): Promise<FileRecord>;
  /** A saved file's record; throws `file.not-found`. */
  saved(virtualPath: string): FileRecord;
  removeSaved(virtualPath: string): Promise<void>;
  find(virtualPath: string): FileRecord | null;
  /** Bytes that saved and user files may still take. */
  quotaLeft(): number;
  /** The live file a path stands for now: the file itself, or the saved file that a temp file became. */
  follow(virtualPath: string): FileRecord | null;
  list(): FileRecord[];
  setHash(virtualPath: string, sha256: string): void;
  digest(virtualPath: string, algorithm: 'md5' | 'sha1'): Promise<{ sizeBytes: number; digest: string }>;
  /** Removes every file of this program: `--fresh`. */
  clear(): Promise<void>;
  onChange(listener: () => void): () => void;
}

export interface TempTarget {
  readonly partPath: string;
  commit(sizeBytes: number, extension: string): Promise<FileRecord>;
  discard(): Promise<void>;
}

interface Folders {
  readonly temp: string;
  readonly saved: string;
  readonly user: string;
  readonly parts: string;
}

export interface ProjectFilesOptions {
  /** Key of the program: its appid, or a hash of its folder. */
  readonly project: string;
  /** Folder of this program's files in the home. */
  readonly dataFolder: string;
  /** Root of its code package. */
  readonly packageRoot: string;
  readonly launch: number;
  readonly quotaBytes?: number;
  /** How the device spells paths; DevTools' way by default. The rows of the registry do not depend on it. */
  readonly paths?: PathScheme;
}

/**
 * Opens the files of a program. What is acknowledged, by a promise that resolves, is on the disk: first the bytes,
 * then the folder entry, then the row; at a removal first the end of the row, then the file goes. A launch that
 * died in between is put right by the first opening in the next one.
 */
export async function createProjectFiles(
  deps: { readonly table: FileTable; readonly clock: Clock },
  options: ProjectFilesOptions,
): Promise<ProjectFiles> {
  const { table, clock } = deps;
  const { project, packageRoot, launch } = options;
  const quotaBytes = options.quotaBytes ?? SAVED_QUOTA_BYTES;
  const paths = options.paths ?? PATH_SCHEMES.devtools;
  const folders = foldersOf(options.dataFolder, launch);
  const changed = createListeners<undefined>();
  await makeFolderDurably(folders.saved);
  await makeFolderDurably(folders.user);
  // The launch's own folder is made by the first opening in a launch, when nobody works with the files yet.
  if (!(await isThere(folders.temp))) await reconcile(deps, folders, { project, launch });
  await makeFolders(folders);

  /** What a page wrote: its canonical path and what that names; `virtualPath` stays what errors speak of. */
  const read = (virtualPath: string): { readonly canonical: string; readonly parsed: VirtualPath } => {
    const canonical = paths.read(virtualPath);
    return { canonical, parsed: parseVirtualPath(canonical) };
  };
  /** The canonical path of what a page wrote; null for what is no path. */
  const keyOf = (virtualPath: string): string | null => {
    try {
      return paths.read(virtualPath);
    } catch {
      return null;
    }
  };
  const rowAt = (virtualPath: string): FileRecord | null => {
    const canonical = keyOf(virtualPath);
    return canonical === null ? null : table.find(project, canonical);
  };
  /** A row as the device tells of it. */
  const told = (row: FileRecord): FileRecord => ({
    ...row,
    path: paths.spell(row.path),
    origin: row.origin.startsWith(SAVED_FROM)
      ? `${SAVED_FROM}${paths.spell(row.origin.slice(SAVED_FROM.length))}`
      : row.origin,
  });

  const locate = async (virtualPath: string): Promise<Omit<ReadableFile, 'sizeBytes'>> => {
    const { canonical, parsed } = read(virtualPath);
    if ('name' in parsed && !table.find(project, canonical)) throw noSuchFile(virtualPath);
    return { path: paths.spell(canonical), realPath: await realPathOf(parsed, virtualPath) };
  };
  const realPathOf = async (parsed: VirtualPath, shown: string): Promise<string> => {
    switch (parsed.kind) {
      case 'temp':
      case 'saved':
        return path.join(folders[parsed.kind], parsed.name);
      case 'user':
        return realPathInside(folders.user, parsed.segments, shown);
      case 'package':
        return packagedFile(parsed.segments, shown);
    }
  };
  /** Judged by the name it was asked for and by the one the system gives it: by a link, or in other letters. */
  const packagedFile = async (segments: readonly string[], shown: string): Promise<string> => {
    if (!isPackaged(segments)) throw noSuchFile(shown);
    const realPath = await realPathInside(packageRoot, segments, shown);
    const inside = path.relative(await fs.realpath(packageRoot), realPath);
    if (!isPackaged(inside.split(path.sep))) throw noSuchFile(shown);
    return realPath;
  };

  const newFile = (file: Pick<FileRecord, 'path' | 'kind' | 'sizeBytes' | 'origin'>): NewFile => ({
    ...file,
    createdAtEpochMs: clock.now(),
    launch,
    sha256: null,
  });
  /** Tells of a file that has just got its row. */
  const announced = (canonical: string): FileRecord => {
    changed.emit(undefined);
    const row = table.find(project, canonical);
    if (!row) throw new FerryError('internal', `The registry lost ${canonical}`);
    return told(row);
  };
  const checkQuota = (addedBytes: number): void => {
    const used = table.totalBytes(project, ['saved', 'user']);
    // A device's quota may be less than what another's let in: what takes no more room is not refused for it.
    if (addedBytes <= 0 || used + addedBytes <= quotaBytes) return;
    throw new FerryError('quota.exceeded', 'The maximum size of the file storage limit is exceeded.', {
      details: { usedBytes: used, addedBytes, quotaBytes },
    });
  };
  // The quota is checked and used up in one turn, or several files could each pass the check.
  const inTurn = createTurns();
  /** Canonical path of the user file that is being replaced. */
  let unhashable: string | null = null;
  const newPart = (): string => path.join(folders.parts, `${randomBytes(16).toString('hex')}.part`);
  const discard = (partPath: string) => (): Promise<void> => fs.rm(partPath, { force: true });

  /** Moves content to a user path, in place of what is there. */
  const putUserFile = async (partPath: string, realPath: string, file: NewFile): Promise<FileRecord> => {
    const replaced = table.find(project, file.path);
    checkQuota(file.sizeBytes - (replaced?.sizeBytes ?? 0));
    unhashable = file.path;
    const aside = newPart();
    try {
      const wasThere = await keepAside(realPath, aside);
      // A crash may leave the old row with the new content: it must not have the old content's hash.
      if (replaced?.sha256 != null) table.contentChanged(project, file.path, replaced.sizeBytes);
      await moveDurably(partPath, realPath);
      try {
        table.move(project, file.path, 'replaced', file);
      } catch (error) {
        // What is told as not written must not have cost what was acknowledged before.
        await (wasThere ? moveDurably(aside, realPath) : fs.rm(realPath, { force: true }));
        throw error;
      }
    } catch (error) {
      throw errorFromErrno(error, paths.spell(file.path));
    } finally {
      unhashable = null;
      await fs.rm(aside, { force: true });
    }
    return announced(file.path);
  };

  const newTemp = (origin: FileOrigin): TempTarget => {
    const partPath = newPart();
    return {
      partPath,
      discard: discard(partPath),
      async commit(sizeBytes, extension) {
        const name = fileName(extension);
        const tempPath = `${CANONICAL.temp}${name}`;
        const realPath = path.join(folders.temp, name);
        try {
          await fs.rename(partPath, realPath);
          table.insert(project, newFile({ path: tempPath, kind: 'temp', sizeBytes, origin }));
        } catch (error) {
          await fs.rm(realPath, { force: true });
          throw errorFromErrno(error, paths.spell(tempPath));
        }
        return announced(tempPath);
      },
    };
  };

  return {
    owns: (text) => paths.owns(text),
    async open(virtualPath) {
      const located = await locate(virtualPath);
      return { ...located, sizeBytes: await fileSize(located.realPath, virtualPath) };
    },
    newTemp,
    async newUserFile(virtualPath, origin) {
      const { canonical, parsed } = read(virtualPath);
      if (parsed.kind !== 'user') {
        throw new FerryError(
          'file.denied',
          `Only paths below ${paths.userDataPath}/ can be written: ${virtualPath}`,
          { details: { path: virtualPath } },
        );
      }
      const parent = parsed.segments.slice(0, -1);
      const folder =
        parent.length > 0 ? await realPathInside(folders.user, parent, virtualPath) : folders.user;
      const realPath = path.join(folder, parsed.segments.at(-1) ?? '');
      const partPath = newPart();
      return {
        path: paths.spell(canonical),
        partPath,
        discard: discard(partPath),
        commit: (sizeBytes) =>
          inTurn(() =>
            putUserFile(partPath, realPath, newFile({ path: canonical, kind: 'user', sizeBytes, origin })),
          ),
      };
    },
    async importTemp(sourcePath, origin) {
      const target = newTemp(origin);
      const shown = path.basename(sourcePath);
      try {
        await fileSize(sourcePath, shown);
        await copyFile(sourcePath, target.partPath);
        return await target.commit(await fileSize(target.partPath, shown), extensionForImport(sourcePath));
      } catch (error) {
        await target.discard();
        throw errorFromErrno(error, shown);
      }
    },
    save: (tempPath) =>
      inTurn(async () => {
        const { canonical, parsed } = read(tempPath);
        const temp = parsed.kind === 'temp' ? table.find(project, canonical) : null;
        if (parsed.kind !== 'temp' || !temp) {
          throw new FerryError('file.not-found', `No such temp file: ${tempPath}`, {
            details: { path: tempPath },
          });
        }
        checkQuota(temp.sizeBytes);
        const savedPath = `${CANONICAL.saved}${parsed.name}`;
        const [from, to] = [path.join(folders.temp, parsed.name), path.join(folders.saved, parsed.name)];
        await moveDurably(from, to).catch((error: unknown) => {
          throw errorFromErrno(error, tempPath);
        });
        const { sizeBytes } = temp;
        try {
          table.move(project, canonical, 'saved', {
            ...newFile({ path: savedPath, kind: 'saved', sizeBytes, origin: `${SAVED_FROM}${canonical}` }),
            // The hash may have come while the file was on its way.
            sha256: table.find(project, canonical)?.sha256 ?? null,
          });
        } catch (error) {
          // What is told as not saved must not turn up among the saved files at the next start.
          await fs.rename(to, from);
          throw errorFromErrno(error, tempPath);
        }
        return announced(savedPath);
      }),
    saved(virtualPath) {
      const found = rowAt(virtualPath);
      if (found?.kind === 'saved') return told(found);
      throw noSuchSavedFile(virtualPath);
    },
    async removeSaved(virtualPath) {
      const { canonical, parsed } = read(virtualPath);
      if (parsed.kind !== 'saved' || !table.end(project, canonical, 'removed', clock.now())) {
        throw noSuchSavedFile(virtualPath);
      }
      await fs.rm(path.join(folders.saved, parsed.name), { force: true });
      changed.emit(undefined);
    },
    find(virtualPath) {
      const row = rowAt(virtualPath);
      return row && told(row);
    },
    quotaLeft: () => Math.max(0, quotaBytes - table.totalBytes(project, ['saved', 'user'])),
    follow(virtualPath) {
      const canonical = keyOf(virtualPath);
      if (canonical === null) return null;
      const row =
        table.find(project, canonical) ??
        table.list(project).find((file) => file.origin === `${SAVED_FROM}${canonical}`);
      return row ? told(row) : null;
    },
    list: () => table.list(project).map(told),
    setHash(virtualPath, sha256) {
      const canonical = paths.read(virtualPath);
      if (canonical === unhashable) return;
      table.setHash(project, canonical, sha256);
      changed.emit(undefined);
    },
    async digest(virtualPath, algorithm) {
      const { realPath } = await locate(virtualPath);
      const sizeBytes = await fileSize(realPath, virtualPath);
      const hash = createHash(algorithm);
      await pipeline(createReadStream(realPath), hash).catch((error: unknown) => {
        throw errorFromErrno(error, virtualPath);
      });
      return { sizeBytes, digest: hash.digest('hex') };
    },
    async clear() {
      table.endAll(project, 'removed', clock.now());
      await fs.rm(options.dataFolder, { recursive: true, force: true });
      await makeFolders(folders);
      changed.emit(undefined);
    },
    onChange: (listener) =>
      changed.add(() => {
        listener();
      }),
  };
}

/**
 * Removes the temp and part folders of every launch but this one; a crash leaves nothing that outlives a start.
 *
 * @throws FerryError `file.denied` when a folder of the program's is a link
 */
export async function sweepOldLaunches(dataFolder: string, currentLaunch: number): Promise<void> {
  await refuseLinks([
    dataFolder,
    ...['temp', 'parts', 'saved', 'user'].map((name) => path.join(dataFolder, name)),
  ]);
  for (const kind of ['temp', 'parts']) {
    const folder = path.join(dataFolder, kind);
    const launches = await fs.readdir(folder).catch(() => []);
    for (const launch of launches) {
      if (launch === String(currentLaunch) || !/^\d+$/.test(launch)) continue;
      // The worker of a launch that has just died may still be writing there.
      await fs.rm(path.join(folder, launch), { recursive: true, force: true, maxRetries: 3 });
    }
  }
}

function foldersOf(dataFolder: string, launch: number): Folders {
  return {
    temp: path.join(dataFolder, 'temp', String(launch)),
    parts: path.join(dataFolder, 'parts', String(launch)),
    saved: path.join(dataFolder, 'saved'),
    user: path.join(dataFolder, 'user'),
  };
}

async function makeFolders(folders: Folders): Promise<void> {
  for (const folder of Object.values(folders) as string[]) await fs.mkdir(folder, { recursive: true });
}

/** Gives a file a second name, or a copy where there are no links; false when there is none. */
async function keepAside(file: string, aside: string): Promise<boolean> {
  try {
    await fs.link(file, aside);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return false;
    await fs.copyFile(file, aside, fs.constants.COPYFILE_FICLONE);
    return true;
  }
}

function isThere(folder: string): Promise<boolean> {
  return fs.access(folder).then(
    () => true,
    () => false,
  );
}

/** WeChat packs neither hidden files nor the developer's settings and dependencies, so a page cannot see them. */
function isPackaged(segments: readonly string[]): boolean {
  return !segments.some(
    (segment) =>
      segment.startsWith('.') ||
      segment === 'node_modules' ||
      /^project\.(private\.)?config\.json$/.test(segment),
  );
}

function noSuchFile(virtualPath: string): FerryError {
  return new FerryError('file.not-found', `No such file: ${virtualPath}`, { details: { path: virtualPath } });
}

function noSuchSavedFile(virtualPath: string): FerryError {
  return new FerryError('file.not-found', `No such saved file: ${virtualPath}`, {
    details: { path: virtualPath },
  });
}

function fileName(extension: string): string {
  const suffix = /^[A-Za-z0-9]{1,16}$/.test(extension) ? extension.toLowerCase() : 'unknown';
  return `${randomBytes(16).toString('hex')}.${suffix}`;
}

function extensionForImport(sourcePath: string): string {
  return path.extname(sourcePath).slice(1) || 'unknown';
}
