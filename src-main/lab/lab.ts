import http, { type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http';
import https from 'node:https';
import { isIPv6, type AddressInfo } from 'node:net';
import { openAuthority } from './authority-store.ts';
import { issueCertificate } from './certificate.ts';
import { answerJson, type LabExchange } from './exchange.ts';
import { indexPage } from './index-page.ts';
import { LabError } from './parameters.ts';
import { routeFor } from './routes.ts';
import { createUploadStore } from './upload-store.ts';

const MAX_CONNECTIONS = 512;
const MAX_HEADER_BYTES = 64 * 1024;
/** A slow upload is what the lab is for; Node's five minutes would cut it off. */
const REQUEST_TIMEOUT_MS = 60 * 60 * 1000;
const ALWAYS_CERTIFIED_HOSTS = ['localhost', '127.0.0.1', '::1'];

export interface LabOptions {
  /** Address to listen on; `127.0.0.1` keeps the lab to this machine. */
  readonly host: string;
  /** 0 takes a free port. With `https: 'both'` a fixed port is HTTP's and the next one HTTPS's. */
  readonly port: number;
  /** `false`: HTTP. `true`: HTTPS instead. `'both'`: one of each. */
  readonly https: boolean | 'both';
  /** Where the certificate authority is kept, and uploads while the lab runs. */
  readonly dataDir: string;
  /** Folder whose files `/samples/` serves; null for none. */
  readonly samplesDir: string | null;
}

export interface Lab {
  /** Where to reach it, such as `http://127.0.0.1:41234`; the HTTPS one when there is no HTTP. */
  readonly origin: string;
  readonly httpsOrigin: string | null;
  /** What a client has to trust for `httpsOrigin`. */
  readonly certificateAuthorityPem: string | null;
  /** Closes every connection and removes the kept uploads. */
  close(): Promise<void>;
}

/** Starts the lab: an echo and chaos server for trying transfers on. Rejects when a port is taken. */
export async function createLab(options: LabOptions): Promise<Lab> {
  const { host, port, dataDir, samplesDir } = options;
  const uploads = createUploadStore(dataDir);
  const closing = new AbortController();
  const servers: http.Server[] = [];

  const listener: RequestListener = (request, response) => {
    const gone = new AbortController();
    response.once('close', () => {
      gone.abort();
    });
    const signal = AbortSignal.any([gone.signal, closing.signal]);
    const url = URL.parse(request.url ?? '/', originOf(request));
    answer({ request, response, url, uploads, samplesDir, signal }).catch((error: unknown) => {
      fail(request, response, error);
    });
  };

  const close = async () => {
    closing.abort();
    await Promise.all(
      servers.map(async (server) => {
        const closed = new Promise((resolve) => server.close(resolve));
        server.closeAllConnections();
        await closed;
      }),
    );
    await uploads.close();
  };

  const listen = async (server: http.Server, listenPort: number): Promise<number> => {
    server.maxConnections = MAX_CONNECTIONS;
    server.requestTimeout = REQUEST_TIMEOUT_MS;
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(listenPort, host, () => {
        server.off('error', reject);
        resolve();
      });
    });
    servers.push(server);
    return (server.address() as AddressInfo).port;
  };

  const httpOptions = { maxHeaderSize: MAX_HEADER_BYTES };
  try {
    let httpOrigin: string | null = null;
    let httpsOrigin: string | null = null;
    let certificateAuthorityPem: string | null = null;
    if (options.https !== true) {
      httpOrigin = originAt('http', host, await listen(http.createServer(httpOptions, listener), port));
    }
    if (options.https !== false) {
      const authority = await openAuthority(dataDir);
      const { certificatePem, keyPem } = await issueCertificate(authority, certifiedHosts(host));
      const server = https.createServer({ ...httpOptions, cert: certificatePem, key: keyPem }, listener);
      const httpsPort = options.https === 'both' && port !== 0 ? port + 1 : port;
      httpsOrigin = originAt('https', host, await listen(server, httpsPort));
      certificateAuthorityPem = authority.certificatePem;
    }
    return { origin: httpOrigin ?? httpsOrigin ?? '', httpsOrigin, certificateAuthorityPem, close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function answer(exchange: Omit<LabExchange, 'url'> & { readonly url: URL | null }): Promise<void> {
  const { request, response, url } = exchange;
  if (url === null) throw new LabError('The request target is not a path');
  if (url.pathname === '/') {
    const page = indexPage(url.origin);
    response.writeHead(200, {
      'Content-Type': 'text/html; charset=utf-8',
      'Content-Length': Buffer.byteLength(page),
    });
    response.end(request.method === 'HEAD' ? undefined : page);
    return;
  }
  const route = routeFor(url.pathname);
  if (route === null) {
    throw new LabError(`The lab has no ${url.pathname}; / lists what it has`, { status: 404 });
  }
  if (route.methods.length > 0 && !route.methods.includes(request.method ?? '')) {
    response.setHeader('Allow', route.methods.join(', '));
    throw new LabError(`${route.path} answers to ${route.methods.join(' and ')} only`, { status: 405 });
  }
  await route.answer({ ...exchange, url });
}

/** A mistake of the client's is told; a client that is gone is let go; anything else is the lab's own fault. */
function fail(request: IncomingMessage, response: ServerResponse, error: unknown): void {
  if (response.destroyed || response.headersSent) {
    response.destroy();
    return;
  }
  if (error instanceof LabError) {
    // The rest of a body nobody reads would otherwise be taken for the next request.
    if (!request.complete) response.setHeader('Connection', 'close');
    answerJson({ request, response }, error.status, { error: error.message, parameter: error.parameter });
    return;
  }
  // The code alone: a file system error's message names paths of this machine.
  const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
  answerJson({ request, response }, 500, { error: `The lab itself failed (${code})`, parameter: null });
}

function originOf(request: IncomingMessage): string {
  const scheme = 'encrypted' in request.socket ? 'https' : 'http';
  return `${scheme}://${request.headers.host ?? 'localhost'}`;
}

function originAt(scheme: 'http' | 'https', host: string, port: number): string {
  return `${scheme}://${isIPv6(host) ? `[${host}]` : host}:${String(port)}`;
}

function certifiedHosts(host: string): string[] {
  return [...new Set([...ALWAYS_CERTIFIED_HOSTS, host])];
}
