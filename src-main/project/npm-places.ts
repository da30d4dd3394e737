import fs from 'node:fs';
import path from 'node:path';
import { objectFrom, parseJson } from './json.ts';
import { readRegularFile } from './regular-file.ts';

/** Far more than any package.json has. */
const MOST_MANIFEST_BYTES = 1_000_000;

/** True for what lies below a folder; both are absolute and, where links matter, without links. */
export function isBelow(folder: string, place: string): boolean {
  return place.startsWith(folder.endsWith(path.sep) ? folder : folder + path.sep);
}

/** A place without links; of one that is not there, what is there of its way. */
export function realPlace(place: string): string {
  for (let at = place; ; at = path.dirname(at)) {
    try {
      return path.join(fs.realpathSync(at), path.relative(at, place));
    } catch {
      if (at === path.dirname(at)) return place;
    }
  }
}

/**
 * True for a package that a project may take part of: its folder lies in the project, or is a package in a
 * `node_modules` that Node looks through for the project, where package managers keep their stores.
 * @param project absolute folder without links
 * @param folder the package's, absolute and without links
 */
export function isPackageOf(project: string, folder: string): boolean {
  if (isBelow(project, folder)) return true;
  if (!PACKAGE_FOLDER.test(folder)) return false;
  for (let above = project; ; above = path.dirname(above)) {
    const modules = path.join(above, 'node_modules');
    const isFolder = fs.lstatSync(modules, { throwIfNoEntry: false })?.isDirectory() === true;
    if (isFolder && isBelow(modules, folder)) return true;
    if (above === path.dirname(above)) return false;
  }
}

const PACKAGE_FOLDER = /[\\/]node_modules[\\/](?:@[^\\/]+[\\/])?[^\\/@.][^\\/]*$/;

/**
 * A folder's package.json; empty where there is none, it is no JSON object, too large, or no file of its own.
 * @param within absolute folder without links that the file must lie in
 */
export function manifestIn(folder: string, within: string): Readonly<Record<string, unknown>> {
  const text = textOf(path.join(folder, 'package.json'), within);
  const parsed = text === null ? null : parseJson(text);
  return (parsed?.ok ? objectFrom(parsed.value) : null) ?? {};
}

function textOf(file: string, within: string): string | null {
  try {
    const real = fs.realpathSync(file);
    return isBelow(within, real)
      ? (readRegularFile(real, MOST_MANIFEST_BYTES)?.toString('utf8') ?? null)
      : null;
  } catch {
    return null;
  }
}

/** More than any package has. */
const MOST_ENTRIES = 50_000;
/** More than any script of a package has. */
const MOST_SCRIPT_BYTES = 20_000_000;
/** What a bundler reads in a folder by itself. */
const READ_UNASKED = ['package.json', 'tsconfig.json', '.pnp.data.json', '.pnp.cjs', '.pnp.js'];

/**
 * Why a package's folder cannot be handed to a bundler, which opens whatever has the right name and waits for a pipe's
 * end; null when it can.
 * @param folder absolute and without links
 */
export function unreadableIn(folder: string): string | null {
  for (let above = path.dirname(folder); ; above = path.dirname(above)) {
    const odd = READ_UNASKED.find((name) => !isOrdinary(path.join(above, name), MOST_MANIFEST_BYTES));
    if (odd !== undefined) return `a ${odd} above it is no file or too large`;
    if (above === path.dirname(above)) break;
  }
  const folders = [folder];
  let entries = 0;
  for (let next = folders.pop(); next !== undefined; next = folders.pop()) {
    for (const entry of fs.readdirSync(next, { withFileTypes: true })) {
      entries += 1;
      if (entries > MOST_ENTRIES) return `it holds more than ${String(MOST_ENTRIES)} files`;
      const place = path.join(next, entry.name);
      if (entry.isDirectory()) folders.push(place);
      else if (
        (!entry.isFile() && !isOrdinary(place, Infinity)) ||
        (READ_UNASKED.includes(entry.name) && !isOrdinary(place, MOST_MANIFEST_BYTES))
      )
        return `${told(folder, place)} is no file or too large`;
    }
  }
  return null;
}

/** True for a file, a folder, a link to one, and what is not there. */
function isOrdinary(place: string, mostBytes: number): boolean {
  try {
    const stats = fs.statSync(place, { throwIfNoEntry: false });
    return !stats || stats.isDirectory() || (stats.isFile() && stats.size <= mostBytes);
  } catch {
    // A circle of links leads to nothing that could be opened.
    return true;
  }
}

/**
 * Why a file cannot be part of a package's script; null when it can.
 * @param folder the package's, absolute and without links
 * @param file absolute
 */
export function refusalOf(folder: string, file: string): string | null {
  const real = realPlace(file);
  if (!isBelow(folder, real)) return 'leads out of the package';
  if (!/\.(?:[cm]?js|json)$/.test(real)) return 'is no script and no JSON';
  const stats = fs.statSync(real, { throwIfNoEntry: false });
  return stats?.isFile() && stats.size <= MOST_SCRIPT_BYTES ? null : 'is no file or too large';
}

/** A place as people are told it: from a folder, with forward slashes. */
export function told(folder: string, place: string): string {
  return path.relative(folder, place).split(path.sep).join('/');
}
