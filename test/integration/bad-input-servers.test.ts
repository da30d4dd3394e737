import { once } from 'node:events';
import { readdirSync, writeFileSync } from 'node:fs';
import net, { type AddressInfo, type Socket } from 'node:net';
import path from 'node:path';
import tls from 'node:tls';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ferryRun, PROJECTS } from '../support/ferry-cli.ts';
import { expiredCertificate, freeCertificate, type FreeCertificate } from '../support/free-certificate.ts';
import { rowsLogged } from '../support/page-rows.ts';
import { shareTempDir } from '../support/temp-dir.ts';

// Servers that are not there, not to be trusted or not to be relied on, asked by `wx.request` and `wx.downloadFile`
// of one page: what both are told, and what it leaves behind.

interface Answer {
  readonly errMsg?: string;
  readonly errno?: number;
  readonly statusCode?: number;
  readonly tempFilePath?: string;
  readonly data?: unknown;
}
interface Told {
  readonly row: string;
  readonly request: Answer;
  readonly download: Answer;
}

const home = shareTempDir();
const closers: (() => void)[] = [];
let run: Awaited<ReturnType<typeof ferryRun>>;
let rows: Map<string, Told>;
/** Host and port where nobody listens. */
let deserted = '';

/** Starts a server on a free port of the loopback; answers its port. */
async function listen(server: net.Server): Promise<number> {
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.on('close', () => sockets.delete(socket));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  closers.push(() => {
    server.close();
    for (const socket of sockets) socket.destroy();
  });
  return (server.address() as AddressInfo).port;
}

/** A server that says these bytes to every request, and then closes or keeps silent. */
async function saying(bytes: string | Buffer, then: 'close' | 'silence' = 'close'): Promise<string> {
  const server = net.createServer((socket) => {
    socket.once('data', () => {
      if (then === 'close') socket.end(bytes);
      else socket.write(bytes);
    });
  });
  return `http://127.0.0.1:${String(await listen(server))}/`;
}

async function overTls(certificate: FreeCertificate): Promise<string> {
  const server = tls.createServer({ cert: certificate.certificatePem, key: certificate.keyPem }, (socket) => {
    socket.on('error', () => undefined);
    socket.once('data', () => socket.end('HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok'));
  });
  server.on('tlsClientError', () => undefined);
  return `https://127.0.0.1:${String(await listen(server))}/`;
}

/** A port that nobody listens on any more. */
async function freePort(): Promise<number> {
  const server = net.createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

const HEAD = 'HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n';

beforeAll(async () => {
  const otherHost = await freeCertificate(['elsewhere.example']);
  const expired = await expiredCertificate();
  const authorities = path.join(home(), 'authorities.pem');
  writeFileSync(authorities, `${otherHost.authorityPem}\n${expired.authorityPem}\n`);
  deserted = `127.0.0.1:${String(await freePort())}`;
  const servers = [
    { name: 'unknown host', url: 'http://no-such-host.invalid/' },
    { name: 'refused connection', url: `http://${deserted}/` },
    { name: 'certificate nobody knows', url: await overTls(await freeCertificate()) },
    { name: 'certificate of another host', url: await overTls(otherHost) },
    { name: 'certificate that is over', url: await overTls(expired) },
    { name: 'plain HTTP for HTTPS', url: (await saying(`${HEAD}\r\n`)).replace('http:', 'https:') },
    { name: 'no HTTP', url: await saying('SSH-2.0-OpenSSH_9.0\r\n\r\n') },
    { name: 'closes without a word', url: await saying('') },
    { name: 'closes within the head', url: await saying('HTTP/1.1 200 OK\r\nContent-Le') },
    { name: 'closes within the body', url: await saying(`${HEAD}Content-Length: 1000\r\n\r\nonly this`) },
    { name: 'closes within a chunk', url: await saying(`${HEAD}Transfer-Encoding: chunked\r\n\r\n5\r\nhel`) },
    {
      name: 'promises less than it sends',
      url: await saying(`${HEAD}Content-Length: 5\r\n\r\nhello and more`),
    },
    { name: 'promises no number', url: await saying(`${HEAD}Content-Length: many\r\n\r\nhello`) },
    {
      name: 'promises two lengths',
      url: await saying(`${HEAD}Content-Length: 5\r\nContent-Length: 6\r\n\r\nhello`),
    },
    { name: 'says gzip and sends none', url: await saying(`${HEAD}Content-Encoding: gzip\r\n\r\nhello`) },
    { name: 'never answers', url: await saying('', 'silence'), timeout: 600 },
    {
      name: 'never ends',
      url: await saying(`${HEAD}Content-Length: 1000\r\n\r\nonly this`, 'silence'),
      timeout: 600,
    },
    { name: 'all is well', url: await saying(`${HEAD}Content-Length: 5\r\n\r\nhello`) },
  ];
  run = await ferryRun(
    path.join(PROJECTS, 'bad-servers'),
    home(),
    ['--page', `pages/index/index?servers=${encodeURIComponent(JSON.stringify(servers))}`, '--wait', '#done'],
    { NODE_EXTRA_CA_CERTS: authorities },
  );
  rows = rowsLogged<Told>(run.report);
});

afterAll(() => {
  for (const close of closers) close();
});

const net_ = (number: number, name: string): string =>
  `errcode:${String(number)} cronet_error_code:${String(number)} error_msg:net::${name}`;

/** What a failed request also tells: Ferry did not try it again. */
const NO_RETRY = { exception: { retryCount: 0, reasons: [] } };

describe('a request and a download', () => {
  test.each([
    ['certificate nobody knows', net_(-202, 'ERR_CERT_AUTHORITY_INVALID'), 600001],
    ['certificate of another host', net_(-200, 'ERR_CERT_COMMON_NAME_INVALID'), 600001],
    ['certificate that is over', net_(-201, 'ERR_CERT_DATE_INVALID'), 600001],
    ['plain HTTP for HTTPS', net_(-107, 'ERR_SSL_PROTOCOL_ERROR'), 600001],
    ['no HTTP', net_(-320, 'ERR_INVALID_RESPONSE'), 600001],
    ['closes within the body', net_(-354, 'ERR_CONTENT_LENGTH_MISMATCH'), 600001],
    ['closes within a chunk', net_(-354, 'ERR_CONTENT_LENGTH_MISMATCH'), 600001],
    ['promises no number', net_(-320, 'ERR_INVALID_RESPONSE'), 600001],
    ['promises two lengths', net_(-320, 'ERR_INVALID_RESPONSE'), 600001],
    ['says gzip and sends none', net_(-330, 'ERR_CONTENT_DECODING_FAILED'), 600001],
    ['never answers', 'timeout', 5],
    ['never ends', 'timeout', 5],
  ])('to a server of this kind fail: %s', (row, reason, errno) => {
    expect(rows.get(row)).toEqual({
      row,
      request: { errMsg: `request:fail ${reason}`, errno, ...NO_RETRY },
      download: { errMsg: `downloadFile:fail ${reason}`, errno },
    });
  });

  // DevTools tells these in Node's words, without a number.
  test.each([
    ['unknown host', () => 'Error: getaddrinfo ENOTFOUND no-such-host.invalid'],
    ['refused connection', () => `Error: connect ECONNREFUSED ${deserted}`],
    ['closes without a word', () => 'Error: socket hang up'],
    ['closes within the head', () => 'Error: socket hang up'],
  ])('to a server of this kind fail as in DevTools: %s', (row, reason) => {
    expect(rows.get(row)).toEqual({
      row,
      request: { errMsg: `request:fail ${reason()}`, ...NO_RETRY },
      download: { errMsg: `downloadFile:fail ${reason()}` },
    });
  });

  test('to a server that sends more than it promised get what was promised', () => {
    expect(rows.get('promises less than it sends')).toMatchObject({
      request: { statusCode: 200, data: 'hello' },
      download: { statusCode: 200 },
    });
  });

  test('to a good server succeed after all this', () => {
    expect(rows.get('all is well')).toMatchObject({
      request: { statusCode: 200, data: 'hello' },
      download: { statusCode: 200 },
    });
  });
});

test('the run passes, and its report has every one of them', () => {
  expect([run.code, run.report.outcome]).toEqual([0, 'passed']);
  expect(run.report.transfers).toHaveLength(2 * rows.size);
  expect(run.report.transfers.filter(({ outcome }) => outcome === 'success')).toHaveLength(4);
  expect(run.report.transfers.filter(({ outcome }) => outcome === 'fail')).toHaveLength(2 * rows.size - 4);
});

test('no half of a download is left: files are only those of the two that came whole', () => {
  expect(run.report.files.map(({ kind, size }) => [kind, size])).toEqual([
    ['temp', 5],
    ['temp', 5],
  ]);
  const left = readdirSync(path.join(home(), 'programs'), { recursive: true, encoding: 'utf8' });
  expect(left.filter((name) => name.endsWith('.part'))).toEqual([]);
});
