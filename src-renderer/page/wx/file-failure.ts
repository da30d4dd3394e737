import { FerryError } from '#contract/errors';

/** A file that was not there, or that there was no room for. */
export interface FileFailure {
  readonly why: 'missing' | 'quota';
  /** As the page wrote it; clipped. */
  readonly path: string;
}

/** WeChat's numbers of what is not there (wx-api.md §11). */
const MISSING: ReadonlySet<unknown> = new Set([1300002, 1301112]);
/** Of what is too large, of the quota and of what is read at once alike. */
const TOO_LARGE = 1300202;
const READS = /^(read|getFileInfo)/;
/** Whether a file is there may be asked of any path. */
const ASKS = 'access';
const MAX_PATH = 4000;

/** What of a failure is about a file that is gone, or about room for one; null for any other failure. */
export function fileFailureIn(api: string, error: unknown): FileFailure | null {
  if (!(error instanceof FerryError) || api.startsWith(ASKS)) return null;
  const { path: told, errno } = error.details;
  const path = typeof told === 'string' ? told.slice(0, MAX_PATH) : '';
  if (error.code === 'quota.exceeded' || (errno === TOO_LARGE && !READS.test(api)))
    return { why: 'quota', path };
  if (path === '') return null;
  return error.code === 'file.not-found' || MISSING.has(errno) ? { why: 'missing', path } : null;
}
