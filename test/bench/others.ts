import fs from 'node:fs';
import { ticksOf } from './usage.ts';

/** How much of the processors everybody else used since it was made. */
export interface OthersWatch {
  /** Share of all processor time, 0 to 1; null where the system does not tell. */
  share(): number | null;
}

/**
 * Watches what disturbs a measurement. Counts as our own: this process, its children that have ended, with theirs
 * that ended before them, and the living ones in `ownPids`.
 */
export function watchOthers(ownPids: readonly number[]): OthersWatch {
  if (process.platform !== 'linux') return { share: () => null };
  const read = () => ({ ...machineTicks(), own: ownTicks(ownPids) });
  const before = read();
  return {
    share() {
      const now = read();
      const total = now.total - before.total;
      const others = now.busy - before.busy - (now.own - before.own);
      return total === 0 ? null : Math.max(0, others / total);
    },
  };
}

function machineTicks(): { readonly busy: number; readonly total: number } {
  const line = fs.readFileSync('/proc/stat', 'utf8').split('\n', 1)[0] ?? '';
  // user, nice, system, idle, iowait, irq, softirq, steal
  const ticks = line.trim().split(/\s+/).slice(1, 9).map(Number);
  const total = ticks.reduce((a, b) => a + b, 0);
  return { total, busy: total - (ticks[3] ?? 0) - (ticks[4] ?? 0) };
}

function ownTicks(pids: readonly number[]): number {
  const ofLiving = pids.map((pid) => ticksOf(pid, 'alone'));
  return ofLiving.reduce((a, b) => a + b, ticksOf(process.pid, 'with ended children'));
}
