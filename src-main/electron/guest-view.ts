import { setTimeout as sleep } from 'node:timers/promises';
import { type BrowserWindow, session, type Session, WebContentsView } from 'electron';
import type { ConsoleRecord } from '#contract/project';
import { WX_EVENT_CHANNEL, type Rect } from '#contract/wx';
import type { SenderPolicy } from '../ipc/sender-policy.ts';
import type { Clock } from '../lib/clock.ts';
import type { Logger } from '../lib/logger.ts';
import type { Program } from '../program/program.ts';
import type { NetworkCut } from './network-cut.ts';
import { createPageOrigin, type PageOriginOptions } from './page-origin.ts';
import { PAGE_ORIGIN, serveScheme } from './scheme.ts';

/** The view a mini-program runs in. */
export interface GuestView {
  /** Loads or reloads the page; resolves when its document is there, before the program has booted. */
  load(): Promise<void>;
  /** Lays the view over this rectangle of the window, in CSS pixels; null hides it. */
  place(rect: Rect | null, zoom: number): void;
  /** The page as PNG. */
  capture(): Promise<Buffer>;
  /**
   * Runs a function in the page's own world and gives a clone of its result, for the self-test. It travels as text,
   * so it may name nothing outside itself.
   */
  evaluate<Argument, Result>(
    probe: (argument: Argument) => Result | Promise<Result>,
    argument: Argument,
  ): Promise<Result>;
  /** Runs code in the page's own world, which its policy does not hold up, and gives a clone of what comes of it. */
  run(code: string): Promise<unknown>;
  /** A real press of the mouse at a point of the view, held for so long: 0 is a tap. */
  press(x: number, y: number, holdMs: number): Promise<void>;
  /** Puts text into whatever has the focus, replacing what it holds. */
  type(text: string): Promise<void>;
  /** Gives it the keyboard. */
  focus(): void;
  openDevTools(): void;
  close(): Promise<void>;
}

export interface GuestViewDeps extends PageOriginOptions {
  readonly preload: string;
  readonly policy: SenderPolicy<Program>;
  readonly cutOff: NetworkCut;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** What Chromium has to say of the sandbox in our own page policy is nothing to the developer. */
const OF_OUR_SANDBOX = 'An iframe which has both allow-scripts and allow-same-origin';

const RUNTIME_SCRIPT = '/runtime/page.js';

/** Pages get no permission of the browser's; what WeChat allows goes through `wx`. */
function denyPermissions(guest: Session): void {
  guest.setPermissionRequestHandler((_contents, _permission, answer) => {
    answer(false);
  });
  guest.setPermissionCheckHandler(() => false);
}

/**
 * Creates the view of a program inside a window: its own renderer, its own session in memory, its own origin.
 *
 * @param partition name of the session; two programs never share one
 */
export async function createGuestView(
  deps: GuestViewDeps,
  window: BrowserWindow,
  program: Program,
  partition: string,
): Promise<GuestView> {
  const guest = session.fromPartition(partition);
  denyPermissions(guest);
  await deps.cutOff(guest);
  const unserve = serveScheme(guest, PAGE_ORIGIN, createPageOrigin(program, deps), deps.logger);
  const view = new WebContentsView({
    webPreferences: {
      preload: deps.preload,
      session: guest,
      sandbox: true,
      contextIsolation: true,
      backgroundThrottling: false,
      spellcheck: false,
    },
  });
  const contents = view.webContents;
  contents.setWebRTCIPHandlingPolicy('disable_non_proxied_udp');
  const dismiss = deps.policy.admit(contents.id, PAGE_ORIGIN, program);
  program.attach((event) => {
    if (!contents.isDestroyed()) contents.send(WX_EVENT_CHANNEL, event);
  });
  contents.on('console-message', ({ level, message, sourceId }) => {
    // The page runtime reports what goes through the console; the browser's own complaints come here alone.
    if (program.isBooted() && sourceId.endsWith(RUNTIME_SCRIPT)) return;
    if (message.startsWith(OF_OUR_SANDBOX)) return;
    program.log.addConsole({
      atEpochMs: deps.clock.now(),
      level: consoleLevel(level),
      text: message,
      page: program.log.state().route,
    });
  });
  contents.on('render-process-gone', (_event, { reason }) => {
    program.pageLost(reason);
  });
  view.setBackgroundColor('#ffffff');
  window.contentView.addChildView(view);

  return {
    async load() {
      await contents.loadURL(`${PAGE_ORIGIN}/`);
    },
    place(rect, zoom) {
      if (contents.isDestroyed()) return;
      view.setVisible(rect !== null);
      if (!rect) return;
      contents.setZoomFactor(zoom);
      view.setBounds({
        x: Math.round(rect.x),
        y: Math.round(rect.y),
        width: Math.round(rect.width),
        height: Math.round(rect.height),
      });
    },
    async capture() {
      return (await contents.capturePage()).toPNG();
    },
    async evaluate<Argument, Result>(
      probe: (argument: Argument) => Result | Promise<Result>,
      argument: Argument,
    ) {
      const code = `(${String(probe)})(${JSON.stringify(argument)})`;
      return (await contents.executeJavaScript(code)) as Result;
    },
    run: async (code) => (await contents.executeJavaScript(code)) as unknown,
    async press(x, y, holdMs) {
      const at = { x: Math.round(x), y: Math.round(y), button: 'left', clickCount: 1 } as const;
      contents.sendInputEvent({ type: 'mouseMove', x: at.x, y: at.y });
      contents.sendInputEvent({ type: 'mouseDown', ...at });
      if (holdMs > 0) await sleep(holdMs);
      contents.sendInputEvent({ type: 'mouseUp', ...at });
    },
    async type(text) {
      const modifiers: ['meta' | 'control'] = [process.platform === 'darwin' ? 'meta' : 'control'];
      contents.sendInputEvent({ type: 'keyDown', keyCode: 'A', modifiers });
      contents.sendInputEvent({ type: 'keyUp', keyCode: 'A', modifiers });
      await contents.insertText(text);
    },
    focus() {
      if (!contents.isDestroyed()) contents.focus();
    },
    openDevTools() {
      contents.openDevTools({ mode: 'detach' });
    },
    async close() {
      dismiss();
      if (!window.isDestroyed()) window.contentView.removeChildView(view);
      if (!contents.isDestroyed()) contents.close();
      unserve();
      await program.close();
      // What is a program's to keep is kept by `wx`; a session would hold the rest until Ferry ends.
      await guest.clearStorageData().catch((error: unknown) => {
        deps.logger.error('clear storage', error);
      });
    },
  };
}

function consoleLevel(level: string): ConsoleRecord['level'] {
  return level === 'warning'
    ? 'warn'
    : level === 'error' || level === 'debug' || level === 'info'
      ? level
      : 'log';
}
