import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import type { ForkProcess, WorkerCommand, WorkerEvent } from '../../src-main/worker/protocol.ts';

const ENTRY = path.resolve(import.meta.dirname, '../../src-main/worker/entry.ts');

/** The real transfer worker as a plain Node process, started anew whenever it is asked for. */
export interface ForkedWorkers {
  readonly fork: ForkProcess;
  /** The process that runs now; throws when there is none. */
  current(): ChildProcess & { readonly pid: number };
  /** Processes started so far. */
  started(): number;
  /** Jobs that were started and have not been heard to end. */
  openJobs(): string[];
  /** Kills the running process as a crash would, and resolves when it is gone. */
  crash(): Promise<void>;
  /** Resolves when every process is gone. */
  gone(): Promise<void>;
}

export function createForkedWorkers(): ForkedWorkers {
  const children: ChildProcess[] = [];
  const openJobs = new Set<string>();
  const alive = (): ChildProcess | undefined =>
    children.findLast((child) => child.exitCode === null && child.signalCode === null);
  const current = (): ChildProcess & { readonly pid: number } => {
    const child = alive();
    if (child?.pid === undefined) throw new Error('No worker is running.');
    return child as ChildProcess & { readonly pid: number };
  };

  const start: ForkProcess = (entry) => {
    if (entry !== 'worker') throw new Error(`Nobody asked for the ${entry} here.`);
    const child = fork(ENTRY, [], { serialization: 'advanced', execArgv: [] });
    children.push(child);
    // A message to a process that is just dying.
    child.on('error', () => undefined);
    child.once('exit', () => {
      openJobs.clear();
    });
    return {
      postMessage(command) {
        const known = command as WorkerCommand;
        if (known.kind === 'start') openJobs.add(known.job.id);
        if (child.connected) child.send(command as object);
      },
      onMessage(listener) {
        child.on('message', (event) => {
          const known = event as unknown as WorkerEvent;
          if (known.kind === 'ended') openJobs.delete(known.id);
          listener(event as never);
        });
      },
      onExit(listener) {
        child.once('exit', (code) => {
          listener(code ?? -1);
        });
      },
      kill() {
        child.kill();
      },
    };
  };

  const goneOf = async (child: ChildProcess): Promise<void> => {
    if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
  };
  return {
    fork: start,
    current,
    started: () => children.length,
    openJobs: () => [...openJobs],
    async crash() {
      const child = current();
      child.kill('SIGKILL');
      await goneOf(child);
    },
    async gone() {
      await Promise.all(children.map(goneOf));
    },
  };
}
