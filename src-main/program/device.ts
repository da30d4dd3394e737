import { DEFAULT_SCREEN, screenModel, type ScreenSettings } from '#contract/screen';
import type { DeviceInfo } from '#contract/wx';
import type { DeviceProfile } from '../transfers/rules/device-profile.ts';

/** The size of a screen as the window gives it room, in CSS pixels. */
export interface ScreenSize {
  readonly width: number;
  readonly height: number;
}

/** What a mini-program's screen measures, whatever is drawn on it. */
export function screenSize(settings: Pick<ScreenSettings, 'model'> = DEFAULT_SCREEN): ScreenSize {
  const { widthPx, heightPx } = screenModel(settings.model);
  return { width: widthPx, height: heightPx };
}

/** WeChat DevTools draws no keyboard; a phone does (research of the kinds of devices). */
function drawsKeyboard(profile: DeviceProfile, { keyboard }: ScreenSettings): boolean {
  return keyboard === 'auto'
    ? profile.platform === 'ios' || profile.platform === 'android'
    : keyboard === 'on';
}

/** The device as `wx.getSystemInfo` tells of it: the profile's kind of device, on the screen chosen for it. */
export function deviceInfo(
  profile: DeviceProfile,
  baseLibrary: string,
  settings: ScreenSettings = DEFAULT_SCREEN,
): DeviceInfo {
  const { brand, model, system, platform } = profile;
  const screen = screenModel(settings.model);
  return {
    brand,
    // The profile names the phone it is made after; any other screen is another phone.
    model: screen.id === DEFAULT_SCREEN.model ? model : screen.model,
    system,
    platform,
    pixelRatio: screen.pixelRatio,
    screenWidth: screen.widthPx,
    screenHeight: screen.heightPx,
    statusBarHeight: screen.statusBarHeightPx,
    language: settings.language,
    version: profile.clientVersion,
    theme: settings.theme,
    fontSizePx: settings.fontSizePx,
    screen: {
      safeInsets: screen.safeInsets,
      cutout: screen.cutout,
      hasHomeIndicator: screen.hasHomeIndicator,
      keyboardHeight: drawsKeyboard(profile, settings) ? screen.keyboardHeight : 0,
    },
    SDKVersion: baseLibrary,
  };
}
