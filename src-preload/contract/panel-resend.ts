import type { HeaderLines } from './transfer.ts';

/** Where the file of an upload comes from. */
export type ResendFileSource =
  /** A file of the mini-program, by its virtual path. */
  | { readonly kind: 'virtual'; readonly path: string }
  /** What another upload sent, from its kept body. */
  | { readonly kind: 'kept'; readonly exchangeId: string }
  /** A file of the computer that was picked in a dialog of main's; the panel never names a real path. */
  | { readonly kind: 'picked'; readonly token: string }
  | { readonly kind: 'text'; readonly text: string };

export interface ResendFile {
  /** Form key. */
  readonly name: string;
  /** Null: that of the source. */
  readonly filename: string | null;
  /** Null: by the extension of the file name, as WeChat does. */
  readonly contentType: string | null;
  readonly source: ResendFileSource;
}

export type ResendBody =
  | { readonly kind: 'none' }
  | { readonly kind: 'text'; readonly text: string }
  /** The very bytes that another exchange sent. */
  | { readonly kind: 'kept'; readonly exchangeId: string };

interface ResendCommon {
  /** The exchange it was made from; null for one from nothing. */
  readonly of: string | null;
  readonly url: string;
  /** What a page would write in `header`. */
  readonly headers: HeaderLines;
  /** Null: app.json's, then the default. */
  readonly timeoutMs: number | null;
  /** `enableHttp2`. */
  readonly wantsHttp2: boolean;
}

/** A transfer that the developer sends themselves, as they have worked it out. */
export type ResendCall = ResendCommon &
  (
    | {
        readonly kind: 'upload';
        readonly fields: readonly (readonly [name: string, value: string])[];
        readonly file: ResendFile;
      }
    | {
        readonly kind: 'download';
        /** Where `filePath` puts it; null with `keepsFile` makes a temp file, without it none. */
        readonly filePath: string | null;
        readonly keepsFile: boolean;
      }
    | {
        readonly kind: 'request';
        readonly method: string;
        readonly body: ResendBody;
        readonly responseType: 'text' | 'arraybuffer';
        /** False for `redirect: 'manual'`. */
        readonly followsRedirects: boolean;
      }
  );

/** At most so many at once. */
export const MAX_REPLAYS = 100;

/** What became of asking for a transfer again. */
export interface ResendAnswer {
  /** Ids of the exchanges that were begun, in their order. */
  readonly started: readonly string[];
  /** What could not be begun, and why. */
  readonly refused: readonly {
    readonly of: string;
    /** `file`: what it sent is there no more; `body`: its body was not kept; `kind`: it is no transfer. */
    readonly why: 'file' | 'body' | 'kind' | 'gone';
    /** The file or the method it is about. */
    readonly what: string;
  }[];
}

/** A file picked for an upload, as far as the panel may know it. */
export interface PickedForResend {
  readonly token: string;
  readonly name: string;
  readonly sizeBytes: number;
  readonly mediaType: string;
}

export interface ResendCalls {
  /** Sends exchanges once more, or `times` times each, as they were. */
  'panel:replay': (request: { readonly ids: readonly string[]; readonly times: number }) => ResendAnswer;
  /** Sends a transfer as it was worked out; its id. Rejects with `file.not-found`, `request.invalid`. */
  'panel:resend': (request: { readonly call: ResendCall }) => { readonly id: string };
  /** Aborts one that was sent so. */
  'panel:abort-resend': (request: { readonly id: string }) => null;
  /** Shows the system's dialog; null when cancelled. */
  'panel:pick-resend-file': (request: Record<string, never>) => PickedForResend | null;
}

const METHODS = ['GET', 'POST', 'PUT', 'DELETE', 'HEAD', 'OPTIONS', 'TRACE', 'CONNECT'] as const;

/** The methods of `wx.request` (WeChat's documentation). */
export const REQUEST_METHODS: readonly string[] = METHODS;
/** Those that carry no body: `data` becomes part of the URL. */
export const BODILESS_METHODS: readonly string[] = ['GET', 'HEAD', 'TRACE', 'CONNECT'];
