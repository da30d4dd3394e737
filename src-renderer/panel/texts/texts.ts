import type { Locale } from '#contract/panel';
import { Translator, type PluralBase } from '../../lib/translator.svelte.ts';
import { en } from './en.ts';
import { zhCn } from './zh-cn.ts';

export type TextKey = PluralBase<keyof typeof en>;
export type Texts = Translator<TextKey, Locale>;

/** The panel's texts in both languages; English stands in where a plural form is missing. */
export function createTexts(locale: Locale): Texts {
  return new Translator<TextKey, Locale>({ en, 'zh-CN': zhCn }, locale, 'en');
}
