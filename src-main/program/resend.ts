import { randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import type { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { FerryError } from '#contract/errors';
import {
  MAX_REPLAYS,
  type PickedForResend,
  type ResendAnswer,
  type ResendCall,
} from '#contract/panel-resend';
import { type CallOfExchange, callOfExchange, clippedFields, wholeFields } from '#contract/resend-draft';
import type { BodySide, Exchange, RequestBody, TaskEvent } from '#contract/transfer';
import type { BodyStore } from '../files/body-store.ts';
import type { Clock } from '../lib/clock.ts';
import type { TransferContext, TransferOwner } from '../transfers/context.ts';
import type { TransferManager } from '../transfers/manager.ts';
import type { Resend } from '../transfers/resend.ts';
import { createResendSources, missing } from './resend-sources.ts';
import { writtenOf } from './resend-written.ts';

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

export function createResender(deps: ResenderDeps): Resender {
  const { transfers, context, bodies } = deps;
  const { journal, files } = context;
  const sources = createResendSources({
    journal,
    files,
    bodies,
    readKept: (...where) => deps.readKept(...where),
  });
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
        const file = await sources.give(call.file);
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

  async function kept(exchangeId: string): Promise<string> {
    const realPath = await deps.keptBody(exchangeId, 'request');
    if (realPath === null) throw missing('What was sent is not kept any more.');
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
      throw missing(`${virtualPath} is gone, and its bytes were not kept.`);
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
    admit: (realPath) => sources.admit(realPath),
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
