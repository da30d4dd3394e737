import { FerryError } from '#contract/errors';
import { FONT_SIZES_PX, SCREEN_MODELS, type ScreenSettings, WECHAT_LANGUAGES } from '#contract/screen';

/** The options of a run that set up its screen, as Node's parser gives them. */
export interface ScreenValues {
  readonly screen?: string | undefined;
  readonly theme?: string | undefined;
  readonly language?: string | undefined;
  readonly 'font-size'?: string | undefined;
}

/** What the options ask for; throws FerryError `usage` for what there is not. */
export function screenFrom(values: ScreenValues): Partial<ScreenSettings> {
  const { screen, theme, language } = values;
  const size = values['font-size'];
  return {
    ...(screen === undefined
      ? {}
      : {
          model: oneOf(
            '--screen',
            screen,
            SCREEN_MODELS.map(({ id }) => id),
          ),
        }),
    ...(theme === undefined ? {} : { theme: oneOf('--theme', theme, ['light', 'dark'] as const) }),
    ...(language === undefined ? {} : { language: oneOf('--language', language, WECHAT_LANGUAGES) }),
    ...(size === undefined
      ? {}
      : { fontSizePx: Number(oneOf('--font-size', size, FONT_SIZES_PX.map(String))) }),
  };
}

function oneOf<T extends string>(option: string, text: string, known: readonly T[]): T {
  const found = known.find((name) => name === text);
  if (found !== undefined) return found;
  throw new FerryError('usage', `${option} is one of ${known.join(', ')}, not ${text}.`);
}
