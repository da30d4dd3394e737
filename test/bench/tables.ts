import type { CompileReport } from './compile-main.ts';
import type { AbortReport } from './abort-main.ts';
import type { Latency } from './latency.ts';
import type { ProgressReport } from './progress-main.ts';
import type { Measured } from './rounds.ts';
import type { SyncSample } from './sync-cases.ts';
import type { Cost, Workload } from './workload.ts';

interface Conditions {
  /** What everybody else used of the processors meanwhile, 0 to 1; null where the system does not tell. */
  readonly othersShare: number | null;
}

/** A workload with what each subject took for it. */
export interface TransferTable extends Conditions {
  readonly kind: 'transfers';
  readonly title: string;
  readonly workload: Workload;
  readonly rows: readonly Measured<Cost>[];
}

/** Memory by file size; a row's name is the subject's, `sizeBytes` its file's. */
export interface MemoryTable extends Conditions {
  readonly kind: 'memory';
  readonly title: string;
  readonly direction: Workload['direction'];
  readonly sizesBytes: readonly number[];
  readonly rows: readonly (Measured<Cost> & { readonly sizeBytes: number })[];
}

export interface LatencyTable extends Conditions {
  readonly kind: 'latency';
  readonly title: string;
  readonly rows: readonly Measured<Latency>[];
}

export interface AbortTable extends Conditions {
  readonly kind: 'abort';
  readonly title: string;
  readonly rows: readonly Measured<AbortReport>[];
}

export interface ProgressTable extends Conditions {
  readonly kind: 'progress';
  readonly title: string;
  readonly rows: readonly Measured<ProgressReport>[];
}

/** Synchronous calls of `wx`, each beside a bare message of the same size. */
export interface SyncTable extends Conditions {
  readonly kind: 'sync';
  readonly title: string;
  readonly rows: readonly Measured<SyncSample>[];
}

/** How long a project takes: compiled whole, or one edit of it until it is on screen. */
export interface BuildTable extends Conditions {
  readonly kind: 'builds';
  readonly what: 'compile' | 'edit';
  readonly title: string;
  readonly rows: readonly Measured<CompileReport>[];
}

export type Table =
  BuildTable | TransferTable | MemoryTable | LatencyTable | AbortTable | ProgressTable | SyncTable;

/** `1 GiB`, `64 MiB`. */
export function sizeText(bytes: number): string {
  const units = ['B', 'KiB', 'MiB', 'GiB'];
  const at = Math.min(units.length - 1, Math.floor(Math.log2(Math.max(1, bytes)) / 10));
  return `${Number((bytes / 1024 ** at).toFixed(1))} ${units[at] ?? ''}`;
}

/** Resident memory a sample took on top of what was there before, in bytes. */
export function aboveIdle({ idleBytes, peakBytes }: Cost): number | null {
  return idleBytes === null || peakBytes === null ? null : peakBytes - idleBytes;
}

/** The row of a subject, or null when it was not measured. */
export function rowOf<Row extends { readonly name: string }>(rows: readonly Row[], name: string): Row | null {
  return rows.find((row) => row.name === name) ?? null;
}

/** For each abort, how long it took until the socket was closed and no `.part` was left, in milliseconds. */
export function abortTimes(row: Measured<AbortReport>): number[] {
  return row.samples.flatMap(({ closedMs, goneMs }) =>
    closedMs.map((ms, number) => Math.max(ms, goneMs?.[number] ?? 0)),
  );
}

/** How much longer a call of `wx` takes than the bare message beside it. */
export function syncRatio({ callUs, bareUs }: SyncSample): number {
  return callUs / bareUs;
}

/**
 * Messages a second and transfer besides the first and the last, on the busier of the two lines: worker to main,
 * main to page.
 */
export function progressRate({ seconds, transfers, fromWorker, toPage }: ProgressReport): number {
  return Math.max(0, Math.max(fromWorker, toPage) - 2 * transfers) / seconds;
}
