import type { WECHAT_LANGUAGES } from '#contract/screen';

/** Each language names itself. */
export const LANGUAGE_NAMES: Readonly<Record<(typeof WECHAT_LANGUAGES)[number], string>> = {
  zh_CN: '简体中文',
  zh_TW: '繁體中文（台灣）',
  zh_HK: '繁體中文（香港）',
  en: 'English',
  ja: '日本語',
  ko: '한국어',
};
