import http, { type ClientRequest } from 'node:http';
import https from 'node:https';
import type { Readable } from 'node:stream';
import tls from 'node:tls';
import got, { type Response } from 'got';
import { FerryError } from '#contract/errors';
import type { HeaderLines } from '#contract/transfer';
import { readEarlyAnswers } from './early-answer.ts';
import { errorFromGot } from './errors.ts';
import { headerLinesFromRaw, wireHeaders } from './request-headers.ts';
import { ignoreSurplus } from './surplus.ts';
import type { TimingsRecorder } from './timings.ts';
import type { UploadBody } from './upload-body.ts';

/** Idle connections kept per host, for each of http and https. */
const MAX_FREE_SOCKETS = 10;
/** Bounds on the steps before a request is on the wire; the job's own budget bounds everything. */
const LOOKUP_TIMEOUT_MS = 20_000;
const CONNECT_TIMEOUT_MS = 30_000;
const TLS_TIMEOUT_MS = 30_000;

export interface HttpRequest {
  readonly method: string;
  readonly url: URL;
  readonly headers: HeaderLines;
  readonly body: UploadBody | null;
  readonly extraCertificateAuthorities: readonly string[];
  readonly signal: AbortSignal;
  readonly timings: TimingsRecorder;
}

/** Status line and headers of a response, with what is known of the connection it came by. */
export interface HttpAnswer {
  readonly statusCode: number;
  readonly httpVersion: string;
  readonly headers: HeaderLines;
  /** Body bytes promised by Content-Length; 0 when unknown or when no body comes. */
  readonly expectedBytes: number;
  /** Content codings in the order they were applied, lower case; empty when there is no body. */
  readonly encodings: readonly string[];
  readonly peer: { readonly address: string; readonly port: number } | null;
  readonly socketReused: boolean;
}

/** One request on its way. */
export interface HttpExchange {
  readonly requestHeaders: HeaderLines;
  /** Rejects when no answer came. */
  readonly answer: Promise<HttpAnswer>;
  /** The response body as it comes off the wire, still encoded. */
  readonly body: Readable;
  /** Resolves when the request body is sent, or no more of it can be. */
  readonly sent: Promise<void>;
  sentBytes(): number;
  receivedBytes(): number;
  /** Any error this exchange threw, in Ferry's words. */
  explain(error: unknown): FerryError;
  /** Ends the exchange wherever it is; resolves when its socket is closed or back in the pool. */
  close(): Promise<void>;
}

export interface HttpClient {
  send(request: HttpRequest): HttpExchange;
  /** Closes the idle connections. */
  close(): void;
}

/**
 * HTTP/1.1 with everything that would come between Ferry and the wire turned off: no retries, no redirects, no
 * decoding, no cookie jar, statuses are answers. The only user of got.
 */
export function createHttpClient(): HttpClient {
  const agentOptions = { keepAlive: true, maxSockets: Infinity, maxFreeSockets: MAX_FREE_SOCKETS };
  const httpAgent = new http.Agent(agentOptions);
  const httpsAgents = new Map<string, https.Agent>();

  /** One agent per set of extra authorities: parsing the authorities takes tens of milliseconds. */
  const httpsAgentFor = (extraAuthorities: readonly string[]): https.Agent => {
    const key = extraAuthorities.join('\n');
    let agent = httpsAgents.get(key);
    if (agent === undefined) {
      const secureContext = tls.createSecureContext({ ca: [...trustedAuthorities(), ...extraAuthorities] });
      agent = new https.Agent({ ...agentOptions, secureContext });
      httpsAgents.set(key, agent);
    }
    return agent;
  };

  return {
    send(request) {
      const agent =
        request.url.protocol === 'https:'
          ? { https: httpsAgentFor(request.extraCertificateAuthorities) }
          : { http: httpAgent };
      return startExchange(request, agent);
    },
    close() {
      httpAgent.destroy();
      for (const agent of httpsAgents.values()) agent.destroy();
    },
  };
}

/** The bundled authorities, `NODE_EXTRA_CA_CERTS` and the operating system's own store. */
function trustedAuthorities(): string[] {
  return [...new Set([...tls.getCACertificates('default'), ...tls.getCACertificates('system')])];
}

function startExchange(
  request: HttpRequest,
  agent: { readonly http?: http.Agent; readonly https?: https.Agent },
): HttpExchange {
  const { method, url, body, signal, timings } = request;
  const requestHeaders = wireHeaders(method, url, request.headers, body?.sizeBytes ?? null);
  const sent = Promise.withResolvers<undefined>();
  const released = Promise.withResolvers<undefined>();
  let clientRequest: ClientRequest | null = null;
  let socketError: unknown = null;

  const stream = got.stream(url, {
    method,
    allowGetBody: body !== null,
    // Only for the total of got's upload count; what goes out is the raw list below.
    headers: body === null ? {} : { 'content-length': String(body.sizeBytes) },
    ...bodyOption(method, body),
    agent,
    signal,
    retry: { limit: 0 },
    throwHttpErrors: false,
    followRedirect: false,
    decompress: false,
    http2: false,
    timeout: {
      lookup: LOOKUP_TIMEOUT_MS,
      connect: CONNECT_TIMEOUT_MS,
      secureConnect: TLS_TIMEOUT_MS,
    },
    request(target, options) {
      const transport = target.protocol === 'https:' ? https : http;
      // got lower-cases names and orders them its own way; a flat list goes out exactly as written.
      const made = transport.request(target, { ...options, setHost: false, headers: requestHeaders.flat() });
      clientRequest = made;
      readEarlyAnswers(made, (error) => {
        socketError ??= error;
      });
      ignoreSurplus(made);
      timings.watch(made);
      made.on('error', (error) => {
        socketError ??= error;
      });
      made.once('upgrade', (_response, socket) => {
        socket.destroy();
        stream.destroy(new FerryError('net.protocol', `The server switched protocols unasked: ${url.host}`));
      });
      made.once('finish', () => {
        sent.resolve(undefined);
      });
      made.once('close', () => {
        sent.resolve(undefined);
        released.resolve(undefined);
      });
      return made;
    },
  });

  // A server that answers early and closes makes the upload fail after the answer is complete; without a listener
  // that late EPIPE would end the process.
  stream.on('error', () => undefined);
  stream.once('end', () => {
    timings.responseEnded();
  });

  const answer = new Promise<HttpAnswer>((resolve, reject) => {
    stream.once('response', (response: Response) => {
      timings.responseStarted();
      resolve(answerFrom(method, response, clientRequest));
    });
    stream.once('error', reject);
  });

  return {
    requestHeaders,
    answer,
    body: stream,
    sent: sent.promise,
    sentBytes: () => stream.uploadProgress.transferred,
    receivedBytes: () => stream.downloadProgress.transferred,
    explain: (error) => errorFromGot(error, { host: url.host, phase: timings.phase(), socketError }),
    async close() {
      stream.destroy();
      if (clientRequest === null) return;
      clientRequest.destroy();
      await released.promise;
    },
  };
}

/** got leaves a request without a body open for writing, except GET and HEAD, until it is given one. */
function bodyOption(
  method: string,
  body: UploadBody | null,
): { body?: AsyncGenerator<Uint8Array> | Uint8Array } {
  if (body !== null) return { body: body.chunks };
  return method === 'GET' || method === 'HEAD' ? {} : { body: new Uint8Array() };
}

function answerFrom(method: string, response: Response, request: ClientRequest | null): HttpAnswer {
  const { statusCode } = response;
  const hasBody = method !== 'HEAD' && statusCode !== 204 && statusCode !== 304;
  const socket = request?.socket;
  const address = socket?.remoteAddress;
  const port = socket?.remotePort;
  const expectedBytes = Number(response.headers['content-length'] ?? 0);
  return {
    statusCode,
    httpVersion: response.httpVersion,
    headers: headerLinesFromRaw(response.rawHeaders),
    expectedBytes: hasBody && Number.isSafeInteger(expectedBytes) ? expectedBytes : 0,
    encodings: hasBody ? encodingsFrom(response.headers['content-encoding']) : [],
    peer: address !== undefined && port !== undefined ? { address, port } : null,
    socketReused: request?.reusedSocket ?? false,
  };
}

function encodingsFrom(header: string | undefined): string[] {
  return (header ?? '')
    .split(',')
    .map((encoding) => encoding.trim().toLowerCase())
    .filter((encoding) => encoding !== '' && encoding !== 'identity');
}
