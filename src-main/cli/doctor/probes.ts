import type { WxBridge } from '#contract/bridge';
import type { Reply } from '#contract/reply';
import type { BodyRef, RequestCall, TaskResult } from '#contract/transfer';

// Each of these runs inside a mini-program's page, as text: it names nothing outside itself but what a browser has.

/** What a probe of the bridge is told. */
interface Told {
  readonly generation: number;
  readonly lab: string;
}

interface PageWorld {
  readonly ferryBridge: WxBridge;
  readonly document: { cookie: string };
  readonly localStorage: { getItem(key: string): string | null; setItem(key: string, value: string): void };
}

/** Texts that came back another way than they went, and what a value that cannot be sent came to. */
export async function probeTexts({ generation }: Told): Promise<{ changed: number[]; unsendable: string }> {
  const { ferryBridge } = globalThis as unknown as PageWorld;
  const send = (stack: string) => ferryBridge.call('wx:map-stack', { generation, request: { stack } });
  const texts = [
    '',
    'a\0b',
    '相册 \u{1f6a2}',
    'half \ud800',
    'half \udfff',
    '\u2028\u2029\r\n"\\',
    'x'.repeat(4096),
  ];
  const changed: number[] = [];
  for (const [index, text] of texts.entries()) {
    const reply = await send(text);
    if (!reply.ok || reply.value.stack !== text) changed.push(index);
  }
  const unsendable = await send((() => 0) as unknown as string).then(
    () => 'carried',
    () => 'refused',
  );
  return { changed, unsendable };
}

/**
 * Sends 64 KiB of every byte and a nested value, gets 64 KiB of other bytes, and a text too long for a message; tells
 * what the bytes were on each side.
 */
export async function probeBytes({
  generation,
  lab,
  written,
}: Told & { readonly written: unknown }): Promise<{ sent: string; arrived: string; got: string }> {
  const { ferryBridge } = globalThis as unknown as PageWorld;
  const hashed = async (data: ArrayBuffer): Promise<string> =>
    new Uint8Array(await crypto.subtle.digest('SHA-256', data)).reduce(
      (text, byte) => text + byte.toString(16).padStart(2, '0'),
      '',
    );
  const transfer = async (
    taskId: string,
    url: string,
    more: Pick<RequestCall, 'method' | 'body' | 'responseType'>,
  ): Promise<BodyRef | undefined> => {
    const ended = new Promise<TaskResult>((resolve) => {
      const off = ferryBridge.listen((event) => {
        if (event.kind !== 'task' || event.event.taskId !== taskId || event.event.kind !== 'ended') return;
        off();
        resolve(event.event.result);
      });
    });
    const callSite = { page: 'doctor', stack: '' };
    const request = {
      ...{ taskId, url, header: {}, timeoutMs: null, callSite, written },
      ...{ wantsHttp2: false, followsRedirects: true, invokedAtEpochMs: Date.now() },
      ...more,
    };
    await ferryBridge.call('wx:request', { generation, request });
    const result = await ended;
    if (!result.ok) throw new Error(result.error.message);
    return result.body;
  };
  const bytes = Uint8Array.from({ length: 65_536 }, (_, index) => (index ^ (index >> 8)) & 255);
  const body = { kind: 'bytes', bytes } as const;
  const echo = await transfer('echo', `${lab}/echo`, { method: 'POST', body, responseType: 'text' });
  if (echo?.kind !== 'url') throw new Error(`A long text came as ${String(echo?.kind)}`);
  const { sha256 } = (await (await fetch(echo.url)).json()) as { sha256: string };
  const download = await transfer('download', `${lab}/download?size=65536`, {
    ...{ method: 'GET', body: { kind: 'none' }, responseType: 'arraybuffer' },
  });
  if (download?.kind !== 'bytes') throw new Error(`64 KiB came as ${String(download?.kind)}`);
  return {
    sent: await hashed(bytes.buffer),
    arrived: sha256,
    got: await hashed(download.bytes.slice().buffer),
  };
}

/** The codes of four calls that must be refused, and whether each came as a value with a message. */
export async function probeRefusals({ generation }: Told): Promise<string[]> {
  const { ferryBridge } = globalThis as unknown as PageWorld;
  const codeOf = (reply: Reply<unknown>): string =>
    reply.ok ? 'ok' : reply.error.message === '' ? 'no message' : reply.error.code;
  const request = { op: 'getSavedFileInfo', filePath: 'http://store/nothing.txt' } as const;
  return [
    codeOf(await ferryBridge.call('wx:fs', { generation, request })),
    codeOf(await ferryBridge.call('wx:fs', { generation, request: { ...request, filePath: 1 as never } })),
    codeOf(await ferryBridge.call('wx:fs', { generation: -1, request })),
    await ferryBridge.call('panel:snapshot' as never, {} as never).then(
      () => 'ok',
      () => 'thrown',
    ),
  ];
}

/** Milliseconds of fifty synchronous calls, and what was stored by one and read by another. */
export function probeSyncCalls({ generation }: Told): { tookMs: number[]; read: string | null } {
  const { ferryBridge } = globalThis as unknown as PageWorld;
  const key = 'ferry-doctor';
  const json = '{"相册":[1,null,"\\u0000"]}';
  ferryBridge.callSync('wx:storage-sync', { generation, request: { op: 'set', key, json } });
  const tookMs = Array.from({ length: 50 }, () => {
    const started = performance.now();
    ferryBridge.callSync('wx:storage-sync', { generation, request: { op: 'info' } });
    return performance.now() - started;
  });
  const reply = ferryBridge.callSync('wx:storage-sync', { generation, request: { op: 'get', key } });
  return { tookMs, read: reply.ok ? reply.value.json : reply.error.code };
}

export interface RangeAnswer {
  readonly status: number;
  readonly contentRange: string | null;
  readonly sizeBytes: number;
  readonly sha256: string;
}

/** What the page's own origin answers for these ranges of an address; null asks for the whole. */
export async function probeRanges({
  url,
  ranges,
}: {
  readonly url: string;
  readonly ranges: readonly (string | null)[];
}): Promise<RangeAnswer[]> {
  const answers: RangeAnswer[] = [];
  for (const range of ranges) {
    const answer = await fetch(url, range === null ? {} : { headers: { range } });
    const body = await answer.arrayBuffer();
    const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', body));
    answers.push({
      status: answer.status,
      contentRange: answer.headers.get('content-range'),
      sizeBytes: body.byteLength,
      sha256: digest.reduce((text, byte) => text + byte.toString(16).padStart(2, '0'), ''),
    });
  }
  return answers;
}

/** How a page's own tries to get out ended: none may have reached anybody. */
export async function probeOutside({ origin }: { readonly origin: string }): Promise<string[]> {
  const tried = (work: Promise<unknown>): Promise<string> =>
    work.then(
      () => 'through',
      () => 'refused',
    );
  const socket = new Promise<void>((resolve, reject) => {
    const opened = new WebSocket(origin.replace('http', 'ws'));
    opened.addEventListener('open', () => {
      resolve();
    });
    opened.addEventListener('error', () => {
      reject(new Error('refused'));
    });
  });
  return Promise.all([tried(fetch(origin)), tried(fetch(origin, { mode: 'no-cors' })), tried(socket)]);
}

/** Leaves a trace in the browser's own storage, and tells which were there before. */
export function probeTraces(): string[] {
  const { document, localStorage } = globalThis as unknown as PageWorld;
  const found = [
    ...(localStorage.getItem('trace') === null ? [] : ['storage']),
    ...(document.cookie === '' ? [] : ['cookie']),
  ];
  localStorage.setItem('trace', 'x');
  document.cookie = 'trace=x';
  return found;
}
