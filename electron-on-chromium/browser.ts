import { spawn, type ChildProcess } from 'node:child_process';
import type { Readable, Writable } from 'node:stream';
import { DevtoolsPipe } from './devtools-pipe.ts';
import { MAPPED_HOSTS } from './origin-map.ts';

const CLOSE_TIMEOUT_MS = 3000;
const STRAGGLER_TIMEOUT_MS = 2000;
const STDERR_TAIL_LINES = 20;

export interface BrowserOptions {
  readonly executable: string;
  readonly profileFolder: string;
  readonly headless: boolean;
  /** Whether its sound is to be heard. */
  readonly audible: boolean;
  /** Port of the loopback server that answers for the app's own schemes. */
  readonly schemePort: number;
  /** Chromium's own sandbox; it cannot run as root. */
  readonly sandbox: boolean;
  /** The app's `commandLine`: name → value, empty for a bare switch. */
  readonly switches: ReadonlyMap<string, string>;
  /** Whether Chromium's stderr goes to ours: what attaches to its DevTools reads the address there. */
  readonly showStderr: boolean;
}

/** How Chromium ended: null for an end of its own accord, else what ended it, for the user's eyes. */
export type BrowserEnd = string | null;

/** A running Chromium. */
export interface Browser {
  readonly pipe: DevtoolsPipe;
  /** `156.0.8078.79`. */
  readonly version: string;
  readonly userAgent: string;
  /** Resolves when all of Chromium's processes have ended, however they ended. */
  readonly ended: Promise<BrowserEnd>;
  /** Asks Chromium to close, then ends it by force; resolves when it is gone. */
  close(): Promise<void>;
  /** Ends it at once; for use where nothing can be awaited. */
  kill(): void;
}

/** No browser to run on; the message is for the user, its first line says what to do. */
export class BrowserUnavailable extends Error {}

/** Starts Chromium; rejects with {@link BrowserUnavailable} and its last words when it does not come up. */
export async function launchBrowser(options: BrowserOptions): Promise<Browser> {
  const child = spawn(options.executable, chromiumArguments(options), {
    stdio: ['ignore', 'ignore', 'pipe', 'pipe', 'pipe'],
  });
  const ended = new Promise<BrowserEnd>((resolve) => {
    const end = (code: number | null, signal: NodeJS.Signals | null): void => {
      resolve(code === 0 ? null : (signal ?? `exit code ${String(code)}`));
    };
    // Closed when the last of Chromium's processes has let go of stderr: until then one may still write.
    child.once('close', end);
    child.once('exit', (code, signal) => {
      setTimeout(end, STRAGGLER_TIMEOUT_MS, code, signal).unref();
    });
    child.once('error', (error) => {
      resolve(error.message);
    });
  });
  const lastWords = followStderr(child, options.showStderr);
  const pipe = new DevtoolsPipe(child.stdio[3] as Writable, child.stdio[4] as Readable);
  void ended.then(() => {
    pipe.close();
  });
  const kill = (): void => {
    child.kill('SIGKILL');
  };
  try {
    const { product, userAgent } = await pipe.session().send('Browser.getVersion');
    return {
      pipe,
      version: product.replace(/^[^/]*\//, ''),
      userAgent: userAgent.replace('HeadlessChrome', 'Chrome'),
      ended,
      kill,
      close: () => closeBrowser(pipe, ended, kill),
    };
  } catch (error) {
    kill();
    await ended;
    throw new BrowserUnavailable(startFailure(options.executable, lastWords()), { cause: error });
  }
}

function startFailure(executable: string, lastWords: readonly string[]): string {
  const remedy = lastWords.some((line) => line.includes('No usable sandbox'))
    ? ': its sandbox cannot run on this machine. Allow unprivileged user namespaces (or install chromium-sandbox), or do without the sandbox: --no-sandbox before the app'
    : '';
  return [`electron-on-chromium: ${executable} did not start${remedy}.`, ...lastWords].join('\n');
}

async function closeBrowser(pipe: DevtoolsPipe, ended: Promise<unknown>, kill: () => void): Promise<void> {
  // The answer may be lost with the pipe; the end of the process is what counts.
  pipe
    .session()
    .send('Browser.close')
    .catch(() => undefined);
  const timer = setTimeout(kill, CLOSE_TIMEOUT_MS);
  await ended;
  clearTimeout(timer);
}

function followStderr(child: ChildProcess, show: boolean): () => string[] {
  let tail: string[] = [];
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    if (show) process.stderr.write(text);
    tail = [...tail, ...text.split('\n').filter((line) => line !== '')].slice(-STDERR_TAIL_LINES);
  });
  return () => tail;
}

function chromiumArguments(options: BrowserOptions): string[] {
  const own = new Map<string, string>([
    ['remote-debugging-pipe', ''],
    ['user-data-dir', options.profileFolder],
    ['host-resolver-rules', `MAP ${MAPPED_HOSTS} 127.0.0.1:${options.schemePort}`],
    ['no-first-run', ''],
    ['no-default-browser-check', ''],
    ['disable-background-networking', ''],
    ['disable-component-update', ''],
    ['disable-sync', ''],
    ['disable-quic', ''],
    ['disable-gpu', ''],
    ['disable-breakpad', ''],
    ['disable-search-engine-choice-screen', ''],
    ['disable-backgrounding-occluded-windows', ''],
    ['disable-renderer-backgrounding', ''],
    ['disable-features', 'Translate,MediaRouter,OptimizationHints'],
    ['password-store', 'basic'],
    ['use-mock-keychain', ''],
    ['autoplay-policy', 'no-user-gesture-required'],
    // Taken at the start only, so every page has the strictest: no UDP, and TCP by way of the session's proxy.
    ['force-webrtc-ip-handling-policy', 'disable_non_proxied_udp'],
    ['webrtc-ip-handling-policy', 'disable_non_proxied_udp'],
  ]);
  if (options.headless) {
    own.set('headless', '');
    own.set('no-startup-window', '');
  } else {
    // An app window shows neither tabs nor an address bar; the first BrowserWindow takes it over.
    own.set('app', 'data:text/html,<title></title>');
    // The app decides what follows when its last window has closed.
    own.set('keep-alive-for-test', '');
  }
  if (!options.audible) own.set('mute-audio', '');
  if (!options.sandbox) {
    own.set('no-sandbox', '');
    own.set('test-type', '');
  }
  for (const [name, value] of options.switches) {
    const joined = LISTS.has(name) && value !== '' ? `${own.get(name) ?? ''},${value}` : value;
    if (!PROTECTED.has(name)) own.set(name, joined.replace(/^,/, ''));
  }
  return Array.from(own, ([name, value]) => (value === '' ? `--${name}` : `--${name}=${value}`));
}

/** Switches an app may not take over, since everything here stands on them. */
const PROTECTED = new Set([
  'remote-debugging-pipe',
  'user-data-dir',
  'no-sandbox',
  'force-webrtc-ip-handling-policy',
  'webrtc-ip-handling-policy',
]);

/** Switches whose values add up. */
const LISTS = new Set(['disable-features', 'enable-features', 'host-resolver-rules']);
