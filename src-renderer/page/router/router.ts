import type { CompiledProject } from '#contract/project';
import type { PageReport } from '#contract/wx';
import type { TabBar } from '../chrome/tab-bar.ts';
import type { Transitions } from '../chrome/transition.ts';
import type { EventChannel, RouteError, RouteKind, Router } from '../host.ts';
import { createEventChannel } from './event-channel.ts';
import type { LivePage } from './live-page.ts';
import type { PageOpener } from './open-page.ts';
import { createRouteEvents, type RouteTeller } from './route-events.ts';
import { type PageUrl, parsePageUrl } from './url.ts';

/** WeChat keeps at most ten pages (WeChat's "wx.navigateTo"). */
const MOST_PAGES = 10;

/** The router with what only the runtime itself may see. */
export interface LiveRouter extends Router {
  current(): LivePage | null;
  stack(): readonly LivePage[];
  /** Every page that lives: those of the stack, and tab pages out of sight. */
  alive(): readonly LivePage[];
  /** Makes every page of the stack anew, with its route and query, after their code has changed; other tabs go. */
  rebuild(): Promise<void>;
}

interface RouterOptions {
  readonly project: CompiledProject;
  readonly opener: PageOpener;
  readonly tabBar: TabBar;
  readonly transitions: Transitions;
  readonly report: (report: PageReport) => void;
}

/**
 * The page stack. Calls are carried out one after another, in the order they came, as each one's outcome depends
 * on the stack the one before left.
 */
export function createRouter({ project, opener, tabBar, transitions, report }: RouterOptions): LiveRouter {
  const pages = new Set(project.pages);
  const events = createRouteEvents();
  let stack: LivePage[] = [];
  /** Tab pages stay alive while other tabs are shown. */
  const tabPages = new Map<string, LivePage>();
  let last: Promise<unknown> = Promise.resolve();

  const inTurn = async <T>(work: () => Promise<T>): Promise<T> => {
    const result = last.then(work).finally(() => {
      report({ kind: 'stack', routes: stack.map((page) => page.route) });
    });
    last = result.catch(() => undefined);
    return result;
  };

  const top = (): LivePage | null => stack.at(-1) ?? null;

  const target = (api: string, written: string): PageUrl => {
    const url = parsePageUrl(written, top()?.route ?? '');
    if (!pages.has(url.route)) {
      const shown = url.search === '' ? url.route : `${url.route}?${url.search}`;
      throw failure(api, `page "${shown}" is not found`);
    }
    return url;
  };

  const begin = (kind: RouteKind, url: Pick<PageUrl, 'route' | 'query'>, pageId: number): RouteTeller => {
    const route = events.begin(kind);
    route.tell('beforeAppRoute', url, pageId);
    route.tell('appRoute', url, pageId);
    return route;
  };

  /** What follows a route when the page rests: after its own readiness and the end of the slide. */
  const settle = (route: RouteTeller, page: LivePage, rests: readonly Promise<void>[]): void => {
    void Promise.all(rests).then(() => {
      route.tell('appRouteDone', page, page.id);
      page.routeDone();
    });
  };

  /** Opens a page on top of the stack as it is. */
  const open = async (
    kind: Exclude<RouteKind, 'navigateBack'>,
    route: RouteTeller,
    url: PageUrl,
    channel: EventChannel,
  ): Promise<void> => {
    const api = kind === 'appLaunch' ? 'reLaunch' : kind;
    const isTab = tabBar.has(url.route);
    const isHome = url.route === project.entryPage;
    const before = top();
    try {
      const { page, start } = await opener.create(url, channel, {
        isTab,
        back: stack.length > 0 ? (): void => void back(1).catch(() => undefined) : null,
        isLost: stack.length === 0 && !isTab && !isHome,
        home: isHome ? null : (): void => void reLaunch(`/${project.entryPage}`).catch(() => undefined),
      });
      if (isTab) tabPages.set(url.route, page);
      tabBar.show(isTab ? url.route : null);
      route.tell('beforePageLoad', url, page.id);
      stack.push(page);
      const isReady = start();
      route.tell('afterPageLoad', url, page.id);
      const slides =
        kind === 'navigateTo'
          ? transitions.push(page.frame.element, before?.frame.element ?? null, isReady)
          : null;
      settle(route, page, slides ? [isReady, slides] : [isReady]);
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      report({ kind: 'page-failed', route: url.route, message });
      throw failure(api, message, error);
    }
  };

  const unload = (route: RouteTeller, page: LivePage, remove?: (frame: HTMLElement) => void): void => {
    if (tabPages.get(page.route) === page) tabPages.delete(page.route);
    route.tell('beforePageUnload', page, page.id);
    page.unload(remove);
    route.tell('afterPageUnload', page, page.id);
  };

  const back = async (delta: number): Promise<void> =>
    inTurn(async () => {
      const leaving = top();
      if (leaving?.stepBack?.()) return;
      if (stack.length < 2 || !leaving) throw failure('navigateBack', 'cannot navigate back at first page.');
      if (leaving.leaveQuestion && !(await leaving.leaveQuestion())) throw failure('navigateBack', 'cancel');
      const keep = Math.max(1, stack.length - Math.max(1, Math.trunc(delta)));
      const below = stack[keep - 1];
      if (!below) return;
      const route = begin('navigateBack', below, below.id);
      let slid: Promise<void> = Promise.resolve();
      for (const page of stack.splice(keep).reverse()) {
        const slides = page === leaving;
        unload(
          route,
          page,
          slides
            ? (frame) => {
                slid = transitions.pop(frame, below.frame.element);
              }
            : undefined,
        );
      }
      tabBar.show(tabBar.has(below.route) ? below.route : null);
      below.show();
      settle(route, below, [slid]);
    });

  const reLaunch = async (written: string, kind: 'reLaunch' | 'appLaunch' = 'reLaunch'): Promise<void> =>
    inTurn(async () => {
      const url = target('reLaunch', written);
      const route = begin(kind, url, 0);
      for (const page of [...stack].reverse()) unload(route, page);
      for (const page of [...tabPages.values()]) unload(route, page);
      stack = [];
      await open(kind, route, url, createEventChannel());
    });

  return {
    current: top,
    stack: () => stack,
    alive: () => [...new Set([...tabPages.values(), ...stack])],
    onRoute: events.listen,
    navigateTo: async (written, listeners) =>
      inTurn(async () => {
        const url = target('navigateTo', written);
        if (tabBar.has(url.route)) throw failure('navigateTo', 'can not navigateTo a tabbar page');
        if (stack.length >= MOST_PAGES) throw failure('navigateTo', 'webview count limit exceed');
        const eventChannel = createEventChannel(listeners);
        const route = begin('navigateTo', url, 0);
        top()?.hide();
        try {
          await open('navigateTo', route, url, eventChannel);
        } catch (error) {
          top()?.show();
          throw error;
        }
        return { eventChannel };
      }),
    redirectTo: async (written) =>
      inTurn(async () => {
        const url = target('redirectTo', written);
        if (tabBar.has(url.route)) throw failure('redirectTo', 'can not redirectTo a tabbar page');
        const route = begin('redirectTo', url, 0);
        const replaced = stack.pop();
        if (replaced) unload(route, replaced);
        await open('redirectTo', route, url, createEventChannel());
      }),
    reLaunch,
    switchTab: async (written) =>
      inTurn(async () => {
        // A tab page has no query: WeChat drops what is written (WeChat's "wx.switchTab").
        const url: PageUrl = { ...target('switchTab', written), query: {}, search: '' };
        if (!tabBar.has(url.route)) throw failure('switchTab', 'can not switch to no-tabBar page');
        const known = tabPages.get(url.route);
        if (known && top() === known) return;
        const route = begin('switchTab', url, known?.id ?? 0);
        for (const page of [...stack].reverse()) {
          if (page === known) continue;
          if (tabPages.get(page.route) === page) page.hide();
          else unload(route, page);
        }
        stack = known ? [known] : [];
        if (!known) {
          await open('switchTab', route, url, createEventChannel());
          return;
        }
        tabBar.show(url.route);
        known.show();
        settle(route, known, []);
      }),
    navigateBack: back,
    rebuild: async () =>
      inTurn(async () => {
        const urls = stack.map(({ route, query }): PageUrl => ({
          route,
          query,
          search: Object.entries(query)
            .map(([name, value]) => `${name}=${value}`)
            .join('&'),
        }));
        const [first] = urls;
        if (!first) return;
        const route = begin('reLaunch', first, 0);
        for (const page of new Set([...[...stack].reverse(), ...tabPages.values()])) unload(route, page);
        stack = [];
        for (const url of urls) {
          top()?.hide();
          await open('reLaunch', route, url, createEventChannel());
        }
      }),
  };
}

function failure(api: string, reason: string, cause?: unknown): RouteError & Error {
  const errMsg = `${api}:fail ${reason}`;
  return Object.assign(new Error(errMsg, { cause }), { errMsg });
}
