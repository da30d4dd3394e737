import {
  DevtoolsClosed,
  type CommandResult,
  type DevtoolsSession,
  type EventParameters,
} from '../devtools-pipe.ts';
import type { OriginMap } from '../origin-map.ts';
import type { PageTarget } from './page-target.ts';
import { loadError, netErrorFromText, type NetError } from './net-errors.ts';

/** What a page is about to do or has done; URLs are the app's own. */
export interface NavigationListener {
  startedLoading(): void;
  stoppedLoading(): void;
  startedNavigation(url: string, frameId: string, isSameDocument: boolean): void;
  navigated(url: string): void;
  navigatedInPage(url: string, isMainFrame: boolean): void;
  domReady(): void;
  titled(title: string): void;
  finishedLoad(): void;
  failedLoad(error: NetError, url: string): void;
  /** Whether the navigation may go on. */
  mayNavigate(kind: 'navigate' | 'redirect', url: string, frameId: string, isMainFrame: boolean): boolean;
  /** A frame was attached, moved to a URL, or is gone. */
  frameChanged(frame: FrameChange): void;
}

export type FrameChange =
  | { readonly kind: 'attached'; readonly frameId: string; readonly parentId: string }
  | {
      readonly kind: 'navigated';
      readonly frameId: string;
      readonly parentId: string | null;
      readonly url: string;
      readonly name: string;
    }
  | { readonly kind: 'detached'; readonly frameId: string };

type NavigateResult = CommandResult<'Page.navigate'>;

interface PendingLoad {
  readonly url: string;
  loaderId: string | null;
  resolve(): void;
  reject(error: Error): void;
}

/** Loads and navigations of one page: `loadURL`, its events, and the page's own wishes to go elsewhere. */
export class Navigation {
  /** A page's main frame carries the id of its target. */
  mainFrameId: string | null = null;
  isLoading = false;
  private committedUrl = '';
  private committedLoaderId: string | null = null;
  private readonly page: () => PageTarget;
  private readonly origins: OriginMap;
  private readonly partition: number;
  private readonly listener: NavigationListener;
  private pending: PendingLoad | null = null;
  private title: Promise<void> = Promise.resolve();
  /** Documents the app itself has asked for: the page is not asked whether it may. */
  private readonly expected: string[] = [];
  /** Blob documents that were refused while Chromium had begun to load them, by frame. */
  private readonly refusedBlobs = new Map<string, string>();

  constructor(page: () => PageTarget, origins: OriginMap, partition: number, listener: NavigationListener) {
    this.page = page;
    this.origins = origins;
    this.partition = partition;
    this.listener = listener;
  }

  /** The committed URL, in the app's own form; empty before the first load. */
  get url(): string {
    return this.origins.toNative(this.committedUrl);
  }

  /** The committed URL as Chromium knows it. */
  get webUrl(): string {
    return this.committedUrl;
  }

  /** Whether the app has asked for a document that is not there yet. */
  get isAsked(): boolean {
    return this.pending !== null || this.expected.length > 0;
  }

  /** Resolves when the page has loaded; rejects with Electron's error when it cannot, or is superseded. */
  async load(url: string): Promise<void> {
    if (!URL.canParse(url)) throw this.fail({ name: 'ERR_INVALID_URL', code: -300 }, url);
    const webUrl = this.origins.toWeb(url, this.partition);
    this.supersede();
    const page = this.page();
    const done = new Promise<void>((resolve, reject) => {
      this.pending = { url, loaderId: null, resolve, reject };
    });
    done.catch(() => undefined);
    const pending = this.pending;
    this.expect(webUrl);
    const { errorText, loaderId, isDownload } = await page
      .send('Page.navigate', { url: webUrl })
      .catch((error: unknown) => {
        // The page ended meanwhile: what that means for this load was said when it was superseded.
        if (error instanceof DevtoolsClosed) return { errorText: 'ERR_ABORTED' } as NavigateResult;
        throw error;
      });
    if (this.pending !== pending) return done;
    if (errorText !== undefined || isDownload === true) {
      this.pending = null;
      throw this.fail(netErrorFromText(errorText ?? 'ERR_FAILED'), url);
    }
    if (loaderId === undefined) {
      this.settle();
      return done;
    }
    if (pending) pending.loaderId = loaderId;
    return done;
  }

  /** Loads the page again; it is not asked. */
  reload(ignoreCache: boolean): void {
    if (this.committedUrl === '') return;
    this.expect(this.committedUrl);
    this.page().post('Page.reload', { ignoreCache });
  }

  stop(): void {
    this.page().post('Page.stopLoading');
  }

  /** The page is gone: what waits for it fails. */
  abandon(): void {
    this.supersede();
    this.isLoading = false;
  }

  /** The page wishes to go to a blob, and was held back: it goes there now, or not at all. */
  wish(webUrl: string): void {
    const { mainFrameId } = this;
    if (mainFrameId === null) return;
    const url = this.origins.toNative(webUrl);
    if (this.listener.mayNavigate('navigate', url, mainFrameId, true)) {
      this.page().post('Page.navigate', { url: webUrl });
    }
  }

  watch(session: DevtoolsSession, isMainTarget: boolean): void {
    session.on('Page.frameRequestedNavigation', ({ frameId, url, disposition }) => {
      if (disposition === 'currentTab' && url.startsWith('blob:')) this.blobRequested(session, frameId, url);
    });
    session.on('Page.frameAttached', ({ frameId, parentFrameId }) => {
      this.listener.frameChanged({ kind: 'attached', frameId, parentId: parentFrameId });
    });
    session.on('Page.frameDetached', ({ frameId, reason }) => {
      if (reason === 'remove') this.listener.frameChanged({ kind: 'detached', frameId });
    });
    session.on('Page.frameNavigated', ({ frame }) => {
      this.frameNavigated(frame, isMainTarget);
      const refused = this.refusedBlobs.get(frame.id);
      this.refusedBlobs.delete(frame.id);
      if (refused === frame.url) {
        session.send('Page.navigate', { url: 'about:blank', frameId: frame.id }).catch(() => undefined);
      }
    });
    session.on('Page.navigatedWithinDocument', ({ frameId, url }) => {
      if (frameId === this.mainFrameId) this.committedUrl = url;
      this.listener.navigatedInPage(this.origins.toNative(url), frameId === this.mainFrameId);
    });
    if (!isMainTarget) return;
    this.mainFrameId = this.page().targetId;
    session.on('Page.frameStartedNavigating', ({ frameId, url, navigationType }) => {
      const isSameDocument = /samedocument$/i.test(navigationType);
      this.listener.startedNavigation(this.origins.toNative(url), frameId, isSameDocument);
    });
    session.on('Page.frameStartedLoading', ({ frameId }) => {
      if (frameId !== this.mainFrameId) return;
      this.isLoading = true;
      this.listener.startedLoading();
    });
    session.on('Page.frameStoppedLoading', ({ frameId }) => {
      if (frameId !== this.mainFrameId) return;
      this.afterTitle(() => {
        this.isLoading = false;
        this.listener.stoppedLoading();
      });
    });
    session.on('Page.domContentEventFired', () => {
      // Chromium tells a title late; asked for here, it is known when the load is over.
      this.title = session
        .send('Runtime.evaluate', { expression: 'document.title', returnByValue: true })
        .then(({ result }) => {
          this.listener.titled(String(result.value ?? ''));
        });
      this.listener.domReady();
    });
    session.on('Page.loadEventFired', () => {
      const loaderId = this.committedLoaderId;
      this.afterTitle(() => {
        this.listener.finishedLoad();
        if (this.pending?.loaderId === loaderId) this.settle();
      });
    });
  }

  /** Decides about a document request that is held back. */
  mayRequest(paused: EventParameters<'Fetch.requestPaused'>): boolean {
    const isMainFrame = paused.frameId === this.mainFrameId;
    const url = this.origins.toNative(paused.request.url + (paused.request.urlFragment ?? ''));
    if (paused.redirectedRequestId !== undefined) {
      return this.listener.mayNavigate('redirect', url, paused.frameId, isMainFrame);
    }
    if (isMainFrame) {
      const index = this.expected.indexOf(withoutFragment(paused.request.url));
      if (index >= 0) {
        this.expected.splice(0, index + 1);
        return true;
      }
    }
    return this.listener.mayNavigate('navigate', url, paused.frameId, isMainFrame);
  }

  /**
   * A blob that the agent could not hold back: one for a frame, or for the page by another site's frame. It is
   * being loaded already; when it is refused and comes all the same, an empty document takes its place.
   */
  private blobRequested(session: DevtoolsSession, frameId: string, webUrl: string): void {
    const isMainFrame = frameId === this.mainFrameId;
    const url = this.origins.toNative(webUrl);
    if (this.listener.mayNavigate('navigate', url, frameId, isMainFrame)) return;
    this.refusedBlobs.set(frameId, withoutFragment(webUrl));
    if (isMainFrame) session.send('Page.stopLoading').catch(() => undefined);
  }

  private frameNavigated(
    frame: EventParameters<'Page.frameNavigated'>['frame'],
    isMainTarget: boolean,
  ): void {
    const isMainFrame = isMainTarget && frame.parentId === undefined;
    const isErrorPage = frame.unreachableUrl !== undefined && frame.unreachableUrl !== '';
    const webUrl = isErrorPage ? (frame.unreachableUrl ?? '') : frame.url + (frame.urlFragment ?? '');
    const url = this.origins.toNative(webUrl);
    if (isMainFrame) {
      this.mainFrameId = frame.id;
      this.committedUrl = webUrl;
      this.committedLoaderId = frame.loaderId;
    }
    const parentId = frame.parentId ?? null;
    this.listener.frameChanged({
      kind: 'navigated',
      frameId: frame.id,
      parentId,
      url,
      name: frame.name ?? '',
    });
    if (!isMainFrame) return;
    if (!isErrorPage) this.listener.navigated(url);
    // A load the app asked for fails by the answer to its command, which knows the reason.
    else if (this.pending === null) this.listener.failedLoad({ name: 'ERR_FAILED', code: -2 }, url);
  }

  /** What tells that a load is over waits for the page's title; a page that is gone tells nothing. */
  private afterTitle(tell: () => void): void {
    this.title
      .catch((error: unknown) => {
        if (error instanceof DevtoolsClosed) throw error;
      })
      .then(tell, () => undefined);
  }

  private expect(webUrl: string): void {
    if (/^https?:/i.test(webUrl)) this.expected.push(withoutFragment(new URL(webUrl).href));
  }

  private fail(error: NetError, url: string): Error {
    this.listener.failedLoad(error, url);
    return loadError(error, url);
  }

  private settle(): void {
    const { pending } = this;
    this.pending = null;
    pending?.resolve();
  }

  private supersede(): void {
    const { pending } = this;
    this.pending = null;
    pending?.reject(loadError({ name: 'ERR_ABORTED', code: -3 }, pending.url));
  }
}

function withoutFragment(url: string): string {
  return url.replace(/#.*$/, '');
}
