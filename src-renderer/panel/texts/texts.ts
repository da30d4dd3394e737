import type { Locale } from '#contract/panel';
import { Translator, type PluralBase } from '../../lib/translator.svelte.ts';
import { AGAIN_TEXTS } from '../again/texts.ts';
import { APP_TEXTS } from '../app/texts.ts';
import { ARCHIVE_TEXTS } from '../archive/texts.ts';
import { CONSOLE_TEXTS } from '../console/texts.ts';
import { DEVICE_TEXTS } from '../device/texts.ts';
import { DRILL_TEXTS } from '../files/drill/texts.ts';
import { FILES_TEXTS } from '../files/texts.ts';
import { PAGE_TEXTS } from '../page/texts.ts';
import { RULE_TEXTS } from '../rules/rule-texts.ts';
import { RULES_TEXTS } from '../rules/texts.ts';
import { DETAILS_TEXTS } from '../transfers/details/texts.ts';
import { LANES_TEXTS } from '../transfers/lanes/texts.ts';
import { LIST_TEXTS } from '../transfers/list/texts.ts';
import { en } from './en.ts';
import { zhCn } from './zh-cn.ts';

/** Every sentence of the panel in English; the table the other languages are checked against. */
export const ENGLISH = {
  ...en,
  ...AGAIN_TEXTS.en,
  ...APP_TEXTS.en,
  ...ARCHIVE_TEXTS.en,
  ...CONSOLE_TEXTS.en,
  ...DETAILS_TEXTS.en,
  ...DEVICE_TEXTS.en,
  ...DRILL_TEXTS.en,
  ...FILES_TEXTS.en,
  ...LANES_TEXTS.en,
  ...LIST_TEXTS.en,
  ...PAGE_TEXTS.en,
  ...RULE_TEXTS.en,
  ...RULES_TEXTS.en,
} as const;

export const CHINESE = {
  ...zhCn,
  ...AGAIN_TEXTS['zh-CN'],
  ...APP_TEXTS['zh-CN'],
  ...ARCHIVE_TEXTS['zh-CN'],
  ...CONSOLE_TEXTS['zh-CN'],
  ...DETAILS_TEXTS['zh-CN'],
  ...DEVICE_TEXTS['zh-CN'],
  ...DRILL_TEXTS['zh-CN'],
  ...FILES_TEXTS['zh-CN'],
  ...LANES_TEXTS['zh-CN'],
  ...LIST_TEXTS['zh-CN'],
  ...PAGE_TEXTS['zh-CN'],
  ...RULE_TEXTS['zh-CN'],
  ...RULES_TEXTS['zh-CN'],
} as const;

export type TextKey = PluralBase<keyof typeof ENGLISH>;
export type Texts = Translator<TextKey, Locale>;

/** The panel's texts in both languages; English stands in where a plural form is missing. */
export function createTexts(locale: Locale): Texts {
  return new Translator<TextKey, Locale>({ en: ENGLISH, 'zh-CN': CHINESE }, locale, 'en');
}
