import { spawn } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { FerryError } from '#contract/errors';
import { parseArguments } from './arguments.ts';
import { defaultHome } from './default-home.ts';
import { helpText } from './help.ts';
import { serveLab } from './lab-command.ts';
import { EXIT_FAILED, EXIT_REFUSED, printError } from './print-error.ts';
import { findRuntime, hasDisplay, type Runtime } from './runtime.ts';

/** Ferry's own folder: this file is bundled to `dist/main`. */
const APP_ROOT = path.resolve(import.meta.dirname, '..', '..');

const NO_DISPLAY =
  'There is no display here (DISPLAY and WAYLAND_DISPLAY are empty), so no window can show. Use ferry run <folder>, or start a display.';

const say = (line: string): void => void process.stderr.write(`${line}\n`);

/** `ferry` from a checkout: answers what needs no window itself, starts the runtime for the rest. */
async function launch(args: readonly string[]): Promise<number> {
  const command = parseArguments(args, process.env);
  switch (command.kind) {
    case 'help':
      process.stdout.write(`${helpText(command.topic)}\n`);
      return 0;
    case 'version':
      process.stdout.write(`${ferryVersion()}\n`);
      return 0;
    case 'lab':
      await serveLab(command, {
        home: command.home ?? defaultHome(process.platform, process.env),
        mediaFolder: path.join(APP_ROOT, 'assets', 'media'),
      });
      return 0;
    case 'open': {
      refuseUnknownWord(command.folder);
      const runtime = await find(false, false);
      if (!canShowWindow()) throw new FerryError('usage', NO_DISPLAY);
      return start(runtime, args);
    }
    case 'run':
    case 'doctor':
      return start(await find(true, false), args);
    case 'start': {
      const runtime = await find(!hasDisplay(), true);
      return hasDisplay() ? start(runtime, args) : showWithoutDisplay(runtime, command.folder);
    }
  }
}

/** A bare word that is no folder was meant as a command. */
function refuseUnknownWord(folder: string | null): void {
  if (folder === null || !/^[a-z-]+$/.test(folder) || fs.existsSync(folder)) return;
  throw new FerryError('usage', `There is no command and no folder named ${folder}. See ferry --help.`);
}

/** A window kept out of sight on purpose counts as one that shows. */
function canShowWindow(): boolean {
  return hasDisplay() || process.env['ELECTRON_ON_CHROMIUM_HEADLESS'] === '1';
}

function find(hidden: boolean, mayInstall: boolean): Promise<Runtime> {
  return findRuntime({ appRoot: APP_ROOT, hidden, mayInstall, say });
}

/** Without a display `npm start` shows what Ferry does in the terminal: the sample, or the folder given, run once. */
async function showWithoutDisplay(runtime: Runtime, folder: string | null): Promise<number> {
  const place = fs.mkdtempSync(path.join(os.tmpdir(), 'ferry-start-'));
  const home = path.join(place, 'home');
  const output = ['--home', home, '--screenshots', path.join(place, 'screenshots')];
  say(`No display here, so Ferry runs ${folder ?? 'its Album sample'} without a window (${runtime.kind}).`);
  try {
    return await start(
      runtime,
      folder === null ? ['run', ...albumStory(), ...output] : ['run', folder, '--lab', ...output],
    );
  } finally {
    fs.rmSync(home, { recursive: true, force: true });
  }
}

/** Picks a picture, uploads it, downloads it again and saves it. */
function albumStory(): string[] {
  const assets = path.join(APP_ROOT, 'assets');
  return [
    path.join(assets, 'samples', 'album'),
    ...['--lab', '--choose', path.join(assets, 'media', 'harbour-dawn.jpg')],
    ...['--tap', '#choose', '--tap', '#upload', '--wait', '.keep', '--tap', '.keep', '--wait', '.remove'],
  ];
}

/** Runs the main process with these arguments; resolves with its exit code. */
function start(runtime: Runtime, args: readonly string[]): Promise<number> {
  return new Promise((resolve, reject) => {
    const [executable, ...words] = commandLine([
      runtime.executable,
      ...runtime.flags,
      APP_ROOT,
      '--',
      ...args,
    ]);
    // A shell that runs Electron as Node would make the runtime a plain Node.
    const env: NodeJS.ProcessEnv = { ...process.env, ...runtime.env };
    delete env['ELECTRON_RUN_AS_NODE'];
    const child = spawn(executable, words, {
      stdio: 'inherit',
      env,
      shell: isBatchFile(runtime.executable),
    });
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
      process.on(signal, () => child.kill(signal));
    child.once('error', reject);
    child.once('exit', (code, signal) => {
      resolve(signal === null ? (code ?? EXIT_FAILED) : EXIT_FAILED);
    });
  });
}

/** Windows starts a batch file through its shell only, which wants every word in quotes. */
function commandLine(words: readonly [string, ...string[]]): readonly [string, ...string[]] {
  if (!isBatchFile(words[0])) return words;
  const [first, ...rest] = words.map((word) => `"${word.replaceAll('"', '""')}"`);
  return [first ?? '', ...rest];
}

function isBatchFile(executable: string): boolean {
  return process.platform === 'win32' && executable.endsWith('.cmd');
}

function ferryVersion(): string {
  const { version } = JSON.parse(fs.readFileSync(path.join(APP_ROOT, 'package.json'), 'utf8')) as {
    version: string;
  };
  return version;
}

try {
  process.exitCode = await launch(process.argv.slice(2));
} catch (error) {
  printError(error, process.argv.includes('--verbose'));
  process.exitCode = EXIT_REFUSED;
}
