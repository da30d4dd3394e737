import { randomBytes } from 'node:crypto';
import fs from 'node:fs/promises';
import path from 'node:path';
import { FerryError } from '#contract/errors';
import type { FileHistoryRecord, FileKind, FileOrigin, FileRecord } from '#contract/files';
import {
  copyFile,
  errorFromErrno,
  fileSize,
  isThere,
  moveDurably,
  refuseLinks,
  removeAside,
} from './disk.ts';
import { makeFolders, type FileSpace, type Place } from './file-space.ts';
import { CANONICAL } from './virtual-path.ts';

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
  /** Counts the changes of the content at a path; a hash that was begun before one of them is void. */
  revisionOf(virtualPath: string): number;
  setHash(virtualPath: string, sha256: string): void;
  /** Files of all times, newest first: where each came from and what became of it. */
  history(limit: number): FileHistoryRecord[];
  /** Removes the files of these kinds; all of them by default. */
  clear(kinds?: readonly FileKind[]): Promise<void>;
  onChange(listener: () => void): () => void;
}

export interface TempTarget {
  readonly partPath: string;
  commit(sizeBytes: number, extension: string): Promise<FileRecord>;
  discard(): Promise<void>;
}

/**
 * What is acknowledged, by a promise that resolves, is on the disk: first the bytes, then the folder entry, then the
 * row; a removal first moves the file aside, then its row ends.
 */
export function createProjectFiles(space: FileSpace): ProjectFiles {
  const { table, clock, project, paths, folders } = space;
  const rowAt = (virtualPath: string): FileRecord | null => {
    const canonical = space.keyOf(virtualPath);
    return canonical === null ? null : table.find(project, canonical);
  };
  const discard = (partPath: string) => (): Promise<void> => fs.rm(partPath, { force: true });
  const open = async (virtualPath: string): Promise<ReadableFile> => {
    const { canonical, parsed, realPath } = await space.locate(virtualPath);
    const sizeBytes = await fileSize(realPath, virtualPath);
    if (parsed.kind === 'temp') space.used(canonical);
    return { path: paths.spell(canonical), realPath, sizeBytes };
  };

  const newTemp = (origin: FileOrigin): TempTarget => {
    const partPath = space.newPart();
    return {
      partPath,
      discard: discard(partPath),
      commit: (sizeBytes, extension) =>
        space.inTurn(async () => {
          const name = fileName(extension);
          const tempPath = `${CANONICAL.temp}${name}`;
          const realPath = path.join(folders.temp, name);
          try {
            space.quota.checkTemp(sizeBytes);
            await fs.rename(partPath, realPath);
            table.insert(project, space.newFile({ path: tempPath, kind: 'temp', sizeBytes, origin }));
          } catch (error) {
            await Promise.all([realPath, partPath].map((left) => fs.rm(left, { force: true })));
            throw errorFromErrno(error, paths.spell(tempPath));
          }
          return space.announced(tempPath);
        }),
    };
  };

  return {
    owns: (text) => paths.owns(text),
    open,
    newTemp,
    async newUserFile(virtualPath, origin) {
      const { canonical, realPath } = await space.userPlace(virtualPath);
      const partPath = space.newPart();
      return {
        path: paths.spell(canonical),
        partPath,
        discard: discard(partPath),
        commit: (sizeBytes) =>
          space.inTurn(async () => {
            const file = space.newFile({ path: canonical, kind: 'user', sizeBytes, origin });
            await space.put([{ partPath, realPath, file }], 'at-once');
            return space.announced(canonical);
          }),
      };
    },
    async importTemp(sourcePath, origin) {
      const target = newTemp(origin);
      const shown = path.basename(sourcePath);
      try {
        space.quota.checkTemp(await fileSize(sourcePath, shown));
        await copyFile(sourcePath, target.partPath);
        const record = await target.commit(
          await fileSize(target.partPath, shown),
          extensionForImport(sourcePath),
        );
        const { canonical, realPath } = await space.locate(record.path);
        space.changes.hashLater(canonical, realPath);
        return record;
      } catch (error) {
        await target.discard();
        throw errorFromErrno(error, shown);
      }
    },
    save: (tempPath) =>
      space.inTurn(async () => {
        const { canonical, parsed } = space.read(tempPath);
        const temp = parsed.kind === 'temp' ? table.find(project, canonical) : null;
        if (parsed.kind !== 'temp' || !temp) {
          throw new FerryError('file.not-found', `No such temp file: ${tempPath}`, {
            details: { path: tempPath },
          });
        }
        space.quota.check(temp.sizeBytes);
        const savedPath = `${CANONICAL.saved}${parsed.name}`;
        const [from, to] = [path.join(folders.temp, parsed.name), path.join(folders.saved, parsed.name)];
        const { sizeBytes } = temp;
        const file = {
          path: savedPath,
          kind: 'saved',
          sizeBytes,
          origin: `${SAVED_FROM}${canonical}`,
        } as const;
        try {
          await moveDurably(from, to);
          // The hash may have come while the file was on its way.
          const sha256 = table.find(project, canonical)?.sha256 ?? null;
          const end = { path: canonical, as: 'saved', atEpochMs: clock.now() } as const;
          table.put(project, [space.newFile({ ...file, sha256 })], [end]);
        } catch (error) {
          // What is told as not saved must not turn up among the saved files at the next start.
          if (await isThere(to)) await fs.rename(to, from);
          throw errorFromErrno(error, tempPath);
        }
        const place: Place = { canonical: savedPath, parsed: { ...parsed, kind: 'saved' }, realPath: to };
        space.held.moved([{ from: canonical, to: place }]);
        const saved = space.announced(savedPath);
        if (saved.sha256 === null) space.changes.hashLater(savedPath, to);
        return saved;
      }),
    saved(virtualPath) {
      const found = rowAt(virtualPath);
      if (found?.kind === 'saved') return space.told(found);
      throw noSuchSavedFile(virtualPath);
    },
    async removeSaved(virtualPath) {
      const { canonical, parsed } = space.read(virtualPath);
      if (parsed.kind !== 'saved' || !table.find(project, canonical)) throw noSuchSavedFile(virtualPath);
      const realPath = path.join(folders.saved, parsed.name);
      await removeAside(realPath, space.newPart(), () => {
        table.end(project, canonical, 'removed', clock.now());
      }).catch((error: unknown) => {
        throw errorFromErrno(error, virtualPath);
      });
      await space.held.gone((at) => at === canonical);
      space.changed();
    },
    find(virtualPath) {
      const row = rowAt(virtualPath);
      return row && space.told(row);
    },
    quotaLeft: () => space.quota.left(),
    follow(virtualPath) {
      const canonical = space.keyOf(virtualPath);
      if (canonical === null) return null;
      const row =
        table.find(project, canonical) ??
        table.list(project).find((file) => file.origin === `${SAVED_FROM}${canonical}`);
      return row ? space.told(row) : null;
    },
    list: () => table.list(project).map((row) => space.told(row)),
    history: (limit) => table.history(project, limit).map((row) => space.told(row)),
    revisionOf: (virtualPath) => space.changes.revisionOf(space.keyOf(virtualPath) ?? ''),
    setHash(virtualPath, sha256) {
      space.changes.setHash(paths.read(virtualPath), sha256);
    },
    clear: (kinds = ['temp', 'saved', 'user']) =>
      space.inTurn(async () => {
        table.endAll(project, kinds, 'removed', clock.now());
        for (const kind of kinds) await fs.rm(folders[kind], { recursive: true, force: true });
        await makeFolders(folders);
        const prefixes = kinds.map((kind) => CANONICAL[kind]);
        await space.held.gone((at) => prefixes.some((prefix) => at.startsWith(prefix)));
        space.changed();
      }),
    onChange: (listener) => space.onChange(listener),
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
