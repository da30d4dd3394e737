import fs from 'node:fs';

/** A pipe that nobody writes to is opened without waiting; Windows has no such pipes among files. */
const NOT_WAITING = process.platform === 'win32' ? 0 : fs.constants.O_NONBLOCK;

/**
 * The bytes of a file that a project brings, which may be anything: neither a pipe nor a device holds the reader up.
 *
 * @returns null when there is no file at all
 * @throws Error with `code` EFTYPE for what is no file, EFBIG for more than `mostBytes`; else what the system says
 */
export function readRegularFile(file: string, mostBytes: number): Buffer | null {
  if (!fs.existsSync(file)) return null;
  const descriptor = fs.openSync(file, fs.constants.O_RDONLY | NOT_WAITING);
  try {
    const stats = fs.fstatSync(descriptor);
    if (!stats.isFile()) throw Object.assign(new Error(`${file} is no file`), { code: 'EFTYPE' });
    if (stats.size > mostBytes) throw Object.assign(new Error(`${file} is too large`), { code: 'EFBIG' });
    return fs.readFileSync(descriptor);
  } finally {
    fs.closeSync(descriptor);
  }
}
