import type { TransferWarning } from '#contract/transfer';

interface WarningRow {
  /** What, why, what to change; `{…}` takes a fact of the transfer. */
  readonly text: string;
  /** Where WeChat or its developers say so; null where it is Ferry's own observation. */
  readonly source: string | null;
}

const DOCS = 'https://developers.weixin.qq.com/miniprogram/dev';
const NETWORK = `${DOCS}/framework/ability/network.html`;
const UPLOAD = `${DOCS}/api/network/upload/wx.uploadFile.html`;
const DOWNLOAD = `${DOCS}/api/network/download/wx.downloadFile.html`;
const FILE_SYSTEM = `${DOCS}/framework/ability/file-system.html`;
const personal = (id: string): string => `https://developers.weixin.qq.com/community/personal/${id}`;
const thread = (id: string): string => `https://developers.weixin.qq.com/community/develop/doc/${id}`;

/** Every warning about a transfer, by its rule (wx-api.md §17 has the symptoms). */
export const WARNINGS = {
  'plain-http': {
    text: 'A released mini-program may only use https; this http URL fails on a phone. Serve it over https.',
    source: NETWORK,
  },
  'private-host': {
    text: '{host} is only reachable from this machine or network; on a phone it fails. Use a public host with a certificate.',
    source: NETWORK,
  },
  'ip-address': {
    text: '{host} is an IP address, and a released mini-program reaches hosts by name only. Give the server a name.',
    source: NETWORK,
  },
  'not-listed': {
    text: '{host} is not in this project’s {list} list, which is not checked now; in a release this fails with “url not in domain list”. Add it to that list.',
    source: personal('oCJUsw4gcVsJjV25oGBZGN3CQ4rQ/question'),
  },
  'shown-not-listed': {
    text: 'A component may show this from any host, so a phone does too; wx.downloadFile and wx.getImageInfo would refuse it, as {host} is not in this project’s downloadFile list.',
    source: NETWORK,
  },
  'header-referer': {
    text: 'WeChat sets {name} itself, so the value in header was not sent; remove it.',
    source: NETWORK,
  },
  'header-user-agent': {
    text: 'WeChat sets {name} itself, so the value in header was not sent; remove it.',
    source: NETWORK,
  },
  'header-framing': {
    text: '{name} belongs to the connection, so the value in header was not sent; remove it.',
    source: null,
  },
  'header-content-type': {
    text: 'An upload is always multipart/form-data with a boundary of its own; content-type in header was replaced.',
    source: thread('000c2a7adb4cc80255ddafbe951400'),
  },
  'header-ignored': {
    text: 'WeChat for iOS up to 6.5.3 sends none of the headers a page sets, so {name} was not sent. Put what the server needs into the URL or formData.',
    source: personal('oCJUsw18E5rKlgAoE2_K0x81DjVA/question'),
  },
  'form-data-object': {
    text: 'formData is of the type {type}, so its fields were lost silently, as on a phone. Hand in a plain object.',
    source: thread('000c2a7adb4cc80255ddafbe951400'),
  },
  'form-data-text': {
    text: 'The formData field {field} is of the type {type} and was sent as text by String(); devices differ there. Turn it into text yourself, say by JSON.stringify.',
    source: UPLOAD,
  },
  'form-data-key': {
    text: 'formData has a field named like the file ({field}); phones fail such an upload. Rename one of them.',
    source: 'https://blog.csdn.net/qq_32707555/article/details/126938956',
  },
  'form-data-path': {
    text: 'The field {field} carries the local path of a file, which means nothing to a server and is dead after this launch. Upload the file, or send what the server gave it.',
    source: 'https://segmentfault.com/q/1010000010927830',
  },
  'large-upload': {
    text: 'Over 10 MB: on a phone the 60 s time-out or the server often ends such an upload; compress it or upload in parts.',
    source: UPLOAD,
  },
  'large-download': {
    text: 'Over 200 MB, the most that WeChat downloads into one file; on a phone this fails with “exceed max file size”. Split the file.',
    source: DOWNLOAD,
  },
  'error-saved': {
    text: 'The server answered {status}, and WeChat calls that a success: the error page is what was saved. Check statusCode before using the file.',
    source: personal('oCJUsw7Y-I0BY-zemCCTX9P4OOPw/fav'),
  },
  'answer-not-json': {
    text: 'The answer to the upload looks like HTML; data is text as it came, and JSON.parse on it throws. Check statusCode and the server.',
    source: thread('00002a341d0a28c9640a3b63256000'),
  },
  'url-unencoded': {
    text: 'The URL holds characters that must be encoded; devices differ in what they make of them (invalid url, 401, 404). Use encodeURIComponent once on each part.',
    source: thread('0002cc5756c6f0ce2a572ac1b56800'),
  },
  'url-invisible': {
    text: 'The URL holds a character that cannot be seen (U+{code}), often copied along from a document; a phone refuses the URL. Remove it.',
    source: thread('000ac881aec0f0d6d45fd15485b800'),
  },
  'url-credentials': {
    text: 'User name and password in the URL are not sent. Put them into an Authorization header.',
    source: null,
  },
  'local-path-as-url': {
    text: 'The URL is the local path of a file: {url} lives on the device, not on a server. Use the file APIs, or read it by its path.',
    source: 'https://blog.csdn.net/muzidanwu/article/details/108713491',
  },
  'path-without-slash': {
    text: '{path} lacks the slash after USER_DATA_PATH; Android lets it pass, iOS fails. Write `${wx.env.USER_DATA_PATH}/name`.',
    source: personal('oCJUsw02_QxO1qlUz-x8E8bysPaE/answer'),
  },
  'timeout-over-60s': {
    text: 'A time-out of {seconds} s: some phones end a transfer after 60 s whatever is asked for. Upload in parts, or resume.',
    source: thread('000c402e4b46c898c3eabb2775b800'),
  },
  'timeout-capped': {
    text: 'This device ends a transfer after 60 s, so the time-out of {seconds} s was cut to that.',
    source: thread('000c402e4b46c898c3eabb2775b800'),
  },
  'over-ten': {
    text: 'Ten {kind}s were under way already; this one had to wait, and some devices refuse it. Start fewer at a time.',
    source: 'https://github.com/zhengjunxin/wx-queue-request/issues/1',
  },
  'temp-extension': {
    text: 'The file became {extension}, because the server’s Content-Type is {type}: openDocument and saving to the album fail on it. Send the file’s own type.',
    source: personal('oCJUswzhiOY4tDGh2VQEZApB0ypU/question'),
  },
  'length-unknown': {
    text: 'The server sent no Content-Length, so progress stays at 0 until the end. Send one to give progress.',
    source: DOWNLOAD,
  },
  'stale-connection': {
    text: 'The server closed a connection that it had promised to keep just when the request went out, so it was sent again on another; times: {count}. Have the server keep idle connections longer, or answer Connection: close.',
    source: 'https://www.rfc-editor.org/rfc/rfc9112#section-9.6',
  },
  'progress-jump': {
    text: 'Android tells 100 % as soon as the bytes are buffered, long before the server has them. Take success, not progress, for the end.',
    source: 'https://github.com/tencentyun/cos-wx-sdk-v5/issues/36',
  },
  'option-ignored': {
    text: 'The option {name} has no effect in Ferry.',
    source: null,
  },
  'http2-unavailable': {
    text: 'enableHttp2 was asked for, and the server speaks HTTP/1.1 only.',
    source: null,
  },
  'worker-lost': {
    text: 'Ferry’s own transfer process died under this transfer, which is not the fault of the project or the server. The next transfer starts a new process: try again.',
    source: null,
  },
  'disk-full': {
    text: 'The disk that Ferry’s data is on is full, so the file was not written and nothing of it is left. Make room and try again.',
    source: null,
  },
  quota: {
    text: 'The saved and user files of this mini-program would take more than their quota together. Remove some, or download without filePath.',
    source: FILE_SYSTEM,
  },
  background: {
    text: 'WeChat ends what still runs five seconds after the app went to the background, and refuses new calls until it is back. Try again in onShow.',
    source: thread('000e4228d141205b8dff70f1656400'),
  },
  'network-changed': {
    text: 'WeChat ends every transfer when the phone changes its network, say from Wi-Fi to 4G. Try again.',
    source: thread('000c44ee3684d89640822bd6b6b800'),
  },
  'dead-path-expired': {
    text: '{path} was a temp file and died when the app ended, so nothing is there any more. Keep a file that must outlive a launch with saveFile, and store the saved path.',
    source: FILE_SYSTEM,
  },
  'dead-path-saved': {
    text: '{path} was moved by saveFile, and a moved file has left its temp path. Use the savedFilePath that saveFile gave.',
    source: FILE_SYSTEM,
  },
  'dead-path-moved': {
    text: '{path} was renamed, so nothing is at the old path. Use the new path.',
    source: FILE_SYSTEM,
  },
  'dead-path-removed': {
    text: '{path} was removed before. Forget a path when its file is removed.',
    source: FILE_SYSTEM,
  },
  'dead-path-replaced': {
    text: '{path} held another file before, which is gone too. Forget a path when its file is removed.',
    source: FILE_SYSTEM,
  },
} as const satisfies Readonly<Record<string, WarningRow>>;

export type WarningRule = keyof typeof WARNINGS;

/** A warning with the facts of one transfer put into its text. */
export function warning(
  rule: WarningRule,
  facts: Readonly<Record<string, string | number>> = {},
): TransferWarning {
  const { text, source } = WARNINGS[rule];
  const told = text.replace(/\{(\w+)\}/g, (whole, name: string) => String(facts[name] ?? whole));
  return { rule, text: told, source, ...(Object.keys(facts).length > 0 ? { facts } : {}) };
}

/** Where WeChat or its developers tell of a rule, for a browser; null for a rule without one, or of another version. */
export function warningSource(rule: string): string | null {
  const row = Object.entries(WARNINGS).find(([name]) => name === rule)?.[1];
  return row?.source ?? null;
}
