import { randomBytes } from 'node:crypto';
import type { Stats } from 'node:fs';
import fs from 'node:fs/promises';
import path from 'node:path';
import { FerryError } from '#contract/errors';
import { FILLER_ORIGIN, type FileKind, type FileOrigin, type FileRecord } from '#contract/files';
import type { Clock } from '../lib/clock.ts';
import { createListeners } from '../lib/listeners.ts';
import { createTurns } from '../lib/turns.ts';
import type { FileEnding, FileTable, Flush, NewFile } from '../registry/file-table.ts';
import { createContentChanges, type ContentChanges } from './content-changes.ts';
import { errorFromErrno, isThere, makeFolderDurably, realPathInside } from './disk.ts';
import { PATH_SCHEMES, type PathScheme } from './path-scheme.ts';
import { putFiles, type Put } from './put-files.ts';
import { createQuota, type Quota } from './quota.ts';
import { realPathOf, reconcile } from './reconcile.ts';
import { CANONICAL, parseVirtualPath, type VirtualPath } from './virtual-path.ts';

/** Saved and user files of one mini-program together (WeChat's documentation: 200 MB). */
export const SAVED_QUOTA_BYTES = 200 * 1024 * 1024;
/** Temp files of one mini-program while it runs (WeChat's documentation: 4 GB). */
export const TEMP_LIMIT_BYTES = 4 * 1024 ** 3;

/** What stands before a path in the origin of a file that was made from another one. */
const MADE_FROM = /^(saved|copied|moved|unzipped|compressed|cropped|thumbnail):(.*)$/s;

export interface FileSpaceDeps {
  readonly table: FileTable;
  readonly clock: Clock;
  /** The SHA-256 of a file, in spare time; null when it cannot be had. Without it, only what is written at once is hashed. */
  readonly hash?: (realPath: string) => Promise<string | null>;
  /** Runs what changes a file where it lies, with a view to other names that the file may have. */
  readonly guard?: GuardContent;
}

/** Which file it is, and what is to be done to it. */
export type GuardContent = <T>(file: Pick<Stats, 'dev' | 'ino'>, change: () => Promise<T>) => Promise<T>;

export interface FileSpaceOptions {
  /** Key of the program: its appid, or a hash of its folder. */
  readonly project: string;
  /** Folder of this program's files in the home. */
  readonly dataFolder: string;
  /** Root of its code package. */
  readonly packageRoot: string;
  /** Folders elsewhere whose files count as the package's: where they stand in it, and the absolute folder. */
  readonly mounts?: readonly { readonly at: string; readonly folder: string }[];
  readonly launch: number;
  readonly quotaBytes?: number;
  readonly tempLimitBytes?: number;
  /** How the device spells paths; DevTools' way by default. The rows of the registry do not depend on it. */
  readonly paths?: PathScheme;
}

export interface SpaceFolders {
  readonly temp: string;
  readonly saved: string;
  readonly user: string;
  readonly parts: string;
}

/** A path that leads somewhere: what it names, its one spelling, and where that lies. */
export interface Place {
  readonly canonical: string;
  readonly parsed: VirtualPath;
  readonly realPath: string;
}

/** A place a page may write to; nothing need be there yet. */
export interface UserPlace extends Place {
  /** What is there now; null when nothing is. */
  readonly stats: Stats | null;
}

/** Whoever holds files of the program open; told of what becomes of their paths, in the turn that does it. */
export interface OpenFilesHolder {
  /** Files at these paths are gone; what is open stays readable and takes its room. */
  gone(isGone: (canonical: string) => boolean): Promise<void>;
  moved(moves: readonly { readonly from: string; readonly to: Place }[]): void;
  /** Other content lies at a path now. */
  replaced(canonical: string): Promise<void>;
}

/**
 * The ground that everything stands on that works with one program's files: its folders, its rows, how its paths are
 * read and told, its quota, and one turn at a time for what changes. Paths in and out are spelt as the device does;
 * `canonical` ones are the registry's.
 */
export interface FileSpace {
  readonly project: string;
  readonly launch: number;
  readonly table: FileTable;
  readonly clock: Clock;
  readonly paths: PathScheme;
  readonly folders: SpaceFolders;
  readonly dataFolder: string;
  readonly quota: Quota;
  readonly changes: ContentChanges;
  /** What a page wrote; throws `file.path`. */
  read(virtualPath: string): { readonly canonical: string; readonly parsed: VirtualPath };
  /** The canonical path of what a page wrote; null for what is no path. */
  keyOf(virtualPath: string): string | null;
  /** A row as the device tells of it. */
  told<R extends FileRecord>(row: R): R;
  /** Where an existing file or folder lies; throws `file.path`, `file.not-found`. */
  locate(virtualPath: string): Promise<Place>;
  /**
   * A place below the user folder, whose parent must be there. Where the file system knows the file by other letters,
   * the place is called by those.
   *
   * @throws FerryError `file.path`, `file.denied` for what is not a user path, `file.not-found` without a parent
   */
  userPlace(virtualPath: string): Promise<UserPlace>;
  /** Whatever changes a file where it lies goes through this. */
  readonly guard: GuardContent;
  /** A fresh path for content that is still being written. */
  newPart(): string;
  newFile(file: {
    readonly path: string;
    readonly kind: FileKind;
    readonly sizeBytes: number;
    readonly origin: FileOrigin;
    readonly sha256?: string | null;
  }): NewFile;
  /**
   * Moves contents to user paths, in place of what is there, quota and rows included: all of them or none.
   *
   * @param ends live files that became one of these
   */
  put(puts: readonly Put[], flush: Flush, ends?: readonly FileEnding[]): Promise<void>;
  /** Tells of a file that has just got its row. */
  announced(canonical: string): FileRecord;
  /** A file is another, or gone. */
  changed(): void;
  onChange(listener: () => void): () => void;
  /** Checks and changes happen in one turn, or several files could each pass the check. */
  inTurn<T>(work: () => Promise<T>): Promise<T>;
  /** A temp file was read: the least recently used are the first to go. Reading needs no room on the disk. */
  used(canonical: string): void;
  /** Makes somebody the holder of the program's open files. */
  hold(holder: OpenFilesHolder): void;
  readonly held: OpenFilesHolder;
}

/** While nobody holds any. */
const NONE_OPEN: OpenFilesHolder = {
  gone: () => Promise.resolve(),
  moved: () => undefined,
  replaced: () => Promise.resolve(),
};

/**
 * Opens the files of a program. A launch that died in the middle of a change is put right by the first opening in
 * the next one.
 */
export async function openFileSpace(deps: FileSpaceDeps, options: FileSpaceOptions): Promise<FileSpace> {
  const { table, clock } = deps;
  const { project, packageRoot, launch } = options;
  const paths = options.paths ?? PATH_SCHEMES.devtools;
  const folders = foldersOf(options.dataFolder, launch);
  await makeFolderDurably(folders.saved);
  await makeFolderDurably(folders.user);
  // The launch's own folder is made by the first opening in a launch, when nobody works with the files yet.
  const isFirst = !(await isThere(folders.temp));
  if (isFirst) await reconcile(deps, folders, { project, launch });
  await makeFolders(folders);

  const listeners = createListeners<undefined>();
  const changed = (): void => {
    listeners.emit(undefined);
  };
  const changes = createContentChanges({ table, hash: deps.hash, changed }, project);
  const quota = createQuota(table, project, {
    lastingBytes: options.quotaBytes ?? SAVED_QUOTA_BYTES,
    tempBytes: options.tempLimitBytes ?? TEMP_LIMIT_BYTES,
  });
  let held = NONE_OPEN;
  if (isFirst) {
    // What a crash left without a hash gets one.
    for (const row of table.list(project)) {
      if (row.kind !== 'temp' && row.sha256 === null && row.origin !== FILLER_ORIGIN)
        changes.hashLater(row.path, realPathOf(row, folders));
    }
  }

  const read = (virtualPath: string): { readonly canonical: string; readonly parsed: VirtualPath } => {
    const canonical = paths.read(virtualPath);
    return { canonical, parsed: parseVirtualPath(canonical) };
  };
  const told = <R extends FileRecord>(row: R): R => ({
    ...row,
    path: paths.spell(row.path),
    origin: row.origin.replace(MADE_FROM, (_all, how: string, from: string) => `${how}:${paths.spell(from)}`),
  });

  // The longest first: an npm package may hold another's.
  const mounts = [...(options.mounts ?? [])].sort((a, b) => b.at.length - a.at.length);
  const packagedFile = async (segments: readonly string[], shown: string): Promise<string> => {
    // Judged by the name it was asked for and by the one the system gives it: by a link, or in other letters.
    if (!isPackaged(segments)) throw noSuchFile(shown);
    const mount = mounts.find(({ at }) => `${segments.join('/')}/`.startsWith(`${at}/`));
    const root = mount?.folder ?? packageRoot;
    const realPath = await realPathInside(
      root,
      mount ? segments.slice(mount.at.split('/').length) : segments,
      shown,
    );
    const inside = path.relative(await fs.realpath(root), realPath);
    if (!isPackaged(inside.split(path.sep))) throw noSuchFile(shown);
    return realPath;
  };
  const locate = async (virtualPath: string): Promise<Place> => {
    const { canonical, parsed } = read(virtualPath);
    switch (parsed.kind) {
      case 'temp':
      case 'saved':
        if (!table.find(project, canonical)) throw noSuchFile(virtualPath);
        return { canonical, parsed, realPath: path.join(folders[parsed.kind], parsed.name) };
      case 'user':
        return ownPlace(await userFolderOf(parsed.segments, virtualPath));
      case 'package':
        return { canonical, parsed, realPath: await packagedFile(parsed.segments, virtualPath) };
    }
  };
  const userFolderOf = (segments: readonly string[], shown: string): Promise<string> =>
    segments.length === 0 ? fs.realpath(folders.user) : realPathInside(folders.user, segments, shown);
  /** The place of a real path below the user folder, called as the file system calls it. */
  const ownPlace = async (realPath: string): Promise<Place> => {
    const relative = path.relative(await fs.realpath(folders.user), realPath);
    const segments = relative === '' ? [] : relative.split(path.sep);
    return {
      canonical: `${CANONICAL.user}${segments.join('/')}`,
      parsed: { kind: 'user', segments },
      realPath,
    };
  };
  const userPlace = async (virtualPath: string): Promise<UserPlace> => {
    const { parsed } = read(virtualPath);
    if (parsed.kind !== 'user' || parsed.segments.length === 0) {
      throw new FerryError(
        'file.denied',
        `Only paths below ${paths.userDataPath}/ can be written: ${virtualPath}`,
        { details: { path: virtualPath } },
      );
    }
    const folder = await userFolderOf(parsed.segments.slice(0, -1), virtualPath);
    const realPath = path.join(folder, parsed.segments.at(-1) ?? '');
    const stats = await fs.lstat(realPath).catch((error: unknown) => {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
      throw errorFromErrno(error, virtualPath);
    });
    if (stats === null) return { ...(await ownPlace(realPath)), stats };
    const known = await realPathInside(folders.user, parsed.segments, virtualPath);
    return { ...(await ownPlace(known)), stats: stats.isSymbolicLink() ? await fs.stat(known) : stats };
  };

  const announced = (canonical: string): FileRecord => {
    const row = table.find(project, canonical);
    if (!row) throw new FerryError('internal', `The registry lost ${canonical}`);
    changed();
    return told(row);
  };
  const newPart = (): string => path.join(folders.parts, `${randomBytes(16).toString('hex')}.part`);
  const putDeps = { table, project, quota, changes, newPart, spell: (path: string) => paths.spell(path) };

  return {
    project,
    launch,
    table,
    clock,
    paths,
    folders,
    dataFolder: options.dataFolder,
    quota,
    changes,
    guard: deps.guard ?? ((_file, change) => change()),
    read,
    keyOf(virtualPath) {
      try {
        return paths.read(virtualPath);
      } catch {
        return null;
      }
    },
    told,
    locate,
    userPlace,
    newPart,
    newFile: (file) => ({ sha256: null, ...file, createdAtEpochMs: clock.now(), launch }),
    async put(puts, flush, ends = []) {
      await putFiles(putDeps, puts, { flush, ends });
      for (const { file } of puts) await held.replaced(file.path);
      changed();
    },
    announced,
    changed,
    onChange: (listener) =>
      listeners.add(() => {
        listener();
      }),
    inTurn: createTurns(),
    used(canonical) {
      try {
        table.touch(project, canonical, clock.now());
      } catch {
        // A full disk: the file was used a little earlier then.
      }
    },
    hold(holder) {
      held = holder;
    },
    get held() {
      return held;
    },
  };
}

function foldersOf(dataFolder: string, launch: number): SpaceFolders {
  return {
    temp: path.join(dataFolder, 'temp', String(launch)),
    parts: path.join(dataFolder, 'parts', String(launch)),
    saved: path.join(dataFolder, 'saved'),
    user: path.join(dataFolder, 'user'),
  };
}

export async function makeFolders(folders: SpaceFolders): Promise<void> {
  for (const folder of Object.values(folders) as string[]) await fs.mkdir(folder, { recursive: true });
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

export function noSuchFile(virtualPath: string): FerryError {
  return new FerryError('file.not-found', `No such file: ${virtualPath}`, { details: { path: virtualPath } });
}
