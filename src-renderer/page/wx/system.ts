import type { ApiKit, WxFunctions } from './api-kit.ts';
import type { PageHost } from '../host.ts';
import type { WxResult } from './callbacks.ts';

/** How the mini-program was entered, as `wx.getEnterOptionsSync` and `wx.onAppShow` tell it. */
export function enterOptionsOf({ launch }: PageHost): WxResult {
  return { path: launch.path, query: { ...launch.query }, scene: launch.scene, referrerInfo: {} };
}

/** System, window, device and app information (wx-api.md §15), after the device the project believes it runs on. */
export function createSystemFunctions(kit: ApiKit): WxFunctions {
  const { host } = kit;
  const { device } = host.boot;

  function windowInfo(): WxResult {
    const view = host.metrics();
    const bottom = view.screenHeight;
    return {
      pixelRatio: device.pixelRatio,
      screenWidth: view.screenWidth,
      screenHeight: view.screenHeight,
      windowWidth: view.windowWidth,
      windowHeight: view.windowHeight,
      statusBarHeight: view.statusBarHeight,
      screenTop: view.windowTop,
      safeArea: {
        left: 0,
        right: view.screenWidth,
        top: view.statusBarHeight,
        bottom,
        width: view.screenWidth,
        height: bottom - view.statusBarHeight,
      },
    };
  }

  function deviceInfo(): WxResult {
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
    return {
      SDKVersion: device.SDKVersion,
      enableDebug: false,
      language: device.language,
      version: device.version,
      theme: device.theme,
      fontSizeSetting: 16,
      host: { env: 'WeChat' },
    };
  }

  function systemSetting(): WxResult {
    return {
      bluetoothEnabled: false,
      locationEnabled: false,
      wifiEnabled: true,
      deviceOrientation: 'portrait',
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
    // The device's theme is fixed for a launch: there is nothing to tell.
    onThemeChange: () => undefined,
    offThemeChange: () => undefined,
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
