import { randomBytes } from 'node:crypto';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { complain } from '../complain.ts';
import type { DevtoolsSession, EventParameters } from '../devtools-pipe.ts';
import { watchConsole } from '../page/console.ts';
import { DevtoolsWindow } from '../page/devtools-window.ts';
import { Navigation } from '../page/navigation.ts';
import type { PageAgent } from '../page/page-agent.ts';
import { PageTarget, type Size } from '../page/page-target.ts';
import { RendererChannel } from '../page/renderer-channel.ts';
import { ViewPicture } from '../page/view-picture.ts';
import { SYNC_PATH } from '../scheme-server.ts';
import type { FromPreload, SyncAnswer } from '../worlds/isolated-agent.ts';
import type { Named } from './conformance.ts';
import { createIpcDispatch, type IpcDispatch } from './ipc-dispatch.ts';
import { IpcMain } from './ipc-main.ts';
import { watchFileChooser } from './file-chooser.ts';
import { createNavigationEvents } from './navigation-events.ts';
import { readPreload } from './preload-source.ts';
import { answerDialog } from './page-dialogs.ts';
import { decideRequest } from './request-gate.ts';
import type { Runtime } from './runtime.ts';
import type { Session } from './session.ts';
import { createEvent, strict } from './strict.ts';
import { WebContentsContent } from './web-contents-content.ts';
import { FrameTree, type WebFrameMain } from './web-frame-main.ts';
import { windowOpenDetails } from './window-open.ts';

let lastId = 0;

export interface WebContentsOptions {
  readonly preferences: Electron.WebPreferences;
  readonly session: Session;
  readonly ipcMain: IpcMain;
  readonly size: Size;
  readonly type: 'window' | 'browserView';
  readonly takesFirstWindow: boolean;
  /** What else runs in every document of the page. */
  readonly agents: readonly PageAgent[];
}

type WindowOpenHandler = Parameters<Electron.WebContents['setWindowOpenHandler']>[0];

/** Electron's `WebContents` on a Chromium page of its own. */
export class WebContents
  extends WebContentsContent
  implements
    Pick<
      Electron.WebContents,
      | 'id'
      | 'ipc'
      | 'loadURL'
      | 'loadFile'
      | 'reload'
      | 'reloadIgnoringCache'
      | 'stop'
      | 'getURL'
      | 'getTitle'
      | 'isLoading'
      | 'isLoadingMainFrame'
      | 'isDestroyed'
      | 'getType'
      | 'send'
      | 'setWindowOpenHandler'
      | 'focus'
      | 'forcefullyCrashRenderer'
      | 'close'
    >,
    Named<Electron.WebContents, 'session' | 'mainFrame'>
{
  readonly id: number;
  readonly ipc = strict('IpcMain', new IpcMain());
  readonly session: Session;
  /** Set by the window this is the content of: closing one closes the other. */
  ownerClose: (() => void) | null = null;
  /** Proves to the scheme server that a `sendSync` comes from this page's preload. */
  readonly syncSecret = randomBytes(16).toString('hex');
  /** On a screen, the page of a view as its window shows it. */
  readonly picture: ViewPicture | null;
  private readonly runtime: Runtime;
  private readonly type: WebContentsOptions['type'];
  private readonly target: PageTarget;
  private readonly navigation: Navigation;
  private readonly channel: RendererChannel;
  private readonly frames: FrameTree;
  private readonly dispatch: IpcDispatch;
  private windowOpenHandler: WindowOpenHandler | null = null;
  private title = '';
  private isGone = false;
  /** From the end of a renderer to the next document. */
  private hasCrashed = false;

  constructor(runtime: Runtime, options: WebContentsOptions) {
    super();
    const self = strict('WebContents', this);
    this.id = ++lastId;
    this.runtime = runtime;
    this.session = options.session;
    this.type = options.type;
    this.frames = new FrameTree({
      schemes: runtime.schemes,
      processId: this.id,
      send: (channel, values) => {
        self.send(channel, ...values);
      },
      executeJavaScript: (code, userGesture) => self.executeJavaScript(code, userGesture),
    });
    const mainFrame = (): WebFrameMain => self.mainFrame;
    this.navigation = new Navigation(
      () => this.target,
      runtime.origins,
      options.session.ordinal,
      createNavigationEvents({
        runtime,
        session: this.session,
        frames: this.frames,
        emitter: self,
        mainFrame,
        titled: (title) => {
          self.titleChanged(title);
        },
      }),
    );
    const isView = options.type === 'browserView';
    this.picture = isView && !runtime.headless ? new ViewPicture(this.id, () => this.target) : null;
    this.dispatch = createIpcDispatch(self, mainFrame, this.ipc, options.ipcMain);
    this.channel = new RendererChannel(
      () => this.target.binding,
      () => this.navigation.mainFrameId,
      (incoming) => {
        this.dispatch.receive(incoming);
      },
      (wish) => {
        if (wish.kind === 'navigate') this.navigation.wish(wish.url);
        else runtime.onKeyPress(wish.press, self);
      },
    );
    const preload = readPreload(options.preferences.preload);
    if (preload instanceof Error) {
      complain(`Unable to load preload script: ${options.preferences.preload ?? ''}\n${preload.message}`);
      setImmediate(() => self.emit('preload-error', createEvent(), options.preferences.preload, preload));
    }
    this.target = new PageTarget(
      runtime,
      {
        session: options.session,
        preload: preload instanceof Error ? null : preload,
        preloadInfo: {
          platform: process.platform,
          arch: process.arch,
          argv: [process.argv[0] ?? '', ...(options.preferences.additionalArguments ?? [])],
          versions: { chrome: runtime.browser.version, node: process.versions.node },
          syncPath: SYNC_PATH,
          syncSecret: this.syncSecret,
        },
        size: options.size,
        stage: () => (isView ? runtime.stageOfViews() : Promise.resolve(runtime.stage)),
        isOnScreen: !runtime.headless && !isView,
        isPicture: this.picture !== null,
        takesFirstWindow: options.takesFirstWindow,
        agents: this.picture ? [...options.agents, this.picture.agent] : options.agents,
      },
      {
        watch: (session, isMainTarget) => {
          self.watch(session, isMainTarget);
        },
        requestPaused: (session, paused) =>
          decideRequest(self, this.navigation, runtime.origins, session, paused),
      },
    );
    if (options.preferences.zoomFactor !== undefined) this.setZoomFactor(options.preferences.zoomFactor);
    runtime.contents.set(this.id, self);
    runtime.onWebContentsCreated(self);
    return self;
  }

  /** The page underneath, for the other parts of the module. */
  override get page(): PageTarget {
    return this.target;
  }

  get targetId(): string | null {
    return this.target.targetId;
  }

  get mainFrame(): WebFrameMain {
    return this.frames.obtain(this.navigation.mainFrameId ?? `pending-${this.id}`, null);
  }

  /** A URL as the app knows it. */
  nativeUrl(url: string): string {
    return this.runtime.origins.toNative(url);
  }

  loadURL(url: string): Promise<void> {
    this.checkAlive();
    return this.navigation.load(url);
  }

  loadFile(file: string, options: Electron.LoadFileOptions = {}): Promise<void> {
    const url = pathToFileURL(path.resolve(process.cwd(), file));
    for (const [name, value] of Object.entries(options.query ?? {})) url.searchParams.set(name, value);
    if (options.search !== undefined) url.search = options.search;
    if (options.hash !== undefined) url.hash = options.hash;
    return this.loadURL(url.href);
  }

  reload(): void {
    this.checkAlive();
    this.navigation.reload(false);
  }

  reloadIgnoringCache(): void {
    this.checkAlive();
    this.navigation.reload(true);
  }

  stop(): void {
    this.checkAlive();
    this.navigation.stop();
  }

  getURL(): string {
    this.checkAlive();
    return this.navigation.url;
  }

  getTitle(): string {
    this.checkAlive();
    return this.title;
  }

  override isLoading(): boolean {
    this.checkAlive();
    return this.navigation.isLoading;
  }

  isLoadingMainFrame(): boolean {
    return this.isLoading();
  }

  isDestroyed(): boolean {
    return this.isGone;
  }

  override isCrashed(): boolean {
    this.checkAlive();
    return this.hasCrashed;
  }

  getType(): 'window' | 'browserView' {
    return this.type;
  }

  send(channel: string, ...values: unknown[]): void {
    this.checkAlive();
    if (typeof channel !== 'string') throw new TypeError('Missing required channel argument');
    this.channel.send(channel, values);
  }

  setWindowOpenHandler(handler: WindowOpenHandler): void {
    this.checkAlive();
    this.windowOpenHandler = handler;
  }

  /** Whether the app itself has asked for another document, which takes the place of this one. */
  get isLeaving(): boolean {
    return this.navigation.isAsked;
  }

  focus(): void {
    this.checkAlive();
    this.target.post('Page.bringToFront');
    this.runtime.windowOf(this)?.focusView(this);
    this.emit('focus');
  }

  forcefullyCrashRenderer(): void {
    this.checkAlive();
    // The command is never answered: the renderer that would is gone.
    this.target.send('Page.crash').catch(() => undefined);
  }

  close(): void {
    if (this.isGone) return;
    if (this.ownerClose) this.ownerClose();
    else this.destroy();
  }

  /** Ends the page and says so once. */
  destroy(): void {
    if (this.isGone) return;
    this.target.close();
    this.lostTarget();
  }

  /** The page has gone, by our wish or the user's. */
  lostTarget(): void {
    if (this.isGone) return;
    this.closeDevTools();
    this.isGone = true;
    this.navigation.abandon();
    this.frames.clear();
    this.runtime.contents.delete(this.id);
    this.emit('destroyed', createEvent());
    const { ownerClose } = this;
    this.ownerClose = null;
    ownerClose?.();
  }

  /** The renderer has ended unasked; `status` is Chromium's word for how. */
  crashed(status: string, exitCode: number): void {
    this.hasCrashed = true;
    this.navigation.abandon();
    this.channel.lost();
    const reason = status === 'killed' || status === 'oom' ? status : 'crashed';
    const details: Electron.RenderProcessGoneDetails = { reason, exitCode };
    this.emit('render-process-gone', createEvent(), details);
    this.runtime.onRendererGone(this, details);
  }

  /** Chromium names an untitled page by its URL without scheme; that is no title. */
  titleChanged(title: string): void {
    if (title === '' || title === this.title || this.isNamedByUrl(title)) return;
    this.title = title;
    this.emit('page-title-updated', createEvent(), title, true);
  }

  /** The answer to a `sendSync` of this page's preload. */
  receiveSync(message: FromPreload): Promise<SyncAnswer> {
    return this.dispatch.receiveSync(message);
  }

  /** Subscribes to one of the page's sessions; called before anything is switched on in it. */
  watch(session: DevtoolsSession, isMainTarget: boolean): void {
    this.navigation.watch(session, isMainTarget);
    watchConsole(session, this.runtime.origins, (message) => {
      this.emit('console-message', createEvent({ ...message, frame: this.mainFrame }));
    });
    session.on('Page.windowOpen', (opened) => {
      this.windowOpened(opened);
    });
    session.on('Page.javascriptDialogOpening', (dialog) => {
      void answerDialog(this.runtime, this, session, dialog);
    });
    if (!isMainTarget) return;
    if (this.picture) watchFileChooser(this.target, session);
    this.channel.watch(session);
    session.on('Page.frameNavigated', ({ frame }) => {
      if (frame.parentId === undefined) this.hasCrashed = false;
    });
  }

  private windowOpened(opened: EventParameters<'Page.windowOpen'>): void {
    if (!this.windowOpenHandler) return;
    const details = windowOpenDetails(opened, (url) => this.nativeUrl(url), this.navigation.url);
    if (this.windowOpenHandler(details).action === 'allow') {
      throw new Error('A window opened by a page is not available in electron-on-chromium');
    }
  }

  private isNamedByUrl(title: string): boolean {
    return title === 'about:blank' || this.navigation.webUrl.replace(/^[a-z]+:\/\//, '').startsWith(title);
  }

  protected override showTools(onClosed: () => void): DevtoolsWindow | null {
    const { headless, stage } = this.runtime;
    return headless ? null : new DevtoolsWindow(stage, this.target, onClosed);
  }

  protected override checkAlive(): void {
    if (this.isGone) throw new TypeError('Object has been destroyed');
  }
}
