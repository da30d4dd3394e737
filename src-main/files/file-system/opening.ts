import fs from 'node:fs/promises';
import type { OpenFlag } from '#contract/file-system';
import { fileSystemError } from '#contract/file-system-errors';
import type { FileSpace, Place, UserPlace } from '../file-space.ts';
import { ensureRow } from './in-place.ts';
import type { OpenFile } from './open-files.ts';

/**
 * Opens files for reading wherever they lie, for writing in the user folder.
 *
 * @returns a function of a path and a flag; it throws `file.system` 1302004 for writing elsewhere, 1300021 for a
 *   folder, 1301005 for a file that is not to be there
 */
export function createOpening(space: FileSpace): (filePath: string, flag: OpenFlag) => Promise<OpenFile> {
  const { table, project } = space;

  const openToRead = async (filePath: string): Promise<OpenFile> => {
    const place = await space.locate(filePath);
    const stats = await fs.stat(place.realPath);
    if (stats.isDirectory()) throw fileSystemError(1300021, { path: filePath });
    // What is neither may wait for ever.
    if (!stats.isFile()) throw fileSystemError(1300001, { path: filePath });
    if (place.parsed.kind === 'temp') space.used(place.canonical);
    const canonical = place.parsed.kind === 'package' ? null : place.canonical;
    return openFile(await fs.open(place.realPath, 'r'), 'r', { ...place, canonical });
  };

  const openToWrite = (place: UserPlace, flag: OpenFlag): Promise<OpenFile> => {
    const { canonical, realPath, stats } = place;
    const isNew = stats === null;
    const empties = !isNew && flag.startsWith('w') && !flag.includes('x');
    const open = async (): Promise<OpenFile> => {
      const handle = await fs.open(realPath, empties ? 'r+' : flag);
      try {
        ensureRow(space, canonical, stats?.size ?? 0, isNew ? 'written' : 'recovered');
        // The row is told first: what it has no room for is not emptied.
        if (empties) table.contentChanged(project, canonical, 0, 'later');
        if (empties) await space.guard(stats, () => handle.truncate(0));
      } catch (error) {
        await handle.close();
        if (isNew) await fs.rm(realPath, { force: true });
        throw error;
      }
      space.changed();
      return { ...openFile(handle, flag, place), hasChanged: empties || isNew };
    };
    return empties || isNew ? space.changes.during([canonical], open) : open();
  };

  return async (filePath, flag) => {
    if (flag === 'r') return openToRead(filePath);
    if (space.read(filePath).parsed.kind !== 'user') throw fileSystemError(1302004, { path: filePath });
    const place = await space.userPlace(filePath);
    if (place.stats?.isDirectory()) throw fileSystemError(1300021, { path: filePath });
    if (place.stats?.isFile() === false) throw fileSystemError(1300001, { path: filePath });
    return openToWrite(place, flag);
  };
}

function openFile(
  handle: OpenFile['handle'],
  flag: OpenFlag,
  { canonical, realPath }: Pick<Place, 'realPath'> & { readonly canonical: string | null },
): OpenFile {
  return { handle, flag, realPath, canonical, pointer: 0, hasChanged: false, held: null };
}
