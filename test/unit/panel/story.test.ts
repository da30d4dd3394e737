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

  test('a failed upload ends with its failure, and the step it ended in was only tried', () => {
    expect(storyOf('e5')).toEqual(['called', 'notWaited', 'dnsTried', 'fail', 'complete', 'failed']);
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
