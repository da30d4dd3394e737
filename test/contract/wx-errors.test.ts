import { describe, expect, it } from 'vitest';
import type { ErrorCode, WireError } from '#contract/errors';
import { ERROR_CODES } from '#contract/errors';
import type { Wording } from '#contract/wx-errors';
import { wxErrorFrom } from '#contract/wx-errors';

const error = (code: ErrorCode, details?: WireError['details']): WireError =>
  details === undefined ? { code, message: 'why' } : { code, message: 'why', details };

/** A net error as requests and downloads tell it. */
const cronet = (code: number, name: string): string =>
  `errcode:${code} cronet_error_code:${code} error_msg:net::${name}`;
/** A net error as uploads tell it. */
const upload = (code: number, name: string): string => `upload fail:${code}:net::${name}`;
const suspended = (task: string): string =>
  `${task}:fail: jsapi has no permission, event=${task}, runningState=suspend, permissionMsg=permission ok, detail=network api interrupted in suspend state`;

type Row = readonly [api: string, error: WireError, reason: string, errno: number | undefined];

/** The words after `<api>:fail ` that every device uses. One row per row of the table, and per API that differs. */
const EVERYWHERE: readonly Row[] = [
  ['uploadFile', error('aborted'), 'abort', undefined],
  ['uploadFile', error('internal'), 'why', 4],
  ['foo', error('unsupported'), 'not supported in Ferry yet', 100],
  ['request', error('page.gone'), 'interrupted', 600003],
  ['uploadFile', error('page.suspended'), suspended('createUploadTask'), 600003],
  ['downloadFile', error('page.suspended'), suspended('createDownloadTask'), 600003],
  ['request', error('page.suspended'), suspended('createRequestTask'), 600003],
  ['request', error('request.invalid'), 'parameter error: why', 1001],
  ['downloadFile', error('request.url'), 'createDownloadTask:fail invalid url', 600009],
  ['uploadFile', error('request.url'), 'createUploadTask:fail invalid url', 600009],
  ['request', error('request.url'), 'invalid url', 600009],
  ['downloadFile', error('request.scheme'), 'downloadFile protocol must be http or https', 600009],
  ['uploadFile', error('request.scheme'), 'uploadFile protocol must be http or https', 600009],
  ['request', error('request.domain'), 'url not in domain list', 600002],
  [
    'uploadFile',
    error('request.over-limit'),
    'createUploadTask:fail exceed max upload connection count 10',
    600007,
  ],
  [
    'downloadFile',
    error('request.over-limit'),
    'createDownloadTask:fail exceed max download connection count 10',
    600007,
  ],
  ['request', error('request.over-limit'), 'exceed max task count', 600007],
  ['request', error('request.redirects'), cronet(-310, 'ERR_TOO_MANY_REDIRECTS'), 600008],
  ['uploadFile', error('request.redirects'), upload(-310, 'ERR_TOO_MANY_REDIRECTS'), 600008],
  [
    'downloadFile',
    error('net.connect', { cause: 'EHOSTUNREACH' }),
    cronet(-109, 'ERR_ADDRESS_UNREACHABLE'),
    600001,
  ],
  [
    'downloadFile',
    error('net.tls', { tls: 'DEPTH_ZERO_SELF_SIGNED_CERT' }),
    cronet(-202, 'ERR_CERT_AUTHORITY_INVALID'),
    600001,
  ],
  ['downloadFile', error('net.tls'), cronet(-202, 'ERR_CERT_AUTHORITY_INVALID'), 600001],
  [
    'downloadFile',
    error('net.tls', { tls: 'CERT_HAS_EXPIRED' }),
    cronet(-201, 'ERR_CERT_DATE_INVALID'),
    600001,
  ],
  [
    'uploadFile',
    error('net.tls', { tls: 'ERR_TLS_CERT_ALTNAME_INVALID' }),
    upload(-200, 'ERR_CERT_COMMON_NAME_INVALID'),
    600001,
  ],
  [
    'downloadFile',
    error('net.tls', { tls: 'ERR_SSL_UNSUPPORTED_PROTOCOL' }),
    cronet(-113, 'ERR_SSL_VERSION_OR_CIPHER_MISMATCH'),
    600001,
  ],
  ['downloadFile', error('net.tls', { tls: 'EPROTO' }), cronet(-107, 'ERR_SSL_PROTOCOL_ERROR'), 600001],
  ['downloadFile', error('net.tls', { tls: 'INVALID_PURPOSE' }), cronet(-207, 'ERR_CERT_INVALID'), 600001],
  [
    'downloadFile',
    error('net.tls', { tls: 'ERR_SSL_WRONG_VERSION_NUMBER' }),
    cronet(-107, 'ERR_SSL_PROTOCOL_ERROR'),
    600001,
  ],
  [
    'downloadFile',
    error('net.tls', { tls: 'ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION' }),
    cronet(-113, 'ERR_SSL_VERSION_OR_CIPHER_MISMATCH'),
    600001,
  ],
  ['uploadFile', error('net.reset'), upload(-101, 'ERR_CONNECTION_RESET'), 600001],
  ['downloadFile', error('net.reset'), cronet(-101, 'ERR_CONNECTION_RESET'), 600001],
  ['request', error('net.reset'), cronet(-101, 'ERR_CONNECTION_RESET'), 600001],
  ['downloadFile', error('net.truncated'), cronet(-354, 'ERR_CONTENT_LENGTH_MISMATCH'), 600001],
  ['request', error('net.protocol'), cronet(-320, 'ERR_INVALID_RESPONSE'), 600001],
  [
    'request',
    error('net.protocol', { cause: 'Z_DATA_ERROR' }),
    cronet(-330, 'ERR_CONTENT_DECODING_FAILED'),
    600001,
  ],
  [
    'request',
    error('net.protocol', { cause: 'ERR__ERROR_FORMAT_PADDING_2' }),
    cronet(-330, 'ERR_CONTENT_DECODING_FAILED'),
    600001,
  ],
  ['request', error('net.offline'), cronet(-106, 'ERR_INTERNET_DISCONNECTED'), 600001],
  ['uploadFile', error('net.offline'), upload(-106, 'ERR_INTERNET_DISCONNECTED'), 600001],
  [
    'uploadFile',
    error('net.changed'),
    'errcode:10011 cronet_error_code:0 error_msg:network change, cancel all task',
    600001,
  ],
  ['request', error('net.proxy'), cronet(-130, 'ERR_PROXY_CONNECTION_FAILED'), 600001],
  ['uploadFile', error('net.proxy'), upload(-130, 'ERR_PROXY_CONNECTION_FAILED'), 600001],
  ['request', error('net.worker-lost'), 'system error', 600006],
  [
    'downloadFile',
    error('file.not-found', { path: 'http://usr/a/b' }),
    'no such file or directory, open "http://usr/a/b"',
    1300002,
  ],
  ['downloadFile', error('file.denied'), 'permission denied can not open file filepath', 603303],
  ['downloadFile', error('file.path'), 'permission denied can not open file filepath', 603303],
  ['downloadFile', error('file.too-large'), 'exceed max file size', 603301],
  ['request', error('file.too-large'), 'buffer too large', 602300],
  ['uploadFile', error('file.too-large'), 'buffer too large', 602300],
  ['downloadFile', error('file.io'), 'save file error', 603300],
  ['downloadFile', error('file.no-space'), 'save file error', 603300],
  [
    'downloadFile',
    error('quota.exceeded'),
    'the maximum size of the file storage limit is exceeded',
    1300202,
  ],
  ['saveFile', error('file.denied', { path: 'x' }), 'permission denied, open "x"', 1300013],
  ['saveFile', error('quota.exceeded'), 'the maximum size of the file storage limit is exceeded', 1300202],
  ['saveFile', error('file.too-large'), 'the maximum size of the file storage limit is exceeded', 1300202],
  ['getFileInfo', error('file.system', { errno: 1300002, path: 'x' }), 'file not exist', 1300002],
  ['stat', error('file.system', { errno: 1300002, path: 'x' }), 'no such file or directory x', 1300002],
  [
    'copyFileSync',
    error('file.system', { errno: 1300013, path: 'x', destination: 'y' }),
    'permission denied, copyFile x -> y',
    1300013,
  ],
  ['stat', error('file.system', { errno: 1 }), 'system error', 1300201],
  ['saveFile', error('file.io'), 'Input/output error', 1300005],
  ['saveFile', error('file.no-space'), 'Input/output error', 1300005],
  ['uploadFile', error('file.changed'), upload(-14, 'ERR_UPLOAD_FILE_CHANGED'), 600001],
  ['playVoice', error('file.type'), 'invalid file type', 1300022],
  ['playVoice', error('file.not-found'), 'file not exist', 1300002],
  ['getImageInfo', error('file.not-found'), 'file not found', 1300002],
  [
    'getImageInfo',
    error('net.reset'),
    `download image fail. reason: downloadFile:fail ${cronet(-101, 'ERR_CONNECTION_RESET')}`,
    600001,
  ],
  ['accessFoo', error('file.path'), 'permission denied, cannot access file path', 1301000],
  ['chooseImage', error('picker.cancelled'), 'cancel', 1],
  ['chooseMedia', error('picker.not-accepted'), 'why', undefined],
  ['setStorage', error('storage.too-large'), 'why', undefined],
];

type Said = readonly [reason: string, errno: number | undefined];

const PHONES_INTERRUPTED: Said = ['fail:network interrupted error', 600003];
const IN_TIME: Said = ['timeout', 5];
const IOS_LATE: Said = ['请求超时。', 5];
const HOST = { host: 'files.example:8443' };

/** What devices tell differently. */
const BY_DEVICE: readonly (readonly [string, WireError, Readonly<Record<Wording, Said>>])[] = [
  [
    'uploadFile',
    error('net.dns', HOST),
    {
      devtools: ['Error: getaddrinfo ENOTFOUND files.example', undefined],
      android: [upload(-105, 'ERR_NAME_NOT_RESOLVED'), 600001],
      ios: [upload(-105, 'ERR_NAME_NOT_RESOLVED'), 600001],
      windows: [upload(-105, 'ERR_NAME_NOT_RESOLVED'), 600001],
    },
  ],
  [
    'request',
    error('net.connect', HOST),
    {
      devtools: ['Error: connect ECONNREFUSED files.example:8443', undefined],
      android: [cronet(-102, 'ERR_CONNECTION_REFUSED'), 600001],
      ios: [cronet(-102, 'ERR_CONNECTION_REFUSED'), 600001],
      windows: [cronet(-102, 'ERR_CONNECTION_REFUSED'), 600001],
    },
  ],
  [
    'downloadFile',
    error('net.closed', HOST),
    {
      devtools: ['Error: socket hang up', undefined],
      android: [cronet(-100, 'ERR_CONNECTION_CLOSED'), 600001],
      ios: [cronet(-100, 'ERR_CONNECTION_CLOSED'), 600001],
      windows: [cronet(-100, 'ERR_CONNECTION_CLOSED'), 600001],
    },
  ],
  [
    'uploadFile',
    error('net.timeout'),
    { devtools: IN_TIME, android: ['socket timeout', 5], ios: IOS_LATE, windows: IN_TIME },
  ],
  [
    'downloadFile',
    error('net.timeout'),
    { devtools: IN_TIME, android: IN_TIME, ios: IOS_LATE, windows: IN_TIME },
  ],
  ['request', error('net.timeout'), { devtools: IN_TIME, android: IN_TIME, ios: IOS_LATE, windows: IN_TIME }],
  [
    'uploadFile',
    error('request.domain'),
    {
      devtools: ['url not in domain list', 600002],
      android: ['createUploadTask:fail url not in domain list', 600002],
      ios: ['createUploadTask:fail url not in domain list', 600002],
      windows: ['createUploadTask:fail url not in domain list', 600002],
    },
  ],
  [
    'getImageInfo',
    error('request.domain'),
    {
      devtools: ['download image fail. reason: downloadFile:fail url not in domain list', 600002],
      android: [
        'download image fail. reason: downloadFile:fail createDownloadTask:fail url not in domain list',
        600002,
      ],
      ios: [
        'download image fail. reason: downloadFile:fail createDownloadTask:fail url not in domain list',
        600002,
      ],
      windows: [
        'download image fail. reason: downloadFile:fail createDownloadTask:fail url not in domain list',
        600002,
      ],
    },
  ],
  [
    'uploadFile',
    error('page.background'),
    {
      devtools: ['interrupted', 600003],
      android: PHONES_INTERRUPTED,
      ios: PHONES_INTERRUPTED,
      windows: ['interrupted', 600003],
    },
  ],
  [
    'uploadFile',
    error('file.not-found'),
    {
      devtools: ['file not found', 1300002],
      android: ['createUploadTask:fail file not found', 1300002],
      ios: ['file not found', 1300002],
      windows: ['file not found', 1300002],
    },
  ],
  [
    'uploadFile',
    error('file.path'),
    {
      devtools: ['file not found', 1300002],
      android: ['createUploadTask:fail file not found', 1300002],
      ios: ['file not found', 1300002],
      windows: ['file not found', 1300002],
    },
  ],
];

const WORDINGS: readonly Wording[] = ['devtools', 'android', 'ios', 'windows'];

function failureOf(api: string, [reason, errno]: Said): object {
  const errMsg = `${api}:fail ${reason}`;
  return errno === undefined ? { errMsg } : { errMsg, errno };
}

describe('the error table', () => {
  it.each(EVERYWHERE)('%s %j is told alike by every device', (api, wire, reason, errno) => {
    for (const wording of WORDINGS) {
      expect(wxErrorFrom(api, wire, wording), wording).toEqual(failureOf(api, [reason, errno]));
    }
  });

  it.each(BY_DEVICE)('%s %j is told in each device’s words', (api, wire, said) => {
    for (const wording of WORDINGS) {
      expect(wxErrorFrom(api, wire, wording), wording).toEqual(failureOf(api, said[wording]));
    }
  });

  it('speaks as DevTools where nobody names a device', () => {
    expect(wxErrorFrom('request', error('net.closed'))).toEqual({
      errMsg: 'request:fail Error: socket hang up',
    });
    expect(wxErrorFrom('request', error('net.dns'))).toEqual({
      errMsg: 'request:fail Error: getaddrinfo ENOTFOUND',
    });
  });

  it('has words for every code there is, on every device', () => {
    for (const code of ERROR_CODES) {
      for (const wording of WORDINGS) {
        expect(wxErrorFrom('foo', error(code), wording).errMsg, code).toMatch(/^foo:fail[ :].*\S$/);
      }
    }
  });

  it('has a row in this file for every code a transfer can end with', () => {
    const rows = [...EVERYWHERE.map(([, wire]) => wire.code), ...BY_DEVICE.map(([, wire]) => wire.code)];
    const transferCodes = ERROR_CODES.filter((code) =>
      /^(aborted|internal|page|request|net|file|quota)/.test(code),
    );
    expect(transferCodes.filter((code) => !rows.includes(code))).toEqual([]);
  });
});
