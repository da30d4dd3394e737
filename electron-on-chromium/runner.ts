import inspector from 'node:inspector';
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import { complain } from './complain.ts';
import { type ElectronArguments, parseArguments } from './arguments.ts';
import { type AppEntry, resolveEntry } from './entry.ts';
import { launch } from './launch.ts';
import { openPackagedApp } from './packaged-app.ts';

/** Node's exit code for a module whose top-level `await` never ended. */
const UNSETTLED_EXIT_CODE = 13;
const USAGE = 'usage: electron [-r module] [--switches] <app folder | main script> [arguments]';

const words = process.argv.slice(2);
const executable = process.env['ELECTRON_ON_CHROMIUM_EXECUTABLE'] ?? process.argv[0] ?? '';
delete process.env['ELECTRON_ON_CHROMIUM_EXECUTABLE'];

const packaged = openPackagedApp(executable);
// A packaged app gets every word; switches before its first one, and before --, are the runtime's as well.
const end = packaged ? words.indexOf('--') : -1;
const given = parseArguments(end === -1 ? words : words.slice(0, end));
const entry = packaged ?? entryFrom(given);

if (given.inspectPort !== null) inspector.open(given.inspectPort);
Object.assign(launch, { entry, switches: given.switches });
process.argv = [executable, ...(packaged || given.app === null ? words : [given.app, ...given.rest])];
Object.defineProperty(process, 'type', { value: 'browser', enumerable: true });
if (!entry.isPackaged) Object.defineProperty(process, 'defaultApp', { value: true, enumerable: true });
Object.defineProperty(process, 'resourcesPath', { value: entry.resources, enumerable: true });

const { app, runtime, sessions } = await import('./module/host.ts');
const { bootApp } = await import('./module/boot.ts');
const { BrowserUnavailable } = await import('./browser.ts');
// An app may ask what it runs on before it is ready, which is before the browser runs.
Object.defineProperty(process.versions, 'chrome', { get: () => runtime.chromeVersion, enumerable: true });
const require = createRequire(import.meta.url);
if (!entry.isPackaged) for (const module of given.modules) require(module);

process.once('exit', (code) => {
  if (code === UNSETTLED_EXIT_CODE) {
    complain(
      'electron-on-chromium: the main script never finished loading, so the app never got ready. A top-level `await app.whenReady()` waits for itself, in Electron too.',
    );
  }
});

try {
  // As in Electron, an app gets ready when its main script has loaded, top-level awaits included.
  await import(pathToFileURL(entry.file).href);
  await bootApp(runtime, app, sessions);
  app.becomeReady((event, ...values) => app.emit(event, ...values));
} catch (error) {
  if (error instanceof BrowserUnavailable) fail(error.message);
  complain('The main script failed:', error);
  process.exit(1);
}

/** The app that a command line names. */
function entryFrom({ app, wantsVersion }: ElectronArguments): AppEntry {
  if (wantsVersion) {
    process.stdout.write(`electron-on-chromium on Node.js ${process.version}\n`);
    process.exit(0);
  }
  if (app === null) fail(USAGE);
  const found = resolveEntry(app, process.cwd());
  if (found === null) fail(`electron-on-chromium: no app at ${app}`);
  return found;
}

function fail(message: string): never {
  complain(message);
  process.exit(2);
}
