import type { BodySide, PartRecord } from './transfer.ts';

/** A kept body as the panel reads it, ranges included: `/body/<exchange id>/<request|response>`. */
export const PANEL_BODY_PATH = '/body/';

export function panelBodyPath(exchangeId: string, side: BodySide): string {
  return `${PANEL_BODY_PATH}${encodeURIComponent(exchangeId)}/${side}`;
}

/** What is odd about a multipart body; some servers take it, some do not. */
export const PART_PROBLEMS = [
  /** The Content-Type says multipart and names no boundary: written by hand, most likely. */
  'no-boundary-in-header',
  /** The body looks like multipart and the Content-Type says something else. */
  'not-declared',
  /** The boundary of the Content-Type is not in the body; its first line was taken for it. */
  'boundary-differs',
  'no-parts',
  /** The end is missing: the last part goes on to the end of the body. */
  'no-closing-boundary',
  /** The text of the boundary stands in a content. */
  'boundary-in-content',
  /** Lines end in LF; multipart wants CRLF. */
  'bare-line-feed',
  /** The header of a part does not end; nothing after it could be read. */
  'headers-not-ended',
  'no-disposition',
  'no-name',
  /** Letters beyond ASCII as they are: WHATWG's way; servers of RFC 2183 read other letters. */
  'filename-not-ascii',
  /** `filename*=`: RFC 7578 forbids it in forms. */
  'filename-extended',
  /** Percent signs as browsers escape quotes and line breaks; servers rarely undo them. */
  'filename-escaped',
  'filename-path',
  'bytes-before',
  'bytes-after',
  /** More parts than are told. */
  'too-many-parts',
] as const;

export type PartProblemCode = (typeof PART_PROBLEMS)[number];

export interface PartProblem {
  readonly code: PartProblemCode;
  /** Of which part, counted from 0; null of the body as a whole. */
  readonly part: number | null;
  /** Where in the body; null where it is about the header. */
  readonly atBytes: number | null;
}

/** What a request body is made of. */
export interface BodyParts {
  /** Null where none was found. */
  readonly boundary: string | null;
  /** At most 1 000. */
  readonly parts: readonly PartRecord[];
  /** Each at most once for a part, at most 200. */
  readonly problems: readonly PartProblem[];
  /** How far it could be read: `sizeBytes` where it is whole. */
  readonly readBytes: number;
  readonly sizeBytes: number;
}

export interface BodyCalls {
  /** The parts of the request body, also of one that a page has built itself; null where it is none or is not kept. */
  'panel:parts': (request: { readonly id: string }) => BodyParts | null;
  /**
   * Asks where to, and saves a kept body, or the content of one of its parts (counted from 0).
   *
   * @returns the file's name; null when cancelled
   */
  'panel:save-body': (request: {
    readonly id: string;
    readonly side: BodySide;
    readonly part: number | null;
  }) => { readonly savedAs: string | null };
}

/** A stretch of a kept body as the panel reads it, of the type the part says it has. */
export function panelPartPath(
  exchangeId: string,
  part: Pick<PartRecord, 'contentOffsetBytes' | 'sizeBytes' | 'contentType'>,
  side: BodySide = 'request',
): string {
  const type = part.contentType === null ? '' : `&type=${encodeURIComponent(part.contentType)}`;
  const stretch = `from=${String(part.contentOffsetBytes)}&length=${String(part.sizeBytes)}`;
  return `${panelBodyPath(exchangeId, side)}?${stretch}${type}`;
}
