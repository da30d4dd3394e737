import type { CompiledProject, CompiledUnit, TabBarConfig } from '#contract/project';
import type { LiveDevice, ViewMetrics } from '../host.ts';
import type { ResourceUrl } from '../resource-url.ts';
import type { LiveRouter } from '../router/router.ts';
import { showMenuSheet } from './menu-sheet.ts';
import { NAVIGATION_BAR_HEIGHT_PX } from './measures.ts';
import { metricsOf } from './metrics.ts';
import type { TabBarRoom } from './page-frame.ts';
import { createShare, type Share } from './share.ts';
import { createTabBar, type TabBar } from './tab-bar.ts';
import { wechatWords } from './wechat-words.ts';
import { windowOf, withTheme } from './window-config.ts';

/** What a page's frame needs of the phone around it. */
export interface ChromeParts {
  readonly device: LiveDevice;
  /** What the tab bar takes of a page. */
  roomFor(route: string): TabBarRoom;
  /** Opens WeChat's menu. */
  readonly menu: () => void;
  /** Sends the mini-program to the background. */
  readonly close: () => void;
}

/** The phone around the pages. */
export interface Chrome extends ChromeParts {
  readonly tabBar: TabBar;
  readonly share: Share;
  readonly metrics: () => ViewMetrics;
  /** Lays every page out anew: the tab bar has come or gone, or the device is another one. */
  layOut(): void;
  readonly onResize: (listener: (view: ViewMetrics) => void) => () => void;
}

interface ChromeOptions {
  readonly project: CompiledProject;
  readonly device: LiveDevice;
  readonly pagesRoot: HTMLElement;
  readonly overlayRoot: HTMLElement;
  readonly resourceUrl: ResourceUrl;
  readonly entryRoute: string;
  readonly unit: (route: string) => CompiledUnit | null;
  readonly router: () => LiveRouter;
  readonly leave: () => void;
  readonly thrown: (error: unknown) => void;
}

const NO_ROOM: TabBarRoom = { topPx: 0, bottomPx: 0 };

export function createChrome(options: ChromeOptions): Chrome {
  const { project, device, router, overlayRoot } = options;
  const sizeListeners = new Set<(view: ViewMetrics) => void>();
  const themed = (config: TabBarConfig): TabBarConfig => withTheme(config, project, device.current().theme);

  const tabBar = createTabBar(
    project.app.tabBar && themed(project.app.tabBar),
    options.pagesRoot,
    options.resourceUrl,
    {
      safeBottomPx: () => device.current().screen.safeInsets.bottom,
      topPx: (route) => navigationTopPx(route),
      tapped(tap, route) {
        const heard = (): void => router().current()?.call('onTabItemTap', tap);
        if (router().current()?.route === route) heard();
        else router().switchTab(`/${route}`).then(heard, options.thrown);
      },
      changed: () => {
        layOut();
      },
    },
  );
  const share = createShare({
    router,
    overlayRoot,
    language: () => device.current().language,
    programName: project.name,
    pictureUrl: (src) => options.resourceUrl(src, router().current()?.route ?? ''),
    thrown: options.thrown,
  });

  const windowFor = (route: string): ReturnType<typeof windowOf> =>
    windowOf(project, options.unit(route), device.current().theme);
  const navigationTopPx = (route: string): number => {
    const { statusBarHeight } = device.current();
    return statusBarHeight + (windowFor(route).navigationStyle === 'custom' ? 0 : NAVIGATION_BAR_HEIGHT_PX);
  };
  const roomFor = (route: string): TabBarRoom => (tabBar.has(route) ? tabBar.room() : NO_ROOM);
  const metrics = (): ViewMetrics =>
    metricsOf(device.current(), router().current()?.frame.view ?? null, {
      isCustom: windowFor(options.entryRoute).navigationStyle === 'custom',
      tabBar: roomFor(options.entryRoute),
    });
  const layOut = (): void => {
    for (const { frame, route } of router().alive()) {
      frame.layOut(device.current().statusBarHeight, roomFor(route));
    }
  };

  /** The size the mini-program has last heard of. */
  let known = '';
  const sizeKey = ({ windowWidth, windowHeight }: ViewMetrics): string =>
    `${String(windowWidth)}×${String(windowHeight)}`;
  const tellSize = (): void => {
    const view = metrics();
    if (sizeKey(view) === known) return;
    known = sizeKey(view);
    const { windowWidth, windowHeight, screenWidth, screenHeight } = view;
    const deviceOrientation = windowWidth > windowHeight ? 'landscape' : 'portrait';
    const size = { windowWidth, windowHeight, screenWidth, screenHeight };
    router().current()?.resized({ deviceOrientation, size });
    for (const listener of sizeListeners) listener(view);
  };
  window.addEventListener('resize', tellSize);
  device.onChange((now, before) => {
    if (project.app.tabBar) tabBar.configure(themed(project.app.tabBar));
    for (const { frame, route } of router().alive()) frame.configure(windowFor(route));
    layOut();
    // Another screen comes with another size of the view, a moment before or after: only then it is told.
    const isAsWide = document.documentElement.clientWidth === now.screenWidth;
    if (isAsWide || now.screenWidth === before.screenWidth) tellSize();
  });

  const menu = (): void => {
    const words = wechatWords(device.current().language);
    const offers = share.offers();
    const page = router().current();
    const entries = [
      offers.forward && {
        name: 'forward',
        label: words.forward,
        act: () => {
          share.forward({ from: 'menu' });
        },
      },
      offers.timeline && {
        name: 'timeline',
        label: words.timeline,
        act: () => {
          share.toTimeline();
        },
      },
      typeof page?.instance['onAddToFavorites'] === 'function' && {
        name: 'favourite',
        label: words.favourite,
        act: () => {
          share.toFavourites();
        },
      },
      page?.route !== project.entryPage && {
        name: 'home',
        label: words.home,
        act: () => void router().reLaunch(`/${project.entryPage}`).catch(options.thrown),
      },
      {
        name: 'reload',
        label: words.reload,
        act: () => {
          location.reload();
        },
      },
    ];
    showMenuSheet(
      overlayRoot,
      project.name,
      words.cancel,
      entries.filter((entry) => entry !== false),
    );
  };

  return {
    device,
    tabBar,
    share,
    roomFor,
    metrics,
    layOut,
    menu,
    close: options.leave,
    onResize(listener) {
      if (known === '') known = sizeKey(metrics());
      sizeListeners.add(listener);
      return () => sizeListeners.delete(listener);
    },
  };
}
