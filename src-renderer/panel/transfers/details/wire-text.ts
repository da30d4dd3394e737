import type { Exchange } from '#contract/transfer';

/** Request line and header lines as they stood on the wire; HTTP/2 sends the same as frames. */
export function requestHead(exchange: Exchange): string {
  const { method, httpVersion, requestHeaders, redirects, url } = exchange;
  const final = URL.parse(redirects.at(-1) ?? url);
  const path = final ? final.pathname + final.search : url;
  const lines = requestHeaders.map(([name, value]) => `${name}: ${value}`);
  return [`${method} ${path} HTTP/${httpVersion ?? '1.1'}`, ...lines, '', ''].join('\r\n');
}

/** Status line and header lines as received; the server's own words for the status are not kept. */
export function responseHead(exchange: Exchange): string {
  const { statusCode, httpVersion, responseHeaders } = exchange;
  const lines = responseHeaders.map(([name, value]) => `${name}: ${value}`);
  return [`HTTP/${httpVersion ?? '1.1'} ${String(statusCode ?? '')}`, ...lines, '', ''].join('\r\n');
}

/** The first value of a header by its lower-case name; null when there is none. */
export function headerOf(headers: Exchange['responseHeaders'], lowerName: string): string | null {
  return headers.find(([name]) => name.toLowerCase() === lowerName)?.[1] ?? null;
}
