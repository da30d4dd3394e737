import { FerryError } from './errors.ts';

/**
 * WeChat's numbers of `compressImage` (wx-api.md §13). The text of 1103006 is from device logs; UNCERTAIN: those of the
 * others, which follow its form.
 */
export const IMAGE_TEXTS = {
  1103002: 'target file not exists',
  1103003: 'decode image fail',
  1103004: 'create temp file fail',
  1103005: 'compress image fail',
  1103006: 'param compress quality invalid',
  1103007: 'file size is zero',
} as const;

export type ImageErrno = keyof typeof IMAGE_TEXTS;

/** A failure of `compressImage` by its number. */
export function imageError(errno: ImageErrno, cause?: unknown): FerryError {
  return new FerryError('image.failed', IMAGE_TEXTS[errno], {
    details: { errno },
    ...(cause === undefined ? {} : { cause }),
  });
}
