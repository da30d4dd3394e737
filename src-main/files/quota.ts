import { FerryError } from '#contract/errors';
import type { FileTable } from '../registry/file-table.ts';

/** What one program's files may take of the disk, in bytes; what is asked for is checked before it is written. */
export interface Quota {
  /** Throws `quota.exceeded` when saved and user files would take more than they may. */
  check(addedBytes: number): void;
  /** Bytes that saved and user files may still take. */
  left(): number;
  /** Throws `quota.exceeded` when temp files would take more than they may. */
  checkTemp(addedBytes: number): void;
  /** Files that are open and have no path any more take room all the same. */
  countAlso(heldBytes: () => number): void;
}

export interface QuotaLimits {
  /** Of saved and user files together. */
  readonly lastingBytes: number;
  /** Of temp files while the program runs. */
  readonly tempBytes: number;
}

export function createQuota(
  table: Pick<FileTable, 'totalBytes'>,
  project: string,
  { lastingBytes, tempBytes }: QuotaLimits,
): Quota {
  let held = (): number => 0;
  const lastingUsed = (): number => table.totalBytes(project, ['saved', 'user']) + held();
  return {
    check(addedBytes) {
      // A device's quota may be less than what another's let in: what takes no more room is not refused for it.
      if (addedBytes <= 0) return;
      const used = lastingUsed();
      if (used + addedBytes > lastingBytes) throw overLimit(used, addedBytes, lastingBytes);
    },
    left: () => Math.max(0, lastingBytes - lastingUsed()),
    checkTemp(addedBytes) {
      const used = table.totalBytes(project, ['temp']);
      if (used + addedBytes > tempBytes) throw overLimit(used, addedBytes, tempBytes);
    },
    countAlso(heldBytes) {
      held = heldBytes;
    },
  };
}

function overLimit(usedBytes: number, addedBytes: number, quotaBytes: number): FerryError {
  return new FerryError('quota.exceeded', 'The maximum size of the file storage limit is exceeded.', {
    details: { usedBytes, addedBytes, quotaBytes },
  });
}
