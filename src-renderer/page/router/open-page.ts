import type { CompiledProject, Diagnostic } from '#contract/project';
import { PAGE_PATHS, type PageReport } from '#contract/wx';
import type { ChromeParts } from '../chrome/chrome.ts';
import { createPageFrame } from '../chrome/page-frame.ts';
import { windowOf } from '../chrome/window-config.ts';
import type { GlassRuntime } from '../glass/runtime.ts';
import type { Registry } from '../glass/registry.ts';
import type { Sheets } from '../glass/sheets.ts';
import type { EventChannel } from '../host.ts';
import { createCustomTabBar } from './custom-tab-bar.ts';
import { createLivePage, type Guard, type LivePage } from './live-page.ts';
import type { PageUrl } from './url.ts';

/** Makes pages; what it throws is the reason a page could not be opened. */
export interface PageOpener {
  /** Loads what the page needs and makes it, without running any of its lifecycles. */
  create(url: PageUrl, channel: EventChannel, placement: PagePlacement): Promise<OpenedPage>;
  /** Route of the page being made, which what its scripts throw belongs to; null when none is. */
  opening(): string | null;
}

/** A page that exists and is to be put on the stack before it starts. */
export interface OpenedPage {
  readonly page: LivePage;
  /** Runs `onLoad` and `onShow`, and `onReady` after the first layout; resolves then. */
  readonly start: () => Promise<void>;
}

export interface PagePlacement {
  readonly isTab: boolean;
  readonly back: (() => void) | null;
  /** Leads to the first page of the mini-program; null when this is it. */
  readonly home: (() => void) | null;
  /** The page is the only one and no way leads on from it: WeChat shows the home button by itself. */
  readonly isLost: boolean;
}

export interface PageOpenerOptions {
  readonly project: CompiledProject;
  readonly glass: GlassRuntime;
  readonly registry: Registry;
  readonly sheets: Sheets;
  readonly container: HTMLElement;
  readonly chrome: ChromeParts;
  readonly guard: Guard;
  readonly report: (report: PageReport) => void;
  /** Shows a finding of the compiler over the page it concerns. */
  readonly showDiagnostic: (diagnostic: Diagnostic) => void;
}

export function createPageOpener(options: PageOpenerOptions): PageOpener {
  const { project, glass, registry, sheets, container, guard } = options;
  let pageCount = 0;
  let opening: string | null = null;

  const create: PageOpener['create'] = async (url, eventChannel, placement) => {
    const { route } = url;
    const startedAt = performance.now();
    options.report({ kind: 'page-opening', route, query: url.search });
    const unit = registry.unit(route);
    if (!unit) throw new Error(`${route} has no files`);
    await registry.prepare(route);
    sheets.addPage(route);

    const root = glass.backend.createRoot('page', glass.codeSpace, `/${route}`);
    (root.getComponent().$$ as Element | null)?.setAttribute('wx-route', route);
    const { chrome } = options;
    const device = chrome.device.current();
    const window = windowOf(project, unit, device.theme);
    const showsHome = placement.isLost || window['homeButton'] === true;
    const frame = createPageFrame({
      window,
      statusBarHeightPx: device.statusBarHeight,
      tabBar: chrome.roomFor(route),
      back: placement.back,
      home: showsHome ? placement.home : null,
      menu: chrome.menu,
      close: chrome.close,
      refresh: () => {
        page.call('onPullDownRefresh');
      },
    });
    container.append(frame.element);
    const customTabBar = placement.isTab
      ? await createCustomTabBar({ project, glass, registry }, frame.view)
      : null;
    const page: LivePage = createLivePage({
      url,
      window,
      root,
      frame,
      eventChannel,
      guard,
      tabBar: customTabBar,
      pageId: ++pageCount,
      bindsMethods: registry.isDefinedByPage(route),
    });
    const start = async (): Promise<void> => {
      page.load();
      page.show();
      for (const diagnostic of registry.errorsOf(route)) options.showDiagnostic(diagnostic);
      await afterNextFrame();
      registry.ready.flush();
      page.ready();
      options.report({ kind: 'page-ready', route, openMs: Math.round(performance.now() - startedAt) });
    };
    return { page, start };
  };

  return {
    opening: () => opening,
    async create(url, ...rest) {
      opening = url.route;
      try {
        return await create(url, ...rest);
      } catch (error) {
        // Whoever asked for the page hears that it failed; its developer must see where.
        if (error instanceof Error && error.stack?.includes(PAGE_PATHS.build) === true)
          guard(() => {
            throw error;
          });
        throw error;
      } finally {
        opening = null;
      }
    },
  };
}

/** How long a page that is not painted (hidden window) waits for a frame. */
const LONGEST_FRAME_MS = 100;

/** Resolves when what was just attached has been laid out. */
async function afterNextFrame(): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      clearTimeout(timer);
      resolve();
    };
    const timer = setTimeout(done, LONGEST_FRAME_MS);
    requestAnimationFrame(() => setTimeout(done));
  });
}
