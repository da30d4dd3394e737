import type { WireError } from './errors.ts';

/** The three `wx` functions that reach the network. */
export type TransferKind = 'upload' | 'download' | 'request';

/** What the journal records: transfers, the images and fonts that Ferry fetches for a page, and sockets. */
export type ExchangeKind = TransferKind | 'resource' | 'socket';

/** Whether a record is of one of the three transfers. */
export function isTransfer<T extends { readonly kind: ExchangeKind }>(
  exchange: T,
): exchange is T & { readonly kind: TransferKind } {
  return exchange.kind !== 'resource' && exchange.kind !== 'socket';
}

/** The `wx` function behind each kind. */
export const API_NAMES = {
  upload: 'uploadFile',
  download: 'downloadFile',
  request: 'request',
} as const satisfies Record<TransferKind, string>;

/** What failed, at the head of an `errMsg`: the `wx` function, or what the page asked for without one. */
export const ERROR_HEADS = {
  ...API_NAMES,
  resource: 'resource',
  socket: 'connectSocket',
} as const satisfies Record<ExchangeKind, string>;

/** Header lines in wire order; names keep the case they were received or sent in; repeats stay repeats. */
export type HeaderLines = readonly (readonly [name: string, value: string])[];

/** Where in the project a `wx` call was made. */
export interface CallSite {
  /** Route of the page that was on top, such as `pages/album/index`. */
  readonly page: string;
  /** The JavaScript stack at the call, as the page saw it; main maps it to the project's own files. */
  readonly stack: string;
}

interface TransferCall {
  /** Chosen by the page; unique within one page generation. */
  readonly taskId: string;
  readonly url: string;
  /** What the page wrote in `header`, each value as text. */
  readonly header: Readonly<Record<string, string>>;
  /** The `timeout` option in milliseconds; null when absent, then app.json and 60 000 apply. */
  readonly timeoutMs: number | null;
  /** `enableHttp2`: HTTP/2 where the server speaks it too. */
  readonly wantsHttp2: boolean;
  /** When the page made the call, in milliseconds since the epoch by the page's clock. */
  readonly invokedAtEpochMs: number;
  readonly callSite: CallSite;
  /** The options as the page wrote them, functions left out: for the panel only. */
  readonly written: unknown;
}

export interface UploadCall extends TransferCall {
  readonly filePath: string;
  /** Form key of the file. */
  readonly name: string;
  /** Extra form fields in the order written, already text. */
  readonly formData: readonly (readonly [name: string, value: string])[];
  /** What the page handed in where `formData` is no plain object of texts: shown as a warning, nothing more. */
  readonly formDataFindings: readonly FormDataFinding[];
}

/** `not-an-object`: formData as a whole; `not-text`: the field of that name was turned into text. */
export type FormDataFinding =
  | { readonly kind: 'not-an-object'; readonly type: string }
  | { readonly kind: 'not-text'; readonly field: string; readonly type: string };

export interface DownloadCall extends TransferCall {
  /** The `filePath` option; null when absent, then the body becomes a temp file. */
  readonly filePath: string | null;
}

/** A request body on its way to main: text and small bytes inline, more than 64 KiB by the app scheme. */
export type RequestBody =
  | { readonly kind: 'none' }
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'bytes'; readonly bytes: Uint8Array<ArrayBuffer> }
  | { readonly kind: 'posted'; readonly bodyId: string };

export interface RequestCall extends TransferCall {
  readonly method: string;
  readonly body: RequestBody;
  readonly responseType: 'text' | 'arraybuffer';
  /** `redirect: 'manual'`: a redirect is the answer. */
  readonly followsRedirects: boolean;
}

/** A response body on its way to the page: up to 64 KiB inline, more at a URL of the page's own origin. */
export type BodyRef =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'bytes'; readonly bytes: Uint8Array<ArrayBuffer> }
  | { readonly kind: 'url'; readonly url: string };

/** WeChat's `res.profile` (wx-api.md §6): times in milliseconds on one monotonic clock. */
export interface NetworkProfile {
  invokeStart: number;
  queueStart: number;
  queueEnd: number;
  redirectStart: number;
  redirectEnd: number;
  fetchStart: number;
  domainLookUpStart: number;
  domainLookUpEnd: number;
  connectStart: number;
  connectEnd: number;
  SSLconnectionStart: number;
  SSLconnectionEnd: number;
  requestStart: number;
  requestEnd: number;
  responseStart: number;
  responseEnd: number;
  rtt: number;
  estimate_nettype: number;
  httpRttEstimate: number;
  transportRttEstimate: number;
  downstreamThroughputKbpsEstimate: number;
  throughputKbps: number;
  peerIP: string;
  port: number;
  socketReused: boolean;
  sendBytesCount: number;
  receivedBytedCount: number;
  protocol: 'http1.1' | 'h2' | 'quic' | 'unknown';
  usingHighPerformanceMode: boolean;
}

/** How a task ended. Any HTTP status is a success; only "no response" fails (wx-api.md §3). */
export type TaskResult =
  | {
      readonly ok: true;
      readonly statusCode: number;
      readonly header: Readonly<Record<string, string>>;
      readonly cookies: readonly string[];
      readonly profile: NetworkProfile;
      /** Uploads and requests. */
      readonly body?: BodyRef;
      /** Downloads without `filePath`. */
      readonly tempFilePath?: string;
      /** Downloads with `filePath`: echoed. */
      readonly filePath?: string;
    }
  | { readonly ok: false; readonly error: WireError };

/**
 * What main tells a page of its task: any number of progress events, at most one `headers`, exactly one `ended`,
 * and nothing after it.
 */
export type TaskEvent = { readonly taskId: string; readonly generation: number } & (
  | {
      readonly kind: 'headers';
      readonly statusCode: number;
      readonly header: Readonly<Record<string, string>>;
      readonly cookies: readonly string[];
    }
  | {
      readonly kind: 'progress';
      /** 0 to 100, whole; 0 while the total is unknown. */
      readonly progress: number;
      readonly transferredBytes: number;
      /** 0 when unknown (chunked download). */
      readonly expectedBytes: number;
    }
  | { readonly kind: 'ended'; readonly result: TaskResult }
);

/** One callback as the page fired it. */
export interface CallbackRecord {
  readonly taskId: string;
  /** `success`, `fail`, `complete`, `onProgressUpdate`, `onHeadersReceived`. */
  readonly name: string;
  /** Milliseconds since the `wx` call. */
  readonly atMs: number;
  /** The argument, clipped for display. */
  readonly argument: unknown;
}

/** One line of a stack, mapped to the project's own file. */
export interface StackFrame {
  /** The function; empty at the top level of a file. */
  readonly name: string;
  /** As in the project, `pages/album/index.js`. */
  readonly file: string;
  /** Counted from 1. */
  readonly line: number;
  readonly column: number;
}

/** How far a transfer was at a moment. */
export interface ProgressSample {
  /** Milliseconds since the `wx` call. */
  readonly atMs: number;
  /** Body bytes that the socket has accepted. */
  readonly acceptedBytes: number;
  /** Body bytes that the other side has acknowledged; null where the system does not tell. */
  readonly acknowledgedBytes: number | null;
  /** Body bytes off the wire. */
  readonly receivedBytes: number;
}

/** One of the ten slots of a kind, while a transfer held it. */
export interface SlotHold {
  /** 0 to 9. */
  readonly index: number;
  /** Milliseconds since the `wx` call. */
  readonly fromMs: number;
  /** Null while it is held. */
  readonly toMs: number | null;
  /** The exchange whose end gave it the slot; null where it did not wait. */
  readonly freedBy: string | null;
}

/** Who made a transfer: a page; the developer, sending another again (`of`) or one of their own; or a file it was read from. */
export type ExchangeOrigin =
  | { readonly kind: 'page' }
  | { readonly kind: 'resend'; readonly of: string | null }
  | {
      readonly kind: 'import';
      /** The file’s name. */
      readonly from: string;
      /** What was read at once has one; files of one name are told apart by it. */
      readonly batch?: string;
      /** Who made it where it was recorded; absent where the file does not say. */
      readonly was?: 'page' | 'resend';
    };

/** A body that Ferry has kept on the disk; read by `panelBodyPath`. */
export interface KeptBody {
  /** As it is kept: of a response after decoding. */
  readonly sizeBytes: number;
  /** From the headers; null when they name none. */
  readonly mediaType: string | null;
  /** It is only the beginning: the transfer ended before the rest came. */
  readonly isPartial?: true;
}

export type BodySide = 'request' | 'response';

/** What can be changed of a transfer that is stopped at a breakpoint. */
export type EditedPart = 'method' | 'url' | 'headers' | 'fields' | 'body' | 'status';

/** One stop at a breakpoint, once it is over. */
export interface PauseRecord {
  readonly side: BodySide;
  /** Milliseconds since the `wx` call. */
  readonly fromMs: number;
  readonly toMs: number;
  readonly edited: readonly EditedPart[];
}

/** Where a time-out comes from. */
export interface EffectiveTimeout {
  readonly ms: number;
  readonly from: 'option' | 'app.json' | 'default' | 'cap';
}

/** One part of a multipart body as sent. */
export interface PartRecord {
  /** Where the part's own header lines begin in the body, after its boundary line. */
  readonly offsetBytes: number;
  /** Where its content begins in the body; it is `sizeBytes` long. */
  readonly contentOffsetBytes: number;
  /** Of the content; null until it is known. */
  readonly sha256: string | null;
  readonly name: string;
  readonly filename: string | null;
  readonly contentType: string | null;
  readonly sizeBytes: number;
  /** The text of a form field, clipped to 1 000 characters; null for the file part. */
  readonly value: string | null;
}

/** A span of a transfer's life, in milliseconds since the `wx` call. */
export interface Phase {
  readonly name: 'queue' | 'dns' | 'connect' | 'tls' | 'send' | 'wait' | 'receive';
  readonly startMs: number;
  readonly endMs: number;
}

/** One answer that was a redirect, and was followed. */
export interface HopRecord {
  readonly method: string;
  /** What was asked for. */
  readonly url: string;
  readonly statusCode: number;
  readonly httpVersion: string;
  /** At most 100 lines, long values clipped. */
  readonly requestHeaders: HeaderLines;
  readonly responseHeaders: HeaderLines;
  readonly phases: readonly Phase[];
}

/** One message of a WebSocket. */
export interface SocketMessage {
  readonly direction: 'sent' | 'received';
  /** Milliseconds since the `wx` call. */
  readonly atMs: number;
  readonly kind: 'text' | 'bytes';
  readonly sizeBytes: number;
  /** Its beginning: text up to 1 000 characters, bytes in hex up to 128 of them. */
  readonly preview: string;
}

/** What a WebSocket carried. */
export interface SocketRecord {
  readonly sentMessages: number;
  readonly receivedMessages: number;
  /** The latest, at most 100; oldest first. */
  readonly messages: readonly SocketMessage[];
  /** Null while it is open. */
  readonly closeCode: number | null;
  readonly closeReason: string;
}

/** Something worth telling the developer about a transfer that WeChat lets pass or a phone would refuse. */
export interface TransferWarning {
  /** Stable rule name, such as `plain-http`; the panel translates by it. */
  readonly rule: string;
  /** One English sentence: what, why, what to change. */
  readonly text: string;
  /** Where WeChat or its developers say so; null where it is Ferry's own observation. */
  readonly source: string | null;
  /** What the text names, for the words of another language. */
  readonly facts?: Readonly<Record<string, string | number>>;
}

/** ● running, ✓ done, ! failed, ◌ waiting, ⊘ aborted. A 404 is `done`. */
export type ExchangeState = 'waiting' | 'running' | 'done' | 'failed' | 'aborted';

/** The record of one transfer, from the `wx` call to the wire and back. What the panel and the report read. */
export interface Exchange {
  readonly id: string;
  readonly kind: ExchangeKind;
  readonly state: ExchangeState;
  readonly page: string;
  /** `pages/album/index.js:41`, mapped to the project's own file; null when not known. */
  readonly calledFrom: string | null;
  readonly method: string;
  readonly url: string;
  /** The options as written. */
  readonly written: unknown;
  readonly calledAtEpochMs: number;
  readonly queueMs: number;
  /** From the `wx` call to the end; null while alive. */
  readonly durationMs: number | null;
  readonly statusCode: number | null;
  readonly httpVersion: string | null;
  readonly requestHeaders: HeaderLines;
  readonly responseHeaders: HeaderLines;
  readonly sentBytes: number;
  /** 0 when unknown. */
  readonly expectedSendBytes: number;
  readonly receivedBytes: number;
  /** 0 when unknown. */
  readonly expectedReceiveBytes: number;
  readonly progressEvents: number;
  readonly parts: readonly PartRecord[];
  /** Text sent by `wx.request`, clipped to 64 KiB; null when none or binary. */
  readonly requestText: string | null;
  /** The file sent or written, by its virtual path. */
  readonly file: { readonly path: string; readonly sizeBytes: number; readonly sha256: string | null } | null;
  /** The response body as text, clipped to 64 KiB; null for downloads and binary bodies. */
  readonly responseText: string | null;
  readonly redirects: readonly string[];
  /** The answers that led to these, in their order; absent where there was none. */
  readonly hops?: readonly HopRecord[];
  /** What a WebSocket carried; absent of what is none. */
  readonly socket?: SocketRecord;
  /** The rules of the developer's that this transfer met, as written: `download:reset@50%`. */
  readonly rules: readonly string[];
  readonly origin: ExchangeOrigin;
  /** The mapped stack of the `wx` call, innermost first. */
  readonly stack: readonly StackFrame[];
  /** Null until it is decided. */
  readonly timeout: EffectiveTimeout | null;
  /** Null while it waits, and for what needs none. */
  readonly slot: SlotHold | null;
  /** Stopped at a breakpoint, on its way out or back; null while it goes on. */
  readonly pausedAt: BodySide | null;
  /** Its stops at breakpoints that are over, oldest first; absent where there was none. */
  readonly pauses?: readonly PauseRecord[];
  /** At most 200, thinned out evenly; oldest first. */
  readonly samples: readonly ProgressSample[];
  /** What of its bodies is kept; null where nothing was sent, or it is not kept. */
  readonly bodies: Readonly<Record<BodySide, KeptBody | null>>;
  /** Body bytes after decoding; equal to `receivedBytes` where nothing was encoded. */
  readonly decodedBytes: number;
  readonly phases: readonly Phase[];
  readonly profile: NetworkProfile | null;
  readonly callbacks: readonly CallbackRecord[];
  readonly warnings: readonly TransferWarning[];
  /** `uploadFile:ok`, `downloadFile:fail timeout`, …; null while alive. */
  readonly errMsg: string | null;
  /** Why it failed in Ferry's own words: what, where, what to do. Null while alive, after a success, an abort. */
  readonly reason: string | null;
  readonly errno: number | null;
}
