import { createCipheriv, createHash } from 'node:crypto';

/** What a launch that lives to be killed is asked to do. */
export interface CrashTask {
  readonly home: string;
  /** Of the server whose content it downloads. */
  readonly origin: string;
  /**
   * `start`: opens and begins to download; `download`: many at once, of all sizes; `save`: keeps, replaces and
   * removes; `script`: a fixed story, then a proper end.
   */
  readonly work: 'start' | 'download' | 'save' | 'script';
  readonly seed: number;
  /** Kills itself before this step of its work on the disk or in the registry; null leaves that to its parent. */
  readonly dieBeforeStep: number | null;
}

/** What is done to files while something is killed. */
export const FILE_WORKS = [
  ...['download', 'downloadTo', 'saveFile', 'saveFileTo', 'writeFile', 'appendFile', 'rename', 'renameOver'],
  ...['renameFolder', 'copyFile', 'unzip', 'unlink', 'rmdir', 'removeSavedFile'],
] as const;

export type FileWork = (typeof FILE_WORKS)[number];

/** What a launch is asked to do that works with the file system until it is killed. */
export interface CrashFilesTask {
  readonly home: string;
  readonly origin: string;
  readonly seed: number;
  /** What it does more often than anything else. */
  readonly focus: FileWork;
  /** Kills itself before this step of one such piece of work; null leaves that to its parent. */
  readonly dieBeforeStep: number | null;
}

/** What a piece of work makes of one path, contents by their SHA-256; null stands for nothing. */
export interface FileEffect {
  readonly path: string;
  readonly before: string | null;
  readonly after: string | null;
}

/** One line of what it says: a wish before a call, an acknowledgement after it, on a pipe that outlives it. */
export type CrashLine =
  | { readonly kind: 'opening' | 'opened' | 'ready' | 'done' }
  | { readonly kind: 'began'; readonly exchangeId: string; readonly url: string }
  | { readonly kind: 'ended'; readonly exchangeId: string }
  | { readonly kind: 'saved'; readonly path: string; readonly url: string }
  | { readonly kind: 'will-remove' | 'removed'; readonly path: string }
  | { readonly kind: 'will-write' | 'written'; readonly path: string; readonly url: string }
  /** `saves`: content that gets a new path of a saved file. */
  | {
      readonly kind: 'will';
      readonly work: FileWork;
      readonly effects: readonly FileEffect[];
      readonly saves: string | null;
    }
  | { readonly kind: 'did'; readonly savedPath: string | null }
  | { readonly kind: 'failed'; readonly message: string };

/** The same numbers for the same seed, from 0 up to 1 (mulberry32). */
export function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Bytes that only this name has, the same each time. */
export function contentOf(name: string, sizeBytes: number): Buffer {
  const key = createHash('sha256').update(name).digest();
  return createCipheriv('aes-256-ctr', key, Buffer.alloc(16)).update(Buffer.alloc(sizeBytes));
}
