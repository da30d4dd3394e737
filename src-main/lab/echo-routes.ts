import { createHash } from 'node:crypto';
import { answerJson, receivedHeaders, type LabExchange } from './exchange.ts';
import { LabError, numberInPath, numberParameter } from './parameters.ts';

const MAX_ECHO_BYTES = 64 * 1024;
const MAX_HOPS = 50;
const STATUSES_WITHOUT_BODY: ReadonlySet<number> = new Set([204, 205, 304]);
const REDIRECT_STATUSES: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);

/** `/headers`: the request's header lines as they came. */
export function answerHeaders(exchange: LabExchange): void {
  answerJson(exchange, 200, { headers: receivedHeaders(exchange.request) });
}

/** `/echo`: the whole request; of a long body the first 64 KiB as text. */
export async function answerEcho(exchange: LabExchange): Promise<void> {
  const { request } = exchange;
  const hash = createHash('sha256');
  const start: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    if (size < MAX_ECHO_BYTES) start.push(chunk.subarray(0, MAX_ECHO_BYTES - size));
    hash.update(chunk);
    size += chunk.length;
  }
  answerJson(exchange, 200, {
    method: request.method,
    url: request.url,
    headers: receivedHeaders(request),
    text: Buffer.concat(start).toString('utf8'),
    size,
    sha256: hash.digest('hex'),
  });
}

/** `/status/<n>`: that status. */
export function answerStatus(exchange: LabExchange): void {
  const status = numberInPath(exchange.url.pathname, 'status', { min: 200, max: 599 });
  if (STATUSES_WITHOUT_BODY.has(status)) exchange.response.writeHead(status).end();
  else answerJson(exchange, status, { status });
}

/** `/redirect/<n>`: n redirects, the last one to /headers. */
export function answerRedirects({ response, url }: LabExchange): void {
  const hops = numberInPath(url.pathname, 'hops', { min: 1, max: MAX_HOPS });
  const location = hops === 1 ? '/headers' : `/redirect/${String(hops - 1)}`;
  response.writeHead(302, { Location: location, 'Content-Length': 0 }).end();
}

/** `/redirect-to`: one redirect to any http or https address. */
export function answerRedirectTo({ response, url }: LabExchange): void {
  const status = numberParameter(url.searchParams, 'status', { min: 301, max: 308, fallback: 302 });
  if (!REDIRECT_STATUSES.has(status)) {
    throw new LabError('status must be 301, 302, 303, 307 or 308', { parameter: 'status' });
  }
  const target = URL.parse(url.searchParams.get('url') ?? '', url.origin);
  if (!url.searchParams.has('url') || target === null) {
    throw new LabError('url must be where to redirect to: an address, or a path of the lab', {
      parameter: 'url',
    });
  }
  response.writeHead(status, { Location: target.href, 'Content-Length': 0 }).end();
}

/** `/cookies/set`: a Set-Cookie line for each name in the query. */
export function answerCookies(exchange: LabExchange): void {
  const cookies = [...exchange.url.searchParams].map(
    ([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}; Path=/`,
  );
  exchange.response.setHeader('Set-Cookie', cookies);
  answerJson(exchange, 200, { cookies });
}
