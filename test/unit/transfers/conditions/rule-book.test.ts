import { describe, expect, it } from 'vitest';
import type { Rule, RuleAction, RuleMatch } from '#contract/conditions';
import {
  createRuleBook,
  UNTREATED,
  type TransferFacts,
} from '../../../../src-main/transfers/conditions/rule-book.ts';
import { recordedAddressOf } from '../../../../src-main/lib/url-address.ts';

const rule = (id: string, match: RuleMatch, action: RuleAction, enabled = true): Rule => ({
  id,
  text: `rule ${id}`,
  enabled,
  match,
  action,
});
const facts = (changes: Partial<Omit<TransferFacts, 'url'>> & { url?: string } = {}): TransferFacts => ({
  kind: changes.kind ?? 'upload',
  url: new URL(changes.url ?? 'https://api.example.com:8443/v1/upload?x=1'),
  page: changes.page ?? 'pages/a/index',
});
const DELAY: RuleAction = { kind: 'delay', ms: 100 };
const LINK = {
  name: 'l',
  offline: false,
  up: { bytesPerSecond: 1, latencyMs: 0, jitterMs: 0, lossRatio: 0 },
  down: { bytesPerSecond: 1, latencyMs: 0, jitterMs: 0, lossRatio: 0 },
};

describe('a rule', () => {
  it.each<[RuleMatch, boolean]>([
    [{}, true],
    [{ kind: 'upload' }, true],
    [{ kind: 'download' }, false],
    [{ scheme: 'http' }, false],
    [{ scheme: 'https' }, true],
    [{ host: 'api.example.com:8443' }, true],
    [{ host: 'api.example.com' }, false],
    [{ host: '*.example.com:*' }, true],
    [{ path: '/v1/upload' }, true],
    [{ path: '/v1' }, false],
    [{ path: '/v1/*' }, true],
    [{ path: '/v1/uploa.' }, false],
    [{ page: 'pages/a/*' }, true],
    [{ page: 'pages/b/*' }, false],
    [{ kind: 'upload', host: '*', path: '*', page: '*' }, true],
    [{ path: '/v1*/*load' }, true],
    [{ path: '/v1/upload*upload' }, false],
    [{ path: '*a*a*p*l*d' }, false],
    [{ path: '*u*p*l*d' }, true],
  ])('for %j applies: %s', (match, applies) => {
    const book = createRuleBook([rule('r', match, DELAY)]);
    expect(book.treat(facts()).rules).toEqual(applies ? ['rule r'] : []);
    expect(book.hits().get('r')).toBe(applies ? 1 : 0);
  });

  it('made from a recording is for its address whatever the secrets in it', () => {
    const recordedAddress = recordedAddressOf(new URL('https://api.example.com/v1/upload?a=1&token=old'));
    const book = createRuleBook([rule('r', { recordedAddress }, DELAY)]);
    const rulesFor = (query: string): readonly string[] =>
      book.treat(facts({ url: `https://api.example.com/v1/upload?${query}` })).rules;
    expect([rulesFor('a=1&token=new'), rulesFor('a=2&token=old')]).toEqual([['rule r'], []]);
  });

  it('with many stars is looked at in no time, whatever the address', () => {
    const url = `https://api.example.com/${'a'.repeat(20_000)}`;
    const book = createRuleBook([rule('r', { path: `/${'*a'.repeat(5000)}*b` }, DELAY)]);
    expect(book.treat(facts({ url })).rules).toEqual([]);
  });

  it('for the nth counts only what matches the rest', () => {
    const book = createRuleBook([rule('r', { kind: 'upload', nth: 2 }, DELAY)]);
    const met = [facts(), facts({ kind: 'download' }), facts(), facts()].map(
      (one) => book.treat(one).delayMs,
    );
    expect(met).toEqual([0, 0, 100, 0]);
  });

  it('that is off does nothing and counts nothing', () => {
    const book = createRuleBook([rule('r', { nth: 1 }, DELAY, false)]);
    expect(book.treat(facts())).toEqual(UNTREATED);
    book.set([rule('r', { nth: 1 }, DELAY)]);
    expect(book.treat(facts()).delayMs).toBe(100);
  });
});

describe('a rule book', () => {
  it('adds delays and faults up, and takes the first answer, target and link', () => {
    const answer = (text: string): RuleAction => ({
      kind: 'respond',
      answer: { statusCode: 200, headers: [], body: { kind: 'text', text } },
    });
    const book = createRuleBook([
      rule('1', {}, DELAY),
      rule('2', {}, DELAY),
      rule('3', {}, { kind: 'fault', fault: { kind: 'refuse' } }),
      rule('4', {}, { kind: 'fault', fault: { kind: 'dns' } }),
      rule('5', {}, { kind: 'throttle', link: LINK, sharing: 'rule' }),
      rule('6', {}, { kind: 'throttle', link: LINK, sharing: 'transfer' }),
      rule('7', {}, answer('first')),
      rule('8', {}, answer('second')),
      rule('9', {}, { kind: 'send-to', origin: 'http://b' }),
    ]);
    expect(book.treat(facts())).toMatchObject({
      delayMs: 200,
      faults: [{ kind: 'refuse' }, { kind: 'dns' }],
      link: { share: '5' },
      answer: { body: { text: 'first' } },
      sendTo: null,
      rules: ['rule 1', 'rule 2', 'rule 3', 'rule 4', 'rule 5', 'rule 6', 'rule 7', 'rule 8'],
    });
  });

  it('gives each transfer a link of its own where the rule says so', () => {
    const book = createRuleBook([rule('r', {}, { kind: 'throttle', link: LINK, sharing: 'transfer' })]);
    expect(book.treat(facts()).link?.share).not.toBe(book.treat(facts()).link?.share);
  });

  it('sends redirects on without counting them', () => {
    const book = createRuleBook([
      rule('n', { nth: 1 }, { kind: 'send-to', origin: 'http://only-first' }),
      rule('r', { host: 'api.example.com:8443' }, { kind: 'send-to', origin: 'http://b' }),
      rule('l', { host: 'api.example.com:8443' }, { kind: 'throttle', link: LINK, sharing: 'rule' }),
    ]);
    expect(book.beyondRedirect(facts())).toEqual({ sendTo: 'http://b', link: { share: 'l', spec: LINK } });
    expect(book.beyondRedirect(facts({ url: 'https://other/' }))).toEqual({ sendTo: null, link: null });
    expect([...book.hits().values()]).toEqual([0, 0, 0]);
    expect(book.treat(facts()).sendTo).toBe('http://only-first');
  });

  it('keeps the count of a rule that stays when the rules are set anew', () => {
    const book = createRuleBook([rule('r', { nth: 2 }, DELAY)]);
    book.treat(facts());
    book.set([rule('new', {}, DELAY), rule('r', { nth: 2 }, DELAY)]);
    expect(book.treat(facts()).rules).toEqual(['rule new', 'rule r']);
  });
});
