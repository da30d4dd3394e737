import type { ApiKit, WxFunctions } from './api-kit.ts';
import type { PageHost, ViewMetrics } from '../host.ts';
import type { WxResult } from './callbacks.ts';

/** How the mini-program was entered, as `wx.getEnterOptionsSync` and `wx.onAppShow` tell it. */
export function enterOptionsOf({ launch }: PageHost): WxResult {
  return { path: launch.path, query: { ...launch.query }, scene: launch.scene, referrerInfo: {} };
}

/** WeChat's font size where nobody has changed it. */
const USUAL_FONT_SIZE_PX = 16;

function orientationOf({ screenWidth, screenHeight }: ViewMetrics): 'portrait' | 'landscape' {
  return screenWidth > screenHeight ? 'landscape' : 'portrait';
}

/** System, window, device and app information (wx-api.md §15), after the device the project believes it runs on. */
export function createSystemFunctions(kit: ApiKit): WxFunctions {
  const { host } = kit;

  function windowInfo(): WxResult {
    const view = host.metrics();
    const { top, right, bottom, left } = view.safeInsets;
    return {
      pixelRatio: host.device.current().pixelRatio,
      screenWidth: view.screenWidth,
      screenHeight: view.screenHeight,
      windowWidth: view.windowWidth,
      windowHeight: view.windowHeight,
      statusBarHeight: view.statusBarHeight,
      screenTop: view.windowTop,
      safeArea: {
        left,
        right: view.screenWidth - right,
        top,
        bottom: view.screenHeight - bottom,
        width: view.screenWidth - left - right,
        height: view.screenHeight - top - bottom,
      },
    };
  }

  function deviceInfo(): WxResult {
    const device = host.device.current();
    return {
      abi: 'x86_64',
      benchmarkLevel: 1,
      brand: device.brand,
      model: device.model,
      system: device.system,
      platform: device.platform,
      memorySize: '2048',
    };
  }

  function appBaseInfo(): WxResult {
    const device = host.device.current();
    return {
      SDKVersion: device.SDKVersion,
      enableDebug: false,
      language: device.language,
      version: device.version,
      theme: device.theme,
      fontSizeSetting: device.fontSizePx,
      fontSizeScaleFactor: device.fontSizePx / USUAL_FONT_SIZE_PX,
      host: { env: 'WeChat' },
    };
  }

  function systemSetting(): WxResult {
    return {
      bluetoothEnabled: false,
      locationEnabled: false,
      wifiEnabled: true,
      deviceOrientation: orientationOf(host.metrics()),
    };
  }

  function authorizeSetting(): WxResult {
    return {
      albumAuthorized: 'authorized',
      bluetoothAuthorized: 'denied',
      cameraAuthorized: 'authorized',
      locationAuthorized: 'denied',
      locationReducedAccuracy: false,
      microphoneAuthorized: 'denied',
      notificationAuthorized: 'denied',
      phoneCalendarAuthorized: 'denied',
    };
  }

  const everything = (): WxResult => ({
    ...deviceInfo(),
    ...windowInfo(),
    ...appBaseInfo(),
    ...systemSetting(),
    albumAuthorized: true,
    cameraAuthorized: true,
    locationAuthorized: false,
    microphoneAuthorized: false,
    notificationAuthorized: false,
  });

  return {
    getSystemInfo: kit.asynchronous('getSystemInfo', {}, everything),
    getSystemInfoAsync: kit.asynchronous('getSystemInfoAsync', {}, everything),
    getSystemInfoSync: kit.synchronous('getSystemInfoSync', everything),
    getWindowInfo: kit.synchronous('getWindowInfo', windowInfo),
    getDeviceInfo: kit.synchronous('getDeviceInfo', deviceInfo),
    getAppBaseInfo: kit.synchronous('getAppBaseInfo', appBaseInfo),
    getSystemSetting: kit.synchronous('getSystemSetting', systemSetting),
    getAppAuthorizeSetting: kit.synchronous('getAppAuthorizeSetting', authorizeSetting),
    getMenuButtonBoundingClientRect: kit.synchronous('getMenuButtonBoundingClientRect', () => {
      const { x, y, width, height } = host.metrics().menuButton;
      return { left: x, top: y, right: x + width, bottom: y + height, width, height };
    }),
    getLaunchOptionsSync: kit.synchronous('getLaunchOptionsSync', () => enterOptionsOf(host)),
    getEnterOptionsSync: kit.synchronous('getEnterOptionsSync', () => enterOptionsOf(host)),
    getAccountInfoSync: kit.synchronous('getAccountInfoSync', () => ({
      miniProgram: { appId: host.boot.appid, envVersion: 'develop', version: '' },
    })),
  };
}
