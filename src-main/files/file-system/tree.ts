import fs from 'node:fs/promises';
import path from 'node:path';
import type { RequestOf } from '#contract/file-system';
import { fileSystemError } from '#contract/file-system-errors';
import { removeAside } from '../disk.ts';
import type { FileSpace, Place, UserPlace } from '../file-space.ts';
import { CANONICAL, parseVirtualPath } from '../virtual-path.ts';
import { ensureRow } from './in-place.ts';
import { writablePlace } from './writing.ts';

/** What moves and removes user files and folders, and makes folders (wx-api.md §11). */
export interface Tree {
  mkdir(request: RequestOf<'mkdir'>): Promise<null>;
  rmdir(request: RequestOf<'rmdir'>): Promise<null>;
  unlink(request: RequestOf<'unlink'>): Promise<null>;
  rename(request: RequestOf<'rename'>): Promise<null>;
  /** Makes a user folder and those above it; answers the real paths of those that were not there, outermost first. */
  makeFolders(virtualPath: string): Promise<readonly string[]>;
}

/** A row that a rename moves, and where its file will lie. */
interface Move {
  readonly from: string;
  readonly to: Place;
}

/**
 * What is removed is moved aside first, in one step whatever lies below it, then its rows end. A rename moves the rows
 * first: what a crash leaves in between is a row without a file, which ends, and a file whose row has moved, which
 * gets a new one (`reconcile.ts`).
 */
export function createTree(space: FileSpace): Tree {
  const { table, project, clock, launch } = space;

  const existing = async (virtualPath: string): Promise<UserPlace & { readonly isFolder: boolean }> => {
    const place = await writablePlace(space, virtualPath);
    if (place.stats === null) throw fileSystemError(1300002, { path: virtualPath });
    return { ...place, isFolder: place.stats.isDirectory() };
  };
  /** Null when the folder was there already. */
  const makeOne = async (virtualPath: string, mayExist: boolean): Promise<string | null> => {
    const { realPath, stats } = await writablePlace(space, virtualPath);
    if (stats === null) {
      await fs.mkdir(realPath);
      return realPath;
    }
    if (!mayExist || !stats.isDirectory()) throw fileSystemError(1301005, { path: virtualPath });
    return null;
  };
  const makeFolders = async (virtualPath: string): Promise<string[]> => {
    const { parsed } = space.read(virtualPath);
    if (parsed.kind !== 'user') await writablePlace(space, virtualPath);
    const segments = parsed.kind === 'user' ? parsed.segments : [];
    const made: string[] = [];
    for (let count = 1; count <= segments.length; count += 1) {
      const canonical = `${CANONICAL.user}${segments.slice(0, count).join('/')}`;
      const realPath = await makeOne(space.paths.spell(canonical), true);
      if (realPath !== null) made.push(realPath);
    }
    return made;
  };
  const remove = async (
    { canonical, realPath }: Place,
    isGone: (path: string) => boolean,
    endRows: () => void,
  ): Promise<null> => {
    await space.changes.during([canonical], () => removeAside(realPath, space.newPart(), endRows));
    await space.held.gone(isGone);
    space.changed();
    return null;
  };
  /** What a rename would lay over, checked before anything is touched; true when an empty folder was taken away. */
  const makeWay = async (
    from: { readonly isFolder: boolean },
    to: UserPlace,
    virtualPath: string,
  ): Promise<boolean> => {
    if (to.stats === null) return false;
    const isFolder = to.stats.isDirectory();
    if (isFolder && !from.isFolder) throw fileSystemError(1300021, { path: virtualPath });
    if (!isFolder && from.isFolder) throw fileSystemError(1300020, { path: virtualPath });
    // Not every system lays a folder over an empty one; a folder with something in it stays, by ENOTEMPTY.
    if (isFolder) await fs.rmdir(to.realPath);
    return isFolder;
  };
  /** Moves rows, then the files; hashes are given up until both are there. */
  const move = async (from: Place, to: Place, moves: readonly Move[]): Promise<void> => {
    const hashes = moves.map((one) => table.find(project, one.from)?.sha256 ?? null);
    const replaced = table.find(project, to.canonical);
    const at = { epochMs: clock.now(), launch };
    const pairs = moves.map((one) => ({ from: one.from, to: one.to.canonical }));
    table.rename(project, pairs, at);
    try {
      await fs.rename(from.realPath, to.realPath);
    } catch (error) {
      const back = pairs.map((pair) => ({ from: pair.to, to: pair.from }));
      table.rename(project, back, at);
      if (replaced) table.insert(project, { ...space.newFile(replaced), sha256: replaced.sha256 });
      setHashes(pairs.map((pair) => pair.from));
      throw error;
    }
    setHashes(pairs.map((pair) => pair.to));

    /** Where the disk has no room for it, a hash stays unknown: what was moved has moved. */
    function setHashes(canonicals: readonly string[]): void {
      try {
        canonicals.forEach((canonical, index) => {
          const sha256 = hashes[index];
          if (sha256 != null) table.setHash(project, canonical, sha256);
        });
      } catch {
        // Those are hashed anew, in spare time.
      }
    }
  };

  return {
    makeFolders,
    async mkdir({ dirPath, recursive }) {
      const { parsed } = space.read(dirPath);
      if (recursive) {
        await makeFolders(dirPath);
        return null;
      }
      if (parsed.kind === 'user' && parsed.segments.length === 0) {
        throw fileSystemError(1301005, { path: dirPath });
      }
      await makeOne(dirPath, false);
      return null;
    },
    async rmdir({ dirPath, recursive }) {
      const place = await existing(dirPath);
      if (!place.isFolder) throw fileSystemError(1300020, { path: dirPath });
      if (!recursive) {
        await fs.rmdir(place.realPath);
        return null;
      }
      const below = `${place.canonical}/`;
      return remove(
        place,
        (path) => path.startsWith(below),
        () => {
          table.endBelow(project, below, 'removed', clock.now());
        },
      );
    },
    async unlink({ filePath }) {
      const place = await existing(filePath);
      if (place.isFolder) throw fileSystemError(1300001, { path: filePath });
      return remove(
        place,
        (path) => path === place.canonical,
        () => {
          table.end(project, place.canonical, 'removed', clock.now(), 'later');
        },
      );
    },
    async rename({ oldPath, newPath }) {
      const from = await existing(oldPath);
      const to = await writablePlace(space, newPath);
      if (to.canonical === from.canonical) return null;
      if (from.isFolder && to.canonical.startsWith(`${from.canonical}/`)) throw fileSystemError(1300022);
      if (from.isFolder) await checkSpellings(from, to);
      else ensureRow(space, from.canonical, from.stats?.size ?? 0, 'recovered');
      const moves = movesOf(space, from, to);
      const touched = moves.flatMap((one) => [one.from, one.to.canonical]);
      await space.changes.during([...touched, to.canonical], async () => {
        const madeWay = await makeWay(from, to, newPath);
        try {
          await move(from, to, moves);
        } catch (error) {
          if (madeWay) await fs.mkdir(to.realPath);
          throw error;
        }
      });
      await space.held.gone((path) => path === to.canonical);
      space.held.moved(moves);
      for (const one of moves) hashMissing(space, one.to);
      space.changed();
      return null;
    },
  };
}

function hashMissing({ table, project, changes }: FileSpace, { canonical, realPath }: Place): void {
  if (table.find(project, canonical)?.sha256 === null) changes.hashLater(canonical, realPath);
}

/**
 * Everything below a folder keeps a path that can be written: one that nobody could name would lie there for ever.
 *
 * @throws FerryError `file.path`, with the number of a name that is too long
 */
async function checkSpellings(from: Place, to: Place): Promise<void> {
  for (const below of await fs.readdir(from.realPath, { recursive: true })) {
    parseVirtualPath(`${to.canonical}/${below.split(path.sep).join('/')}`);
  }
}

/** Every row that a rename moves: the file's own, or those of everything below the folder. */
function movesOf(
  { table, project }: FileSpace,
  from: Place & { readonly isFolder: boolean },
  to: Place,
): Move[] {
  if (!from.isFolder) return [{ from: from.canonical, to }];
  const below = `${from.canonical}/`;
  return table
    .list(project)
    .filter((row) => row.path.startsWith(below))
    .map((row) => {
      const rest = row.path.slice(below.length);
      const segments = rest.split('/');
      const canonical = `${to.canonical}/${rest}`;
      return {
        from: row.path,
        to: {
          canonical,
          parsed: { kind: 'user', segments: canonical.slice(CANONICAL.user.length).split('/') },
          realPath: path.join(to.realPath, ...segments),
        },
      };
    });
}
