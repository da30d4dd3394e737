import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { createInterface } from 'node:readline';

/** What became of one way of writing with so many pages left on the disk. */
export interface FullDiskLine {
  readonly name: string;
  readonly freePages: number;
  /** WeChat's number, `ok`, or the code of another failure. */
  readonly fate: string;
  /** What was not as it had been after a failure, or not as asked for after success. */
  readonly problems: readonly string[];
}

const SIZE = '8m';

/** Mounts a small disk at an empty folder, for the child that writes to it and nobody else. */
export async function runOnFullDisk(folder: string): Promise<FullDiskLine[]> {
  const script = `mount -t tmpfs -o size=${SIZE} none "$1" && exec "$2" "$3" "$1"`;
  const child = fileURLToPath(new URL('./full-disk-child.ts', import.meta.url));
  const started = spawn('unshare', ['-rm', 'sh', '-c', script, 'sh', folder, process.execPath, child], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = new Promise<number | null>((resolve, reject) => {
    started.once('error', reject);
    started.once('close', resolve);
  });
  const lines: FullDiskLine[] = [];
  for await (const line of createInterface({ input: started.stdout })) {
    lines.push(JSON.parse(line) as FullDiskLine);
  }
  const code = await ended;
  if (code !== 0) throw new Error(`The child on the full disk ended with ${String(code)}.`);
  return lines;
}
