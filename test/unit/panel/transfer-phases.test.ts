import { describe, expect, test } from 'vitest';
import type { Exchange } from '#contract/transfer';
import { shownPhases } from '../../../src-renderer/panel/exchange/transfer-phases.ts';
import { exchangeFixture, profileFixture, tenExchanges } from '../../support/exchange-fixtures.ts';

function told(exchange: Exchange): readonly string[] {
  return shownPhases(exchange).map(
    ({ name, startMs, endMs, isUndone }) =>
      `${name} ${String(startMs)}–${String(endMs)}${isUndone ? ' undone' : ''}`,
  );
}

const failed = exchangeFixture('f', {
  state: 'failed',
  statusCode: null,
  durationMs: 500,
  phases: [],
  url: 'https://a.example/x',
});
const connected = { name: 'connect', startMs: 53, endMs: 60 } as const;
/** A job that began 40 ms after the call and got nowhere. */
const untouched = profileFixture({
  invokeStart: 1000,
  fetchStart: 1040,
  domainLookUpStart: 1040,
  connectStart: 1040,
  connectEnd: 1040,
  requestStart: 1040,
});

describe('shownPhases', () => {
  test('names what is before the socket and after the last byte, so that the parts add up', () => {
    const late = exchangeFixture('l', {
      durationMs: 77,
      queueMs: 5,
      phases: [
        { name: 'queue', startMs: 0, endMs: 5 },
        connected,
        { name: 'send', startMs: 60, endMs: 62 },
        { name: 'wait', startMs: 62, endMs: 67 },
        { name: 'receive', startMs: 67, endMs: 70 },
      ],
    });
    expect(told(late)).toEqual([
      'queue 0–5',
      'prepare 5–53',
      'connect 53–60',
      'send 60–62',
      'wait 62–67',
      'receive 67–70',
      'finish 70–77',
    ]);
    const totalMs = shownPhases(late).reduce((sum, { startMs, endMs }) => sum + endMs - startMs, 0);
    expect(totalMs).toBe(77);
  });

  test('a gap after redirects is theirs', () => {
    expect(
      told({ ...failed, state: 'done', redirects: ['https://b.example/'], phases: [connected] })[0],
    ).toBe('redirect 0–53');
  });

  test.each([
    ['connect over https', 'https://a.example/', [connected], 'tls 60–500 undone'],
    ['connect over http', 'http://a.example/', [connected], 'send 60–500 undone'],
    ['send', 'http://a.example/', [{ name: 'send', startMs: 0, endMs: 3 }], 'wait 3–500 undone'],
    ['wait', 'http://a.example/', [{ name: 'wait', startMs: 0, endMs: 9 }], 'receive 9–500 undone'],
  ] as const)('a transfer that failed after %s ended in the next phase', (_name, url, phases, last) => {
    expect(told({ ...failed, url, phases }).at(-1)).toBe(last);
    expect(told({ ...failed, state: 'aborted', url, phases }).at(-1)).toBe(last);
    expect(told({ ...failed, state: 'done', url, phases }).join()).not.toContain('undone');
  });

  test.each([
    ['https://a.example/x', untouched, 'dns 40–500 undone'],
    ['http://127.0.0.1:1/', untouched, 'connect 40–500 undone'],
    ['http://[::1]:1/', untouched, 'connect 40–500 undone'],
    ['http://127.0.0.1:1/', { ...untouched, requestStart: 1044 }, 'send 44–500 undone'],
  ])('one that completed nothing says what it tried: %s', (url, profile, last) => {
    expect(told({ ...failed, url, profile }).at(-1)).toBe(last);
  });

  test('one that never reached the wire, and a running one, have nothing added', () => {
    expect(told({ ...failed, profile: null })).toEqual([]);
    const running = tenExchanges().find(({ id }) => id === 'e9');
    if (!running) throw new Error('The fixtures hold no running upload.');
    expect(told(running)).toEqual(['connect 1–2']);
  });
});
