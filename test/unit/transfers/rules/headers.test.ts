import { describe, expect, it } from 'vitest';
import type { HeaderLines } from '#contract/transfer';
import { DEVTOOLS } from '../../../../src-main/transfers/rules/device-profile.ts';
import {
  cookiesOf,
  headerObject,
  headerValue,
  outgoingHeaders,
  refererOf,
} from '../../../../src-main/transfers/rules/headers.ts';

const SENDER = { appid: 'wx0123456789abcdef', profile: DEVTOOLS };
const REFERER = ['Referer', 'https://servicewechat.com/wx0123456789abcdef/devtools/page-frame.html'];
const DEVICE: HeaderLines = [
  ['User-Agent', DEVTOOLS.userAgent],
  ['Accept-Encoding', 'gzip, deflate, br'],
];

describe('outgoing headers', () => {
  it('are the device’s, then the page’s in their order and case, then the fixed Referer', () => {
    expect(
      outgoingHeaders('request', { 'X-B': '1', 'x-a': '2', Cookie: 'c=d' }, 'application/json', SENDER),
    ).toEqual({
      headers: [
        ...DEVICE,
        ['X-B', '1'],
        ['x-a', '2'],
        ['Cookie', 'c=d'],
        ['content-type', 'application/json'],
        REFERER,
      ],
      warnings: [],
    });
  });

  it.each([
    ['Referer', 'header-referer'],
    ['referer', 'header-referer'],
    ['User-Agent', 'header-user-agent'],
    ['Host', 'header-framing'],
    ['CONNECTION', 'header-framing'],
    ['Content-Length', 'header-framing'],
    ['transfer-encoding', 'header-framing'],
    ['Accept-Encoding', 'header-framing'],
  ])('leave out %s and warn by the rule %s, naming it as written', (name, rule) => {
    const { headers, warnings } = outgoingHeaders(
      'download',
      { [name]: 'forged', 'X-Own': '1' },
      null,
      SENDER,
    );
    expect(headers).toEqual([...DEVICE, ['X-Own', '1'], REFERER]);
    expect(warnings.map((warning) => [warning.rule, warning.text.includes(name)])).toEqual([[rule, true]]);
    expect(JSON.stringify(warnings)).not.toContain('forged');
  });

  it('of an upload have the content type with the boundary, whatever the page wrote', () => {
    const type = 'multipart/form-data; boundary=b';
    const { headers, warnings } = outgoingHeaders(
      'upload',
      { 'Content-Type': 'multipart/form-data' },
      type,
      SENDER,
    );
    expect(headers).toEqual([...DEVICE, ['content-type', type], REFERER]);
    expect(warnings.map(({ rule }) => rule)).toEqual(['header-content-type']);
  });

  it.each([
    ['its own content type', { 'Content-Type': 'text/xml' }, 'text/xml'],
    ['the default where it wrote none', {}, 'application/json'],
  ])('of a request have %s', (_what, written: Record<string, string>, expected) => {
    const { headers, warnings } = outgoingHeaders('request', written, 'application/json', SENDER);
    expect(
      headers.filter(([name]) => name.toLowerCase() === 'content-type').map(([, value]) => value),
    ).toEqual([expected]);
    expect(warnings).toEqual([]);
  });

  it.each([
    ['devtools', 'https://servicewechat.com/touristappid/devtools/page-frame.html'],
    ['0', 'https://servicewechat.com/touristappid/0/page-frame.html'],
    ['42', 'https://servicewechat.com/touristappid/42/page-frame.html'],
  ])('have a Referer of version %s', (refererVersion, expected) => {
    expect(refererOf('touristappid', { ...DEVTOOLS, refererVersion })).toBe(expected);
  });
});

describe('incoming headers', () => {
  const LINES: HeaderLines = [
    ['Set-Cookie', 'a=1; Path=/'],
    ['Content-Type', 'text/plain'],
    ['set-cookie', 'b=2'],
    ['X-Two', 'one'],
    ['x-two', 'two'],
  ];

  it('become one object with repeats joined under their first spelling', () => {
    expect(headerObject(LINES)).toEqual({
      'Set-Cookie': 'a=1; Path=/,b=2',
      'Content-Type': 'text/plain',
      'X-Two': 'one,two',
    });
  });

  it('may have names an object knows already', () => {
    const names = ['constructor', 'toString', '__proto__', 'hasOwnProperty'];
    const object = headerObject(names.map((name) => [name, 'value']));
    expect(Object.entries(object)).toEqual(names.map((name) => [name, 'value']));
  });

  it('give their cookies line by line', () => {
    expect(cookiesOf(LINES)).toEqual(['a=1; Path=/', 'b=2']);
    expect(cookiesOf([])).toEqual([]);
  });

  it('give a first value by lower-case name', () => {
    expect(['content-type', 'x-two', 'x-none'].map((name) => headerValue(LINES, name))).toEqual([
      'text/plain',
      'one',
      null,
    ]);
  });
});
