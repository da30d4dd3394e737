import path from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Diagnostic } from '#contract/project';
import { ferryRun, PROJECTS } from '../support/ferry-cli.ts';
import { shareTempDir } from '../support/temp-dir.ts';

// A project with an error of every kind, run once: it opens, and each error is told with its place and its lines.

type Run = Awaited<ReturnType<typeof ferryRun>>;

const home = shareTempDir();
let run: Run;

beforeAll(async () => {
  run = await ferryRun(path.join(PROJECTS, 'broken'), home(), ['--all-pages']);
});

/** Expects one finding in a file, in the report and with its lines in the summary that a person reads. */
function expectFinding(file: string, line: number, column: number, message: string, codeFrame: string): void {
  expect(found(file)).toContainEqual({ severity: 'error', file, line, column, message, codeFrame });
  expect(run.stdout).toContain(`${file}:${String(line)}:${String(column)} ${message}\n${codeFrame}\n`);
}

function found(file: string): readonly Diagnostic[] {
  return run.report.diagnostics.filter((diagnostic) => diagnostic.file === file);
}

function frame(...lines: readonly string[]): string {
  return lines.join('\n');
}

describe('ferry run on a project with broken files', () => {
  test('ends with 1 and opens every page that can be opened', () => {
    expect([run.code, run.report.outcome]).toEqual([1, 'failed']);
    expect(run.report.pages.map(({ path: route, opened }) => [route, opened])).toEqual([
      ['pages/fine/fine', true],
      ['pages/script/script', true],
      ['pages/markup/markup', true],
      ['pages/style/style', true],
      ['pages/missing/missing', false],
    ]);
  });

  test('names a page that is listed but missing, and what to do', () => {
    const message =
      'Page "pages/missing/missing" is listed in app.json but has no files. Create pages/missing/missing.js and pages/missing/missing.wxml or remove the route.';
    expect(found('app.json')).toMatchObject([{ severity: 'error', line: 1, message }]);
    expect(run.stdout).toMatch(/app\.json:1:\d+ Page "pages\/missing\/missing" is listed/);
    expect(run.stdout).toContain('pages/missing/missing did not open: pages/missing/missing has no files\n');
  });

  test('shows a syntax error in WXML', () => {
    expectFinding(
      ...(['pages/markup/markup.wxml', 2, 12, 'Unexpected character inside expression.'] as const),
      frame(
        '  1 | <view class="word">one</view>',
        '> 2 | <view>{{ a b }}</view>',
        '    |            ^',
        '  3 | <wxs module="m">var = 3;</wxs>',
        '  4 |',
      ),
    );
  });

  test('shows a syntax error in WXSS', () => {
    expectFinding(
      ...([
        'pages/style/style.wxss',
        2,
        1,
        'Unclosed block. It is taken to end here or with the sheet.',
      ] as const),
      frame('  1 | .a { color: red; }', '> 2 | .b { color: blue;', '    | ^', '  3 |'),
    );
  });

  test('shows a syntax error in JavaScript', () => {
    expectFinding(
      ...(['pages/script/script.js', 3, 20, 'Expected identifier but found "=".'] as const),
      frame(
        '  1 | Page({',
        '  2 |   data: { a: 1 },',
        '> 3 |   onLoad() { const = 3; },',
        '    |                    ^',
        '  4 | });',
        '  5 |',
      ),
    );
  });

  test('shows a syntax error in the JSON of a page', () => {
    expectFinding(
      ...(['pages/markup/markup.json', 2, 1] as const),
      'Not valid JSON: a closing } is expected. Until it is corrected the file counts as empty.',
      frame('  1 | { "usingComponents": { "lost": "./nowhere" }', '> 2 |', '    | ^'),
    );
  });
});

test('a project whose first page is missing says so as the project’s error, with exit 1', async () => {
  const { code, report, stdout } = await ferryRun(path.join(PROJECTS, 'broken'), home(), [
    ...['--page', 'pages/missing/missing'],
  ]);
  expect([code, report.outcome]).toEqual([1, 'failed']);
  expect(report.exceptions).toMatchObject([
    {
      message: expect.stringMatching(/^app\.json:1:\d+ Page "pages\/missing\/missing" is listed/) as string,
      cause: 'project',
    },
  ]);
  expect(stdout).toContain('pages/missing/missing did not open');
});
