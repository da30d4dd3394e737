import { isIP } from 'node:net';
import type { DownloadCall, RequestCall, TransferWarning, UploadCall } from '#contract/transfer';
import { warning } from './warning-table.ts';

/** From this size on an upload is at the mercy of the network (wx-api.md §4). */
const LARGE_UPLOAD_BYTES = 10 * 1024 * 1024;
const SIXTY_SECONDS_MS = 60_000;
/** Options that Ferry takes and does nothing with. */
const IGNORED_OPTIONS = [
  'enableQuic',
  'enableCache',
  'enableHttpDNS',
  'enableChunked',
  'forceCellularNetwork',
  'useHighPerformanceMode',
];
const LOCAL_PATH = /^(http:\/\/(tmp|store|usr)\/|wxfile:\/\/)/i;
/** Zero-width characters, marks of direction, soft hyphens, odd spaces: what cannot be seen in a URL. */
const INVISIBLE = /[\u0000-\u001f\u007f\u00a0\u00ad\u200b-\u200f\u2028-\u202f\u2060-\u206f\ufeff]/;
const PRIVATE_ADDRESS = /^(10\.|127\.|169\.254\.|192\.168\.|172\.(1[6-9]|2\d|3[01])\.|::1$|f[cd]|fe80)/i;

/** What can be said of any call before anything is sent. */
export function callWarnings(
  call: UploadCall | DownloadCall | RequestCall,
  url: URL,
  vouchedOrigins: readonly string[],
): TransferWarning[] {
  const timeoutMs = call.timeoutMs ?? 0;
  return [
    ...urlWarnings(call.url, url),
    ...(vouchedOrigins.includes(url.origin) ? [] : hostWarnings(url)),
    ...(timeoutMs > SIXTY_SECONDS_MS
      ? [warning('timeout-over-60s', { seconds: Math.round(timeoutMs / 1000) })]
      : []),
    ...ignoredOptions(call.written),
  ];
}

/** What is wrong with an upload that WeChat lets pass. */
export function uploadWarnings(call: UploadCall, sizeBytes: number): TransferWarning[] {
  const findings = call.formDataFindings.map((finding) =>
    finding.kind === 'not-an-object'
      ? warning('form-data-object', { type: finding.type })
      : warning('form-data-text', { field: finding.field, type: finding.type }),
  );
  const path = call.formData.find(([, value]) => LOCAL_PATH.test(value));
  return [
    ...(sizeBytes > LARGE_UPLOAD_BYTES ? [warning('large-upload')] : []),
    ...(call.formData.some(([name]) => name === call.name)
      ? [warning('form-data-key', { field: call.name })]
      : []),
    ...(path ? [warning('form-data-path', { field: path[0] })] : []),
    ...findings,
  ];
}

/** `http://usrname` where `http://usr/name` is meant. */
export function userPathWarnings(filePath: string | null): TransferWarning[] {
  return filePath !== null && /^(http|wxfile):\/\/usr[^/]/i.test(filePath)
    ? [warning('path-without-slash', { path: filePath })]
    : [];
}

function urlWarnings(text: string, url: URL): TransferWarning[] {
  if (LOCAL_PATH.test(text)) return [warning('local-path-as-url', { url: text })];
  const invisible = INVISIBLE.exec(text)?.[0]?.codePointAt(0);
  const found: TransferWarning[] = [];
  if (invisible !== undefined) {
    found.push(warning('url-invisible', { code: invisible.toString(16).toUpperCase().padStart(4, '0') }));
  } else if (/[^\u0021-\u007e]|[|"<>\\^`{}]/.test(text)) {
    found.push(warning('url-unencoded'));
  }
  if (url.username !== '' || url.password !== '') found.push(warning('url-credentials'));
  return found;
}

/** What a phone or a release would refuse although it works here. */
function hostWarnings({ protocol, hostname }: URL): TransferWarning[] {
  const found: TransferWarning[] = [];
  if (protocol === 'http:') found.push(warning('plain-http'));
  const host = hostname.replace(/^\[|\]$/g, '');
  const isAddress = isIP(host) > 0;
  const isPrivate = isAddress ? PRIVATE_ADDRESS.test(host) : host === 'localhost' || !host.includes('.');
  if (isPrivate) found.push(warning('private-host', { host: hostname }));
  else if (isAddress) found.push(warning('ip-address', { host: hostname }));
  return found;
}

function ignoredOptions(written: unknown): TransferWarning[] {
  if (typeof written !== 'object' || written === null) return [];
  const options = written as Readonly<Record<string, unknown>>;
  return IGNORED_OPTIONS.filter((name) => options[name] === true).map((name) =>
    warning('option-ignored', { name }),
  );
}
