import type { DeviceTraits } from './device.ts';
import type { ErrorCode, WireError } from './errors.ts';
import { fileSystemReason, isFileSystemErrno, type FileSystemErrno } from './file-system-errors.ts';
import { IMAGE_TEXTS, type ImageErrno } from './image-errors.ts';

/** Whose words a failure is told in. */
export type Wording = DeviceTraits['wording'];

/** What a `wx` function hands to `fail`, `complete` and a rejected promise. */
export interface WxFailure {
  /** `<api>:fail <reason>`. */
  readonly errMsg: string;
  /** WeChat's number of the failure; absent where WeChat gives none. */
  readonly errno?: number;
}

/** The words after `<api>:fail `, and the number. */
interface Said {
  readonly reason: string | ((api: string, error: WireError) => string);
  /** What stands between `fail` and the reason; a space where nothing is said. */
  readonly separator?: ':';
  readonly errno?: number;
}

interface Row extends Said {
  /** Devices that say it otherwise. */
  readonly elsewhere?: Partial<Record<Wording, Said>>;
}

const INTERRUPTED = 600003;

/**
 * Chromium's network errors as WeChat's clients spell them (§8, "reset/aborted" row): an upload has a shape of its
 * own. The numbers are Chromium's (net_error_list.h).
 */
function cronet(netError: number, name: string, errno = 600001): Said {
  const code = String(netError);
  return {
    reason: (api) =>
      api === 'uploadFile'
        ? `upload fail:${code}:net::${name}`
        : `errcode:${code} cronet_error_code:${code} error_msg:net::${name}`,
    errno,
  };
}

/** A network error that DevTools, whose network is Node's, tells in Node's words and without a number (§8). */
function cronetOrNode(netError: number, name: string, inDevtools: Said['reason']): Row {
  return { ...cronet(netError, name), elsewhere: { devtools: { reason: inDevtools } } };
}

/** A row that phones and WeChat for Windows share, and DevTools tells otherwise. */
function onDevices(said: Said): Partial<Record<Wording, Said>> {
  return { android: said, ios: said, windows: said };
}

/** `create…Task` as it stands in the messages of uploads and downloads. */
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

const TASK_EVENTS: Readonly<Record<string, string>> = {
  uploadFile: 'createUploadTask',
  downloadFile: 'createDownloadTask',
};

function suspended(api: string): string {
  const event = TASK_EVENTS[api] ?? 'createRequestTask';
  return `${event}:fail: jsapi has no permission, event=${event}, runningState=suspend, permissionMsg=permission ok, detail=network api interrupted in suspend state`;
}

function opening(error: WireError): string {
  const path = error.details?.['path'];
  return typeof path === 'string' ? `, open "${path}"` : '';
}

/** The host of the URL with a space before it, with or without its port; empty where it is not known. */
function hostOf(error: WireError, withPort: boolean): string {
  const host = String(error.details?.['host'] ?? '');
  return host === '' ? '' : ` ${withPort ? host : host.replace(/:\d+$/, '')}`;
}

/** Chromium's number for a TLS failure, by OpenSSL's code in `details` (§3, TLS). */
function tlsRow(error: WireError): Row {
  const code = String(error.details?.['tls'] ?? '');
  if (/ALTNAME|HOSTNAME/.test(code)) return cronet(-200, 'ERR_CERT_COMMON_NAME_INVALID');
  if (/EXPIRED|NOT_YET_VALID/.test(code)) return cronet(-201, 'ERR_CERT_DATE_INVALID');
  // A server's alert, or what is found wrong here.
  if (/PROTOCOL_VERSION|UNSUPPORTED_PROTOCOL|HANDSHAKE_FAILURE|CIPHER/.test(code))
    return cronet(-113, 'ERR_SSL_VERSION_OR_CIPHER_MISMATCH');
  if (/SELF_SIGNED|SIGNATURE|ISSUER|^CERT_|^DEPTH_/.test(code))
    return cronet(-202, 'ERR_CERT_AUTHORITY_INVALID');
  if (code === '') return cronet(-202, 'ERR_CERT_AUTHORITY_INVALID');
  // What has no prefix is a verdict on a certificate, such as INVALID_PURPOSE.
  return /^(ERR_|EPROTO$)/.test(code)
    ? cronet(-107, 'ERR_SSL_PROTOCOL_ERROR')
    : cronet(-207, 'ERR_CERT_INVALID');
}

/** No connection: nobody can be reached, or nobody listens. */
function connectRow(error: WireError): Row {
  if (/UNREACH|DOWN/.test(String(error.details?.['cause'] ?? ''))) {
    return cronet(-109, 'ERR_ADDRESS_UNREACHABLE');
  }
  return cronetOrNode(
    -102,
    'ERR_CONNECTION_REFUSED',
    (_api, failed) => `Error: connect ECONNREFUSED${hostOf(failed, true)}`,
  );
}

/** A failure of the file system, which knows its number (§11). */
function fileSystemRow(error: WireError): Row {
  const { errno: told, path, destination } = error.details ?? {};
  const errno: FileSystemErrno = isFileSystemErrno(told) ? told : 1300201;
  return {
    reason: (api) =>
      fileSystemReason(api, errno, {
        ...(typeof path === 'string' ? { path } : {}),
        ...(typeof destination === 'string' ? { destination } : {}),
      }),
    errno,
  };
}

/** An answer that is no HTTP, or a body that cannot be decoded. */
function protocolRow(error: WireError): Row {
  return /^Z_|^ERR_(_ERROR_|BROTLI|ZSTD)|^ZSTD/.test(String(error.details?.['cause'] ?? ''))
    ? cronet(-330, 'ERR_CONTENT_DECODING_FAILED')
    : cronet(-320, 'ERR_INVALID_RESPONSE');
}

const QUOTA: Row = { reason: 'the maximum size of the file storage limit is exceeded', errno: 1300202 };

/** Rows that hold whatever the API; {@link API_ROWS} goes before. Sections are those of wx-api.md. */
const ROWS: Readonly<Record<ErrorCode, Row | ((error: WireError) => Row)>> = {
  // §8: abort carries no errno.
  aborted: { reason: 'abort' },
  // §8, general: 4 "internal".
  internal: { reason: (_api, error) => error.message, errno: 4 },
  // §8, general: 100 "jsapi unsupported".
  unsupported: { reason: 'not supported in Ferry yet', errno: 100 },
  // UNCERTAIN: the page went away while the task ran; the nearest of WeChat's is its background rule (§3, §8).
  'page.gone': { reason: 'interrupted', errno: INTERRUPTED },
  // §3, background: the newer text comes from phones. UNCERTAIN for Windows: the documentation's own word.
  'page.background': {
    reason: 'interrupted',
    errno: INTERRUPTED,
    elsewhere: {
      android: { reason: 'fail:network interrupted error', errno: INTERRUPTED },
      ios: { reason: 'fail:network interrupted error', errno: INTERRUPTED },
    },
  },
  // §3, background: the text is known from `request`. UNCERTAIN: its errno; it says "interrupted", so Ferry takes that.
  'page.suspended': { reason: suspended, errno: INTERRUPTED },
  // §1.
  'request.invalid': { reason: (_api, error) => `parameter error: ${error.message}`, errno: 1001 },
  // §8, "bad url" and "bad scheme".
  'request.url': { reason: (api) => `${creator(api)}invalid url`, errno: 600009 },
  'request.scheme': { reason: (api) => `${api} protocol must be http or https`, errno: 600009 },
  // §3, domain lists: devices name the task of an upload or a download first.
  'request.domain': {
    reason: 'url not in domain list',
    errno: 600002,
    elsewhere: onDevices({ reason: (api) => `${creator(api)}url not in domain list`, errno: 600002 }),
  },
  // §3, concurrency.
  'request.over-limit': { reason: overLimit, errno: 600007 },
  // §3: 600008. UNCERTAIN: the words, Chromium's as for every failure of its stack.
  'request.redirects': cronet(-310, 'ERR_TOO_MANY_REDIRECTS', 600008),
  'net.dns': cronetOrNode(
    -105,
    'ERR_NAME_NOT_RESOLVED',
    (_api, error) => `Error: getaddrinfo ENOTFOUND${hostOf(error, false)}`,
  ),
  'net.connect': connectRow,
  'net.tls': tlsRow,
  'net.reset': cronet(-101, 'ERR_CONNECTION_RESET'),
  'net.closed': cronetOrNode(-100, 'ERR_CONNECTION_CLOSED', 'Error: socket hang up'),
  'net.truncated': cronet(-354, 'ERR_CONTENT_LENGTH_MISMATCH'),
  // §8, "timeout": iOS in the language of the phone. UNCERTAIN: errno 5, the general "time out".
  'net.timeout': {
    reason: 'timeout',
    errno: 5,
    elsewhere: { ios: { reason: '请求超时。', errno: 5 } },
  },
  'net.protocol': protocolRow,
  // The phone has no network: Chromium's own error for that.
  'net.offline': cronet(-106, 'ERR_INTERNET_DISCONNECTED'),
  // §3, network switch: one text for every API, uploads too.
  'net.changed': {
    reason: 'errcode:10011 cronet_error_code:0 error_msg:network change, cancel all task',
    errno: 600001,
  },
  // Ferry's own setting; Chromium's error for a proxy that cannot be reached.
  'net.proxy': cronet(-130, 'ERR_PROXY_CONNECTION_FAILED'),
  // §8, 600006 "system": Ferry's own process died under the transfer.
  'net.worker-lost': { reason: 'system error', errno: 600006 },
  // §11, error table.
  'file.not-found': { reason: (_api, error) => `no such file or directory${opening(error)}`, errno: 1300002 },
  'file.denied': { reason: (_api, error) => `permission denied${opening(error)}`, errno: 1300013 },
  'file.path': { reason: 'permission denied, cannot access file path', errno: 1301000 },
  'file.too-large': QUOTA,
  // UNCERTAIN: WeChat is silent; Chromium's error for a file that changes under its upload.
  'file.changed': cronet(-14, 'ERR_UPLOAD_FILE_CHANGED'),
  'file.type': { reason: 'invalid file type', errno: 1300022 },
  'file.no-space': { reason: 'Input/output error', errno: 1300005 },
  'file.io': { reason: 'Input/output error', errno: 1300005 },
  'file.system': fileSystemRow,
  // §10, §11: saved and user files share 200 MB.
  'quota.exceeded': QUOTA,
  // §12: Cancel.
  'picker.cancelled': { reason: 'cancel', errno: 1 },
  // A scripted file, or one of the computer, that the call does not take: WeChat's own picker would not offer it.
  'picker.not-accepted': { reason: (_api, error) => error.message },
  // §13, denied; §8, general: 103 "user denied". UNCERTAIN for Windows: the first text of §13.
  'permission.denied': {
    reason: 'auth deny',
    errno: 103,
    elsewhere: {
      android: { reason: 'auth denied', separator: ':', errno: 103 },
      ios: { reason: 'authorize no response', errno: 103 },
    },
  },
  // §13, dismissed; §8, general: 104 "authorize canceled".
  'permission.cancelled': { reason: 'cancel', errno: 104 },
  // §13: compressImage has numbers of its own.
  'image.failed': (error) => ({
    reason: IMAGE_TEXTS[Number(error.details?.['errno']) as ImageErrno],
    separator: ':',
    errno: Number(error.details?.['errno']),
  }),
  // §13: a network image whose server answers with no success. UNCERTAIN: the words after the colon.
  'image.status': {
    reason: (_api, error) => `download image fail. reason: downloadFile:fail ${error.message}`,
  },
  // §13: openDocument of what is none of its types; the text comes from iOS.
  'document.type': { reason: 'filetype not supported', errno: 1300301 },
  // WeChat's documentation of setStorage: 1 MB for one key, 10 MB for all.
  'storage.too-large': { reason: (_api, error) => error.message },
  // UNCERTAIN: WeChat's words for a value whose `encrypt` is not that of its setStorage; these are Ferry's own.
  'storage.encrypted': { reason: (_api, error) => error.message },
  'project.folder': { reason: (_api, error) => error.message, errno: 4 },
  'project.config': { reason: (_api, error) => error.message, errno: 4 },
  'project.syntax': { reason: (_api, error) => error.message, errno: 4 },
  'home.locked': { reason: (_api, error) => error.message, errno: 4 },
  'home.newer': { reason: (_api, error) => error.message, errno: 4 },
  'runtime.missing': { reason: (_api, error) => error.message, errno: 4 },
  usage: { reason: (_api, error) => error.message, errno: 4 },
};

// §4: a missing file and a path of the host are the same to an upload. UNCERTAIN: who says which of the three texts;
// Ferry gives Android the one with the task's name, as in its other messages.
const UPLOAD_FILE_MISSING: Row = {
  reason: 'file not found',
  errno: 1300002,
  elsewhere: { android: { reason: 'createUploadTask:fail file not found', errno: 1300002 } },
};
// §10: `getFileInfo:fail file not exist`.
const FILE_NOT_EXIST: Row = { reason: 'file not exist', errno: 1300002 };
// §8, 603300.
const DOWNLOAD_NOT_SAVED: Row = { reason: 'save file error', errno: 603300 };
// §8, 602300: an answer that does not fit into memory. UNCERTAIN for uploads, whose own class (604xxx) is unpublished.
const ANSWER_TOO_LARGE: Row = { reason: 'buffer too large', errno: 602300 };

// Device logs: `setStorageSync:fail write DB data fail`. UNCERTAIN: the same for what is removed.
const STORAGE_NOT_WRITTEN: Readonly<Partial<Record<ErrorCode, Row>>> = {
  'file.no-space': { reason: 'write DB data fail' },
  'file.io': { reason: 'write DB data fail' },
};

/** Rows of one API. */
const API_ROWS: Readonly<Record<string, Partial<Record<ErrorCode, Row>>>> = {
  uploadFile: {
    'file.not-found': UPLOAD_FILE_MISSING,
    'file.path': UPLOAD_FILE_MISSING,
    'file.too-large': ANSWER_TOO_LARGE,
    // §8, "timeout": Android's own words for an upload.
    'net.timeout': {
      reason: 'timeout',
      errno: 5,
      elsewhere: {
        android: { reason: 'socket timeout', errno: 5 },
        ios: { reason: '请求超时。', errno: 5 },
      },
    },
  },
  request: { 'file.too-large': ANSWER_TOO_LARGE },
  connectSocket: {
    'request.scheme': { reason: 'url protocol must be ws or wss', errno: 600009 },
    // §3, concurrency: the words of device logs. UNCERTAIN: errno, that of every full queue.
    'request.over-limit': { reason: 'createSocketTask:fail exceed max concurrent count', errno: 600007 },
  },
  sendSocketMessage: { 'net.closed': { reason: 'SocketTask.readyState is not OPEN' } },
  closeSocket: { 'net.closed': { reason: 'SocketTask.readyState is CLOSED' } },
  setStorage: STORAGE_NOT_WRITTEN,
  setStorageSync: STORAGE_NOT_WRITTEN,
  batchSetStorage: STORAGE_NOT_WRITTEN,
  batchSetStorageSync: STORAGE_NOT_WRITTEN,
  removeStorage: STORAGE_NOT_WRITTEN,
  removeStorageSync: STORAGE_NOT_WRITTEN,
  clearStorage: STORAGE_NOT_WRITTEN,
  clearStorageSync: STORAGE_NOT_WRITTEN,
  downloadFile: {
    // §5: 603303 and 603301; the quota row is the common one.
    'file.denied': { reason: 'permission denied can not open file filepath', errno: 603303 },
    'file.path': { reason: 'permission denied can not open file filepath', errno: 603303 },
    'file.too-large': { reason: 'exceed max file size', errno: 603301 },
    'file.no-space': DOWNLOAD_NOT_SAVED,
    'file.io': DOWNLOAD_NOT_SAVED,
  },
  playVoice: { 'file.not-found': FILE_NOT_EXIST, 'file.path': FILE_NOT_EXIST },
  getImageInfo: { 'file.not-found': { reason: 'file not found', errno: 1300002 } },
  // §13: the text of openDocument, without the quote that DevTools lets stray behind it. UNCERTAIN for the others.
  openDocument: { 'file.not-found': FILE_NOT_EXIST, 'file.path': FILE_NOT_EXIST },
  saveImageToPhotosAlbum: { 'file.not-found': FILE_NOT_EXIST, 'file.path': FILE_NOT_EXIST },
  saveVideoToPhotosAlbum: { 'file.not-found': FILE_NOT_EXIST, 'file.path': FILE_NOT_EXIST },
  saveFileToDisk: { 'file.not-found': FILE_NOT_EXIST, 'file.path': FILE_NOT_EXIST },
  cropImage: { 'file.not-found': FILE_NOT_EXIST, 'file.path': FILE_NOT_EXIST },
  getVideoInfo: { 'file.not-found': FILE_NOT_EXIST, 'file.path': FILE_NOT_EXIST },
  compressVideo: { 'file.not-found': FILE_NOT_EXIST, 'file.path': FILE_NOT_EXIST },
};

const NETWORK_CODE = /^(net|request|page)\./;

/**
 * A failure in WeChat's words. The texts and numbers are those of WeChat's documentation and of device logs
 * (wx-api.md §3, §5, §8, §10); where both are silent the row's comment says what Ferry chose.
 *
 * @param api the name as a mini-program writes it after `wx.`, such as `uploadFile`
 * @param wording of the device the mini-program believes it runs on; what a device has no words of its own for is
 * told in the first string that wx-api.md §8 gives
 */
export function wxErrorFrom(api: string, error: WireError, wording: Wording = 'devtools'): WxFailure {
  // §13: a network image fails with the download's own words inside.
  if (api === 'getImageInfo' && NETWORK_CODE.test(error.code)) {
    const inner = wxErrorFrom('downloadFile', error, wording);
    return withErrno(`getImageInfo:fail download image fail. reason: ${inner.errMsg}`, inner.errno);
  }
  const common = ROWS[error.code];
  const row = API_ROWS[api]?.[error.code] ?? (typeof common === 'function' ? common(error) : common);
  const said = row.elsewhere?.[wording] ?? row;
  const reason = typeof said.reason === 'function' ? said.reason(api, error) : said.reason;
  return withErrno(`${api}:fail${said.separator ?? ' '}${reason}`, said.errno);
}

function withErrno(errMsg: string, errno: number | undefined): WxFailure {
  return errno === undefined ? { errMsg } : { errMsg, errno };
}
