import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import path from 'node:path';
import Sqlite from 'better-sqlite3';
import { expect, onTestFinished } from 'vitest';
import type { Exchange } from '#contract/transfer';
import { FERRY_ROOT, PROJECTS } from './ferry-cli.ts';
import { tempDir } from './temp-dir.ts';
import { withServer } from './with-server.ts';

/** Uploads and downloads together that the page of the project starts at once. */
export const LIVE_TRANSFERS = 20;

/** A project whose page keeps transfers alive, and the server that holds them. */
export interface CrashProject {
  readonly folder: string;
  /** Resolves when this many more transfers have reached the server since the last call. */
  readonly allHeld: () => Promise<void>;
  /** Connections that hold a transfer now. */
  readonly held: () => number;
}

export async function withCrashProject(): Promise<CrashProject> {
  let reached = 0;
  let held = 0;
  let waiting = Promise.withResolvers<undefined>();
  const server = await withServer((request, response) => {
    if (request.url === '/file') {
      response.setHeader('content-type', 'text/plain');
      response.end('x'.repeat(300_000));
      return;
    }
    held += 1;
    request.socket.once('close', () => {
      held -= 1;
    });
    // Read to its end, and not answered: a server that reads nothing does not see its client go.
    request.resume();
    if (request.method === 'GET') response.writeHead(200, { 'content-length': '1000' }).write('half');
    reached += 1;
    if (reached === LIVE_TRANSFERS) waiting.resolve(undefined);
  });
  const folder = path.join(await tempDir(), 'crashes');
  fs.cpSync(path.join(PROJECTS, 'crashes'), folder, { recursive: true });
  fs.writeFileSync(path.join(folder, 'origin.js'), `module.exports = '${server.origin}';\n`);
  return {
    folder,
    held: () => held,
    async allHeld() {
      await waiting.promise;
      reached = 0;
      waiting = Promise.withResolvers();
    },
  };
}

export interface SystemProcess {
  readonly pid: number;
  readonly group: number;
  readonly command: string;
}

/** Every process of this computer that still runs; one that has ended and is not yet reaped does not. */
export function runningProcesses(): SystemProcess[] {
  return execFileSync('ps', ['-axo', 'pid=,pgid=,stat=,args='], { encoding: 'utf8' })
    .split('\n')
    .map((line) => line.trim().split(/\s+/))
    .filter(([pid, , state]) => pid !== undefined && state !== undefined && !state.startsWith('Z'))
    .map(([pid, group, , ...words]) => ({
      pid: Number(pid),
      group: Number(group),
      command: words.join(' '),
    }));
}

/** `ferry run` as the leader of a process group that holds all its processes. */
export interface FerryGroup {
  readonly leader: number;
  processes(): SystemProcess[];
  /** The exit code, or the signal. */
  readonly ended: Promise<number | NodeJS.Signals | null>;
  /** What it wrote to stderr. */
  said(): string;
  /** Resolves when no process of it is left; fails when one still is after a while. */
  gone(): Promise<void>;
}

/** Starts a command line in a process group of its own; it ends with the test at the latest. */
export function startGroup(
  command: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv = {},
): FerryGroup {
  const child = spawn(command, args, {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'ignore', 'pipe'],
    detached: true,
  });
  const leader = child.pid ?? 0;
  let words = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (words += text));
  const ended = once(child, 'exit').then(
    ([code, signal]) => (code ?? signal) as number | NodeJS.Signals | null,
  );
  const processes = (): SystemProcess[] => runningProcesses().filter(({ group }) => group === leader);
  onTestFinished(async () => {
    if (processes().length > 0) process.kill(-leader, 'SIGKILL');
    await ended;
  });
  return {
    leader,
    processes,
    ended,
    said: () => words,
    gone: () => expect.poll(processes, { timeout: 8000, interval: 50 }).toEqual([]),
  };
}

/** `ferry run` on a project, held at a step that never comes to its end. */
export function startFerryRun(project: string, home: string, options: readonly string[] = []): FerryGroup {
  return startGroup(process.execPath, [
    path.join(FERRY_ROOT, 'bin', 'ferry.mjs'),
    ...runArguments(project, home),
    ...options,
  ]);
}

export function runArguments(project: string, home: string): string[] {
  return ['run', project, '--home', home, '--tap', '#save', '--tap', '#start', '--wait', '.never'];
}

/** The process that holds a home. */
export function holderOf(home: string): number {
  return (JSON.parse(fs.readFileSync(path.join(home, 'lock.json'), 'utf8')) as { pid: number }).pid;
}

/** The recorded transfers of a home that nobody holds any more, oldest first. */
export function exchangesOf(home: string): Exchange[] {
  return rowsOf<{ record: string }>(home, 'SELECT record FROM exchange ORDER BY called_at, id').map(
    ({ record }) => JSON.parse(record) as Exchange,
  );
}

/** The saved files of such a home: by row and, where they lie, by their sizes on the disk. */
export function savedFilesOf(home: string): { readonly rows: number[]; readonly onDisk: number[] } {
  const rows = rowsOf<{ size: number }>(
    home,
    "SELECT size FROM file WHERE kind = 'saved' AND ended_at IS NULL",
  ).map(({ size }) => size);
  const programs = path.join(home, 'programs');
  const onDisk = fs
    .readdirSync(programs, { recursive: true, encoding: 'utf8' })
    .filter((name) => /[\\/]saved[\\/]/.test(name))
    .map((name) => fs.statSync(path.join(programs, name)).size);
  return { rows, onDisk };
}

function rowsOf<Row>(home: string, sql: string): Row[] {
  const db = new Sqlite(path.join(home, 'ferry.db'), { readonly: true });
  try {
    return db.prepare<[], Row>(sql).all();
  } finally {
    db.close();
  }
}

/** Processor time a process has used so far, in ticks; 0 when it is gone. Linux alone. */
function ticksOf(pid: number): number {
  try {
    const fields = fs
      .readFileSync(`/proc/${String(pid)}/stat`, 'utf8')
      .replace(/^.*\) /s, '')
      .split(' ');
    return Number(fields[11]) + Number(fields[12]);
  } catch {
    return 0;
  }
}

/** How clearly one process must stand out, in ticks and as a multiple of the next. */
const CLEAR = { ticks: 80, times: 3 };
const TRIES = 10;

/** The process among these that computes while something is made to compute, beyond doubt. */
export async function busiestWhile(
  candidates: readonly number[],
  compute: () => Promise<unknown>,
): Promise<number> {
  const before = new Map(candidates.map((pid) => [pid, ticksOf(pid)]));
  for (let attempt = 0; attempt < TRIES; attempt += 1) {
    await compute();
    const [first, second] = candidates
      .map((pid) => ({ pid, ticks: ticksOf(pid) - (before.get(pid) ?? 0) }))
      .sort((a, b) => b.ticks - a.ticks);
    if (first && first.ticks > Math.max(CLEAR.ticks, CLEAR.times * (second?.ticks ?? 0))) return first.pid;
  }
  throw new Error('No process computes more than the others.');
}
