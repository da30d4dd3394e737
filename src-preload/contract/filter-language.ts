import { FILTER_KEYS, readTerm, type FilterKey, type FilterTerm } from './filter-terms.ts';

export type { FilterKey, FilterTerm } from './filter-terms.ts';

/** A stretch of a filter's text, for its colour: from a place up to another. */
export interface FilterToken {
  /** `not` is the `-` before a word, `key` has its colon, `value` may be quoted, `word` is searched as text. */
  readonly kind: 'not' | 'key' | 'value' | 'word' | 'problem';
  readonly from: number;
  readonly to: number;
}

/** One condition of a filter; all of them must hold. */
export type FilterClause = FilterTerm & {
  readonly isNegated: boolean;
  /** Where it stands in the text. */
  readonly from: number;
  readonly to: number;
};

/** Something that looks like a condition and cannot be read; it is searched as text. */
export interface FilterProblem {
  /** `unknown-key`: there is no such key; `unknown-value`: the key does not know this value; `no-number`, `no-time`: the value is none. */
  readonly code: 'unknown-key' | 'unknown-value' | 'no-number' | 'no-time';
  readonly key: string;
  readonly value: string;
  /** The key, or the value of a known key, that was most likely meant; null when nothing is near. */
  readonly nearest: string | null;
  readonly from: number;
  readonly to: number;
}

/** A filter, read. */
export interface ParsedFilter {
  readonly text: string;
  /** In their order; what is between them is white space. */
  readonly tokens: readonly FilterToken[];
  readonly clauses: readonly FilterClause[];
  readonly problems: readonly FilterProblem[];
}

/** A piece of a filter between white space: `-key:"a value"`. */
export interface FilterPiece {
  readonly from: number;
  readonly to: number;
  readonly isNegated: boolean;
  /** Lower case, without its colon; null for a plain word. */
  readonly key: string | null;
  /** Where the value begins; for a plain word, the word. */
  readonly valueFrom: number;
  /** The value without its quotes. */
  readonly value: string;
  readonly isQuoted: boolean;
}

/** Characters of a filter that are read; a page of text that was pasted is no filter. */
export const MAX_FILTER_LENGTH = 2000;

/** Reads a filter. Whatever is typed can be read: what makes no condition is searched as text. */
export function parseFilter(written: string): ParsedFilter {
  const text = written.slice(0, MAX_FILTER_LENGTH);
  const tokens: FilterToken[] = [];
  const clauses: FilterClause[] = [];
  const problems: FilterProblem[] = [];
  for (const piece of splitFilter(text)) {
    const { from, to, isNegated } = piece;
    if (isNegated) tokens.push({ kind: 'not', from, to: from + 1 });
    const wordFrom = isNegated ? from + 1 : from;
    const place = { isNegated, from, to };
    const read = piece.key === null ? null : readTerm(piece.key, piece.value);
    if (read === null || read.kind === 'no-key') {
      const asText = piece.key === null ? piece.value : unquoted(text.slice(wordFrom, to));
      tokens.push({ kind: 'word', from: wordFrom, to });
      if (asText !== '') clauses.push({ key: 'text', text: asText, ...place });
      continue;
    }
    if (read.kind === 'problem') {
      const { code, nearest } = read;
      tokens.push({ kind: 'problem', from: wordFrom, to });
      problems.push({ code, nearest, key: piece.key ?? '', value: piece.value, from: wordFrom, to });
      clauses.push({ key: 'text', text: unquoted(text.slice(wordFrom, to)), ...place });
      continue;
    }
    tokens.push({ kind: 'key', from: wordFrom, to: piece.valueFrom });
    if (piece.valueFrom < to) tokens.push({ kind: 'value', from: piece.valueFrom, to });
    if (read.kind === 'term') clauses.push({ ...read.term, ...place });
  }
  return { text, tokens, clauses, problems };
}

/** The pieces of a filter, by white space outside of quotes. A quote that is not closed goes to the end. */
export function splitFilter(text: string): readonly FilterPiece[] {
  const pieces: FilterPiece[] = [];
  let at = 0;
  while (at < text.length) {
    if (isSpace(text[at])) {
      at += 1;
      continue;
    }
    const to = endOfPiece(text, at);
    pieces.push(pieceOf(text, at, to));
    at = to;
  }
  return pieces;
}

function pieceOf(text: string, from: number, to: number): FilterPiece {
  const isNegated = text[from] === '-' && to > from + 1;
  const wordFrom = isNegated ? from + 1 : from;
  const word = text.slice(wordFrom, to);
  const key = /^([a-z][a-z-]*):/iu.exec(word)?.[1]?.toLowerCase() ?? null;
  const valueFrom = wordFrom + (key === null ? 0 : key.length + 1);
  const value = text.slice(valueFrom, to);
  return { from, to, isNegated, key, valueFrom, value: unquoted(value), isQuoted: value.startsWith('"') };
}

function endOfPiece(text: string, from: number): number {
  let isInQuotes = false;
  for (let at = from; at < text.length; at += 1) {
    if (text[at] === '\\' && isInQuotes) at += 1;
    else if (text[at] === '"') isInQuotes = !isInQuotes;
    else if (!isInQuotes && isSpace(text[at])) return at;
  }
  return text.length;
}

/** A text without the quotes in it; within them `\"` is a quote and `\\` a backslash. */
function unquoted(text: string): string {
  if (!text.includes('"')) return text;
  let plain = '';
  let isInQuotes = false;
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at] ?? '';
    if (character === '"') isInQuotes = !isInQuotes;
    else if (character === '\\' && isInQuotes && at + 1 < text.length) plain += text[(at += 1)] ?? '';
    else plain += character;
  }
  return plain;
}

/** A value as it is to be written in a filter: in quotes where it needs them. */
export function quotedForFilter(value: string): string {
  return value === '' || /[\s"]/u.test(value) ? `"${value.replaceAll(/["\\]/gu, String.raw`\$&`)}"` : value;
}

function isSpace(character: string | undefined): boolean {
  return character !== undefined && /\s/u.test(character);
}

/** Whether a filter has a piece exactly as it is written, such as `kind:upload`. */
export function hasPiece(text: string, piece: string): boolean {
  return splitFilter(text).some(({ from, to }) => text.slice(from, to) === piece);
}

/**
 * A filter with another piece in it, in place of all that have its key: `kind:upload` in `kind:request boat` gives
 * `kind:upload boat`. A plain word goes to the end.
 */
export function withPiece(text: string, piece: string): string {
  const [added] = splitFilter(piece);
  if (!added) return text;
  const rest = splitFilter(text)
    .filter(({ key, isNegated }) => added.key === null || key !== added.key || isNegated !== added.isNegated)
    .map(({ from, to }) => text.slice(from, to))
    .filter((one) => one !== piece);
  return [...(added.key === null ? [] : [piece]), ...rest, ...(added.key === null ? [piece] : [])].join(' ');
}

/** A filter without the pieces that have this key. */
export function withoutKey(text: string, key: FilterKey): string {
  return splitFilter(text)
    .filter((piece) => piece.key !== key)
    .map(({ from, to }) => text.slice(from, to))
    .join(' ');
}

/** Whether a word is a key of the language. */
export function isFilterKey(word: string): word is FilterKey {
  return (FILTER_KEYS as readonly string[]).includes(word);
}
