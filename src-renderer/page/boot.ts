import { pathAliases } from '#contract/module-paths';
import type { WxBridge } from '#contract/bridge';
import type { CompiledProject, Diagnostic } from '#contract/project';
import type { SocketEvent } from '#contract/sockets';
import type { TaskEvent } from '#contract/transfer';
import { type BootInfo, PAGE_PATHS, type PhoneEvent } from '#contract/wx';
import { createAppHolder, launchOptionsFrom } from './app.ts';
import { createAppLife } from './app-life.ts';
import { type Calls, createCalls, valueOf } from './calls.ts';
import { createChrome } from './chrome/chrome.ts';
import { followTheme } from './chrome/device-css.ts';
import { createKeyboard } from './chrome/keyboard.ts';
import { createLeaving } from './chrome/leaving.ts';
import { createLiveDevice } from './chrome/live-device.ts';
import { drawScreenEdges } from './chrome/status-bar.ts';
import { createTransitions } from './chrome/transition.ts';
import { BUILTIN_TAGS, registerBuiltins } from './components/index.ts';
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
import { createHearers } from './hearers.ts';
import type { PageHost, UncaughtEvent } from './host.ts';
import { createInspector } from './inspect/inspector.ts';
import { createValueRefs } from './inspect/value-refs.ts';
import { createHotUpdates } from './hot/hot-updates.ts';
import { createLoader } from './loader/loader.ts';
import { createRequirePlugin } from './loader/plugins.ts';
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

/** More nodes than one run of a program is ever asked about. */
const NODES_OF_A_RUN = 1e9;

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
  const manifest = await fetchManifest();
  /** Of the packages too that are loaded later. */
  const diagnostics = [...manifest.diagnostics];
  const project: CompiledProject = { ...manifest, diagnostics };
  const pagesRoot = appendLayer('ferry-pages');
  const device = createLiveDevice({
    initial: boot.device,
    hasDarkMode: project.app['darkmode'] === true,
  });
  followTheme(document.head, device);
  drawScreenEdges(appendLayer('ferry-screen'), device);
  const keyboard = createKeyboard({ device, layer: appendLayer('ferry-keyboards') });
  const overlayRoot = appendLayer('ferry-overlays');
  const uncaught = createHearers<UncaughtEvent>();
  const sockets = createHearers<SocketEvent>();
  const phone = createHearers<PhoneEvent>();
  const errorOverlay = createErrorOverlay(overlayRoot, boot.locale);
  const exceptions = createExceptions({
    overlay: errorOverlay,
    mapStack: async (stack) => calls.call('wx:map-stack', { stack }),
    report: reports.add,
    currentRoute: () => opener.opening() ?? router.current()?.route ?? '',
    onError(text) {
      app.call('onError', text);
      uncaught.tell({ kind: 'error', text });
    },
  });
  const shownValues = createValueRefs();
  reportConsole({
    report: reports.add,
    route: () => opener.opening() ?? router.current()?.route ?? '',
    refs: shownValues,
  });
  const app = createAppHolder(exceptions.guard);
  listenForUncaught({
    error: exceptions.add,
    rejection(reason, promise) {
      app.call('onUnhandledRejection', { reason, promise });
      uncaught.tell({ kind: 'rejection', reason, promise });
    },
  });

  const sheets = createSheets();
  const resourceUrl = createResourceUrl(boot.userDataPath);
  const glass = createGlassRuntime(sheets.addComponent, resourceUrl);
  measureFromPages();
  recogniseGestures(document);
  const requirePlugin = createRequirePlugin((api) => {
    reports.add({ kind: 'unsupported', api });
  });
  const loader = createLoader({
    packages: project.packages,
    aliases: pathAliases(project.app['resolveAlias']),
    loadScript,
    onMainLoaded: startApp,
    onEntryError: exceptions.add,
    scope: () => ({
      wx,
      App: app.App,
      Page: registry.Page,
      Component: registry.Component,
      Behavior: registry.Behavior,
      getApp: app.getApp,
      getCurrentPages: () => router.stack().map((page) => page.instance),
      requirePlugin,
    }),
  });
  const templates = exposeRuntime({
    loader,
    addStyles: sheets.define,
    addFindings: (findings) => diagnostics.push(...findings),
    evaluate: async (code) => inspector.evaluate(code),
  });
  const registry = createRegistry({
    project,
    glass,
    loader,
    sheets,
    templates,
    builtinTags: BUILTIN_TAGS,
    onScriptError: exceptions.add,
    onFinding: exceptions.addDiagnostic,
  });
  const entry = parsePageUrl(boot.entry ?? project.entryPage, '');
  const chrome = createChrome({
    project,
    device,
    pagesRoot,
    overlayRoot,
    resourceUrl,
    entryRoute: entry.route,
    unit: (route) => registry.unit(route),
    router: () => router,
    leave: () => {
      leaving.leave();
    },
    thrown: (error) => {
      exceptions.add(error);
    },
  });
  const opener = createPageOpener({
    project,
    glass,
    registry,
    sheets,
    container: pagesRoot,
    chrome,
    guard: exceptions.guard,
    report: reports.add,
    showDiagnostic: exceptions.addDiagnostic,
  });
  const router = createRouter({
    project,
    opener,
    tabBar: chrome.tabBar,
    transitions: createTransitions(
      () => boot.animates && !matchMedia('(prefers-reduced-motion: reduce)').matches,
    ),
    report: reports.add,
  });

  const launch = launchOptionsFrom(entry.route, entry.query);
  const appLife = createAppLife({ app, router, launch });
  const leaving = createLeaving({
    overlayRoot,
    programName: project.name,
    language: () => device.current().language,
    moved(state) {
      appLife.handle({ kind: 'app', state });
      reports.add({ kind: 'app-moved', state });
    },
  });
  appLife.listen((event) => {
    if (event.kind === 'app' && event.state === 'shown') leaving.returned();
  });
  device.onChange((now, before) => {
    if (now.theme !== before.theme) appLife.themeChanged(now.theme);
  });
  const taskListeners = new Set<(event: TaskEvent) => void>();
  const host: PageHost = {
    bridge,
    boot,
    project,
    launch,
    stamp: calls.stamp,
    router,
    overlayRoot,
    device,
    keyboard,
    pendingCalls: createPendingCalls(),
    resourceUrl,
    reports: {
      callback(callback) {
        reports.add({ kind: 'callback', callback });
      },
      unsupported(api) {
        reports.add({ kind: 'unsupported', api });
      },
      fileFailed(failed) {
        reports.add({ kind: 'file-failed', page: router.current()?.route ?? launch.path, ...failed });
      },
      exception: exceptions.add,
    },
    navigationBar: {
      setTitle: (text) => router.current()?.frame.navigationBar.setTitle(text),
      setColor: (...colors) => router.current()?.frame.navigationBar.setColor(...colors),
      setLoading: (loading) => router.current()?.frame.navigationBar.setLoading(loading),
      hideHome: () => router.current()?.frame.navigationBar.hideHome(),
    },
    pullDownRefresh: {
      start: () => router.current()?.frame.pullDown.start(),
      stop: () => router.current()?.frame.pullDown.stop(),
    },
    tabBar: chrome.tabBar,
    pageBackground: {
      setColors: (colors) => router.current()?.frame.setBackground(colors),
      setTextStyle: (style) => router.current()?.frame.setBackgroundTextStyle(style),
      setStyle: (style) => router.current()?.frame.setStyle(style),
    },
    share: chrome.share,
    leaveApp: () => {
      leaving.leave();
    },
    onResize: chrome.onResize,
    metrics: chrome.metrics,
    onTaskEvent(listener) {
      taskListeners.add(listener);
      return () => taskListeners.delete(listener);
    },
    onAppEvent: appLife.listen,
    onSocketEvent: sockets.add,
    onPhoneEvent: phone.add,
    onUncaught: uncaught.add,
  };
  const wx = createWx(host);
  registerBuiltins(glass.space, host, wx);
  extendComponents(host, wx);

  const inspector = createInspector({
    router,
    layer: appendLayer('ferry-inspect'),
    scope: {
      wx: () => wx,
      getApp: () => app.getApp,
      getCurrentPages: () => () => router.stack().map((page) => page.instance),
      require: () => loader.requireFrom('console'),
    },
    refs: shownValues,
    firstNumber: boot.generation * NODES_OF_A_RUN,
    tell(news) {
      reports.add({ kind: 'inspect', news });
      reports.flush();
    },
  });
  const drive = createDriver({
    router,
    inspect: inspector.ask,
    overlayRoot,
    pendingCalls: host.pendingCalls,
    flushReports: reports.flush,
  });
  const hot = createHotUpdates({
    sheets,
    registry,
    loader,
    router,
    overlay: errorOverlay,
    loadScript,
    restartProgram() {
      reports.add({ kind: 'stale' });
      reports.flush();
    },
    thrown: (error) => {
      exceptions.add(error);
    },
  });
  bridge.listen((event) => {
    if (event.kind === 'task') {
      if (event.event.generation !== boot.generation) return;
      for (const listener of taskListeners) listener(event.event);
      return;
    }
    if (event.kind === 'socket') {
      if (event.event.generation === boot.generation) sockets.tell(event.event);
      return;
    }
    if (event.kind === 'phone') {
      phone.tell(event.event);
      return;
    }
    if (event.kind === 'hot') {
      void hot.apply(event.update);
      return;
    }
    if (event.kind === 'device') {
      device.set(event.device);
      return;
    }
    if (event.kind !== 'drive') {
      appLife.handle(event);
      return;
    }
    const { commandId } = event;
    void drive(event.command).then(async (answer) => calls.call('wx:driven', { commandId, answer }));
  });

  // A page of an independent package opens without the app, which starts with the first page of another.
  await loader.ensurePackageOf(project.pages.includes(entry.route) ? entry.route : 'app');
  await openEntry();

  function startApp(): void {
    sheets.addApp();
    exceptions.guard(() => {
      loader.run('app');
    });
    const shown = { ...launch, query: { ...launch.query } };
    app.call('onLaunch', shown);
    app.call('onShow', shown);
  }

  async function openEntry(): Promise<void> {
    const url = `/${entry.route}${entry.search === '' ? '' : `?${entry.search}`}`;
    try {
      await router.reLaunch(url, 'appLaunch');
    } catch (error) {
      const { path, query } = launch;
      if (!project.pages.includes(entry.route)) {
        reportUnopened(reports, entry.route, `page "${entry.route}" is not found`);
      }
      if (appLife.pageNotFound({ path, query: { ...query }, isEntryPage: true })) return;
      const missing = missingPage(project, entry.route);
      if (missing) exceptions.addDiagnostic(missing);
      // What the page itself threw says where; that it did not open says nothing more.
      else exceptions.add((error as Error).cause ?? error);
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
