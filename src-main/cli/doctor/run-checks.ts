import { FerryError } from '#contract/errors';
import { inertLine } from '../../lib/inert-text.ts';
import { durationText } from '../run/terminal-text.ts';

/** What a check saw; a warning is something to know that stops nothing. */
export type Seen = string | { readonly warning: string };

/** One thing Ferry needs of the machine it is on. */
export interface Check {
  readonly name: string;
  /** Names of checks without which this one means nothing. */
  readonly needs: readonly string[];
  /** What does not work for the user when this does not. */
  readonly meaning: string;
  /** Throws when it does not work; what it returns is shown beside the name. */
  run(): Promise<Seen>;
}

/** No check takes a tenth of this on a slow machine. */
const TIMEOUT_MS = 30_000;

/** Runs checks one after the other and says a line for each. Returns whether all of them work. */
export async function runChecks(
  checks: readonly Check[],
  say: (line: string) => void,
  timeoutMs = TIMEOUT_MS,
): Promise<boolean> {
  const broken = new Set<string>();
  for (const check of checks) {
    const missing = check.needs.find((name) => broken.has(name));
    if (missing !== undefined) {
      broken.add(check.name);
      say(`– ${check.name}: not tried, as it builds on: ${missing}`);
      continue;
    }
    const started = performance.now();
    try {
      const seen = await within(timeoutMs, check.run());
      const took = durationText(performance.now() - started);
      if (typeof seen === 'string') say(`✓ ${check.name}: ${inertLine(seen)} (${took})`);
      else say(`! ${check.name}: ${inertLine(seen.warning)} (${took})`);
    } catch (error) {
      broken.add(check.name);
      const message = inertLine(FerryError.from(error).message).replace(/[.…]?$/, '.');
      say(`✗ ${check.name}: ${message} ${check.meaning} (${durationText(performance.now() - started)})`);
    }
  }
  return broken.size === 0;
}

/** Throws with this finding unless it holds. */
export function must(holds: boolean, finding: string): asserts holds {
  if (!holds) throw new FerryError('internal', finding);
}

async function within<T>(timeoutMs: number, work: Promise<T>): Promise<T> {
  const late = Promise.withResolvers<never>();
  const timer = setTimeout(() => {
    late.reject(new FerryError('internal', `No answer within ${String(timeoutMs / 1000)} s`));
  }, timeoutMs);
  try {
    return await Promise.race([work, late.promise]);
  } finally {
    clearTimeout(timer);
  }
}
