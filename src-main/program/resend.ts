import { createHash, randomUUID } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import fs from 'node:fs/promises';
import path from 'node:path';
import type { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import { FerryError } from '#contract/errors';
import {
  MAX_REPLAYS,
  type PickedForResend,
  type ResendAnswer,
  type ResendCall,
  type ResendFile,
} from '#contract/panel-resend';
import { type CallOfExchange, callOfExchange, clippedFields, wholeFields } from '#contract/resend-draft';
import type { BodySide, Exchange, RequestBody, TaskEvent } from '#contract/transfer';
import type { BodyStore } from '../files/body-store.ts';
import type { Clock } from '../lib/clock.ts';
import { mediaTypeOf } from '../lib/media-type.ts';
import type { TransferContext, TransferOwner } from '../transfers/context.ts';
import type { TransferManager } from '../transfers/manager.ts';
import type { Resend } from '../transfers/resend.ts';
import type { GivenFile } from '../transfers/upload.ts';

/** Sends transfers of the developer's own: no page makes them, and no page hears of them. */
export interface Resender {
  /** Sends exchanges again as they were, each so many times; one that cannot be sent is said to be. */
  replay(ids: readonly string[], times: number): Promise<ResendAnswer>;
  /**
   * Sends what the developer has worked out; returns the new exchange's id.
   *
   * @throws FerryError `file.not-found`, `request.invalid` when what it is to send is not there
   */
  send(call: ResendCall): Promise<string>;
  abort(exchangeId: string): void;
  /** Takes in a file of the computer that was picked for an upload; it is read when it is sent. */
  admit(realPath: string): Promise<PickedForResend>;
  /** Fails what is under way, as when the network changes. */
  interrupt(error: FerryError): void;
  close(): Promise<void>;
}

export interface ResenderDeps {
  readonly transfers: TransferManager;
  readonly clock: Clock;
  /** The program's; bodies apart, as those of a page go when it is loaded anew. */
  readonly context: TransferContext;
  readonly bodies: BodyStore;
  /** Where a kept body lies; null when it is not kept. */
  keptBody(exchangeId: string, side: BodySide): Promise<string | null>;
  /** A stretch of a kept body; null when it is not kept. */
  readKept(
    exchangeId: string,
    side: BodySide,
    stretch: { readonly start: number; readonly sizeBytes: number },
  ): Promise<Readable | null>;
  /** The route on top, where a transfer from nothing belongs to. */
  currentPage(): string;
}

type ResendOf<K extends Resend['kind']> = Extract<Resend, { kind: K }>;

/** Picked and not forgotten; more than anyone edits at once. */
const MAX_PICKED = 200;

export function createResender(deps: ResenderDeps): Resender {
  const { transfers, context, bodies } = deps;
  const { journal, files } = context;
  const picked = new Map<string, string>();
  const taskIds = new Map<string, string>();
  /** Being worked out or under way: while there are any, the store's files are needed. */
  let busyCount = 0;
  let closed = false;

  const owner: TransferOwner = {
    generation: 0,
    context: { ...context, bodies },
    isSuspended: () => false,
    emit(event: TaskEvent) {
      if (event.kind === 'ended') over();
    },
  };

  function over(): void {
    busyCount -= 1;
    if (busyCount === 0) void bodies.clear();
  }

  function begin(resend: Resend): string {
    if (closed) throw new FerryError('page.gone', 'The project is closed.');
    busyCount += 1;
    try {
      const id = transfers.resend(owner, resend);
      taskIds.set(id, resend.call.taskId);
      return id;
    } catch (error) {
      over();
      throw error;
    }
  }

  async function resendFor(call: ResendCall): Promise<Resend> {
    const common = {
      taskId: randomUUID(),
      url: call.url,
      header: Object.fromEntries(call.headers),
      timeoutMs: call.timeoutMs,
      wantsHttp2: call.wantsHttp2,
      invokedAtEpochMs: deps.clock.now(),
      callSite: {
        page: (call.of === null ? null : journal.get(call.of)?.page) ?? deps.currentPage(),
        stack: '',
      },
      written: writtenOf(call),
    };
    switch (call.kind) {
      case 'upload': {
        const file = await givenFile(call.file);
        return {
          kind: 'upload',
          of: call.of,
          file,
          call: {
            ...common,
            filePath: call.file.source.kind === 'virtual' ? call.file.source.path : '',
            name: call.file.name,
            formData: call.fields,
            formDataFindings: [],
          },
        } satisfies ResendOf<'upload'>;
      }
      case 'download':
        return {
          kind: 'download',
          of: call.of,
          keepsFile: call.keepsFile || call.filePath !== null,
          call: { ...common, filePath: call.filePath },
        } satisfies ResendOf<'download'>;
      case 'request':
        return {
          kind: 'request',
          of: call.of,
          call: {
            ...common,
            method: call.method,
            body: await requestBody(call.body),
            responseType: call.responseType,
            followsRedirects: call.followsRedirects,
          },
        } satisfies ResendOf<'request'>;
    }
  }

  async function requestBody(body: Extract<ResendCall, { kind: 'request' }>['body']): Promise<RequestBody> {
    if (body.kind !== 'kept') return body;
    const realPath = await kept(body.exchangeId);
    return { kind: 'posted', bodyId: await bodies.receive(createReadStream(realPath)) };
  }

  async function givenFile({ filename, contentType, source }: ResendFile): Promise<GivenFile> {
    switch (source.kind) {
      case 'virtual':
        await files.open(source.path);
        return { filename, contentType, place: null };
      case 'picked': {
        const realPath = picked.get(source.token);
        if (realPath === undefined) throw gone('The picked file is not known any more. Pick it again.');
        const { size } = await fs.stat(realPath).catch(() => {
          throw gone(`${path.basename(realPath)} is not there any more. Pick it again.`);
        });
        return {
          filename: filename ?? path.basename(realPath),
          contentType,
          place: { realPath, sizeBytes: size, sha256: null },
        };
      }
      case 'text': {
        const realPath = bodies.newPath();
        await fs.writeFile(realPath, source.text);
        const sha256 = createHash('sha256').update(source.text).digest('hex');
        return {
          filename: filename ?? 'text.txt',
          contentType,
          place: { realPath, sizeBytes: Buffer.byteLength(source.text), sha256 },
        };
      }
      case 'kept': {
        const part = journal.get(source.exchangeId)?.parts.findLast((one) => one.filename !== null);
        if (!part) throw gone('The record of what was sent names no file.');
        const realPath = bodies.newPath();
        const stretch = { start: part.contentOffsetBytes, sizeBytes: part.sizeBytes };
        const content = await deps.readKept(source.exchangeId, 'request', stretch);
        if (!content) throw notKept();
        const hash = createHash('sha256');
        const hashed = async function* (chunks: AsyncIterable<Uint8Array>) {
          for await (const chunk of chunks) {
            hash.update(chunk);
            yield chunk;
          }
        };
        await pipeline(content, hashed, createWriteStream(realPath));
        const { size } = await fs.stat(realPath);
        return {
          filename: filename ?? part.filename,
          contentType: contentType ?? part.contentType,
          place: { realPath, sizeBytes: size, sha256: hash.digest('hex') },
        };
      }
    }
  }

  async function kept(exchangeId: string): Promise<string> {
    const realPath = await deps.keptBody(exchangeId, 'request');
    if (realPath === null) throw notKept();
    return realPath;
  }

  /** The call that an exchange was made by, with the fields whole that its record has the beginning of. */
  async function callOf(exchange: Exchange): Promise<CallOfExchange> {
    const whole = await wholeFields(clippedFields(exchange), async (part) => {
      const stretch = { start: part.contentOffsetBytes, sizeBytes: part.sizeBytes };
      const content = exchange.bodies.request && (await deps.readKept(exchange.id, 'request', stretch));
      const bytes = content && (await buffer(content));
      return bytes?.length === part.sizeBytes ? bytes.toString('utf8') : null;
    });
    return callOfExchange(exchange, whole);
  }

  /** As it was sent: the file where it still is what it was, else the bytes that were kept of it. */
  async function same(exchange: Exchange, call: ResendCall): Promise<ResendCall> {
    if (call.kind !== 'upload' || call.file.source.kind !== 'virtual') return call;
    const { path: virtualPath } = call.file.source;
    const isThere = await files.open(virtualPath).then(
      () => true,
      () => false,
    );
    const was = exchange.file?.sha256 ?? null;
    const is = isThere ? (files.find(virtualPath)?.sha256 ?? null) : null;
    if (isThere && (was === null || is === null || was === is)) return call;
    if (!exchange.bodies.request) {
      if (isThere) return call;
      throw gone(`${virtualPath} is gone, and its bytes were not kept.`);
    }
    return { ...call, file: { ...call.file, source: { kind: 'kept', exchangeId: exchange.id } } };
  }

  async function send(call: ResendCall): Promise<string> {
    busyCount += 1;
    try {
      return begin(await resendFor(call));
    } finally {
      over();
    }
  }

  return {
    send,
    async replay(ids, times) {
      const started: string[] = [];
      const refused: ResendAnswer['refused'][number][] = [];
      const count = Math.max(1, Math.min(times, MAX_REPLAYS));
      for (const id of ids) {
        const exchange = journal.get(id);
        if (!exchange) {
          refused.push({ of: id, why: 'gone', what: id });
          continue;
        }
        const found = await callOf(exchange);
        if (!found.ok) {
          refused.push({ of: id, why: found.why, what: found.what });
          continue;
        }
        try {
          const call = await same(exchange, found.call);
          for (let turn = 0; turn < count; turn += 1) started.push(await send(call));
        } catch (error) {
          const why = found.call.kind === 'upload' ? 'file' : 'body';
          refused.push({ of: id, why, what: whatIsMissing(found.call) ?? FerryError.from(error).message });
        }
      }
      return { started, refused };
    },
    abort(exchangeId) {
      const taskId = taskIds.get(exchangeId);
      if (taskId !== undefined) transfers.abort(owner, taskId);
    },
    async admit(realPath) {
      const { size } = await fs.stat(realPath);
      const token = randomUUID();
      picked.set(token, realPath);
      for (const oldest of picked.keys()) {
        if (picked.size <= MAX_PICKED) break;
        picked.delete(oldest);
      }
      const name = path.basename(realPath);
      return { token, name, sizeBytes: size, mediaType: mediaTypeOf(name) };
    },
    interrupt(error) {
      transfers.interrupt(owner, error);
    },
    async close() {
      closed = true;
      transfers.release(owner);
      await bodies.clear();
    },
  };
}

function whatIsMissing(call: ResendCall): string | null {
  if (call.kind === 'request') return call.method;
  return call.kind === 'upload' && call.file.source.kind === 'virtual' ? call.file.source.path : null;
}

function notKept(): FerryError {
  return gone('What was sent is not kept any more.');
}

function gone(message: string): FerryError {
  return new FerryError('file.not-found', message);
}

/** The call as a page would have written it: what is shown, copied as code and sent again is made from it. */
function writtenOf(call: ResendCall): Readonly<Record<string, unknown>> {
  const common = {
    url: call.url,
    ...(call.headers.length > 0 ? { header: Object.fromEntries(call.headers) } : {}),
    ...(call.timeoutMs === null ? {} : { timeout: call.timeoutMs }),
    ...(call.wantsHttp2 ? { enableHttp2: true } : {}),
  };
  switch (call.kind) {
    case 'upload':
      return {
        ...common,
        filePath: call.file.source.kind === 'virtual' ? call.file.source.path : '',
        name: call.file.name,
        ...(call.fields.length > 0 ? { formData: Object.fromEntries(call.fields) } : {}),
      };
    case 'download':
      return { ...common, ...(call.filePath === null ? {} : { filePath: call.filePath }) };
    case 'request':
      return {
        ...common,
        method: call.method,
        ...(call.body.kind === 'text' ? { data: call.body.text } : {}),
        ...(call.responseType === 'text' ? {} : { responseType: call.responseType }),
        ...(call.followsRedirects ? {} : { redirect: 'manual' }),
      };
  }
}
