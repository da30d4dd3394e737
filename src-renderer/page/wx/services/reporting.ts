import { logDebug } from '../../errors/console.ts';
import type { WxFunction, WxFunctions } from '../api-kit.ts';
import { Refusal } from '../api-kit.ts';
import { textsOf } from '../parameters.ts';
import type { ServiceKit } from './service-kit.ts';

const LOG_METHODS = ['debug', 'info', 'log', 'warn'] as const;
const REALTIME_METHODS = [
  'info',
  'warn',
  'error',
  'in',
  'addFilterMsg',
  'setFilterMsg',
  'getCurrentState',
] as const;

/** What WeChat collects in its own consoles: taken in silence, and told in the developer tools alone. */
export function createReportingFunctions({ kit, done }: ServiceKit): WxFunctions {
  const silent =
    (api: string): WxFunction =>
    (...values) => {
      logDebug(`wx.${api}`, ...values);
    };
  const logger = (api: string, methods: readonly string[]): WxFunctions => ({
    ...Object.fromEntries(methods.map((method) => [method, silent(`${api}.${method}`)])),
  });
  const realtime = (): WxFunctions => ({
    ...logger('getRealtimeLogManager', REALTIME_METHODS),
    tag: () => ({
      ...logger('getRealtimeLogManager.tag', ['info', 'warn', 'error', 'addFilterMsg', 'setFilterMsg']),
    }),
    getCurrentState: () => ({ size: 0, maxSize: 5120, logCount: 0, maxLogCount: 200 }),
  });

  return {
    reportEvent: silent('reportEvent'),
    reportMonitor: silent('reportMonitor'),
    reportAnalytics: silent('reportAnalytics'),
    reportPerformance: silent('reportPerformance'),
    getLogManager: kit.synchronous('getLogManager', () => logger('getLogManager', LOG_METHODS)),
    getRealtimeLogManager: kit.synchronous('getRealtimeLogManager', realtime),
    // Experiments are set in WeChat's console: without one there is nothing for any key.
    getExptInfoSync: kit.synchronous('getExptInfoSync', (keys) => {
      const wanted = textsOf({ keys }, 'keys');
      return Object.fromEntries(wanted.map((key) => [key, null]));
    }),
    getCommonConfig: kit.asynchronous('getCommonConfig', {}, () => ({ conf: '{}' })),
    getExtConfig: kit.asynchronous('getExtConfig', {}, () => ({ extConfig: {} })),
    getExtConfigSync: kit.synchronous('getExtConfigSync', () => ({})),
    getRendererUserAgent: kit.asynchronous('getRendererUserAgent', {}, () => ({
      userAgent: navigator.userAgent,
    })),
    preloadAssets: done('preloadAssets'),
    preloadWebview: done('preloadWebview'),
    preloadSkylineView: done('preloadSkylineView'),
    preDownloadSubpackage: done('preDownloadSubpackage'),
    getShowSplashAdStatus: kit.asynchronous('getShowSplashAdStatus', {}, () => ({
      status: 'fail',
      code: 'unknown',
    })),

    // Data that WeChat fetches before the mini-program starts is set in its console; `ferry.mock.json` plays it.
    setBackgroundFetchToken: done('setBackgroundFetchToken', { token: 'String' }),
    getBackgroundFetchToken: kit.asynchronous('getBackgroundFetchToken', {}, () => ({ token: '' })),
    getBackgroundFetchData: kit.asynchronous('getBackgroundFetchData', { fetchType: 'String' }, () => {
      throw new Refusal('record not found');
    }),
    onBackgroundFetchData: () => undefined,
  };
}
