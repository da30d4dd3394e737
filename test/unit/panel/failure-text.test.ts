import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { parseJson } from '../../../src-main/project/json.ts';
import { failureText } from '../../../src-renderer/panel/start/failure-text.ts';
import { en } from '../../../src-renderer/panel/texts/en.ts';
import { createTexts } from '../../../src-renderer/panel/texts/texts.ts';

const compiler = path.resolve('src-main/project');
const chinese = createTexts('zh-CN');

describe('why a project did not open', () => {
  test('has words for every reason the compiler gives', () => {
    const sources = readdirSync(compiler).map((file) => readFileSync(path.join(compiler, file), 'utf8'));
    const reasons = sources.flatMap((source) =>
      [...source.matchAll(/reason: '([^']+)'/g)].map(([, name]) => name),
    );
    expect(reasons.length).toBeGreaterThan(10);
    expect(reasons.filter((name) => !(`failure.${String(name)}` in en))).toEqual([]);
  });

  test.each([
    ['{ word: 1 }', 'InvalidSymbol'],
    ['[1e]', 'UnexpectedEndOfNumber'],
    ['{ 1: 2 }', 'PropertyNameExpected'],
    ['', 'ValueExpected'],
    ['{ "a" 1 }', 'ColonExpected'],
    ['[1 2]', 'CommaExpected'],
    ['{', 'CloseBraceExpected'],
    ['[', 'CloseBracketExpected'],
    ['{} {}', 'EndOfFileExpected'],
    ['{} /* open', 'UnexpectedEndOfComment'],
    ['["open]', 'UnexpectedEndOfString'],
    ['["\\u12"]', 'InvalidUnicode'],
    ['["\\x"]', 'InvalidEscapeCharacter'],
    ['["\u0001"]', 'InvalidCharacter'],
    ['['.repeat(1000), 'TooDeep'],
    ['\uFFFD\0{\0', 'NotUtf8'],
  ])('has words for %j: %s', (text, fault) => {
    const parsed = parseJson(text);
    expect(parsed).toMatchObject({ ok: false, fault });
    expect(`json.${fault}` in en).toBe(true);
    expect(parsed.ok ? '' : parsed.message).not.toBe(fault);
  });

  test('is said in the panel’s language, with the facts', () => {
    const failure = { folder: '/a', message: 'app.json:2:17 is not valid JSON', codeFrame: '' };
    const details = { reason: 'json', file: 'app.json', line: 2, column: 17, fault: 'CommaExpected' };
    expect(failureText(chinese, { ...failure, details })).toBe(
      'app.json 第 2 行第 17 列不是合法的 JSON：这里缺少逗号。请改正后重新打开项目。',
    );
  });

  test('is the message itself where the panel knows no better', () => {
    const failure = { folder: '/a', message: 'The compiler process ended.', codeFrame: '' };
    expect(failureText(chinese, failure)).toBe(failure.message);
    expect(failureText(chinese, { ...failure, details: { reason: 'unheard-of' } })).toBe(failure.message);
  });
});
