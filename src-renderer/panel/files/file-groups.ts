import type { FileKind, FileRecord } from '#contract/files';

/** A line of the files list: a heading, a file, a folder of user files, or the word that a group has none. */
export type FileLine =
  | { readonly kind: 'heading'; readonly group: FileKind; readonly count: number; readonly sizeBytes: number }
  /** `name` is what is shown of its path: all of it, or below a folder the last part. */
  | { readonly kind: 'file'; readonly file: FileRecord; readonly name: string; readonly depth: number }
  /** `path` ends in a slash. */
  | { readonly kind: 'folder'; readonly path: string; readonly name: string; readonly depth: number }
  | { readonly kind: 'none'; readonly group: FileKind };

/** Files by kind: temp and saved ones newest first, user files in their folders. */
export function linesFromFiles(files: readonly FileRecord[]): readonly FileLine[] {
  return (['temp', 'saved', 'user'] as const).flatMap((group): FileLine[] => {
    const ofGroup = files.filter((file) => file.kind === group);
    const sizeBytes = ofGroup.reduce((sum, file) => sum + file.sizeBytes, 0);
    const heading: FileLine = { kind: 'heading', group, count: ofGroup.length, sizeBytes };
    if (ofGroup.length === 0) return [heading, { kind: 'none', group }];
    if (group === 'user') return [heading, ...folderLines(ofGroup)];
    const newestFirst = ofGroup.toSorted((a, b) => b.createdAtEpochMs - a.createdAtEpochMs);
    return [heading, ...newestFirst.map((file) => fileLine(file, file.path, 0))];
  });
}

function fileLine(file: FileRecord, name: string, depth: number): FileLine {
  return { kind: 'file', file, name, depth };
}

/** `http://usr/a/b.txt`, or as another device spells it: where the user folder's own path ends. */
const USER_ROOT = /^[a-z]+:\/\/usr\//;

interface PlacedFile {
  readonly file: FileRecord;
  /** Names of its folders, and its own. */
  readonly segments: readonly string[];
}

function folderLines(files: readonly FileRecord[]): FileLine[] {
  const placed = files.map((file): PlacedFile => {
    const root = USER_ROOT.exec(file.path)?.[0] ?? '';
    return { file, segments: file.path.slice(root.length).split('/') };
  });
  const root = USER_ROOT.exec(files[0]?.path ?? '')?.[0] ?? '';
  return linesBelow(placed, root, 0);
}

/** Folders first, each in the order of its names. */
function linesBelow(files: readonly PlacedFile[], parentPath: string, depth: number): FileLine[] {
  const folders = new Map<string, PlacedFile[]>();
  const own: PlacedFile[] = [];
  for (const placed of files) {
    const name = placed.segments[depth] ?? '';
    if (placed.segments.length === depth + 1) own.push(placed);
    else folders.set(name, [...(folders.get(name) ?? []), placed]);
  }
  const byName = [...folders].toSorted(([a], [b]) => compareNames(a, b));
  return [
    ...byName.flatMap(([name, inside]): FileLine[] => {
      const path = `${parentPath}${name}/`;
      return [{ kind: 'folder', path, name: `${name}/`, depth }, ...linesBelow(inside, path, depth + 1)];
    }),
    ...own
      .toSorted((a, b) => compareNames(a.segments.at(-1) ?? '', b.segments.at(-1) ?? ''))
      .map(({ file, segments }) => fileLine(file, depth === 0 ? file.path : (segments.at(-1) ?? ''), depth)),
  ];
}

function compareNames(a: string, b: string): number {
  return a.localeCompare(b, undefined, { numeric: true });
}

/** Identity of a line within the list. */
export function keyOfLine(line: FileLine): string {
  switch (line.kind) {
    case 'file':
      return `file ${line.file.path}`;
    case 'folder':
      return `folder ${line.path}`;
    default:
      return `${line.kind} ${line.group}`;
  }
}
