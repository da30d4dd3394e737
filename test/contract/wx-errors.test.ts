import { describe, expect, it } from 'vitest';
import type { ErrorCode, WireError } from '#contract/errors';
import { ERROR_CODES } from '#contract/errors';
import { wxErrorFrom } from '#contract/wx-errors';

const error = (code: ErrorCode, details?: WireError['details']): WireError =>
  details === undefined ? { code, message: 'why' } : { code, message: 'why', details };

/** api, error, the words after `<api>:fail `, errno. One row per row of the table. */
const ROWS: readonly (readonly [string, WireError, string, number | undefined])[] = [
  ['uploadFile', error('aborted'), 'abort', undefined],
  ['uploadFile', error('internal'), 'why', 4],
  ['foo', error('unsupported'), 'not supported in Ferry yet', 100],
  ['request', error('page.gone'), 'interrupted', 600003],
  ['request', error('request.invalid'), 'parameter error: why', 1001],
  ['downloadFile', error('request.url'), 'createDownloadTask:fail invalid url', 600009],
  ['uploadFile', error('request.url'), 'createUploadTask:fail invalid url', 600009],
  ['request', error('request.url'), 'invalid url', 600009],
  ['downloadFile', error('request.scheme'), 'downloadFile protocol must be http or https', 600009],
  ['uploadFile', error('request.domain'), 'url not in domain list', 600002],
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
  [
    'request',
    error('request.redirects'),
    'errcode:-310 cronet_error_code:-310 error_msg:net::ERR_TOO_MANY_REDIRECTS',
    600008,
  ],
  [
    'uploadFile',
    error('net.dns'),
    'errcode:-105 cronet_error_code:-105 error_msg:net::ERR_NAME_NOT_RESOLVED',
    600001,
  ],
  [
    'uploadFile',
    error('net.connect'),
    'errcode:-102 cronet_error_code:-102 error_msg:net::ERR_CONNECTION_REFUSED',
    600001,
  ],
  [
    'uploadFile',
    error('net.connect', { cause: 'EHOSTUNREACH' }),
    'errcode:-109 cronet_error_code:-109 error_msg:net::ERR_ADDRESS_UNREACHABLE',
    600001,
  ],
  [
    'downloadFile',
    error('net.tls', { tls: 'DEPTH_ZERO_SELF_SIGNED_CERT' }),
    'errcode:-202 cronet_error_code:-202 error_msg:net::ERR_CERT_AUTHORITY_INVALID',
    600001,
  ],
  [
    'downloadFile',
    error('net.tls', { tls: 'CERT_HAS_EXPIRED' }),
    'errcode:-201 cronet_error_code:-201 error_msg:net::ERR_CERT_DATE_INVALID',
    600001,
  ],
  [
    'downloadFile',
    error('net.tls', { tls: 'ERR_TLS_CERT_ALTNAME_INVALID' }),
    'errcode:-200 cronet_error_code:-200 error_msg:net::ERR_CERT_COMMON_NAME_INVALID',
    600001,
  ],
  [
    'downloadFile',
    error('net.tls', { tls: 'ERR_SSL_UNSUPPORTED_PROTOCOL_VERSION' }),
    'errcode:-113 cronet_error_code:-113 error_msg:net::ERR_SSL_VERSION_OR_CIPHER_MISMATCH',
    600001,
  ],
  [
    'downloadFile',
    error('net.tls', { tls: 'EPROTO' }),
    'errcode:-107 cronet_error_code:-107 error_msg:net::ERR_SSL_PROTOCOL_ERROR',
    600001,
  ],
  [
    'uploadFile',
    error('net.reset'),
    'errcode:-101 cronet_error_code:-101 error_msg:net::ERR_CONNECTION_RESET',
    600001,
  ],
  [
    'uploadFile',
    error('net.closed'),
    'errcode:-100 cronet_error_code:-100 error_msg:net::ERR_CONNECTION_CLOSED',
    600001,
  ],
  [
    'downloadFile',
    error('net.truncated'),
    'errcode:-354 cronet_error_code:-354 error_msg:net::ERR_CONTENT_LENGTH_MISMATCH',
    600001,
  ],
  ['uploadFile', error('net.timeout'), 'timeout', 5],
  [
    'request',
    error('net.protocol'),
    'errcode:-320 cronet_error_code:-320 error_msg:net::ERR_INVALID_RESPONSE',
    600001,
  ],
  ['request', error('net.worker-lost'), 'system error', 600006],
  ['uploadFile', error('file.not-found'), 'file not found', 1300002],
  ['uploadFile', error('file.path'), 'file not found', 1300002],
  [
    'downloadFile',
    error('file.not-found', { path: 'http://usr/a/b' }),
    'no such file or directory, open "http://usr/a/b"',
    1300002,
  ],
  ['downloadFile', error('file.denied'), 'permission denied can not open file filepath', 603303],
  ['downloadFile', error('file.path'), 'permission denied can not open file filepath', 603303],
  ['downloadFile', error('file.too-large'), 'exceed max file size', 603301],
  ['downloadFile', error('file.io'), 'save file error', 603300],
  ['downloadFile', error('file.no-space'), 'save file error', 603300],
  [
    'downloadFile',
    error('quota.exceeded'),
    'the maximum size of the file storage limit is exceeded',
    1300202,
  ],
  ['saveFile', error('file.not-found'), 'tempFilePath file not exist', 1301112],
  ['saveFile', error('file.path'), 'tempFilePath file not exist', 1301112],
  ['saveFile', error('file.denied', { path: 'x' }), 'permission denied, open "x"', 1300013],
  ['saveFile', error('quota.exceeded'), 'the maximum size of the file storage limit is exceeded', 1300202],
  ['saveFile', error('file.too-large'), 'the maximum size of the file storage limit is exceeded', 1300202],
  ['saveFile', error('file.io'), 'Input/output error', 1300005],
  ['saveFile', error('file.no-space'), 'Input/output error', 1300005],
  [
    'uploadFile',
    error('file.changed'),
    'errcode:-11 cronet_error_code:-11 error_msg:net::ERR_UPLOAD_FILE_CHANGED',
    600001,
  ],
  ['playVoice', error('file.type'), 'invalid file type', 1300022],
  ['playVoice', error('file.not-found'), 'file not exist', 1300002],
  ['getSavedFileInfo', error('file.path'), 'file not exist', 1300002],
  ['getFileInfo', error('file.path'), 'file not exist', 1300002],
  ['removeSavedFile', error('file.not-found'), 'file not exist', 1300002],
  ['getImageInfo', error('file.not-found'), 'file not found', 1300002],
  ['getImageInfo', error('net.timeout'), 'download image fail. reason: downloadFile:fail timeout', 5],
  ['accessFoo', error('file.path'), 'permission denied, cannot access file path', 1301000],
  ['chooseImage', error('picker.cancelled'), 'cancel', 1],
  ['setStorage', error('storage.too-large'), 'why', undefined],
];

describe('the error table', () => {
  it.each(ROWS)('%s %j', (api, wire, reason, errno) => {
    const expected = { errMsg: `${api}:fail ${reason}` };
    expect(wxErrorFrom(api, wire)).toEqual(errno === undefined ? expected : { ...expected, errno });
  });

  it('has words for every code there is', () => {
    for (const code of ERROR_CODES) {
      expect(wxErrorFrom('foo', error(code)).errMsg, code).toMatch(/^foo:fail .*\S$/);
    }
  });
});
