import { describe, expect, it } from 'vitest';
import type { DownloadCall, UploadCall } from '#contract/transfer';
import {
  callWarnings,
  uploadWarnings,
  userPathWarnings,
} from '../../../../src-main/transfers/warnings/call-warnings.ts';
import { warning, WARNINGS } from '../../../../src-main/transfers/warnings/warning-table.ts';

const CALL: DownloadCall = {
  taskId: 't1',
  url: 'https://files.example.com/a',
  header: {},
  timeoutMs: null,
  wantsHttp2: false,
  invokedAtEpochMs: 0,
  callSite: { page: 'pages/a/a', stack: '' },
  written: {},
  filePath: null,
};
const LAB = 'http://127.0.0.1:4000';
const rulesOf = (changes: Partial<DownloadCall>): string[] => {
  const call = { ...CALL, ...changes };
  return callWarnings(call, new URL(call.url), [LAB]).map(({ rule }) => rule);
};
const upload = (changes: Partial<UploadCall>, sizeBytes = 1000): string[] =>
  uploadWarnings(
    { ...CALL, filePath: 'http://tmp/a.jpg', name: 'file', formData: [], formDataFindings: [], ...changes },
    sizeBytes,
  ).map(({ text }) => text);

describe('the URL of a call', () => {
  it.each([
    ['https://files.example.com/a?b=%E6%B8%A1', []],
    [`${LAB}/a`, []],
    ['http://127.0.0.1:4001/a', ['plain-http', 'private-host']],
    ['http://localhost/a', ['plain-http', 'private-host']],
    ['http://[::1]/a', ['plain-http', 'private-host']],
    ['https://192.168.0.7/a', ['private-host']],
    ['https://172.20.0.1/a', ['private-host']],
    ['https://intranet/a', ['private-host']],
    ['https://8.8.8.8/a', ['ip-address']],
    ['http://files.example.com/a', ['plain-http']],
    ['https://files.example.com/渡口.jpg', ['url-unencoded']],
    ['https://files.example.com/a b', ['url-unencoded']],
    ['https://files.example.com/a|b', ['url-unencoded']],
    ['https://files.example.com/a\u200bb', ['url-invisible']],
    ['https://user:secret@files.example.com/a', ['url-credentials']],
    ['http://tmp/abc.jpg', ['local-path-as-url', 'plain-http', 'private-host']],
  ])('%j is warned of with %j', (url, rules) => {
    expect(rulesOf({ url })).toEqual(rules);
  });

  it('names the character that cannot be seen', () => {
    const url = 'https://files.example.com/a\ufeff';
    const [found] = callWarnings({ ...CALL, url }, new URL(url), []);
    expect(found?.text).toContain('(U+FEFF)');
  });
});

describe('the options of a call', () => {
  it('warn of a time-out above 60 s', () => {
    expect(rulesOf({ timeoutMs: 60_000 })).toEqual([]);
    expect(rulesOf({ timeoutMs: 60_001 })).toEqual(['timeout-over-60s']);
  });

  it('warn of what has no effect here', () => {
    expect(rulesOf({ written: { enableQuic: true, enableCache: false, enableHttpDNS: true } })).toEqual([
      'option-ignored',
      'option-ignored',
    ]);
  });

  it.each([
    [null, 0],
    ['http://usr/a.jpg', 0],
    ['http://usra.jpg', 1],
    ['wxfile://usr-a.jpg', 1],
    ['wxfile://usr/a.jpg', 0],
  ])('warn of a user path without its slash: %j', (filePath, count) => {
    expect(userPathWarnings(filePath)).toHaveLength(count);
  });
});

describe('an upload', () => {
  it('of a small file with plain fields is not warned of', () => {
    expect(upload({ formData: [['user', 'a']] })).toEqual([]);
  });

  it('is warned of with the facts: size, key, path, types', () => {
    expect(upload({}, 10 * 1024 * 1024 + 1)).toEqual([WARNINGS['large-upload'].text]);
    expect(upload({ formData: [['file', 'a']] })[0]).toContain('a field named like the file (file)');
    expect(upload({ formData: [['photo', 'wxfile://tmp_1.jpg']] })[0]).toContain(
      'The field photo carries the local',
    );
    expect(upload({ formDataFindings: [{ kind: 'not-an-object', type: 'String' }] })[0]).toContain(
      'formData is of the type String',
    );
    expect(upload({ formDataFindings: [{ kind: 'not-text', field: 'list', type: 'Array' }] })[0]).toContain(
      'The formData field list is of the type Array',
    );
  });
});

it('every warning has a text of its own, and a source that is a URL or none', () => {
  const rows = Object.values(WARNINGS);
  expect(new Set(rows.map(({ text }) => text)).size).toBeGreaterThanOrEqual(rows.length - 1);
  for (const { source } of rows) if (source !== null) expect(URL.canParse(source)).toBe(true);
  expect(warning('error-saved', { status: 404 })).toMatchObject({
    rule: 'error-saved',
    text: expect.stringContaining('answered 404') as string,
  });
});
