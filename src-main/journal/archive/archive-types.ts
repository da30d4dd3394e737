import type { ExportOptions, Exported, Imported } from '#contract/panel-archive';
import type { ExchangeMarks } from '#contract/panel-exchanges';
import type { ProgramBodies } from '../bodies/program-bodies.ts';
import type { Journal } from '../journal.ts';
import type { BundleFacts } from './bundle-format.ts';

/** Takes exchanges out of Ferry as HAR or bundle, and brings them in. */
export interface Archive {
  /** @returns what was written; the file is there when it is whole */
  save(target: string, ids: readonly string[], options: SaveOptions): Promise<Exported>;
  /**
   * Reads a HAR or a bundle into the journal.
   *
   * @throws FerryError `usage` where it is neither
   */
  load(file: string): Promise<Imported>;
}

export type SaveOptions = Pick<ExportOptions, 'format' | 'keepsSecrets' | 'withBodies'>;

export interface ArchiveDeps {
  readonly journal: Journal;
  readonly bodies: ProgramBodies;
  /** A fresh path of Ferry's own, on the volume of the kept bodies. */
  readonly newPath: () => string;
  /** What the developer noted about exchanges. */
  readonly marks: {
    of(exchangeId: string): ExchangeMarks | null;
    set(exchangeId: string, marks: ExchangeMarks): void;
  };
  readonly version: string;
  readonly facts: () => Omit<BundleFacts, 'format' | 'version' | 'ferry' | 'madeAtEpochMs' | 'isRedacted'>;
  readonly now: () => number;
  /** Hears how far it is, at most ten times a second. */
  readonly onProgress: (doneCount: number, totalCount: number) => void;
}
