import { describe, expect, it } from 'vitest';
import { REDACTED, redactHeaders, redactUrl } from '../../../src-main/lib/redact.ts';

describe('headers', () => {
  it('lose the values of cookies and credentials, whatever their case, and keep their order', () => {
    expect(
      redactHeaders([
        ['Authorization', 'Bearer secret'],
        ['COOKIE', 'a=secret'],
        ['Set-Cookie', 'a=secret'],
        ['set-cookie', 'b=secret'],
        ['Proxy-Authorization', 'secret'],
        ['X-Api-Key', 'secret'],
        ['x-auth-token', 'secret'],
        ['Content-Type', 'text/plain'],
        ['X-Cookie-Note', 'kept'],
      ]),
    ).toEqual([
      ['Authorization', REDACTED],
      ['COOKIE', REDACTED],
      ['Set-Cookie', REDACTED],
      ['set-cookie', REDACTED],
      ['Proxy-Authorization', REDACTED],
      ['X-Api-Key', REDACTED],
      ['x-auth-token', REDACTED],
      ['Content-Type', 'text/plain'],
      ['X-Cookie-Note', 'kept'],
    ]);
  });
});

describe('a URL', () => {
  it.each([
    'https://host/path?size=5&name=a%20b',
    'https://host',
    'http://tmp/0a.jpg',
    'no url at all',
    '',
    'https://host/path?tokens=kept#token=kept',
  ])('without secrets stays as it was written: %s', (url) => {
    expect(redactUrl(url)).toBe(url);
  });

  it.each([
    'access_token',
    'token',
    'X-Amz-Signature',
    'X-Amz-Credential',
    'q-signature',
    'sign',
    'sig',
    'client_secret',
    'password',
    'apiKey',
    'session',
    'code',
    'auth',
  ])('loses the value of %s', (key) => {
    const redacted = new URL(redactUrl(`https://host/p?a=1&${key}=S3CRET&b=2`));
    expect([...redacted.searchParams]).toEqual([
      ['a', '1'],
      [key, REDACTED],
      ['b', '2'],
    ]);
  });

  it('loses every value of a key that repeats', () => {
    expect(redactUrl('https://host/?token=S1&a=1&token=S2')).not.toMatch(/S1|S2/);
  });

  it('loses its user and password', () => {
    const redacted = redactUrl('https://user:S3CRET@host:8080/p');
    expect(redacted).not.toMatch(/user|S3CRET/);
    expect(redacted).toContain('@host:8080/p');
  });
});
