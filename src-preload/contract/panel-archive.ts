import type { ExchangeQuery } from './panel-exchanges.ts';

/** `har` opens in other tools; `ferry` holds bodies of any size, the rules and the page stack too. */
export const ARCHIVE_FORMATS = ['har', 'ferry'] as const;

export type ArchiveFormat = (typeof ARCHIVE_FORMATS)[number];

export interface ExportOptions {
  readonly format: ArchiveFormat;
  /** These exchanges; null for all that the query lets through. */
  readonly ids: readonly string[] | null;
  readonly query: ExchangeQuery;
  /** Leaves passwords, tokens and cookies in. */
  readonly keepsSecrets: boolean;
  readonly withBodies: boolean;
}

export interface Exported {
  readonly fileName: string;
  readonly count: number;
  readonly sizeBytes: number;
  /** Bodies that are not in it: too large for the format, or kept no longer. */
  readonly leftOutBodies: number;
}

/** What was read of one file at once. */
export interface RecordingName {
  readonly from: string;
  /** Null for what was read by an earlier Ferry. */
  readonly batch: string | null;
}

/** Exchanges that one file may bring: its project keeps five times as many. */
export const MAX_IMPORTED = 20_000;

export interface Imported {
  readonly fileName: string;
  readonly format: ArchiveFormat;
  readonly count: number;
  /** Entries that could not be read. */
  readonly skippedCount: number;
  /** There are more in it than one file may bring. */
  readonly isCutOff: boolean;
  /** Rules of a bundle, each as on the command line. */
  readonly rules: readonly { readonly text: string; readonly isOn: boolean }[];
  readonly pageStack: readonly string[];
  readonly isRedacted: boolean;
}

/** How far an export or an import is, at most ten times a second. */
export interface ArchiveEvent {
  readonly kind: 'archive-progress';
  readonly doneCount: number;
  readonly totalCount: number;
}

export interface ArchiveCalls {
  /** Asks where to, and writes; null when cancelled. */
  'panel:export': (request: ExportOptions) => Exported | null;
  /** Asks for a file, or takes one that was dropped, and reads it into the open project's list; null when cancelled. */
  'panel:import': (request: { readonly path: string | null }) => Imported | null;
  /**
   * Answers the open project's transfers from what was read of a file, so that nothing goes over the network for
   * them; what the file has no answer for gets a 504. Null ends it.
   *
   * @returns how many answers there are
   */
  'panel:answer-from': (request: { readonly recording: RecordingName | null }) => {
    readonly answerCount: number;
  };
}
