import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { onTestFinished } from 'vitest';
import type { ForkProcess } from '../../src-main/worker/protocol.ts';

const ENTRY = path.resolve(import.meta.dirname, '../../src-main/project/entry.ts');

interface CompilersOptions {
  /** What stands for the compiler. */
  readonly entry?: string;
  readonly stdio?: 'inherit' | 'ignore';
}

/** The compiler as plain Node processes. */
export function compilers({ entry = ENTRY, stdio = 'inherit' }: CompilersOptions = {}): {
  readonly fork: ForkProcess;
  readonly children: ChildProcess[];
} {
  const children: ChildProcess[] = [];
  onTestFinished(async () => {
    for (const child of children) {
      child.kill('SIGKILL');
      if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
    }
  });
  const start: ForkProcess = () => {
    const child = fork(entry, [], {
      serialization: 'advanced',
      execArgv: [],
      stdio: [stdio, stdio, stdio, 'ipc'],
    });
    child.on('error', () => undefined);
    children.push(child);
    return {
      postMessage: (command) => void child.send(command as object),
      onMessage: (listener) => void child.on('message', listener as (event: unknown) => void),
      onExit(listener) {
        child.once('exit', (code) => {
          listener(code ?? -1);
        });
      },
      kill: () => void child.kill(),
    };
  };
  return { fork: start, children };
}
