import { describe, expect, test } from 'vitest';
import {
  addressFromUrl,
  progressOf,
  sizeBytesOf,
} from '../../../src-renderer/panel/exchange/exchange-view.ts';
import { exchangeFixture } from '../../support/exchange-fixtures.ts';

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
});
