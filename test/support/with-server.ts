import http, { type RequestListener } from 'node:http';
import https from 'node:https';
import net, { type AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';
import type { FreeCertificate } from './free-certificate.ts';

/** A real server on 127.0.0.1, closed when the test is over. */
export interface TestServer {
  /** `http://127.0.0.1:<port>` or the same with https. */
  readonly origin: string;
  readonly port: number;
  /** Connections accepted so far. */
  connections(): number;
  /** Connections open at this moment. */
  openConnections(): Promise<number>;
  /** Resolves when every connection has been closed by its other end; the ledger of a client. */
  drained(): Promise<void>;
}

/** Starts an HTTP server with `listener`, or an HTTPS one when there is a certificate. */
export async function withServer(
  listener: RequestListener,
  certificate?: FreeCertificate,
): Promise<TestServer> {
  const server =
    certificate === undefined
      ? http.createServer(listener)
      : https.createServer({ cert: certificate.certificatePem, key: certificate.keyPem }, listener);
  let accepted = 0;
  server.on('connection', () => {
    accepted += 1;
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  onTestFinished(async () => {
    const closed = new Promise((resolve) => server.close(resolve));
    server.closeAllConnections();
    await closed;
  });
  return {
    origin: `${certificate === undefined ? 'http' : 'https'}://127.0.0.1:${String(port)}`,
    port,
    connections: () => accepted,
    openConnections: () =>
      new Promise((resolve, reject) => {
        server.getConnections((error, count) => {
          if (error) reject(error);
          else resolve(count);
        });
      }),
    drained: () =>
      new Promise((resolve) => {
        net.Server.prototype.close.call(server, () => {
          resolve();
        });
      }),
  };
}
