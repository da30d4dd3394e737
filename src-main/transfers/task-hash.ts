import type { ExchangePatch } from '../journal/journal.ts';
import type { TransferContext, TransferDeps } from './context.ts';

/**
 * Hashes the file of a transfer, wherever the page has moved it meanwhile: a temp file may have been saved before
 * its hash was asked for, or while it was taken.
 */
export async function addHash(
  deps: TransferDeps,
  file: { readonly path: string; readonly sizeBytes: number },
  record: (patch: ExchangePatch) => void,
  files: TransferContext['files'],
): Promise<void> {
  for (let attempt = 0; attempt < 2; attempt += 1) {
    const before = files.follow(file.path);
    const revision = before && files.revisionOf(before.path);
    const sha256 = before?.sha256 ?? (await hashOf(deps, files, before?.path ?? file.path));
    if (sha256 === null) continue;
    const now = files.follow(file.path);
    const isWhereItWas = now?.path === before?.path;
    // Something else has been written there meanwhile, and nobody knows whose content was hashed.
    if (before && now && isWhereItWas && files.revisionOf(now.path) !== revision) return;
    if (now && !isWhereItWas && now.sizeBytes !== file.sizeBytes) return;
    // A user file that a temp file has become may be another already; it is hashed where it came to be.
    if (now?.sha256 === null && (isWhereItWas || now.kind !== 'user')) files.setHash(now.path, sha256);
    record({ file: { ...file, sha256 } });
    return;
  }
}

async function hashOf(
  deps: TransferDeps,
  files: TransferContext['files'],
  virtualPath: string,
): Promise<string | null> {
  const open = await files.open(virtualPath).catch(() => null);
  return open ? deps.worker.hash(open.realPath) : null;
}
