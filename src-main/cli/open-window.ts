import path from 'node:path';
import { app as electronApp } from 'electron';
import { FerryError } from '#contract/errors';
import { createApp, type App } from '../app.ts';
import type { Config } from '../config.ts';
import type { OpenCommand } from './arguments.ts';
import { askedSettings, settingsFrom } from './run/settings-arguments.ts';
import { locateProject } from '../project/folder.ts';

export interface OpenWindowOptions {
  /** What a start without a folder shows. */
  readonly empty: 'start-screen' | 'album';
  /** Hears of the app as soon as there is one, before its first project opens. */
  readonly onRunning: (app: App) => void;
}

/** Files of a project that a desktop may hand over in place of its folder. */
const PROJECT_FILES = ['app.json', 'project.config.json', 'project.private.config.json'];

/**
 * Opens the window, on a folder if one is asked for. Where a window of this home is open already, that one takes
 * the folder and comes to the front.
 *
 * @returns whether this process has the window; false when another one took over
 * @throws FerryError `usage` for settings that a window with its own has not, `project.*` for a folder that holds no mini-program; `home.*` of `createApp`
 */
export async function openWindow(
  { folder, settings }: Pick<OpenCommand, 'folder' | 'settings'>,
  config: Config,
  { empty, onRunning }: OpenWindowOptions,
): Promise<boolean> {
  const asked = folder === null ? null : projectFolderFrom(path.resolve(folder));
  if (asked !== null) locateProject(asked);
  const hasSettings = Object.keys(settings).length > 0;
  if (!electronApp.requestSingleInstanceLock({ folder: hasSettings ? null : asked })) {
    if (hasSettings) {
      throw new FerryError(
        'usage',
        'Ferry is open already, with its own device and network. Close that window first, or name another --home.',
      );
    }
    process.stdout.write(
      asked === null ? 'Ferry is open already.\n' : `Ferry is open already and now opens ${asked}.\n`,
    );
    return false;
  }

  let app: App | null = null;
  let waiting = asked;
  const open = (next: string): void => {
    // The workbench tells the panel of a folder that does not open.
    if (app) void app.openFolder(next).catch(() => undefined);
    else waiting = next;
  };
  // macOS asks so for what is dropped on the dock, also before Electron is ready.
  electronApp.on('open-file', (event, file) => {
    event.preventDefault();
    open(projectFolderFrom(file));
  });
  electronApp.on('second-instance', (_event, _argv, _workingDirectory, additionalData) => {
    const wanted = folderFrom(additionalData);
    if (wanted !== null) open(wanted);
    app?.focus();
  });

  app = await createApp(config, {
    surface: 'window',
    scriptedPicks: [],
    entry: null,
    settings: (lab) => settingsFrom(settings, lab),
    asked: askedSettings(settings),
    fresh: false,
  });
  onRunning(app);
  if (waiting !== null) open(waiting);
  await app.loaded;
  if (empty === 'album')
    process.stdout.write('Ferry is open. Close its window, or press Ctrl+C here, to end it.\n');
  if (waiting === null && empty === 'album') await app.openSample('album');
  return true;
}

function projectFolderFrom(file: string): string {
  return PROJECT_FILES.includes(path.basename(file)) ? path.dirname(file) : file;
}

/** The folder another instance was asked for; what that one says is checked like any other input. */
function folderFrom(additionalData: unknown): string | null {
  if (typeof additionalData !== 'object' || additionalData === null) return null;
  const { folder } = additionalData as { readonly folder?: unknown };
  return typeof folder === 'string' && path.isAbsolute(folder) ? folder : null;
}
