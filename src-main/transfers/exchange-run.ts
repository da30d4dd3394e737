import { FerryError } from '#contract/errors';
import type { HeaderLines, HopRecord, NetworkProfile, Phase } from '#contract/transfer';
import type { Clock } from '../lib/clock.ts';
import type { JobBody, JobConnection, JobCounts, JobSink, JobTampering } from '../worker/protocol.ts';
import { networkProfile, phasesOf, type TransferMarks } from './network-profile.ts';
import { headerValue } from './rules/headers.ts';
import { redirectFrom } from './rules/url.ts';
import type { JobEnd, JobHeaders, WorkerClient } from './worker-client.ts';

/** What goes out, once every rule has been applied. */
export interface Outgoing {
  readonly id: string;
  readonly method: string;
  readonly url: URL;
  readonly headers: HeaderLines;
  readonly body: JobBody;
  readonly sink: JobSink;
  /** Whole budget in milliseconds, over all hops. */
  readonly timeoutMs: number;
  readonly route: Route;
  /** See `Job`. */
  readonly partialLimitBytes?: number;
}

/** How the hops of one transfer are made. */
export interface Route {
  /** How to reach a URL, a redirect's target included; rejects with `request.domain` where it may not be reached. */
  connectionTo(url: URL, isRedirect: boolean): Promise<JobConnection>;
  readonly tampering: JobTampering | null;
  /** Redirects that are followed; with 0 the first one is the answer. */
  readonly maxRedirects: number;
}

export interface WireListeners {
  /** A hop was answered by a redirect that is followed. */
  onRedirect(url: URL, hop: HopRecord): void;
  /** Headers of the answer that counts. */
  onHeaders(headers: JobHeaders): void;
  onProgress(counts: JobCounts): void;
}

/** What the wire gave, or how it failed; `profile` and `phases` are there in both cases. */
export interface WireResult {
  readonly end: JobEnd;
  readonly headers: JobHeaders | null;
  readonly profile: NetworkProfile;
  readonly phases: readonly Phase[];
}

export interface WireDeps {
  readonly worker: WorkerClient;
  readonly clock: Clock;
}

/** Credentials stay with the host they were meant for. */
const CREDENTIAL_HEADERS = new Set(['authorization', 'cookie']);
const BODY_HEADERS = new Set(['content-type', 'content-encoding', 'content-language']);

/**
 * Carries one transfer over the wire, following redirects hop by hop within one time budget. Ends by itself or
 * by the signal; the sink's file is left to the caller.
 */
export async function carry(
  deps: WireDeps,
  outgoing: Outgoing,
  times: { readonly invokedAt: number; readonly calledAt: number; readonly slotAt: number },
  listeners: WireListeners,
  signal: AbortSignal,
): Promise<WireResult> {
  const firstHopAt = deps.clock.now();
  let hop = { url: outgoing.url, method: outgoing.method, headers: outgoing.headers, body: outgoing.body };
  let staysAtHost = true;
  for (let redirects = 0; ; redirects += 1) {
    const hopAt = redirects === 0 ? firstHopAt : deps.clock.now();
    let answered: JobHeaders | null = null;
    let next: ReturnType<typeof redirectFrom> = null;
    const connection = await outgoing.route.connectionTo(hop.url, redirects > 0);
    const end = await deps.worker.run(
      {
        id: `${outgoing.id}.${String(redirects)}`,
        method: hop.method,
        url: hop.url.href,
        headers: hop.headers,
        body: hop.body,
        sink: outgoing.sink,
        timeoutMs: Math.max(1, Math.round(outgoing.timeoutMs - (hopAt - firstHopAt))),
        connection,
        tampering: redirects === 0 ? outgoing.route.tampering : afterRedirect(outgoing.route.tampering),
        ...(outgoing.partialLimitBytes === undefined
          ? {}
          : { partialLimitBytes: outgoing.partialLimitBytes }),
      },
      {
        onHeaders(headers) {
          answered = headers;
          next = outgoing.route.maxRedirects > 0 ? followable(headers, hop) : null;
          if (!next) listeners.onHeaders(headers);
        },
        onProgress(counts) {
          if (!next) listeners.onProgress(counts);
        },
      },
      signal,
    );
    const headers = answered as JobHeaders | null;
    // The socket marks count from the job's own start, which comes later where the worker had to be started.
    const marks: TransferMarks = {
      ...times,
      firstHopAt,
      hopAt: Math.max(hopAt, end.startedAtEpochMs),
      redirected: redirects > 0 && staysAtHost,
    };
    const target = next as ReturnType<typeof redirectFrom>;
    if (!end.outcome.ok || !target) return result(marks, end, headers);
    if (redirects >= outgoing.route.maxRedirects)
      return result(marks, tooManyRedirects(end, redirects), headers);
    if (headers) listeners.onRedirect(target.url, hopRecord(hop, headers, phasesOf(marks, end.timings)));
    staysAtHost &&= target.url.hostname === outgoing.url.hostname;
    hop = nextHop(hop, target);
  }
}

/** What was done to the connection and to the request is not done again; the answer that counts is still to come. */
function afterRedirect(tampering: JobTampering | null): JobTampering | null {
  if (!tampering) return null;
  const faults = tampering.faults.filter(
    (fault) =>
      fault.kind === 'status' ||
      fault.kind === 'truncate' ||
      fault.kind === 'content-length' ||
      ('side' in fault && fault.side === 'response'),
  );
  return { delayMs: 0, faults, answer: null, sparesRedirects: tampering.sparesRedirects };
}

const MAX_HOP_LINES = 100;
const MAX_HOP_VALUE = 2000;

function hopRecord(hop: Hop, answer: JobHeaders, phases: readonly Phase[]): HopRecord {
  const within = (lines: HeaderLines): HeaderLines =>
    lines.slice(0, MAX_HOP_LINES).map(([name, value]) => [name, value.slice(0, MAX_HOP_VALUE)]);
  return {
    method: hop.method,
    url: hop.url.href,
    statusCode: answer.statusCode,
    httpVersion: answer.httpVersion,
    requestHeaders: within(answer.requestHeaders),
    responseHeaders: within(answer.headers),
    phases: phases.filter(({ name }) => name !== 'queue'),
  };
}

interface Hop {
  readonly url: URL;
  readonly method: string;
  readonly headers: HeaderLines;
  readonly body: JobBody;
}

function followable(headers: JobHeaders, hop: Hop): ReturnType<typeof redirectFrom> {
  try {
    return redirectFrom(headers.statusCode, headerValue(headers.headers, 'location'), hop);
  } catch {
    // A redirect to what is no http URL is an answer like any other.
    return null;
  }
}

function nextHop(hop: Hop, target: NonNullable<ReturnType<typeof redirectFrom>>): Hop {
  const leavesHost = target.url.host !== hop.url.host || target.url.protocol !== hop.url.protocol;
  const keepsBody = target.keepsBody && hop.body.kind !== 'none';
  return {
    url: target.url,
    method: target.method,
    body: keepsBody ? hop.body : { kind: 'none' },
    headers: hop.headers.filter(([name]) => {
      const lower = name.toLowerCase();
      return !(leavesHost && CREDENTIAL_HEADERS.has(lower)) && !(!keepsBody && BODY_HEADERS.has(lower));
    }),
  };
}

function tooManyRedirects(end: JobEnd, redirects: number): JobEnd {
  const error = new FerryError('request.redirects', `Gave up after ${String(redirects)} redirects.`);
  return { ...end, outcome: { ok: false, error: error.toWire() } };
}

function result(marks: TransferMarks, end: JobEnd, headers: JobHeaders | null): WireResult {
  return {
    end,
    headers,
    profile: networkProfile(marks, {
      timings: end.timings,
      counts: end.counts,
      httpVersion: headers?.httpVersion ?? null,
      peer: headers?.peer ?? null,
      socketReused: headers?.socketReused ?? false,
    }),
    phases: phasesOf(marks, end.timings),
  };
}
