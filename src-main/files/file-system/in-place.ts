import type { Stats } from 'node:fs';
import type { FileSpace } from '../file-space.ts';

/** A file that is to be changed where it lies. */
export interface FileInPlace {
  /** Where its row is; null for a file that is open and has no path any more. */
  readonly canonical: string | null;
  readonly stats: Pick<Stats, 'dev' | 'ino' | 'size'>;
}

export interface InPlaceSteps<T> {
  readonly change: () => Promise<T>;
  /** Takes back what a change has added before it failed. */
  readonly cutTo: (sizeBytes: number) => Promise<void>;
}

/**
 * Changes a file where it lies, quota and row included. Its row first loses the hash, and notes what a crash would
 * leave half added; a change that fails leaves the file as long as it was.
 *
 * @param newBytes its size afterwards
 * @throws FerryError `quota.exceeded` before anything is written, and whatever the change throws
 */
export async function changeInPlace<T>(
  space: FileSpace,
  { canonical, stats }: FileInPlace,
  newBytes: number,
  steps: InPlaceSteps<T>,
): Promise<T> {
  const { table, project } = space;
  const { size: sizeBytes } = stats;
  space.quota.check(newBytes - sizeBytes);
  const grows = newBytes > sizeBytes;
  const changed = async (): Promise<T> => {
    try {
      return await space.guard(stats, () => steps.change());
    } catch (error) {
      if (grows) await steps.cutTo(sizeBytes);
      throw error;
    }
  };
  if (canonical === null) return changed();

  const setSize = (bytes: number): void => {
    table.contentChanged(project, canonical, bytes, 'later');
  };
  return space.changes.during([canonical], async () => {
    ensureRow(space, canonical, sizeBytes, 'recovered');
    if (grows) table.grows(project, canonical, sizeBytes);
    else if (table.find(project, canonical)?.sha256 !== null) setSize(sizeBytes);
    const result = await changed();
    try {
      setSize(newBytes);
    } catch (error) {
      if (grows) await steps.cutTo(sizeBytes);
      throw error;
    }
    space.changed();
    return result;
  });
}

/** A file that somebody laid into the user folder gets its row when it is first used. */
export function ensureRow(space: FileSpace, canonical: string, sizeBytes: number, origin: string): void {
  const { table, project } = space;
  if (table.find(project, canonical)) return;
  table.insert(project, space.newFile({ path: canonical, kind: 'user', sizeBytes, origin }));
}
