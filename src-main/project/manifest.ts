import fs from 'node:fs';
import path from 'node:path';
import { FerryError } from '#contract/errors';
import { isFull, reasonOf } from './disk-reason.ts';

/** File name of the manifest in the build folder; the page runtime asks for it by this name. */
export const MANIFEST_FILE = 'manifest.json';

/** What a file is called until the whole build is on the disk. */
const UNFINISHED = '.new';

/** Name of the script of a save's update. */
export function hotScriptName(stamp: string, number: number): string {
  return `hot-${stamp}-${String(number)}.js`;
}

/** Removes the scripts of updates of a run before. */
export function clearHotScripts(buildDir: string): void {
  if (!fs.existsSync(buildDir)) return;
  for (const file of fs.readdirSync(buildDir))
    if (/^hot-[\w-]+\.js(?:\.map)?$/.test(file)) removeIfPossible(path.join(buildDir, file));
}

/**
 * Writes files of a build. They take the places of the last build's only when all of them are written, so that a
 * page that still runs the last one is not handed halves of both.
 * Throws `file.no-space` or `file.io`; the last build then stays as it was.
 * @param files texts by file name
 */
export function writeBuildFiles(buildDir: string, files: ReadonlyMap<string, string>): void {
  const place = (file: string): string => path.join(buildDir, file);
  try {
    fs.mkdirSync(buildDir, { recursive: true });
    for (const [file, text] of files) fs.writeFileSync(place(file) + UNFINISHED, text);
    for (const file of files.keys()) fs.renameSync(place(file) + UNFINISHED, place(file));
  } catch (error) {
    for (const file of files.keys()) removeIfPossible(place(file) + UNFINISHED);
    throw unwritable(error);
  }
}

function removeIfPossible(file: string): void {
  try {
    fs.rmSync(file, { force: true });
  } catch {
    // Where nothing can be written, removing may fail too; the reason for the first is what counts.
  }
}

function unwritable(error: unknown): FerryError {
  const details = { why: reasonOf(error) };
  const said = `The compiled project could not be written to Ferry's home: ${details.why}.`;
  return isFull(error)
    ? new FerryError('file.no-space', `${said} Make room, then open the project again.`, {
        details: { reason: 'build-no-space', ...details },
        cause: error,
      })
    : new FerryError('file.io', `${said} Check that you may write there, then open the project again.`, {
        details: { reason: 'build-unwritable', ...details },
        cause: error,
      });
}
