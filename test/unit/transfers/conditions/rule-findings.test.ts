import { expect, it } from 'vitest';
import { ruleFindings } from '../../../../src-main/transfers/conditions/rule-findings.ts';
import { parseRule } from '../../../../src-main/transfers/conditions/rule-text.ts';

const findingsOf = (lines: readonly string[], hits = 0, illegal = '') => {
  const rules = lines.map((line, index) =>
    parseRule(String(index), line, { labOrigin: 'http://127.0.0.1:1', folder: '.' }),
  );
  const found = ruleFindings(rules, {
    pages: ['pages/a/index'],
    isIllegal: (host) => host === illegal,
    hits: () => hits,
  });
  return rules.map(({ id }) => (found.get(id) ?? []).map(({ kind }) => kind));
};

it('a rule behind one that takes all of its transfers is shadowed, one that goes further is not', () => {
  expect(findingsOf(['--map *.example.com=status:404', '--map upload(api.example.com)=text:a'])).toEqual([
    [],
    ['shadowed'],
  ]);
  expect(findingsOf(['--map api.example.com/a=status:404', '--map api.example.com=text:a'])).toEqual([
    [],
    [],
  ]);
  expect(findingsOf(['--map upload#1=status:404', '--map upload=text:a'])).toEqual([[], []]);
  expect(findingsOf(['--link 3g@upload', '--link 2g@upload'])).toEqual([[], ['shadowed']]);
  expect(findingsOf(['--fault upload:reset@5', '--fault upload:reset@5'])).toEqual([[], []]);
});

it('a rule for no page, for no such body, for an illegal host, or whose turn has been says so', () => {
  expect(findingsOf(['--fault any(page=pages/b/*):dns'])).toEqual([['no-page']]);
  expect(findingsOf(['--fault any(page=pages/*):dns'])).toEqual([[]]);
  expect(findingsOf(['--fault download:request/reset@5'])).toEqual([['no-effect']]);
  expect(findingsOf(['--fault request:duplicate-progress'])).toEqual([['no-effect']]);
  expect(findingsOf(['--fault any(api.example.com):dns'], 0, 'api.example.com')).toEqual([['illegal']]);
  expect(findingsOf(['--fault any#1:dns'], 1)).toEqual([['spent']]);
});
