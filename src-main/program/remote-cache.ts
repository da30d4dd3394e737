import { randomUUID } from 'node:crypto';
import { FerryError } from '#contract/errors';
import type { Clock } from '../lib/clock.ts';
import type { BodyStore } from '../files/body-store.ts';
import type { ProgramNetwork } from '../transfers/network.ts';
import type { carry, WireDeps } from '../transfers/exchange-run.ts';
import type { headerValue, outgoingHeaders } from '../transfers/rules/headers.ts';
import type { parseTransferUrl } from '../transfers/rules/url.ts';

/** A network resource that lies on this disk for as long as the page runs. */
export interface RemoteFile {
  readonly realPath: string;
  readonly sizeBytes: number;
  readonly mediaType: string;
}

/** WeChat checks the domains of what `wx` downloads, not those of what a component shows. */
export type RemoteScope = 'open' | 'legal';

/** Images and fonts from the network, fetched by main because a page itself reaches nothing (its CSP says so). */
export interface RemoteCache {
  /**
   * Rejects with the transfer's error, or `file.not-found` for a status that is no success. An `open` URL may be any;
   * a `legal` one and its redirects are held to the list of downloads.
   */
  get(url: string, scope: RemoteScope): Promise<RemoteFile>;
  clear(): void;
}

/** The transfer rules this needs, handed in by the composition root. */
export interface RemoteCacheDeps {
  readonly wire: WireDeps;
  readonly carry: typeof carry;
  readonly parseTransferUrl: typeof parseTransferUrl;
  readonly outgoingHeaders: typeof outgoingHeaders;
  readonly headerValue: typeof headerValue;
  readonly clock: Clock;
}

const TIMEOUT_MS = 30_000;
const LIMIT_BYTES = 50 * 1024 * 1024;
const MAX_FILES = 500;

export function createRemoteCache(
  deps: RemoteCacheDeps,
  program: { readonly appid: string; readonly network: ProgramNetwork; readonly bodies: BodyStore },
): RemoteCache {
  const { network } = program;
  const known = new Map<string, Promise<RemoteFile>>();
  /** Ends what is on its way when the page goes. */
  let aborter = new AbortController();

  const check = (url: string, scope: RemoteScope): void => {
    const verdict = scope === 'legal' ? network.judge('downloadFile', url) : null;
    if (verdict?.error) throw verdict.error;
  };

  const load = async (text: string, scope: RemoteScope): Promise<RemoteFile> => {
    const url = deps.parseTransferUrl(text);
    check(text, scope);
    const partPath = program.bodies.newPath();
    const now = deps.clock.now();
    const { end, headers } = await deps.carry(
      deps.wire,
      {
        id: `remote-${randomUUID()}`,
        method: 'GET',
        url,
        headers: deps.outgoingHeaders('download', {}, null, {
          appid: program.appid,
          profile: network.profile,
        }).headers,
        body: { kind: 'none' },
        sink: { kind: 'file', partPath, limitBytes: LIMIT_BYTES },
        timeoutMs: TIMEOUT_MS,
        route: {
          connectionTo(target, isRedirect) {
            if (isRedirect) check(target.href, scope);
            return network.connectionTo({ kind: 'download', url: target, page: '' }, null, false);
          },
          tampering: null,
          maxRedirects: network.profile.maxRedirects,
        },
      },
      { invokedAt: now, calledAt: now, slotAt: now },
      { onRedirect: () => undefined, onHeaders: () => undefined, onProgress: () => undefined },
      aborter.signal,
    );
    if (!end.outcome.ok) throw FerryError.fromWire(end.outcome.error);
    if (!headers || end.outcome.statusCode >= 300) {
      throw new FerryError('file.not-found', `${text} answered ${String(end.outcome.statusCode)}.`);
    }
    return {
      realPath: partPath,
      sizeBytes: end.counts.decodedBytes,
      mediaType: deps.headerValue(headers.headers, 'content-type') ?? 'application/octet-stream',
    };
  };

  return {
    get(url, scope) {
      const key = `${scope} ${url}`;
      const found = known.get(key);
      if (found) return found;
      if (known.size >= MAX_FILES) {
        return Promise.reject(
          new FerryError('request.over-limit', 'This page has fetched too many network images.'),
        );
      }
      const loading = load(url, scope);
      known.set(key, loading);
      // A failure is not remembered: the next try may find the network again.
      loading.catch(() => known.delete(key));
      return loading;
    },
    clear() {
      known.clear();
      aborter.abort();
      aborter = new AbortController();
    },
  };
}
