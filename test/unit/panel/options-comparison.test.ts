import { describe, expect, test } from 'vitest';
import {
  compareOptions,
  otherOptions,
} from '../../../src-renderer/panel/transfers/details/options-comparison.ts';
import { richUpload } from '../../support/details-fixtures.ts';
import { exchangeFixture } from '../../support/exchange-fixtures.ts';

function fates(exchange: Parameters<typeof compareOptions>[0]): Record<string, string> {
  return Object.fromEntries(
    compareOptions(exchange).map(({ name, fate, why }) => [name, why === null ? fate : `${fate} ${why}`]),
  );
}

describe('compareOptions', () => {
  test('tells what was added, overwritten and respelled, and why', () => {
    expect(fates(richUpload())).toEqual({
      url: 'same',
      method: 'added method-upload',
      timeout: 'added timeout-default',
      host: 'added host',
      'User-Agent': 'added user-agent',
      'Accept-Encoding': 'added accept-encoding',
      'X-Token': 'respelled case',
      'content-type': 'changed upload-type',
      Referer: 'changed referer',
      'content-length': 'added length',
    });
  });

  test('lists headers that were written and did not go out', () => {
    const exchange = exchangeFixture('t', {
      written: { url: 'http://a.test/', header: { Referer: 'x', 'Content-Length': '3', 'x-old': '1' } },
      url: 'http://a.test/',
      requestHeaders: [['Accept-Encoding', 'gzip']],
      warnings: [{ rule: 'header-ignored', text: '', source: null }],
    });
    expect(fates(exchange)).toMatchObject({
      Referer: 'removed referer',
      'Content-Length': 'removed framing',
      'x-old': 'removed old-ios',
    });
  });

  test.each([
    ['http://a.test/x', 'http://a.test/x?page=1', [], 'changed data-in-url'],
    ['http://a.test/你', 'http://a.test/%E4%BD%A0', [], 'changed encoded'],
    ['http://u:p@a.test/', 'http://a.test/', [], 'changed credentials'],
    ['http://a.test/', 'http://a.test/', ['http://b.test/'], 'changed redirected'],
    ['http://a.test/', 'http://b.test/', [], 'changed rule'],
  ])('says of the address %s sent as %s why it differs', (written, url, redirects, fate) => {
    expect(fates(exchangeFixture('t', { written: { url: written }, url, redirects }))['url']).toBe(fate);
  });

  test('a time-out that a device cut shows both figures', () => {
    const [line] = compareOptions(
      exchangeFixture('t', { written: { timeout: 90_000 }, timeout: { ms: 60_000, from: 'cap' } }),
    ).filter(({ name }) => name === 'timeout');
    expect(line).toMatchObject({
      written: '90000\u00a0ms',
      sent: '60000\u00a0ms',
      fate: 'changed',
      why: 'timeout-cap',
    });
  });

  test('a call without options at all is compared too', () => {
    expect(fates(exchangeFixture('t', { written: null }))['method']).toBe('added method-default');
    expect(otherOptions(exchangeFixture('t', { written: 'text' }))).toEqual({});
  });
});
