import { expect } from 'vitest';
import { DEFAULT_SETTINGS, type ProgramSettings } from '#contract/settings';
import { shareWorker } from '../support/transfer-harness.ts';
import { openWirePage } from './wire-page.ts';
import { answers, headerOf, requestFailed, requestOk, sendTo, warnedOf } from './wire-request-kit.ts';
import { ending, masked, quiet, seeingServer, table, wholeStory, type SpecRow } from './wire-rows.ts';

/** wx-api.md §3: what else the legal domains are asked about — the target of each redirect, and network images. */

const { client } = shareWorker();

/** `api.example.com`, which leads to `/to?<url>`, and `cdn.example.com`. */
async function twoHosts(settings: Partial<ProgramSettings>, urlCheck = true) {
  const api = await seeingServer((request, response) => {
    const to = /^\/to\?(.*)/.exec(request.url ?? '')?.[1];
    answers(to === undefined ? {} : { statusCode: 302, headers: [['Location', to]] })(request, response);
  });
  const cdn = await seeingServer(answers({ body: 'cdn' }));
  const page = await openWirePage({
    worker: client,
    urlCheck,
    settings: {
      ...settings,
      rules: [sendTo('api.example.com', api.origin), sendTo('cdn.example.com', cdn.origin)],
    },
  });
  return { api, cdn, page };
}

interface TargetRow extends SpecRow {
  readonly listed: readonly string[];
  readonly to: string;
  readonly urlCheck?: boolean;
  /** Whether the target is asked. */
  readonly reaches: boolean;
  readonly hears: object;
  readonly warns?: boolean;
}

const API = 'https://api.example.com';
const CDN = 'https://cdn.example.com';
const NOT_LISTED = requestFailed('url not in domain list', 600002);
const CDN_OK = requestOk('cdn', headerOf(3));

const TARGETS: readonly TargetRow[] = [
  {
    ids: ['3.domains.redirect-target'],
    says: 'a redirect to a listed host is followed',
    listed: [API, CDN],
    to: `${CDN}/image`,
    reaches: true,
    hears: CDN_OK,
  },
  {
    ids: ['3.domains.redirect-target', '8.errno.600002'],
    says: 'a redirect to another host ends the request before that host is asked',
    listed: [API],
    to: `${CDN}/image`,
    reaches: false,
    hears: NOT_LISTED,
  },
  {
    ids: ['3.domains.redirect-target', '3.domains.https'],
    says: 'a redirect from https to http is illegal',
    listed: [API, CDN],
    to: 'http://cdn.example.com/image',
    reaches: false,
    hears: NOT_LISTED,
  },
  {
    ids: ['3.domains.redirect-target', '3.domains.no-ip'],
    says: 'a redirect to an address of this computer is illegal',
    listed: [API, CDN],
    to: 'http://127.0.0.1:1/',
    reaches: false,
    hears: NOT_LISTED,
  },
  {
    ids: ['3.domains.redirect-target', '3.domains.urlCheck'],
    says: 'with urlCheck false the target is reached, and warned of',
    listed: [API],
    to: `${CDN}/image`,
    urlCheck: false,
    reaches: true,
    hears: CDN_OK,
    warns: true,
  },
];

table<TargetRow>(
  'the target of a redirect',
  TARGETS,
  async ({ listed, to, urlCheck, reaches, hears, warns }) => {
    const domains = { ...DEFAULT_SETTINGS.domains, request: listed };
    const { api, cdn, page } = await twoHosts({ domains }, urlCheck);
    page.call('request')({ url: `${API}/to?${to}`, ...page.callbacks() });
    expect(await wholeStory(page)).toEqual(ending(reaches ? 'success' : 'fail', hears));
    expect(api.seen).toHaveLength(1);
    expect(cdn.seen).toHaveLength(reaches ? 1 : 0);
    expect(warnedOf(page)).toEqual(warns ? ['not-listed'] : []);
  },
);

interface ImageRow extends SpecRow {
  readonly listed: Partial<ProgramSettings['domains']>;
  readonly isLegal: boolean;
}

table<ImageRow>(
  'a network image for getImageInfo',
  [
    {
      ids: ['3.domains.images'],
      says: 'is held to the list of downloads',
      listed: { downloadFile: [CDN] },
      isLegal: true,
    },
    {
      ids: ['3.domains.images'],
      says: 'gains nothing from the list of requests',
      listed: { request: [CDN] },
      isLegal: false,
    },
  ],
  async ({ listed, isLegal }) => {
    const { cdn, page } = await twoHosts({ domains: { ...DEFAULT_SETTINGS.domains, ...listed } });
    page.call('getImageInfo')({ src: `${CDN}/a.png`, ...page.callbacks() });
    await page.hears('complete');
    await quiet(page);
    expect(cdn.seen).toHaveLength(isLegal ? 1 : 0);
    // What the server sends is no image, and is told to be none only where it was fetched.
    const told = isLegal
      ? { errMsg: 'getImageInfo:fail invalid file type', errno: 1300022 }
      : {
          errMsg: 'getImageInfo:fail download image fail. reason: downloadFile:fail url not in domain list',
          errno: 600002,
        };
    expect(masked(page.heard)).toEqual(ending('fail', told));
  },
);
