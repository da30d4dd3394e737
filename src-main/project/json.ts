import { parse, printParseErrorCode, type ParseError } from 'jsonc-parser';
import { placeOfOffset } from './code-frame.ts';

/** A parsed JSON file, or where and how it is wrong. */
export type ParsedJson =
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly message: string; readonly line: number; readonly column: number };

const WORDS: Readonly<Record<string, string>> = {
  InvalidSymbol: 'unknown word',
  InvalidNumberFormat: 'bad number',
  PropertyNameExpected: 'a property name in double quotes is expected',
  ValueExpected: 'a value is expected',
  ColonExpected: 'a colon is expected',
  CommaExpected: 'a comma is expected',
  CloseBraceExpected: 'a closing } is expected',
  CloseBracketExpected: 'a closing ] is expected',
  EndOfFileExpected: 'nothing may follow here',
  UnexpectedEndOfString: 'the string is not closed',
  InvalidCharacter: 'an invalid character',
  InvalidEscapeCharacter: 'an invalid escape in a string',
};

/** Reads a mini-program's JSON: comments and trailing commas are let pass, as WeChat's tools let them pass. */
export function parseJson(text: string): ParsedJson {
  const errors: ParseError[] = [];
  const value: unknown = parse(text, errors, { allowTrailingComma: true, allowEmptyContent: false });
  const first = errors[0];
  if (!first) return { ok: true, value };
  const code = printParseErrorCode(first.error);
  return { ok: false, message: WORDS[code] ?? code, ...placeOfOffset(text, first.offset) };
}

/** A JSON object, or null for every other value. */
export function objectFrom(value: unknown): Record<string, unknown> | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : null;
}

/** The strings of a JSON array; empty for every other value. */
export function stringsFrom(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((item): item is string => typeof item === 'string') : [];
}

/** The string-valued members of a JSON object. */
export function stringMembers(value: unknown): [string, string][] {
  return Object.entries(objectFrom(value) ?? {}).filter(
    (entry): entry is [string, string] => typeof entry[1] === 'string',
  );
}
