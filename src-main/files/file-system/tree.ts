import fs from 'node:fs/promises';
import type { FileSystemOperations } from '#contract/file-system';
import { fileSystemError } from '#contract/file-system-errors';
import type { FileSpace, UserPlace } from '../file-space.ts';
import type { FileMove } from '../../registry/file-table.ts';
import { CANONICAL } from '../virtual-path.ts';
import type { Descriptors } from './descriptors.ts';
import { writablePlace } from './writing.ts';

type RequestOf<Op extends keyof FileSystemOperations> = Parameters<FileSystemOperations[Op]>[0];

/** What moves and removes user files and folders, and makes folders (wx-api.md §11). */
export interface Tree {
  mkdir(request: RequestOf<'mkdir'>): Promise<null>;
  rmdir(request: RequestOf<'rmdir'>): Promise<null>;
  unlink(request: RequestOf<'unlink'>): Promise<null>;
  rename(request: RequestOf<'rename'>): Promise<null>;
}

/**
 * Rows go first: what a crash leaves in between is a row without a file, which ends, and a file whose row has moved,
 * which gets a new one (`reconcile.ts`).
 */
export function createTree(space: FileSpace, descriptors: Descriptors): Tree {
  const { table, project, clock, launch } = space;

  const existing = async (virtualPath: string): Promise<UserPlace & { readonly isFolder: boolean }> => {
    const place = await writablePlace(space, virtualPath);
    if (place.stats === null) throw fileSystemError(1300002, { path: virtualPath });
    return { ...place, isFolder: place.stats.isDirectory() };
  };
  const makeOne = async (virtualPath: string, mayExist: boolean): Promise<void> => {
    const { realPath, stats } = await writablePlace(space, virtualPath);
    if (stats === null) await fs.mkdir(realPath);
    else if (!mayExist || !stats.isDirectory()) throw fileSystemError(1301005, { path: virtualPath });
  };
  /** What a rename would lay over, checked before anything is touched. */
  const makeWay = async (
    from: { readonly isFolder: boolean },
    to: UserPlace,
    virtualPath: string,
  ): Promise<void> => {
    if (to.stats === null) return;
    const isFolder = to.stats.isDirectory();
    if (isFolder && !from.isFolder) throw fileSystemError(1300021, { path: virtualPath });
    if (!isFolder && from.isFolder) throw fileSystemError(1300020, { path: virtualPath });
    // Not every system lays a folder over an empty one; a folder with something in it stays, by ENOTEMPTY.
    if (isFolder) await fs.rmdir(to.realPath);
  };

  return {
    async mkdir({ dirPath, recursive }) {
      const { parsed } = space.read(dirPath);
      if (parsed.kind !== 'user' || !recursive) {
        if (parsed.kind === 'user' && parsed.segments.length === 0) {
          throw fileSystemError(1301005, { path: dirPath });
        }
        await makeOne(dirPath, false);
        return null;
      }
      for (let count = 1; count <= parsed.segments.length; count += 1) {
        const canonical = `${CANONICAL.user}${parsed.segments.slice(0, count).join('/')}`;
        await makeOne(space.paths.spell(canonical), true);
      }
      return null;
    },
    async rmdir({ dirPath, recursive }) {
      const { canonical, realPath, isFolder } = await existing(dirPath);
      if (!isFolder) throw fileSystemError(1300020, { path: dirPath });
      if (!recursive) {
        await fs.rmdir(realPath);
        return null;
      }
      const below = `${canonical}/`;
      table.endBelow(project, below, 'removed', clock.now());
      descriptors.detach((path) => path.startsWith(below));
      space.changed();
      await fs.rm(realPath, { recursive: true, force: true });
      return null;
    },
    async unlink({ filePath }) {
      const { canonical, realPath, isFolder } = await existing(filePath);
      if (isFolder) throw fileSystemError(1300001, { path: filePath });
      table.end(project, canonical, 'removed', clock.now(), 'later');
      descriptors.detach((path) => path === canonical);
      space.changed();
      await fs.rm(realPath, { force: true });
      return null;
    },
    async rename({ oldPath, newPath }) {
      const from = await existing(oldPath);
      const to = await writablePlace(space, newPath);
      if (to.canonical === from.canonical) return null;
      if (from.isFolder && to.canonical.startsWith(`${from.canonical}/`)) throw fileSystemError(1300022);
      await makeWay(from, to, newPath);
      const moves = movesOf(space, from, to);
      const hashes = moves.map(({ from: path }) => table.find(project, path)?.sha256 ?? null);
      const replaced = table.find(project, to.canonical);
      const at = { epochMs: clock.now(), launch };
      table.rename(project, moves, at);
      try {
        await fs.rename(from.realPath, to.realPath);
      } catch (error) {
        table.rename(
          project,
          moves.map((move) => ({ from: move.to, to: move.from })),
          at,
        );
        if (replaced) table.insert(project, { ...space.newFile(replaced), sha256: replaced.sha256 });
        throw error;
      }
      moves.forEach((move, index) => {
        const sha256 = hashes[index];
        if (sha256 != null) space.setHash(move.to, sha256);
      });
      descriptors.detach((path) => path === to.canonical);
      descriptors.moved(moves);
      space.changed();
      return null;
    },
  };
}

/** Every row that a rename moves: the file's own, or those of everything below the folder. */
function movesOf(
  { table, project }: FileSpace,
  from: { readonly canonical: string; readonly isFolder: boolean },
  to: { readonly canonical: string },
): FileMove[] {
  if (!from.isFolder) return [{ from: from.canonical, to: to.canonical }];
  const below = `${from.canonical}/`;
  return table
    .list(project)
    .filter(({ path }) => path.startsWith(below))
    .map(({ path }) => ({ from: path, to: `${to.canonical}/${path.slice(below.length)}` }));
}
