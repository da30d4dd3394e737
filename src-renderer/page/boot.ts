import type { WxBridge } from '#contract/bridge';
import type { CompiledProject, Diagnostic } from '#contract/project';
import type { TaskEvent } from '#contract/transfer';
import { type BootInfo, PAGE_PATHS } from '#contract/wx';
import { createAppHolder, launchOptionsFrom } from './app.ts';
import { createAppLife } from './app-life.ts';
import { type Calls, createCalls, valueOf } from './calls.ts';
import { capsuleRect, NAVIGATION_BAR_HEIGHT_PX } from './chrome/navigation-bar.ts';
import { windowOf } from './chrome/page-frame.ts';
import { createTabBar, TAB_BAR_HEIGHT_PX } from './chrome/tab-bar.ts';
import { registerBuiltins } from './components/index.ts';
import { createDriver } from './driver.ts';
import { reportConsole } from './errors/console-report.ts';
import { createErrorOverlay } from './errors/error-overlay.ts';
import { createExceptions, listenForUncaught } from './errors/exceptions.ts';
import { measureFromPages } from './events/geometry.ts';
import { recogniseGestures } from './events/gestures.ts';
import { extendComponents } from './glass/component-methods.ts';
import { createRegistry } from './glass/registry.ts';
import { createGlassRuntime } from './glass/runtime.ts';
import { createSheets } from './glass/sheets.ts';
import type { PageHost, ViewMetrics } from './host.ts';
import { createLoader } from './loader/loader.ts';
import { loadScript } from './loader/load-script.ts';
import { exposeRuntime } from './loader/runtime-global.ts';
import { createReports, type Reports } from './reports.ts';
import { createResourceUrl, relativeUrl } from './resource-url.ts';
import { createPageOpener } from './router/open-page.ts';
import { createRouter } from './router/router.ts';
import { parsePageUrl } from './router/url.ts';
import { createWx } from './wx/index.ts';
import { createPendingCalls } from './wx/pending-calls.ts';

/** The first call cannot know the generation that its answer names. */
const GENERATION_BEFORE_BOOT = 0;

/** Starts the mini-program. A start that fails is reported, so that nobody waits for its page. */
export async function bootPage(bridge: WxBridge): Promise<void> {
  const boot = await askBoot(bridge);
  const calls = createCalls(bridge, boot.generation);
  const reports = createReports(async (batch) => calls.call('wx:report', { reports: batch }));
  window.addEventListener('pagehide', () => {
    reports.flush();
  });
  try {
    await startProgram(bridge, boot, calls, reports);
  } catch (error) {
    reportUnopened(reports, boot.entry ?? '', error instanceof Error ? error.message : String(error));
    throw error;
  }
}

/** Loads the build, runs app.js and opens the entry page. */
async function startProgram(bridge: WxBridge, boot: BootInfo, calls: Calls, reports: Reports): Promise<void> {
  const project = await fetchManifest();
  const pagesRoot = appendLayer('ferry-pages');
  const overlayRoot = appendLayer('ferry-overlays');
  const exceptions = createExceptions({
    overlay: createErrorOverlay(overlayRoot, boot.locale),
    mapStack: async (stack) => calls.call('wx:map-stack', { stack }),
    report: reports.add,
    currentRoute: () => opener.opening() ?? router.current()?.route ?? '',
    onError: (text) => app.call('onError', text),
  });
  reportConsole(reports.add, () => opener.opening() ?? router.current()?.route ?? '');
  const app = createAppHolder(exceptions.guard);
  listenForUncaught({
    error: exceptions.add,
    rejection(reason, promise) {
      app.call('onUnhandledRejection', { reason, promise });
    },
  });

  const sheets = createSheets(project.styles);
  sheets.addApp();
  const resourceUrl = createResourceUrl(boot.userDataPath);
  const glass = createGlassRuntime(sheets.addComponent, resourceUrl);
  measureFromPages();
  recogniseGestures(document);
  const loader = createLoader({
    packages: project.packages,
    loadScript,
    scope: () => ({
      wx,
      App: app.App,
      Page: registry.Page,
      Component: registry.Component,
      Behavior: registry.Behavior,
      getApp: app.getApp,
      getCurrentPages: () => router.stack().map((page) => page.instance),
    }),
  });
  const templates = exposeRuntime(loader);
  await Promise.all([
    loadScript(relativeUrl(PAGE_PATHS.build) + project.templatesFile),
    loader.ensurePackageOf('app'),
  ]);
  const registry = createRegistry({
    project,
    glass,
    loader,
    sheets,
    templates: templates(),
    onScriptError: exceptions.add,
  });
  const tabBar = createTabBar(project.app.tabBar, pagesRoot, resourceUrl, (route) => {
    if (router.current()?.route !== route) void router.switchTab(`/${route}`);
  });
  const opener = createPageOpener({
    project,
    glass,
    registry,
    sheets,
    container: pagesRoot,
    statusBarHeightPx: boot.device.statusBarHeight,
    guard: exceptions.guard,
    report: reports.add,
    showDiagnostic: exceptions.addDiagnostic,
  });
  const router = createRouter({ project, opener, tabBar, report: reports.add });

  const entry = parsePageUrl(boot.entry ?? project.entryPage, '');
  const launch = launchOptionsFrom(entry.route, entry.query);
  const appLife = createAppLife({ app, router, launch });
  const taskListeners = new Set<(event: TaskEvent) => void>();
  const host: PageHost = {
    bridge,
    boot,
    project,
    launch,
    stamp: calls.stamp,
    router,
    overlayRoot,
    pendingCalls: createPendingCalls(),
    resourceUrl,
    reports: {
      callback(callback) {
        reports.add({ kind: 'callback', callback });
      },
      unsupported(api) {
        reports.add({ kind: 'unsupported', api });
      },
      exception: exceptions.add,
    },
    navigationBar: {
      setTitle: (text) => router.current()?.frame.navigationBar.setTitle(text),
      setColor: (front, back) => router.current()?.frame.navigationBar.setColor(front, back),
      setLoading: (loading) => router.current()?.frame.navigationBar.setLoading(loading),
    },
    pullDownRefresh: {
      start: () => router.current()?.call('onPullDownRefresh'),
      stop() {
        // The page itself does not move while it refreshes, so there is nothing to put back.
      },
    },
    metrics: () =>
      metricsOf(boot, router.current()?.frame.view ?? null, {
        isCustom: windowOf(project, registry.unit(entry.route)).navigationStyle === 'custom',
        hasTabBar: tabBar.isNative && tabBar.has(entry.route),
      }),
    onTaskEvent(listener) {
      taskListeners.add(listener);
      return () => taskListeners.delete(listener);
    },
    onAppEvent: appLife.listen,
  };
  const wx = createWx(host);
  registerBuiltins(glass.space, host);
  extendComponents(host);

  const drive = createDriver({
    router,
    overlayRoot,
    pendingCalls: host.pendingCalls,
    flushReports: reports.flush,
  });
  bridge.listen((event) => {
    if (event.kind === 'task') {
      if (event.event.generation !== boot.generation) return;
      for (const listener of taskListeners) listener(event.event);
      return;
    }
    if (event.kind !== 'drive') {
      appLife.handle(event);
      return;
    }
    const { commandId } = event;
    void drive(event.command).then(async (answer) => calls.call('wx:driven', { commandId, answer }));
  });

  exceptions.guard(() => {
    loader.run('app');
  });
  const shown = { ...launch, query: { ...launch.query } };
  app.call('onLaunch', shown);
  app.call('onShow', shown);
  await openEntry();

  async function openEntry(): Promise<void> {
    const url = `/${entry.route}${entry.search === '' ? '' : `?${entry.search}`}`;
    try {
      await router.reLaunch(url);
    } catch (error) {
      const { path, query } = launch;
      if (!project.pages.includes(entry.route)) {
        reportUnopened(reports, entry.route, `page "${entry.route}" is not found`);
      }
      if (app.call('onPageNotFound', { path, query: { ...query }, isEntryPage: true })) return;
      const missing = missingPage(project, entry.route);
      if (missing) exceptions.addDiagnostic(missing);
      else exceptions.add(error);
    }
  }
}

/** What the compiler said of a page that app.json lists and that is not there; null when it is there. */
function missingPage({ units, diagnostics }: CompiledProject, route: string): Diagnostic | null {
  if (units.some(({ path }) => path === route)) return null;
  return (
    diagnostics.find(({ file, message }) => file === 'app.json' && message.includes(`"${route}"`)) ?? null
  );
}

/** A page that never began to open, as one that was opened and failed. */
function reportUnopened(reports: Reports, route: string, message: string): void {
  reports.add({ kind: 'page-opening', route, query: '' });
  reports.add({ kind: 'page-failed', route, message });
  reports.flush();
}

async function askBoot(bridge: WxBridge): Promise<BootInfo> {
  return valueOf(await bridge.call('wx:boot', { generation: GENERATION_BEFORE_BOOT, request: {} }));
}

async function fetchManifest(): Promise<CompiledProject> {
  const response = await fetch(`${relativeUrl(PAGE_PATHS.build)}manifest.json`);
  if (!response.ok) throw new Error(`The build's manifest did not load: HTTP ${String(response.status)}`);
  return (await response.json()) as CompiledProject;
}

function appendLayer(className: string): HTMLElement {
  const element = document.createElement('div');
  element.className = className;
  document.body.append(element);
  return element;
}

/** The bars of the entry page. */
interface EntryBars {
  readonly isCustom: boolean;
  readonly hasTabBar: boolean;
}

/** Before the first page is on the stack (App.onLaunch), its view is worked out from its bars. */
function metricsOf(boot: BootInfo, view: HTMLElement | null, entry: EntryBars): ViewMetrics {
  const { screenWidth, screenHeight, statusBarHeight } = boot.device;
  const { clientWidth, clientHeight } = document.documentElement;
  const topPx = entry.isCustom ? 0 : statusBarHeight + NAVIGATION_BAR_HEIGHT_PX;
  const bottomPx = entry.hasTabBar ? TAB_BAR_HEIGHT_PX : 0;
  return {
    screenWidth,
    screenHeight,
    windowTop: view?.offsetTop ?? topPx,
    windowWidth: clientWidth,
    windowHeight: view?.clientHeight ?? clientHeight - topPx - bottomPx,
    statusBarHeight,
    menuButton: capsuleRect(clientWidth, statusBarHeight),
  };
}
