import { setTimeout as wait } from 'node:timers/promises';
import { rangeFromHeader } from './byte-range.ts';
import { answerJson, type LabExchange } from './exchange.ts';
import { writePattern } from './paced-body.ts';
import { bytesParameter, flagParameter, headerParameter, numberParameter } from './parameters.ts';

const GIB = 1024 ** 3;
/** The longest the lab holds on to a request. */
const MAX_WAIT_MS = 10 * 60 * 1000;

/** `GET /download`: as many bytes as asked for, always the same ones, as fast or slow as asked for. */
export async function answerDownload({ request, response, url, signal }: LabExchange): Promise<void> {
  const query = url.searchParams;
  const sizeBytes = bytesParameter(query, 'size', { min: 0, max: 8 * GIB, fallback: 1024 * 1024 });
  const rate = bytesParameter(query, 'rate', { min: 0, max: 8 * GIB, fallback: 0 });
  const isChunked = flagParameter(query, 'chunked');
  const name = headerParameter(query, 'name');
  const range = isChunked ? null : rangeFromHeader(request.headers.range, sizeBytes);
  if (range === 'unsatisfiable') {
    response.writeHead(416, { 'Content-Range': `bytes */${String(sizeBytes)}` }).end();
    return;
  }
  const span = range ?? { start: 0, end: sizeBytes };
  response.writeHead(range === null ? 200 : 206, {
    'Content-Type': headerParameter(query, 'type') ?? 'application/octet-stream',
    ...(isChunked ? {} : { 'Content-Length': span.end - span.start, 'Accept-Ranges': 'bytes' }),
    ...(range === null
      ? {}
      : { 'Content-Range': `bytes ${String(span.start)}-${String(span.end - 1)}/${String(sizeBytes)}` }),
    ...(name === null
      ? {}
      : { 'Content-Disposition': `attachment; filename="${name.replace(/["\\]/g, '_')}"` }),
  });
  if (request.method !== 'HEAD') await writePattern(response, span, rate === 0 ? null : rate, signal);
  response.end();
}

/** `GET /delay`: answers after a while. */
export async function answerDelay(exchange: LabExchange): Promise<void> {
  const ms = numberParameter(exchange.url.searchParams, 'ms', { min: 0, max: MAX_WAIT_MS, fallback: 1000 });
  await wait(ms, undefined, { signal: exchange.signal });
  answerJson(exchange, 200, { delayedMs: ms });
}

/** `GET /drop`: promises more than it sends, then closes, or resets, the connection. */
export async function answerDrop(exchange: LabExchange): Promise<void> {
  const { response, url } = exchange;
  const isReset = flagParameter(url.searchParams, 'reset');
  await answerStart(exchange);
  const { socket } = response;
  if (socket === null) return;
  // An empty write is done when everything before it is.
  await new Promise<void>((resolve) => {
    socket.write('', () => {
      resolve();
    });
  });
  if (isReset) socket.resetAndDestroy();
  else socket.destroy();
}

/** `GET /stall`: promises more than it sends, then says nothing for up to ten minutes. */
export async function answerStall(exchange: LabExchange): Promise<void> {
  await answerStart(exchange);
  await wait(MAX_WAIT_MS, undefined, { signal: exchange.signal });
  exchange.response.destroy();
}

/** Sends the first `after` bytes of a body twice as long and some. */
async function answerStart({ response, url, signal }: LabExchange): Promise<void> {
  const afterBytes = bytesParameter(url.searchParams, 'after', { min: 0, max: GIB, fallback: 1024 });
  response.writeHead(200, {
    'Content-Type': 'application/octet-stream',
    'Content-Length': afterBytes * 2 + 1024,
  });
  response.flushHeaders();
  await writePattern(response, { start: 0, end: afterBytes }, null, signal);
}
