import type { ExchangeMarks } from '#contract/panel-exchanges';
import type { BodySide, Exchange } from '#contract/transfer';

/** What a `.ferry` file says of itself; beside it lie the exchanges, a JSON line each, and their bodies. */
export interface BundleFacts {
  readonly format: 'ferry-bundle';
  readonly version: 1;
  /** Version of the Ferry that wrote it. */
  readonly ferry: string;
  readonly madeAtEpochMs: number;
  readonly project: { readonly name: string; readonly appid: string };
  /** Routes on the page stack, bottom first. */
  readonly pageStack: readonly string[];
  /** Rules of the project as on the command line. */
  readonly rules: readonly { readonly text: string; readonly isOn: boolean }[];
  /** Preset or numbers; null for the machine's own network. */
  readonly link: string | null;
  /** Whether secrets were taken out. */
  readonly isRedacted: boolean;
  /** How many exchanges there are; absent in what was written by the first Ferry. */
  readonly count?: number;
}

/** A line of the exchanges: a record, with what its developer noted about it. */
export type BundledExchange = Exchange & { readonly marks?: ExchangeMarks };

export const BUNDLE_FILE = 'bundle.json';
export const EXCHANGES_FILE = 'exchanges.jsonl';

export function bodyName(index: number, side: BodySide): string {
  return `bodies/${String(index)}.${side}`;
}
