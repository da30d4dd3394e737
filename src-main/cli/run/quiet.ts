import { setTimeout as sleep } from 'node:timers/promises';
import type { Program } from '../../program/program.ts';
import type { TransferManager } from '../../transfers/manager.ts';

/** For this long nothing may happen before a run counts as settled: a page answers an event by a call a little later. */
const QUIET_MS = 250;
const LOOK_MS = 25;

/**
 * Resolves when no transfer and no page load is in flight, and nothing has happened for a moment.
 *
 * @param transfers null where those may go on: they are to be met by what comes next
 */
export async function untilQuiet(
  program: Program,
  transfers: TransferManager | null,
  signal: AbortSignal,
): Promise<void> {
  let lastEvent = Date.now();
  const stir = (): void => {
    lastEvent = Date.now();
  };
  const ends = [program.journal.onChange(stir), program.log.onChange(stir), program.files.onChange(stir)];
  try {
    for (;;) {
      signal.throwIfAborted();
      const busy =
        (transfers?.live() ?? 0) > 0 || program.log.state().loading || program.log.visits.length === 0;
      if (busy) stir();
      else if (Date.now() - lastEvent >= QUIET_MS) return;
      await sleep(LOOK_MS, undefined, { signal });
    }
  } finally {
    for (const end of ends) end();
  }
}
