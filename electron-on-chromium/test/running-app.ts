import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import net from 'node:net';
import readline from 'node:readline';
import path from 'node:path';
import { onTestFinished } from 'vitest';
import { environment, EXECUTABLE, FIXTURE } from './fixture-app.ts';

/** An app as a process of its own, leader of a process group in which all its processes stay. */
export interface RunningApp {
  readonly pid: number;
  /** Pid of the fixture's utility process. */
  readonly utility: number;
  /** Port of its scheme server. */
  readonly port: number;
  /** Next line of JSON on stdout. */
  nextLine(): Promise<unknown>;
  /** A line for the fixture: `quit`, `exit <code>`. */
  tell(line: string): void;
  signal(name: NodeJS.Signals): void;
  /** Resolves with the exit code or the signal. */
  readonly ended: Promise<number | NodeJS.Signals | null>;
  /** What stderr said so far. */
  said(): string;
}

export interface StartOptions {
  readonly executable?: string;
  readonly arguments?: readonly string[];
  readonly env?: Readonly<Record<string, string | undefined>>;
}

/** Starts the fixture and waits until it is ready; `folder` is its temp folder. */
export async function startApp(folder: string, options: StartOptions = {}): Promise<RunningApp> {
  const child = spawn(options.executable ?? EXECUTABLE, options.arguments ?? [FIXTURE], {
    env: { ...environment(folder), ...options.env },
    stdio: 'pipe',
    detached: true,
  });
  const { pid } = child;
  if (pid === undefined) throw new Error('The app did not start');
  let text = '';
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
  const ended = once(child, 'exit').then(
    ([code, signal]) => (code ?? signal) as number | NodeJS.Signals | null,
  );
  onTestFinished(async () => {
    if (child.exitCode === null && child.signalCode === null) process.kill(-pid, 'SIGKILL');
    await ended;
  });
  const lines = readline.createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const nextLine = async (): Promise<unknown> => {
    const next = await lines.next();
    if (next.done === true) throw new Error(`The app ended with ${String(await ended)}: ${text}`);
    return JSON.parse(next.value) as unknown;
  };
  const { ready } = (await nextLine()) as { ready: { pid: number; utility: number } };
  return {
    pid: ready.pid,
    utility: ready.utility,
    port: portOf(pid),
    nextLine,
    tell: (line) => child.stdin.write(`${line}\n`),
    signal: (name) => process.kill(ready.pid, name),
    ended,
    said: () => text,
  };
}

/** Processes of an app that still run, as `pid command`; those that have ended and are not yet reaped do not. */
export function processesOf(app: { readonly pid: number }): string[] {
  const listed = execFileSync('ps', ['-eo', 'pgid=,pid=,stat=,args='], { encoding: 'utf8' });
  return listed
    .split('\n')
    .map((line) => line.trim().split(/\s+/))
    .filter(([group, , state]) => group === String(app.pid) && state?.startsWith('Z') === false)
    .map(([, pid, , ...command]) => `${pid ?? ''} ${command.join(' ')}`);
}

function portOf(pid: number): number {
  const port = processesOf({ pid })
    .map((line) => /MAP \S+ 127\.0\.0\.1:(\d+)/.exec(line)?.[1])
    .find((found) => found !== undefined);
  if (port === undefined) throw new Error('No browser runs');
  return Number(port);
}

/** Whether somebody listens there. */
export async function listens(port: number): Promise<boolean> {
  const socket = net.connect(port, '127.0.0.1');
  try {
    await once(socket, 'connect');
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}

/** Profiles and locks of apps in their temp folder. */
export function leftovers(folder: string): string[] {
  return readdirSync(folder)
    .filter((name) => name.startsWith('electron-'))
    .map((name) => path.basename(name));
}
