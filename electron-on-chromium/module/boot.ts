import os from 'node:os';
import { complain } from '../complain.ts';
import { BrowserUnavailable, launchBrowser, type Browser, type BrowserEnd } from '../browser.ts';
import { Stage } from '../page/stage.ts';
import { createProfile } from '../profile.ts';
import { startSchemeServer, type Failure } from '../scheme-server.ts';
import type { FromPreload } from '../worlds/isolated-agent.ts';
import type { ScreenInfo } from '../worlds/view-messages.ts';
import type { App } from './app.ts';
import type { Runtime } from './runtime.ts';
import { refusalFor } from './schemes.ts';
import type { Sessions } from './session.ts';

const QUIT_TIMEOUT_MS = 10_000;

/**
 * Brings the app up: scheme server, browser, ready. Everything it starts is ended by the app's clean-up, also
 * when the process ends in another way.
 */
export async function bootApp(runtime: Runtime, app: App, sessions: Sessions): Promise<void> {
  const executable = runtime.browserExecutable;
  if (executable === null) {
    throw new BrowserUnavailable(
      'electron-on-chromium: no Chromium, Chrome or Edge found; install one or name it in ELECTRON_ON_CHROMIUM_BROWSER.',
    );
  }
  const server = await startSchemeServer({
    origins: runtime.origins,
    answer: (origin, request, header) => answer(runtime, sessions, origin, request, header),
    answerSync: (secret, partition, text) => answerSync(runtime, secret, partition, text),
  });
  app.addCleanup(() => {
    server.close();
    return Promise.resolve();
  });
  const start = (isOnScreen: boolean, switches: ReadonlyMap<string, string>): Promise<Stage> =>
    startStage(runtime, app, { executable, schemePort: server.port, isOnScreen, switches });
  const switches = app.commandLine.all();
  await runtime.attachStage(await start(!runtime.headless, switches));
  if (!runtime.headless) {
    runtime.screen = await readScreen(runtime.stage);
    runtime.openViewStage = async () => {
      const stage = await start(false, switchesOfViews(switches, runtime.browser.userAgent));
      await stage.open(runtime.stageListener);
      return stage;
    };
  }
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      app.quit();
      // An app that prevents its end is not asked for ever.
      setTimeout(() => {
        app.exit(1);
      }, QUIT_TIMEOUT_MS).unref();
    });
  }
}

interface StageOptions {
  readonly executable: string;
  readonly schemePort: number;
  readonly isOnScreen: boolean;
  readonly switches: ReadonlyMap<string, string>;
}

/** Starts a browser that ends with the app, and the app with it. */
async function startStage(runtime: Runtime, app: App, options: StageOptions): Promise<Stage> {
  const { isOnScreen, switches } = options;
  const profile = createProfile(os.tmpdir());
  let browser: Browser | null = null;
  process.once('exit', () => {
    browser?.kill();
    profile.remove();
  });
  browser = await launchBrowser({
    executable: options.executable,
    profileFolder: profile.folder,
    headless: !isOnScreen,
    audible: !runtime.headless,
    schemePort: options.schemePort,
    sandbox: process.getuid?.() !== 0 && !switches.has('no-sandbox'),
    switches,
    showStderr: switches.has('remote-debugging-port') || process.env['ELECTRON_ENABLE_LOGGING'] !== undefined,
  });
  const started = browser;
  app.addCleanup(async () => {
    await started.close();
    profile.remove();
  });
  void started.ended.then((end) => {
    browserEnded(runtime, app, isOnScreen && end === null, end);
  });
  return new Stage(browser, isOnScreen);
}

/** The browser of the views is the other one's shadow: the same agent, and nobody attaches to it. */
function switchesOfViews(switches: ReadonlyMap<string, string>, userAgent: string): Map<string, string> {
  const own = new Map([['user-agent', userAgent], ...switches]);
  for (const name of ['remote-debugging-port', 'remote-debugging-address', 'app']) own.delete(name);
  return own;
}

/** The screen, as the window sees it that Chromium opens by itself. */
async function readScreen(stage: Stage): Promise<ScreenInfo> {
  const { sessionId } = await stage.firstPage();
  const expression = `({
    size: { width: screen.width, height: screen.height },
    workArea: { x: screen.availLeft, y: screen.availTop, width: screen.availWidth, height: screen.availHeight },
    scaleFactor: devicePixelRatio,
  })`;
  const { result } = await stage
    .session(sessionId)
    .send('Runtime.evaluate', { expression, returnByValue: true });
  return result.value as ScreenInfo;
}

/**
 * The browser is gone, and nothing can be shown any more. On a screen the user closes it with its last window;
 * otherwise it crashed or was killed, which is the end of the app too.
 */
function browserEnded(runtime: Runtime, app: App, wasClosedByUser: boolean, end: BrowserEnd): void {
  const wasShowing = runtime.contents.size > 0;
  if (!wasClosedByUser && !app.isEnding) {
    complain(
      `electron-on-chromium: the browser ended unexpectedly (${end ?? 'of its own accord'}), so the app ends as well. Start it again.`,
    );
    // Before the windows go: an app that quits with its last one would end as if all were well.
    app.exit(1);
  }
  for (const contents of [...runtime.contents.values()]) contents.lostTarget();
  // Does nothing when the app is on its way out already.
  if (wasShowing) app.exit(0);
}

async function answer(
  runtime: Runtime,
  sessions: Sessions,
  origin: { readonly scheme: string; readonly partition: number },
  request: Request,
  header: (name: string) => string | undefined,
): Promise<Response | Failure> {
  const handler = sessions.byOrdinal(origin.partition)?.protocol.handlerOf(origin.scheme);
  if (!handler) return 'ERR_UNKNOWN_URL_SCHEME';
  const refusal = refusalFor(runtime.schemes, origin.scheme, header);
  if (refusal !== null) {
    complain(`electron-on-chromium: ${request.url} was refused: ${refusal}`);
    return 'ERR_UNKNOWN_URL_SCHEME';
  }
  try {
    const response = await handler(request);
    return response.type === 'error' ? 'ERR_FAILED' : response;
  } catch (error) {
    complain(`Error in the handler of ${origin.scheme}:`, error);
    return 'ERR_UNEXPECTED';
  }
}

async function answerSync(
  runtime: Runtime,
  secret: string,
  partition: number,
  text: string,
): Promise<string | null> {
  const sender = [...runtime.contents.values()].find(
    (contents) => contents.syncSecret === secret && contents.session.ordinal === partition,
  );
  return sender ? JSON.stringify(await sender.receiveSync(JSON.parse(text) as FromPreload)) : null;
}
