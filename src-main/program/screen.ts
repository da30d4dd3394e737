import {
  DEFAULT_SCREEN,
  FONT_SIZES_PX,
  SCREEN_MODELS,
  type ScreenSettings,
  WECHAT_LANGUAGES,
} from '#contract/screen';
import type { PreferenceTable } from '../registry/preference-table.ts';

/** The screen of one project's device: what the developer chose last, under what the command line asks for. */
export interface ProgramScreen {
  get(): ScreenSettings;
  set(settings: ScreenSettings): void;
}

/**
 * @param table where it is kept; null keeps it for this launch alone
 * @param key of the project
 * @param asked what this launch has been started with, until something is chosen
 */
export function createProgramScreen(
  table: PreferenceTable | null,
  key: string,
  asked: Partial<ScreenSettings>,
): ProgramScreen {
  const name = `screen:${key}`;
  let current: ScreenSettings = { ...DEFAULT_SCREEN, ...keptScreen(table?.get(name)), ...asked };
  return {
    get: () => current,
    set(settings) {
      current = settings;
      table?.set(name, settings);
    },
  };
}

/** What of a kept value still means something: another version of Ferry may have written it. */
function keptScreen(value: unknown): Partial<ScreenSettings> {
  if (typeof value !== 'object' || value === null) return {};
  const { model, theme, language, fontSizePx, keyboard } = value as Readonly<Record<string, unknown>>;
  const knownModel = SCREEN_MODELS.find(({ id }) => id === model)?.id;
  const knownLanguage = WECHAT_LANGUAGES.find((known) => known === language);
  const knownSize = FONT_SIZES_PX.find((known) => known === fontSizePx);
  return {
    ...(knownModel === undefined ? {} : { model: knownModel }),
    ...(theme === 'light' || theme === 'dark' ? { theme } : {}),
    ...(knownLanguage === undefined ? {} : { language: knownLanguage }),
    ...(knownSize === undefined ? {} : { fontSizePx: knownSize }),
    ...(keyboard === 'auto' || keyboard === 'on' || keyboard === 'off' ? { keyboard } : {}),
  };
}
