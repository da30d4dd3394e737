import fs from 'node:fs/promises';
import path from 'node:path';
import { FerryError } from '#contract/errors';
import { FILLER_ORIGIN, type FileHistoryRecord } from '#contract/files';
import type { FileQuery, FileTotal, FileTotals, FileWindow, Lineage } from '#contract/panel-files';
import type { LineageTable } from '../registry/lineage-table.ts';
import { errorFromErrno, removeAside } from './disk.ts';
import { listFiles, type FileListing } from './file-listing.ts';
import type { FileSpace } from './file-space.ts';
import type { FileTroubles } from './file-troubles.ts';
import { lineageOf, unnumbered } from './lineage.ts';
import type { ProjectFiles } from './project-files.ts';
import { CANONICAL } from './virtual-path.ts';

/** What a developer looks at and does with the files of one program; the program itself has no part in it. */
export interface FileDesk {
  readonly troubles: FileTroubles;
  totals(): FileTotals;
  window(query: FileQuery, from: number, count: number): FileWindow;
  /** -1 when it is held back, or gone. */
  placeOf(query: FileQuery, virtualPath: string): number;
  /** The live file at a path, or the saved one that it became, or how the last one there ended. */
  record(virtualPath: string): FileHistoryRecord | null;
  lineage(virtualPath: string): Lineage | null;
  /** Removes a file of any kind; throws `file.not-found`. */
  remove(virtualPath: string): Promise<void>;
  /** Adds filler files that take this room and hold nothing; throws `quota.exceeded`. */
  fill(sizeBytes: number): Promise<void>;
  removeFillers(): Promise<void>;
  /** What fillers take. */
  fillers(): FileTotal;
  /** A file is another, gone or new, or something went wrong with one. */
  onChange(listener: () => void): () => void;
}

export interface FileDeskDeps {
  readonly space: FileSpace;
  readonly files: ProjectFiles;
  readonly lineage: LineageTable;
  readonly troubles: FileTroubles;
  readonly tempLimitBytes: number;
}

/** One filler is no larger, so that a part of the room can be given back by hand. */
const FILLER_BYTES = 64 * 1024 * 1024;

export function createFileDesk({ space, files, lineage, troubles, tempLimitBytes }: FileDeskDeps): FileDesk {
  const { table, project, paths, clock, folders } = space;
  const userRoot = `${paths.userDataPath}/`;
  /** Kept until a file changes: scrolling asks for piece after piece of the same list. */
  let listing: { readonly key: string; readonly made: FileListing } | null = null;
  space.onChange(() => {
    listing = null;
  });
  const linesOf = (query: FileQuery): FileListing => {
    const key = JSON.stringify(query);
    if (listing?.key !== key) listing = { key, made: listFiles(files.list(), query, userRoot) };
    return listing.made;
  };
  const fillers = (): FileTotal => table.totals(project, FILLER_ORIGIN).user;

  const removeNow = async (canonical: string): Promise<void> => {
    const place = await space.locate(paths.spell(canonical));
    await removeAside(place.realPath, space.newPart(), () => {
      table.end(project, place.canonical, 'removed', clock.now());
    }).catch((error: unknown) => {
      throw errorFromErrno(error, paths.spell(canonical));
    });
    await space.held.gone((at) => at === place.canonical);
  };

  return {
    troubles,
    totals: () => ({
      ...table.totals(project),
      tempLimitBytes,
      filler: fillers(),
      troubleCount: troubles.count(),
    }),
    window(query, from, count) {
      const { lines, fileCount } = linesOf(query);
      return { count: lines.length, fileCount, from, lines: lines.slice(from, from + count) };
    },
    placeOf: (query, virtualPath) =>
      linesOf(query).lines.findIndex((line) => line.kind === 'file' && line.file.path === virtualPath),
    record(virtualPath) {
      const canonical = space.keyOf(virtualPath);
      if (canonical === null) return null;
      const last = lineage.latestAt(project, canonical);
      if (!last) return null;
      const [saved] =
        last.end?.as === 'saved'
          ? lineage.withOrigin(project, `saved:${canonical}`, last.id, Number.MAX_SAFE_INTEGER, 1)
          : [];
      return space.told(unnumbered(saved?.end === null ? saved : last));
    },
    lineage(virtualPath) {
      const canonical = space.keyOf(virtualPath);
      return canonical === null ? null : lineageOf(lineage, space, canonical);
    },
    remove: (virtualPath) =>
      space.inTurn(async () => {
        const canonical = space.keyOf(virtualPath);
        if (canonical === null || !table.find(project, canonical)) {
          throw new FerryError('file.not-found', `No such file: ${virtualPath}`, {
            details: { path: virtualPath },
          });
        }
        await removeNow(canonical);
        space.changed();
      }),
    fill: (sizeBytes) =>
      space.inTurn(async () => {
        space.quota.check(sizeBytes);
        for (let left = sizeBytes, number = 1; left > 0; number += 1) {
          const name = `ferry-drill-filler-${String(clock.now())}-${String(number)}.bin`;
          const size = Math.min(left, FILLER_BYTES);
          left -= size;
          const partPath = space.newPart();
          // A file with a hole: it counts its whole size, and takes no room on the disk.
          await fs.writeFile(partPath, '');
          await fs.truncate(partPath, size);
          const file = space.newFile({
            path: `${CANONICAL.user}${name}`,
            kind: 'user',
            sizeBytes: size,
            origin: FILLER_ORIGIN,
          });
          await space.put([{ partPath, realPath: path.join(folders.user, name), file }], 'later');
        }
      }),
    removeFillers: () =>
      space.inTurn(async () => {
        for (const row of table.list(project)) if (row.origin === FILLER_ORIGIN) await removeNow(row.path);
        space.changed();
      }),
    fillers,
    onChange(listener) {
      const ends = [space.onChange(listener), troubles.onChange(listener)];
      return () => {
        for (const end of ends) end();
      };
    },
  };
}
