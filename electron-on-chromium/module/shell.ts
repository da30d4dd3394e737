import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import type { Runtime } from './runtime.ts';
import { strict } from './strict.ts';

/** Electron's `shell`. Without a screen nothing is opened: what was asked for is kept in `asked`. */
export function createShell(runtime: Runtime) {
  /** What the app asked the desktop to open, oldest first. */
  const asked: string[] = [];

  function open(target: string): Promise<boolean> {
    asked.push(target);
    if (runtime.headless) return Promise.resolve(true);
    const [file, ...parameters] = opener(target);
    return new Promise((resolve) => {
      const child = spawn(file, parameters, { stdio: 'ignore', detached: true });
      child.once('error', () => {
        resolve(false);
      });
      child.once('spawn', () => {
        child.unref();
        resolve(true);
      });
    });
  }

  return {
    asked: asked as readonly string[],
    shell: strict('shell', {
      async openExternal(url: string): Promise<void> {
        if (!URL.canParse(url)) throw new Error('Invalid URL');
        if (!(await open(url))) throw new Error('Failed to open');
      },

      /** Resolves with an error message, empty when all is well. */
      async openPath(target: string): Promise<string> {
        if (!existsSync(target)) return `Failed to open path: ${target}`;
        return (await open(target)) ? '' : 'Failed to open path';
      },

      showItemInFolder(target: string): void {
        void open(path.dirname(target));
      },

      beep(): void {
        process.stderr.write('\u0007');
      },
    } satisfies Partial<Electron.Shell>),
  };
}

function opener(target: string): [string, ...string[]] {
  if (process.platform === 'darwin') return ['open', target];
  if (process.platform === 'win32') return ['rundll32', 'url.dll,FileProtocolHandler', target];
  return ['xdg-open', target];
}
