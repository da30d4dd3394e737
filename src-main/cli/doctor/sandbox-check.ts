import fs from 'node:fs';
import type { Seen } from './run-checks.ts';

/** How this process was started, as far as the sandbox goes. */
export interface SandboxFacts {
  /** The runtime was told to do without. */
  readonly isSwitchedOff: boolean;
  readonly isRoot: boolean;
  /** One filter of system calls more than this process has is the sandbox's; null where it cannot be seen. */
  readonly rendererFilters: { readonly own: number; readonly renderer: number } | null;
}

/** Whether pages run in the browser's sandbox. Without it Ferry works, with one wall less. */
export function sandboxSeen({ isSwitchedOff, isRoot, rendererFilters }: SandboxFacts): Seen {
  const off = 'a page that breaks out of the browser itself is not held';
  if (isRoot) return { warning: `off, as Ferry runs as root: ${off}. Run it as another user.` };
  if (isSwitchedOff) return { warning: `off by --no-sandbox: ${off}.` };
  if (rendererFilters === null) return 'on, as far as can be told here';
  return rendererFilters.renderer > rendererFilters.own
    ? 'on, seen in the renderer’s process'
    : { warning: `off, although nothing switched it off: ${off}.` };
}

/** Linux tells of each process whose child it is and how many filters it has; elsewhere this is null. */
export function readRendererFilters(): SandboxFacts['rendererFilters'] {
  if (process.platform !== 'linux') return null;
  const statuses = new Map<number, ReadonlyMap<string, string>>();
  for (const name of fs.readdirSync('/proc')) {
    const status = /^\d+$/.test(name) ? readStatus(name) : null;
    if (status) statuses.set(Number(name), status);
  }
  const isOurs = (pid: number): boolean => {
    for (let at = pid; at > 1; at = Number(statuses.get(at)?.get('PPid') ?? 0))
      if (at === process.pid) return true;
    return false;
  };
  const filtersOf = (pid: number): number => Number(statuses.get(pid)?.get('Seccomp_filters') ?? 0);
  const renderers = [...statuses.keys()].filter((pid) => isRenderer(pid) && isOurs(pid)).map(filtersOf);
  return renderers.length === 0 ? null : { own: filtersOf(process.pid), renderer: Math.min(...renderers) };
}

function readStatus(pid: string): ReadonlyMap<string, string> | null {
  try {
    const lines = fs.readFileSync(`/proc/${pid}/status`, 'utf8').split('\n');
    return new Map(lines.map((line) => line.split(':\t', 2) as [string, string]));
  } catch {
    // It has just ended.
    return null;
  }
}

function isRenderer(pid: number): boolean {
  try {
    return fs.readFileSync(`/proc/${String(pid)}/cmdline`, 'utf8').includes('--type=renderer');
  } catch {
    return false;
  }
}
