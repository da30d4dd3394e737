import type { FileKind, FileOrigin, FileRecord } from '#contract/files';

/** A line of the files list: a heading, a file, or the word that a group has none. */
export type FileLine =
  | { readonly kind: 'heading'; readonly group: FileKind; readonly count: number; readonly sizeBytes: number }
  | { readonly kind: 'file'; readonly file: FileRecord }
  | { readonly kind: 'none'; readonly group: 'temp' | 'saved' };

/** Files by kind, newest first in each; user files only where there are any. */
export function linesFromFiles(files: readonly FileRecord[]): readonly FileLine[] {
  const lines: FileLine[] = [];
  for (const group of ['temp', 'saved', 'user'] as const) {
    const ofGroup = files
      .filter((file) => file.kind === group)
      .toSorted((a, b) => b.createdAtEpochMs - a.createdAtEpochMs);
    if (ofGroup.length === 0 && group === 'user') continue;
    const sizeBytes = ofGroup.reduce((sum, file) => sum + file.sizeBytes, 0);
    lines.push({ kind: 'heading', group, count: ofGroup.length, sizeBytes });
    if (ofGroup.length === 0 && group !== 'user') lines.push({ kind: 'none', group });
    for (const file of ofGroup) lines.push({ kind: 'file', file });
  }
  return lines;
}

/** Identity of a line within the list. */
export function keyOfLine(line: FileLine): string {
  return line.kind === 'file' ? `file ${line.file.path}` : `${line.kind} ${line.group}`;
}

/** Where a file came from, told apart. */
export type Origin =
  | { readonly kind: 'picked' }
  | { readonly kind: 'transfer'; readonly exchangeId: string }
  | { readonly kind: 'saved'; readonly path: string }
  | { readonly kind: 'remote'; readonly url: string }
  | { readonly kind: 'other'; readonly text: string };

/** Reads the origin main wrote (`transfer:<id>`, `saved:<path>`, …); an unknown one is shown as it is. */
export function parseOrigin(origin: FileOrigin): Origin {
  if (origin === 'picked') return { kind: 'picked' };
  const colon = origin.indexOf(':');
  const rest = origin.slice(colon + 1);
  switch (origin.slice(0, Math.max(0, colon))) {
    case 'transfer':
      return { kind: 'transfer', exchangeId: rest };
    case 'saved':
      return { kind: 'saved', path: rest };
    case 'remote':
      return { kind: 'remote', url: rest };
    default:
      return { kind: 'other', text: origin };
  }
}
