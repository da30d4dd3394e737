import type { FileKind, FileRecord } from '#contract/files';
import type { FileLine, FileQuery, FileTotal } from '#contract/panel-files';

/** The lines of a list of files, of which the panel asks for the piece it shows. */
export interface FileListing {
  readonly lines: readonly FileLine[];
  /** Files that the filter lets through, those in closed folders too. */
  readonly fileCount: number;
}

const GROUPS = ['temp', 'saved', 'user'] as const satisfies readonly FileKind[];
const NAMES = new Intl.Collator(undefined, { numeric: true });

/**
 * Files under the heading of their kind, sorted as asked; user files in their folders, which stand before the files
 * beside them.
 *
 * @param userRoot what the paths of user files begin with, as `files` spells them
 */
export function listFiles(files: readonly FileRecord[], query: FileQuery, userRoot: string): FileListing {
  const words = query.filter.toLowerCase().split(/\s+/).filter(Boolean);
  const shown = words.length === 0 ? files : files.filter((file) => matches(file, words));
  const closed = new Set(query.closed);
  const compare = comparer(query);
  const lines = GROUPS.flatMap((group): FileLine[] => {
    const own = shown.filter((file) => file.kind === group);
    const isClosed = closed.has(group);
    const heading: FileLine = { kind: 'heading', group, total: totalOf(own), isClosed };
    if (isClosed) return [heading];
    if (own.length === 0) return [heading, { kind: 'none', group, isFiltered: words.length > 0 }];
    if (group === 'user') return [heading, ...folderLines(own, userRoot, closed, compare)];
    return [heading, ...own.sort(compare).map((file) => fileLine(file, file.path, 0))];
  });
  return { lines, fileCount: shown.length };
}

function matches({ path, origin, sha256, mediaType }: FileRecord, words: readonly string[]): boolean {
  const text = `${path}\n${origin}\n${sha256 ?? ''}\n${mediaType}`.toLowerCase();
  return words.every((word) => text.includes(word));
}

function comparer({ sort, isDescending }: FileQuery): (a: FileRecord, b: FileRecord) => number {
  const turn = isDescending ? -1 : 1;
  const by = {
    path: (a: FileRecord, b: FileRecord) => NAMES.compare(a.path, b.path),
    size: (a: FileRecord, b: FileRecord) => a.sizeBytes - b.sizeBytes,
    origin: (a: FileRecord, b: FileRecord) => NAMES.compare(a.origin, b.origin),
    created: (a: FileRecord, b: FileRecord) => a.createdAtEpochMs - b.createdAtEpochMs,
  }[sort];
  return (a, b) => turn * by(a, b) || NAMES.compare(a.path, b.path);
}

function totalOf(files: readonly FileRecord[]): FileTotal {
  return { count: files.length, sizeBytes: files.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0) };
}

function fileLine(file: FileRecord, name: string, depth: number): FileLine {
  return { kind: 'file', file, name, depth };
}

interface Folder {
  readonly folders: Map<string, Folder>;
  readonly files: FileRecord[];
  count: number;
  sizeBytes: number;
}

function folderLines(
  files: readonly FileRecord[],
  root: string,
  closed: ReadonlySet<string>,
  compare: (a: FileRecord, b: FileRecord) => number,
): FileLine[] {
  const newFolder = (): Folder => ({ folders: new Map(), files: [], count: 0, sizeBytes: 0 });
  const top = newFolder();
  for (const file of files) {
    let folder = top;
    for (const name of file.path.slice(root.length).split('/').slice(0, -1)) {
      folder = folder.folders.get(name) ?? putInto(folder, name);
      folder.count += 1;
      folder.sizeBytes += file.sizeBytes;
    }
    folder.files.push(file);
  }
  function putInto(folder: Folder, name: string): Folder {
    const made = newFolder();
    folder.folders.set(name, made);
    return made;
  }
  const lines: FileLine[] = [];
  const add = (folder: Folder, parentPath: string, depth: number): void => {
    for (const [name, below] of [...folder.folders].sort(([a], [b]) => NAMES.compare(a, b))) {
      const path = `${parentPath}${name}/`;
      const { count, sizeBytes } = below;
      const isClosed = closed.has(path);
      lines.push({ kind: 'folder', path, name: `${name}/`, depth, total: { count, sizeBytes }, isClosed });
      if (!isClosed) add(below, path, depth + 1);
    }
    for (const file of folder.files.sort(compare)) {
      lines.push(fileLine(file, depth === 0 ? file.path : file.path.slice(parentPath.length), depth));
    }
  };
  add(top, root, 0);
  return lines;
}
