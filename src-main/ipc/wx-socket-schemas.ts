import * as v from 'valibot';
import { MAX_CLOSE_REASON_BYTES, MAX_SOCKET_MESSAGE_BYTES, type SocketCalls } from '#contract/sockets';
import { finite, headers, path, shortText, type SchemasOf } from './schema-parts.ts';

const socketId = v.pipe(v.string(), v.minLength(1), v.maxLength(64));
/** As many as a server could make sense of. */
const MAX_PROTOCOLS = 50;
/** A timer's own limit, in milliseconds. */
const MAX_TIMEOUT_MS = 2_147_483_647;

const content = v.variant('kind', [
  v.strictObject({
    kind: v.literal('text'),
    text: v.pipe(v.string(), v.maxLength(MAX_SOCKET_MESSAGE_BYTES)),
  }),
  v.strictObject({
    kind: v.literal('bytes'),
    bytes: v.custom<Uint8Array<ArrayBuffer>>(
      (value) =>
        value instanceof Uint8Array &&
        value.buffer instanceof ArrayBuffer &&
        value.byteLength <= MAX_SOCKET_MESSAGE_BYTES,
      'not bytes of at most 16 MiB',
    ),
  }),
]);

export const SOCKET_SCHEMAS: SchemasOf<SocketCalls> = {
  'wx:socket-open': v.strictObject({
    socketId,
    url: shortText,
    header: headers,
    protocols: v.pipe(
      v.array(v.pipe(v.string(), v.minLength(1), v.maxLength(200))),
      v.maxLength(MAX_PROTOCOLS),
      v.readonly(),
    ),
    timeoutMs: v.pipe(finite, v.minValue(1), v.maxValue(MAX_TIMEOUT_MS)),
    perMessageDeflate: v.boolean(),
    tcpNoDelay: v.boolean(),
    invokedAtEpochMs: finite,
    page: path,
  }),
  'wx:socket-send': v.strictObject({ socketId, content }),
  'wx:socket-heard': v.strictObject({ socketId, sizeBytes: v.pipe(v.number(), v.integer(), v.minValue(1)) }),
  'wx:socket-close': v.strictObject({
    socketId,
    code: v.pipe(v.number(), v.integer(), v.minValue(1000), v.maxValue(4999)),
    reason: v.pipe(v.string(), v.maxLength(MAX_CLOSE_REASON_BYTES)),
  }),
};
