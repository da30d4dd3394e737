import { fork, type ChildProcess, type ForkOptions } from 'node:child_process';
import { once } from 'node:events';

/** A module of Node's running in a process of its own, killed on `signal`. */
export interface ForkedModule {
  readonly pid: number;
  readonly process: ChildProcess;
  send(message: object): void;
  /** The next message; rejects when the process ends before there is one. */
  next(): Promise<unknown>;
  /** Kills it, if it still runs, and resolves when it is gone. */
  end(): Promise<void>;
}

/** Starts `file`; `options` as for Node's fork. Throws when it cannot be started. */
export function forkModule(
  file: string | URL,
  signal: AbortSignal | null,
  options: ForkOptions = {},
): ForkedModule {
  signal?.throwIfAborted();
  const child = fork(file, [], { execArgv: [], serialization: 'advanced', ...options });
  const { pid } = child;
  if (pid === undefined) throw new Error(`Could not start ${String(file)}`);
  // A message to a process that is just dying.
  child.on('error', () => undefined);
  const kill = (): void => void child.kill('SIGKILL');
  signal?.addEventListener('abort', kill, { once: true });
  const gone = once(child, 'exit').then(() => signal?.removeEventListener('abort', kill));
  return {
    pid,
    process: child,
    send: (message) => void child.send(message, () => undefined),
    next: () =>
      new Promise((resolve, reject) => {
        const onMessage = (message: unknown): void => {
          child.off('exit', onExit);
          resolve(message);
        };
        const onExit = (code: number | null, killed: string | null): void => {
          child.off('message', onMessage);
          reject(new Error(`The process ended with ${String(code ?? killed)}`));
        };
        child.once('message', onMessage);
        child.once('exit', onExit);
      }),
    async end() {
      kill();
      await gone;
    },
  };
}

/** Gives an order to a module in a process of its own and returns its one answer; the process is gone by then. */
export async function askModule(file: URL, order: object, signal: AbortSignal): Promise<unknown> {
  const child = forkModule(file, signal);
  try {
    child.send(order);
    return await child.next();
  } finally {
    await child.end();
  }
}
