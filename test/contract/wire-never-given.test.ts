import { expect } from 'vitest';
import { ERROR_CODES, type WireError } from '#contract/errors';
import { DOMAIN_LISTS } from '#contract/settings';
import { wxErrorFrom, type WxFailure, type Wording } from '#contract/wx-errors';
import { shareWorker } from '../support/transfer-harness.ts';
import { openWirePage } from './wire-page.ts';
import { answers, headerOf, requestOk } from './wire-request-kit.ts';
import { ending, seeingServer, table, wholeStory, type SpecRow } from './wire-rows.ts';

/** wx-api.md §8: numbers and texts that no transfer of Ferry gives, each with the reason. */

const { client } = shareWorker();
const APIS = ['request', 'uploadFile', 'downloadFile'] as const;
const WORDINGS: readonly Wording[] = ['devtools', 'ios', 'android', 'windows'];

/** Details that decide between the words of one code. */
const DETAILS: readonly NonNullable<WireError['details']>[] = [
  {},
  ...['ERR_TLS_CERT_ALTNAME_INVALID', 'CERT_HAS_EXPIRED', 'DEPTH_ZERO_SELF_SIGNED_CERT', 'EPROTO'].map(
    (tls) => ({ tls }),
  ),
  { tls: 'ERR_SSL_UNSUPPORTED_PROTOCOL' },
  { tls: 'ERR_SSL_NO_CIPHER_MATCH' },
  ...['EHOSTUNREACH', 'ENETDOWN', 'ECONNREFUSED', 'Z_DATA_ERROR', 'HPE_INVALID_CONSTANT'].map((cause) => ({
    cause,
    host: 'example.com:443',
  })),
  { path: 'http://usr/a' },
];

/**
 * Whatever a transfer can fail with; `internal` apart, which only a defect of Ferry's own gives. Permissions are asked
 * for albums and recordings alone.
 */
function everyFailure(): WxFailure[] {
  const codes = ERROR_CODES.filter((code) => code !== 'internal' && !code.startsWith('permission.'));
  return codes.flatMap((code) =>
    DETAILS.flatMap((details) =>
      APIS.flatMap((api) =>
        WORDINGS.map((wording) => wxErrorFrom(api, { code, message: 'why', details }, wording)),
      ),
    ),
  );
}

interface NumberRow extends SpecRow {
  readonly errnos: readonly number[];
}

const NUMBERS: readonly NumberRow[] = [
  {
    ids: ['8.errno.0'],
    says: '0: a success carries no number, only the text ok',
    errnos: [0],
  },
  {
    ids: ['8.errno.3', '8.errno.102', '8.errno.103', '8.errno.104', '8.errno.112'],
    says: '3, 102, 103, 104, 112: the network asks for no permission, of the system or of the user',
    errnos: [3, 102, 103, 104, 112],
  },
  {
    ids: ['8.errno.101'],
    says: '101: invalid data is 600010 here, an invalid parameter 1001',
    errnos: [101],
  },
  {
    ids: ['8.errno.600000', '8.errno.602000', '8.errno.602001'],
    says: '600000, 602000, 602001: what Ferry knows of a failure is never "unknown"; its own is 600006',
    errnos: [600000, 602000, 602001],
  },
  {
    ids: ['8.errno.600004', '8.errno.600005'],
    says: '600004, 600005: no message of WeChat’s says what its logic or argv errors are',
    errnos: [600004, 600005],
  },
  {
    ids: ['8.errno.600011'],
    says: '600011: an invalid URL is 600009, an illegal one 600002',
    errnos: [600011],
  },
  {
    ids: [
      '8.errno.602101',
      '8.errno.602102',
      '8.errno.602103',
      '8.errno.602104',
      '8.errno.602105',
      '8.errno.602106',
      '8.errno.602107',
      '8.errno.602108',
    ],
    says: '602101 to 602108: there is no httpDNS',
    errnos: [602101, 602102, 602103, 602104, 602105, 602106, 602107, 602108],
  },
  {
    ids: ['8.errno.602301'],
    says: '602301: there is no cellular network to force, forceCellularNetwork has no effect',
    errnos: [602301],
  },
  {
    ids: ['8.errno.602302'],
    says: '602302: what is no UTF-8 is converted as well as can be',
    errnos: [602302],
  },
  {
    // UNCERTAIN: said of the downloads of Android packages, probably not of wx.downloadFile.
    ids: ['8.errno.603105'],
    says: '603105: an aborted download has no number',
    errnos: [603105],
  },
  {
    ids: ['8.errno.603302'],
    says: '603302: an empty answer is an empty file',
    errnos: [603302],
  },
  {
    ids: ['8.errno.604xxx'],
    says: '604xxx: no number of the class of uploads is published',
    errnos: Array.from({ length: 1000 }, (_, index) => 604000 + index),
  },
];

table<NumberRow>('a number that no transfer gives', NUMBERS, ({ errnos }) => {
  const given = new Set(everyFailure().map(({ errno }) => errno));
  expect(given.size).toBeGreaterThan(10);
  expect(errnos.filter((errno) => given.has(errno))).toEqual([]);
});

interface TextRow extends SpecRow {
  readonly text: string;
}

table<TextRow>(
  'a text that no transfer gives',
  [
    {
      ids: ['8.text.timed-out'],
      says: 'upload fail:-7:net::ERR_TIMED_OUT: of the texts for a time-out each device has one',
      text: 'ERR_TIMED_OUT',
    },
    {
      ids: ['8.net.ERR_CONNECTION_ABORTED'],
      says: '-103: on a desktop a connection that breaks is reset or closed',
      text: 'ERR_CONNECTION_ABORTED',
    },
    {
      ids: ['8.text.scheme-invalid'],
      says: 'url scheme is invalid: of the two texts for a scheme the first',
      text: 'scheme is invalid',
    },
  ],
  ({ text }) => {
    expect(everyFailure().filter(({ errMsg }) => errMsg.includes(text))).toEqual([]);
  },
);

interface AnywayRow extends SpecRow {
  readonly run: () => Promise<void>;
}

/** §8 and §3: what has a number, and comes from elsewhere than a transfer; and what Ferry does instead. */
const ANYWAY: readonly AnywayRow[] = [
  {
    ids: ['8.errno.100', '3.sockets'],
    says: '100 is for what Ferry does not have, such as TCP sockets',
    async run() {
      const page = await openWirePage({ worker: client });
      page.call('openPortal')({ ...page.callbacks() });
      await page.hears('complete');
      const told = { errMsg: 'openPortal:fail not supported in Ferry yet', errno: 100 };
      expect(page.heard).toEqual(ending('fail', told));
    },
  },
  {
    ids: ['8.errno.1'],
    says: '1 is a picker’s cancel; an abort has no number',
    run() {
      const failures = WORDINGS.map((wording) =>
        wxErrorFrom('request', { code: 'aborted', message: '' }, wording),
      );
      expect(failures).toEqual(WORDINGS.map(() => ({ errMsg: 'request:fail abort' })));
      expect(wxErrorFrom('chooseImage', { code: 'picker.cancelled', message: '' })).toEqual({
        errMsg: 'chooseImage:fail cancel',
        errno: 1,
      });
      return Promise.resolve();
    },
  },
  {
    ids: ['8.errno.4'],
    says: '4 is a defect of Ferry’s own, whose words say where to look',
    async run() {
      const page = await openWirePage({
        worker: { ...client, run: () => Promise.reject(new Error('a defect')) },
      });
      const server = await seeingServer(answers());
      page.call('downloadFile')({ url: server.origin, ...page.callbacks() });
      const told = { errMsg: 'downloadFile:fail Ferry failed; see its log.', errno: 4 };
      expect(await wholeStory(page)).toEqual(ending('fail', told));
    },
  },
  {
    ids: ['8.errno.603302'],
    says: 'an empty answer is a download of no bytes',
    async run() {
      const page = await openWirePage({ worker: client });
      const server = await seeingServer(answers());
      page.call('downloadFile')({ url: server.origin, ...page.callbacks() });
      expect((await wholeStory(page)).map(([name]) => name)).toEqual(['success', 'complete']);
      expect(page.exchange().file?.sizeBytes).toBe(0);
    },
  },
  {
    ids: ['8.errno.0', '8.errno.602302'],
    says: 'a success has no number, bytes that are no UTF-8 or not',
    async run() {
      const page = await openWirePage({ worker: client });
      const server = await seeingServer(answers({ body: Uint8Array.from([0xff, 0xfe, 0xfd]) }));
      page.call('request')({ url: server.origin, ...page.callbacks() });
      const told = requestOk('\ufffd\ufffd\ufffd', headerOf(3));
      expect(await wholeStory(page)).toEqual(ending('success', told));
    },
  },
  {
    ids: ['3.domains.six-lists', '3.domains.dns-prefetch'],
    says: 'there are six lists; names are not looked up ahead, so that of DNS prefetch is none',
    run() {
      expect(DOMAIN_LISTS).toEqual(['request', 'socket', 'uploadFile', 'downloadFile', 'udp', 'tcp']);
      return Promise.resolve();
    },
  },
];

table<AnywayRow>('what is told instead', ANYWAY, ({ run }) => run());
