import { describe, expect, test } from 'vitest';
import { REDACTED } from '#contract/secrets';
import type { Exchange } from '#contract/transfer';
import { harEntry, type EntryBodies } from '../../../src-main/journal/archive/har-write.ts';
import { readHar } from '../../../src-main/journal/archive/har-read.ts';
import { redactedBody, redactedExchange } from '../../../src-main/journal/archive/redacted-exchange.ts';
import { exchangeFixture, tenExchanges } from '../../support/exchange-fixtures.ts';
import { harFaults } from '../../support/har-schema.ts';

const NO_BODIES: EntryBodies = { request: null, response: null };
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

function harOf(exchanges: readonly Exchange[], bodies: EntryBodies = NO_BODIES): unknown {
  return {
    log: {
      version: '1.2',
      creator: { name: 'Ferry', version: '0.1.0' },
      pages: [],
      entries: exchanges.map((exchange) => harEntry(exchange, bodies)),
    },
  };
}

function readBack(har: unknown, from = 'a.har'): ReturnType<typeof readHar> {
  return readHar(JSON.stringify(har), from, exchangeFixture(''));
}

describe('a HAR that Ferry writes', () => {
  test('is right by the schema of HAR 1.2, whatever became of the exchange', () => {
    expect(harFaults(harOf(tenExchanges()))).toEqual([]);
  });

  test('has each phase as HAR counts it: the handshake in connect too, what did not happen as -1', () => {
    const entry = harEntry(
      exchangeFixture('a', {
        phases: [
          { name: 'queue', startMs: 0, endMs: 5 },
          { name: 'connect', startMs: 5, endMs: 15 },
          { name: 'tls', startMs: 15, endMs: 45 },
          { name: 'send', startMs: 45, endMs: 46 },
          { name: 'wait', startMs: 46, endMs: 96 },
          { name: 'receive', startMs: 96, endMs: 100 },
        ],
      }),
      NO_BODIES,
    );
    expect(entry.timings).toEqual({
      blocked: 5,
      dns: -1,
      connect: 40,
      ssl: 30,
      send: 1,
      wait: 50,
      receive: 4,
    });
    expect(entry.time).toBe(100);
  });

  test('tells binary bodies apart from texts', () => {
    const picture = Uint8Array.of(0xff, 0xd8, 0xff, 0);
    const {
      request,
      response,
      _ferry: facts,
    } = harEntry(exchangeFixture('a'), {
      request: picture,
      response: picture,
    });
    expect(response.content).toMatchObject({ size: 4, encoding: 'base64', text: '/9j/AA==' });
    expect(facts.requestBody).toBe('/9j/AA==');
    expect(request.postData).toEqual({ mimeType: '', text: '' });
  });

  test('names the cookies of both sides', () => {
    const { request, response } = harEntry(
      exchangeFixture('a', {
        requestHeaders: [['Cookie', 'a=1; b=2=3']],
        responseHeaders: [['Set-Cookie', 'c=4; Path=/x; HttpOnly']],
      }),
      NO_BODIES,
    );
    expect(request.cookies).toEqual([
      { name: 'a', value: '1' },
      { name: 'b', value: '2=3' },
    ]);
    expect(response.cookies).toEqual([{ name: 'c', value: '4', path: '/x', httpOnly: true, secure: false }]);
  });
});

describe('a HAR that is read', () => {
  test('gives back what was written: method, URL, headers, bodies, times, what became of it', () => {
    for (const exchange of tenExchanges().filter(({ state }) => state === 'done' || state === 'failed')) {
      const { exchanges } = readBack(harOf([exchange], { request: bytes('out'), response: bytes('回来') }));
      expect(exchanges).toHaveLength(1);
      const [read] = exchanges;
      expect(read?.exchange).toMatchObject({
        kind: exchange.kind,
        state: exchange.state,
        method: exchange.method,
        url: exchange.url,
        page: exchange.page,
        statusCode: exchange.statusCode,
        requestHeaders: exchange.requestHeaders,
        responseHeaders: exchange.responseHeaders,
        calledAtEpochMs: exchange.calledAtEpochMs,
        origin: { kind: 'import', from: 'a.har' },
      });
      expect(new TextDecoder().decode(read?.response ?? undefined)).toBe('回来');
    }
  });

  test('may be another tool’s: Chrome’s HTTP/2 names, a form as params, a status of 0', () => {
    const har = {
      log: {
        entries: [
          {
            startedDateTime: '2026-03-14T06:30:00.000Z',
            time: 12.5,
            request: {
              method: 'POST',
              url: 'https://api.example.com/login',
              httpVersion: 'http/2.0',
              headers: [
                { name: ':authority', value: 'api.example.com' },
                { name: 'accept', value: '*/*' },
              ],
              postData: {
                mimeType: 'application/x-www-form-urlencoded',
                params: [
                  { name: 'user', value: '林' },
                  { name: 'n', value: '1' },
                ],
              },
            },
            response: { status: 0, headers: [], httpVersion: '' },
            timings: { blocked: 1, dns: -1, connect: 10, ssl: 6, send: 0.5, wait: 1, receive: 0 },
          },
          { request: { url: 'no address' } },
          null,
        ],
      },
    };
    const { exchanges, skippedCount } = readBack(har);
    expect(skippedCount).toBe(2);
    expect(exchanges[0]?.exchange).toMatchObject({
      kind: 'request',
      state: 'failed',
      statusCode: null,
      requestHeaders: [['accept', '*/*']],
      durationMs: 12.5,
      phases: [
        { name: 'queue', startMs: 0, endMs: 1 },
        { name: 'connect', startMs: 1, endMs: 5 },
        { name: 'tls', startMs: 5, endMs: 11 },
        { name: 'send', startMs: 11, endMs: 11.5 },
        { name: 'wait', startMs: 11.5, endMs: 12.5 },
      ],
    });
    expect(new TextDecoder().decode(exchanges[0]?.request ?? undefined)).toBe('user=%E6%9E%97&n=1');
  });

  test.each([
    ['no JSON', '{', 'is no HAR file'],
    ['no log', '{"entries":[]}', 'it has no log.entries'],
  ])('with %s is refused with words', (_what, text, words) => {
    expect(() => readHar(text, 'a.har', exchangeFixture(''))).toThrow(words);
  });
});

describe('an exchange for others', () => {
  const secret = 'hunter2';
  const exchange = exchangeFixture('a', {
    url: `https://u:${secret}@api.example.com/a?access_token=${secret}&q=1`,
    written: {
      url: `https://api.example.com/a?token=${secret}`,
      header: { Authorization: `Bearer ${secret}`, Accept: '*/*' },
      formData: { password: secret, n: 1 },
      data: `{"session_key":"${secret}"}`,
    },
    requestHeaders: [
      ['Cookie', `sid=${secret}`],
      ['accept', '*/*'],
    ],
    responseHeaders: [['Set-Cookie', `sid=${secret}`]],
    responseText: `{"openid":"${secret}","ok":true}`,
    redirects: [`https://api.example.com/b?sign=${secret}`],
    callbacks: [
      {
        taskId: 't',
        name: 'success',
        atMs: 1,
        argument: {
          data: `{"token":"${secret}"}`,
          cookies: [`sid=${secret}`],
          header: { 'Set-Cookie': secret },
        },
      },
    ],
    page: `pages/a?token=${secret}`,
    errMsg: `request:fail https://api.example.com/?token=${secret}`,
    rules: [`--map api.example.com=header:Authorization: ${secret};text:x`],
    hops: [
      {
        method: 'GET',
        url: `https://hop/?token=${secret}`,
        statusCode: 302,
        httpVersion: '1.1',
        requestHeaders: [['Authorization', secret]],
        responseHeaders: [['Location', `https://q/?token=${secret}`]],
        phases: [],
      },
    ],
    socket: {
      sentMessages: 1,
      receivedMessages: 0,
      messages: [{ direction: 'sent', atMs: 0, kind: 'text', sizeBytes: 3, preview: `{"token":"${secret}` }],
      closeCode: null,
      closeReason: `token: ${secret}`,
    },
    parts: [
      {
        name: 'token',
        filename: null,
        contentType: null,
        sizeBytes: 7,
        value: secret,
        offsetBytes: 10,
        contentOffsetBytes: 20,
        sha256: 'x',
      },
    ],
  });

  test('has none of its secrets anywhere, and the rest of what it says', () => {
    const text = JSON.stringify(redactedExchange(exchange));
    expect(text).not.toContain(secret);
    expect(text).toContain(REDACTED);
    expect(text).toContain('"accept","*/*"');
    expect(text).toContain('q=1');
    expect(text).toContain('\\"ok\\":true');
  });

  test('has a multipart body of the same length, its secret fields overwritten', () => {
    const body = bytes(`--b\r\nContent-Disposition: form-data; name="token"\r\n\r\n${secret}\r\n--b--`);
    const at = new TextDecoder().decode(body).indexOf(secret);
    const clean = redactedBody(body, 'multipart/form-data', [
      { name: 'token', filename: null, contentOffsetBytes: at, sizeBytes: secret.length },
    ]);
    expect(clean).toHaveLength(body.length);
    expect(new TextDecoder().decode(clean ?? bytes(''))).toContain('\r\n\r\n*******\r\n--b--');
  });

  test('has a field overwritten whose text holds a secret, and nothing beyond the body', () => {
    const body = bytes(`12{"password":"${secret}"}`);
    const part = { name: 'meta', filename: null, contentOffsetBytes: 2, sizeBytes: 1000 };
    expect(new TextDecoder().decode(redactedBody(body, null, [part]) ?? bytes(''))).toBe(
      `12${'*'.repeat(body.length - 2)}`,
    );
    const beyond = { ...part, contentOffsetBytes: 5000, name: 'token' };
    expect(redactedBody(body, null, [beyond])).toEqual(body);
  });

  test('has no text that is too long to be looked through', () => {
    expect(redactedBody(new Uint8Array(9_000_000).fill(0x61), 'text/plain', [])).toBeNull();
  });

  test('keeps bodies that hold no secret to the byte', () => {
    const picture = Uint8Array.of(0xff, 0xd8, 0xff);
    expect(redactedBody(picture, 'image/jpeg', [])).toBe(picture);
    const text = bytes('{ "a" : 1 }');
    expect(redactedBody(text, 'application/json', [])).toBe(text);
  });
});
