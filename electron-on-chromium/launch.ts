import type { AppEntry } from './entry.ts';

/** How this process was started; the runner writes it before the module is loaded, and nobody after. */
export interface Launch {
  entry: AppEntry;
  switches: ReadonlyMap<string, string>;
}

export const launch: Launch = {
  entry: { folder: process.cwd(), file: '', resources: process.cwd(), isPackaged: false },
  switches: new Map(),
};
