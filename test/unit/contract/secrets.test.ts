import { describe, expect, test } from 'vitest';
import {
  isSecretHeader,
  isSecretName,
  redactedFields,
  redactedHeaders,
  redactedText,
  redactedUrl,
} from '#contract/secrets';

describe('what counts as a secret', () => {
  test.each([
    ...['token', 'access_token', 'accessToken', 'X-Auth-Token', 'session_key', 'sessionKey', 'api-key'],
    ...['password', 'client_secret', 'X-Amz-Signature', 'X-Amz-Security-Token', 'sign', 'openid', 'jwt'],
  ])('%s does', (name) => {
    expect(isSecretName(name)).toBe(true);
  });

  test.each([
    'key',
    'name',
    'tokens_left_over'.slice(7),
    'design',
    'signal',
    'passage',
    'file',
    'keyword',
    'sidebar',
  ])('%s does not', (name) => {
    expect(isSecretName(name)).toBe(false);
  });

  test('headers that carry credentials do, whatever their case', () => {
    for (const name of ['Authorization', 'COOKIE', 'Set-Cookie', 'proxy-authorization', 'X-Api-Key']) {
      expect(isSecretHeader(name)).toBe(true);
    }
    for (const name of ['Content-Type', 'Referer', 'ETag']) expect(isSecretHeader(name)).toBe(false);
  });
});

describe('taking secrets out', () => {
  test('leaves every other byte of an address as it was', () => {
    expect(redactedUrl('https://u:p@a.example/x%2fy?a=1+2&access_token=T&b=%20#token=x')).toBe(
      'https://REDACTED@a.example/x%2fy?a=1+2&access_token=REDACTED&b=%20#token=x',
    );
    expect(redactedUrl('https://a.example/@b?a')).toBe('https://a.example/@b?a');
    expect(redactedUrl('no address?token=1')).toBe('no address?token=REDACTED');
  });

  test('finds them in headers, fields, forms and JSON of any depth, also in a field that holds JSON', () => {
    expect(
      redactedHeaders([
        ['Authorization', 'Bearer x'],
        ['Accept', '*/*'],
      ]),
    ).toEqual([
      ['Authorization', 'REDACTED'],
      ['Accept', '*/*'],
    ]);
    expect(
      redactedFields([
        ['policy', '{"session_key":"x","n":1}'],
        ['token', 'x'],
      ]),
    ).toEqual([
      ['policy', '{"session_key":"REDACTED","n":1}'],
      ['token', 'REDACTED'],
    ]);
    expect(redactedText('a=1&password=p%26q', 'application/x-www-form-urlencoded')).toBe(
      'a=1&password=REDACTED',
    );
    expect(redactedText('[{"user":{"password":"x"}}]', 'application/json')).toBe(
      '[{"user":{"password":"REDACTED"}}]',
    );
  });

  test('changes nothing where there is none', () => {
    for (const text of ['{ "a" : 1 }', 'plain token text', '{broken', '']) {
      expect(redactedText(text, null)).toBe(text);
    }
  });
});
