import fs from 'node:fs/promises';
import type { FileEnding, FileTable, Flush, NewFile } from '../registry/file-table.ts';
import type { ContentChanges } from './content-changes.ts';
import { errorFromErrno, linkOrCopy, moveDurably } from './disk.ts';
import type { Quota } from './quota.ts';

/** Content on its way to a user path, and the row it will have. */
export interface Put {
  readonly partPath: string;
  readonly realPath: string;
  readonly file: NewFile;
}

export interface PutDeps {
  readonly table: FileTable;
  readonly project: string;
  readonly quota: Quota;
  readonly changes: ContentChanges;
  readonly newPart: () => string;
  /** A canonical path as it is told to the page. */
  readonly spell: (canonical: string) => string;
}

interface Laid extends Put {
  /** The content that was there, under a second name; null when there was none. */
  readonly aside: string | null;
}

/**
 * Moves contents to user paths, in place of what is there, with quota and rows: all of them or none. What is told as
 * not written has not cost what was acknowledged before.
 *
 * @param ends live files that became one of these, in the same transaction
 * @throws FerryError `quota.exceeded`, `file.*`
 */
export async function putFiles(
  deps: PutDeps,
  puts: readonly Put[],
  { flush, ends }: { readonly flush: Flush; readonly ends: readonly FileEnding[] },
): Promise<void> {
  const { table, project, quota, changes } = deps;
  const replaced = puts.flatMap(({ file }) => table.find(project, file.path) ?? []);
  quota.check(sumOf(puts.map(({ file }) => file)) - sumOf(replaced));
  const hashed = replaced.filter(({ sha256 }) => sha256 !== null);
  const laid: Laid[] = [];
  await changes.during(
    puts.map(({ file }) => file.path),
    async () => {
      try {
        // A crash may leave the old row with the new content: it must not have the old content's hash.
        for (const row of hashed) table.contentChanged(project, row.path, row.sizeBytes, flush);
        for (const put of puts) await lay(deps, put, flush, laid);
        const rows = puts.map(({ file }) => file);
        table.put(project, rows, ends, flush);
      } catch (error) {
        for (const one of laid.reverse()) await takeBack(one);
        for (const { path, sha256 } of hashed) if (sha256 !== null) keepHash(deps, path, sha256);
        throw errorFromErrno(
          error,
          deps.spell(puts[Math.min(laid.length, puts.length - 1)]?.file.path ?? ''),
        );
      }
    },
  );
  for (const { aside } of laid) if (aside !== null) await fs.rm(aside, { force: true });
}

async function lay(deps: PutDeps, put: Put, flush: Flush, laid: Laid[]): Promise<void> {
  const aside = deps.newPart();
  laid.push({ ...put, aside: (await keepAside(put.realPath, aside)) ? aside : null });
  await (flush === 'at-once' ? moveDurably : fs.rename)(put.partPath, put.realPath);
}

/** Keeps the content of a file under a second name; false when there is none. */
async function keepAside(file: string, aside: string): Promise<boolean> {
  try {
    await linkOrCopy(file, aside);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return false;
    await fs.rm(aside, { force: true });
    throw error;
  }
}

async function takeBack({ realPath, aside }: Laid): Promise<void> {
  if (aside === null) {
    await fs.rm(realPath, { force: true });
    return;
  }
  await fs.rename(aside, realPath);
  // Two names of one file stay two where one is moved over the other.
  await fs.rm(aside, { force: true });
}

/** Where the disk has no room for it, the hash stays unknown. */
function keepHash({ table, project }: PutDeps, path: string, sha256: string): void {
  try {
    table.setHash(project, path, sha256);
  } catch {
    // The failure that is told is the one before.
  }
}

function sumOf(files: readonly { readonly sizeBytes: number }[]): number {
  return files.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
}
