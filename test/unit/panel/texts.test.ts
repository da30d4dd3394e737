import { describe, expect, test } from 'vitest';
import { warning, WARNINGS } from '../../../src-main/transfers/warnings/warning-table.ts';
import { CHINESE, ENGLISH } from '../../../src-renderer/panel/texts/texts.ts';
import { warningText } from '../../../src-renderer/panel/texts/warning-text.ts';
import { WARNINGS_ZH_CN } from '../../../src-renderer/panel/texts/warnings-zh-cn.ts';
import { readUsedKeys } from '../../support/text-keys.ts';

const english: Readonly<Record<string, string>> = ENGLISH;
const chinese: Readonly<Record<string, string>> = CHINESE;

function slots(text: string): readonly string[] {
  return [...text.matchAll(/\{\{.*?\}\}/gu)].map(([slot]) => slot).sort();
}

describe('the panel’s texts', () => {
  test('Chinese has every key but the singulars, and no other', () => {
    const wanted = Object.keys(english).filter((key) => !key.endsWith('_one'));
    expect(Object.keys(chinese).sort()).toEqual(wanted.sort());
  });

  test.each(Object.keys(chinese))('%s takes the same values in both', (key) => {
    expect(slots(chinese[key] ?? '')).toEqual(slots(english[key] ?? ''));
  });

  test('no Chinese sentence is left in English', () => {
    const same = Object.keys(chinese).filter(
      (key) => chinese[key] === english[key] && /[a-z]{3} [a-z]{3}/u.test(chinese[key] ?? ''),
    );
    expect(same).toEqual([]);
  });

  test('each is asked for somewhere in the panel', () => {
    const isUsed = readUsedKeys();
    const bases = new Set(Object.keys(english).map((key) => key.replace(/_(one|other)$/u, '')));
    expect([...bases].filter((key) => !isUsed(key))).toEqual([]);
    expect(isUsed('app.nothingIsCalledSo')).toBe(false);
  });
});

describe('the warnings', () => {
  const own = ['ferry-ended'];

  test('have Chinese words for every rule', () => {
    const rules = Object.keys(WARNINGS).filter((rule) => !own.includes(rule));
    expect(
      Object.keys(WARNINGS_ZH_CN)
        .filter((rule) => !own.includes(rule))
        .sort(),
    ).toEqual(rules.sort());
  });

  test.each(Object.entries(WARNINGS))(
    '%s names nothing in Chinese that it does not know',
    (rule, { text }) => {
      const factsIn = (words: string): string[] => [...words.matchAll(/\{(\w+)\}/g)].map(([slot]) => slot);
      expect(factsIn(text)).toEqual(expect.arrayContaining(factsIn(WARNINGS_ZH_CN[rule] ?? '')));
    },
  );

  test('are told in the panel’s language, and in English where a record knows no better', () => {
    const found = warning('error-saved', { status: 404 });
    expect(warningText(found, 'zh-CN')).toContain('服务器返回 404');
    expect(warningText(found, 'en')).toBe(found.text);
    expect(warningText({ ...found, rule: 'of-tomorrow' }, 'zh-CN')).toBe(found.text);
  });
});
