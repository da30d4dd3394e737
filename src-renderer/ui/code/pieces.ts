/** A line that is longer is shown in pieces. */
const LONGEST_LINE = 20_000;
const PIECE_LENGTH = 2000;

const PIECES = new RegExp(`[^]{1,${String(PIECE_LENGTH)}}`, 'gu');

/** Whether a text that is only looked at has lines that are shown in pieces. */
export function hasLongLines(text: string): boolean {
  for (let from = 0; text.length - from > LONGEST_LINE;) {
    const end = text.indexOf('\n', from);
    if (end < 0 || end - from > LONGEST_LINE) return true;
    from = end + 1;
  }
  return false;
}

/** A text as it is laid out. */
export interface LaidOut {
  readonly text: string;
  /** Of each line that is shown the line it is of the text, 0 for what goes on with the one above; null when all are whole. */
  readonly lines: readonly number[] | null;
}

/**
 * What is only looked at has no line that a browser takes seconds to lay out: half a megabyte of marks over one letter
 * stood the window still for the better part of a minute.
 */
export function inPieces(text: string): LaidOut {
  if (!hasLongLines(text)) return { text, lines: null };
  const shown: string[] = [];
  const lines: number[] = [];
  for (const [index, line] of text.split('\n').entries()) {
    const pieces = line.length <= LONGEST_LINE ? [line] : (line.match(PIECES) ?? []);
    for (const [place, piece] of pieces.entries()) {
      shown.push(piece);
      lines.push(place === 0 ? index + 1 : 0);
    }
  }
  return { text: shown.join('\n'), lines };
}

/** The line that shows one of the text; null where there is none. */
export function shownLine({ lines }: LaidOut, line: number | null): number | null {
  if (line === null || !lines) return line;
  const at = lines.indexOf(line);
  return at < 0 ? null : at + 1;
}
