import { describe, expect, it } from 'vitest';
import type { Exchange } from '#contract/transfer';
import type { Config } from '../../../src-main/config.ts';
import { buildReport } from '../../../src-main/cli/run/report.ts';
import { reportJson } from '../../../src-main/cli/run/report-json.ts';
import { summaryText } from '../../../src-main/cli/run/summary.ts';
import type { Program } from '../../../src-main/program/program.ts';
import { withProgram } from '../../support/program-harness.ts';

const CONFIG = { version: '9.9.9', runtime: { kind: 'chromium', version: '140' } } as Config;
const FACTS = {
  config: CONFIG,
  labOrigin: null,
  outcome: 'passed',
  failure: null,
  screenshots: new Map<string, string>(),
} as const;

function transferred(program: Program, id: string, patch: Partial<Exchange>): void {
  program.journal.begin({
    id,
    kind: 'upload',
    page: 'pages/a/a',
    calledFrom: null,
    method: 'POST',
    url: 'https://host/up?name=a&access_token=S3CRET',
    written: { header: { Authorization: 'S3CRET' } },
    calledAtEpochMs: 1,
  });
  program.journal.update(id, patch);
}

describe('the report', () => {
  it('has every field of version 1 for a transfer, secrets redacted', async () => {
    const { program } = await withProgram();
    await program.boot();
    transferred(program, 'x', {
      state: 'done',
      statusCode: 200,
      durationMs: 41.26,
      queueMs: 0,
      sentBytes: 12_345,
      expectedSendBytes: 12_345,
      receivedBytes: 67,
      expectedReceiveBytes: 67,
      progressEvents: 7,
      requestHeaders: [
        ['Cookie', 'S3CRET'],
        ['X-Own', 'kept'],
      ],
      responseHeaders: [['Set-Cookie', 'S3CRET']],
      redirects: ['https://other/?token=S3CRET'],
      parts: [
        {
          offsetBytes: 0,
          contentOffsetBytes: 0,
          sha256: null,
          name: 'file',
          filename: 'a.jpg',
          contentType: 'image/jpeg',
          sizeBytes: 12_000,
          value: null,
        },
      ],
      file: { path: 'http://tmp/a.jpg', sizeBytes: 12_000, sha256: 'ff' },
      errMsg: 'uploadFile:ok',
      reason: 'Not a URL: "https://host/up?name=a&access_token=S3CRET"',
      warnings: [{ rule: 'plain-http', text: 'Serve it over https.', source: null }],
    });
    const report = buildReport(program, FACTS);
    expect(report.transfers).toEqual([
      {
        id: 'x',
        kind: 'upload',
        page: 'pages/a/a',
        method: 'POST',
        url: 'https://host/up?name=a&access_token=%5Bredacted%5D',
        outcome: 'success',
        statusCode: 200,
        errMsg: 'uploadFile:ok',
        errno: null,
        reason: 'Not a URL: "https://host/up?name=a&access_token=%5Bredacted%5D"',
        requestHeaders: [
          ['Cookie', '[redacted]'],
          ['X-Own', 'kept'],
        ],
        responseHeaders: [['Set-Cookie', '[redacted]']],
        sentBytes: 12_345,
        receivedBytes: 67,
        expectedSendBytes: 12_345,
        expectedReceiveBytes: 67,
        progressEvents: 7,
        queueMs: 0,
        durationMs: 41.3,
        profile: null,
        file: { path: 'http://tmp/a.jpg', size: 12_000, sha256: 'ff' },
        parts: [{ name: 'file', filename: 'a.jpg', contentType: 'image/jpeg', size: 12_000 }],
        redirects: ['https://other/?token=%5Bredacted%5D'],
        rules: [],
        decodedBytes: 0,
        calledFrom: null,
        warnings: [{ rule: 'plain-http', text: 'Serve it over https.', source: null }],
      },
    ]);
    expect(JSON.stringify(report)).not.toContain('S3CRET');
  });

  it.each([
    ['done', 'success'],
    ['failed', 'fail'],
    ['aborted', 'abort'],
    ['running', 'pending'],
    ['waiting', 'pending'],
  ] as const)('says of a transfer that is %s: %s', async (state, outcome) => {
    const { program } = await withProgram();
    transferred(program, 'x', { state });
    expect(buildReport(program, FACTS).transfers[0]?.outcome).toBe(outcome);
  });

  it('counts against a page what the project or Ferry threw, not what followed a failed request', async () => {
    const { program } = await withProgram();
    await program.boot();
    program.report([
      { kind: 'page-opening', route: 'pages/a/a', query: '' },
      { kind: 'page-ready', route: 'pages/a/a', openMs: 30.6 },
      { kind: 'page-opening', route: 'pages/b/b', query: '' },
      { kind: 'page-failed', route: 'pages/b/b', message: 'no' },
    ]);
    const thrown = (cause: 'project' | 'ferry' | 'after-failed-request') => ({
      atEpochMs: 1,
      page: 'pages/a/a',
      message: cause,
      stack: 'S',
      location: null,
      cause,
    });
    for (const cause of ['project', 'ferry', 'after-failed-request'] as const)
      program.log.addException(thrown(cause));
    program.log.addConsole({ atEpochMs: 1, level: 'warn', text: 'careful', page: 'pages/a/a' });
    program.log.addUnsupported('wx.login');
    const report = buildReport(program, {
      ...FACTS,
      labOrigin: 'http://127.0.0.1:1',
      screenshots: new Map([['pages/a/a', 'a.png']]),
    });
    expect(report).toMatchObject({
      version: 1,
      ferry: '9.9.9',
      runtime: { kind: 'chromium', version: '140' },
      project: { appid: 'touristappid', name: 'Test', pages: 2 },
      profile: { device: 'devtools', lib: '3.17.0' },
      lab: { origin: 'http://127.0.0.1:1' },
      outcome: 'passed',
      pages: [
        { path: 'pages/a/a', opened: true, openMs: 31, exceptions: 2, screenshot: 'a.png' },
        { path: 'pages/b/b', opened: false, openMs: 0, exceptions: 0 },
      ],
      console: [{ level: 'warn', text: 'careful', page: 'pages/a/a' }],
      unsupported: [{ api: 'wx.login', calls: 1 }],
    });
    expect(report.exceptions.map(({ message, cause }) => [message, cause])).toEqual([
      ['project', 'project'],
      ['ferry', 'ferry'],
      ['after-failed-request', 'after-failed-request'],
    ]);
  });
});

describe('the summary', () => {
  it('tells a person what ran, with one row a transfer', async () => {
    const { program } = await withProgram();
    await program.boot();
    transferred(program, 'x', {
      state: 'done',
      statusCode: 200,
      sentBytes: 1200,
      durationMs: 41,
      file: { path: 'http://tmp/a', sizeBytes: 1, sha256: '0123456789abcdef' },
    });
    transferred(program, 'y', { state: 'failed', errMsg: 'uploadFile:fail timeout', durationMs: 2000 });
    program.log.addUnsupported('wx.login');
    const text = summaryText(buildReport(program, FACTS), ['shots']);
    expect(text).toContain('Test: passed, 0 pages opened, 2 transfers, 0 exceptions (chromium 140)');
    expect(text).toMatch(/✓ ↑ POST .* 200 .*▓{12} .*1\.2 kB .*41 ms .*0123456789ab$/m);
    expect(text).toMatch(/! ↑ POST .* – .*░{12} .*2\.0 s .*uploadFile:fail timeout$/m);
    expect(text).toContain('Not supported yet: wx.login ×1');
    expect(text).toContain('Screenshots: shots');
    expect(text).not.toContain('S3CRET');
  });

  it('has lines that a person reads to their end, whatever a page says', async () => {
    const { program } = await withProgram();
    await program.boot();
    program.report([
      { kind: 'page-opening', route: 'pages/a/a', query: '' },
      { kind: 'page-failed', route: 'pages/a/a', message: 'm'.repeat(990_000) },
      { kind: 'exception', page: 'pages/b/b', message: 'e'.repeat(990_000), stack: '', ours: false },
    ]);
    const lines = summaryText(buildReport(program, FACTS), []).split('\n');
    expect(lines.filter((line) => line.endsWith('…'))).toHaveLength(2);
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(1001);
  });
});

describe('the report as JSON', () => {
  it('is the report', async () => {
    const { program } = await withProgram();
    const report = buildReport(program, FACTS);
    expect(reportJson(report)).toEqual({ json: `${JSON.stringify(report, null, 2)}\n`, report });
  });

  it('of more than fits is the head of it, failed, and says so', async () => {
    const { program } = await withProgram();
    program.log.addUnsupported('wx.login');
    const tooLong = () => {
      throw new RangeError('Invalid string length');
    };
    const full = buildReport(program, FACTS);
    const { json, report } = reportJson({ ...full, console: Object.assign([], { toJSON: tooLong }) });
    expect(JSON.parse(json)).toEqual({
      ...full,
      outcome: 'failed',
      failure: expect.stringContaining('too large') as string,
      pages: [],
      unsupported: [],
    });
    expect(report.outcome).toBe('failed');
  });
});
