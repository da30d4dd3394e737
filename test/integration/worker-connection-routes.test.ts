import { createHash, createPrivateKey, randomBytes, X509Certificate } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import https from 'node:https';
import net, { type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { TLSSocket, type PeerCertificate } from 'node:tls';
import { describe, expect, it, onTestFinished } from 'vitest';
import { DIRECT, type JobConnection } from '../../src-main/worker/protocol.ts';
import { freeCertificate, type FreeCertificate } from '../support/free-certificate.ts';
import { withProxy } from '../support/proxy-server.ts';
import { requestHead, withRawServer } from '../support/raw-server.ts';
import { withServer } from '../support/with-server.ts';
import { textOf, verdict, withWorker, type EndedEvent } from '../support/worker-harness.ts';

const MIB = 1024 * 1024;
const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
const by = (connection: Partial<JobConnection>): JobConnection => ({ ...DIRECT, ...connection });

/** A port of this computer where nobody listens. */
async function deadPort(): Promise<number> {
  const server = net.createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** An HTTPS server that asks for a client certificate and tells what it saw. */
async function withAskingServer(certificate: FreeCertificate, options: https.ServerOptions = {}) {
  const server = https.createServer(
    { cert: certificate.certificatePem, key: certificate.keyPem, requestCert: true, ...options },
    (request, response) => {
      const { socket } = request;
      if (!(socket instanceof TLSSocket)) throw new Error('Not over TLS');
      const shown: Partial<PeerCertificate> = socket.getPeerCertificate();
      response.end(
        JSON.stringify({
          sni: socket.servername,
          protocol: socket.getProtocol(),
          fingerprint: shown.fingerprint256 ?? null,
          host: request.headers.host,
        }),
      );
    },
  );
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(async () => {
    const closed = new Promise((resolve) => server.close(resolve));
    server.closeAllConnections();
    await closed;
  });
  return { port: (server.address() as AddressInfo).port };
}

const seen = (ended: EndedEvent): unknown => JSON.parse(textOf(ended) || 'null');

describe('to another server', () => {
  it('sends what the URL says to the origin it is sent to, and names the real peer', async () => {
    const heads: string[] = [];
    const server = await withRawServer((socket) => {
      void requestHead(socket).then((head) => {
        heads.push(head);
        socket.end('HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok');
      });
    });
    const worker = await withWorker();
    const job = worker.job({
      url: 'http://shop.example/path?q=1',
      headers: [['Referer', 'https://servicewechat.com/x']],
      connection: by({ sendTo: server.origin }),
    });
    const ended = await worker.run(job);
    expect(verdict(ended.outcome)).toBe('ok');
    expect(heads).toEqual([
      'GET /path?q=1 HTTP/1.1\r\nHost: shop.example\r\nConnection: keep-alive\r\nReferer: https://servicewechat.com/x\r\n\r\n',
    ]);
    expect(worker.headersOf(job.id)?.peer).toEqual({ address: '127.0.0.1', port: server.port });
    await worker.close();
    await server.drained();
  });

  it('goes by the other origin for TLS: SNI and the certificate are that host’s', async () => {
    const certificate = await freeCertificate(['localhost']);
    const server = await withAskingServer(certificate, { rejectUnauthorized: false });
    const worker = await withWorker();
    const connection = by({
      sendTo: `https://localhost:${String(server.port)}`,
      extraCertificateAuthorities: [certificate.authorityPem],
    });
    const fromHttps = await worker.run(worker.job({ url: 'https://shop.example/', connection }));
    expect(seen(fromHttps)).toMatchObject({ sni: 'localhost', host: 'shop.example', protocol: 'TLSv1.3' });
    const fromHttp = await worker.run(worker.job({ url: 'http://shop.example/', connection }));
    expect(seen(fromHttp)).toMatchObject({ sni: 'localhost', host: 'shop.example' });
    expect(fromHttp.timings.tlsEnd).toBeGreaterThan(fromHttp.timings.tlsStart ?? Infinity);
    const elsewhere = await worker.run(
      worker.job({
        url: 'https://localhost/',
        connection: { ...connection, sendTo: `https://127.0.0.1:${String(server.port)}` },
      }),
    );
    expect(elsewhere.outcome).toMatchObject({
      ok: false,
      error: { code: 'net.tls', details: { phase: 'tls', tls: 'ERR_TLS_CERT_ALTNAME_INVALID' } },
    });
    await worker.close();
  });

  it('sends an https URL to an http origin without TLS, on one connection for all hosts', async () => {
    const hosts: (string | undefined)[] = [];
    const server = await withServer((request, response) => {
      hosts.push(request.headers.host);
      response.end();
    });
    const worker = await withWorker();
    const reused = [];
    for (const url of ['https://a.example/', 'https://b.example:8443/', 'https://a.example/again']) {
      const job = worker.job({ url, connection: by({ sendTo: server.origin }) });
      expect(verdict((await worker.run(job)).outcome)).toBe('ok');
      reused.push(worker.headersOf(job.id)?.socketReused);
    }
    expect(hosts).toEqual(['a.example', 'b.example:8443', 'a.example']);
    expect({ reused, connections: server.connections() }).toEqual({
      reused: [false, true, true],
      connections: 1,
    });
    await worker.close();
    await server.drained();
  });

  it('says what is wrong with an origin that is none', async () => {
    const worker = await withWorker();
    const ended = await worker.run(
      worker.job({ url: 'http://a.example/', connection: by({ sendTo: 'x:y' }) }),
    );
    expect(verdict(ended.outcome)).toBe('request.url');
    await worker.close();
  });

  it('delivers an early 413 although the connection is then reset', async () => {
    const server = await withRawServer((socket) => {
      void requestHead(socket).then(() => {
        socket.write('HTTP/1.1 413 Early\r\nContent-Length: 7\r\nConnection: close\r\n\r\ntoo big', () => {
          socket.destroy();
        });
      });
    });
    const worker = await withWorker();
    const path = join(worker.folder, 'upload.bin');
    await writeFile(path, randomBytes(32 * MIB));
    const ended = await worker.run(
      worker.job({
        method: 'POST',
        url: 'http://a.example/',
        body: { kind: 'file', path, sizeBytes: 32 * MIB },
        connection: by({ sendTo: server.origin }),
      }),
    );
    expect(ended.outcome).toMatchObject({ ok: true, statusCode: 413 });
    await worker.close();
    await server.drained();
  });
});

describe('TLS', () => {
  it('lets any certificate pass when told not to verify, and only then', async () => {
    const certificate = await freeCertificate(['elsewhere.example']);
    const server = await withServer((_request, response) => response.end('secret'), certificate);
    const worker = await withWorker();
    const lax = by({ verifiesCertificates: false });
    expect(verdict((await worker.run(worker.job({ url: server.origin, connection: lax }))).outcome)).toBe(
      'ok',
    );
    // The connection that let it pass is not lent to a job that verifies.
    expect(verdict((await worker.run(worker.job({ url: server.origin }))).outcome)).toBe('net.tls');
    const again = worker.job({ url: server.origin, connection: lax });
    await worker.run(again);
    expect(worker.headersOf(again.id)?.socketReused).toBe(true);
    await worker.close();
    await server.drained();
  });

  it('shows the client certificate that is given, each on connections of its own', async () => {
    const certificate = await freeCertificate(['localhost']);
    const server = await withAskingServer(certificate, { rejectUnauthorized: false });
    const client = await freeCertificate(['client.example']);
    const worker = await withWorker();
    const url = `https://localhost:${String(server.port)}/`;
    const trusting = { extraCertificateAuthorities: [certificate.authorityPem] };
    const clientCertificate = {
      certificatePem: client.certificatePem,
      privateKeyPem: client.keyPem,
      passphrase: null,
    };
    const without = seen(await worker.run(worker.job({ url, connection: by(trusting) })));
    const shown = seen(
      await worker.run(worker.job({ url, connection: by({ ...trusting, clientCertificate }) })),
    );
    expect(without).toMatchObject({ sni: 'localhost', fingerprint: null });
    expect(shown).toMatchObject({ fingerprint: new X509Certificate(client.certificatePem).fingerprint256 });
    await worker.close();
  });

  it('reads a private key with a passphrase, and says when it does not fit', async () => {
    const certificate = await freeCertificate(['localhost']);
    const server = await withAskingServer(certificate, { rejectUnauthorized: false });
    const client = await freeCertificate(['client.example']);
    const privateKeyPem = createPrivateKey(client.keyPem)
      .export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'open sesame' })
      .toString();
    const worker = await withWorker();
    const attempt = async (passphrase: string | null, certificatePem = client.certificatePem) =>
      worker.run(
        worker.job({
          url: `https://localhost:${String(server.port)}/`,
          connection: by({
            extraCertificateAuthorities: [certificate.authorityPem],
            clientCertificate: { certificatePem, privateKeyPem, passphrase },
          }),
        }),
      );
    expect(verdict((await attempt('open sesame')).outcome)).toBe('ok');
    for (const ended of [
      await attempt('wrong'),
      await attempt(null),
      await attempt('open sesame', certificate.certificatePem),
      await attempt('open sesame', 'no PEM'),
    ]) {
      expect(verdict(ended.outcome)).toBe('net.tls');
      expect(ended.outcome).toHaveProperty(
        'error.message',
        expect.stringMatching(
          /^The client certificate cannot be used: (the passphrase is wrong|its private key wants a passphrase|the private key belongs to another certificate|it is not PEM text)$/,
        ),
      );
    }
    await worker.close();
  });

  it('says net.tls with OpenSSL’s code when the server wants a client certificate', async () => {
    const certificate = await freeCertificate(['localhost']);
    const server = await withAskingServer(certificate);
    const worker = await withWorker();
    const ended = await worker.run(
      worker.job({
        url: `https://localhost:${String(server.port)}/`,
        connection: by({ extraCertificateAuthorities: [certificate.authorityPem] }),
      }),
    );
    const tls = 'ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED';
    expect(ended.outcome).toMatchObject({
      ok: false,
      error: {
        code: 'net.tls',
        message: expect.stringMatching(/^The server wants a client certificate: localhost/) as string,
        details: { phase: 'tls', tls },
      },
    });
    await worker.close();
  });

  it.each([null, 'http://127.0.0.1'])('speaks TLS 1.2 at least (sent to %s)', async (other) => {
    const certificate = await freeCertificate(['localhost']);
    const run = async (options: https.ServerOptions) => {
      const server = await withAskingServer(certificate, { rejectUnauthorized: false, ...options });
      const origin = `https://localhost:${String(server.port)}`;
      const connection = by({
        extraCertificateAuthorities: [certificate.authorityPem],
        sendTo: other === null ? null : origin,
      });
      return worker.run(worker.job({ url: other === null ? origin : 'https://a.example', connection }));
    };
    const worker = await withWorker();
    expect(seen(await run({ maxVersion: 'TLSv1.2' }))).toMatchObject({ protocol: 'TLSv1.2' });
    const old = await run({
      minVersion: 'TLSv1',
      maxVersion: 'TLSv1.1',
      ciphers: 'DEFAULT:@SECLEVEL=0',
    });
    expect(old.outcome).toMatchObject({ ok: false, error: { code: 'net.tls', details: { phase: 'tls' } } });
    await worker.close();
  });
});

describe('an HTTP proxy', () => {
  const proxied = (port: number, credentials = '') =>
    by({ proxy: `http://${credentials}127.0.0.1:${String(port)}` });

  it('is asked for the whole URL of http, with its credentials, on one connection for all hosts', async () => {
    const hosts: (string | undefined)[] = [];
    const server = await withServer((request, response) => {
      hosts.push(request.headers.host);
      request.pipe(response);
    });
    const proxy = await withProxy();
    const worker = await withWorker();
    const port = String(server.port);
    const paths = ['127.0.0.1', 'localhost', '127.0.0.1'].map((host) => `http://${host}:${port}/a?b=c`);
    const jobs = [];
    for (const url of paths) {
      const job = worker.job({
        url,
        method: 'POST',
        body: { kind: 'bytes', bytes: Buffer.from('hello') },
        connection: proxied(proxy.port, 'me:pass%20word@'),
      });
      const ended = await worker.run(job);
      expect(ended.outcome).toMatchObject({ ok: true, inlineBody: new Uint8Array(Buffer.from('hello')) });
      jobs.push(worker.headersOf(job.id));
    }
    expect(proxy.asked).toEqual(paths.map((url) => `POST ${url}`));
    expect(new Set(proxy.authorizations)).toEqual(
      new Set([`Basic ${Buffer.from('me:pass word').toString('base64')}`]),
    );
    expect(hosts).toEqual([`127.0.0.1:${port}`, `localhost:${port}`, `127.0.0.1:${port}`]);
    expect(proxy.connections()).toBe(1);
    expect(jobs.map((headers) => headers?.socketReused)).toEqual([false, true, true]);
    expect(jobs[0]?.peer).toEqual({ address: '127.0.0.1', port: proxy.port });
    // What is for the proxy alone is told to nobody else.
    expect(JSON.stringify(worker.events)).not.toMatch(/Proxy-Auth|pass|Basic/);
    await worker.close();
  });

  it('makes a tunnel for https; marks come in order, and the second request re-uses it', async () => {
    const certificate = await freeCertificate(['localhost']);
    const server = await withServer((request, response) => {
      const hash = createHash('sha256');
      request.on('data', (chunk: Buffer) => hash.update(chunk));
      request.on('end', () => response.end(hash.digest('hex')));
    }, certificate);
    const proxy = await withProxy();
    const worker = await withWorker();
    const bytes = randomBytes(5 * MIB + 1);
    const path = join(worker.folder, 'upload.bin');
    await writeFile(path, bytes);
    const make = () =>
      worker.job({
        method: 'POST',
        url: `https://localhost:${String(server.port)}/`,
        body: { kind: 'file', path, sizeBytes: bytes.length },
        connection: {
          ...proxied(proxy.port, 'me:secret@'),
          extraCertificateAuthorities: [certificate.authorityPem],
        },
      });
    const first = await worker.run(make());
    expect(textOf(first)).toBe(sha256(bytes));
    expect(proxy.asked).toEqual([`CONNECT localhost:${String(server.port)}`]);
    expect(proxy.authorizations).toEqual([`Basic ${Buffer.from('me:secret').toString('base64')}`]);
    const { connectStart, connectEnd, tlsStart, tlsEnd, sendStart, sendEnd, responseStart } = first.timings;
    const marks = [connectStart, connectEnd, tlsStart, tlsEnd, sendStart, sendEnd, responseStart];
    expect(marks).not.toContain(null);
    expect(marks).toEqual(marks.toSorted((a, b) => (a ?? 0) - (b ?? 0)));
    const again = make();
    const second = await worker.run(again);
    expect(worker.headersOf(again.id)?.socketReused).toBe(true);
    expect(second.timings).toMatchObject({ dnsStart: null, connectStart: null, tlsStart: null });
    expect(second.timings.sendStart).not.toBeNull();
    expect(proxy.connections()).toBe(1);
    await worker.close();
  });

  it('makes a tunnel for a request that is sent to another server', async () => {
    const server = await withServer((request, response) => response.end(request.headers.host));
    const proxy = await withProxy();
    const worker = await withWorker();
    const ended = await worker.run(
      worker.job({
        url: 'http://shop.example/',
        connection: { ...proxied(proxy.port), sendTo: server.origin },
      }),
    );
    expect(textOf(ended)).toBe('shop.example');
    expect(proxy.asked).toEqual([`CONNECT 127.0.0.1:${String(server.port)}`]);
    await worker.close();
  });

  it.each([
    ['http:', 407, '', 'it wants a user name and password (407)'],
    ['http:', 407, 'me:secret@', 'it does not accept the user name and password (407)'],
    ['https:', 407, 'me:secret@', 'it does not accept the user name and password (407)'],
    ['https:', 502, 'me:secret@', 'it answered 502'],
    ['https:', 403, '', 'it answered 403'],
  ])(
    'that refuses %s with %i (%j): net.proxy, naming the proxy but no credentials',
    async (scheme, status, credentials, why) => {
      const proxy = await withProxy(status);
      const worker = await withWorker();
      const name = `127.0.0.1:${String(proxy.port)}`;
      const ended = await worker.run(
        worker.job({ url: `${scheme}//a.example/`, connection: proxied(proxy.port, credentials) }),
      );
      expect(ended.outcome).toEqual({
        ok: false,
        error: {
          code: 'net.proxy',
          message: `The proxy ${name} refused the connection: ${why}`,
          details: { proxy: name, statusCode: status },
        },
      });
      await worker.close();
    },
  );

  it.each(['http:', 'https:'])('that is not there (%s): net.proxy', async (scheme) => {
    const port = await deadPort();
    const worker = await withWorker();
    const ended = await worker.run(
      worker.job({ url: `${scheme}//a.example/`, connection: proxied(port, 'me:secret@') }),
    );
    const name = `127.0.0.1:${String(port)}`;
    expect(ended.outcome).toEqual({
      ok: false,
      error: {
        code: 'net.proxy',
        message: `The proxy ${name} failed: it refused the connection; is it running? (ECONNREFUSED)`,
        details: { proxy: name, cause: 'ECONNREFUSED' },
      },
    });
    await worker.close();
  });

  it('that closes without an answer, or speaks no HTTP: net.proxy', async () => {
    for (const [answer, words] of [
      ['', 'it closed the connection (ECONNRESET)'],
      ['SSH-2.0-OpenSSH\r\n', 'it does not speak HTTP (HPE_'],
    ] as const) {
      const proxy = await withRawServer((socket) => {
        void requestHead(socket).then(() => socket.end(answer));
      });
      const worker = await withWorker();
      const ended = await worker.run(
        worker.job({ url: 'https://a.example/', connection: proxied(proxy.port) }),
      );
      expect(ended.outcome).toMatchObject({ ok: false, error: { code: 'net.proxy' } });
      expect(ended.outcome).toHaveProperty('error.message', expect.stringContaining(words));
      await worker.close();
      await proxy.drained();
    }
  });

  it.each(['socks5://127.0.0.1:1080', 'socks://me:secret@127.0.0.1:1080', 'https://127.0.0.1:1080'])(
    'is the only kind: %s is refused in words',
    async (proxy) => {
      const worker = await withWorker();
      const ended = await worker.run(worker.job({ url: 'http://a.example/', connection: by({ proxy }) }));
      const kind = proxy.slice(0, proxy.indexOf(':'));
      expect(ended.outcome).toMatchObject({
        ok: false,
        error: {
          code: 'net.proxy',
          message: `The proxy 127.0.0.1:1080 is a ${kind} proxy: only http proxies are supported`,
        },
      });
      await worker.close();
    },
  );

  it('lets go of a tunnel under way at once when the job is aborted', async () => {
    const asked = Promise.withResolvers<undefined>();
    const proxy = await withRawServer((socket) => {
      void requestHead(socket).then(() => {
        socket.resume();
        asked.resolve(undefined);
      });
    });
    const worker = await withWorker();
    const job = worker.job({ url: 'https://a.example/', connection: proxied(proxy.port) });
    worker.start(job);
    await asked.promise;
    worker.abort(job.id);
    expect(verdict((await worker.ended(job.id)).outcome)).toBe('aborted');
    await proxy.drained();
    await worker.close();
  });
});
