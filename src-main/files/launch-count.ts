import fs from 'node:fs';
import path from 'node:path';

const NUMBER = /^\d{1,15}$/;
const COUNT_FILE = 'launches';

/**
 * The highest number of a launch that a home's folders know of: what was written down last, and the folders that
 * launches have left. The registry may be one that was put back, and know of fewer.
 */
export function lastLaunchIn(home: string): number {
  const programs = path.join(home, 'programs');
  const left = namesIn(programs).flatMap((program) =>
    ['temp', 'parts'].flatMap((kind) => namesIn(path.join(programs, program, kind))),
  );
  return Math.max(0, ...[writtenCount(home), ...left].filter((text) => NUMBER.test(text)).map(Number));
}

/** Writes a launch's number down, before any folder is named by it. */
export function noteLaunch(home: string, launch: number): void {
  const file = path.join(home, COUNT_FILE);
  const fresh = `${file}.new`;
  // Made anew: a home that somebody prepared may have a link there.
  fs.rmSync(fresh, { force: true });
  fs.writeFileSync(fresh, String(launch), { flag: 'wx', flush: true });
  fs.renameSync(fresh, file);
}

function writtenCount(home: string): string {
  try {
    return fs.readFileSync(path.join(home, COUNT_FILE), 'utf8').trim();
  } catch {
    return '';
  }
}

function namesIn(folder: string): string[] {
  try {
    return fs.readdirSync(folder);
  } catch {
    return [];
  }
}
