import { spawn, spawnSync } from 'node:child_process';
import { closeSync, openSync, rmSync, writeSync } from 'node:fs';
import path from 'node:path';
import { FERRY_ROOT, type CliResult } from './ferry-cli.ts';

/** A few MB that are Ferry's home, on a file system of their own. */
export interface SmallDisk {
  /** Takes every byte that is left. */
  fill(): void;
  free(): void;
}

/** Whether this computer lets a test mount a file system for its own processes alone. */
export function canMountSmallDisk(): boolean {
  const probe = 'mount -t tmpfs -o size=1m none /tmp';
  return process.platform === 'linux' && spawnSync('unshare', ['-rm', 'sh', '-c', probe]).status === 0;
}

const SIZE = '12m';
const PAGE_BYTES = 4096;

export interface SmallDiskOptions {
  /** An empty folder; only the command sees what is mounted there. */
  readonly home: string;
  /** An empty folder for the browser. */
  readonly elsewhere: string;
  /** Nothing is left on it from the start. */
  readonly isFull?: boolean;
}

/** Runs the `ferry` command with its home on a small disk; the browser's own data lies elsewhere. */
export function ferryOnSmallDisk(
  args: readonly string[],
  { home, elsewhere, isFull = false }: SmallDiskOptions,
): { readonly disk: SmallDisk; readonly ended: Promise<CliResult> } {
  const script = [
    `mount -t tmpfs -o size=${SIZE} none "$HOME_FOLDER"`,
    'mkdir "$HOME_FOLDER/browser"',
    'mount --bind "$ELSEWHERE" "$HOME_FOLDER/browser"',
    ...(isFull ? ['{ cat /dev/zero > "$HOME_FOLDER/filler" 2>/dev/null || true; }'] : []),
    'exec "$@"',
  ].join(' && ');
  const ferry = [process.execPath, path.join(FERRY_ROOT, 'bin', 'ferry.mjs'), ...args, '--home', home];
  const child = spawn('unshare', ['-rm', 'sh', '-c', script, 'sh', ...ferry], {
    env: { ...process.env, HOME_FOLDER: home, ELSEWHERE: elsewhere },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  // The mounts are the command's alone; this is the way to them from outside.
  const filler = (): string => `/proc/${String(child.pid)}/root${home}/filler`;
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  return {
    disk: {
      fill() {
        const file = openSync(filler(), 'w');
        const page = Buffer.alloc(PAGE_BYTES);
        try {
          for (;;) writeSync(file, page);
        } catch (error) {
          if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
        } finally {
          closeSync(file);
        }
      },
      free() {
        rmSync(filler());
      },
    },
    ended: new Promise((resolve, reject) => {
      child.once('error', reject);
      child.once('close', (code) => {
        resolve({ code, stdout, stderr });
      });
    }),
  };
}
