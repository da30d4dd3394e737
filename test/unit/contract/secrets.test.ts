import { describe, expect, test } from 'vitest';
import { isSecretHeader, isSecretName } from '#contract/secret-names';
import { redactedFields, redactedHeaders, redactedText, redactedUrl } from '#contract/secrets';

describe('what counts as a secret', () => {
  test.each([
    ...['token', 'access_token', 'accessToken', 'X-Auth-Token', 'session_key', 'sessionKey', 'api-key'],
    ...['password', 'client_secret', 'X-Amz-Signature', 'X-Amz-Security-Token', 'sign', 'openid', 'jwt'],
    ...['apikey', 'api_key2', 'tokens', 'token2', 'authtoken', 'userpassword', 'PHPSESSID', 'X-Auth', 'pass'],
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
      'https://REDACTED@a.example/x%2fy?a=1+2&access_token=REDACTED&b=%20#token=REDACTED',
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

  test.each([
    ['JSON that was cut off', '{"a":1,"access_token":"abc', '{"a":1,"access_token":"REDACTED"'],
    [
      'lines of JSON behind a mark',
      '\ufeff{"token":"x"}\n{"token":["y",{"z":"}"}],"k":1}',
      '\ufeff{"token":"REDACTED"}\n{"token":"REDACTED","k":1}',
    ],
    ['JSON in a call', 'cb({"token":"x"})', 'cb({"token":"REDACTED"})'],
    [
      'JSON within JSON',
      '{"d":"{\\"pwd\\":\\"x\\",\\"n\\":1}"}',
      '{"d":"{\\"pwd\\":\\"REDACTED\\",\\"n\\":1}"}',
    ],
    ['an object', '{"password":{"value":"x"},"b":2}', '{"password":"REDACTED","b":2}'],
    [
      'a login code, and no result code',
      '{"code":"0a1b2c3d4e5f6g7h8i"},{"code":0}',
      '{"code":"REDACTED"},{"code":0}',
    ],
    ['a form without its type', 'a=1&password=p%26q', 'a=1&password=REDACTED'],
    [
      'an address in words',
      'fail https://u:p@x/?token=abc is bad',
      'fail https://REDACTED@x/?token=REDACTED is bad',
    ],
    [
      'an address in an address',
      '?to=https%3A%2F%2Fx%2F%3Ftoken%3Dabc%26a%3D1',
      '?to=https%3A%2F%2Fx%2F%3Ftoken%3DREDACTED%26a%3D1',
    ],
    ['a header line', 'header:Authorization: Bearer x;text:y', 'header:Authorization: REDACTED;text:y'],
    ['a form of HTML', '<input name="csrf" value="x">', '<input name="csrf" value="REDACTED">'],
    ['XML', '<a><token>x</token></a>', '<a><token>REDACTED</token></a>'],
  ])('finds them in %s', (_where, text, clean) => {
    expect(redactedText(text, null)).toBe(clean);
  });

  test.each([
    ['{"a":', ''],
    ['{"token":[', ''],
    ['token:', ''],
    ['code=', ''],
    ['\\"', '"'],
    ['<input name=a ', ''],
    ['x://', ''],
    ['%3D', ''],
  ])(
    'goes once through a text made of %j',
    (piece, head) => {
      const text = head + piece.repeat(200_000);
      expect(redactedText(text, null).length).toBeGreaterThan(0);
    },
    5000,
  );

  test('changes nothing where there is none', () => {
    for (const text of [
      '{ "a" : 1 }',
      'plain token text',
      '{broken',
      '',
      'design=1&signal=2',
      '{"token":null}',
    ]) {
      expect(redactedText(text, null)).toBe(text);
    }
  });
});
