import type { ErrorCode, WireError } from './errors.ts';

/** What a `wx` function hands to `fail`, `complete` and a rejected promise. */
export interface WxFailure {
  /** `<api>:fail <reason>`. */
  readonly errMsg: string;
  /** WeChat's number of the failure; absent where WeChat gives none. */
  readonly errno?: number;
}

interface Row {
  /** The words after `<api>:fail `. */
  readonly reason: string | ((api: string, error: WireError) => string);
  readonly errno?: number;
}

/** Chromium's network errors as WeChat's Android client spells them (wx-api.md §8, "reset/aborted" row). */
function cronet(netError: number, name: string, errno = 600001): Row {
  const code = String(netError);
  return { reason: `errcode:${code} cronet_error_code:${code} error_msg:net::${name}`, errno };
}

/** `create…Task` as it appears in device messages; `wx.request` reports without it. */
function creator(api: string): string {
  if (api === 'uploadFile') return 'createUploadTask:fail ';
  if (api === 'downloadFile') return 'createDownloadTask:fail ';
  return '';
}

function overLimit(api: string): string {
  if (api === 'uploadFile') return `${creator(api)}exceed max upload connection count 10`;
  if (api === 'downloadFile') return `${creator(api)}exceed max download connection count 10`;
  return 'exceed max task count';
}

function opening(error: WireError): string {
  const path = error.details?.['path'];
  return typeof path === 'string' ? `, open "${path}"` : '';
}

/**
 * Chromium's number for a TLS failure, by OpenSSL's code in `details` (wx-api.md §3, TLS): net::ERR_CERT_* as in
 * Chromium's net_error_list.h.
 */
function tlsRow(error: WireError): Row {
  const code = String(error.details?.['tls'] ?? '');
  if (/ALTNAME|HOSTNAME/.test(code)) return cronet(-200, 'ERR_CERT_COMMON_NAME_INVALID');
  if (/EXPIRED|NOT_YET_VALID/.test(code)) return cronet(-201, 'ERR_CERT_DATE_INVALID');
  if (/VERSION|CIPHER/.test(code)) return cronet(-113, 'ERR_SSL_VERSION_OR_CIPHER_MISMATCH');
  if (/SELF_SIGNED|SIGNATURE|ISSUER|^CERT_|^DEPTH_/.test(code))
    return cronet(-202, 'ERR_CERT_AUTHORITY_INVALID');
  return code === '' ? cronet(-202, 'ERR_CERT_AUTHORITY_INVALID') : cronet(-107, 'ERR_SSL_PROTOCOL_ERROR');
}

/** Rows that hold whatever the API; {@link API_ROWS} goes before. */
const ROWS: Readonly<Record<ErrorCode, Row | ((error: WireError) => Row)>> = {
  // wx-api.md §8: abort carries no errno.
  aborted: { reason: 'abort' },
  internal: { reason: (_api, error) => error.message, errno: 4 },
  // errno 100, "jsapi unsupported" (§8).
  unsupported: { reason: 'not supported in Ferry yet', errno: 100 },
  // The page went away while the task ran: the nearest of WeChat's is its background rule (§3, §8).
  'page.gone': { reason: 'interrupted', errno: 600003 },
  'request.invalid': { reason: (_api, error) => `parameter error: ${error.message}`, errno: 1001 },
  'request.url': { reason: (api) => `${creator(api)}invalid url`, errno: 600009 },
  'request.scheme': { reason: (api) => `${api} protocol must be http or https`, errno: 600009 },
  'request.domain': { reason: 'url not in domain list', errno: 600002 },
  'request.over-limit': { reason: overLimit, errno: 600007 },
  'request.redirects': cronet(-310, 'ERR_TOO_MANY_REDIRECTS', 600008),
  'net.dns': cronet(-105, 'ERR_NAME_NOT_RESOLVED'),
  'net.connect': (error) =>
    /UNREACH|DOWN/.test(String(error.details?.['cause'] ?? ''))
      ? cronet(-109, 'ERR_ADDRESS_UNREACHABLE')
      : cronet(-102, 'ERR_CONNECTION_REFUSED'),
  'net.tls': tlsRow,
  'net.reset': cronet(-101, 'ERR_CONNECTION_RESET'),
  'net.closed': cronet(-100, 'ERR_CONNECTION_CLOSED'),
  'net.truncated': cronet(-354, 'ERR_CONTENT_LENGTH_MISMATCH'),
  'net.timeout': { reason: 'timeout', errno: 5 },
  'net.protocol': cronet(-320, 'ERR_INVALID_RESPONSE'),
  // errno 600006, "system" (§8): Ferry's own process died under the transfer.
  'net.worker-lost': { reason: 'system error', errno: 600006 },
  'file.not-found': { reason: (_api, error) => `no such file or directory${opening(error)}`, errno: 1300002 },
  'file.denied': { reason: (_api, error) => `permission denied${opening(error)}`, errno: 1300013 },
  'file.path': { reason: 'permission denied, cannot access file path', errno: 1301000 },
  'file.too-large': { reason: 'the maximum size of the file storage limit is exceeded', errno: 1300202 },
  'file.changed': cronet(-11, 'ERR_UPLOAD_FILE_CHANGED'),
  'file.type': { reason: 'invalid file type', errno: 1300022 },
  'file.no-space': { reason: 'Input/output error', errno: 1300005 },
  'file.io': { reason: 'Input/output error', errno: 1300005 },
  // §10, §11: 200 MB of saved and user files.
  'quota.exceeded': { reason: 'the maximum size of the file storage limit is exceeded', errno: 1300202 },
  // §12: Cancel.
  'picker.cancelled': { reason: 'cancel', errno: 1 },
  // WeChat's documentation of setStorage: 1 MB for one key, 10 MB for all.
  'storage.too-large': { reason: (_api, error) => error.message },
  'project.folder': { reason: (_api, error) => error.message, errno: 4 },
  'project.config': { reason: (_api, error) => error.message, errno: 4 },
  'project.syntax': { reason: (_api, error) => error.message, errno: 4 },
  'home.locked': { reason: (_api, error) => error.message, errno: 4 },
  'home.newer': { reason: (_api, error) => error.message, errno: 4 },
  'runtime.missing': { reason: (_api, error) => error.message, errno: 4 },
  usage: { reason: (_api, error) => error.message, errno: 4 },
};

// §4: a missing file and a path of the host are the same to an upload.
const UPLOAD_FILE_MISSING: Row = { reason: 'file not found', errno: 1300002 };
// §10: `getFileInfo:fail file not exist`.
const FILE_NOT_EXIST: Row = { reason: 'file not exist', errno: 1300002 };
// §8, 603300.
const DOWNLOAD_NOT_SAVED: Row = { reason: 'save file error', errno: 603300 };
// §10, 1301112.
const TEMP_FILE_MISSING: Row = { reason: 'tempFilePath file not exist', errno: 1301112 };

/** Rows of one API. */
const API_ROWS: Readonly<Record<string, Partial<Record<ErrorCode, Row>>>> = {
  uploadFile: { 'file.not-found': UPLOAD_FILE_MISSING, 'file.path': UPLOAD_FILE_MISSING },
  downloadFile: {
    // §5: 603303 and 603301; the quota row is the common one.
    'file.denied': { reason: 'permission denied can not open file filepath', errno: 603303 },
    'file.path': { reason: 'permission denied can not open file filepath', errno: 603303 },
    'file.too-large': { reason: 'exceed max file size', errno: 603301 },
    'file.no-space': DOWNLOAD_NOT_SAVED,
    'file.io': DOWNLOAD_NOT_SAVED,
  },
  saveFile: { 'file.not-found': TEMP_FILE_MISSING, 'file.path': TEMP_FILE_MISSING },
  getFileInfo: { 'file.not-found': FILE_NOT_EXIST, 'file.path': FILE_NOT_EXIST },
  getSavedFileInfo: { 'file.not-found': FILE_NOT_EXIST, 'file.path': FILE_NOT_EXIST },
  removeSavedFile: { 'file.not-found': FILE_NOT_EXIST, 'file.path': FILE_NOT_EXIST },
  playVoice: { 'file.not-found': FILE_NOT_EXIST, 'file.path': FILE_NOT_EXIST },
  getImageInfo: { 'file.not-found': { reason: 'file not found', errno: 1300002 } },
};

const NETWORK_CODE = /^(net|request)\./;

/**
 * A failure in WeChat's words. `api` is the name as a mini-program writes it after `wx.`, such as `uploadFile`.
 * The texts and numbers are those of WeChat's documentation and of device logs (wx-api.md §3, §5, §8, §10); where
 * both are silent the row's comment says what Ferry chose.
 */
export function wxErrorFrom(api: string, error: WireError): WxFailure {
  // §13: a network image fails with the download's own words inside.
  if (api === 'getImageInfo' && NETWORK_CODE.test(error.code)) {
    const inner = wxErrorFrom('downloadFile', error);
    return withErrno(`getImageInfo:fail download image fail. reason: ${inner.errMsg}`, inner.errno);
  }
  const common = ROWS[error.code];
  const row = API_ROWS[api]?.[error.code] ?? (typeof common === 'function' ? common(error) : common);
  const reason = typeof row.reason === 'function' ? row.reason(api, error) : row.reason;
  return withErrno(`${api}:fail ${reason}`, row.errno);
}

function withErrno(errMsg: string, errno: number | undefined): WxFailure {
  return errno === undefined ? { errMsg } : { errMsg, errno };
}
