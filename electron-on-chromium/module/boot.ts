import os from 'node:os';
import { complain } from '../complain.ts';
import { BrowserUnavailable, launchBrowser, type BrowserEnd } from '../browser.ts';
import { createProfile } from '../profile.ts';
import { startSchemeServer, type Failure } from '../scheme-server.ts';
import type { FromPreload } from '../worlds/isolated-agent.ts';
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
  const profile = createProfile(os.tmpdir());
  process.once('exit', () => {
    runtime.browserOrNull?.kill();
    profile.remove();
  });
  const switches = app.commandLine.all();
  const browser = await launchBrowser({
    executable,
    profileFolder: profile.folder,
    headless: runtime.headless,
    schemePort: server.port,
    sandbox: process.getuid?.() !== 0 && !switches.has('no-sandbox'),
    switches,
    showStderr: switches.has('remote-debugging-port') || process.env['ELECTRON_ENABLE_LOGGING'] !== undefined,
  });
  app.addCleanup(async () => {
    server.close();
    await browser.close();
    profile.remove();
  });
  void browser.ended.then((end) => {
    browserEnded(runtime, app, end);
  });
  await runtime.attachBrowser(browser);
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

/**
 * The browser is gone, and nothing can be shown any more. On a screen the user closes it with its last window;
 * otherwise it crashed or was killed, which is the end of the app too.
 */
function browserEnded(runtime: Runtime, app: App, end: BrowserEnd): void {
  const wasClosedByUser = end === null && !runtime.headless;
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

function answerSync(runtime: Runtime, secret: string, partition: number, text: string): string | null {
  const sender = [...runtime.contents.values()].find(
    (contents) => contents.syncSecret === secret && contents.session.ordinal === partition,
  );
  return sender ? JSON.stringify(sender.receiveSync(JSON.parse(text) as FromPreload)) : null;
}
