import type { Browser } from '../browser.ts';
import type { DevtoolsSession } from '../devtools-pipe.ts';

/** A page target as Chromium announced it, not yet taken by a WebContents. */
export interface AnnouncedPage {
  readonly targetId: string;
  readonly sessionId: string;
}

/** What becomes of pages, unasked. */
export interface StageListener {
  lost(targetId: string): void;
  crashed(targetId: string, status: string, exitCode: number): void;
  titled(targetId: string, title: string): void;
}

/** A running Chromium and the pages in it. */
export class Stage {
  readonly browser: Browser;
  /** Whether its pages have windows on a screen; otherwise a page has the size it is given. */
  readonly isOnScreen: boolean;
  private readonly announced = new Map<string, AnnouncedPage>();
  private readonly awaited = new Map<string, (page: AnnouncedPage) => void>();
  /** By the id of the page that opens: who takes what it opens. */
  private readonly askers = new Map<string, (page: AnnouncedPage) => void>();
  private onSpare: ((page: AnnouncedPage) => void) | null = null;

  constructor(browser: Browser, isOnScreen: boolean) {
    this.browser = browser;
    this.isOnScreen = isOnScreen;
  }

  /** The conversation with the browser itself. */
  get root(): DevtoolsSession {
    return this.browser.pipe.session();
  }

  /** The conversation with one of its pages. */
  session(sessionId: string): DevtoolsSession {
    return this.browser.pipe.session(sessionId);
  }

  /** Has every page announced from now on, those that are there included. */
  async open(listener: StageListener): Promise<void> {
    const { root } = this;
    root.on('Target.attachedToTarget', ({ sessionId, targetInfo }) => {
      this.attached({ targetId: targetInfo.targetId, sessionId }, targetInfo.openerId);
    });
    root.on('Target.targetDestroyed', ({ targetId }) => {
      this.announced.delete(targetId);
      listener.lost(targetId);
    });
    root.on('Target.targetCrashed', ({ targetId, status, errorCode }) => {
      listener.crashed(targetId, status, errorCode);
    });
    root.on('Target.targetInfoChanged', ({ targetInfo }) => {
      listener.titled(targetInfo.targetId, targetInfo.title);
    });
    const filter = [{ type: 'page' }];
    await root.send('Target.setDiscoverTargets', { discover: true, filter });
    await root.send('Target.setAutoAttach', {
      autoAttach: true,
      waitForDebuggerOnStart: true,
      flatten: true,
      filter,
    });
  }

  /** Resolves with the session of a page target, which Chromium may have announced already. */
  takePage(targetId: string): Promise<AnnouncedPage> {
    const page = this.announced.get(targetId);
    this.announced.delete(targetId);
    if (page) return Promise.resolve(page);
    return new Promise((resolve) => {
      this.awaited.set(targetId, resolve);
    });
  }

  /** Resolves with the page that this one opens next, on our own wish: it stays. */
  takePageOpenedBy(openerId: string): Promise<AnnouncedPage> {
    return new Promise((resolve) => {
      this.askers.set(openerId, resolve);
    });
  }

  /** Resolves with the page Chromium opens by itself, which stays where it is. */
  async firstPage(): Promise<AnnouncedPage> {
    const page = this.sparePage;
    if (page) return page;
    const first = await new Promise<AnnouncedPage>((resolve) => (this.onSpare = resolve));
    this.onSpare = null;
    return first;
  }

  /** A page that is there and that nobody has taken: the one Chromium opened by itself. */
  takeSparePage(): AnnouncedPage | null {
    const page = this.sparePage;
    if (page) this.announced.delete(page.targetId);
    return page;
  }

  private get sparePage(): AnnouncedPage | null {
    return this.announced.values().next().value ?? null;
  }

  private attached(page: AnnouncedPage, openerId: string | undefined): void {
    const asker = openerId === undefined ? undefined : this.askers.get(openerId);
    if (openerId !== undefined && !asker) {
      // The opener hears of it by Page.windowOpen; the window itself never begins to load.
      void this.root.send('Target.closeTarget', { targetId: page.targetId }).catch(() => undefined);
      return;
    }
    void this.session(page.sessionId)
      .send('Runtime.runIfWaitingForDebugger')
      .catch(() => undefined);
    const taker = asker ?? this.awaited.get(page.targetId);
    this.askers.delete(openerId ?? '');
    this.awaited.delete(page.targetId);
    if (taker) taker(page);
    else {
      this.announced.set(page.targetId, page);
      this.onSpare?.(page);
    }
  }
}
