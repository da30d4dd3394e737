import { describe, expect, it } from 'vitest';
import { completeFilter, FILTER_MEANINGS, type FilterValues } from '#contract/filter-completion';
import {
  hasPiece,
  MAX_FILTER_LENGTH,
  parseFilter,
  quotedForFilter,
  withoutKey,
  withPiece,
  type FilterClause,
} from '#contract/filter-language';
import { FILTER_KEYS, isInRanges, isLike, nearestOf, sinceEpochMs } from '#contract/filter-terms';

type Told = Omit<FilterClause, 'from' | 'to' | 'isNegated'> & { readonly isNegated?: true };

function told(text: string): Told[] {
  return parseFilter(text).clauses.map((clause) => {
    const { isNegated, ...term } = clause;
    const kept = Object.entries(term).filter(([key]) => key !== 'from' && key !== 'to');
    return { ...Object.fromEntries(kept), ...(isNegated ? { isNegated } : {}) } as Told;
  });
}

const MORE = Number.POSITIVE_INFINITY;
const LESS = Number.NEGATIVE_INFINITY;

describe('a filter', () => {
  it.each<[string, Told[]]>([
    ['', []],
    ['  \t ', []],
    ['boat', [{ key: 'text', text: 'boat' } as Told]],
    ['"two words"', [{ key: 'text', text: 'two words' } as Told]],
    ['"open to the end', [{ key: 'text', text: 'open to the end' } as Told]],
    [String.raw`"a \"quote\" and \\"`, [{ key: 'text', text: String.raw`a "quote" and \ `.trim() } as Told]],
    ['kind:upload,download', [{ key: 'kind', values: ['upload', 'download'] } as Told]],
    ['KIND:Upload', [{ key: 'kind', values: ['upload'] } as Told]],
    ['-kind:resource', [{ key: 'kind', values: ['resource'], isNegated: true } as Told]],
    ['-boat', [{ key: 'text', text: 'boat', isNegated: true } as Told]],
    ['-', [{ key: 'text', text: '-' } as Told]],
    ['state:failed', [{ key: 'state', values: ['failed'] } as Told]],
    ['status:>=400', [{ key: 'status', ranges: [{ from: 400, to: MORE, isFromOutside: false }] } as Told]],
    [
      'status:2xx,404',
      [
        {
          key: 'status',
          ranges: [
            { from: 200, to: 299 },
            { from: 404, to: 404 },
          ],
        } as Told,
      ],
    ],
    ['status:400..499', [{ key: 'status', ranges: [{ from: 400, to: 499 }] } as Told]],
    ['size:>1m', [{ key: 'size', ranges: [{ from: 1_048_576, to: MORE, isFromOutside: true }] } as Told]],
    ['size:1.5kb', [{ key: 'size', ranges: [{ from: 1536, to: MORE }] } as Told]],
    ['size:<1k', [{ key: 'size', ranges: [{ from: LESS, to: 1024, isToOutside: true }] } as Told]],
    ['size:1k..2k', [{ key: 'size', ranges: [{ from: 1024, to: 2048 }] } as Told]],
    [
      'duration:>500ms',
      [{ key: 'duration', ranges: [{ from: 500, to: MORE, isFromOutside: true }] } as Told],
    ],
    ['slow:', [{ key: 'duration', ranges: [{ from: 1000, to: MORE, isFromOutside: true }] } as Told]],
    ['slow:2s', [{ key: 'duration', ranges: [{ from: 2000, to: MORE, isFromOutside: true }] } as Told]],
    ['host:*.example.com', [{ key: 'host', patterns: ['*.example.com'] } as Told]],
    ['page:"my page"', [{ key: 'page', patterns: ['my page'] } as Told]],
    ['path:/upload', [{ key: 'path', patterns: ['/upload'] } as Told]],
    ['warning:', [{ key: 'warning', patterns: [] } as Told]],
    ['warning:plain-http', [{ key: 'warning', patterns: ['plain-http'] } as Told]],
    ['note:', [{ key: 'note', patterns: [] } as Told]],
    ['note:"a, b"', [{ key: 'note', patterns: ['a, b'] } as Told]],
    ['since:10m', [{ key: 'since', since: { kind: 'ago', ms: 600_000 } } as Told]],
    ['since:14:30', [{ key: 'since', since: { kind: 'clock', hour: 14, minute: 30 } } as Told]],
    ['since:2026-11-20', [{ key: 'since', since: { kind: 'date', year: 2026, month: 11, day: 20 } } as Told]],
    ['launch:this,3', [{ key: 'launch', launches: ['this', 3] } as Told]],
    ['is:pinned,live', [{ key: 'is', values: ['pinned', 'live'] } as Told]],
    ['has:error', [{ key: 'has', values: ['error'] } as Told]],
    ['status: host: kind: since:', []],
    ['size:>', []],
    ['http://host/a?b=c', [{ key: 'text', text: 'http://host/a?b=c' } as Told]],
    ['localhost:8080', [{ key: 'text', text: 'localhost:8080' } as Told]],
    [
      'content-type: json',
      [{ key: 'text', text: 'content-type:' } as Told, { key: 'text', text: 'json' } as Told],
    ],
  ])('%s is read', (text, clauses) => {
    expect(told(text)).toEqual(clauses);
    expect(parseFilter(text).problems).toEqual([]);
  });

  it.each([
    ['stat:404', { code: 'unknown-key', key: 'stat', value: '404', nearest: 'state' }],
    ['hots:api', { code: 'unknown-key', key: 'hots', value: 'api', nearest: 'host' }],
    ['kind:uplaod', { code: 'unknown-value', key: 'kind', value: 'uplaod', nearest: 'upload' }],
    ['is:nonsense', { code: 'unknown-value', key: 'is', value: 'nonsense', nearest: null }],
    ['status:bad', { code: 'no-number', key: 'status', value: 'bad', nearest: null }],
    ['size:>1x', { code: 'no-number', key: 'size', value: '>1x', nearest: null }],
    ['since:yesterday', { code: 'no-time', key: 'since', value: 'yesterday', nearest: null }],
    ['since:2026-02-30', { code: 'no-time', key: 'since', value: '2026-02-30', nearest: null }],
    ['launch:last', { code: 'unknown-value', key: 'launch', value: 'last', nearest: null }],
  ])('%s is searched as text, and the problem is told', (text, problem) => {
    const { clauses, problems } = parseFilter(`boat -${text}`);
    expect(problems).toEqual([{ ...problem, from: 6, to: 6 + text.length }]);
    expect(clauses[1]).toMatchObject({ key: 'text', text, isNegated: true });
  });

  it('says where everything stands', () => {
    const text = '  -kind:upload boat  size:x';
    const parts = parseFilter(text).tokens.map(({ kind, from, to }) => [kind, text.slice(from, to)]);
    expect(parts).toEqual([
      ['not', '-'],
      ['key', 'kind:'],
      ['value', 'upload'],
      ['word', 'boat'],
      ['problem', 'size:x'],
    ]);
  });

  it('is read whatever is typed, its tokens in order and without overlap', () => {
    const alphabet = [
      ...FILTER_KEYS.map((key) => `${key}:`),
      ...'-":\\,*<>=.x1 \t\u{1F600}西'.split(''),
      '4xx',
      '>=',
      'm',
    ];
    let state = 42;
    const roll = (sides: number): number => (state = (state * 48_271) % 2_147_483_647) % sides;
    const none: FilterValues = {
      hosts: ['a b'],
      pages: ['"'],
      tags: ['-'],
      mediaTypes: [''],
      warnings: ['x'],
    };
    for (let round = 0; round < 20_000; round += 1) {
      const text = Array.from({ length: roll(12) }, () => alphabet[roll(alphabet.length)] ?? '').join('');
      const { tokens, clauses, problems } = parseFilter(text);
      let last = 0;
      for (const { from, to } of tokens) {
        expect(from >= last && to > from && to <= text.length, text).toBe(true);
        last = to;
      }
      for (const { from, to } of [...clauses, ...problems]) expect(from < to && to <= text.length).toBe(true);
      const caret = roll(text.length + 1);
      const completion = completeFilter(text, caret, none);
      expect(completion.from <= caret && caret <= completion.to, text).toBe(true);
    }
  });

  it('is read as far as a filter can be long', () => {
    expect(parseFilter('a '.repeat(100_000)).clauses).toHaveLength(MAX_FILTER_LENGTH / 2);
  });
});

describe('the pieces of a filter', () => {
  it('are put in place of those with the same key', () => {
    expect(withPiece('kind:request boat', 'kind:upload')).toBe('kind:upload boat');
    expect(withPiece('-kind:request boat', 'kind:upload')).toBe('kind:upload -kind:request boat');
    expect(withPiece('boat', 'ferry')).toBe('boat ferry');
    expect(withPiece('', 'is:problem')).toBe('is:problem');
    expect(withoutKey('kind:upload boat -kind:socket', 'kind')).toBe('boat');
    expect([hasPiece('a kind:upload', 'kind:upload'), hasPiece('a kind:upload,x', 'kind:upload')]).toEqual([
      true,
      false,
    ]);
  });

  it('are quoted so that they are read as they were', () => {
    for (const value of ['plain', 'two words', 'a "quote"', String.raw`back\slash and space`, '']) {
      expect(parseFilter(`tag:${quotedForFilter(value)}`).clauses[0]).toMatchObject({
        patterns: value === '' ? [] : [value],
      });
    }
  });
});

describe('the terms of a filter', () => {
  it.each([
    ['api.example.com', 'example', true],
    ['api.example.com', '*.example.com', true],
    ['example.com', '*.example.com', false],
    ['API.Example.com', 'api.*', true],
    ['a-b-c', 'a*c', true],
    ['abc', 'a*bc*c', false],
    ['aba', 'ab*ba', false],
    ['anything', '*', true],
    ['a.b', 'a?b', false],
  ])('%s is like %s: %s', (text, pattern, expected) => {
    expect(isLike(text, pattern)).toBe(expected);
  });

  it('takes no longer for patterns made to take long', () => {
    const started = performance.now();
    isLike('a'.repeat(2000), `${'*a'.repeat(900)}*b`);
    expect(performance.now() - started).toBeLessThan(200);
  });

  it('a range holds what is in it', () => {
    const [clause] = parseFilter('size:>10').clauses;
    const ranges = clause?.key === 'size' ? clause.ranges : [];
    expect([10, 11].map((value) => isInRanges(value, ranges))).toEqual([false, true]);
  });

  it('a time of day that is still to come was yesterday’s', () => {
    const now = new Date(2026, 10, 20, 12, 0).getTime();
    const at = (hour: number): Date => new Date(sinceEpochMs({ kind: 'clock', hour, minute: 5 }, now));
    expect([at(11).getDate(), at(13).getDate()]).toEqual([20, 19]);
    expect(sinceEpochMs({ kind: 'ago', ms: 5 }, now)).toBe(now - 5);
    expect(sinceEpochMs({ kind: 'date', year: 2026, month: 11, day: 20 }, now)).toBe(
      new Date(2026, 10, 20).getTime(),
    );
  });

  it('finds the word that was meant, and none where none is near', () => {
    expect(['hots', 'stauts', 'knd', 'zzzzzz'].map((word) => nearestOf(word, FILTER_KEYS))).toEqual([
      'host',
      'status',
      'kind',
      null,
    ]);
  });
});

describe('completing a filter', () => {
  const values: FilterValues = {
    hosts: ['api.example.com', 'img.example.com'],
    pages: ['pages/a/a'],
    tags: ['to do'],
    mediaTypes: ['image/webp'],
    warnings: ['plain-http'],
  };
  const inserts = (text: string, caret = text.length): string[] =>
    completeFilter(text, caret, values).suggestions.map(({ insert }) => insert);

  it.each([
    ['', ['kind:', 'state:', 'status:']],
    ['ho', ['host:']],
    ['-ho', ['-host:']],
    ['upl', ['kind:upload']],
    ['boat kind:d', ['kind:upload', 'kind:download']],
    ['kind:upload,so', ['kind:upload,resource', 'kind:upload,socket']],
    ['host:img', ['host:img.example.com']],
    ['-tag:', ['-tag:', '-tag:"to do"']],
    ['warning:', ['warning:', 'warning:plain-http']],
    ['since:', ['since:10m', 'since:1h', 'since:1d']],
    ['path:/x', []],
    ['http://x', []],
  ])('%s is offered what can stand there', (text, expected) => {
    expect(inserts(text).slice(0, Math.max(expected.length, 1))).toEqual(expected);
  });

  it('takes the place of the word at the caret, and of nothing else', () => {
    expect(completeFilter('boat ki ferry', 7, values)).toMatchObject({ from: 5, to: 7 });
    expect(completeFilter('boat  ferry', 5, values)).toMatchObject({ from: 5, to: 5 });
  });

  it('says of every suggestion what it means', () => {
    const known = new Set<string>(FILTER_MEANINGS);
    const meanings = FILTER_KEYS.flatMap(
      (key) => completeFilter(`${key}:`, key.length + 1, values).suggestions,
    );
    expect(meanings.filter(({ meaning }) => !known.has(meaning))).toEqual([]);
  });
});
