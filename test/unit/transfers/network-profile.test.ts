import { describe, expect, it } from 'vitest';
import {
  networkProfile,
  phasesOf,
  type TransferMarks,
  type WireFacts,
} from '../../../src-main/transfers/network-profile.ts';
import type { JobTimings } from '../../../src-main/worker/protocol.ts';

const NOTHING: JobTimings = {
  dnsStart: null,
  dnsEnd: null,
  connectStart: null,
  connectEnd: null,
  tlsStart: null,
  tlsEnd: null,
  sendStart: null,
  sendEnd: null,
  responseStart: null,
  responseEnd: null,
};
/** A look-up of 2 ms, a connection of 3, TLS of 5, 10 to send, 20 to wait, 40 to receive. */
const EVERYTHING: JobTimings = {
  dnsStart: 0,
  dnsEnd: 2,
  connectStart: 2,
  connectEnd: 5,
  tlsStart: 5,
  tlsEnd: 10,
  sendStart: 10,
  sendEnd: 20,
  responseStart: 40,
  responseEnd: 80,
};
const REUSED: JobTimings = { ...NOTHING, sendStart: 1, sendEnd: 2, responseStart: 3, responseEnd: 4 };

const MARKS: TransferMarks = {
  invokedAt: 1000,
  calledAt: 1000,
  slotAt: 1000,
  firstHopAt: 1001,
  hopAt: 1001,
  redirected: false,
};
const wire = (timings: JobTimings, parts: Partial<WireFacts> = {}): WireFacts => ({
  timings,
  counts: {
    sentBytes: 500,
    acknowledgedBytes: null,
    expectedSendBytes: 500,
    receivedBytes: 8000,
    expectedReceiveBytes: 8000,
    decodedBytes: 9000,
  },
  httpVersion: '1.1',
  peer: { address: '10.0.0.1', port: 443 },
  socketReused: false,
  ...parts,
});

describe('the profile', () => {
  it('has every mark on the clock of the call', () => {
    expect(networkProfile(MARKS, wire(EVERYTHING))).toEqual({
      invokeStart: 1000,
      queueStart: 1000,
      queueEnd: 1000,
      redirectStart: 0,
      redirectEnd: 0,
      fetchStart: 1001,
      domainLookUpStart: 1001,
      domainLookUpEnd: 1003,
      connectStart: 1003,
      connectEnd: 1011,
      SSLconnectionStart: 1006,
      SSLconnectionEnd: 1011,
      requestStart: 1011,
      requestEnd: 1021,
      responseStart: 1041,
      responseEnd: 1081,
      rtt: 3,
      estimate_nettype: 5,
      httpRttEstimate: 20,
      transportRttEstimate: 3,
      downstreamThroughputKbpsEstimate: 1600,
      throughputKbps: Math.round((8500 * 8) / 1000 / 0.07),
      peerIP: '10.0.0.1',
      port: 443,
      socketReused: false,
      sendBytesCount: 500,
      receivedBytedCount: 8000,
      protocol: 'http1.1',
      usingHighPerformanceMode: false,
    });
  });

  it('of a reused socket says fetchStart for what did not happen, and 0 for TLS', () => {
    expect(networkProfile(MARKS, wire(REUSED, { socketReused: true }))).toMatchObject({
      domainLookUpStart: 1001,
      domainLookUpEnd: 1001,
      connectStart: 1001,
      connectEnd: 1001,
      SSLconnectionStart: 0,
      SSLconnectionEnd: 0,
      requestStart: 1002,
      rtt: 0,
      socketReused: true,
    });
  });

  it('of a transfer that never reached the wire has no time running backwards', () => {
    const profile = networkProfile(MARKS, wire(NOTHING, { httpVersion: null, peer: null }));
    const order = [
      profile.invokeStart,
      profile.fetchStart,
      profile.connectStart,
      profile.connectEnd,
      profile.requestStart,
      profile.requestEnd,
      profile.responseStart,
      profile.responseEnd,
    ];
    expect(order).toEqual([...order].sort((a, b) => a - b));
    expect(profile).toMatchObject({ peerIP: '', port: 0, protocol: 'unknown', rtt: 0 });
    expect(
      Object.values(profile).filter((value) => typeof value === 'number' && !Number.isFinite(value)),
    ).toEqual([]);
  });

  it('of an answer that came before the body was sent ends the request where the answer begins', () => {
    const early = { ...EVERYTHING, responseStart: 15, responseEnd: 18 };
    expect(networkProfile(MARKS, wire(early))).toMatchObject({
      requestStart: 1011,
      requestEnd: 1016,
      responseStart: 1016,
      responseEnd: 1019,
    });
  });

  it('tells queue and redirects apart from the last hop', () => {
    const marks: TransferMarks = {
      invokedAt: 1000,
      calledAt: 1000,
      slotAt: 1200,
      firstHopAt: 1200,
      hopAt: 1500,
      redirected: true,
    };
    expect(networkProfile(marks, wire(EVERYTHING))).toMatchObject({
      queueStart: 1000,
      queueEnd: 1200,
      redirectStart: 1200,
      redirectEnd: 1500,
      fetchStart: 1500,
    });
  });

  it.each([
    [null, 'unknown'],
    ['1.0', 'http1.1'],
    ['1.1', 'http1.1'],
    ['2.0', 'h2'],
  ])('calls HTTP %s %s', (httpVersion, protocol) => {
    expect(networkProfile(MARKS, wire(EVERYTHING, { httpVersion })).protocol).toBe(protocol);
  });
});

describe('the phases', () => {
  it('are spans since the call, one after the other', () => {
    const marks: TransferMarks = {
      invokedAt: 1000,
      calledAt: 1000,
      slotAt: 1100,
      firstHopAt: 1100,
      hopAt: 1100,
      redirected: false,
    };
    expect(phasesOf(marks, EVERYTHING)).toEqual([
      { name: 'queue', startMs: 0, endMs: 100 },
      { name: 'dns', startMs: 100, endMs: 102 },
      { name: 'connect', startMs: 102, endMs: 105 },
      { name: 'tls', startMs: 105, endMs: 110 },
      { name: 'send', startMs: 110, endMs: 120 },
      { name: 'wait', startMs: 120, endMs: 140 },
      { name: 'receive', startMs: 140, endMs: 180 },
    ]);
  });

  it('leave out what did not happen, a queue of no length included', () => {
    expect(phasesOf(MARKS, REUSED).map(({ name }) => name)).toEqual(['send', 'wait', 'receive']);
    expect(phasesOf(MARKS, NOTHING)).toEqual([]);
  });

  it('have no span that ends before it starts when the answer comes before the body is out', () => {
    const early: JobTimings = { ...REUSED, sendEnd: 10, responseStart: 5, responseEnd: 12 };
    expect(phasesOf(MARKS, early).filter(({ startMs, endMs }) => endMs < startMs)).toEqual([]);
  });
});
