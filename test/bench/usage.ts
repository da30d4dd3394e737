import fs from 'node:fs';
import type { Cost } from './workload.ts';

/** What the system has booked for a process so far. */
export interface Usage {
  readonly cpuMs: number;
  readonly residentBytes: number;
  /** The most since the process started, or since {@link resetPeak}. */
  readonly peakBytes: number;
}

const TICKS_PER_SECOND = 100;

/** Reads `/proc`; null where there is none. */
function usageOf(pid: number): Usage | null {
  if (process.platform !== 'linux') return null;
  const status = fs.readFileSync(`/proc/${String(pid)}/status`, 'utf8');
  const kibOf = (name: string): number => Number(new RegExp(`^${name}:\\s*(\\d+) kB`, 'm').exec(status)?.[1]);
  return {
    cpuMs: (ticksOf(pid, 'alone') * 1000) / TICKS_PER_SECOND,
    residentBytes: kibOf('VmRSS') * 1024,
    peakBytes: kibOf('VmHWM') * 1024,
  };
}

/** What `carry` costs the idle process that does it; it answers its wall time in milliseconds. */
export async function costOf(pid: number, carry: () => Promise<number>): Promise<Cost> {
  resetPeak(pid);
  const before = usageOf(pid);
  const wallMs = await carry();
  const after = usageOf(pid);
  return {
    wallMs,
    cpuMs: before && after && after.cpuMs - before.cpuMs,
    idleBytes: before?.residentBytes ?? null,
    peakBytes: after?.peakBytes ?? null,
  };
}

/** Makes the peak start anew from what is resident now, so that the memory of the start-up is not in it. */
function resetPeak(pid: number): void {
  if (process.platform === 'linux') fs.writeFileSync(`/proc/${String(pid)}/clear_refs`, '5');
}

/** User and system time of a process in ticks; that of its children that have ended too, if asked. Linux only. */
export function ticksOf(pid: number, whose: 'alone' | 'with ended children'): number {
  const stat = fs.readFileSync(`/proc/${String(pid)}/stat`, 'utf8');
  // The name in the second field may hold spaces and brackets; utime, stime, cutime, cstime are from the 14th on.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const ticks = fields.slice(11, whose === 'alone' ? 13 : 15).map(Number);
  return ticks.reduce((a, b) => a + b, 0);
}
