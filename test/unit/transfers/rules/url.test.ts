import { describe, expect, it } from 'vitest';
import type { FerryError } from '#contract/errors';
import { parseTransferUrl, redirectFrom } from '../../../../src-main/transfers/rules/url.ts';

function codeOf(run: () => unknown): string {
  try {
    run();
    return 'accepted';
  } catch (error) {
    return (error as FerryError).code;
  }
}

describe('the URL of a transfer', () => {
  it.each([
    ['http://host/a?b#c', 'http://host/a?b#c'],
    ['HTTPS://Host:443/', 'https://host/'],
    ['https://user:pass@host/', 'https://user:pass@host/'],
    ['https://host/渡口', 'https://host/%E6%B8%A1%E5%8F%A3'],
    ['http://[::1]:8080/', 'http://[::1]:8080/'],
  ])('%s goes out as %s', (text, href) => {
    expect(parseTransferUrl(text).href).toBe(href);
  });

  it.each([
    ['', 'request.url'],
    ['host/a', 'request.url'],
    ['/a', 'request.url'],
    ['//host/a', 'request.url'],
    ['http://', 'request.url'],
    ['https://host:99999/', 'request.url'],
    ['https://a b/', 'request.url'],
    ['ftp://host/', 'request.scheme'],
    ['file:///etc/passwd', 'request.scheme'],
    ['data:text/plain,x', 'request.scheme'],
    ['blob:http://host/1', 'request.scheme'],
    ['javascript:alert(1)', 'request.scheme'],
    ['wxfile://tmp_1.jpg', 'request.scheme'],
    ['ws://host/', 'request.scheme'],
  ])('%j is refused as %s', (text, code) => {
    expect(codeOf(() => parseTransferUrl(text))).toBe(code);
  });
});

describe('a redirect', () => {
  const url = new URL('https://host/a/b?c');
  const from = (status: number, method: string, location: string | null = '/next') => {
    const target = redirectFrom(status, location, { url, method });
    return target && { href: target.url.href, method: target.method, keepsBody: target.keepsBody };
  };

  // The Fetch standard, HTTP-redirect fetch, step 12: what Chromium's network stack, which WeChat uses, does.
  const TURNS_TO_GET: Readonly<Record<number, readonly string[]>> = {
    301: ['POST'],
    302: ['POST'],
    303: ['POST', 'PUT', 'DELETE', 'OPTIONS'],
    307: [],
    308: [],
  };
  const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'OPTIONS'];

  it.each([301, 302, 303, 307, 308])('by %i chooses the next method as browsers do', (status) => {
    expect(METHODS.map((method) => from(status, method)?.method)).toEqual(
      METHODS.map((method) => (TURNS_TO_GET[status]?.includes(method) ? 'GET' : method)),
    );
  });

  it.each([
    [301, 'POST', false],
    [302, 'PUT', true],
    [303, 'PUT', false],
    [307, 'POST', true],
    [308, 'PUT', true],
  ])('by %i of a %s keeps its body: %s', (status, method, keepsBody) => {
    expect(from(status, method)?.keepsBody).toBe(keepsBody);
  });

  it.each([
    ['/next', 'https://host/next'],
    ['next', 'https://host/a/next'],
    ['?d', 'https://host/a/b?d'],
    ['//other/x', 'https://other/x'],
    ['http://other:81/', 'http://other:81/'],
  ])('to %s leads to %s', (location, href) => {
    expect(from(302, 'GET', location)?.href).toBe(href);
  });

  it.each([
    ['without a Location', 302, null],
    ['to what is no URL', 302, 'http://'],
    ['by 200', 200, '/next'],
    ['by 300', 300, '/next'],
    ['by 304', 304, '/next'],
    ['by 305', 305, '/next'],
  ])('%s is none', (_what, status, location) => {
    expect(from(status, 'GET', location)).toBeNull();
  });

  it.each(['ftp://host/', 'file:///etc/passwd', 'weixin://dl/business'])('to %s is refused', (location) => {
    expect(codeOf(() => from(302, 'GET', location))).toBe('request.scheme');
  });
});
