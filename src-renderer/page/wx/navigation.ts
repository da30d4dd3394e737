import type { RouteEvent, RouteEventName } from '../host.ts';
import type { Overlays } from '../overlays/index.ts';
import type { ApiKit, WxFunctions } from './api-kit.ts';
import { createListeners } from './listeners.ts';
import { isOptions, numberOf, textOf } from './parameters.ts';

/** What each kind of route listener is told, beside what all are (WeChat's "page route listeners"). */
const ROUTE_LISTENERS: Readonly<Record<RouteEventName, string>> = {
  beforeAppRoute: 'BeforeAppRoute',
  appRoute: 'AppRoute',
  appRouteDone: 'AppRouteDone',
  beforePageLoad: 'BeforePageLoad',
  afterPageLoad: 'AfterPageLoad',
  beforePageUnload: 'BeforePageUnload',
  afterPageUnload: 'AfterPageUnload',
};

/** Routes, what is told of them, and the question before a page is left. */
export function createNavigationFunctions(kit: ApiKit, overlays: Overlays): WxFunctions {
  const { host } = kit;
  const { router } = host;

  return {
    navigateTo: kit.asynchronous('navigateTo', { url: 'String' }, async (options) => {
      const events = options['events'];
      const { eventChannel } = await router.navigateTo(
        textOf(options, 'url'),
        isOptions(events) ? events : undefined,
      );
      return { eventChannel };
    }),
    redirectTo: kit.asynchronous('redirectTo', { url: 'String' }, async (options) => {
      await router.redirectTo(textOf(options, 'url'));
      return {};
    }),
    navigateBack: kit.asynchronous('navigateBack', {}, async (options) => {
      await router.navigateBack(Math.max(1, Math.trunc(numberOf(options, 'delta', 1))));
      return {};
    }),
    reLaunch: kit.asynchronous('reLaunch', { url: 'String' }, async (options) => {
      await router.reLaunch(textOf(options, 'url'));
      return {};
    }),
    switchTab: kit.asynchronous('switchTab', { url: 'String' }, async (options) => {
      await router.switchTab(textOf(options, 'url'));
      return {};
    }),
    // Pages are made when they are opened: there is nothing to make ready, and nothing a page could notice of it.
    preloadPage: kit.asynchronous('preloadPage', {}, () => ({})),
    preloadWebview: kit.asynchronous('preloadWebview', {}, () => ({})),
    preloadSkylineView: kit.asynchronous('preloadSkylineView', {}, () => ({})),

    enableAlertBeforeUnload: kit.asynchronous('enableAlertBeforeUnload', { message: 'String' }, (options) => {
      const page = router.current();
      if (!page) return {};
      page.leaveQuestion = async () => {
        const { confirmed } = await overlays.modal.show({
          title: '',
          content: textOf(options, 'message'),
          showCancel: true,
          cancelText: '',
          cancelColor: '#000000',
          confirmText: '',
          confirmColor: '#576B95',
          editable: false,
          placeholderText: '',
        });
        return confirmed;
      };
      return {};
    }),
    disableAlertBeforeUnload: kit.asynchronous('disableAlertBeforeUnload', {}, () => {
      const page = router.current();
      if (page) page.leaveQuestion = null;
      return {};
    }),
    ...routeListeners(kit),
  };
}

function routeListeners(kit: ApiKit): WxFunctions {
  const { host, library } = kit;
  const functions: Record<string, (listener?: unknown) => void> = {};
  const told = new Map<RouteEventName, (event: RouteEvent) => void>();
  for (const [name, suffix] of Object.entries(ROUTE_LISTENERS)) {
    const listeners = createListeners();
    functions[`on${suffix}`] = listeners.on;
    functions[`off${suffix}`] = listeners.off;
    told.set(name as RouteEventName, ({ openType, path, query, routeEventId, webviewId, timeStamp }) => {
      const page = {
        openType,
        path,
        query,
        routeEventId,
        webviewId,
        timeStamp,
        page: {},
        renderer: 'webview',
        notFound: false,
        componentFramework: 'glass-easel',
      };
      listeners.fire(library.resultOf(`on${suffix}`, 'callback', page), (error) => {
        host.reports.exception(error, { ours: false });
      });
    });
  }
  host.router.onRoute((event) => told.get(event.name)?.(event));
  return functions;
}
