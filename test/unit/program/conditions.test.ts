import { expect, it, vi } from 'vitest';
import { DEFAULT_SETTINGS, type ProgramSettings } from '#contract/settings';
import { createConditionBook } from '../../../src-main/program/conditions.ts';
import { createSettingsStore } from '../../../src-main/program/settings-store.ts';
import { parseLink } from '../../../src-main/transfers/conditions/parse-link.ts';
import { lineOf, parseRule } from '../../../src-main/transfers/conditions/rule-text.ts';

/** A table that outlives the books made over it. */
function table() {
  const rows = new Map<string, unknown>();
  return {
    get: (key: string) => rows.get(key) ?? null,
    set: (key: string, value: unknown) => void rows.set(key, JSON.parse(JSON.stringify(value))),
  };
}

const bookOver = (
  rows: ReturnType<typeof table> | null,
  launch: Partial<ProgramSettings> = {},
  asked: readonly (keyof ProgramSettings)[] = [],
) =>
  createConditionBook({
    store: createSettingsStore(rows),
    launch: () => ({ ...DEFAULT_SETTINGS, ...launch }),
    asked,
    labOrigin: () => null,
    parseRule,
    lineOf,
    parseLink,
  });
const RULE = { id: 'a', text: '--fault upload:reset@50%', isOn: true };

it('what is set for a project is there at the next start, and for that project alone', () => {
  const rows = table();
  const first = bookOver(rows).of('p', '.');
  first.change({ device: 'ios', link: '3g', domainCheck: 'on', proxy: 'http://127.0.0.1:8080' });
  first.setRules([RULE, { id: 'b', text: 'no rule', isOn: true }]);
  const second = bookOver(rows).of('p', '.');
  expect(second.live).toMatchObject({ device: 'ios', domainCheck: 'on', proxy: 'http://127.0.0.1:8080/' });
  expect(second.live.link?.name).toBe('3g');
  expect(second.live.rules.map(({ id }) => id)).toEqual(['a']);
  expect(second.lines().map(({ problem }) => problem?.problem ?? null)).toEqual([null, 'fault']);
  expect(bookOver(rows).of('q', '.').live).toMatchObject({ device: 'devtools', rules: [] });
});

it('the command line goes before what is kept, until another value is chosen, and is not kept itself', () => {
  const rows = table();
  bookOver(rows).of('p', '.').change({ device: 'ios', link: '3g' });
  const asked = bookOver(rows, { device: 'android', link: parseLink('2g') }, ['device', 'link']).of('p', '.');
  expect(asked.fromCommandLine()).toEqual(['device', 'link']);
  expect([asked.live.device, asked.live.link?.name]).toEqual(['android', '2g']);
  asked.change({ link: null });
  expect(asked.fromCommandLine()).toEqual(['device']);
  expect([asked.live.device, asked.live.link]).toEqual(['android', null]);
  expect(bookOver(rows).of('p', '.').live).toMatchObject({ device: 'ios', link: null });
});

it('rules of the command line stand first and are not kept', () => {
  const rows = table();
  const rule = parseRule('fault-1', 'download:dns', { labOrigin: null, folder: '.' });
  const book = bookOver(rows, { rules: [rule] }, ['rules']).of('p', '.');
  book.setRules([...book.lines(), RULE]);
  expect(book.lines().map(({ text, origin }) => [text, origin])).toEqual([
    ['--fault download:dns', 'launch'],
    ['--fault upload:reset@50%', 'project'],
  ]);
  expect(bookOver(rows).of('p', '.').lines()).toHaveLength(1);
});

it('what one click arms goes before every rule, is one for each kind, goes with its hit, and is not kept', () => {
  const rows = table();
  const book = bookOver(rows).of('p', '.');
  const heard = vi.fn();
  book.onChange(heard);
  book.setRules([RULE]);
  book.arm('upload', 'reset');
  book.arm('upload', 'status');
  book.arm('request', 'offline');
  expect(book.lines().map(({ text }) => text)).toEqual([
    '--link offline@request#1',
    '--fault upload#1:status,500',
    '--fault upload:reset@50%',
  ]);
  const armed = book.lines()[1]?.id ?? '';
  book.noteHit(armed, 'x1');
  expect(book.lines()).toHaveLength(2);
  book.disarm(book.lines()[0]?.id ?? '');
  expect(book.lines().map(({ id }) => id)).toEqual(['a']);
  expect(bookOver(rows).of('p', '.').lines()).toHaveLength(1);
  expect(heard).toHaveBeenCalledTimes(6);
});

it('hits are counted by rule with the last transfer, and start anew when asked', () => {
  const book = bookOver(null).of('p', '.');
  book.setRules([RULE]);
  book.noteHit('a', 'x1');
  book.noteHit('a', 'x2');
  expect(book.hitsOf('a')).toEqual({ count: 2, lastExchangeId: 'x2' });
  book.resetHits();
  expect(book.hitsOf(book.lines()[0]?.id ?? '')).toEqual({ count: 0, lastExchangeId: null });
});

it('a link or a proxy that is none changes nothing', () => {
  const book = bookOver(null).of('p', '.');
  expect(() => {
    book.change({ link: '9g' });
  }).toThrow(/is no link/);
  expect(() => {
    book.change({ proxy: 'ftp://a' });
  }).toThrow(/proxy is system/);
  expect(book.chosen()).toMatchObject({ link: null, proxy: 'system' });
});

it('what another version wrote in a way of its own is left out', () => {
  const rows = table();
  rows.set('conditions:p', {
    settings: { device: 'harmony', link: 5, domains: { request: ['https://a', 7] }, baseLibrary: 'newest' },
    rules: [RULE, { text: 'x' }, 9],
  });
  const book = bookOver(rows).of('p', '.');
  expect(book.live).toMatchObject({
    device: 'devtools',
    link: null,
    baseLibrary: null,
    domains: { request: ['https://a'], tcp: [] },
  });
  expect(book.lines().map(({ id }) => id)).toEqual(['a']);
});

it('clearing forgets settings and rules, and what they take is told', () => {
  const rows = table();
  const book = bookOver(rows).of('p', '.');
  expect(book.size()).toEqual({ count: 0, sizeBytes: 0 });
  book.change({ device: 'ios' });
  book.setRules([RULE]);
  expect(book.size()).toMatchObject({ count: 2 });
  book.clear();
  expect(book.size().count).toBe(0);
  expect(book.live).toMatchObject({ device: 'devtools', rules: [] });
});
