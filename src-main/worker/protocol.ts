import type { Fault, LinkSpec, LocalAnswer } from '#contract/conditions';
import type { WireError } from '#contract/errors';
import type { HeaderLines } from '#contract/transfer';

/** The file part of a multipart upload; `sizeBytes` is what was measured when the job was made. */
export interface FilePart {
  readonly name: string;
  readonly filename: string;
  readonly contentType: string;
  readonly path: string;
  readonly sizeBytes: number;
}

export type JobBody =
  | { readonly kind: 'none' }
  | { readonly kind: 'bytes'; readonly bytes: Uint8Array }
  | { readonly kind: 'file'; readonly path: string; readonly sizeBytes: number }
  | {
      readonly kind: 'multipart';
      readonly boundary: string;
      readonly fields: readonly (readonly [name: string, value: string])[];
      readonly file: FilePart;
    };

export type JobSink =
  /** Streams the body to `partPath`; after a success whoever gave the path renames it, else the worker has removed it. */
  | { readonly kind: 'file'; readonly partPath: string; readonly limitBytes: number | null }
  /** Keeps up to `inlineBytes` in memory, then spills everything to `spillPath`. */
  | { readonly kind: 'memory'; readonly inlineBytes: number; readonly spillPath: string };

/** One exchange on the wire: one hop. Redirects are not followed here; the manager checks and sends the next hop. */
export interface Job {
  readonly id: string;
  readonly method: string;
  readonly url: string;
  /** As they go out, in this order and case; Host, Content-Length and Connection are the worker's to add. */
  readonly headers: HeaderLines;
  readonly body: JobBody;
  readonly sink: JobSink;
  /** Total budget for this hop in milliseconds. */
  readonly timeoutMs: number;
  readonly connection: JobConnection;
  /** What is done to the exchange on purpose; null when nothing is. */
  readonly tampering: JobTampering | null;
  /** Of a body that does not end, so much is left where the sink was to put it. Absent: nothing is. */
  readonly partialLimitBytes?: number;
}

/** How a job reaches its server. */
export interface JobConnection {
  /** Origin to connect to in the place of the URL's own; Host and everything else stay. Null: the URL's own. */
  readonly sendTo: string | null;
  /** URL of an HTTP proxy, credentials in it; null: none. */
  readonly proxy: string | null;
  /** False lets any certificate pass. */
  readonly verifiesCertificates: boolean;
  /** Extra certificate authorities in PEM (the lab's, the developer's); the system's stay trusted. */
  readonly extraCertificateAuthorities: readonly string[];
  readonly clientCertificate: ClientCertificate | null;
  /** Offers HTTP/2; without TLS or a server that speaks it the exchange is HTTP/1.1. */
  readonly http2: boolean;
  readonly link: JobLink | null;
}

export interface ClientCertificate {
  readonly certificatePem: string;
  readonly privateKeyPem: string;
  /** Of the private key; null when it has none. */
  readonly passphrase: string | null;
}

/** A conditioned link. Jobs with the same id share its rates. */
export interface JobLink {
  readonly id: string;
  readonly spec: LinkSpec;
  /** Decides jitter and loss. */
  readonly seed: number;
}

export interface JobTampering {
  /** Milliseconds to wait before the first step to the wire; counts towards the time-out. */
  readonly delayMs: number;
  readonly faults: readonly Fault[];
  /** An answer that is a redirect is left as it is: faults of the response are for the answer that counts. */
  readonly sparesRedirects: boolean;
  /** Given in the server's place: nothing goes over the wire. */
  readonly answer: LocalAnswer | null;
}

/** Straight to the server, every certificate verified. */
export const DIRECT: JobConnection = {
  sendTo: null,
  proxy: null,
  verifiesCertificates: true,
  extraCertificateAuthorities: [],
  clientCertificate: null,
  http2: false,
  link: null,
};

export type WorkerCommand =
  | { readonly kind: 'start'; readonly job: Job }
  | { readonly kind: 'abort'; readonly id: string }
  /** Content hash of a file, in the low-priority pass after transfers. */
  | { readonly kind: 'hash'; readonly id: string; readonly path: string };

/** Marks on the worker's monotonic clock, in milliseconds since the job started; null when it did not happen. */
export interface JobTimings {
  readonly dnsStart: number | null;
  readonly dnsEnd: number | null;
  readonly connectStart: number | null;
  readonly connectEnd: number | null;
  readonly tlsStart: number | null;
  readonly tlsEnd: number | null;
  readonly sendStart: number | null;
  readonly sendEnd: number | null;
  readonly responseStart: number | null;
  readonly responseEnd: number | null;
}

export interface JobCounts {
  /** Body bytes accepted by the socket. */
  readonly sentBytes: number;
  /** Of these, acknowledged by the other end of the connection; null where the system does not tell. */
  readonly acknowledgedBytes: number | null;
  /** Whole request body; 0 when there is none. */
  readonly expectedSendBytes: number;
  /** Body bytes off the wire, still encoded. */
  readonly receivedBytes: number;
  /** From Content-Length; 0 when unknown. */
  readonly expectedReceiveBytes: number;
  /** Body bytes after decoding: the size of the file or text. */
  readonly decodedBytes: number;
}

export type JobOutcome =
  | {
      readonly ok: true;
      readonly statusCode: number;
      /** Null when the sink is a file or the body was spilt to `spillPath`. */
      readonly inlineBody: Uint8Array | null;
    }
  | { readonly ok: false; readonly error: WireError };

/** The beginning of a body that did not end: in memory, or (`inlineBody` is null) where the sink was to put it. */
export interface PartialBody {
  readonly inlineBody: Uint8Array | null;
  readonly sizeBytes: number;
}

/** Progress comes at most ten times a second per job, plus the first and the last; `ended` exactly once, last. */
export type WorkerEvent =
  | {
      readonly kind: 'headers';
      readonly id: string;
      readonly statusCode: number;
      readonly headers: HeaderLines;
      readonly httpVersion: string;
      /** The request line's headers as they really went out. */
      readonly requestHeaders: HeaderLines;
      readonly peer: { readonly address: string; readonly port: number } | null;
      readonly socketReused: boolean;
      /** How often the request was sent in vain before, each time on a kept connection that its server had closed. */
      readonly staleConnections: number;
    }
  | ({ readonly kind: 'progress'; readonly id: string } & JobCounts)
  | {
      readonly kind: 'ended';
      readonly id: string;
      readonly outcome: JobOutcome;
      /** Of a failed job that was to leave it, what came; absent where nothing did. */
      readonly partial?: PartialBody;
      readonly counts: JobCounts;
      readonly timings: JobTimings;
      /** When the job began here, on this process's monotonic clock anchored to the epoch. */
      readonly startedAtEpochMs: number;
    }
  | { readonly kind: 'hashed'; readonly id: string; readonly sha256: string | null };

/** A port to a worker, whichever runtime carries it: Electron's utilityProcess, plain Node's fork. */
export interface WorkerPort<Command, Event> {
  postMessage(command: Command): void;
  onMessage(listener: (event: Event) => void): void;
  /** Called once when the process is gone, for whatever reason. */
  onExit(listener: (code: number) => void): void;
  kill(): void;
}

/** Starts a process file of ours and returns the port to it; handed in by whoever knows the runtime. */
export type ForkProcess = <Command, Event>(entry: 'worker' | 'compiler') => WorkerPort<Command, Event>;
