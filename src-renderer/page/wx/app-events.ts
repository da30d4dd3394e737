import type { NetworkType } from '#contract/wx';
import type { ApiKit, WxFunctions } from './api-kit.ts';
import { createListeners, type Listeners } from './listeners.ts';
import { enterOptionsOf } from './system.ts';

/**
 * The network, the app going to the background and coming back, and pages that are not there: `getNetworkType`,
 * `onNetworkStatusChange`, `onAppShow`, `onAppHide`, `onPageNotFound` and their `off…`.
 */
export function createAppEventFunctions(kit: ApiKit): WxFunctions {
  const { host, library } = kit;
  const shown = createListeners();
  const hidden = createListeners();
  const network = createListeners();
  const notFound = createListeners();
  let networkType: NetworkType = host.boot.networkType;

  function tell(api: string, listeners: Listeners, argument: object): boolean {
    return listeners.fire(library.resultOf(api, 'callback', argument), (error) => {
      host.reports.exception(error, { ours: false });
    });
  }

  host.onAppEvent((event) => {
    if (event.kind === 'page-not-found') {
      const { path, query, isEntryPage } = event;
      return tell('onPageNotFound', notFound, { path, query: { ...query }, isEntryPage });
    }
    if (event.kind === 'app') {
      if (event.state === 'shown') tell('onAppShow', shown, enterOptionsOf(host));
      else tell('onAppHide', hidden, {});
    }
    if (event.kind === 'network') {
      networkType = event.networkType;
      tell('onNetworkStatusChange', network, { isConnected: event.isConnected, networkType });
    }
    return false;
  });

  return {
    getNetworkType: kit.asynchronous('getNetworkType', {}, () => ({ networkType })),
    onNetworkStatusChange: network.on,
    offNetworkStatusChange: network.off,
    onAppShow: shown.on,
    offAppShow: shown.off,
    onAppHide: hidden.on,
    offAppHide: hidden.off,
    onPageNotFound: notFound.on,
    offPageNotFound: notFound.off,
  };
}
