import { describe, expect, test } from 'vitest';
import { storyFromExchange } from '../../../src-renderer/panel/transfers/story.ts';
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
    expect(story.map((line) => line.kind)).toEqual(['called', 'notWaited', 'connect', 'sent', 'failed']);
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
