import type { FileStats } from '#contract/file-system';

/** WeChat's documentation of Stats: the state of a file or directory, times as UNIX timestamps in seconds. */
export class Stats {
  readonly mode: number;
  /** Bytes. */
  readonly size: number;
  readonly lastAccessedTime: number;
  readonly lastModifiedTime: number;
  readonly #isDirectory: boolean;

  constructor(stats: FileStats) {
    this.mode = stats.mode;
    this.size = stats.size;
    this.lastAccessedTime = Math.floor(stats.lastAccessedEpochMs / 1000);
    this.lastModifiedTime = Math.floor(stats.lastModifiedEpochMs / 1000);
    this.#isDirectory = stats.isDirectory;
  }

  isDirectory(): boolean {
    return this.#isDirectory;
  }

  isFile(): boolean {
    return !this.#isDirectory;
  }
}
