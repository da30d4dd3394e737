import http, { type ClientRequest } from 'node:http';
import https from 'node:https';
import type { Duplex } from 'node:stream';
import got, { type Response } from 'got';
import { FerryError } from '#contract/errors';
import type { HeaderLines } from '#contract/transfer';
import { createAgents, routedBy } from './connection/agents.ts';
import { createDial, STEP_TIMEOUTS_MS, type StepTimeouts } from './connection/dial.ts';
import { startHttp2Exchange } from './connection/http2-exchange.ts';
import { createHttp2Sessions } from './connection/http2-sessions.ts';
import { createLinks } from './connection/link/links.ts';
import { inPieces, pieceBytes } from './connection/link/pieces.ts';
import { peerOf, socketBelow } from './connection/peer.ts';
import { proxyRefused, type Proxy } from './connection/proxy.ts';
import { isDirect, routeFor } from './connection/route.ts';
import { createTrustOf } from './connection/trust.ts';
import { plainWay, wrappedWay, type Way } from './connection/way.ts';
import { readEarlyAnswers } from './early-answer.ts';
import { errorFromGot } from './errors.ts';
import {
  answerFrom,
  lateExchange,
  type HttpAnswer,
  type HttpExchange,
  type HttpRequest,
} from './exchange.ts';
import type { JobLink } from './protocol.ts';
import { headerLinesFromRaw, isMethod, wireHeaders } from './request-headers.ts';
import { failResetBodies } from './reset-bodies.ts';
import { ignoreSurplus } from './surplus.ts';
import type { UploadBody } from './upload-body.ts';

export type { HttpAnswer, HttpExchange, HttpRequest } from './exchange.ts';

export interface HttpClientOptions {
  /** Other bounds on the steps to a connection than the usual ones. */
  readonly stepTimeoutsMs?: Partial<StepTimeouts>;
}

export interface HttpClient {
  send(request: HttpRequest): HttpExchange;
  /** Closes the idle connections. */
  close(): void;
}

/**
 * HTTP with everything that would come between Ferry and the wire turned off: no retries, no redirects, no decoding,
 * no cookie jar, statuses are answers. The only user of got.
 */
export function createHttpClient(options: HttpClientOptions = {}): HttpClient {
  const trustOf = createTrustOf();
  const links = createLinks();
  const dial = createDial(links, { ...STEP_TIMEOUTS_MS, ...options.stepTimeoutsMs });
  const agents = createAgents(trustOf, dial);
  const sessions = createHttp2Sessions(dial);

  return {
    send(request) {
      const { url, connection, wrapSocket, timings } = request;
      if (!isMethod(request.method)) {
        throw new FerryError('request.invalid', 'The request’s method cannot be sent');
      }
      if (connection.link?.spec.offline === true) {
        throw new FerryError('net.offline', `The network is offline (link ${connection.link.spec.name})`);
      }
      if (wrapSocket === null && isDirect(connection) && !mayBeHttp2(request)) {
        return startExchange(request, plainWay(agents.direct(url, connection)));
      }
      if (connection.link !== null) links.adjust(connection.link);
      const route = routeFor(url, connection, trustOf);
      const attempt = new AbortController();
      const giveUp = () => {
        attempt.abort();
      };
      const call = { signal: attempt.signal, timings };
      const proxy = route.tunnels ? null : route.proxy;
      if (wrapSocket !== null) {
        const dialNow = async () => (await dial(route, { ...call, protocols: [] })).stream;
        return startExchange(request, { ...wrappedWay(url, wrapSocket, dialNow, attempt), proxy });
      }
      const startOn = (first: Duplex | null) => {
        const agent = agents.routed(url, route);
        const options = routedBy({ ...call, route, first });
        return startExchange(request, { agent, options, proxy, release: giveUp });
      };
      if (!mayBeHttp2(request)) return startOn(null);
      const start = async () => {
        const found = await sessions.negotiate(route, call);
        request.signal.throwIfAborted();
        return found.protocol === 'h2' ? startHttp2Exchange(request, found) : startOn(found.first);
      };
      request.signal.addEventListener('abort', giveUp, { once: true });
      const explain = (error: unknown) =>
        errorFromGot(error, { host: url.host, phase: timings.phase(), socketError: null });
      return lateExchange(start(), { explain, giveUp });
    },
    close() {
      agents.close();
      sessions.close();
    },
  };
}

/** What stands on a connection of its own speaks HTTP/1.1, and so do servers without TLS. */
function mayBeHttp2({ url, connection, wrapSocket }: HttpRequest): boolean {
  return connection.http2 && url.protocol === 'https:' && wrapSocket === null;
}

function startExchange(request: HttpRequest, way: Way): HttpExchange {
  const { method, body, signal, timings } = request;
  const url = withoutCredentials(request.url);
  const requestHeaders = wireHeaders(method, url, request.headers, body?.sizeBytes ?? null);
  const sent = Promise.withResolvers<undefined>();
  const released = Promise.withResolvers<undefined>();
  let clientRequest: ClientRequest | null = null;
  let socketError: unknown = null;
  let answered = false;

  const stream = got.stream(url, {
    method,
    allowGetBody: body !== null,
    // Only for the total of got's upload count; what goes out is the raw list below.
    headers: body === null ? {} : { 'content-length': String(body.sizeBytes) },
    ...bodyOption(method, body, request.connection.link),
    signal,
    retry: { limit: 0 },
    throwHttpErrors: false,
    followRedirect: false,
    decompress: false,
    http2: false,
    timeout: {
      lookup: STEP_TIMEOUTS_MS.lookup,
      connect: STEP_TIMEOUTS_MS.connect,
      secureConnect: STEP_TIMEOUTS_MS.secureConnect,
    },
    request(target, options) {
      const transport = target.protocol === 'https:' ? https : http;
      // got lower-cases names and orders them its own way; a flat list goes out exactly as written.
      const made = transport.request(target, {
        ...options,
        ...way.options,
        ...(way.proxy === null ? {} : { path: `${url.origin}${url.pathname}${url.search}` }),
        agent: way.agent,
        setHost: false,
        headers: [...requestHeaders, ...proxyHeaders(way.proxy)].flat(),
      });
      clientRequest = made;
      readEarlyAnswers(made, (error) => {
        socketError ??= error;
      });
      ignoreSurplus(made);
      failResetBodies(made, (error) => {
        stream.destroy(error);
      });
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
      answered = true;
      timings.responseStarted();
      if (way.proxy !== null && response.statusCode === 407) {
        reject(proxyRefused(way.proxy, 407));
        return;
      }
      const { statusCode, httpVersion, rawHeaders } = response;
      const head = { statusCode, httpVersion, headers: headerLinesFromRaw(rawHeaders) };
      const peer = peerOf(way.below?.() ?? clientRequest?.socket);
      resolve(answerFrom(method, head, { peer, socketReused: clientRequest?.reusedSocket ?? false }));
    });
    stream.once('error', reject);
  });

  return {
    requestHeaders,
    answer,
    body: stream,
    sent: sent.promise,
    sentBytes: () => stream.uploadProgress.transferred,
    socket: () => {
      const carrier = way.below?.() ?? clientRequest?.socket ?? null;
      return carrier && socketBelow(carrier);
    },
    receivedBytes: () => stream.downloadProgress.transferred,
    wasStale: () => clientRequest?.reusedSocket === true && !answered && isGone(socketError),
    explain: (error) => errorFromGot(error, { host: url.host, phase: timings.phase(), socketError }),
    async close() {
      stream.destroy();
      way.release();
      if (clientRequest === null) return;
      clientRequest.destroy();
      await released.promise;
    },
  };
}

/** Whether this is how a connection fails that the other end has closed. */
function isGone(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === 'ECONNRESET' || error.code === 'EPIPE');
}

/** A page's user name and password in a URL are told to nobody: WeChat sends none. */
function withoutCredentials(url: URL): URL {
  if (url.username === '' && url.password === '') return url;
  const bare = new URL(url);
  bare.username = '';
  bare.password = '';
  return bare;
}

/** Headers for the proxy alone: they are not among those the exchange reports. */
function proxyHeaders(proxy: Proxy | null): HeaderLines {
  return proxy?.authorization === null || proxy === null
    ? []
    : [['Proxy-Authorization', proxy.authorization]];
}

/** got leaves a request without a body open for writing, except GET and HEAD, until it is given one. */
function bodyOption(
  method: string,
  body: UploadBody | null,
  link: JobLink | null,
): { body?: AsyncGenerator<Uint8Array> | Uint8Array } {
  if (body !== null) return { body: link === null ? body.chunks : inPieces(body.chunks, pieceBytes(link)) };
  return method === 'GET' || method === 'HEAD' ? {} : { body: new Uint8Array() };
}
