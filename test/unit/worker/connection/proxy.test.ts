import { describe, expect, it } from 'vitest';
import { proxyFailed, proxyFrom } from '../../../../src-main/worker/connection/proxy.ts';

describe('proxyFrom', () => {
  it.each([
    ['http://proxy.example:3128', 'proxy.example', 3128, 'proxy.example:3128', null],
    ['http://proxy.example', 'proxy.example', 80, 'proxy.example:80', null],
    ['http://[::1]:3128', '::1', 3128, '[::1]:3128', null],
    ['http://me@p.example', 'p.example', 80, 'p.example:80', 'me:'],
    ['http://me:p%40ss%C3%BC@p.example', 'p.example', 80, 'p.example:80', 'me:p@ssü'],
  ])('reads %s', (text, host, port, name, credentials) => {
    const authorization =
      credentials === null ? null : `Basic ${Buffer.from(credentials).toString('base64')}`;
    expect(proxyFrom(text)).toMatchObject({ host, port, name, authorization });
  });

  it('tells proxies and credentials apart by keys that give no credentials away', () => {
    const texts = ['http://p', 'http://q', 'http://p:81', 'http://a:secret@p', 'http://a:secret2@p'];
    const keys = texts.map((text) => proxyFrom(text).key);
    expect(new Set(keys).size).toBe(texts.length);
    expect(keys.join(' ')).not.toMatch(/secret|c2Vjc/);
    expect(proxyFrom('http://a:secret@p').key).toBe(proxyFrom('http://a:secret@p:80').key);
  });

  it.each(['', 'no url', 'http://', 'socks5://user:secret@p:1', 'ftp://user:secret@p'])(
    'refuses %j without giving credentials away',
    (text) => {
      expect(() => proxyFrom(text)).toThrow(expect.objectContaining({ code: 'net.proxy' }));
      expect(() => proxyFrom(text)).not.toThrow(/secret/);
    },
  );
});

it.each([
  ['ECONNREFUSED', 'it refused the connection; is it running? (ECONNREFUSED)'],
  ['ENOTFOUND', 'its address cannot be found (ENOTFOUND)'],
  ['ECONNRESET', 'it closed the connection (ECONNRESET)'],
  ['ETIMEDOUT', 'it did not answer in time (ETIMEDOUT)'],
  ['HPE_INVALID_CONSTANT', 'it does not speak HTTP (HPE_INVALID_CONSTANT)'],
  ['ESOMETHING', 'it cannot be used (ESOMETHING)'],
])('a proxy that fails with %s is told in words', (code, words) => {
  const proxy = proxyFrom('http://me:secret@proxy.example:3128');
  expect(proxyFailed(proxy, Object.assign(new Error('x'), { code })).toWire()).toEqual({
    code: 'net.proxy',
    message: `The proxy proxy.example:3128 failed: ${words}`,
    details: { proxy: 'proxy.example:3128', cause: code },
  });
});
