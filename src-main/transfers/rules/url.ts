import { FerryError } from '#contract/errors';

/**
 * The URL of a transfer as it goes out.
 *
 * @throws FerryError `request.url` when it is none, `request.scheme` when it is not http or https
 */
export function parseTransferUrl(text: string): URL {
  const url = URL.parse(text);
  if (!url || (/^https?:$/.test(url.protocol) && url.hostname === '')) {
    throw new FerryError('request.url', `Not a URL: ${JSON.stringify(text)}`);
  }
  if (url.protocol !== 'http:' && url.protocol !== 'https:') {
    throw new FerryError(
      'request.scheme',
      `${url.protocol}// cannot be used: WeChat's transfers are http or https.`,
    );
  }
  return url;
}

/** Where a redirect leads, or null when the answer is none; a POST becomes a GET as browsers do it for 301 to 303. */
export function redirectFrom(
  statusCode: number,
  location: string | null,
  current: { readonly url: URL; readonly method: string },
): { readonly url: URL; readonly method: string; readonly keepsBody: boolean } | null {
  if (location === null || ![301, 302, 303, 307, 308].includes(statusCode)) return null;
  const target = URL.parse(location, current.url.href);
  if (!target) return null;
  const url = parseTransferUrl(target.href);
  const keepsBody = statusCode === 307 || statusCode === 308;
  const becomesGet = statusCode === 303 ? current.method !== 'HEAD' : !keepsBody && current.method === 'POST';
  return becomesGet
    ? { url, method: 'GET', keepsBody: false }
    : { url, method: current.method, keepsBody: true };
}
