import { execFileSync, type ExecFileSyncOptions, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { FerryError } from '#contract/errors';
import { findBrowser } from '../../electron-on-chromium/find-browser.ts';

/** What Ferry's main process runs on, ready to be started. */
export interface Runtime {
  readonly kind: 'electron' | 'chromium';
  readonly executable: string;
  /** Go before the app's folder. */
  readonly flags: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

export interface RuntimeSearch {
  /** Folder with Ferry's package.json. */
  readonly appRoot: string;
  /** True when no window shall show. */
  readonly hidden: boolean;
  /** May download Electron, and as root on Debian install Chromium; says so first. */
  readonly mayInstall: boolean;
  readonly say: (line: string) => void;
}

const NONE_FOUND =
  'No runtime found: install Electron (npx install-electron --no, where its download is not blocked) or a Chromium, Chrome or Edge (Debian: apt install chromium), then try again.';

/** How long the look for Electron's download may take. */
const PROBE_MS = 3000;

/**
 * Electron where it is or can be had; else an installed Chromium, Chrome or Edge through electron-on-chromium; else,
 * as root on Debian, Chromium from apt.
 *
 * @throws FerryError `runtime.missing` with both remedies
 */
export async function findRuntime(search: RuntimeSearch): Promise<Runtime> {
  const electron = await electronRuntime(search);
  if (electron) return electron;
  const chromium = chromiumRuntime(search);
  if (chromium) return chromium;
  if (search.mayInstall && installChromium(search.say)) {
    const installed = chromiumRuntime(search);
    if (installed) return installed;
  }
  throw new FerryError('runtime.missing', NONE_FOUND);
}

/** True when a window can show here. */
export function hasDisplay(): boolean {
  if (process.platform !== 'linux') return true;
  return Boolean(process.env['DISPLAY'] ?? process.env['WAYLAND_DISPLAY']);
}

async function electronRuntime(search: RuntimeSearch): Promise<Runtime | null> {
  // Electron has no screenless mode of its own on Linux: there it needs a display, or Xvfb's.
  const needsXvfb = !hasDisplay();
  const xvfb = needsXvfb ? onPath('xvfb-run') : null;
  if (needsXvfb && !xvfb) return null;
  const folder = path.join(search.appRoot, 'node_modules', 'electron');
  const executable =
    installedElectron(folder) ?? (search.mayInstall ? await obtainElectron(folder, search.say) : null);
  if (executable === null) return null;
  const flags = isRoot() ? ['--no-sandbox'] : [];
  return xvfb
    ? { kind: 'electron', executable: xvfb, flags: ['-a', executable, ...flags], env: {} }
    : { kind: 'electron', executable, flags, env: {} };
}

function installedElectron(folder: string): string | null {
  try {
    const executable = path.join(
      folder,
      'dist',
      fs.readFileSync(path.join(folder, 'path.txt'), 'utf8').trim(),
    );
    return fs.existsSync(executable) ? executable : null;
  } catch {
    return null;
  }
}

async function obtainElectron(folder: string, say: (line: string) => void): Promise<string | null> {
  const installer = path.join(folder, 'install.js');
  if (!fs.existsSync(installer) || !(await isReachable('https://github.com/'))) return null;
  say('Downloading Electron…');
  spawnSync(process.execPath, [installer], { stdio: ['ignore', 'ignore', 'inherit'] });
  return installedElectron(folder);
}

async function isReachable(url: string): Promise<boolean> {
  try {
    await fetch(url, { method: 'HEAD', redirect: 'manual', signal: AbortSignal.timeout(PROBE_MS) });
    return true;
  } catch {
    return false;
  }
}

function chromiumRuntime({ appRoot, hidden }: RuntimeSearch): Runtime | null {
  const browser = findBrowser(process.env, process.platform, fs.existsSync);
  if (browser === null) return null;
  const name = process.platform === 'win32' ? 'electron.cmd' : 'electron';
  return {
    kind: 'chromium',
    executable: path.join(appRoot, 'electron-on-chromium', name),
    flags: [],
    env: {
      ELECTRON_ON_CHROMIUM_NODE: process.execPath,
      ELECTRON_ON_CHROMIUM_BROWSER: browser,
      ...(hidden ? { ELECTRON_ON_CHROMIUM_HEADLESS: '1' } : {}),
    },
  };
}

function installChromium(say: (line: string) => void): boolean {
  if (!isRoot() || !fs.existsSync('/etc/debian_version') || !onPath('apt-get')) return false;
  say('No Electron and no Chromium here; installing Debian’s chromium with apt-get…');
  const quiet: ExecFileSyncOptions = {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  };
  try {
    execFileSync('apt-get', ['update', '-qq'], quiet);
    execFileSync(
      'apt-get',
      ['install', '-y', '-qq', '--no-install-recommends', 'chromium', 'fonts-noto-cjk'],
      quiet,
    );
    return true;
  } catch (error) {
    say(`apt-get failed: ${error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error)}`);
    return false;
  }
}

function onPath(name: string): string | null {
  const folders = (process.env['PATH'] ?? '').split(path.delimiter);
  return folders.map((folder) => path.join(folder, name)).find((file) => fs.existsSync(file)) ?? null;
}

function isRoot(): boolean {
  return process.getuid?.() === 0;
}
