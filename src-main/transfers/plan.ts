import type { WireError } from '#contract/errors';
import type { HeaderLines, PartRecord, TaskResult, TransferWarning } from '#contract/transfer';
import type { BodyStore } from '../files/body-store.ts';
import type { ProjectFiles } from '../files/project-files.ts';
import type { JobBody, JobCounts, JobSink } from '../worker/protocol.ts';
import type { ProgramNetwork } from './network.ts';
import type { JobHeaders } from './worker-client.ts';

/** A part of a body that has not been framed yet: its place is known when it goes out. */
export const UNPLACED = { offsetBytes: 0, contentOffsetBytes: 0, sha256: null } as const;

/** What a plan may use of the project the call came from. */
export interface PlanContext {
  readonly appid: string;
  readonly network: ProgramNetwork;
  readonly files: ProjectFiles;
  readonly bodies: BodyStore;
}

/** The part of a success that depends on the kind of transfer. */
export type Delivered = Pick<Extract<TaskResult, { ok: true }>, 'body' | 'tempFilePath' | 'filePath'>;

/** What the journal shows of a delivered body. */
export interface DeliveredFacts {
  readonly delivered: Delivered;
  readonly responseText: string | null;
  /** A file that was written, to be hashed. */
  readonly file: { readonly path: string; readonly sizeBytes: number } | null;
}

/** One transfer worked out: what goes out, and what to make of the answer. */
export interface TransferPlan {
  readonly method: string;
  readonly headers: HeaderLines;
  readonly body: JobBody;
  readonly sink: JobSink;
  readonly parts: readonly PartRecord[];
  readonly requestText: string | null;
  /** The file that is sent. */
  readonly file: { readonly path: string; readonly sizeBytes: number } | null;
  readonly warnings: readonly TransferWarning[];
  /** Puts a failure on the wire into the words of this transfer, where the worker cannot know them. */
  explain?(error: WireError): WireError;
  /** Turns a complete answer into what the page gets. */
  deliver(headers: JobHeaders, counts: JobCounts, inlineBody: Uint8Array | null): Promise<DeliveredFacts>;
  /** Removes what an answer that is not delivered left behind. */
  discard(): Promise<void>;
}
