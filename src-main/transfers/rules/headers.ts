import type { HeaderLines, TransferKind, TransferWarning } from '#contract/transfer';
import { warning } from '../warnings/warning-table.ts';
import type { DeviceProfile } from './device-profile.ts';

/** Names a page cannot set: the device writes them itself. */
const DEVICE_HEADERS = new Set(['referer', 'user-agent']);
/** Names that describe the connection or the framing, which only the sender of the bytes knows. */
const FRAMING_HEADERS = new Set([
  'host',
  'connection',
  'content-length',
  'transfer-encoding',
  'accept-encoding',
]);

export interface OutgoingHeaders {
  readonly headers: HeaderLines;
  readonly warnings: readonly TransferWarning[];
}

/**
 * The headers of a request as the device sends them: the page's own, less those it may not set, then the fixed
 * Referer (`https://servicewechat.com/{appid}/{version}/page-frame.html`, WeChat's network documentation).
 *
 * @param contentType of the body; null when there is none. An upload's replaces whatever the page wrote.
 */
export function outgoingHeaders(
  kind: TransferKind,
  written: Readonly<Record<string, string>>,
  contentType: string | null,
  { appid, profile }: { readonly appid: string; readonly profile: DeviceProfile },
): OutgoingHeaders {
  const warnings: TransferWarning[] = [];
  const headers: [string, string][] = [
    ['User-Agent', profile.userAgent],
    ['Accept-Encoding', 'gzip, deflate, br'],
  ];
  let hasContentType = false;
  for (const [name, value] of Object.entries(written)) {
    const lower = name.toLowerCase();
    if (DEVICE_HEADERS.has(lower)) {
      warnings.push(warning(lower === 'referer' ? 'header-referer' : 'header-user-agent', { name }));
    } else if (FRAMING_HEADERS.has(lower)) {
      warnings.push(warning('header-framing', { name }));
    } else if (lower === 'content-type' && kind === 'upload') {
      warnings.push(warning('header-content-type'));
    } else if (!profile.sendsPageHeaders) {
      warnings.push(warning('header-ignored', { name }));
    } else {
      if (lower === 'content-type') hasContentType = true;
      headers.push([name, value]);
    }
  }
  if (contentType !== null && !hasContentType) headers.push(['content-type', contentType]);
  headers.push(['Referer', refererOf(appid, profile)]);
  return { headers, warnings };
}

export function refererOf(appid: string, profile: DeviceProfile): string {
  return `https://servicewechat.com/${appid}/${profile.refererVersion}/page-frame.html`;
}

/** Header lines as `res.header`: repeats joined by a comma, the first spelling of a name kept. */
export function headerObject(headers: HeaderLines): Record<string, string> {
  const joined = new Map<string, [name: string, value: string]>();
  for (const [name, value] of headers) {
    const known = joined.get(name.toLowerCase());
    joined.set(name.toLowerCase(), known ? [known[0], `${known[1]},${value}`] : [name, value]);
  }
  return Object.fromEntries(joined.values());
}

/** The `set-cookie` lines, for `res.cookies`; nothing is ever stored or sent again (WeChat has no cookie jar). */
export function cookiesOf(headers: HeaderLines): string[] {
  return headers.filter(([name]) => name.toLowerCase() === 'set-cookie').map(([, value]) => value);
}

/** First value of a header by its lower-case name; null when absent. */
export function headerValue(headers: HeaderLines, lowerName: string): string | null {
  return headers.find(([name]) => name.toLowerCase() === lowerName)?.[1] ?? null;
}
