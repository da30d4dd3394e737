import fs from 'node:fs/promises';
import type { PausedContent, PausedEdit } from '#contract/panel-conditions';
import type {
  BodySide,
  EditedPart,
  HeaderLines,
  PartRecord,
  PauseRecord,
  TransferKind,
} from '#contract/transfer';
import type { ExchangePatch } from '../journal/journal.ts';
import type { JobSink } from '../worker/protocol.ts';
import type { Breakpoints } from './conditions/breakpoints.ts';
import type { TaskNews } from './context.ts';
import type { WireResult } from './exchange-run.ts';
import type { TransferPlan } from './plan.ts';
import { looksLikeText } from './response-body.ts';
import { headerObject, headerValue, cookiesOf } from './rules/headers.ts';
import type { JobHeaders } from './worker-client.ts';

/** The transfer that may be stopped, and who hears of it. */
export interface PauseScene {
  readonly exchangeId: string;
  readonly kind: TransferKind;
  readonly page: string;
  readonly url: string;
  readonly method: string;
  readonly calledAt: number;
  readonly now: () => number;
  readonly breakpoints: Breakpoints;
  readonly signal: AbortSignal;
  readonly record: (patch: ExchangePatch) => void;
}

/** More text than this is nobody's to edit in a field; it can be replaced from a file. */
const MAX_EDITED_BYTES = 1024 * 1024;
const SHOWN_VALUE_LENGTH = 1000;

/** Stops transfers at breakpoints; keeps the record of their stops. */
export interface Pauses {
  /** Before it goes out: the plan and the address as they are after the stop. */
  out(plan: TransferPlan): Promise<{ readonly plan: TransferPlan; readonly url: string }>;
  /** Before the answer is told: the answer as it is after the stop, its body in the plan's sink. */
  back(plan: TransferPlan, wire: WireResult): Promise<WireResult>;
}

export function createPauses(scene: PauseScene): Pauses {
  const past: PauseRecord[] = [];

  const hold = async (
    side: BodySide,
    request: { readonly method: string; readonly url: string; readonly statusCode: number | null },
    content: () => Promise<PausedContent>,
  ): Promise<PausedEdit> => {
    const fromMs = scene.now() - scene.calledAt;
    scene.record({ pausedAt: side });
    let edit: PausedEdit = {};
    try {
      const { exchangeId, kind, page } = scene;
      edit = await scene.breakpoints.hold(
        { transfer: { exchangeId, side, kind, page, ...request }, content },
        scene.signal,
      );
    } finally {
      past.push({ side, fromMs, toMs: scene.now() - scene.calledAt, edited: editedParts(edit) });
      scene.record({ pausedAt: null, pauses: [...past] });
    }
    return edit;
  };

  return {
    async out(plan) {
      const { url } = scene;
      const edit = await hold('request', { method: plan.method, url, statusCode: null }, () =>
        Promise.resolve(outgoingContent(plan, url)),
      );
      const edited = editedPlan(plan, edit);
      scene.record({
        url: edit.url ?? url,
        method: edited.method,
        requestHeaders: edited.headers,
        requestText: edited.requestText,
        parts: edited.parts,
      });
      return { plan: edited, url: edit.url ?? url };
    },
    async back(plan, wire) {
      const { headers, end } = wire;
      if (!headers || !end.outcome.ok) return wire;
      const { statusCode } = headers;
      const { inlineBody } = end.outcome;
      const sizeBytes = end.counts.decodedBytes;
      const edit = await hold('response', { method: scene.method, url: scene.url, statusCode }, async () => ({
        method: scene.method,
        url: scene.url,
        headers: headers.headers,
        fields: null,
        statusCode,
        text: await answerText(headers.headers, { inlineBody, sink: plan.sink, sizeBytes }),
        sizeBytes,
        fileName: null,
      }));
      if (editedParts(edit).length === 0) return wire;
      const edited = await editedAnswer(plan.sink, wire, headers, edit);
      scene.record({
        statusCode: edited.headers.statusCode,
        responseHeaders: edited.headers.headers,
        decodedBytes: edited.end.counts.decodedBytes,
      });
      return edited;
    },
  };
}

function editedParts(edit: PausedEdit): readonly EditedPart[] {
  const parts: readonly (readonly [EditedPart, unknown])[] = [
    ['method', edit.method],
    ['url', edit.url],
    ['status', edit.statusCode],
    ['headers', edit.headers],
    ['fields', edit.fields],
    ['body', edit.text ?? edit.bodyFile],
  ];
  return parts.filter(([, value]) => value !== undefined).map(([part]) => part);
}

function outgoingContent(plan: TransferPlan, url: string): PausedContent {
  const { body } = plan;
  const isText = body.kind === 'none' || (body.kind === 'bytes' && body.bytes.length <= MAX_EDITED_BYTES);
  const text = !isText ? null : body.kind === 'none' ? '' : decoded(body.bytes);
  return {
    method: plan.method,
    url,
    headers: plan.headers,
    fields: body.kind === 'multipart' ? body.fields : null,
    statusCode: null,
    text,
    sizeBytes:
      body.kind === 'bytes'
        ? body.bytes.length
        : body.kind === 'file'
          ? body.sizeBytes
          : body.kind === 'multipart'
            ? body.file.sizeBytes
            : 0,
    fileName: body.kind === 'multipart' ? body.file.filename : null,
  };
}

/** Null for bytes that are no UTF-8. */
function decoded(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return null;
  }
}

function editedPlan(plan: TransferPlan, edit: PausedEdit): TransferPlan {
  const headed = { ...plan, method: edit.method ?? plan.method, headers: edit.headers ?? plan.headers };
  if (edit.text !== undefined && plan.body.kind !== 'multipart') {
    const bytes = new TextEncoder().encode(edit.text);
    return {
      ...headed,
      body: edit.text === '' ? { kind: 'none' } : { kind: 'bytes', bytes },
      requestText: edit.text,
    };
  }
  const { body } = plan;
  if (edit.fields === undefined || body.kind !== 'multipart') return headed;
  const fields: PartRecord[] = edit.fields.map(([name, value]) => ({
    name,
    filename: null,
    contentType: null,
    sizeBytes: Buffer.byteLength(value),
    value: value.slice(0, SHOWN_VALUE_LENGTH),
    offsetBytes: 0,
    contentOffsetBytes: 0,
    sha256: null,
  }));
  const files = plan.parts.slice(body.fields.length);
  return { ...headed, body: { ...body, fields: edit.fields }, parts: [...fields, ...files] };
}

interface KeptAnswer {
  readonly inlineBody: Uint8Array | null;
  readonly sink: JobSink;
  readonly sizeBytes: number;
}

async function answerText(headers: HeaderLines, answer: KeptAnswer): Promise<string | null> {
  if (!looksLikeText(headerValue(headers, 'content-type')) || answer.sizeBytes > MAX_EDITED_BYTES)
    return null;
  return decoded(answer.inlineBody ?? (await fs.readFile(pathOf(answer.sink))));
}

function pathOf(sink: JobSink): string {
  return sink.kind === 'file' ? sink.partPath : sink.spillPath;
}

async function editedAnswer(
  sink: JobSink,
  wire: WireResult,
  headers: JobHeaders,
  edit: PausedEdit,
): Promise<WireResult & { readonly headers: JobHeaders }> {
  const { end } = wire;
  if (!end.outcome.ok) throw new Error('Only an answer can be edited.');
  const statusCode = edit.statusCode ?? headers.statusCode;
  const lines = edit.headers ?? headers.headers;
  const answer = {
    ...headers,
    statusCode,
    // What was typed is UTF-8 from here on, whatever the server wrote in.
    headers: edit.text === undefined ? lines : lines.map(inUtf8),
  };
  const body = await editedBody(sink, edit);
  return {
    ...wire,
    headers: answer,
    end: {
      ...end,
      outcome: {
        ...end.outcome,
        statusCode,
        inlineBody: body ? body.inlineBody : end.outcome.inlineBody,
      },
      counts: body ? { ...end.counts, decodedBytes: body.sizeBytes } : end.counts,
    },
  };
}

function inUtf8(line: readonly [string, string]): readonly [string, string] {
  const [name, value] = line;
  if (name.toLowerCase() !== 'content-type') return line;
  return [name, value.replace(/charset\s*=\s*"?[^";\s]+"?/i, 'charset=utf-8')];
}

/** Puts the new body where the answer's own would lie; null when it stays. */
async function editedBody(
  sink: JobSink,
  { text, bodyFile }: PausedEdit,
): Promise<{ readonly inlineBody: Uint8Array | null; readonly sizeBytes: number } | null> {
  const target = pathOf(sink);
  if (bodyFile !== undefined) {
    await fs.copyFile(bodyFile, target);
    const { size } = await fs.stat(target);
    if (sink.kind === 'file' || size > sink.inlineBytes) return { inlineBody: null, sizeBytes: size };
    const inlineBody = await fs.readFile(target);
    await fs.rm(target);
    return { inlineBody, sizeBytes: size };
  }
  if (text === undefined) return null;
  const bytes = new TextEncoder().encode(text);
  if (sink.kind === 'memory' && bytes.length <= sink.inlineBytes) {
    await fs.rm(target, { force: true });
    return { inlineBody: bytes, sizeBytes: bytes.length };
  }
  await fs.writeFile(target, bytes);
  return { inlineBody: null, sizeBytes: bytes.length };
}

/** What a page is told of an answer, held back until the answer is let go. */
export interface HeldNews {
  emit(news: TaskNews): void;
  /** Tells what was held, with the headers as they are now. */
  release(headers: JobHeaders | null): void;
}

/** @param holds false tells everything at once */
export function createHeldNews(emit: (news: TaskNews) => void, holds: boolean): HeldNews {
  let held: TaskNews[] | null = null;
  let isOver = !holds;
  return {
    emit(news) {
      if (!isOver && news.kind === 'headers') held = [];
      if (held) held.push(news);
      else emit(news);
    },
    release(headers) {
      const waiting = held ?? [];
      held = null;
      isOver = true;
      for (const news of waiting) {
        emit(
          news.kind === 'headers' && headers
            ? {
                ...news,
                statusCode: headers.statusCode,
                header: headerObject(headers.headers),
                cookies: cookiesOf(headers.headers),
              }
            : news,
        );
      }
    },
  };
}
