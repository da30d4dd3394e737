import type { CompiledProject } from '#contract/project';
import type { PageReport } from '#contract/wx';
import type { TabBar } from '../chrome/tab-bar.ts';
import type { EventChannel, RouteError, Router } from '../host.ts';
import { createEventChannel } from './event-channel.ts';
import type { LivePage } from './live-page.ts';
import type { PageOpener } from './open-page.ts';
import { type PageUrl, parsePageUrl } from './url.ts';

/** WeChat keeps at most ten pages (WeChat's "wx.navigateTo"). */
const MOST_PAGES = 10;

/** The router with what only the runtime itself may see. */
export interface LiveRouter extends Router {
  current(): LivePage | null;
  stack(): readonly LivePage[];
}

interface RouterOptions {
  readonly project: CompiledProject;
  readonly opener: PageOpener;
  readonly tabBar: TabBar;
  readonly report: (report: PageReport) => void;
}

/**
 * The page stack. Calls are carried out one after another, in the order they came, as each one's outcome depends
 * on the stack the one before left.
 */
export function createRouter({ project, opener, tabBar, report }: RouterOptions): LiveRouter {
  const pages = new Set(project.pages);
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

  /** Opens a page on top of the stack as it is. */
  const open = async (api: string, url: PageUrl, channel: EventChannel): Promise<void> => {
    const isTab = tabBar.has(url.route);
    try {
      const { page, start } = await opener.create(url, channel, {
        isTab,
        hasTabBar: isTab && tabBar.isNative,
        back: stack.length > 0 ? (): void => void back(1) : null,
      });
      if (isTab) tabPages.set(url.route, page);
      tabBar.show(isTab ? url.route : null);
      stack.push(page);
      start();
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      report({ kind: 'page-failed', route: url.route, message });
      throw failure(api, message);
    }
  };

  const unload = (page: LivePage): void => {
    if (tabPages.get(page.route) === page) tabPages.delete(page.route);
    page.unload();
  };

  const back = async (delta: number): Promise<void> =>
    inTurn(async () => {
      if (stack.length < 2) throw failure('navigateBack', 'cannot navigate back at first page.');
      const keep = Math.max(1, stack.length - Math.max(1, Math.trunc(delta)));
      for (const page of stack.splice(keep).reverse()) unload(page);
      const page = top();
      tabBar.show(page && tabBar.has(page.route) ? page.route : null);
      page?.show();
      return Promise.resolve();
    });

  return {
    current: top,
    stack: () => stack,
    navigateTo: async (written, events) =>
      inTurn(async () => {
        const url = target('navigateTo', written);
        if (tabBar.has(url.route)) throw failure('navigateTo', 'can not navigateTo a tabbar page');
        if (stack.length >= MOST_PAGES) throw failure('navigateTo', 'webview count limit exceed');
        const eventChannel = createEventChannel(events);
        top()?.hide();
        try {
          await open('navigateTo', url, eventChannel);
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
        const replaced = stack.pop();
        if (replaced) unload(replaced);
        await open('redirectTo', url, createEventChannel());
      }),
    reLaunch: async (written) =>
      inTurn(async () => {
        const url = target('reLaunch', written);
        for (const page of [...stack].reverse()) unload(page);
        for (const page of [...tabPages.values()]) unload(page);
        stack = [];
        await open('reLaunch', url, createEventChannel());
      }),
    switchTab: async (written) =>
      inTurn(async () => {
        const url = target('switchTab', written);
        if (!tabBar.has(url.route)) throw failure('switchTab', 'can not switch to no-tabBar page');
        const known = tabPages.get(url.route);
        for (const page of [...stack].reverse()) {
          if (page === known) continue;
          if (tabPages.get(page.route) === page) page.hide();
          else unload(page);
        }
        stack = known ? [known] : [];
        if (!known) {
          await open('switchTab', url, createEventChannel());
          return;
        }
        tabBar.show(url.route);
        known.show();
      }),
    navigateBack: back,
  };
}

function failure(api: string, reason: string): RouteError & Error {
  const errMsg = `${api}:fail ${reason}`;
  return Object.assign(new Error(errMsg), { errMsg });
}
