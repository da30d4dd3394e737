import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { accessSync, chmodSync, constants, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Readable } from 'node:stream';
import { promisify } from 'node:util';
import { _electron, type ElectronApplication } from 'playwright-core';
import { PNG } from 'pngjs';
import { afterAll, beforeAll } from 'vitest';
import { environment, EXECUTABLE, FIXTURE, temporaryFolder } from './fixture-app.ts';

const run = promisify(execFile);

function isInstalled(program: string): boolean {
  return (process.env['PATH'] ?? '').split(path.delimiter).some((folder) => {
    try {
      accessSync(path.join(folder, program), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}

/** Whether a screen can be made here, and hands and eyes for it. */
export const canHaveScreen = ['Xvfb', 'xkbcomp', 'xdotool', 'xclip', 'import'].every(isInstalled);
/** Whether somebody can be had who maximizes and closes windows as well. */
export const canHaveWindowManager = canHaveScreen && isInstalled('openbox');

/** A keyboard with the characters the tests type: `xdotool` would else lay each on a key when it types it, and be early. */
const KEYBOARD = `xkb_keymap {
  xkb_keycodes { include "evdev+aliases(qwerty)" };
  xkb_types { include "complete" };
  xkb_compat { include "complete" };
  xkb_symbols {
    include "pc+us+inet(evdev)"
    key <FK13> { [ U6D77 ] };
    key <FK14> { [ U6E2F ] };
  };
};`;

/** What the user's window manager does at which key. */
const WINDOW_MANAGER = `<openbox_config xmlns="http://openbox.org/3.4/rc"><keyboard>
  <keybind key="A-F4"><action name="Close" /></keybind>
  <keybind key="A-F10"><action name="ToggleMaximize" /></keybind>
</keyboard></openbox_config>`;

export type Color = readonly [red: number, green: number, blue: number];

/** The fixture app on a screen of its own. */
export interface RunningOnScreen {
  readonly app: ElectronApplication;
  /** For another app on this screen. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** What a user does, in `xdotool`'s words. */
  readonly act: (...words: readonly (string | number)[]) => Promise<string>;
  /** The clipboard of the screen. */
  readonly readClipboard: () => Promise<string>;
  readonly writeClipboard: (text: string) => Promise<void>;
  /** The color of a pixel of the screen. */
  readonly colorAt: (x: number, y: number) => Promise<Color>;
}

export interface ScreenOptions {
  readonly switches?: readonly string[];
  /** Programs by name, each a shell script, that the app finds before all others. */
  readonly programs?: Readonly<Record<string, string>>;
  readonly hasWindowManager?: boolean;
}

/** One launch of the fixture on a screen made for the tests of a file, with the window at its top left. */
export function useScreen({ switches = [], programs = {}, hasWindowManager = false }: ScreenOptions = {}) {
  let running: RunningOnScreen | undefined;
  const folder = temporaryFolder();
  const started: ChildProcess[] = [];
  beforeAll(async () => {
    const display = await startScreen(started);
    const env = environment(folder);
    delete env['ELECTRON_ON_CHROMIUM_HEADLESS'];
    const searched = `${programFolder(folder, programs)}:${env['PATH'] ?? ''}`;
    const screenEnv = { ...env, DISPLAY: display, PATH: searched };
    const keyboard = path.join(folder, 'keyboard.xkb');
    writeFileSync(keyboard, KEYBOARD);
    await run('xkbcomp', ['-w0', keyboard, display]);
    if (hasWindowManager) {
      const settings = path.join(folder, 'openbox.xml');
      writeFileSync(settings, WINDOW_MANAGER);
      started.push(spawn('openbox', ['--config-file', settings], { env: screenEnv, stdio: 'ignore' }));
    }
    const app = await _electron.launch({
      executablePath: EXECUTABLE,
      args: [...switches, FIXTURE],
      env: screenEnv,
    });
    running = {
      app,
      env: { DISPLAY: display, ELECTRON_ON_CHROMIUM_HEADLESS: undefined },
      async act(...words) {
        return (await run('xdotool', words.map(String), { env: screenEnv })).stdout.trim();
      },
      async readClipboard() {
        return (await run('xclip', ['-o', '-selection', 'clipboard'], { env: screenEnv })).stdout;
      },
      async writeClipboard(text) {
        const owner = spawn('xclip', ['-selection', 'clipboard', '-quiet'], {
          env: screenEnv,
          stdio: ['pipe', 'ignore', 'pipe'],
        });
        started.push(owner);
        owner.stdin.end(text);
        // It says so when it has the clipboard.
        await once(owner.stderr, 'data');
      },
      async colorAt(x, y) {
        const words = ['-window', 'root', '-crop', `1x1+${String(x)}+${String(y)}`, 'png:-'];
        const { stdout } = await run('import', words, { env: screenEnv, encoding: 'buffer' });
        const [red = 0, green = 0, blue = 0] = PNG.sync.read(stdout).data;
        return [red, green, blue];
      },
    };
    await app.evaluate(async () => {
      await globalThis.fixture.signal('ready').promise;
      globalThis.fixture.window.showInactive();
      globalThis.fixture.window.setBounds({ x: 0, y: 0, width: 800, height: 600 });
    });
  });
  afterAll(async () => {
    await running?.app.close();
    for (const child of started.toReversed()) {
      child.kill();
      if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
    }
  });
  return (): RunningOnScreen => {
    if (!running) throw new Error('The fixture has not started');
    return running;
  };
}

/** Starts a screen; gives its `DISPLAY`. */
async function startScreen(started: ChildProcess[]): Promise<string> {
  const words = ['-displayfd', '3', '-screen', '0', '1280x900x24', '-nolisten', 'tcp', '-noreset'];
  const screen = spawn('Xvfb', words, { stdio: ['ignore', 'ignore', 'ignore', 'pipe'] });
  started.push(screen);
  const [number] = (await once(screen.stdio[3] as Readable, 'data')) as [Buffer];
  return `:${number.toString().trim()}`;
}

function programFolder(folder: string, programs: Readonly<Record<string, string>>): string {
  const bin = path.join(folder, 'bin');
  mkdirSync(bin);
  for (const [name, script] of Object.entries(programs)) {
    writeFileSync(path.join(bin, name), `#!/bin/sh\n${script}\n`);
    chmodSync(path.join(bin, name), 0o755);
  }
  return bin;
}
