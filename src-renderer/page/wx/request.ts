import type { ApiKit, WxFunctions } from './api-kit.ts';
import type { BodyCarrier } from './bodies.ts';
import type { WxOptions } from './parameters.ts';
import { flagOf, isOptions, parameterError, textOf } from './parameters.ts';
import type { TransferTasks } from './transfer-tasks.ts';
import { headerOf } from './transfer-tasks.ts';

/** wx-api.md §7: no PATCH. */
const METHODS: ReadonlySet<string> = new Set([
  'OPTIONS',
  'GET',
  'HEAD',
  'POST',
  'PUT',
  'DELETE',
  'TRACE',
  'CONNECT',
]);

/** wx-api.md §7, `exception`: Ferry never tries a request again by itself. New each time, as the page may change it. */
function noException(): { readonly retryCount: number; readonly reasons: readonly object[] } {
  return { retryCount: 0, reasons: [] };
}

/** `data` that cannot become text. */
const UNSERIALISABLE = Symbol('unserialisable');

function queryOf(data: object): string {
  return Object.entries(data)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => {
      const text = typeof value === 'object' && value !== null ? JSON.stringify(value) : String(value);
      return `${encodeURIComponent(key)}=${encodeURIComponent(text)}`;
    })
    .join('&');
}

/** `data` of a GET in the URL, before the fragment (wx-api.md §7, data encoding). */
function urlWithQuery(url: string, data: unknown): string {
  const query = typeof data === 'string' ? data : isOptions(data) ? queryOf(data) : '';
  if (query === '') return url;
  const [address = '', ...fragment] = url.split('#');
  const joined = `${address}${address.includes('?') ? (/[?&]$/.test(address) ? '' : '&') : '?'}${query}`;
  return [joined, ...fragment].join('#');
}

/** `data` as a body: text and ArrayBuffer as they are, the rest after the content type (wx-api.md §7). */
function bodyOf(
  data: unknown,
  header: Readonly<Record<string, string>>,
): string | ArrayBuffer | null | typeof UNSERIALISABLE {
  if (data === undefined || data === null) return null;
  if (typeof data === 'string' || data instanceof ArrayBuffer) return data;
  const name = Object.keys(header).find((key) => key.toLowerCase() === 'content-type');
  const contentType = name === undefined ? '' : (header[name] ?? '');
  try {
    if (isOptions(data) && contentType.toLowerCase().includes('x-www-form-urlencoded')) return queryOf(data);
    // JSON.stringify gives undefined, whatever its type says, for a function or a symbol.
    const text = JSON.stringify(data) as string | undefined;
    return text ?? UNSERIALISABLE;
  } catch {
    return UNSERIALISABLE;
  }
}

/** One JSON.parse attempt; what cannot be parsed stays text (wx-api.md §7, dataType). */
function parsedOnce(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

interface Prepared {
  readonly url: string;
  readonly method: string;
  readonly body: string | ArrayBuffer | null;
}

interface Refused {
  readonly refused: string;
  readonly errno: number;
}

function prepare(options: WxOptions): Prepared | Refused {
  const method = textOf(options, 'method', 'GET').toUpperCase();
  if (!METHODS.has(method)) return { refused: 'method is invalid', errno: 1001 };
  const url = textOf(options, 'url');
  const data = options['data'];
  try {
    if (method === 'GET' || method === 'HEAD') return { url: urlWithQuery(url, data), method, body: null };
  } catch {
    return { refused: 'data serialise failed', errno: 600010 };
  }
  const body = bodyOf(data, headerOf(options['header']));
  if (body === UNSERIALISABLE) return { refused: 'data serialise failed', errno: 600010 };
  return { url, method, body };
}

/** `wx.request` (wx-api.md §7). Returns a RequestTask, or undefined when a parameter is wrong (§1). */
export function createRequest(kit: ApiKit, tasks: TransferTasks, bodies: BodyCarrier): WxFunctions {
  const { host, library } = kit;
  const { traits } = host.boot;
  return {
    request(argument) {
      const wrong = parameterError(argument, { url: 'String' });
      if (wrong !== null || !isOptions(argument)) {
        tasks.refuse('request', argument, wrong ?? '', 1001);
        return undefined;
      }
      const options = library.optionsOf('request', argument);
      const prepared = prepare(options);
      if ('refused' in prepared) {
        tasks.refuse('request', argument, prepared.refused, prepared.errno);
        return undefined;
      }
      const wantsBytes = options['responseType'] === 'arraybuffer';
      const wantsJson = textOf(options, 'dataType', 'json') === 'json';
      // wx-api.md §18: WeChat for Windows has no `redirect`.
      const followsRedirects = options['redirect'] !== 'manual' || traits.name === 'windows';
      if (flagOf(options, 'enableChunked')) host.reports.unsupported('wx.request.enableChunked');
      const task = tasks.start(argument, options, {
        api: 'request',
        prepare: () => bodies.outgoing(prepared.body),
        send: (base, body) =>
          host.bridge.call(
            'wx:request',
            host.stamp({
              ...base,
              url: prepared.url,
              method: prepared.method,
              body,
              responseType: wantsBytes ? 'arraybuffer' : 'text',
              followsRedirects,
            }),
          ),
        progress: null,
        headers: (event) => ({
          header: event.header,
          ...(traits.tellsHeadersStatus ? { statusCode: event.statusCode } : {}),
          cookies: event.cookies,
        }),
        success: async (result) => ({
          data: wantsBytes
            ? await bodies.incomingBytes(result.body)
            : textOrJson(await bodies.incomingText(result.body), wantsJson),
          statusCode: result.statusCode,
          header: result.header,
          cookies: result.cookies,
          exception: noException(),
        }),
        failure: { exception: noException() },
      });
      const countChunks = (): void => {
        host.reports.unsupported('RequestTask.onChunkReceived');
      };
      return library.returned('request', {
        ...task,
        onChunkReceived: countChunks,
        offChunkReceived: countChunks,
      });
    },
  };
}

function textOrJson(text: string, wantsJson: boolean): unknown {
  return wantsJson ? parsedOnce(text) : text;
}
