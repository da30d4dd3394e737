import type { ApiKit, WxFunctions } from './api-kit.ts';
import { Refusal } from './api-kit.ts';
import { createListeners, type Listeners } from './listeners.ts';
import { flagOf, numberOf } from './parameters.ts';

/** The screen WeChat gives a value for as long as nobody sets one; what is set shows nowhere on a computer. */
const USUAL_BRIGHTNESS = 0.5;

/** The screen and the keyboard: resizing, theme, brightness, staying on, keyboard height, selection. */
export function createScreenFunctions(kit: ApiKit): WxFunctions {
  const { host, library } = kit;
  const resized = createListeners();
  const themed = createListeners();
  const keyboard = createListeners();
  let brightness = USUAL_BRIGHTNESS;

  function tell(api: string, listeners: Listeners, argument: object): void {
    listeners.fire(library.resultOf(api, 'callback', argument), (error) => {
      host.reports.exception(error, { ours: false });
    });
  }

  host.onResize(({ windowWidth, windowHeight, screenWidth, screenHeight }) => {
    tell('onWindowResize', resized, { size: { windowWidth, windowHeight, screenWidth, screenHeight } });
  });
  host.onAppEvent((event) => {
    if (event.kind === 'theme') tell('onThemeChange', themed, { theme: event.theme });
  });
  host.keyboard.onHeight((height) => {
    tell('onKeyboardHeightChange', keyboard, { height });
  });

  return {
    onWindowResize: resized.on,
    offWindowResize: resized.off,
    onThemeChange: themed.on,
    offThemeChange: themed.off,
    onKeyboardHeightChange: keyboard.on,
    offKeyboardHeightChange: keyboard.off,

    hideKeyboard: kit.asynchronous('hideKeyboard', {}, () => {
      if (!host.keyboard.hide()) throw new Refusal('input not exists');
      return {};
    }),
    getSelectedTextRange: kit.asynchronous('getSelectedTextRange', {}, () => {
      const range = host.keyboard.selection();
      if (range === null) throw new Refusal('no focused input');
      return { ...range };
    }),

    getScreenBrightness: kit.asynchronous('getScreenBrightness', {}, () => ({ value: brightness })),
    setScreenBrightness: kit.asynchronous('setScreenBrightness', { value: 'Number' }, (options) => {
      const value = numberOf(options, 'value', -1);
      if (value < 0 || value > 1) throw new Refusal('value should be between 0 and 1', 1001);
      brightness = value;
      return {};
    }),
    // A computer has its own mind about its screen: what is asked for is taken, as nothing a page sees depends on it.
    setKeepScreenOn: kit.asynchronous('setKeepScreenOn', { keepScreenOn: 'Boolean' }, (options) => {
      flagOf(options, 'keepScreenOn');
      return {};
    }),
    setVisualEffectOnCapture: kit.asynchronous('setVisualEffectOnCapture', {}, () => ({})),
    // A phone has one window, which its maker sized (WeChat's "wx.setWindowSize": computers alone).
    setWindowSize: kit.asynchronous('setWindowSize', { width: 'Number', height: 'Number' }, () => {
      throw new Refusal('not supported on this device');
    }),
  };
}
