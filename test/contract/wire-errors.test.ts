import type { Socket } from 'node:net';
import { expect } from 'vitest';
import type { DeviceName } from '#contract/device';
import type { Fault } from '#contract/conditions';
import type { ProgramHarnessOptions } from '../support/program-harness.ts';
import { withRawServer } from '../support/raw-server.ts';
import { shareWorker } from '../support/transfer-harness.ts';
import { openWirePage, type WirePage } from './wire-page.ts';
import { headServer, NO_EXCEPTION } from './wire-request-kit.ts';
import { ending, masked, quiet, table, type SpecRow } from './wire-rows.ts';

/**
 * wx-api.md §8, by device: a network that fails under each of the three functions. Certificates are in wire-tls,
 * the background in wire-app-life, domains in wire-legal-domains, the eleventh transfer in wire-request-task.
 */

const { client } = shareWorker();
const APIS = ['request', 'uploadFile', 'downloadFile'] as const;
type Api = (typeof APIS)[number];
type Words = string | Readonly<Record<Api, string>>;

/** Where the transfer goes, and how the program runs. */
interface Situation {
  readonly url: string;
  readonly harness?: ProgramHarnessOptions;
}

interface ErrorRow extends SpecRow {
  readonly situation: () => Promise<Situation>;
  /** After `<api>:fail `, on a phone and on Windows. */
  readonly words: Words;
  readonly errno: number;
  /** Devices that say it otherwise; without an errno where WeChat's log has none. */
  readonly elsewhere?: Partial<Record<DeviceName, { readonly words: Words; readonly errno?: number }>>;
}

/** Chromium's error in the words of each API. */
function chromium(code: number, name: string): Readonly<Record<Api, string>> {
  const number = String(code);
  const common = `errcode:${number} cronet_error_code:${number} error_msg:net::${name}`;
  return { request: common, downloadFile: common, uploadFile: `upload fail:${number}:net::${name}` };
}

/** A server that reads a request, or some of it, then acts. */
async function rude(act: (socket: Socket) => void): Promise<Situation> {
  return { url: (await headServer(act)).origin };
}

function faulty(fault: Fault): Situation {
  const rule = { id: 'f', text: 'f', enabled: true, match: {}, action: { kind: 'fault', fault } } as const;
  return { url: 'http://api.example.com/', harness: { settings: { rules: [rule] } } };
}

/** A port of this computer on which nobody listens any more. */
async function closedPort(): Promise<number> {
  const server = await withRawServer(() => undefined);
  await server.drained();
  return server.port;
}

let refusedPort = 0;

const ROWS: readonly ErrorRow[] = [
  {
    ids: ['8.text.reset', '8.net.ERR_CONNECTION_RESET', '8.errno.600001'],
    says: 'the connection is reset before the answer',
    situation: () => rude((socket) => socket.resetAndDestroy()),
    words: chromium(-101, 'ERR_CONNECTION_RESET'),
    errno: 600001,
  },
  {
    ids: ['8.text.reset', '8.net.ERR_CONNECTION_RESET'],
    says: 'the connection is reset within the answer',
    situation: () =>
      rude((socket) => {
        socket.write('HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n123', () => {
          socket.resetAndDestroy();
        });
      }),
    words: chromium(-101, 'ERR_CONNECTION_RESET'),
    errno: 600001,
  },
  {
    ids: ['8.net.ERR_CONNECTION_CLOSED', '8.text.devtools-hang-up'],
    says: 'the server closes without an answer',
    situation: () => rude((socket) => socket.end()),
    words: chromium(-100, 'ERR_CONNECTION_CLOSED'),
    errno: 600001,
    elsewhere: { devtools: { words: 'Error: socket hang up' } },
  },
  {
    ids: ['8.net.ERR_CONTENT_LENGTH_MISMATCH', '8.errno.600001'],
    says: 'the answer ends before its length',
    situation: () => rude((socket) => socket.end('HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n123')),
    words: chromium(-354, 'ERR_CONTENT_LENGTH_MISMATCH'),
    errno: 600001,
  },
  {
    ids: ['8.net.ERR_CONNECTION_REFUSED', '8.text.devtools-node'],
    says: 'nobody listens',
    async situation() {
      refusedPort = await closedPort();
      return { url: `http://127.0.0.1:${String(refusedPort)}/` };
    },
    words: chromium(-102, 'ERR_CONNECTION_REFUSED'),
    errno: 600001,
    elsewhere: { devtools: { words: 'Error: connect ECONNREFUSED 127.0.0.1:{port}' } },
  },
  {
    ids: ['8.net.ERR_NAME_NOT_RESOLVED', '8.text.devtools-getaddrinfo'],
    says: 'the name has no address',
    situation: () => Promise.resolve(faulty({ kind: 'dns' })),
    words: chromium(-105, 'ERR_NAME_NOT_RESOLVED'),
    errno: 600001,
    elsewhere: { devtools: { words: 'Error: getaddrinfo ENOTFOUND api.example.com' } },
  },
  {
    // A proxy is Ferry's own setting; Chromium has an error for it.
    ids: ['8.net.ERR_PROXY_CONNECTION_FAILED'],
    says: 'the proxy cannot be reached',
    async situation() {
      const proxy = `http://127.0.0.1:${String(await closedPort())}`;
      return { url: 'http://api.example.com/', harness: { settings: { proxy } } };
    },
    words: chromium(-130, 'ERR_PROXY_CONNECTION_FAILED'),
    errno: 600001,
  },
  {
    ids: ['8.net.ERR_INVALID_RESPONSE'],
    says: 'the answer is no HTTP',
    situation: () => rude((socket) => socket.end('220 mail.example.com ESMTP\r\n')),
    words: chromium(-320, 'ERR_INVALID_RESPONSE'),
    errno: 600001,
  },
  {
    ids: ['8.net.ERR_CONTENT_DECODING_FAILED'],
    says: 'the answer is not what its encoding says',
    situation: () =>
      rude((socket) =>
        socket.end('HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 5\r\n\r\nplain'),
      ),
    words: chromium(-330, 'ERR_CONTENT_DECODING_FAILED'),
    errno: 600001,
  },
  {
    // UNCERTAIN: errno 5, "time out" of the general list, or 600001.
    ids: ['8.text.timeout', '8.text.timeout.android-upload', '8.text.timeout.ios', '8.errno.5'],
    says: 'the time is up',
    async situation() {
      const networkTimeout = { request: 60, uploadFile: 60, downloadFile: 60 };
      return { ...(await rude(() => undefined)), harness: { app: { networkTimeout } } };
    },
    words: 'timeout',
    errno: 5,
    elsewhere: {
      android: {
        words: { request: 'timeout', downloadFile: 'timeout', uploadFile: 'socket timeout' },
        errno: 5,
      },
      ios: { words: '请求超时。', errno: 5 },
    },
  },
  {
    ids: ['8.text.bad-scheme', '8.errno.600009'],
    says: 'the scheme is neither http nor https',
    situation: () => Promise.resolve({ url: 'ftp://example.com/x' }),
    words: {
      request: 'request protocol must be http or https',
      uploadFile: 'uploadFile protocol must be http or https',
      downloadFile: 'downloadFile protocol must be http or https',
    },
    errno: 600009,
  },
  {
    ids: ['8.text.bad-url', '8.errno.600009'],
    says: 'the URL is none',
    situation: () => Promise.resolve({ url: '/relative/path' }),
    words: {
      request: 'invalid url',
      uploadFile: 'createUploadTask:fail invalid url',
      downloadFile: 'createDownloadTask:fail invalid url',
    },
    errno: 600009,
  },
  {
    ids: ['8.text.bad-url', '8.errno.600009'],
    says: 'the URL has no host',
    situation: () => Promise.resolve({ url: 'http://' }),
    words: {
      request: 'invalid url',
      uploadFile: 'createUploadTask:fail invalid url',
      downloadFile: 'createDownloadTask:fail invalid url',
    },
    errno: 600009,
  },
  {
    ids: ['8.errno.600008'],
    says: 'redirects go round in circles',
    situation: () =>
      rude((socket) =>
        socket.end('HTTP/1.1 307 Temporary Redirect\r\nLocation: /\r\nContent-Length: 0\r\n\r\n'),
      ),
    words: chromium(-310, 'ERR_TOO_MANY_REDIRECTS'),
    errno: 600008,
  },
];

/** The last one has the words of iOS, and at its base library neither `errno` nor `exception`. */
const DEVICES = ['devtools', 'ios', 'android', 'windows', 'seed-1.4'] as const;

function numberOf({ errno }: { readonly errno?: number }): object {
  return errno === undefined ? {} : { errno };
}

function exceptionOf(api: Api): object {
  return api === 'request' ? { exception: NO_EXCEPTION } : {};
}

async function failureOf(page: WirePage, api: Api, url: string) {
  const upload = api === 'uploadFile' ? { filePath: await page.picked('a.txt', 'a'), name: 'f' } : {};
  const before = page.heard.length;
  page.call(api)({ url, ...upload, ...page.callbacks(`${api} `) });
  await page.hears(`${api} complete`);
  await quiet(page);
  return masked(page.heard.slice(before)).map(([name, told]) => [name.slice(api.length + 1), told]);
}

table<ErrorRow>('a failure in the words of each device', ROWS, async (row) => {
  const { url, harness = {} } = await row.situation();
  for (const device of DEVICES) {
    const page = await openWirePage({
      worker: client,
      ...harness,
      settings: { ...harness.settings, device },
    });
    const isSeed = device === 'seed-1.4';
    const said = row.elsewhere?.[isSeed ? 'ios' : device] ?? row;
    for (const api of APIS) {
      const words = typeof said.words === 'string' ? said.words : said.words[api];
      const errMsg = `${api}:fail ${words.replace('{port}', String(refusedPort))}`;
      const told = isSeed ? { errMsg } : { errMsg, ...numberOf(said), ...exceptionOf(api) };
      expect([device, api, await failureOf(page, api, url)]).toEqual([device, api, ending('fail', told)]);
    }
  }
});
