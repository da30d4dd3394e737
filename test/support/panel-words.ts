import type { Page } from 'playwright-core';
import type { Locale } from '#contract/panel';
import { CHINESE, ENGLISH } from '../../src-renderer/panel/texts/texts.ts';

/** Where data and code stand: they are in whatever language they are in. */
const DATA =
  'code, pre, kbd, dd, td, .mono, .cm-editor, .selectable, [role=row], [role=cell], [role=treeitem], [role=log], [lang]:not(html)';
/** Paths, and words that are WeChat's in any language. */
const NAMES = /^(?:\S*\/\S*|none|wifi|unknown|request)$/u;

/** What a person reads on the screen, and what a screen reader says: texts, names, titles and placeholders. */
async function textsOn(page: Page): Promise<readonly string[]> {
  return page.evaluate((data) => {
    const found = new Set<string>();
    const add = (text: string | null): void => {
      const words = text?.replace(/\s+/gu, ' ').trim() ?? '';
      if (words !== '') found.add(words);
    };
    for (const element of document.querySelectorAll<HTMLElement>('body *')) {
      if (!element.checkVisibility()) continue;
      if (element.closest(data)) continue;
      for (const name of ['aria-label', 'title', 'placeholder', 'alt']) add(element.getAttribute(name));
      for (const node of element.childNodes) if (node.nodeType === Node.TEXT_NODE) add(node.textContent);
    }
    return [...found];
  }, DATA);
}

/** A text of the table as it looks with any values in it; null for one that says nothing without them. */
function patternOf(text: string): RegExp | null {
  if (!/[a-z]{3}|\p{Script=Han}/iu.test(text.replaceAll(/\{\{.*?\}\}/gu, ''))) return null;
  const parts = text.split(/\{\{.*?\}\}/u).map((part) => literal(part.replace(/\s+/gu, ' ').trim()));
  return new RegExp(`^${parts.join('.*')}$`, 'u');
}

/** A text as it stands in a pattern. */
function literal(text: string): string {
  return text.replaceAll(/[\\^$.*+?()[\]{}|/]/gu, String.raw`\$&`);
}

/** Texts of the other language's table that are on the screen, but for those that both languages share. */
export async function foreignTexts(page: Page, locale: Locale): Promise<readonly string[]> {
  const own: Readonly<Record<string, string>> = locale === 'en' ? ENGLISH : CHINESE;
  const other: Readonly<Record<string, string>> = locale === 'en' ? CHINESE : ENGLISH;
  const shared = new Set(Object.values(own));
  const patterns = Object.values(other)
    .filter((text) => !shared.has(text))
    .flatMap((text) => patternOf(text) ?? []);
  const texts = await textsOn(page);
  return texts.filter(
    (text) =>
      (locale === 'en' || !/\p{Script=Han}/u.test(text)) &&
      !NAMES.test(text) &&
      !shared.has(text) &&
      (patterns.some((pattern) => pattern.test(text)) || isProse(text, locale)),
  );
}

/** Words that stand in no table: three in a row of plain English, or any Chinese. */
function isProse(text: string, locale: Locale): boolean {
  return locale === 'en'
    ? /\p{Script=Han}/u.test(text.replaceAll(/简体中文|中文/gu, ''))
    : /\b[a-z]{2,} [a-z]{2,} [a-z]{2,}\b/u.test(text);
}
