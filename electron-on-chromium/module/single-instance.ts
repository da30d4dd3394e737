import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { isAlive } from '../profile.ts';

const LOCK_FILE = 'electron-on-chromium.lock';
const FOLDER_PREFIX = 'electron-lock-';
const DELIVERY_TIMEOUT_MS = 5000;
/** Longer than any command line. */
const MAX_MESSAGE = 4 * 1024 * 1024;

/** What a second start tells the first. */
export interface SecondInstance {
  readonly argv: string[];
  readonly workingDirectory: string;
  readonly additionalData: unknown;
}

interface LockContent {
  readonly pid: number;
  readonly socket: string;
}

/** One instance per `userData` folder: a lock file names the process that holds it and where it listens. */
export class SingleInstanceLock {
  private held: { readonly file: string; readonly folder: string; readonly server: Server } | null = null;

  get isHeld(): boolean {
    return this.held !== null;
  }

  /**
   * Takes the lock, or hands `message` to its holder and gives false. It answers at once, as Electron's does,
   * so the message travels by a short-lived process of its own.
   */
  request(userData: string, message: SecondInstance, onSecond: (second: SecondInstance) => void): boolean {
    if (this.held) return true;
    mkdirSync(userData, { recursive: true });
    const file = path.join(userData, LOCK_FILE);
    for (;;) {
      const holder = this.tryTake(file, onSecond);
      if (holder === null) return true;
      if (holder.pid !== process.pid && isAlive(holder.pid) && deliver(holder.socket, message)) return false;
      rmSync(file, { force: true });
      removeSocketFolder(holder.socket);
    }
  }

  release(): void {
    if (!this.held) return;
    const { file, folder, server } = this.held;
    this.held = null;
    server.close();
    rmSync(file, { force: true });
    rmSync(folder, { recursive: true, force: true });
  }

  /** Null when the lock is ours now, else who holds it. */
  private tryTake(file: string, onSecond: (second: SecondInstance) => void): LockContent | null {
    const folder = mkdtempSync(path.join(os.tmpdir(), FOLDER_PREFIX));
    const socket =
      process.platform === 'win32' ? `\\\\.\\pipe\\${path.basename(folder)}` : path.join(folder, 'socket');
    try {
      writeFileSync(file, JSON.stringify({ pid: process.pid, socket }), { flag: 'wx', mode: 0o600 });
    } catch (error) {
      rmSync(folder, { recursive: true, force: true });
      if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return readLock(file);
      throw error;
    }
    const server = createServer({ allowHalfOpen: true }, (connection) => {
      let text = '';
      connection.setEncoding('utf8').on('data', (chunk: string) => {
        text += chunk;
        if (text.length > MAX_MESSAGE) connection.destroy();
      });
      connection.on('end', () => {
        const second = secondInstanceFrom(text);
        if (!second) {
          connection.destroy();
          return;
        }
        connection.end('taken');
        onSecond(second);
      });
      connection.on('error', () => connection.destroy());
    });
    server.listen(socket).unref();
    this.held = { file, folder, server };
    return null;
  }
}

/** Whatever else may reach the socket is no second start. */
function secondInstanceFrom(text: string): SecondInstance | null {
  try {
    const { argv, workingDirectory, additionalData } = JSON.parse(text) as Partial<SecondInstance>;
    if (!Array.isArray(argv) || typeof workingDirectory !== 'string') return null;
    return { argv: argv.map(String), workingDirectory, additionalData };
  } catch {
    return null;
  }
}

function readLock(file: string): LockContent {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as LockContent;
  } catch {
    // Cut short, or gone meanwhile: nobody holds it.
    return { pid: process.pid, socket: '' };
  }
}

/** A killed holder leaves its socket's folder behind. */
function removeSocketFolder(socket: string): void {
  const folder = path.dirname(socket);
  if (path.basename(folder).startsWith(FOLDER_PREFIX)) rmSync(folder, { recursive: true, force: true });
}

/**
 * Sends from a process of its own; false when nobody listens, so that the lock is a dead one's. A holder that
 * listens and does not answer in time still holds.
 */
function deliver(socket: string, message: SecondInstance): boolean {
  const script = `
    const end = Date.now() + ${DELIVERY_TIMEOUT_MS - 1000};
    const attempt = () => require('node:net').connect(process.argv[1])
      .on('connect', function () { this.end(process.argv[2]); })
      .on('data', () => process.exit(0))
      .on('error', () => (Date.now() < end ? setTimeout(attempt, 100) : process.exit(1)));
    attempt();`;
  const { status } = spawnSync(process.execPath, ['-e', script, socket, JSON.stringify(message)], {
    timeout: DELIVERY_TIMEOUT_MS,
    stdio: 'ignore',
  });
  return status !== 1;
}
