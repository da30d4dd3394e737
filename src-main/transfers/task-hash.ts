import type { ExchangePatch } from '../journal/journal.ts';
import type { TransferContext, TransferDeps } from './context.ts';
import { hashedParts, withPartHash } from './evidence.ts';
import type { DeliveredFacts } from './plan.ts';

/**
 * Takes the hash of what a transfer has sent or written, after its end, and records it with the exchange and the part.
 *
 * @param moved `written` is the file that it made; `foreignPath` a real path of one that is none of the mini-program's
 */
export async function hashWhatMoved(
  deps: TransferDeps,
  {
    exchangeId,
    journal,
    files,
  }: Pick<TransferContext, 'journal' | 'files'> & { readonly exchangeId: string },
  moved: { readonly written: DeliveredFacts['file']; readonly foreignPath: string | null },
): Promise<void> {
  const recorded = () => journal.get(exchangeId);
  const file = moved.written ?? recorded()?.file ?? null;
  // A hash that the disk has no room for is told to nobody; the transfer stands.
  if (file) {
    const record = (patch: ExchangePatch): void => {
      journal.update(exchangeId, withPartHash(recorded()?.parts ?? [], patch));
    };
    await addHash(deps, file, record, files).catch(() => undefined);
  } else if (moved.foreignPath !== null) {
    const sha256 = await deps.worker.hash(moved.foreignPath);
    const parts = recorded()?.parts;
    if (sha256 !== null && parts) journal.update(exchangeId, { parts: hashedParts(parts, sha256) });
  }
}

/**
 * Hashes the file of a transfer, wherever the page has moved it meanwhile: a temp file may have been saved before
 * its hash was asked for, or while it was taken.
 */
async function addHash(
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
