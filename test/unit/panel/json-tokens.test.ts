import { expect, test } from 'vitest';
import { jsonFromValue, prettyJson, tokensFromJson } from '../../../src-renderer/lib/json-tokens.ts';

test('tokens name keys, strings, numbers and words, and join to the text again', () => {
  const json = '{"a\\"b": [-1.5e3, true, "x: 1"], "空": null}';
  const tokens = tokensFromJson(json);
  expect(tokens.map((token) => token.text).join('')).toBe(json);
  expect(tokens.filter((token) => token.kind !== 'plain')).toEqual([
    { kind: 'key', text: '"a\\"b"' },
    { kind: 'number', text: '-1.5e3' },
    { kind: 'word', text: 'true' },
    { kind: 'string', text: '"x: 1"' },
    { kind: 'key', text: '"空"' },
    { kind: 'word', text: 'null' },
  ]);
});

test('only objects and arrays are made pretty', () => {
  expect(prettyJson(' {"a":1}')).toBe('{\n  "a": 1\n}');
  expect([prettyJson('12'), prettyJson('{"a":'), prettyJson('')]).toEqual([null, null, null]);
});

test('JSON whose indentation would be its greater part stays as it was written', () => {
  const deep = (levels: number): string => '['.repeat(levels) + ']'.repeat(levels);
  expect(prettyJson(deep(100))).toContain('\n');
  expect(prettyJson(deep(4000))).toBeNull();
  expect(prettyJson(`${'['.repeat(200)}${'0,'.repeat(30_000)}0${']'.repeat(200)}`)).toBeNull();
  expect(prettyJson(`["${'['.repeat(10_000)}\\""]`)).toContain('\n');
});

test('a value without JSON is shown as text', () => {
  expect([jsonFromValue(undefined), jsonFromValue({ a: undefined })]).toEqual(['undefined', '{}']);
});
