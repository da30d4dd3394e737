import http2 from 'node:http2';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished } from 'vitest';
import { freeCertificate } from '../support/free-certificate.ts';
import type { ProgramHarnessOptions } from '../support/program-harness.ts';
import { shareWorker } from '../support/transfer-harness.ts';
import { withServer } from '../support/with-server.ts';
import { openWirePage } from './wire-page.ts';
import { keeping, profileOf, PROFILE_FIELDS } from './wire-profile-kit.ts';
import { table, type SpecRow } from './wire-rows.ts';

/** wx-api.md §6: on which devices and from which base library `res.profile` is there; and HTTP/2. */

const { client } = shareWorker();

interface PresenceRow extends SpecRow {
  readonly harness: ProgramHarnessOptions;
  readonly options?: object;
  /** Fields of §6 that are not there; null where there is no profile. */
  readonly without: readonly string[] | null;
}

const library = (baseLibrary: string): ProgramHarnessOptions => ({ settings: { baseLibrary } });

table<PresenceRow>(
  'whether res.profile is there',
  [
    { ids: ['7.option.enableProfile'], says: 'is so by default', harness: {}, without: [] },
    {
      ids: ['7.option.enableProfile'],
      says: 'is not with enableProfile false',
      harness: {},
      options: { enableProfile: false },
      without: null,
    },
    {
      ids: ['6.devices'],
      says: 'is so on iOS',
      harness: { settings: { device: 'ios' } },
      without: [],
    },
    {
      ids: ['6.devices'],
      says: 'is so on Android',
      harness: { settings: { device: 'android' } },
      without: [],
    },
    {
      ids: ['6.devices'],
      says: 'is not on Windows',
      harness: { settings: { device: 'windows' } },
      without: null,
    },
    {
      ids: ['7.since.profile'],
      says: 'is not below 2.10.4',
      harness: library('2.10.3'),
      without: null,
    },
    {
      ids: ['7.since.profile', '6.since.usingHighPerformanceMode', '6.since.invokeStart'],
      says: 'is so at 2.10.4, without what came later',
      harness: library('2.10.4'),
      without: ['invokeStart', 'queueEnd', 'queueStart', 'usingHighPerformanceMode'],
    },
    {
      ids: ['6.since.usingHighPerformanceMode'],
      says: 'has usingHighPerformanceMode from 3.3.4 on',
      harness: library('3.3.4'),
      without: ['invokeStart', 'queueEnd', 'queueStart'],
    },
    {
      ids: ['6.since.invokeStart', '6.since.queue'],
      says: 'lacks the call and the queue at 3.8.9',
      harness: library('3.8.9'),
      without: ['invokeStart', 'queueEnd', 'queueStart'],
    },
    {
      ids: ['6.since.invokeStart', '6.since.queue'],
      says: 'has them from 3.8.10 on',
      harness: library('3.8.10'),
      without: [],
    },
  ],
  async ({ harness, options, without }) => {
    const { origin } = await withServer(keeping);
    const page = await openWirePage({ worker: client, ...harness });
    const profile: unknown = await profileOf(page, { url: origin, ...options });
    if (without === null) expect(profile).toBeUndefined();
    else {
      expect(Object.keys(profile as object).sort()).toEqual(
        PROFILE_FIELDS.filter((name) => !without.includes(name)),
      );
    }
  },
);

/** A server that speaks both, and says which it was asked in. */
async function bothVersions(): Promise<{ readonly origin: string; readonly versions: readonly string[] }> {
  const { certificatePem, keyPem } = await freeCertificate();
  const versions: string[] = [];
  const server = http2.createSecureServer(
    { cert: certificatePem, key: keyPem, allowHTTP1: true },
    (request, response) => {
      versions.push(request.httpVersion);
      response.end('ok');
    },
  );
  const sessions = new Set<http2.ServerHttp2Session>();
  server.on('session', (session) => sessions.add(session));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(async () => {
    const closed = new Promise((resolve) => server.close(resolve));
    for (const session of sessions) session.destroy();
    await closed;
  });
  return { origin: `https://127.0.0.1:${String((server.address() as AddressInfo).port)}`, versions };
}

interface ProtocolRow extends SpecRow {
  readonly options: object;
  readonly protocol: string;
  readonly version: string;
}

table<ProtocolRow>(
  'the protocol of a server that speaks both',
  [
    {
      ids: ['6.protocol', '7.option.enableHttp2'],
      says: 'is h2 with enableHttp2',
      options: { enableHttp2: true },
      protocol: 'h2',
      version: '2.0',
    },
    {
      ids: ['6.protocol', '7.option.enableHttp2'],
      says: 'is http1.1 without',
      options: {},
      protocol: 'http1.1',
      version: '1.1',
    },
    {
      ids: ['6.protocol', '7.option.enableQuic'],
      says: 'is never quic',
      options: { enableQuic: true },
      protocol: 'http1.1',
      version: '1.1',
    },
  ],
  async ({ options, protocol, version }) => {
    const { origin, versions } = await bothVersions();
    const page = await openWirePage({ worker: client, urlCheck: false });
    const first = await profileOf(page, { url: `${origin}/`, ...options });
    const second = await profileOf(page, { url: `${origin}/`, ...options });
    expect([first.protocol, second.protocol]).toEqual([protocol, protocol]);
    expect(versions).toEqual([version, version]);
    expect([first.socketReused, second.socketReused]).toEqual([false, true]);
    expect(first.SSLconnectionStart).toBeGreaterThan(0);
    expect(second.SSLconnectionStart).toBe(0);
  },
);
