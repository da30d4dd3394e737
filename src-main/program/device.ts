import type { DeviceInfo } from '#contract/wx';
import type { DeviceProfile } from '../transfers/rules/device-profile.ts';

/** The screen every mini-program runs on for now: WeChat DevTools' own default, in CSS pixels. */
export const PHONE = { width: 375, height: 667 };

/** The device as `wx.getSystemInfo` tells of it. */
export function deviceInfo(profile: DeviceProfile, baseLibrary: string): DeviceInfo {
  const { brand, model, system, platform } = profile;
  return {
    brand,
    model,
    system,
    platform,
    pixelRatio: 2,
    screenWidth: PHONE.width,
    screenHeight: PHONE.height,
    statusBarHeight: 20,
    language: 'zh_CN',
    version: profile.clientVersion,
    theme: 'light',
    SDKVersion: baseLibrary,
  };
}
