import type { DeviceInfo } from '#contract/wx';

/** The phone every mini-program runs on for now: WeChat DevTools' own default, in CSS pixels. */
export const PHONE = { width: 375, height: 667 };

/** The newest base library whose typings Ferry follows. */
const BASE_LIBRARY = '3.17.0';

export function devtoolsPhone(): DeviceInfo {
  return {
    brand: 'devtools',
    model: 'iPhone SE',
    system: 'iOS 17.5',
    platform: 'devtools',
    pixelRatio: 2,
    screenWidth: PHONE.width,
    screenHeight: PHONE.height,
    statusBarHeight: 20,
    language: 'zh_CN',
    version: '8.0.50',
    theme: 'light',
    SDKVersion: BASE_LIBRARY,
  };
}
