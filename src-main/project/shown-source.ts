import { readRegularFile } from './regular-file.ts';

/** Longer files are generated, and no editor of the panel's would be of use for them. */
const MOST_BYTES = 4 * 1024 * 1024;
/** Languages a mini-program is written in: what a system has an editor for. */
const SOURCE_EXTENSIONS = new Set([
  ...['js', 'mjs', 'cjs', 'ts', 'mts', 'wxs', 'json', 'wxml', 'wxss'],
  ...['css', 'less', 'scss', 'sass', 'md', 'txt'],
]);
/** What Windows runs when it is opened, instead of showing it. */
const RUN_BY_WINDOWS = new Set(['js', 'mjs', 'cjs']);

/**
 * The text of a file of a project for showing it.
 *
 * @returns null for what is not there, no file, no text, or over 4 MB
 */
export function readShownSource(realPath: string): string | null {
  let bytes: Buffer | null;
  try {
    bytes = readRegularFile(realPath, MOST_BYTES);
  } catch {
    return null;
  }
  if (bytes === null || bytes.includes(0)) return null;
  return bytes.toString('utf8').replace(/^\uFEFF/u, '');
}

/** Whether opening a file shows it in an editor; otherwise it is only shown in its folder. */
export function opensInEditor(file: string, platform: NodeJS.Platform): boolean {
  const extension = /\.([^./\\]+)$/u.exec(file)?.[1]?.toLowerCase() ?? '';
  return SOURCE_EXTENSIONS.has(extension) && !(platform === 'win32' && RUN_BY_WINDOWS.has(extension));
}

/**
 * A file of the project as its code package is asked for it. What could name anything else is refused.
 *
 * @param file from the mini-program's root, as in a stack: `pages/album/index.js`
 * @returns null for what is no path within the package
 */
export function packagePathOf(file: string): string | null {
  if (/^[a-z][a-z\d+.-]*:/iu.test(file) || file.includes('\\') || file.includes('\0')) return null;
  const segments = file.split('/').filter((segment) => segment !== '' && segment !== '.');
  return segments.length === 0 || segments.includes('..') ? null : `/${segments.join('/')}`;
}
