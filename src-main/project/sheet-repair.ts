import postcss, { CssSyntaxError, type Root } from 'postcss';
import type { Diagnostics } from './diagnostics.ts';
import { placeOfOffset } from './code-frame.ts';

/** Comments of other languages; without them a sheet that fails to parse is tried again. */
const LINE_COMMENT = /^[ \t]*\/\/(?!.*\*\/).*$/gm;
/** A sheet with more mistakes than this is in no language of style sheets. */
const MOST_REPAIRS = 100;

/**
 * Parses a sheet as a browser reads it: what is wrong is left out up to the next end of a declaration or block, and
 * told; the rest stays, each rule at its place.
 * @param isExact whether places in the text are places in the file
 */
export function parseTolerantly(
  source: string,
  file: string,
  isExact: boolean,
  diagnostics: Diagnostics,
): Root {
  let text = source;
  let isWithoutLineComments = false;
  for (let repairs = 0; repairs <= MOST_REPAIRS; repairs += 1) {
    try {
      // Without `map: false` a comment in the sheet could have any file read as its source map.
      return postcss.parse(text, { from: file, map: false });
    } catch (error) {
      if (!(error instanceof CssSyntaxError)) throw error;
      const fault = { reason: error.reason, line: error.line ?? 1, column: error.column ?? 1 };
      const place = { file, line: isExact ? fault.line : 0, column: isExact ? fault.column : 0, source };
      if (!isWithoutLineComments) {
        isWithoutLineComments = true;
        const without = text.replace(LINE_COMMENT, (comment) => ' '.repeat(comment.length));
        if (without !== text) {
          diagnostics.warning(
            'A comment of a style sheet stands between /* and */; lines that begin with // are left out.',
            { ...place, ...(isExact ? firstLineComment(source) : {}) },
          );
          text = without;
          continue;
        }
      }
      const outcome =
        fault.reason.startsWith('Unclosed b') || fault.reason === 'Unclosed comment'
          ? 'It is taken to end here or with the sheet'
          : 'This part of the sheet is left out';
      diagnostics.error(`${fault.reason}. ${outcome}.`, place);
      const repaired = withoutFault(text, fault);
      if (repaired === text) break;
      text = repaired;
    }
  }
  return postcss.root();
}

interface Fault {
  readonly reason: string;
  readonly line: number;
  readonly column: number;
}

function firstLineComment(source: string): { line: number; column: number } {
  LINE_COMMENT.lastIndex = 0;
  const found = LINE_COMMENT.exec(source);
  LINE_COMMENT.lastIndex = 0;
  return found ? placeOfOffset(source, found.index + found[0].indexOf('/')) : { line: 0, column: 0 };
}

/** The text with the fault closed or blanked; what follows stays at its place. */
function withoutFault(text: string, fault: Fault): string {
  const at = offsetOf(text, fault);
  switch (fault.reason) {
    case 'Unclosed block':
      return `${text}}`;
    case 'Unclosed comment':
      return `${text}*/`;
    case 'Unexpected }':
      return blank(text, at, at + 1);
    case 'Unclosed string':
      return blank(text, at, endOf(text, at, '\n'));
    case 'Unclosed bracket':
      return blank(text, at, endOf(text, at, ';\n{}'));
    default: {
      // A declaration that is none: from the end of the one before to its own end.
      const from = startOf(text, at);
      return blank(text, from, Math.max(at + 1, endOf(text, at, ';{}', true)));
    }
  }
}

function offsetOf(text: string, { line, column }: Fault): number {
  let offset = 0;
  for (let left = line - 1; left > 0; left -= 1) offset = text.indexOf('\n', offset) + 1;
  return Math.min(text.length - 1, offset + column - 1);
}

/** Where the first of some characters stands from an offset on, `;` itself passed if wanted; else the end. */
function endOf(text: string, from: number, characters: string, passesSemicolon = false): number {
  for (let at = from; at < text.length; at += 1) {
    const found = text.charAt(at);
    if (characters.includes(found)) return passesSemicolon && found === ';' ? at + 1 : at;
  }
  return text.length;
}

function startOf(text: string, at: number): number {
  let from = at;
  while (from > 0 && !';{}/'.includes(text.charAt(from - 1))) from -= 1;
  return from;
}

/** Line ends stay, so that every place does. */
function blank(text: string, from: number, to: number): string {
  return text.slice(0, from) + text.slice(from, to).replaceAll(/[^\n]/g, ' ') + text.slice(to);
}
