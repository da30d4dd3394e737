import { describe, expect, it } from 'vitest';
import { DEFAULT_SCREEN, SCREEN_MODELS } from '#contract/screen';
import { screenFrom } from '../../../src-main/cli/run/screen-arguments.ts';
import { deviceInfo, screenSize } from '../../../src-main/program/device.ts';
import { createProgramScreen } from '../../../src-main/program/screen.ts';
import { deviceProfile } from '../../../src-main/transfers/rules/device-profile.ts';

function table(values: Record<string, unknown> = {}) {
  const kept = new Map(Object.entries(values));
  return {
    kept,
    get: (key: string) => kept.get(key) ?? null,
    set: (key: string, value: unknown) => void kept.set(key, value),
  };
}

describe('the screen of a project', () => {
  it('is remembered by project, under what the launch asks for', () => {
    const store = table();
    createProgramScreen(store, 'wxa', {}).set({ ...DEFAULT_SCREEN, model: 'ipad', language: 'en' });
    expect(createProgramScreen(store, 'wxa', {}).get()).toMatchObject({ model: 'ipad', language: 'en' });
    expect(createProgramScreen(store, 'wxa', { model: 'iphone-x' }).get()).toMatchObject({
      model: 'iphone-x',
      language: 'en',
    });
    expect(createProgramScreen(store, 'wxb', {}).get()).toEqual(DEFAULT_SCREEN);
  });

  it('forgets what it no longer understands, each part by itself', () => {
    const kept = { model: 'fridge', theme: 'dark', language: 5, fontSizePx: 3, keyboard: 'maybe' };
    const store = table({ 'screen:wxa': kept, 'screen:wxb': 'text' });
    expect(createProgramScreen(store, 'wxa', {}).get()).toEqual({ ...DEFAULT_SCREEN, theme: 'dark' });
    expect(createProgramScreen(store, 'wxb', {}).get()).toEqual(DEFAULT_SCREEN);
  });

  it('is kept nowhere without a table', () => {
    const screen = createProgramScreen(null, 'wxa', {});
    screen.set({ ...DEFAULT_SCREEN, theme: 'dark' });
    expect(screen.get().theme).toBe('dark');
    expect(createProgramScreen(null, 'wxa', {}).get().theme).toBe('light');
  });
});

describe('the options of a run', () => {
  it('name a screen, a theme, a language and a font size', () => {
    expect(screenFrom({})).toEqual({});
    expect(screenFrom({ screen: 'pixel-7', theme: 'dark', language: 'zh_TW', 'font-size': '20' })).toEqual({
      model: 'pixel-7',
      theme: 'dark',
      language: 'zh_TW',
      fontSizePx: 20,
    });
  });

  it.each([
    [{ screen: 'fridge' }, /--screen is one of iphone-se, iphone-8, .*, not fridge\./],
    [{ theme: 'system' }, /--theme is one of light, dark, not system\./],
    [{ language: 'de' }, /--language is one of zh_CN, .*, not de\./],
    [{ 'font-size': '99' }, /--font-size is one of 15, .*, not 99\./],
  ])('refuse %o', (values, message) => {
    expect(() => screenFrom(values)).toThrow(message);
  });
});

describe('the device a page is told of', () => {
  it.each(SCREEN_MODELS)('$name has the size, the bars and the safe area of its maker', (model) => {
    const settings = { ...DEFAULT_SCREEN, model: model.id };
    const info = deviceInfo(deviceProfile('ios'), '3.0.0', settings);
    expect(info).toMatchObject({
      screenWidth: model.widthPx,
      screenHeight: model.heightPx,
      pixelRatio: model.pixelRatio,
      statusBarHeight: model.statusBarHeightPx,
    });
    expect(screenSize(settings)).toEqual({ width: model.widthPx, height: model.heightPx });
    expect(info.screen.safeInsets.top).toBe(model.statusBarHeightPx);
    expect(info.screen.hasHomeIndicator).toBe(model.safeInsets.bottom > 0);
  });

  it.each([
    ['devtools', 'auto', false],
    ['windows', 'auto', false],
    ['ios', 'auto', true],
    ['android', 'auto', true],
    ['devtools', 'on', true],
    ['ios', 'off', false],
  ] as const)('%s with its keyboard %s draws one: %s', (profile, keyboard, isDrawn) => {
    const info = deviceInfo(deviceProfile(profile), '3.0.0', { ...DEFAULT_SCREEN, keyboard });
    expect(info.screen.keyboardHeight > 0).toBe(isDrawn);
  });

  it('is the phone of the profile on the usual screen, another phone on another', () => {
    const profile = deviceProfile('devtools');
    expect(deviceInfo(profile, '3.0.0').model).toBe(profile.model);
    expect(deviceInfo(profile, '3.0.0', { ...DEFAULT_SCREEN, model: 'iphone-x' }).model).toBe('iPhone X');
  });
});
