import { describe, expect, it } from 'vitest';
import { FerryError } from '#contract/errors';
import { must, runChecks, type Check } from '../../../src-main/cli/doctor/run-checks.ts';
import { sandboxSeen } from '../../../src-main/cli/doctor/sandbox-check.ts';

const check = (name: string, needs: readonly string[], run: Check['run']): Check => ({
  name,
  needs,
  meaning: `No ${name}.`,
  run,
});

async function linesOf(checks: readonly Check[], timeoutMs?: number): Promise<[boolean, string[]]> {
  const lines: string[] = [];
  const works = await runChecks(
    checks,
    (line) => lines.push(line.replace(/ \([\d.]+ m?s\)$/, '')),
    timeoutMs,
  );
  return [works, lines];
}

describe('the checks of the self-test', () => {
  it('all run, but for those that build on a broken one; a warning breaks nothing', async () => {
    expect(
      await linesOf([
        check('a', [], () => Promise.resolve('seen')),
        check('b', [], () => Promise.reject(new FerryError('net.connect', 'Nobody answered.'))),
        check('c', ['b'], () => Promise.resolve('never')),
        check('d', ['c'], () => Promise.resolve('never')),
        check('e', ['a', 'f'], () => Promise.resolve({ warning: 'off' })),
        check('g', ['e'], () => Promise.resolve('seen')),
      ]),
    ).toEqual([
      false,
      [
        '✓ a: seen',
        '✗ b: Nobody answered. No b.',
        '– c: not tried, as it builds on: b',
        '– d: not tried, as it builds on: c',
        '! e: off',
        '✓ g: seen',
      ],
    ]);
  });

  it('work when all of them do', async () => {
    expect(await linesOf([check('a', [], () => Promise.resolve('seen'))])).toEqual([true, ['✓ a: seen']]);
  });

  it('do not wait for an answer that does not come', async () => {
    const never = new Promise<string>(() => undefined);
    expect(await linesOf([check('a', [], () => never)], 20)).toEqual([
      false,
      ['✗ a: No answer within 0.02 s. No a.'],
    ]);
  });

  it('say on one line, and harmlessly, whatever they saw', async () => {
    const finding = 'two\nlines\u001b[2J';
    const run = (): Promise<string> => {
      must(false, finding);
      return Promise.resolve('');
    };
    expect((await linesOf([check('a', [], run)]))[1]).toEqual(['✗ a: two ⏎ lines\ufffd[2J. No a.']);
  });
});

describe('the sandbox', () => {
  const facts = { isSwitchedOff: false, isRoot: false, rendererFilters: null };
  it.each([
    ['seen in the renderer', { ...facts, rendererFilters: { own: 1, renderer: 3 } }, /^on, seen/],
    ['not to be seen', facts, /^on, as far as can be told/],
  ])('is on: %s', (_name, given, words) => {
    expect(sandboxSeen(given)).toMatch(words);
  });

  it.each([
    ['for root', { ...facts, isRoot: true }, /^off, as Ferry runs as root/],
    ['by a switch', { ...facts, isSwitchedOff: true }, /^off by --no-sandbox/],
    ['for no reason', { ...facts, rendererFilters: { own: 1, renderer: 1 } }, /^off, although/],
  ])('is off %s, which is worth a warning', (_name, given, words) => {
    const seen = sandboxSeen(given);
    expect(typeof seen === 'string' ? '' : seen.warning).toMatch(words);
  });
});
