import type { ArchiveDeps } from './archive-types.ts';

const TELL_EVERY_MS = 100;

/** Tells how far it is of so many, now and then. */
export function progressOf(deps: ArchiveDeps, totalCount: number): (doneCount: number) => void {
  let toldAt = 0;
  return (doneCount) => {
    const now = deps.now();
    if (now - toldAt < TELL_EVERY_MS && doneCount < totalCount) return;
    toldAt = now;
    deps.onProgress(doneCount, totalCount);
  };
}
