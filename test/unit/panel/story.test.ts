import { describe, expect, test } from 'vitest';
import { storyFromExchange, tabFor, tabsOf } from '../../../src-renderer/panel/transfers/story.ts';
import { redirected, socketExchange } from '../../support/details-fixtures.ts';
import { exchangeFixture, tenExchanges } from '../../support/exchange-fixtures.ts';

function storyOf(id: string): readonly string[] {
  const exchange = tenExchanges().find((candidate) => candidate.id === id);
  if (!exchange) throw new Error(`No fixture ${id}`);
  return storyFromExchange(exchange).map((line) => (line.kind === 'callback' ? line.name : line.kind));
}

describe('storyFromExchange', () => {
  test('an upload from the call to complete, in time order', () => {
    expect(storyOf('e2')).toEqual([
      'called',
      'waited',
      'connect',
      'sent',
      'progress',
      'answered',
      'onHeadersReceived',
      'received',
      'success',
      'complete',
    ]);
  });

  test('a download over an open connection says so, and where it wrote', () => {
    expect(storyOf('e3')).toEqual([
      'called',
      'notWaited',
      'reused',
      'answered',
      'received',
      'written',
      'success',
    ]);
  });

  test('a failed upload fails before it calls back, and the step it ended in was only tried', () => {
    expect(storyOf('e5')).toEqual(['called', 'notWaited', 'dnsTried', 'failed', 'fail', 'complete']);
  });

  test('a connection that stood is not said to have been tried when the answer never came', () => {
    const story = storyFromExchange(
      exchangeFixture('t', {
        state: 'failed',
        statusCode: null,
        durationMs: 60_000,
        sentBytes: 10,
        receivedBytes: 0,
        phases: [
          { name: 'connect', startMs: 1, endMs: 2 },
          { name: 'send', startMs: 2, endMs: 3 },
        ],
      }),
    );
    expect(story.map((line) => line.kind)).toEqual([
      'called',
      'notWaited',
      'connect',
      'sent',
      'waitedForServer',
      'failed',
    ]);
  });

  test('an aborted download ends with the abort', () => {
    expect(storyOf('e6').at(-1)).toBe('aborted');
  });

  test('running transfers tell how far they are', () => {
    expect(storyOf('e9').at(-1)).toBe('sending');
    expect(storyOf('e10').at(-1)).toBe('receiving');
  });

  test('a waiting transfer waits', () => {
    const waiting = exchangeFixture('w', {
      state: 'waiting',
      statusCode: null,
      phases: [],
      receivedBytes: 0,
    });
    expect(storyFromExchange(waiting).map((line) => line.kind)).toEqual(['called', 'waiting']);
  });

  test('a 404 download is not said to have failed', () => {
    expect(storyOf('e4')).not.toContain('failed');
  });
});

describe('a story', () => {
  const kinds = (changes: Parameters<typeof exchangeFixture>[1]): readonly string[] =>
    storyFromExchange(exchangeFixture('t', changes)).map(({ kind }) => kind);

  test('begins with whoever made the transfer', () => {
    expect(kinds({ origin: { kind: 'resend', of: 'e1' } })[0]).toBe('resent');
    expect(kinds({ origin: { kind: 'import', from: 'a.har' } })[0]).toBe('imported');
    expect(storyFromExchange(exchangeFixture('t', { kind: 'resource' }))[0]).toMatchObject({
      isElement: true,
    });
  });

  test('names the slot, who freed it, the rules, and each redirect by its number', () => {
    const lines = storyFromExchange(
      exchangeFixture('t', {
        queueMs: 40,
        slot: { index: 9, fromMs: 40, toMs: 50, freedBy: 'e7' },
        rules: ['request:delay=10ms'],
        redirects: ['http://a.test/1', 'http://a.test/2'],
      }),
    );
    expect(lines.find(({ kind }) => kind === 'waited')).toMatchObject({ slot: 9, freedBy: 'e7' });
    expect(lines.find(({ kind }) => kind === 'rule')).toMatchObject({ rule: 'request:delay=10ms' });
    expect(lines.filter((line) => line.kind === 'redirect').map(({ hop }) => hop)).toEqual([1, 2]);
  });

  test('tells a redirect with its status at the time it was answered, before the host it led to', () => {
    const lines = storyFromExchange(redirected());
    const at = lines.findIndex(({ kind }) => kind === 'redirect');
    expect(lines[at]).toMatchObject({ statusCode: 301, atMs: 40, tookMs: 39, link: 'headers' });
    expect(lines.findIndex(({ kind }) => kind === 'connect')).toBeGreaterThan(at);
  });

  test('names who answered where that is not the host itself', () => {
    const connect = (url: string) =>
      storyFromExchange(exchangeFixture('t', { url })).find(({ kind }) => kind === 'connect');
    expect(connect('https://a.example.com/')).toMatchObject({
      peer: { address: '127.0.0.1:43817', httpVersion: '1.1' },
    });
    expect(connect('http://127.0.0.1:43817/')).toMatchObject({ peer: null });
  });

  test('of a WebSocket counts its messages and ends with how it was closed', () => {
    const open = storyFromExchange(socketExchange(3)).map(({ kind }) => kind);
    expect(open).toEqual(['called', 'answered', 'messages']);
    const closed = storyFromExchange(socketExchange(3, { closeCode: 1000, closeReason: 'bye' }));
    expect(closed.at(-1)).toMatchObject({ kind: 'closed', code: 1000, reason: 'bye', atMs: 9000 });
  });

  test('a pane that an exchange does not have gives way to what it has instead', () => {
    expect(tabFor('parts', 'socket')).toBe('messages');
    expect(tabFor('messages', 'download')).toBe('response');
    expect(tabFor('headers', 'socket')).toBe('headers');
    expect(tabsOf('upload')).not.toContain('messages');
  });

  test('tells stops at breakpoints, those that are over at the time they ended', () => {
    const pause = { side: 'request', fromMs: 1, toMs: 9, edited: ['url'] } as const;
    const lines = storyFromExchange(
      exchangeFixture('t', { state: 'running', pausedAt: 'response', pauses: [pause] }),
    );
    expect(lines.find(({ kind }) => kind === 'resumed')).toMatchObject({
      atMs: 9,
      tookMs: 8,
      edited: ['url'],
    });
    expect(lines.find(({ kind }) => kind === 'paused')).toMatchObject({ side: 'response' });
  });
});
