import { spawn } from 'node:child_process';
import { once } from 'node:events';
import readline from 'node:readline';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';
import type { CrashFilesTask, CrashLine, CrashTask } from './crash-lines.ts';

/** A launch that downloads and saves. */
const CHILD = fileURLToPath(new URL('./crash-child.ts', import.meta.url));
/** A launch that works with the file system. */
const FILES_CHILD = fileURLToPath(new URL('./crash-files-child.ts', import.meta.url));
/** How long processes may outlive the one that started them. */
const ORPHAN_MS = 5000;

/** A launch in a process of its own. */
export interface CrashRun {
  /** What it has said so far. */
  readonly lines: readonly CrashLine[];
  /** Resolves when it has said a line of this kind, or has ended without. */
  heard(kind: CrashLine['kind']): Promise<void>;
  kill(): void;
  /** Resolves when it and every process it started are gone; rejects when one of them stays. */
  gone(): Promise<void>;
}

/** @param cacheFolder where the processes of a test keep their compiled sources for each other */
export function startCrashRun(task: CrashTask | CrashFilesTask, cacheFolder: string): CrashRun {
  const entry = 'focus' in task ? FILES_CHILD : CHILD;
  const child = spawn(process.execPath, [entry, JSON.stringify(task)], {
    env: { ...process.env, NODE_COMPILE_CACHE: cacheFolder },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const lines: CrashLine[] = [];
  const waiting = new Set<() => void>();
  readline.createInterface({ input: child.stdout }).on('line', (text) => {
    // Cut off by the kill: then nothing was said.
    const line = parsed(text);
    if (line) lines.push(line);
    for (const look of waiting) look();
  });
  let words = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (words += text));
  const exited = once(child, 'exit');
  // The worker has its parent's stdout: it is closed when the last of them is gone.
  const closed = once(child, 'close').then(() => {
    for (const look of waiting) look();
  });
  let isClosed = false;
  void closed.then(() => (isClosed = true));
  onTestFinished(async () => {
    child.kill('SIGKILL');
    await closed;
  });
  return {
    lines,
    heard: (kind) =>
      new Promise((resolve) => {
        const look = (): void => {
          const isThere = lines.some((line) => line.kind === kind);
          if (!isThere && !isClosed) return;
          waiting.delete(look);
          resolve();
        };
        waiting.add(look);
        void closed.then(look);
        look();
      }),
    kill: () => void child.kill('SIGKILL'),
    async gone() {
      await exited;
      let timer: NodeJS.Timeout | undefined;
      const late = new Promise<never>((_resolve, reject) => {
        timer = setTimeout(() => {
          reject(new Error(`A process it started is still there after ${String(ORPHAN_MS)} ms. ${words}`));
        }, ORPHAN_MS);
      });
      await Promise.race([closed, late]).finally(() => {
        clearTimeout(timer);
      });
      const failed = lines.find((line) => line.kind === 'failed');
      if (failed || words !== '') throw new Error(`It failed: ${failed?.message ?? ''} ${words}`);
    },
  };
}

function parsed(text: string): CrashLine | null {
  try {
    return JSON.parse(text) as CrashLine;
  } catch {
    return null;
  }
}
