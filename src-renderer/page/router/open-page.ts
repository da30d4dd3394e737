import type { CompiledProject, Diagnostic } from '#contract/project';
import type { PageReport } from '#contract/wx';
import { createPageFrame, windowOf } from '../chrome/page-frame.ts';
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
  /** Runs `onLoad` and `onShow`, and `onReady` after the first layout. */
  readonly start: () => void;
}

export interface PagePlacement {
  /** Room below the page for the native tab bar. */
  readonly hasTabBar: boolean;
  readonly isTab: boolean;
  readonly back: (() => void) | null;
}

export interface PageOpenerOptions {
  readonly project: CompiledProject;
  readonly glass: GlassRuntime;
  readonly registry: Registry;
  readonly sheets: Sheets;
  readonly container: HTMLElement;
  readonly statusBarHeightPx: number;
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
    const frame = createPageFrame({
      window: windowOf(project, unit),
      statusBarHeightPx: options.statusBarHeightPx,
      hasTabBar: placement.hasTabBar,
      back: placement.back,
    });
    container.append(frame.element);
    const customTabBar = placement.isTab
      ? await createCustomTabBar({ project, glass, registry }, frame.view)
      : null;
    const page = createLivePage({
      url,
      unit,
      root,
      frame,
      eventChannel,
      guard,
      tabBar: customTabBar,
      pageId: ++pageCount,
      bindsMethods: registry.isDefinedByPage(route),
    });
    const start = (): void => {
      page.load();
      page.show();
      for (const diagnostic of diagnosticsOf(project, route)) options.showDiagnostic(diagnostic);
      void afterNextFrame().then(() => {
        registry.ready.flush();
        page.ready();
        options.report({ kind: 'page-ready', route, openMs: Math.round(performance.now() - startedAt) });
      });
    };
    return { page, start };
  };

  return {
    opening: () => opening,
    async create(url, ...rest) {
      opening = url.route;
      try {
        return await create(url, ...rest);
      } finally {
        opening = null;
      }
    },
  };
}

/** The errors in a page's own files: it opens, but the developer must learn why it looks wrong. */
function diagnosticsOf(project: CompiledProject, route: string): Diagnostic[] {
  const files = ['wxml', 'wxss', 'json'].map((extension) => `${route}.${extension}`);
  return project.diagnostics.filter(({ severity, file }) => severity === 'error' && files.includes(file));
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
