import { setTimeout as sleep } from 'node:timers/promises';
import type { PageLogChange } from '../../program/page-log.ts';
import type { Program } from '../../program/program.ts';
import type { TransferManager } from '../../transfers/manager.ts';

/** For this long nothing may happen before a run counts as settled: a page answers an event by a call a little later. */
const QUIET_MS = 250;
const LOOK_MS = 25;
/** A page that talks without end (an animation that logs each frame) is not waited for longer than this. */
const LONGEST_TALK_MS = 10_000;
/** A page that does not answer within this is busy. */
const ANSWER_MS = 2000;

/**
 * Resolves when no transfer, no page load and no `wx` call is in flight, nothing has happened for a moment, and the
 * page itself has nothing to do: under load it may take its time between two calls.
 *
 * @param transfers null where those may go on: they are to be met by what comes next
 */
export async function untilQuiet(
  program: Program,
  transfers: TransferManager | null,
  signal: AbortSignal,
): Promise<void> {
  let lastEvent = Date.now();
  const talkEndsAt = lastEvent + LONGEST_TALK_MS;
  const stir = (): void => {
    lastEvent = Date.now();
  };
  const hear = ({ kind }: PageLogChange): void => {
    if (kind === 'page' || Date.now() < talkEndsAt) stir();
  };
  const ends = [program.journal.onChange(stir), program.log.onChange(hear), program.files.onChange(stir)];
  try {
    for (;;) {
      signal.throwIfAborted();
      const busy =
        (transfers?.live() ?? 0) > 0 || program.log.state().loading || program.log.visits.length === 0;
      if (busy) stir();
      else if (Date.now() - lastEvent >= QUIET_MS) {
        const before = lastEvent;
        const isAtRest = await rests(program, transfers !== null);
        if (isAtRest && lastEvent === before) return;
        if (!isAtRest) stir();
      }
      await sleep(LOOK_MS, undefined, { signal });
    }
  } finally {
    for (const end of ends) end();
  }
}

/** @param withCalls whether a call under way is something to do */
async function rests(program: Program, withCalls: boolean): Promise<boolean> {
  if (!program.isBooted()) return true;
  const answer = await program.drive({ kind: 'rest' }, ANSWER_MS).catch(() => null);
  return answer?.kind === 'rested' && (!withCalls || answer.pendingCalls === 0);
}
