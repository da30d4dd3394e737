import { createSecureServer, type Http2ServerRequest, type Http2ServerResponse } from 'node:http2';
import type { AddressInfo, Socket } from 'node:net';
import { expect, onTestFinished } from 'vitest';
import { freeCertificate, type FreeCertificate } from '../support/free-certificate.ts';
import { shareWorker } from '../support/transfer-harness.ts';
import { openWirePage } from './wire-page.ts';
import { quiet, table, type SpecRow } from './wire-rows.ts';

const { client } = shareWorker();

/** A server that speaks both versions, and answers with the one it was asked in. */
async function bilingualServer({ certificatePem, keyPem }: FreeCertificate): Promise<string> {
  const server = createSecureServer({ cert: certificatePem, key: keyPem, allowHTTP1: true });
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => sockets.add(socket));
  server.on('request', (request: Http2ServerRequest, response: Http2ServerResponse) => {
    request.resume().once('end', () => {
      response.writeHead(200, { 'content-type': 'text/plain' });
      response.end(request.httpVersion);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(async () => {
    const closed = new Promise((resolve) => server.close(resolve));
    for (const socket of sockets) socket.destroy();
    await closed;
  });
  return `https://localhost:${String((server.address() as AddressInfo).port)}`;
}

interface Http2Row extends SpecRow {
  readonly api: 'uploadFile' | 'downloadFile';
  readonly options: object;
  readonly protocol: 'http1.1' | 'h2';
}

table<Http2Row>(
  'the version of HTTP with a server that speaks both',
  [
    {
      ids: ['4.option.enableHttp2'],
      says: 'upload: HTTP/1.1 by default',
      api: 'uploadFile',
      options: {},
      protocol: 'http1.1',
    },
    {
      ids: ['4.option.enableHttp2'],
      says: 'upload: HTTP/1.1 with enableHttp2: false',
      api: 'uploadFile',
      options: { enableHttp2: false },
      protocol: 'http1.1',
    },
    {
      ids: ['4.option.enableHttp2'],
      says: 'upload: HTTP/2 with enableHttp2',
      api: 'uploadFile',
      options: { enableHttp2: true },
      protocol: 'h2',
    },
    {
      ids: ['5.option.enableHttp2'],
      says: 'download: HTTP/1.1 by default',
      api: 'downloadFile',
      options: {},
      protocol: 'http1.1',
    },
    {
      ids: ['5.option.enableHttp2'],
      says: 'download: HTTP/2 with enableHttp2',
      api: 'downloadFile',
      options: { enableHttp2: true },
      protocol: 'h2',
    },
    {
      ids: ['4.option.enableQuic'],
      says: 'upload: enableQuic asks for nothing else',
      api: 'uploadFile',
      options: { enableQuic: true },
      protocol: 'http1.1',
    },
    {
      ids: ['5.option.enableQuic'],
      says: 'download: enableQuic asks for nothing else',
      api: 'downloadFile',
      options: { enableQuic: true },
      protocol: 'http1.1',
    },
  ],
  async ({ api, options, protocol }) => {
    const certificate = await freeCertificate();
    const origin = await bilingualServer(certificate);
    const page = await openWirePage({
      worker: client,
      settings: { certificateAuthorities: [certificate.authorityPem] },
    });
    const file = { filePath: await page.picked('a.txt', 'bytes'), name: 'file' };
    page.call(api)({ url: origin, ...(api === 'uploadFile' ? file : {}), ...options, ...page.callbacks() });
    const result = await page.hears('complete');
    expect(result).toMatchObject({ statusCode: 200, errMsg: `${api}:ok`, profile: { protocol } });
    if (api === 'uploadFile') expect(result).toMatchObject({ data: protocol === 'h2' ? '2.0' : '1.1' });
    await quiet(page);
    expect(page.exchange().warnings.some(({ rule }) => rule === 'http2-unavailable')).toBe(false);
  },
);
