import { randomUUID } from 'node:crypto';
import type { FerryError } from '#contract/errors';
import { type SocketContent, type SocketOpenCall } from '#contract/sockets';
import type { HeaderLines, NetworkProfile, SocketMessage, SocketRecord } from '#contract/transfer';
import { wxErrorFrom } from '#contract/wx-errors';
import type { ExchangePatch, Journal } from '../journal/journal.ts';
import type { Clock } from '../lib/clock.ts';

/** The record of one WebSocket. */
export interface SocketNotes {
  connecting(headers: HeaderLines): void;
  opened(header: Readonly<Record<string, string>>, profile: NetworkProfile): void;
  message(direction: SocketMessage['direction'], content: SocketContent): void;
  /** It is over; `error` is null where it was closed in good order. Only the first end counts. */
  ended(code: number, reason: string, error: FerryError | null): void;
}

export interface SocketRecorderDeps {
  readonly clock: Clock;
  readonly journal: Pick<Journal, 'begin' | 'update'>;
}

const MAX_MESSAGES = 100;
const SHOWN_LETTERS = 1000;
const SHOWN_BYTES = 128;
/** Messages are written down together, this often at most. */
const TELL_EVERY_MS = 100;

/** Writes a record for a WebSocket that a page asks for. */
export function recordSocket({ clock, journal }: SocketRecorderDeps, call: SocketOpenCall): SocketNotes {
  const id = `socket-${randomUUID()}`;
  const calledAt = clock.now();
  const { url, header, protocols, page } = call;
  let record: SocketRecord = {
    sentMessages: 0,
    receivedMessages: 0,
    messages: [],
    closeCode: null,
    closeReason: '',
  };
  let sentBytes = 0;
  let receivedBytes = 0;
  let timer: NodeJS.Timeout | null = null;
  let isOver = false;
  const update = (patch: ExchangePatch): void => {
    journal.update(id, patch);
  };
  const tell = (): void => {
    timer = null;
    update({ socket: record, sentBytes, receivedBytes, decodedBytes: receivedBytes });
  };

  journal.begin({
    id,
    kind: 'socket',
    page,
    calledFrom: null,
    method: 'GET',
    url,
    written: { url, header, protocols },
    calledAtEpochMs: calledAt,
  });
  update({ timeout: { ms: call.timeoutMs, from: 'option' }, socket: record });
  return {
    connecting(requestHeaders) {
      update({ state: 'running', requestHeaders });
    },
    opened(answer, profile) {
      update({
        statusCode: 101,
        httpVersion: '1.1',
        responseHeaders: Object.entries(answer),
        profile,
      });
    },
    message(direction, content) {
      if (isOver) return;
      const sizeBytes = content.kind === 'text' ? Buffer.byteLength(content.text) : content.bytes.byteLength;
      const message: SocketMessage = {
        direction,
        atMs: clock.now() - calledAt,
        kind: content.kind,
        sizeBytes,
        preview: previewOf(content),
      };
      const isSent = direction === 'sent';
      sentBytes += isSent ? sizeBytes : 0;
      receivedBytes += isSent ? 0 : sizeBytes;
      record = {
        ...record,
        sentMessages: record.sentMessages + (isSent ? 1 : 0),
        receivedMessages: record.receivedMessages + (isSent ? 0 : 1),
        messages: [...record.messages.slice(-(MAX_MESSAGES - 1)), message],
      };
      timer ??= setTimeout(tell, TELL_EVERY_MS);
    },
    ended(code, reason, error) {
      if (isOver) return;
      isOver = true;
      if (timer) clearTimeout(timer);
      record = { ...record, closeCode: code, closeReason: reason };
      tell();
      const isAborted = error?.code === 'aborted' || error?.code === 'page.gone';
      const failure = error && wxErrorFrom('connectSocket', error.toWire());
      update({
        state: error === null ? 'done' : isAborted ? 'aborted' : 'failed',
        durationMs: clock.now() - calledAt,
        errMsg: failure ? failure.errMsg : 'connectSocket:ok',
        errno: failure?.errno ?? null,
        reason: error === null || isAborted ? null : error.message,
      });
    },
  };
}

function previewOf(content: SocketContent): string {
  if (content.kind === 'text') return content.text.slice(0, SHOWN_LETTERS);
  return Buffer.from(
    content.bytes.buffer,
    content.bytes.byteOffset,
    Math.min(content.bytes.byteLength, SHOWN_BYTES),
  ).toString('hex');
}
