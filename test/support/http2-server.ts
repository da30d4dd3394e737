import http2, { type Http2SecureServer, type ServerHttp2Session, type ServerHttp2Stream } from 'node:http2';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';
import type { FreeCertificate } from './free-certificate.ts';

/** A real HTTP/2 server on 127.0.0.1, closed when the test is over. */
export interface Http2TestServer {
  readonly origin: string;
  readonly port: number;
  readonly server: Http2SecureServer;
  /** Sessions accepted so far. */
  sessions(): number;
  /** Resolves when every connection so far is closed, and no more are taken. */
  drained(): Promise<void>;
}

export type OnStream = (
  stream: ServerHttp2Stream,
  headers: http2.IncomingHttpHeaders,
  raw: readonly string[],
) => void;

/** Speaks HTTP/2 alone, or also HTTP/1.1 with `allowHTTP1`. */
export async function withHttp2Server(
  certificate: FreeCertificate,
  onStream: OnStream,
  options: http2.SecureServerOptions = {},
): Promise<Http2TestServer> {
  const open = new Set<ServerHttp2Session>();
  let accepted = 0;
  const server = http2.createSecureServer({
    cert: certificate.certificatePem,
    key: certificate.keyPem,
    ...options,
  });
  server.on('session', (session) => {
    accepted += 1;
    open.add(session);
    session.on('error', () => undefined);
    session.on('close', () => open.delete(session));
  });
  server.on('stream', (stream: ServerHttp2Stream, headers: http2.IncomingHttpHeaders, ...rest: unknown[]) => {
    const raw = rest[1];
    // A client that goes away is part of many tests.
    stream.on('error', () => undefined);
    onStream(stream, headers, Array.isArray(raw) ? raw.map(String) : []);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const closed = new Promise<void>((resolve) => server.on('close', resolve));
  const close = () => {
    if (server.listening) server.close();
  };
  onTestFinished(async () => {
    close();
    for (const session of open) session.destroy();
    await closed;
  });
  const { port } = server.address() as AddressInfo;
  return {
    origin: `https://localhost:${String(port)}`,
    port,
    server,
    sessions: () => accepted,
    drained: () => {
      close();
      return closed;
    },
  };
}
