import os from 'node:os';
import { curlVersion } from './curl.ts';

/** What figures are of. */
export interface Machine {
  readonly processor: string;
  readonly cores: number;
  readonly memoryBytes: number;
  readonly system: string;
  readonly node: string;
  readonly curl: string | null;
  /** Runnable processes over the last minute, before anything was measured. */
  readonly loadAtStart: number;
}

export async function describeMachine(): Promise<Machine> {
  return {
    processor: os.cpus()[0]?.model.trim() ?? 'unknown',
    cores: os.availableParallelism(),
    memoryBytes: os.totalmem(),
    system: `${os.type()} ${os.release()} (${os.arch()})`,
    node: process.version,
    curl: await curlVersion(),
    loadAtStart: os.loadavg()[0] ?? 0,
  };
}

/** One line of Markdown. */
export function textOfMachine(machine: Machine): string {
  const memory = `${(machine.memoryBytes / 1024 ** 3).toFixed(0)} GiB`;
  const curl = machine.curl ?? 'no curl';
  const load = machine.loadAtStart.toFixed(1);
  return `${machine.cores} × ${machine.processor}, ${memory}, ${machine.system}; Node ${machine.node}, ${curl}; load ${load} at the start.`;
}
