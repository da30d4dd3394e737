import type { Clock } from '../lib/clock.ts';
import type { PageLog } from './page-log.ts';

/** A page that takes longer than this to open is worth a word. */
const SLOW_MS = 5000;

/**
 * Says so in the console when a page does not finish opening: an endless loop looks like nothing at all otherwise.
 * Returns its end.
 */
export function watchSlowPages(log: PageLog, clock: Clock): () => void {
  let timer: NodeJS.Timeout | null = null;
  const stop = (): void => {
    if (timer) clearTimeout(timer);
    timer = null;
  };
  const off = log.onChange((change) => {
    if (change.kind !== 'page') return;
    if (!log.state().loading) {
      stop();
      return;
    }
    timer ??= setTimeout(() => {
      timer = null;
      const page = log.visits.at(-1)?.path ?? '';
      log.addConsole({
        atEpochMs: clock.now(),
        level: 'warn',
        text: `${page} has not opened after ${String(SLOW_MS / 1000)} s. If its code is in an endless loop, stop it with reload.`,
        page,
      });
    }, SLOW_MS);
  });
  return () => {
    stop();
    off();
  };
}
