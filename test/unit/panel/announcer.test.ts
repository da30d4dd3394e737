import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { PausedTransfer, RuleLine } from '#contract/panel-conditions';
import type { ExchangeRow } from '#contract/panel-exchanges';
import type { ProjectInfo } from '#contract/project';
import type { Exchange } from '#contract/transfer';
import { Announcer } from '../../../src-renderer/panel/app/announcer.ts';
import { createTexts } from '../../../src-renderer/panel/texts/texts.ts';
import { rowOf } from '../../support/details-fixtures.ts';
import { exchangeFixture, FIXTURE_EPOCH_MS } from '../../support/exchange-fixtures.ts';

let said: string[] = [];
let announcer: Announcer;

beforeEach(() => {
  vi.useFakeTimers();
  said = [];
  announcer = new Announcer(createTexts('en'), FIXTURE_EPOCH_MS, (text) => said.push(text));
});
afterEach(() => {
  announcer.close();
  vi.useRealTimers();
});

function row(id: string, changes: Partial<Exchange>): ExchangeRow {
  return rowOf(
    exchangeFixture(id, { url: 'http://a.test/up', calledAtEpochMs: FIXTURE_EPOCH_MS + 1, ...changes }),
  );
}

function heard(): readonly string[] {
  vi.advanceTimersByTime(400);
  return said.splice(0);
}

describe('of transfers', () => {
  test('a failure and an upload that went well are told once; a plain request is not', () => {
    const failed = row('f', {
      kind: 'request',
      method: 'GET',
      state: 'failed',
      errMsg: 'request:fail timeout',
    });
    const uploaded = row('u', { kind: 'upload', state: 'done', statusCode: 200 });
    announcer.rows([failed, uploaded, row('r', { kind: 'request', state: 'done' })]);
    expect(heard()).toEqual([
      'Failed: GET http://a.test/up. request:fail timeout Upload finished with 200: http://a.test/up.',
    ]);
    // A note on its row makes the row come again.
    announcer.rows([failed, uploaded]);
    expect(heard()).toEqual([]);
  });

  test('what is running, was called before, or was read from a file is no news', () => {
    announcer.rows([
      row('running', { kind: 'upload', state: 'running' }),
      row('old', { kind: 'upload', state: 'done', calledAtEpochMs: FIXTURE_EPOCH_MS - 1 }),
      row('read', { kind: 'upload', state: 'done', origin: { kind: 'import', from: 'a.har' } }),
      row('picture', { kind: 'resource', state: 'failed' }),
    ]);
    expect(heard()).toEqual([]);
  });

  test('many at once are told by their number', () => {
    announcer.rows(['a', 'b', 'c'].map((id) => row(id, { kind: 'upload', state: 'failed' })));
    expect(heard()).toEqual(['3 transfers failed.']);
  });

  test('marks of direction and endless addresses do not get into a sentence', () => {
    const url = `http://a.test/\u202e${'x'.repeat(500)}`;
    announcer.rows([row('u', { kind: 'download', state: 'done', statusCode: 200, url })]);
    const [sentence = ''] = heard();
    expect(sentence).toContain('‹U+202E›');
    expect(sentence.length).toBeLessThan(200);
  });
});

describe('of the project', () => {
  const line = (hits: number): RuleLine => ({
    id: 'one',
    text: '--fault upload:dns',
    isOn: true,
    origin: 'project',
    match: null,
    action: null,
    hits,
    lastExchangeId: null,
    findings: [],
  });
  const paused: PausedTransfer = {
    exchangeId: 'e',
    side: 'request',
    kind: 'upload',
    method: 'POST',
    url: 'http://a.test/up',
    page: '',
    sinceEpochMs: 0,
    statusCode: null,
  };

  test('a rule that hits and a transfer that stops are told when they do', () => {
    announcer.rules([line(2)]);
    announcer.paused([]);
    expect(heard()).toEqual([]);
    announcer.rules([line(3)]);
    announcer.paused([paused]);
    expect(heard()).toEqual([
      'Rule applied: --fault upload:dns. Stopped at a breakpoint: POST http://a.test/up.',
    ]);
    announcer.rules([line(3)]);
    announcer.paused([paused]);
    expect(heard()).toEqual([]);
  });

  test('opening and closing are told, but not what was open from the start', () => {
    const project = { folder: '/a', name: 'Album' } as ProjectInfo;
    announcer.project(project);
    expect(heard()).toEqual([]);
    announcer.project(null);
    expect(heard()).toEqual(['Album is closed.']);
    announcer.project(project);
    expect(heard()).toEqual(['Album is open.']);
  });
});
