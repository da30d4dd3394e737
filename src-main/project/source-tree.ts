import fs from 'node:fs';
import path from 'node:path';
import { FerryError } from '#contract/errors';
import type { PathAliases } from '#contract/module-paths';
import { isGone, reasonOf } from './disk-reason.ts';

/** A folder elsewhere whose files count as the project's. */
export interface Mount {
  /** Where its files stand in the project: a path from the root. */
  readonly at: string;
  /** Absolute folder. */
  readonly folder: string;
}

/** Languages besides WeChat's own that the project has switched on (`setting.useCompilerPlugins`). */
export interface Languages {
  readonly typescript: boolean;
  readonly less: boolean;
  readonly sass: boolean;
}

/** The project's files, listed once. Paths are relative to the root, with forward slashes. */
export interface SourceTree {
  readonly files: ReadonlySet<string>;
  /** Folders outside the root that take part, such as npm packages that were built. */
  readonly mounts: readonly Mount[];
  readonly languages: Languages;
  /** `resolveAlias` of app.json. */
  readonly aliases: PathAliases;
  /** Style sheets that come before app.wxss, as paths from the root: those of the extended library. */
  readonly appSheets: readonly string[];
  /** The same, listed as its folders are now. */
  listAnew(): SourceTree;
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

/** What a tree holds besides the files under its root, and how it is read. */
export interface TreeOptions {
  readonly mounts?: readonly Mount[];
  /** Files that lie on no disk, with their text. */
  readonly texts?: ReadonlyMap<string, string>;
  readonly languages?: Languages;
  readonly aliases?: PathAliases;
  readonly appSheets?: readonly string[];
}

/** TypeScript without a word of it in the settings runs too; a sheet in another language must be switched on. */
export const PLAIN_LANGUAGES: Languages = { typescript: true, less: false, sass: false };

/** A mini-program's packages together may hold 30 MB; a tree beyond this is the wrong folder. */
const MOST_FILES = 50_000;
const SKIPPED_FOLDERS = new Set(['node_modules']);

/**
 * Lists every file under `root` and its mounts without reading any. A package is what lies in its folder: links that lead out of
 * the root are left out, and so are `node_modules` and hidden files.
 * Throws `project.folder` when the folder is not there, cannot be read or holds too much.
 */
export function createSourceTree(root: string, options: TreeOptions = {}): SourceTree {
  const { mounts = [], texts = new Map<string, string>() } = options;
  const files = new Set<string>();
  /** Links out of the root, to files or folders. */
  const leadingOut = new Set<string>();
  /** Real folder of each mount that could be read; a package that is gone is as one that was never there. */
  const mounted = new Map<string, string>();
  let visited = new Set<string>();
  let realRoot = '';

  const isInside = (target: string): boolean => target === realRoot || target.startsWith(realRoot + path.sep);

  /** @param real the folder without links; only a link's own is asked for, as each question goes up to the root */
  const walk = (folder: string, relative: string, real: string): void => {
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
        const isLink = entry.isSymbolicLink();
        if (!SKIPPED_FOLDERS.has(entry.name))
          walk(full, name, isLink ? fs.realpathSync(full) : path.join(real, entry.name));
      } else if (target?.isFile()) {
        files.add(name);
        if (files.size > MOST_FILES) throw tooManyFiles(root);
      }
    }
  };
  try {
    for (const { at, folder } of mounts) {
      visited = new Set();
      realRoot = fs.realpathSync(folder);
      walk(folder, at, realRoot);
      mounted.set(at, folder);
    }
    visited = new Set();
    realRoot = fs.realpathSync(root);
    walk(root, '', realRoot);
  } catch (error) {
    throw unreadableFolder(root, error);
  }
  for (const name of texts.keys()) files.add(name);

  /** The folder and path within it where a file of the tree lies: the longest mount that holds it, else the root. */
  const placeOf = (file: string): readonly [folder: string, file: string] => {
    for (let end = file.lastIndexOf('/'); end > 0; end = file.lastIndexOf('/', end - 1)) {
      const folder = mounted.get(file.slice(0, end));
      if (folder !== undefined) return [folder, file.slice(end + 1)];
    }
    return [root, file];
  };

  /** The link out of the root that a path passes; null when there is none. */
  const linkAbove = (file: string): string | null => {
    for (let end = file.indexOf('/'); end >= 0; end = file.indexOf('/', end + 1)) {
      if (leadingOut.has(file.slice(0, end))) return file.slice(0, end);
    }
    return leadingOut.has(file) ? file : null;
  };

  return {
    files,
    mounts,
    languages: options.languages ?? PLAIN_LANGUAGES,
    aliases: options.aliases ?? [],
    appSheets: options.appSheets ?? [],
    listAnew: () => createSourceTree(root, options),
    has: (file) => files.has(file),
    isBehindLink: (file) => linkAbove(file) !== null,
    absence(file) {
      const link = linkAbove(file);
      return link === null
        ? 'is not found'
        : `is left out because ${link === file ? 'it' : link} is a link that leads out of the project; copy what it leads to into the folder`;
    },
    read: (file) => texts.get(file) ?? readText(...placeOf(file), file),
    readJson: (file) => texts.get(file) ?? readJsonText(...placeOf(file), file),
  };
}

/** What a JSON file may have; the largest app.json of WeChat's own samples has some 10 kB. */
const MOST_JSON_BYTES = 1_000_000;

/**
 * Text of a project's JSON file. Throws `project.config` before a too large one is read, else as `readText`.
 * @param place path from the folder
 * @param file what the file is called in an error
 */
export function readJsonText(folder: string, place: string, file = place): string {
  const sizeBytes = sizeOf(folder, place, file);
  if (sizeBytes <= MOST_JSON_BYTES) return readText(folder, place, file);
  const [size, most] = [sizeBytes, MOST_JSON_BYTES].map((bytes) => String(Math.ceil(bytes / 1e5) / 10));
  throw new FerryError(
    'project.config',
    `${file} has ${String(size)} MB; a JSON file of a project may have ${String(most)} MB. Put the right file in its place.`,
    { details: { reason: 'json-too-large', file, size: String(size), most: String(most) } },
  );
}

function sizeOf(folder: string, place: string, file: string): number {
  try {
    return fs.statSync(path.join(folder, place)).size;
  } catch (error) {
    throw unreadableFile(file, error);
  }
}

/**
 * Text of a project's file without a byte order mark. Throws `project.folder` when it cannot be read.
 * @param place path from the folder
 * @param file what the file is called in an error
 */
export function readText(folder: string, place: string, file = place): string {
  try {
    return fs.readFileSync(path.join(folder, place), 'utf8').replace(/^\uFEFF/, '');
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
