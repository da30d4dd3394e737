import type { BodySide, HeaderLines, TransferKind } from './transfer.ts';

/** One direction of a conditioned link. */
export interface LinkDirection {
  /** Bytes per second; null is unlimited. */
  readonly bytesPerSecond: number | null;
  /** Milliseconds that every byte takes on its way. */
  readonly latencyMs: number;
  /** The latency varies by up to so many milliseconds either way. */
  readonly jitterMs: number;
  /** Share of packets lost, 0 to 1; a lost packet holds up what follows until it has been sent again. */
  readonly lossRatio: number;
}

/** How the network is made to behave. Applies to whatever shares the link: a project, a host, one transfer. */
export interface LinkSpec {
  /** `3g`, or the text it was read from. */
  readonly name: string;
  /** Nothing gets through. */
  readonly offline: boolean;
  readonly up: LinkDirection;
  readonly down: LinkDirection;
}

/** Where in a body a fault happens. */
export type FaultPlace =
  | { readonly unit: 'bytes'; readonly bytes: number }
  /** Of the body's whole length, rounded down to a byte; a body of unknown length counts as never getting there. */
  | { readonly unit: 'percent'; readonly percent: number };

/** The body whose bytes `at` counts: the request's or the response's, as it is on the wire. */
export type FaultSide = 'request' | 'response';

/** Something that goes wrong on the wire, exactly where it is told to. */
export type Fault =
  /** The connection is refused; the name has no address; the TLS handshake fails (over http: the connection is reset). */
  | { readonly kind: 'refuse' | 'dns' | 'tls' }
  /** The connection is reset, or closed politely, once exactly so many body bytes have passed. */
  | { readonly kind: 'reset' | 'close'; readonly side: FaultSide; readonly at: FaultPlace }
  /** The body stops there for so long; null is for good. */
  | {
      readonly kind: 'stall';
      readonly side: FaultSide;
      readonly at: FaultPlace;
      readonly forMs: number | null;
    }
  /** The response ends there as if it were whole: with a Content-Length that is a length mismatch. */
  | { readonly kind: 'truncate'; readonly at: FaultPlace }
  /** So many bytes from there on arrive inverted. */
  | { readonly kind: 'corrupt'; readonly side: FaultSide; readonly at: FaultPlace; readonly bytes: number }
  /** The response claims this length, whatever its own. */
  | { readonly kind: 'content-length'; readonly bytes: number }
  /** A line that is no header stands among the response's headers. */
  | { readonly kind: 'garbage-header' }
  /** The body passes at so many bytes a second: one by one while they are few. */
  | { readonly kind: 'drip'; readonly side: FaultSide; readonly bytesPerSecond: number }
  /** The response has this status instead of its own. */
  | { readonly kind: 'status'; readonly statusCode: number }
  /** The request goes out whole, then the connection is closed before anything of the response. */
  | { readonly kind: 'drop-response' }
  /** Every `onProgressUpdate` is told twice. */
  | { readonly kind: 'duplicate-progress' };

/** Which transfers a rule is for; what is absent matches any. */
export interface RuleMatch {
  readonly kind?: TransferKind;
  /** In capitals; of rules made from a recording. */
  readonly method?: string;
  /** The whole URL without a fragment and without secrets, which are others each time; of rules made from a recording. */
  readonly recordedAddress?: string;
  readonly scheme?: 'http' | 'https';
  /** Host with its port if it has one; `*` stands for any characters. */
  readonly host?: string;
  /** Path of the URL without its query; `*` stands for any characters. */
  readonly path?: string;
  /** Route of the page that made the call; `*` stands for any characters. */
  readonly page?: string;
  /** Only the nth transfer that matches the rest, counted from 1 since the rule was set. */
  readonly nth?: number;
  /** Only every so-manieth transfer that matches the rest: with 2 the second, the fourth and so on. */
  readonly every?: number;
}

/** An answer that Ferry gives in the server's place. */
export interface LocalAnswer {
  readonly statusCode: number;
  readonly headers: HeaderLines;
  readonly body:
    | { readonly kind: 'text'; readonly text: string }
    /** A real path: rules are the developer's, never a page's. */
    | { readonly kind: 'file'; readonly path: string };
}

export type RuleAction =
  | { readonly kind: 'delay'; readonly ms: number }
  /** Each transfer has a link of its own with `sharing: 'transfer'`; with `'rule'` all that match share one. */
  | { readonly kind: 'throttle'; readonly link: LinkSpec; readonly sharing: 'transfer' | 'rule' }
  | { readonly kind: 'fault'; readonly fault: Fault }
  | { readonly kind: 'respond'; readonly answer: LocalAnswer }
  /** Sends the request to another origin; URL, Host and Referer stay what they are. */
  | { readonly kind: 'send-to'; readonly origin: string }
  /** Stops the transfer before it goes out, before its answer is told to the page, or at both. */
  | { readonly kind: 'break'; readonly on: BodySide | 'both' };

/** One line of the rule book. Rules apply in their order; of `respond` and `send-to` the first that matches. */
export interface Rule {
  readonly id: string;
  /** As the developer wrote it. */
  readonly text: string;
  readonly enabled: boolean;
  readonly match: RuleMatch;
  readonly action: RuleAction;
}
