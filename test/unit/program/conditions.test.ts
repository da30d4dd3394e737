import { readdir, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, it, vi } from 'vitest';
import { FerryError } from '#contract/errors';
import type { PausedEdit } from '#contract/panel-conditions';
import { DEFAULT_SETTINGS, type ProgramSettings } from '#contract/settings';
import { createConditionActions } from '../../../src-main/app-conditions.ts';
import { createConditionBook } from '../../../src-main/program/conditions.ts';
import type { Program } from '../../../src-main/program/program.ts';
import { createSettingsStore } from '../../../src-main/program/settings-store.ts';
import { parseLink } from '../../../src-main/transfers/conditions/parse-link.ts';
import { ruleFindings } from '../../../src-main/transfers/conditions/rule-findings.ts';
import { lineOf, parseRule } from '../../../src-main/transfers/conditions/rule-text.ts';
import { rulesFileText } from '../../../src-main/transfers/conditions/rules-file.ts';
import { tempDir } from '../../support/temp-dir.ts';

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

/** What the panel can do with a project in a folder of its own; the dialogs for files answer with these. */
async function withActions(answers: { readonly pick?: string; readonly saveAs?: string } = {}) {
  const folder = await tempDir();
  const conditions = bookOver(null).of('p', folder);
  const asked: string[] = [];
  const resumed: string[] = [];
  const network = { breakpoints: { resume: (id: string) => resumed.push(id) } };
  const actions = createConditionActions(
    {
      labOrigin: () => 'http://127.0.0.1:7000',
      dialogs: {
        pickFile: () => Promise.resolve(path.join(folder, answers.pick ?? 'rules.json')),
        saveFile(name) {
          asked.push(name);
          return Promise.resolve(path.join(folder, answers.saveAs ?? 'out.json'));
        },
      },
    },
    () => ({ conditions, folder, network, info: { name: '../../Al\u202ebum' } }) as unknown as Program,
  );
  return { folder, conditions, actions, asked, resumed };
}

it('imported rules that send elsewhere, or answer with files from outside the project, wait to be turned on', async () => {
  const { folder, conditions, actions } = await withActions();
  const outside = path.join(await tempDir(), 'secret.txt');
  await writeFile(outside, 'secret');
  await writeFile(path.join(folder, 'answer.json'), '{}');
  await symlink(outside, path.join(folder, 'leads-out.json'));
  const lines = [
    ['--fault upload:reset@50%', true],
    ['--map https://api.me/*=https://evil.example', false],
    ['--map https://api.me/*=lab', true],
    [`--map https://api.me/a=${outside}`, false],
    ['--map https://api.me/b=answer.json', true],
    ['--map https://api.me/c=leads-out.json', false],
  ] as const;
  await writeFile(
    path.join(folder, 'rules.json'),
    rulesFileText(lines.map(([text]) => ({ text, isOn: true }))),
  );
  expect(await actions.importRules()).toEqual({ added: 6, heldCount: 3, bad: [], badCount: 0 });
  expect(conditions.lines().map(({ text, isOn }) => [text, isOn])).toEqual(lines);
});

it('a file of rules is bounded: its size, its length, and what is told of its lines', async () => {
  const { folder, conditions, actions } = await withActions();
  const file = path.join(folder, 'rules.json');
  const bad = { text: 'no rule', isOn: true };
  await writeFile(file, rulesFileText([RULE, ...Array.from({ length: 900 }, () => bad), RULE]));
  const result = await actions.importRules();
  expect(result).toMatchObject({ added: 2, badCount: 900 });
  expect(result?.bad.map(({ line }) => line)).toEqual(Array.from({ length: 100 }, (_, index) => index + 2));
  await writeFile(file, rulesFileText(Array.from({ length: 600 }, () => RULE)));
  expect(await actions.importRules()).toMatchObject({ added: 498 });
  expect(conditions.lines()).toHaveLength(500);
  await writeFile(file, Buffer.alloc(9 * 1024 * 1024, ' '));
  await expect(actions.importRules()).rejects.toMatchObject({
    code: 'usage',
    details: { problem: 'rules-size', text: 'rules.json' },
  });
});

it('what is exported comes in again as it was, under a name that is one on every system', async () => {
  const { folder, conditions, actions, asked } = await withActions({ pick: 'out.json' });
  conditions.setRules([RULE, { id: 'b', text: '--fault download:dns', isOn: false }]);
  conditions.arm('upload', 'reset');
  expect(await actions.exportRules()).toBe(true);
  expect(asked).toEqual(['Al-bum.ferry-rules.json']);
  expect(await readdir(folder)).toEqual(['out.json']);
  conditions.clear();
  await actions.importRules();
  expect(conditions.lines().map(({ text, isOn }) => [text, isOn])).toEqual([
    [RULE.text, true],
    ['--fault download:dns', false],
  ]);
});

it('the state of 500 rules with long patterns is told in a moment', async () => {
  const { conditions, actions } = await withActions();
  const places = `${'*a'.repeat(40)}.example.com/${'long/'.repeat(40)}`;
  conditions.setRules(
    Array.from({ length: 500 }, (_, index) => ({
      id: String(index),
      text: `--map ${places}${String(index)}/*=lab`,
      isOn: true,
    })),
  );
  const startedAt = performance.now();
  const found = ruleFindings(conditions.live.rules, {
    pages: [],
    isIllegal: () => false,
    hits: () => 0,
  });
  expect(performance.now() - startedAt).toBeLessThan(500);
  expect(found.size).toBe(0);
  expect(actions.readRule(`--fault ${' '.repeat(100_000)}`)).toMatchObject({ ok: false });
});

it('a paused transfer stays where it is when its edit cannot be made', async () => {
  const { folder, actions, resumed } = await withActions();
  await writeFile(path.join(folder, 'body.txt'), 'body');
  const refused = async (edit: PausedEdit): Promise<unknown> =>
    actions.resume('x', edit).then(
      () => 'taken',
      (error: unknown) => FerryError.from(error).details,
    );
  expect(await refused({ bodyFile: path.join(folder, 'gone.txt') })).toEqual({
    problem: 'file',
    text: 'gone.txt',
  });
  expect(await refused({ bodyFile: folder })).toMatchObject({ problem: 'file' });
  expect(await refused({ url: 'file:///etc/passwd' })).toMatchObject({ problem: 'url' });
  expect(resumed).toEqual([]);
  expect(await refused({ bodyFile: path.join(folder, 'body.txt') })).toBe('taken');
  expect(resumed).toEqual(['x']);
});
