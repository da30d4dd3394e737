import { expect, it } from 'vitest';
import { parseRulesFile, rulesFileText } from '../../../../src-main/transfers/conditions/rules-file.ts';

const RULES = [
  { text: '--fault upload:reset@50%', isOn: true },
  { text: '--map a.example=quoted:"a\\nb"', isOn: false },
];

it('what is exported comes in as it was', () => {
  expect(parseRulesFile(rulesFileText(RULES))).toEqual(RULES);
});

it.each(['', '[]', '{"ferryRules":1}', '{"rules":[]}', '{"ferryRules":"1","rules":[]}'])(
  '%j is no file of rules',
  (text) => {
    expect(() => parseRulesFile(text)).toThrow(/holds no rules/);
  },
);

it('a file of a later version is refused with the way out', () => {
  expect(() => parseRulesFile('{"ferryRules":2,"rules":[]}')).toThrow(/Update Ferry/);
});

it('a line that is no line of text is handed on to be told of', () => {
  expect(parseRulesFile('{"ferryRules":1,"rules":[5,{"rule":"a"}]}')).toEqual([
    { text: '5', isOn: true },
    { text: 'a', isOn: true },
  ]);
});
