import { execFileSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import path from 'node:path';

const ASK_TIMEOUT_MS = 10_000;
const VERSION = /\d+(?:\.\d+){3}/;

/** `156.0.8078.79` of a browser that does not run, or null when it does not tell. */
export function installedVersion(executable: string, platform: NodeJS.Platform): string | null {
  try {
    // On Windows the browser opens a window instead of an answer; its files lie in a folder named for its version.
    const text =
      platform === 'win32'
        ? readdirSync(path.dirname(executable)).join('\n')
        : execFileSync(executable, ['--version'], {
            encoding: 'utf8',
            stdio: ['ignore', 'pipe', 'ignore'],
            timeout: ASK_TIMEOUT_MS,
          });
    return VERSION.exec(text)?.[0] ?? null;
  } catch {
    return null;
  }
}
