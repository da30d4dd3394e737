/** What the device covers of its own screen, in CSS pixels from each edge. */
export interface SafeInsets {
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
  readonly left: number;
}

/** What of a screen a page has to keep clear of, and what the device draws on it. Lengths in CSS pixels. */
export interface ScreenTraits {
  readonly safeInsets: SafeInsets;
  /** What the makers left in the way of the picture at its top. */
  readonly cutout: 'none' | 'notch' | 'island' | 'hole';
  readonly hasHomeIndicator: boolean;
  /** Height of the keyboard the device draws; 0 where it draws none, as WeChat DevTools. */
  readonly keyboardHeight: number;
}

/** A screen a mini-program can be shown on. */
export interface ScreenModel extends ScreenTraits {
  readonly id: string;
  /** As its maker calls it: the same in every language. */
  readonly name: string;
  readonly kind: 'phone' | 'tablet';
  /** As `wx.getSystemInfo` names it. */
  readonly model: string;
  readonly widthPx: number;
  readonly heightPx: number;
  readonly pixelRatio: number;
  readonly statusBarHeightPx: number;
}

/** Sizes of one kind of device; `insets` are those at top and bottom. */
interface Sizes {
  readonly size: readonly [number, number];
  readonly pixelRatio: number;
  readonly statusBar: number;
  readonly bottom: number;
  readonly keyboard: number;
  readonly cutout?: ScreenModel['cutout'];
  readonly kind?: ScreenModel['kind'];
}

function screen(id: string, name: string, sizes: Sizes): ScreenModel {
  return {
    id,
    name,
    kind: sizes.kind ?? 'phone',
    model: name,
    widthPx: sizes.size[0],
    heightPx: sizes.size[1],
    pixelRatio: sizes.pixelRatio,
    statusBarHeightPx: sizes.statusBar,
    safeInsets: { top: sizes.statusBar, right: 0, bottom: sizes.bottom, left: 0 },
    cutout: sizes.cutout ?? 'none',
    hasHomeIndicator: sizes.bottom > 0,
    keyboardHeight: sizes.keyboard,
  };
}

/** Every screen there is to choose from, small ones first, then Android, then tablets. */
export const SCREEN_MODELS = [
  screen('iphone-se', 'iPhone SE', {
    size: [320, 568],
    pixelRatio: 2,
    statusBar: 20,
    bottom: 0,
    keyboard: 253,
  }),
  screen('iphone-8', 'iPhone 8', {
    size: [375, 667],
    pixelRatio: 2,
    statusBar: 20,
    bottom: 0,
    keyboard: 260,
  }),
  screen('iphone-8-plus', 'iPhone 8 Plus', {
    size: [414, 736],
    pixelRatio: 3,
    statusBar: 20,
    bottom: 0,
    keyboard: 271,
  }),
  screen('iphone-x', 'iPhone X', {
    size: [375, 812],
    pixelRatio: 3,
    statusBar: 44,
    bottom: 34,
    keyboard: 335,
    cutout: 'notch',
  }),
  screen('iphone-14', 'iPhone 14', {
    size: [390, 844],
    pixelRatio: 3,
    statusBar: 47,
    bottom: 34,
    keyboard: 335,
    cutout: 'notch',
  }),
  screen('iphone-15-pro-max', 'iPhone 15 Pro Max', {
    size: [430, 932],
    pixelRatio: 3,
    statusBar: 59,
    bottom: 34,
    keyboard: 346,
    cutout: 'island',
  }),
  screen('android-360', 'Android 360×800', {
    size: [360, 800],
    pixelRatio: 3,
    statusBar: 24,
    bottom: 0,
    keyboard: 262,
  }),
  screen('pixel-7', 'Pixel 7', {
    size: [412, 915],
    pixelRatio: 2.625,
    statusBar: 38,
    bottom: 0,
    keyboard: 288,
    cutout: 'hole',
  }),
  screen('ipad', 'iPad', {
    size: [768, 1024],
    pixelRatio: 2,
    statusBar: 20,
    bottom: 0,
    keyboard: 313,
    kind: 'tablet',
  }),
] as const satisfies readonly ScreenModel[];

/** The screen of a name; the usual one where nobody knows it. */
export function screenModel(id: string): ScreenModel {
  return SCREEN_MODELS.find((known) => known.id === id) ?? screenModel(DEFAULT_SCREEN.model);
}

/** Languages WeChat can be set to, as `wx.getSystemInfo` names them. */
export const WECHAT_LANGUAGES = ['zh_CN', 'zh_TW', 'zh_HK', 'en', 'ja', 'ko'] as const;

/** WeChat's font sizes in CSS pixels, the usual one second (`fontSizeSetting`). */
export const FONT_SIZES_PX = [15, 16, 17, 18, 20, 22] as const;

/** How the device of one project is set up; kept with the project. */
export interface ScreenSettings {
  /** Id of a {@link ScreenModel}. */
  readonly model: string;
  readonly theme: 'light' | 'dark';
  /** One of {@link WECHAT_LANGUAGES}. */
  readonly language: string;
  /** One of {@link FONT_SIZES_PX}. */
  readonly fontSizePx: number;
  /**
   * Whether the device draws a keyboard over the page. WeChat DevTools draws none, phones do: `auto` follows the
   * profile.
   */
  readonly keyboard: 'auto' | 'on' | 'off';
}

export const DEFAULT_SCREEN: ScreenSettings = {
  model: 'iphone-8',
  theme: 'light',
  language: 'zh_CN',
  fontSizePx: 16,
  keyboard: 'auto',
};
