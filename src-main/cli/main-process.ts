import fs from 'node:fs';
import path from 'node:path';
import { app as electronApp } from 'electron';
import { FerryError } from '#contract/errors';
import { createApp, type App } from '../app.ts';
import { createConfig, type Config } from '../config.ts';
import { makeHomeFolder } from '../home.ts';
import { locateProject } from '../project/folder.ts';
import { parseArguments, type Command, type LabCommand, type RunCommand } from './arguments.ts';
import { runDoctor } from './doctor.ts';
import { helpText } from './help.ts';
import { serveLab } from './lab-command.ts';
import { openWindow } from './open-window.ts';
import { EXIT_REFUSED, printError } from './print-error.ts';
import { runProject } from './run/run-project.ts';
import { settingsFrom } from './run/settings-arguments.ts';

/**
 * Carries out the command of this process: the arguments of the installed app's executable, or what `ferry` passed
 * on. Its synchronous part runs before Electron is ready.
 *
 * @param bundleFolder folder of the main bundle
 */
export async function runCommand(bundleFolder: string): Promise<void> {
  // Whatever a stray promise of ours rejects with, a window with work in it stays; the log has the reason.
  process.on('unhandledRejection', (error) => {
    printError(error, true);
  });
  let verbose = false;
  try {
    const command = parseArguments(appArguments(), process.env);
    verbose = 'verbose' in command && command.verbose;
    await carryOut(command, bundleFolder);
  } catch (error) {
    fail(error, verbose);
  }
}

/** Switches of the runtime itself that starters put before an installed app's own arguments. */
const RUNTIME_SWITCH = /^--(no-sandbox|inspect|remote-debugging-port)(=|$)/;

/**
 * The arguments after the executable, and after the app's folder where there is one. What follows `--` is ours
 * alone; before it an installed app also finds the runtime's switches (an AppImage's --no-sandbox).
 */
function appArguments(): string[] {
  if (!electronApp.isPackaged) {
    const args = process.argv.slice(2);
    return args[0] === '--' ? args.slice(1) : args;
  }
  const args = process.argv.slice(1);
  const own = args.findIndex((argument) => !RUNTIME_SWITCH.test(argument));
  const rest = own < 0 ? [] : args.slice(own);
  return rest[0] === '--' ? rest.slice(1) : rest;
}

async function carryOut(command: Command, bundleFolder: string): Promise<void> {
  switch (command.kind) {
    case 'help':
      process.stdout.write(`${helpText(command.topic)}\n`);
      electronApp.exit(0);
      return;
    case 'version':
      process.stdout.write(`${electronApp.getVersion()}\n`);
      electronApp.exit(0);
      return;
    case 'lab':
      await labOnly(command, configOf(command, bundleFolder));
      electronApp.exit(0);
      return;
    case 'doctor':
      electronApp.exit(
        await runDoctor(configOf(command, bundleFolder), {
          isSandboxSwitchedOff: electronApp.commandLine.hasSwitch('no-sandbox'),
        }),
      );
      return;
    case 'run':
      electronApp.exit(await runHidden(command, configOf(command, bundleFolder)));
      return;
    case 'open':
    case 'start': {
      const empty = command.kind === 'start' ? 'album' : 'start-screen';
      const config = configOf(command, bundleFolder);
      if (!(await openWindow(command, config, { empty, onRunning: stopBeforeQuit }))) electronApp.exit(0);
    }
  }
}

async function labOnly(command: LabCommand, config: Config): Promise<void> {
  await serveLab(command, { home: config.home, mediaFolder: config.folders.media });
}

function configOf(
  command: { readonly home: string | null; readonly verbose: boolean },
  bundleFolder: string,
): Config {
  const home = path.resolve(command.home ?? electronApp.getPath('userData'));
  // Electron refuses a path that does not exist.
  const browserData = makeHomeFolder(home, 'browser');
  electronApp.setPath('userData', home);
  electronApp.setPath('sessionData', browserData);
  return createConfig(bundleFolder, process.versions, {
    home,
    version: electronApp.getVersion(),
    verbose: command.verbose,
  });
}

async function runHidden(command: RunCommand, config: Config): Promise<number> {
  for (const file of command.picks.flatMap((pick) => (pick.kind === 'files' ? pick.paths : []))) {
    const found = fs.statSync(file, { throwIfNoEntry: false });
    if (found?.isDirectory()) {
      throw new FerryError('usage', `--choose names a folder, and takes files: ${file}`);
    }
    if (!found?.isFile()) throw new FerryError('usage', `--choose names a file that does not exist: ${file}`);
  }
  locateProject(command.folder);
  // SIGINT and SIGTERM arrive as a wish to quit; the run ends first and says so.
  const interruption = new AbortController();
  electronApp.on('before-quit', (event) => {
    event.preventDefault();
    interruption.abort();
  });
  return runProject(
    () =>
      createApp(config, {
        surface: 'hidden',
        scriptedPicks: command.picks,
        deniedScopes: command.deniedScopes,
        saveAs: command.saveAs,
        entry: command.page,
        settings: (lab) => settingsFrom(command.settings, lab),
        fresh: command.fresh,
      }),
    command,
    config,
    interruption.signal,
  );
}

/** Quitting waits until everything that was opened is closed. */
function stopBeforeQuit(app: App): void {
  let stopping = false;
  electronApp.on('before-quit', (event) => {
    event.preventDefault();
    if (stopping) return;
    stopping = true;
    void app.stop().then(
      () => {
        electronApp.exit(0);
      },
      (error: unknown) => {
        fail(error, false);
      },
    );
  });
}

function fail(error: unknown, verbose: boolean): void {
  printError(error, verbose);
  electronApp.exit(EXIT_REFUSED);
}
