import type { RequestListener } from 'node:http';
import type { NetworkProfile } from '#contract/transfer';
import type { WirePage } from './wire-page.ts';
import { quiet } from './wire-rows.ts';

/** Makes one call and gives its profile. */
export async function profileOf(page: WirePage, options: object, api = 'request'): Promise<NetworkProfile> {
  const prefix = `${String(page.heard.length)} `;
  page.call(api)({ ...options, ...page.callbacks(prefix) });
  const told = (await page.hears(`${prefix}success`)) as { readonly profile: NetworkProfile };
  // A hash that still runs would share the worker with the next call.
  await quiet(page);
  return told.profile;
}

/** Answers on a connection that is kept; `/to?<url>` redirects there. */
export const keeping: RequestListener = (request, response) => {
  const to = /^\/to\?(.*)/.exec(request.url ?? '')?.[1];
  request.resume();
  request.on('end', () => {
    if (to === undefined) response.writeHead(200, { 'content-length': 2 }).end('ok');
    else response.writeHead(302, { location: to, 'content-length': 0 }).end();
  });
};

/** Every field of wx-api.md §6 but those of httpDNS. */
export const PROFILE_FIELDS: readonly string[] = [
  'SSLconnectionEnd',
  'SSLconnectionStart',
  'connectEnd',
  'connectStart',
  'domainLookUpEnd',
  'domainLookUpStart',
  'downstreamThroughputKbpsEstimate',
  'estimate_nettype',
  'fetchStart',
  'httpRttEstimate',
  'invokeStart',
  'peerIP',
  'port',
  'protocol',
  'queueEnd',
  'queueStart',
  'receivedBytedCount',
  'redirectEnd',
  'redirectStart',
  'requestEnd',
  'requestStart',
  'responseEnd',
  'responseStart',
  'rtt',
  'sendBytesCount',
  'socketReused',
  'throughputKbps',
  'transportRttEstimate',
  'usingHighPerformanceMode',
];
