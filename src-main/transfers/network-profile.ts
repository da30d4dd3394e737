import type { NetworkProfile, Phase } from '#contract/transfer';
import type { JobCounts, JobTimings } from '../worker/protocol.ts';

/** When the stages of a transfer happened, on main's clock (milliseconds since the epoch). */
export interface TransferMarks {
  /** The `wx` call itself, by the page's clock. */
  readonly invokedAt: number;
  /** Its arrival here. */
  readonly calledAt: number;
  readonly slotAt: number;
  /** Start of the last hop. */
  readonly hopAt: number;
  /** Start of the first hop. */
  readonly firstHopAt: number;
  /** Redirects of the same host went before; those of others do not count (wx-api.md §6). */
  readonly redirected: boolean;
}

export interface WireFacts {
  readonly timings: JobTimings;
  readonly counts: JobCounts;
  readonly httpVersion: string | null;
  readonly peer: { readonly address: string; readonly port: number } | null;
  readonly socketReused: boolean;
}

/** `res.profile` from socket marks; a stage that did not happen takes the time of the one before (wx-api.md §6). */
export function networkProfile(marks: TransferMarks, wire: WireFacts): NetworkProfile {
  const { timings, counts } = wire;
  const fetchStart = marks.hopAt;
  const at = (mark: number | null, otherwise: number): number =>
    mark === null ? otherwise : marks.hopAt + mark;
  const requestStart = at(timings.sendStart, at(timings.tlsEnd, at(timings.connectEnd, fetchStart)));
  const sentAt = at(timings.sendEnd, requestStart);
  const responseStart = at(timings.responseStart, sentAt);
  // A server may answer before it has read the whole body: the marks stay in the order of their names.
  const requestEnd = Math.min(sentAt, responseStart);
  const responseEnd = at(timings.responseEnd, responseStart);
  const connectStart = at(timings.connectStart, fetchStart);
  const rtt = timings.connectEnd === null ? 0 : Math.round(at(timings.connectEnd, 0) - connectStart);
  const seconds = Math.max((responseEnd - requestStart) / 1000, 0.001);
  return {
    invokeStart: marks.invokedAt,
    queueStart: marks.calledAt,
    queueEnd: marks.slotAt,
    redirectStart: marks.redirected ? marks.firstHopAt : 0,
    redirectEnd: marks.redirected ? marks.hopAt : 0,
    fetchStart,
    domainLookUpStart: at(timings.dnsStart, fetchStart),
    domainLookUpEnd: at(timings.dnsEnd, fetchStart),
    connectStart,
    connectEnd: at(timings.tlsEnd, at(timings.connectEnd, fetchStart)),
    SSLconnectionStart: at(timings.tlsStart, 0),
    SSLconnectionEnd: at(timings.tlsEnd, 0),
    requestStart,
    requestEnd,
    responseStart,
    responseEnd,
    rtt,
    // Chromium's scale: 0 unknown, 1 offline, then slow 2G, 2G, 3G; 5 is 4G and better. 6 only ends the list.
    estimate_nettype: 5,
    httpRttEstimate: Math.round(responseStart - requestEnd),
    transportRttEstimate: rtt,
    downstreamThroughputKbpsEstimate: kilobitsPerSecond(
      counts.receivedBytes,
      (responseEnd - responseStart) / 1000,
    ),
    throughputKbps: kilobitsPerSecond(counts.sentBytes + counts.receivedBytes, seconds),
    peerIP: wire.peer?.address ?? '',
    port: wire.peer?.port ?? 0,
    socketReused: wire.socketReused,
    sendBytesCount: counts.sentBytes,
    receivedBytedCount: counts.receivedBytes,
    protocol: wire.httpVersion === null ? 'unknown' : wire.httpVersion.startsWith('2') ? 'h2' : 'http1.1',
    usingHighPerformanceMode: false,
  };
}

/** The same marks as spans since the `wx` call, for the waterfall; a stage that did not happen is left out. */
export function phasesOf(marks: TransferMarks, timings: JobTimings): Phase[] {
  const phases: Phase[] = [];
  const offset = marks.hopAt - marks.calledAt;
  const add = (name: Phase['name'], start: number | null, end: number | null): void => {
    if (start !== null && end !== null) phases.push({ name, startMs: start, endMs: Math.max(start, end) });
  };
  const since = (mark: number | null): number | null => (mark === null ? null : offset + mark);
  const waitedMs = marks.slotAt - marks.calledAt;
  add('queue', waitedMs > 0 ? 0 : null, waitedMs);
  add('dns', since(timings.dnsStart), since(timings.dnsEnd));
  add('connect', since(timings.connectStart), since(timings.connectEnd));
  add('tls', since(timings.tlsStart), since(timings.tlsEnd));
  add('send', since(timings.sendStart), since(timings.sendEnd));
  add('wait', since(timings.sendEnd), since(timings.responseStart));
  add('receive', since(timings.responseStart), since(timings.responseEnd));
  return phases;
}

function kilobitsPerSecond(bytes: number, seconds: number): number {
  return seconds <= 0 ? 0 : Math.round((bytes * 8) / 1000 / seconds);
}
