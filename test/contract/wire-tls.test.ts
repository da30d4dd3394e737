import tls from 'node:tls';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished } from 'vitest';
import type { DeviceName } from '#contract/device';
import { createAuthority, issueCertificate } from '../../src-main/lab/certificate.ts';
import type { ProgramHarnessOptions } from '../support/program-harness.ts';
import {
  expiredCertificate,
  freeCertificate,
  selfSignedCertificate,
  type FreeCertificate,
} from '../support/free-certificate.ts';
import { shareWorker } from '../support/transfer-harness.ts';
import { withServer } from '../support/with-server.ts';
import { openWirePage } from './wire-page.ts';
import { answers, NO_EXCEPTION } from './wire-request-kit.ts';
import { ending, masked, quiet, seeingServer, table, type SpecRow } from './wire-rows.ts';

/** wx-api.md §3, TLS. Chromium's numbers are told by every device alike. */

const { client } = shareWorker();
const APIS = ['request', 'uploadFile', 'downloadFile'] as const;

/** A server to connect to, and what the developer trusts. */
interface Target {
  readonly origin: string;
  readonly authorities?: readonly string[];
}

interface TlsRow extends SpecRow {
  readonly target: () => Promise<Target>;
  readonly harness?: ProgramHarnessOptions;
  /** Chromium's number and name; null where the transfer works. */
  readonly error: readonly [code: number, name: string] | null;
}

async function served(certificate: FreeCertificate): Promise<string> {
  return (await seeingServer(answers(), certificate)).origin;
}

/** A server that speaks no newer TLS than 1.1, as old ones do. */
async function oldServer(): Promise<Target> {
  const { certificatePem, keyPem, authorityPem } = await freeCertificate();
  const server = tls.createServer({
    cert: certificatePem,
    key: keyPem,
    minVersion: 'TLSv1',
    maxVersion: 'TLSv1.1',
    ciphers: 'DEFAULT@SECLEVEL=0',
  });
  server.on('tlsClientError', () => undefined);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(
    () =>
      new Promise<void>(
        (resolve) =>
          void server.close(() => {
            resolve();
          }),
      ),
  );
  const { port } = server.address() as AddressInfo;
  return { origin: `https://127.0.0.1:${String(port)}`, authorities: [authorityPem] };
}

const AUTHORITY = [-202, 'ERR_CERT_AUTHORITY_INVALID'] as const;

const ROWS: readonly TlsRow[] = [
  {
    ids: ['3.tls.trusted'],
    says: 'a certificate of a trusted authority, for this host, in date',
    async target() {
      const certificate = await freeCertificate();
      return { origin: await served(certificate), authorities: [certificate.authorityPem] };
    },
    error: null,
  },
  {
    ids: ['3.tls.authority', '8.errno.600001'],
    says: 'one of an authority that nobody trusts',
    async target() {
      return { origin: await served(await freeCertificate()) };
    },
    error: AUTHORITY,
  },
  {
    ids: ['3.tls.self-signed', '8.errno.600001'],
    says: 'one that signed itself',
    async target() {
      return { origin: await served(await selfSignedCertificate()) };
    },
    error: AUTHORITY,
  },
  {
    ids: ['3.tls.purpose', '8.errno.600001'],
    says: 'one that is not for servers',
    async target() {
      const own = await createAuthority();
      return { origin: await served({ ...own, authorityPem: own.certificatePem }) };
    },
    error: [-207, 'ERR_CERT_INVALID'],
  },
  {
    ids: ['3.tls.chain', '8.errno.600001'],
    says: 'one whose chain lacks a link',
    async target() {
      const certificate = await freeCertificate();
      const other = await createAuthority();
      return { origin: await served(certificate), authorities: [other.certificatePem] };
    },
    error: AUTHORITY,
  },
  {
    ids: ['3.tls.host', '8.errno.600001'],
    says: 'one for another host',
    async target() {
      const certificate = await freeCertificate(['other.example.com']);
      return { origin: await served(certificate), authorities: [certificate.authorityPem] };
    },
    error: [-200, 'ERR_CERT_COMMON_NAME_INVALID'],
  },
  {
    ids: ['3.tls.date', '8.errno.600001'],
    says: 'one that has expired',
    async target() {
      const certificate = await expiredCertificate();
      return { origin: await served(certificate), authorities: [certificate.authorityPem] };
    },
    error: [-201, 'ERR_CERT_DATE_INVALID'],
  },
  {
    ids: ['3.tls.version', '8.errno.600001'],
    says: 'a server without TLS 1.2',
    target: oldServer,
    error: [-113, 'ERR_SSL_VERSION_OR_CIPHER_MISMATCH'],
  },
  {
    ids: ['3.tls.version', '8.errno.600001'],
    says: 'a server that speaks no TLS at all',
    async target() {
      const { port } = await withServer(answers());
      return { origin: `https://127.0.0.1:${String(port)}` };
    },
    error: [-107, 'ERR_SSL_PROTOCOL_ERROR'],
  },
  {
    ids: ['3.tls.urlCheck', '16.urlCheck'],
    says: 'urlCheck false lets a certificate of nobody’s through',
    async target() {
      return { origin: await served(await freeCertificate()) };
    },
    harness: { urlCheck: false },
    error: null,
  },
  {
    ids: ['3.tls.urlCheck'],
    says: 'one for another host too',
    async target() {
      return { origin: await served(await freeCertificate(['other.example.com'])) };
    },
    harness: { urlCheck: false },
    error: null,
  },
  {
    ids: ['3.tls.urlCheck'],
    says: 'and one that has expired',
    async target() {
      return { origin: await served(await expiredCertificate()) };
    },
    harness: { urlCheck: false },
    error: null,
  },
  {
    ids: ['3.tls.urlCheck'],
    says: 'the developer’s own switch does the same',
    async target() {
      return { origin: await served(await freeCertificate()) };
    },
    harness: { settings: { domainCheck: 'off' } },
    error: null,
  },
];

const DEVICES: readonly DeviceName[] = ['devtools', 'ios', 'android', 'windows'];

/** §3 and §8: an upload has a shape of its own. */
function failureOf(api: (typeof APIS)[number], [code, name]: readonly [number, string]): object {
  const number = String(code);
  const reason =
    api === 'uploadFile'
      ? `upload fail:${number}:net::${name}`
      : `errcode:${number} cronet_error_code:${number} error_msg:net::${name}`;
  return {
    errMsg: `${api}:fail ${reason}`,
    errno: 600001,
    ...(api === 'request' ? { exception: NO_EXCEPTION } : {}),
  };
}

table<TlsRow>('a certificate', ROWS, async ({ target, harness, error }) => {
  const { origin, authorities = [] } = await target();
  for (const device of error === null ? DEVICES.slice(0, 1) : DEVICES) {
    const page = await openWirePage({
      worker: client,
      ...harness,
      settings: { ...harness?.settings, device, certificateAuthorities: authorities },
    });
    const filePath = await page.picked('a.txt', 'a');
    for (const api of APIS) {
      const before = page.heard.length;
      const upload = api === 'uploadFile' ? { filePath, name: 'f' } : {};
      page.call(api)({ url: `${origin}/`, ...upload, ...page.callbacks(`${api} `) });
      await page.hears(`${api} complete`);
      await quiet(page);
      const heard = masked(page.heard.slice(before)).map(([name, told]) => [name.split(' ')[1], told]);
      if (error === null) expect(heard.map(([name]) => name)).toEqual(['success', 'complete']);
      else expect([device, api, heard]).toEqual([device, api, ending('fail', failureOf(api, error))]);
    }
  }
});

table<SpecRow>(
  'a certificate authority of the developer’s',
  [{ ids: ['3.tls.trusted'], says: 'holds for its own hosts alone' }],
  async () => {
    const authority = await createAuthority();
    const mine = await issueCertificate(authority, ['127.0.0.1']);
    const origin = await served({ ...mine, authorityPem: authority.certificatePem });
    const foreign = await served(await freeCertificate());
    const page = await openWirePage({
      worker: client,
      settings: { certificateAuthorities: [authority.certificatePem] },
    });
    page.call('request')({ url: origin, ...page.callbacks('mine ') });
    page.call('request')({ url: foreign, ...page.callbacks('foreign ') });
    await Promise.all([page.hears('mine success'), page.hears('foreign fail')]);
    expect(page.heard.map(([name]) => name).toSorted()).toEqual([
      'foreign complete',
      'foreign fail',
      'mine complete',
      'mine success',
    ]);
  },
);
