import { expect, test } from 'vitest';
import {
  filterConsole,
  levelOf,
  mergeConsole,
  textOf,
} from '../../../src-renderer/panel/console/console-lines.ts';
import { withoutRepeatedFindings } from '../../../src-renderer/panel/app/findings.ts';
import { consoleFixture, exceptionsFixture } from '../../support/panel-fixtures.ts';

const finding = {
  severity: 'warning',
  file: 'app.json',
  line: 3,
  column: 5,
  message: 'is odd',
  codeFrame: '> 3',
} as const;
const lines = mergeConsole([finding], consoleFixture(), exceptionsFixture());

test('findings come first, then lines and exceptions in time order', () => {
  expect(lines.map((line) => line.key)).toEqual([
    'diagnostic 0',
    'log 1',
    'log 2',
    'log 3',
    'log 4',
    'exception 1',
    'log 5',
    'log 6',
    'exception 2',
  ]);
});

test('exceptions without any line are still shown', () => {
  expect(mergeConsole([], [], exceptionsFixture()).length).toBe(2);
});

test('levels: exceptions are errors, log counts as info', () => {
  expect(filterConsole(lines, 'error', '').map((line) => line.key)).toEqual([
    'exception 1',
    'log 6',
    'exception 2',
  ]);
  expect(filterConsole(lines, 'info', '').map((line) => line.key)).toEqual(['log 1', 'log 2', 'log 5']);
  expect(filterConsole(lines, 'warn', '').map(levelOf)).toEqual(['warn', 'warn']);
});

test('words are looked for in messages, stacks and code frames', () => {
  expect(filterConsole(lines, 'all', 'LIB/api.js').map((line) => line.key)).toEqual(['exception 2']);
  expect(filterConsole(lines, 'all', ' > 3').map((line) => line.key)).toEqual(['diagnostic 0']);
});

test('a finding that a page reports once more is shown once', () => {
  const [exception] = exceptionsFixture();
  if (!exception) throw new Error('The fixtures hold no exception.');
  const told = [
    { ...exception, message: 'app.json:3:5 is odd' },
    { ...exception, message: 'SyntaxError: app.js:1:2 Unexpected "}"' },
    { ...exception, message: 'app.json:3:6 is odd' },
  ];
  const broken = { ...finding, file: 'app.js', line: 1, column: 2, message: 'Unexpected "}".' };
  expect(withoutRepeatedFindings(told, [finding, broken])).toEqual(told.slice(2));
});

test('a finding is copied with its place', () => {
  expect(lines.slice(0, 1).map(textOf)).toEqual(['app.json:3:5 is odd\n> 3']);
});
