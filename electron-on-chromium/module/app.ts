import { EventEmitter } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { complain } from '../complain.ts';
import { defaultPath } from './app-paths.ts';
import { CommandLine } from './command-line.ts';
import { showDialog } from './dialog-programs.ts';
import type { Runtime } from './runtime.ts';
import { SingleInstanceLock } from './single-instance.ts';
import { createEvent, strict } from './strict.ts';

interface Manifest {
  readonly name?: string;
  readonly productName?: string;
  readonly version?: string;
}

/** What ends with the app, in order; each at most once. */
export type Cleanup = () => Promise<void>;

/** Electron's `app`. */
export class App
  extends EventEmitter
  implements
    Pick<
      Electron.App,
      | 'commandLine'
      | 'isPackaged'
      | 'name'
      | 'whenReady'
      | 'isReady'
      | 'quit'
      | 'exit'
      | 'getPath'
      | 'setPath'
      | 'getAppPath'
      | 'getName'
      | 'setName'
      | 'getVersion'
      | 'getLocale'
      | 'getPreferredSystemLanguages'
      | 'requestSingleInstanceLock'
      | 'hasSingleInstanceLock'
      | 'releaseSingleInstanceLock'
      | 'setAppUserModelId'
      | 'enableSandbox'
      | 'focus'
      | 'addRecentDocument'
      | 'clearRecentDocuments'
      | 'setAboutPanelOptions'
      | 'showAboutPanel'
    >
{
  readonly commandLine = strict('commandLine', new CommandLine());
  readonly isPackaged: boolean;
  private readonly runtime: Runtime;
  private readonly lock = new SingleInstanceLock();
  private readonly paths = new Map<string, string>();
  private readonly cleanups: Cleanup[] = [];
  private readonly ready = Promise.withResolvers<undefined>();
  private readonly appPath: string;
  private readonly manifest: Manifest;
  private ownName: string | null = null;
  private aboutPanel: Electron.AboutPanelOptionsOptions = {};
  private isQuitting = false;
  private isExiting = false;

  constructor(runtime: Runtime, entry: { readonly folder: string; readonly isPackaged: boolean }) {
    super();
    this.setMaxListeners(0);
    this.runtime = runtime;
    this.appPath = entry.folder;
    this.isPackaged = entry.isPackaged;
    this.manifest = readManifest(entry.folder);
    runtime.onLastWindowClosed = () => {
      this.lastWindowClosed();
    };
    runtime.onWebContentsCreated = (contents) => {
      this.emit('web-contents-created', createEvent(), contents);
    };
    runtime.onRendererGone = (contents, details) => {
      this.emit('render-process-gone', createEvent(), contents, details);
    };
    process.once('exit', () => {
      this.lock.release();
    });
  }

  get name(): string {
    return this.getName();
  }

  set name(name: string) {
    this.setName(name);
  }

  whenReady(): Promise<undefined> {
    return this.ready.promise;
  }

  isReady(): boolean {
    return this.runtime.isReady;
  }

  /** Makes the app ready, once the browser runs. The app's own `emit` is used: a test driver may wrap it. */
  becomeReady(emit: (event: string, ...values: unknown[]) => unknown): void {
    this.runtime.isReady = true;
    emit('ready', createEvent(), {});
    this.ready.resolve(undefined);
  }

  /** Closes every window, asking each, and then the app; any listener on the way may prevent it. */
  quit(): void {
    if (this.isExiting || this.isQuitting) return;
    const event = createEvent();
    this.emit('before-quit', event);
    if (event.defaultPrevented) return;
    this.isQuitting = true;
    for (const window of this.runtime.windows) window.close();
    if (this.runtime.windows.size > 0) {
      this.isQuitting = false;
      return;
    }
    this.finishQuit();
  }

  /** Ends the app at once: windows are not asked, `before-quit` and `will-quit` are not emitted. */
  exit(exitCode = 0): void {
    if (this.isExiting) return;
    this.isExiting = true;
    for (const window of this.runtime.windows) window.destroy();
    this.emit('quit', createEvent(), exitCode);
    void this.shutDown(exitCode);
  }

  /** Whether the app is on its way out, past the point where somebody could prevent it. */
  get isEnding(): boolean {
    return this.isExiting;
  }

  /** Adds a piece of clean-up, run before those added earlier. */
  addCleanup(cleanup: Cleanup): void {
    this.cleanups.unshift(cleanup);
  }

  getPath(name: string): string {
    const own = this.paths.get(name);
    if (own !== undefined) return own;
    if (name === 'sessionData') return this.getPath('userData');
    const found = defaultPath(name, this.getName(), this.paths.get('userData'));
    if (found === null) throw new Error(`Failed to get '${name}' path`);
    return found;
  }

  setPath(name: string, folder: string): void {
    if (!path.isAbsolute(folder)) throw new Error('Path must be absolute');
    this.getPath(name);
    this.paths.set(name, folder);
  }

  getAppPath(): string {
    return this.appPath;
  }

  getName(): string {
    return this.ownName ?? this.manifest.productName ?? this.manifest.name ?? 'Electron';
  }

  setName(name: string): void {
    this.ownName = name;
  }

  getVersion(): string {
    return this.manifest.version ?? '0.0.0';
  }

  getLocale(): string {
    if (!this.runtime.isReady) return '';
    const wanted = this.commandLine.getSwitchValue('lang');
    return wanted === '' ? Intl.DateTimeFormat().resolvedOptions().locale : wanted;
  }

  getPreferredSystemLanguages(): string[] {
    const listed = (process.env['LANGUAGE'] ?? process.env['LC_ALL'] ?? process.env['LANG'] ?? '').split(':');
    const tags = listed
      .map((entry) => entry.replace(/[.@].*$/, '').replaceAll('_', '-'))
      .filter((tag) => tag !== '' && tag !== 'C' && tag !== 'POSIX');
    return tags.length > 0 ? tags : ['en-US'];
  }

  /** `second-instance` waits until the app is ready, as in Electron. */
  requestSingleInstanceLock(additionalData: unknown = null): boolean {
    const message = { argv: process.argv, workingDirectory: process.cwd(), additionalData };
    return this.lock.request(this.getPath('userData'), message, (second) => {
      void this.ready.promise.then(() =>
        this.emit(
          'second-instance',
          createEvent(),
          second.argv,
          second.workingDirectory,
          second.additionalData,
        ),
      );
    });
  }

  hasSingleInstanceLock(): boolean {
    return this.lock.isHeld;
  }

  releaseSingleInstanceLock(): void {
    this.lock.release();
  }

  /** Kept for Windows' taskbar, which sees Chromium's own id here. */
  setAppUserModelId(id: string): void {
    if (typeof id !== 'string') throw new TypeError('id must be a string');
  }

  /** Every page is sandboxed already. */
  enableSandbox(): void {
    if (this.runtime.isReady) throw new Error('app.enableSandbox() can only be called before app is ready');
  }

  focus(): void {
    const [first] = this.runtime.windows;
    first?.focus();
  }

  /** Kept by nobody: as in Electron on Linux, there is no list of the system's to add to. */
  addRecentDocument(file: string): void {
    if (typeof file !== 'string') throw new TypeError('path must be a string');
  }

  clearRecentDocuments(): void {
    // Nothing is in the list.
  }

  setAboutPanelOptions(options: Electron.AboutPanelOptionsOptions): void {
    this.aboutPanel = { ...options };
  }

  /** Says what the app has set, or its name and version, with the desktop's own message. */
  showAboutPanel(): void {
    const { applicationName = this.getName(), applicationVersion = this.getVersion() } = this.aboutPanel;
    const { copyright, credits, website, authors = [] } = this.aboutPanel;
    const lines = [`${applicationName} ${applicationVersion}`, copyright, credits, ...authors, website];
    const text = lines.filter((line) => line !== undefined).join('\n');
    if (this.runtime.headless) return;
    const request = {
      kind: 'message',
      title: applicationName,
      text,
      buttons: ['OK'],
      severity: 'info',
    } as const;
    void showDialog(request, process.platform);
  }

  private lastWindowClosed(): void {
    if (this.isExiting || this.isQuitting) return;
    if (this.listenerCount('window-all-closed') > 0) this.emit('window-all-closed');
    else this.quit();
  }

  private finishQuit(): void {
    const event = createEvent();
    this.emit('will-quit', event);
    if (event.defaultPrevented) {
      this.isQuitting = false;
      return;
    }
    this.isExiting = true;
    this.emit('quit', createEvent(), 0);
    void this.shutDown(0);
  }

  private async shutDown(exitCode: number): Promise<void> {
    for (const cleanup of this.cleanups) {
      await cleanup().catch((error: unknown) => {
        complain('electron-on-chromium:', error);
      });
    }
    process.exit(exitCode);
  }
}

function readManifest(folder: string): Manifest {
  const file = path.join(folder, 'package.json');
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Manifest) : {};
}
