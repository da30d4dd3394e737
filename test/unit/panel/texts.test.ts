import { describe, expect, test } from 'vitest';
import { en } from '../../../src-renderer/panel/texts/en.ts';
import { zhCn } from '../../../src-renderer/panel/texts/zh-cn.ts';

const english: Readonly<Record<string, string>> = en;
const chinese: Readonly<Record<string, string>> = zhCn;

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
});
