import fs from 'node:fs';
import path from 'node:path';
import { FerryError } from '#contract/errors';

/** The project's files, listed once. Paths are relative to the root, with forward slashes. */
export interface SourceTree {
  readonly files: ReadonlySet<string>;
  has(file: string): boolean;
  /** The file's text without a byte order mark. Throws `project.folder` when it cannot be read. */
  read(file: string): string;
}

/** A mini-program's packages together may hold 30 MB; a tree beyond this is the wrong folder. */
const MOST_FILES = 50_000;
const SKIPPED_FOLDERS = new Set(['node_modules']);

/** Lists every file under `root`. Links that lead out of the root, `node_modules` and hidden files are left out. */
export function createSourceTree(root: string): SourceTree {
  const realRoot = fs.realpathSync(root);
  const files = new Set<string>();
  const visited = new Set<string>();

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
      if (target?.isDirectory()) {
        if (!SKIPPED_FOLDERS.has(entry.name)) walk(full, name);
      } else if (target?.isFile()) {
        files.add(name);
        if (files.size > MOST_FILES) throw tooManyFiles(root);
      }
    }
  };
  walk(root, '');

  return {
    files,
    has: (file) => files.has(file),
    read(file) {
      try {
        return readText(path.join(root, file));
      } catch (error) {
        throw new FerryError('project.folder', `Cannot read ${file}. Check that you may read it.`, {
          details: { file },
          cause: error,
        });
      }
    },
  };
}

/** Text of a file without a byte order mark. */
export function readText(file: string): string {
  return fs.readFileSync(file, 'utf8').replace(/^\uFEFF/, '');
}

/** What a link points to, when that lies inside the root; null otherwise and for broken links. */
function linkTarget(link: string, isInside: (target: string) => boolean): fs.Stats | null {
  try {
    return isInside(fs.realpathSync(link)) ? fs.statSync(link) : null;
  } catch {
    return null;
  }
}

function tooManyFiles(root: string): FerryError {
  return new FerryError(
    'project.folder',
    `${path.basename(root)} holds more than ${String(MOST_FILES)} files. Open the mini-program's own folder, the one with app.json.`,
  );
}
