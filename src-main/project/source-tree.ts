import fs from 'node:fs';
import path from 'node:path';
import { FerryError } from '#contract/errors';
import { isGone, reasonOf } from './disk-reason.ts';

/** The project's files, listed once. Paths are relative to the root, with forward slashes. */
export interface SourceTree {
  readonly files: ReadonlySet<string>;
  has(file: string): boolean;
  /** Why the tree has no such file, as the end of a sentence about it. */
  absence(file: string): string;
  /** True when the file is left out because a link leads out of the root to it. */
  isBehindLink(file: string): boolean;
  /** The file's text without a byte order mark. Throws `project.folder` when it cannot be read. */
  read(file: string): string;
  /** The same of a JSON file. Throws `project.config` when it is too large for one. */
  readJson(file: string): string;
}

/** A mini-program's packages together may hold 30 MB; a tree beyond this is the wrong folder. */
const MOST_FILES = 50_000;
const SKIPPED_FOLDERS = new Set(['node_modules']);

/**
 * Lists every file under `root` without reading any. A package is what lies in its folder: links that lead out of
 * the root are left out, and so are `node_modules` and hidden files.
 * Throws `project.folder` when the folder is not there, cannot be read or holds too much.
 */
export function createSourceTree(root: string): SourceTree {
  const files = new Set<string>();
  /** Links out of the root, to files or folders. */
  const leadingOut = new Set<string>();
  const visited = new Set<string>();
  let realRoot = '';

  const isInside = (target: string): boolean => target === realRoot || target.startsWith(realRoot + path.sep);

  const walk = (folder: string, relative: string): void => {
    const real = fs.realpathSync(folder);
    if (visited.has(real)) return;
    visited.add(real);
    for (const entry of fs.readdirSync(folder, { withFileTypes: true })) {
      if (entry.name.startsWith('.')) continue;
      const full = path.join(folder, entry.name);
      const name = relative === '' ? entry.name : `${relative}/${entry.name}`;
      const target = entry.isSymbolicLink() ? linkTarget(full, isInside) : entry;
      if (target === 'outside') {
        leadingOut.add(name);
      } else if (target?.isDirectory()) {
        if (!SKIPPED_FOLDERS.has(entry.name)) walk(full, name);
      } else if (target?.isFile()) {
        files.add(name);
        if (files.size > MOST_FILES) throw tooManyFiles(root);
      }
    }
  };
  try {
    realRoot = fs.realpathSync(root);
    walk(root, '');
  } catch (error) {
    throw unreadableFolder(root, error);
  }

  /** The link out of the root that a path passes; null when there is none. */
  const linkAbove = (file: string): string | null => {
    for (let end = file.indexOf('/'); end >= 0; end = file.indexOf('/', end + 1)) {
      if (leadingOut.has(file.slice(0, end))) return file.slice(0, end);
    }
    return leadingOut.has(file) ? file : null;
  };

  return {
    files,
    has: (file) => files.has(file),
    isBehindLink: (file) => linkAbove(file) !== null,
    absence(file) {
      const link = linkAbove(file);
      return link === null
        ? 'is not found'
        : `is left out because ${link === file ? 'it' : link} is a link that leads out of the project; copy what it leads to into the folder`;
    },
    read: (file) => readText(root, file),
    readJson: (file) => readJsonText(root, file),
  };
}

/** What a JSON file may have; the largest app.json of WeChat's own samples has some 10 kB. */
const MOST_JSON_BYTES = 1_000_000;

/** Text of a project's JSON file. Throws `project.config` before a too large one is read, else as `readText`. */
export function readJsonText(folder: string, file: string): string {
  const sizeBytes = sizeOf(folder, file);
  if (sizeBytes <= MOST_JSON_BYTES) return readText(folder, file);
  const [size, most] = [sizeBytes, MOST_JSON_BYTES].map((bytes) => String(Math.ceil(bytes / 1e5) / 10));
  throw new FerryError(
    'project.config',
    `${file} has ${String(size)} MB; a JSON file of a project may have ${String(most)} MB. Put the right file in its place.`,
    { details: { reason: 'json-too-large', file, size: String(size), most: String(most) } },
  );
}

function sizeOf(folder: string, file: string): number {
  try {
    return fs.statSync(path.join(folder, file)).size;
  } catch (error) {
    throw unreadableFile(file, error);
  }
}

/** Text of a project's file without a byte order mark. Throws `project.folder` when it cannot be read. */
export function readText(folder: string, file: string): string {
  try {
    return fs.readFileSync(path.join(folder, file), 'utf8').replace(/^\uFEFF/, '');
  } catch (error) {
    throw unreadableFile(file, error);
  }
}

/** What a link points to, when that lies inside the root; null for broken links and circles. */
function linkTarget(link: string, isInside: (target: string) => boolean): fs.Stats | 'outside' | null {
  try {
    return isInside(fs.realpathSync(link)) ? fs.statSync(link) : 'outside';
  } catch {
    return null;
  }
}

function tooManyFiles(root: string): FerryError {
  return new FerryError(
    'project.folder',
    `${root} holds more than ${String(MOST_FILES)} files. Open the mini-program's own folder, the one with app.json.`,
    { details: { reason: 'too-many-files', folder: root, most: MOST_FILES } },
  );
}

/** A folder that went away or cannot be entered while it is listed. */
function unreadableFolder(root: string, error: unknown): FerryError {
  if (error instanceof FerryError) return error;
  if (isGone(error)) {
    return new FerryError(
      'project.folder',
      `${root} changed or went away while Ferry was reading it. Open it again when it is there.`,
      { details: { reason: 'folder-gone', folder: root }, cause: error },
    );
  }
  const { path: place = root } = error as { path?: string };
  return new FerryError(
    'project.folder',
    `Cannot read the folder ${place}: ${reasonOf(error)}. Check that you may read it, then open the project again.`,
    { details: { reason: 'folder-unreadable', folder: place, why: reasonOf(error) }, cause: error },
  );
}

function unreadableFile(file: string, error: unknown): FerryError {
  return isGone(error)
    ? new FerryError(
        'project.folder',
        `${file} went away while Ferry was reading the project. Open the project again when it is there.`,
        { details: { reason: 'file-gone', file }, cause: error },
      )
    : new FerryError(
        'project.folder',
        `Cannot read ${file}: ${reasonOf(error)}. Check that you may read it, then open the project again.`,
        { details: { reason: 'file-unreadable', file, why: reasonOf(error) }, cause: error },
      );
}
