import { randomUUID } from 'node:crypto';
import { FerryError } from '#contract/errors';
import type { TransferWarning } from '#contract/transfer';
import type { Clock } from '../lib/clock.ts';
import type { BodyStore } from '../files/body-store.ts';
import type { ProgramBodies } from '../journal/bodies/program-bodies.ts';
import type { ExchangePatch, Journal } from '../journal/journal.ts';
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

/** WeChat refuses `wx` a domain that is not listed; of what a component shows the developer is only told. */
export type RemoteScope = 'open' | 'legal';

/**
 * Images and fonts from the network, fetched by main because a page itself reaches nothing (its CSP says so): with
 * the program's links, maps and proxies, and each with a record in the journal.
 */
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

/** The program whose pages show them. */
export interface RemoteCacheProgram {
  readonly appid: string;
  readonly network: ProgramNetwork;
  readonly bodies: BodyStore;
  readonly journal: Pick<Journal, 'begin' | 'update'>;
  readonly kept: Pick<ProgramBodies, 'keep'>;
  /** Route of the page on top. */
  currentPage(): string;
  /** Where a `cloud://` file lies; rejects with `file.not-found` for what is none. */
  readonly cloudUrl?: (fileId: string) => Promise<string>;
}

const TIMEOUT_MS = 30_000;
const LIMIT_BYTES = 50 * 1024 * 1024;
const MAX_FILES = 500;

export function createRemoteCache(deps: RemoteCacheDeps, program: RemoteCacheProgram): RemoteCache {
  const { network, journal } = program;
  const known = new Map<string, Promise<RemoteFile>>();
  /** Ends what is on its way when the page goes. */
  let aborter = new AbortController();

  const check = (url: string, scope: RemoteScope): readonly TransferWarning[] => {
    if (scope === 'open') return network.judgeShown(url);
    const verdict = network.judge('downloadFile', url);
    if (verdict.error) throw verdict.error;
    return verdict.warnings;
  };

  const load = async (text: string, scope: RemoteScope): Promise<RemoteFile> => {
    const id = `remote-${randomUUID()}`;
    const calledAt = deps.clock.now();
    const record = (patch: ExchangePatch): void => {
      journal.update(id, patch);
    };
    journal.begin({
      id,
      kind: 'resource',
      page: program.currentPage(),
      calledFrom: null,
      method: 'GET',
      url: text,
      written: null,
      calledAtEpochMs: calledAt,
    });
    try {
      const file = await fetchFile(text, scope, { id, calledAt, record });
      record({ state: 'done', durationMs: deps.clock.now() - calledAt, errMsg: 'resource:ok' });
      return file;
    } catch (thrown) {
      const { code, message } = FerryError.from(thrown);
      record({
        state: code === 'aborted' ? 'aborted' : 'failed',
        durationMs: deps.clock.now() - calledAt,
        errMsg: `resource:fail ${message}`,
        reason: code === 'aborted' ? null : message,
      });
      throw thrown;
    }
  };

  const fetchFile = async (
    text: string,
    scope: RemoteScope,
    { id, calledAt, record }: { id: string; calledAt: number; record: (patch: ExchangePatch) => void },
  ): Promise<RemoteFile> => {
    const isCloud = text.startsWith('cloud://') && program.cloudUrl !== undefined;
    const place = isCloud ? await program.cloudUrl(text) : text;
    const url = deps.parseTransferUrl(place);
    record({ warnings: check(place, scope) });
    const partPath = program.bodies.newPath();
    const now = deps.clock.now();
    const { headers: requestHeaders } = deps.outgoingHeaders('download', {}, null, {
      appid: program.appid,
      profile: network.profile,
    });
    record({ state: 'running', requestHeaders });
    const { end, headers, profile, phases } = await deps.carry(
      deps.wire,
      {
        id,
        method: 'GET',
        url,
        headers: requestHeaders,
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
      { invokedAt: calledAt, calledAt, slotAt: now },
      {
        onRedirect: () => undefined,
        onHeaders(answer) {
          record({
            statusCode: answer.statusCode,
            httpVersion: answer.httpVersion,
            requestHeaders: answer.requestHeaders,
            responseHeaders: answer.headers,
          });
        },
        onProgress: () => undefined,
      },
      aborter.signal,
    );
    const { sentBytes, receivedBytes, expectedReceiveBytes, decodedBytes } = end.counts;
    record({ sentBytes, receivedBytes, expectedReceiveBytes, decodedBytes, profile, phases });
    if (!end.outcome.ok) throw FerryError.fromWire(end.outcome.error);
    const mediaType = headers && deps.headerValue(headers.headers, 'content-type');
    const pieces = [{ kind: 'file', realPath: partPath, sizeBytes: decodedBytes } as const];
    record({
      bodies: {
        request: null,
        response: program.kept.keep({ exchangeId: id, side: 'response', pieces, mediaType }),
      },
    });
    if (!headers || end.outcome.statusCode >= 300) {
      throw new FerryError('file.not-found', `${text} answered ${String(end.outcome.statusCode)}.`);
    }
    return {
      realPath: partPath,
      sizeBytes: decodedBytes,
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
