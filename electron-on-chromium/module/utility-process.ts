import { fork, type ChildProcess } from 'node:child_process';
import { EventEmitter } from 'node:events';
import path from 'node:path';
import type { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { complain } from '../complain.ts';
import { strict } from './strict.ts';

const HOST = fileURLToPath(new URL('../utility-host.ts', import.meta.url));
const KILL_TIMEOUT_MS = 1000;

/** Electron's `UtilityProcess`: a Node process of its own, reached by structured clones. */
export class UtilityProcess
  extends EventEmitter
  implements Pick<Electron.UtilityProcess, 'pid' | 'stdout' | 'stderr' | 'postMessage' | 'kill'>
{
  pid: number | undefined;
  readonly stdout: Readable | null;
  readonly stderr: Readable | null;
  private readonly child: ChildProcess;

  constructor(modulePath: string, parameters: readonly string[], options: Electron.ForkOptions) {
    super();
    if (!path.isAbsolute(modulePath)) throw new TypeError('Relative module path is not supported');
    this.child = fork(HOST, [modulePath, ...parameters], {
      // @types/node has no undefined among the values; the process takes what is there.
      env: { ...(options.env ?? process.env), ELECTRON_ON_CHROMIUM_SERVICE: options.serviceName ?? '' },
      execArgv: ['--disable-warning=ExperimentalWarning', ...(options.execArgv ?? [])],
      serialization: 'advanced',
      stdio: stdioFor(options.stdio),
      ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
    });
    this.stdout = this.child.stdout;
    this.stderr = this.child.stderr;
    const self = strict('UtilityProcess', this);
    this.child.once('spawn', () => {
      this.pid = this.child.pid;
      self.emit('spawn');
    });
    this.child.on('message', (message) => self.emit('message', message));
    this.child.once('exit', (code, signal) => {
      this.pid = undefined;
      // Electron gives the signal's number for a process that was killed.
      self.emit('exit', code ?? (signal === 'SIGKILL' ? 9 : 15));
    });
    this.child.on('error', (error) => {
      if (this.child.pid === undefined) self.emit('exit', 1);
      else complain('electron-on-chromium: utility process:', error);
    });
    return self;
  }

  postMessage(message: unknown, transfer?: readonly unknown[]): void {
    if (transfer && transfer.length > 0) {
      throw new Error('postMessage with transferred ports is not available in electron-on-chromium');
    }
    // The clone makes errors and Node's buffers what they would be on the other side of a real message pipe.
    if (this.child.connected) this.child.send({ data: structuredClone(message) });
  }

  kill(): boolean {
    return this.child.kill();
  }

  /** Ends the process and resolves when it is gone. */
  async end(): Promise<void> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    const gone = new Promise<void>((resolve) => {
      this.child.once('exit', () => {
        resolve();
      });
    });
    this.child.kill();
    const timer = setTimeout(() => this.child.kill('SIGKILL'), KILL_TIMEOUT_MS);
    await gone;
    clearTimeout(timer);
  }
}

type Stdio = 'pipe' | 'ignore' | 'inherit';

function stdioFor(wanted: Electron.ForkOptions['stdio']): (Stdio | 'ipc')[] {
  if (wanted === undefined) return ['ignore', 'inherit', 'inherit', 'ipc'];
  if (typeof wanted === 'string') return ['ignore', wanted as Stdio, wanted as Stdio, 'ipc'];
  const [input = 'ignore', output = 'inherit', error = 'inherit'] = wanted;
  if (input !== 'ignore') throw new Error('stdin value other than ignore is not supported.');
  return ['ignore', output, error, 'ipc'];
}

/** Electron's `utilityProcess`, and how all its processes end with the app. */
export function createUtilityProcess() {
  const running = new Set<UtilityProcess>();
  return {
    utilityProcess: strict('utilityProcess', {
      fork(
        modulePath: string,
        parameters: string[] = [],
        options: Electron.ForkOptions = {},
      ): UtilityProcess {
        const created = new UtilityProcess(modulePath, parameters, options);
        running.add(created);
        created.once('exit', () => running.delete(created));
        return created;
      },
    }),
    endAll: async (): Promise<void> => {
      await Promise.all(Array.from(running, (each) => each.end()));
    },
  };
}
