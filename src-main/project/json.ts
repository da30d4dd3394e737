import { findNodeAtLocation, parse, parseTree, printParseErrorCode, type ParseError } from 'jsonc-parser';
import { FerryError } from '#contract/errors';
import { codeFrame, placeOfOffset } from './code-frame.ts';
import type { Place } from './diagnostics.ts';
import { bracketBeyond, MOST_JSON_DEEP } from './nesting.ts';

/** Where and how a JSON file is wrong. */
export interface JsonFault {
  readonly ok: false;
  /** Name of the fault, as the panel's texts know it. */
  readonly fault: string;
  readonly message: string;
  readonly line: number;
  readonly column: number;
}

/** A parsed JSON file, or what is wrong with it. */
export type ParsedJson = { readonly ok: true; readonly value: unknown } | JsonFault;

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
  UnexpectedEndOfComment: 'the comment is not closed',
  UnexpectedEndOfString: 'the string is not closed',
  UnexpectedEndOfNumber: 'the number is not complete',
  InvalidUnicode: 'an invalid \\u escape in a string',
  InvalidCommentToken: 'a comment may not stand here',
  InvalidCharacter: 'an invalid character',
  InvalidEscapeCharacter: 'an invalid escape in a string',
  TooDeep: 'its values are nested too deep',
  NotUtf8: 'it is not UTF-8 text, save it as UTF-8',
};

/** Reads a mini-program's JSON: comments and trailing commas are let pass, as WeChat's tools let them pass. */
export function parseJson(text: string): ParsedJson {
  // The parser calls itself for each level.
  const beyond = bracketBeyond(text, MOST_JSON_DEEP);
  if (beyond !== null) return faultAt(text, 'TooDeep', beyond);
  const errors: ParseError[] = [];
  const value: unknown = parse(text, errors, { allowTrailingComma: true, allowEmptyContent: false });
  const first = errors[0];
  if (!first) return { ok: true, value };
  const fault = NOT_UTF8.test(text) ? 'NotUtf8' : printParseErrorCode(first.error);
  return faultAt(text, fault, first.offset);
}

function faultAt(text: string, fault: string, offset: number): JsonFault {
  return { ok: false, fault, message: WORDS[fault] ?? fault, ...placeOfOffset(text, offset) };
}

/** What bytes of another encoding become when they are read as UTF-8. */
const NOT_UTF8 = /[\0\uFFFD]/;

/** The failure of a project whose `file` is not JSON, with the place and the lines around it. */
export function invalidJson(
  code: 'project.config' | 'project.syntax',
  file: string,
  text: string,
  { fault, message, line, column }: JsonFault,
): FerryError {
  return new FerryError(
    code,
    `${file}:${String(line)}:${String(column)} is not valid JSON: ${message}. Correct it and open the project again.`,
    {
      details: { reason: 'json', file, line, column, fault, codeFrame: codeFrame(text, line, column) },
    },
  );
}

/** Where a value stands in a JSON file; the whole file when the text holds no such value. */
export function placeInJson(file: string, source: string, path: readonly (string | number)[]): Place {
  const tree = parseTree(source, [], { allowTrailingComma: true });
  const node = tree && findNodeAtLocation(tree, [...path]);
  if (!node) return { file, line: 0, column: 0, source: '' };
  return { file, source, ...placeOfOffset(source, node.offset) };
}

/** A JSON object, or null for every other value. */
export function objectFrom(value: unknown): Record<string, unknown> | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : null;
}

/** The string-valued members of a JSON object. */
export function stringMembers(value: unknown): [string, string][] {
  return Object.entries(objectFrom(value) ?? {}).filter(
    (entry): entry is [string, string] => typeof entry[1] === 'string',
  );
}
