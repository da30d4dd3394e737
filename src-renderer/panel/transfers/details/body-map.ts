import type { PartRecord } from '#contract/transfer';

/** A span of a multipart body. */
export interface BodySpan {
  readonly kind: 'head' | 'part' | 'tail';
  /** Which part, counted from 0; of the tail, the number of parts. */
  readonly part: number;
  readonly fromBytes: number;
  readonly lengthBytes: number;
  /** Of the drawn width, 0 to 100. */
  readonly sharePercent: number;
}

/** No span is drawn thinner, or it could neither be seen nor hit. */
const LEAST_PERCENT = 1.5;

/**
 * The whole body as spans that touch: of each part its head (boundary line and header lines) and its content, and at
 * last the closing boundary. Shares of the width follow the sizes as far as each stays wide enough to be hit.
 */
export function spansOf(parts: readonly PartRecord[], sizeBytes: number): readonly BodySpan[] {
  const spans: Omit<BodySpan, 'sharePercent'>[] = [];
  let atBytes = 0;
  for (const [part, { contentOffsetBytes, sizeBytes: length }] of parts.entries()) {
    spans.push({
      kind: 'head',
      part,
      fromBytes: atBytes,
      lengthBytes: Math.max(0, contentOffsetBytes - atBytes),
    });
    spans.push({ kind: 'part', part, fromBytes: contentOffsetBytes, lengthBytes: length });
    atBytes = contentOffsetBytes + length;
  }
  if (sizeBytes > atBytes) {
    spans.push({ kind: 'tail', part: parts.length, fromBytes: atBytes, lengthBytes: sizeBytes - atBytes });
  }
  const shown = spans.filter(({ lengthBytes, kind }) => lengthBytes > 0 || kind === 'part');
  const least = Math.min(LEAST_PERCENT, 100 / Math.max(1, shown.length));
  const free = 100 - least * shown.length;
  const total = shown.reduce((sum, { lengthBytes }) => sum + lengthBytes, 0);
  return shown.map((span) => ({
    ...span,
    sharePercent: least + (total > 0 ? (span.lengthBytes / total) * free : free / shown.length),
  }));
}
