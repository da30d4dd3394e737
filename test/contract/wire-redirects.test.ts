import type { IncomingMessage, RequestListener } from 'node:http';
import { expect } from 'vitest';
import { shareWorker } from '../support/transfer-harness.ts';
import { openWirePage, type Heard } from './wire-page.ts';
import { answers, headerOf, requestFailed, requestOk } from './wire-request-kit.ts';
import { ending, seeingServer, table, valuesOf, wholeStory, type SpecRow } from './wire-rows.ts';

/** wx-api.md §3 (redirect targets, too many redirects) and §7 (the option `redirect`). */

const { client } = shareWorker();

/** `/301` leads to `/end`; `/loop` to itself; `/to?<url>` wherever one likes. */
const redirecting: RequestListener = (request, response) => {
  answers(answerFor(request))(request, response);
};

function answerFor({ url = '' }: IncomingMessage): Parameters<typeof answers>[0] {
  const { pathname, search } = new URL(url, 'http://h');
  const status = /^\/(30\d)/.exec(pathname)?.[1];
  const countdown = /^\/count\/(\d+)/.exec(pathname)?.[1];
  if (status !== undefined)
    return { statusCode: Number(status), headers: [['Location', '/end']], body: 'moved' };
  if (pathname === '/loop') return { statusCode: 302, headers: [['Location', '/loop']] };
  if (countdown !== undefined && countdown !== '0')
    return { statusCode: 302, headers: [['Location', `/count/${String(Number(countdown) - 1)}`]] };
  if (pathname === '/to')
    return { statusCode: 302, headers: [['Location', decodeURIComponent(search.slice(1))]], body: 'to' };
  if (pathname === '/nowhere') return { statusCode: 302, body: 'nowhere' };
  return { headers: [['X-End', '1']], body: 'end' };
}

const END = requestOk('end', headerOf(3, { 'X-End': '1' }));
const MOVED = (status: number): object =>
  requestOk('moved', headerOf(5, { Location: '/end' }), { statusCode: status });

interface RedirectRow extends SpecRow {
  readonly path: string;
  readonly options?: object;
  readonly device?: 'windows' | 'android';
  /** What the page hears, beside the event of the headers. */
  readonly hears: readonly Heard[];
  /** Method, path and body of each request. */
  readonly seen: readonly (readonly [method: string, path: string, body: string])[];
}

const POST = { method: 'POST', data: 'body' };

const ROWS: readonly RedirectRow[] = [
  {
    ids: ['7.option.redirect', '7.redirect.follow'],
    says: 'a redirect is followed by default, and only the last answer is told',
    path: '/302',
    hears: ending('success', END),
    seen: [
      ['GET', '/302', ''],
      ['GET', '/end', ''],
    ],
  },
  {
    ids: ['7.redirect.follow'],
    says: 'redirect follow says the same',
    path: '/301',
    options: { redirect: 'follow' },
    hears: ending('success', END),
    seen: [
      ['GET', '/301', ''],
      ['GET', '/end', ''],
    ],
  },
  {
    // UNCERTAIN: WeChat is silent on methods; as browsers do.
    ids: ['7.redirect.follow'],
    says: 'a POST becomes a GET on 302, and leaves its body behind',
    path: '/302',
    options: POST,
    hears: ending('success', END),
    seen: [
      ['POST', '/302', 'body'],
      ['GET', '/end', ''],
    ],
  },
  {
    ids: ['7.redirect.follow'],
    says: 'a PUT becomes a GET on 303',
    path: '/303',
    options: { ...POST, method: 'PUT' },
    hears: ending('success', END),
    seen: [
      ['PUT', '/303', 'body'],
      ['GET', '/end', ''],
    ],
  },
  {
    ids: ['7.redirect.follow'],
    says: 'a POST stays one on 307, body and all',
    path: '/307',
    options: POST,
    hears: ending('success', END),
    seen: [
      ['POST', '/307', 'body'],
      ['POST', '/end', 'body'],
    ],
  },
  {
    ids: ['7.redirect.follow'],
    says: 'a POST stays one on 308',
    path: '/308',
    options: POST,
    hears: ending('success', END),
    seen: [
      ['POST', '/308', 'body'],
      ['POST', '/end', 'body'],
    ],
  },
  {
    ids: ['7.redirect.manual'],
    says: 'redirect manual gives the redirect itself, its Location among the headers',
    path: '/302',
    options: { redirect: 'manual' },
    hears: [
      ['headers', { header: headerOf(5, { Location: '/end' }), cookies: [] }],
      ...ending('success', MOVED(302)),
    ],
    seen: [['GET', '/302', '']],
  },
  {
    ids: ['7.redirect.manual'],
    says: 'on Android the event has the status too',
    path: '/308',
    device: 'android',
    options: { redirect: 'manual' },
    hears: [
      ['headers', { header: headerOf(5, { Location: '/end' }), statusCode: 308, cookies: [] }],
      ...ending('success', MOVED(308)),
    ],
    seen: [['GET', '/308', '']],
  },
  {
    ids: ['7.redirect.windows'],
    says: 'WeChat for Windows has no such option, and follows',
    path: '/302',
    device: 'windows',
    options: { redirect: 'manual', enableProfile: false },
    hears: ending('success', { ...END, profile: undefined }),
    seen: [
      ['GET', '/302', ''],
      ['GET', '/end', ''],
    ],
  },
  {
    ids: ['7.redirect.no-location'],
    says: 'a redirect without a Location is an answer like any other',
    path: '/nowhere',
    hears: ending('success', requestOk('nowhere', headerOf(7), { statusCode: 302 })),
    seen: [['GET', '/nowhere', '']],
  },
  {
    // UNCERTAIN: nothing but http and https is ever reached; the redirect is handed to the page.
    ids: ['7.redirect.scheme'],
    says: 'a redirect to a file is an answer like any other',
    path: '/to?file:///etc/passwd',
    hears: ending(
      'success',
      requestOk('to', headerOf(2, { Location: 'file:///etc/passwd' }), { statusCode: 302 }),
    ),
    seen: [['GET', '/to?file:///etc/passwd', '']],
  },
  {
    ids: ['3.redirects.too-many'],
    says: 'twenty redirects are followed',
    path: '/count/20',
    hears: ending('success', END),
    seen: Array.from({ length: 21 }, (_, index) => ['GET', `/count/${String(20 - index)}`, ''] as const),
  },
  {
    // UNCERTAIN: the limit, which is Chromium's, and the words, which are Chromium's as well.
    ids: ['3.redirects.too-many', '8.errno.600008'],
    says: 'the twenty-first is too many',
    path: '/loop',
    hears: ending(
      'fail',
      requestFailed('errcode:-310 cronet_error_code:-310 error_msg:net::ERR_TOO_MANY_REDIRECTS', 600008),
    ),
    seen: Array.from({ length: 21 }, () => ['GET', '/loop', ''] as const),
  },
];

table<RedirectRow>('a redirect', ROWS, async ({ path, options, device, hears, seen }) => {
  const server = await seeingServer(redirecting);
  const page = await openWirePage({ worker: client, settings: device ? { device } : {} });
  const task = page.call('request')({ url: `${server.origin}${path}`, ...options, ...page.callbacks() });
  const wantsHeaders = hears[0]?.[0] === 'headers';
  if (wantsHeaders)
    (task as Record<string, (listener: unknown) => void>)['onHeadersReceived']?.(page.listener('headers'));
  expect(await wholeStory(page)).toEqual(hears);
  expect(server.seen.map(({ method, url, body }) => [method, url, body.toString()])).toEqual(seen);
});

interface LeavingRow extends SpecRow {
  /** Where the second request goes. */
  readonly target: 'same' | 'other';
  readonly seen: Readonly<Record<string, readonly string[]>>;
}

table<LeavingRow>(
  'headers on the way to the target',
  [
    {
      // UNCERTAIN: WeChat is silent; as curl and browsers do.
      ids: ['3.redirects.credentials'],
      says: 'stay with the same host, credentials included',
      target: 'same',
      seen: { authorization: ['Basic eA=='], cookie: ['a=1'], 'x-a': ['1'] },
    },
    {
      ids: ['3.redirects.credentials'],
      says: 'leave authorization and cookie behind on the way to another host',
      target: 'other',
      seen: { authorization: [], cookie: [], 'x-a': ['1'] },
    },
  ],
  async ({ target, seen }) => {
    const server = await seeingServer(redirecting);
    const other = await seeingServer(redirecting);
    const to = `${(target === 'same' ? server : other).origin}/end`;
    const page = await openWirePage({ worker: client });
    const header = { authorization: 'Basic eA==', cookie: 'a=1', 'X-A': '1' };
    page.call('request')({ url: `${server.origin}/to?${to}`, header, ...page.callbacks() });
    expect(await wholeStory(page)).toEqual(ending('success', END));
    const last = (target === 'same' ? server : other).last();
    for (const [name, values] of Object.entries(seen)) expect(valuesOf(last, name)).toEqual(values);
    expect(valuesOf(last, 'referer')).toEqual([
      'https://servicewechat.com/wx0123456789abcdef/devtools/page-frame.html',
    ]);
  },
);
