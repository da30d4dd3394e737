import type { FileTotal, FileTrouble } from './panel-files.ts';

/** What is done to the quota of saved and user files before the page starts again. */
export type QuotaFill =
  | { readonly kind: 'none' }
  /** So much is taken, whatever it takes now. */
  | { readonly kind: 'take'; readonly sizeBytes: number }
  /** So much is left. */
  | { readonly kind: 'leave'; readonly sizeBytes: number };

export interface DrillOptions {
  /** A new launch: temp files of the old one are gone, as at a real restart. */
  readonly expiresTemp: boolean;
  readonly fill: QuotaFill;
  readonly clearsStorage: boolean;
  /** Where the program opens: on the page that was on top, with its query, or on its entry page. */
  readonly page: 'same' | 'entry';
}

/** What a drill would meet now: what its options are about. */
export interface DrillOutlook {
  readonly temp: FileTotal;
  readonly storageKeys: number;
  /** Of saved and user files, fillers left out. */
  readonly keptBytes: number;
  readonly quotaBytes: number;
  readonly page: string;
  readonly filler: FileTotal;
}

/** A temp file that a drill has ended. */
export interface ExpiredFile {
  readonly path: string;
  readonly sizeBytes: number;
  /** Keys of the storage whose values have its path: who reads them again uses a dead path. */
  readonly storedIn: readonly string[];
}

/** A drill, from its restart until it is ended. */
export interface DrillReport {
  readonly options: DrillOptions;
  readonly startedAtEpochMs: number;
  /** Number of the launch it began, or of the one it stayed in. */
  readonly launch: number;
  readonly expired: FileTotal;
  /** The first hundred of them, by path. */
  readonly expiredFiles: readonly ExpiredFile[];
  readonly clearedKeys: number;
  readonly filler: FileTotal;
  /** Where the program opened. */
  readonly page: string;
  /** False while the restart is under way. */
  readonly isRunning: boolean;
  /** Why the restart failed; null when it did not. */
  readonly failure: string | null;
  /** What happened since, oldest first; at most 500. */
  readonly troubles: readonly FileTrouble[];
}

/** The drill is another, or something has happened in it. */
export interface DrillEvent {
  readonly kind: 'drill-changed';
}

export interface PanelDrillCalls {
  /** Null while no program is open. */
  'panel:drill-outlook': (request: Record<string, never>) => DrillOutlook | null;
  /** The drill of the open program; null when there is none. */
  'panel:drill': (request: Record<string, never>) => DrillReport | null;
  /** Restarts the open program; resolves when its page loads. */
  'panel:start-drill': (request: DrillOptions) => DrillReport | null;
  /** Ends the drill: the filler files go. Also removes fillers that an earlier one has left. */
  'panel:end-drill': (request: Record<string, never>) => null;
}
