import type { WireError } from './errors.ts';
import type { NetworkProfile } from './transfer.ts';

/** `wx.connectSocket` as main hears of it (wx-api.md §3 and WeChat's documentation of connectSocket). */
export interface SocketOpenCall {
  /** Chosen by the page; unique within one page generation. */
  readonly socketId: string;
  readonly url: string;
  readonly header: Readonly<Record<string, string>>;
  readonly protocols: readonly string[];
  /** From the call to the open connection. */
  readonly timeoutMs: number;
  readonly perMessageDeflate: boolean;
  readonly tcpNoDelay: boolean;
  /** When the page made the call, in milliseconds since the epoch by the page's clock. */
  readonly invokedAtEpochMs: number;
  /** Route of the page that was on top. */
  readonly page: string;
}

/** One message, either way. */
export type SocketContent =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'bytes'; readonly bytes: Uint8Array<ArrayBuffer> };

/** What main tells a page of its socket: `open` at most once, `close` exactly once and last, `error` right before it. */
export type SocketNews =
  | {
      readonly kind: 'open';
      readonly header: Readonly<Record<string, string>>;
      readonly profile: NetworkProfile;
    }
  | { readonly kind: 'message'; readonly content: SocketContent }
  | { readonly kind: 'error'; readonly error: WireError }
  | { readonly kind: 'close'; readonly code: number; readonly reason: string };

export interface SocketEvent {
  readonly generation: number;
  readonly socketId: string;
  readonly news: SocketNews;
}

export interface SocketCalls {
  /**
   * Begins to connect. Fails with `request.url`, `request.scheme`, `request.domain` or `request.over-limit` before
   * anything is sent.
   */
  'wx:socket-open': (request: SocketOpenCall) => null;
  /** Fails with `net.closed` where the socket is not open. Answers when the bytes are handed to the network. */
  'wx:socket-send': (request: { readonly socketId: string; readonly content: SocketContent }) => null;
  /** The page has heard so many bytes of messages; what it has not heard yet is bounded, and the server waits. */
  'wx:socket-heard': (request: { readonly socketId: string; readonly sizeBytes: number }) => null;
  'wx:socket-close': (request: {
    readonly socketId: string;
    readonly code: number;
    readonly reason: string;
  }) => null;
}

/** Sockets a mini-program may have at once (WeChat's documentation of connectSocket, from 1.7.0). */
export const MAX_SOCKETS = 5;
/** Bytes of messages that may lie between the network and either side: what a page sends, and what it hears. */
export const MAX_SOCKET_BACKLOG_BYTES = 32 * 1024 * 1024;
/** A page says what it has heard whenever so much has come. */
export const SOCKET_HEARD_BYTES = 1024 * 1024;
/** The largest message that is carried, either way. */
export const MAX_SOCKET_MESSAGE_BYTES = 16 * 1024 * 1024;
/** Longest reason of a close, in bytes of UTF-8: a WebSocket's own limit. */
export const MAX_CLOSE_REASON_BYTES = 123;

/** What a message takes of the backlog. */
export function socketContentBytes(content: SocketContent): number {
  return content.kind === 'text' ? content.text.length : content.bytes.byteLength;
}
