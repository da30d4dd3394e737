import { describe, expect, test } from 'vitest';
import { filterExchanges } from '../../../src-renderer/panel/transfers/exchange-filter.ts';
import {
  addressFromUrl,
  isProblem,
  progressOf,
  sizeBytesOf,
} from '../../../src-renderer/panel/transfers/exchange-view.ts';
import { exchangeFixture, tenExchanges } from '../../support/exchange-fixtures.ts';

const ids = (exchanges: readonly { readonly id: string }[]): string =>
  exchanges.map(({ id }) => id).join(' ');

describe('filterExchanges', () => {
  test.each([
    ['all', '', 'e1 e2 e3 e4 e5 e6 e7 e8 e9 e10'],
    ['upload', '', 'e2 e5 e9'],
    ['all', '404', 'e4'],
    ['all', '列表', 'e7'],
    ['download', 'VOICE', 'e3 e10'],
    ['all', 'post 127.0.0.1', 'e2 e9'],
    ['all', 'tmp_77ab12', 'e3'],
    ['all', 'name_not_resolved', 'e5'],
    ['problem', '', 'e2 e4 e5 e7'],
    ['request', 'aborted', ''],
  ] as const)('%s “%s”', (kind, words, expected) => {
    expect(ids(filterExchanges(tenExchanges(), kind, words))).toBe(expected);
  });

  test('without a filter the list is handed on as it is', () => {
    const all = tenExchanges();
    expect(filterExchanges(all, 'all', '  ')).toBe(all);
  });
});

describe('an exchange as a row shows it', () => {
  test('addresses are split and readable', () => {
    expect(addressFromUrl('https://a.example:8443/v2/%E7%9B%B8%E5%86%8C?x=1')).toEqual({
      host: 'a.example:8443',
      path: '/v2/相册?x=1',
    });
    expect(addressFromUrl('/no-host')).toEqual({ host: '', path: '/no-host' });
    expect(addressFromUrl('https://a.example/%ff').path).toBe('/%ff');
  });

  test('a running transfer shows what is expected, a finished one what moved', () => {
    const running = exchangeFixture('r', {
      kind: 'upload',
      state: 'running',
      sentBytes: 50,
      expectedSendBytes: 200,
    });
    expect([sizeBytesOf(running), progressOf(running)]).toEqual([200, 25]);
    expect(sizeBytesOf({ ...running, state: 'aborted' })).toBe(50);
    const chunked = exchangeFixture('c', {
      kind: 'download',
      state: 'running',
      receivedBytes: 9,
      expectedReceiveBytes: 0,
    });
    expect([sizeBytesOf(chunked), progressOf(chunked)]).toEqual([9, null]);
  });

  test('a 404 is a problem though it is done, an abort is none', () => {
    expect(isProblem(exchangeFixture('a', { statusCode: 404 }))).toBe(true);
    expect(isProblem(exchangeFixture('b', { state: 'aborted', statusCode: null }))).toBe(false);
  });
});
