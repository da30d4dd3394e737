import { quotedForFilter, splitFilter, isFilterKey } from './filter-language.ts';
import {
  FILTER_KEYS,
  HAS_VALUES,
  IS_VALUES,
  KIND_VALUES,
  STATE_VALUES,
  type FilterKey,
} from './filter-terms.ts';

/** Values that exchanges have, the most frequent first. */
export interface FilterValues {
  readonly hosts: readonly string[];
  readonly pages: readonly string[];
  readonly tags: readonly string[];
  readonly mediaTypes: readonly string[];
  readonly warnings: readonly string[];
}

/** What a suggestion means; the panel has words for each. `seen` is a value that exchanges have. */
export type FilterMeaning = (typeof FILTER_MEANINGS)[number];

export const FILTER_MEANINGS = [
  ...FILTER_KEYS.map((key) => `key-${key}` as const),
  ...KIND_VALUES.map((value) => `kind-${value}` as const),
  ...STATE_VALUES.map((value) => `state-${value}` as const),
  ...IS_VALUES.map((value) => `is-${value}` as const),
  ...HAS_VALUES.map((value) => `has-${value}` as const),
  'status-2xx',
  'status-3xx',
  'status-4xx',
  'status-5xx',
  'status-problem',
  'at-least',
  'at-most',
  'slower-than',
  'ago',
  'time-of-day',
  'date',
  'launch-this',
  'method',
  'media-type',
  'any',
  'seen',
] as const;

export interface FilterSuggestion {
  /** What stands in the filter once it is taken: `host:`, `kind:upload`. */
  readonly insert: string;
  readonly meaning: FilterMeaning;
  /** Whether something is still to be typed behind it. */
  readonly isUnfinished: boolean;
}

export interface FilterCompletion {
  /** The stretch of the text that a suggestion takes the place of. */
  readonly from: number;
  readonly to: number;
  readonly suggestions: readonly FilterSuggestion[];
}

const MAX_SUGGESTIONS = 12;

type Offer = readonly [value: string, meaning: FilterMeaning, isUnfinished?: boolean];

/** What can stand at the caret. */
export function completeFilter(text: string, caret: number, values: FilterValues): FilterCompletion {
  const piece = splitFilter(text).find(({ from, to }) => from <= caret && caret <= to);
  if (!piece) return { from: caret, to: caret, suggestions: keySuggestions('', '') };
  const { from, to } = piece;
  const not = piece.isNegated ? '-' : '';
  const { key } = piece;
  if (key === null || caret < piece.valueFrom) {
    const typed = text.slice(not === '' ? from : from + 1, caret).toLowerCase();
    const keys = keySuggestions(typed, not);
    return { from, to, suggestions: [...keys, ...valuesOfAnyKey(typed, not)].slice(0, MAX_SUGGESTIONS) };
  }
  if (!isFilterKey(key)) return { from, to, suggestions: [] };
  const written = text.slice(piece.valueFrom, to);
  // Of a list, the value at the caret is completed: what stands before it stays.
  const isList = !piece.isQuoted && key !== 'since' && key !== 'slow' && key !== 'note';
  const comma = isList ? written.slice(0, caret - piece.valueFrom).lastIndexOf(',') : -1;
  const before = written.slice(0, comma + 1);
  const typed = (isList ? text.slice(piece.valueFrom + comma + 1, caret) : piece.value).toLowerCase();
  const suggestions = offersOf(key, values)
    .filter(([value]) => (value === '' ? typed === '' : matches(value, typed)))
    .slice(0, MAX_SUGGESTIONS)
    .map(([value, meaning, isUnfinished = false]) => ({
      insert: `${not}${key}:${before}${value === '' ? '' : quotedForFilter(value)}`,
      meaning,
      isUnfinished,
    }));
  return { from, to, suggestions };
}

function matches(value: string, typed: string): boolean {
  const whole = value.toLowerCase();
  return whole !== typed && whole.includes(typed);
}

function keySuggestions(typed: string, not: string): FilterSuggestion[] {
  return FILTER_KEYS.filter((key) => key.startsWith(typed)).map((key) => ({
    insert: `${not}${key}:`,
    meaning: `key-${key}` as const,
    isUnfinished: true,
  }));
}

/** `upl` offers `kind:upload`. */
function valuesOfAnyKey(typed: string, not: string): FilterSuggestion[] {
  if (typed.length < 2) return [];
  const none: FilterValues = { hosts: [], pages: [], tags: [], mediaTypes: [], warnings: [] };
  return (['kind', 'state', 'is', 'has'] as const).flatMap((key) =>
    offersOf(key, none)
      .filter(([value]) => value.startsWith(typed))
      .map(([value, meaning]) => ({ insert: `${not}${key}:${value}`, meaning, isUnfinished: false })),
  );
}

function offersOf(key: FilterKey, values: FilterValues): readonly Offer[] {
  const seen = (of: readonly string[]): Offer[] => of.map((value) => [value, 'seen']);
  switch (key) {
    case 'kind':
      return KIND_VALUES.map((value) => [value, `kind-${value}`]);
    case 'state':
      return STATE_VALUES.map((value) => [value, `state-${value}`]);
    case 'is':
      return IS_VALUES.map((value) => [value, `is-${value}`]);
    case 'has':
      return HAS_VALUES.map((value) => [value, `has-${value}`]);
    case 'status':
      return [
        ['>=400', 'status-problem'],
        ['2xx', 'status-2xx'],
        ['3xx', 'status-3xx'],
        ['4xx', 'status-4xx'],
        ['5xx', 'status-5xx'],
      ];
    case 'host':
      return seen(values.hosts);
    case 'page':
      return seen(values.pages);
    case 'tag':
      return [['', 'any'], ...seen(values.tags)];
    case 'warning':
      return [['', 'any'], ...seen(values.warnings)];
    case 'note':
      return [['', 'any']];
    case 'type':
      return [
        ...['image', 'json', 'text', 'audio', 'video'].map((value): Offer => [value, 'media-type']),
        ...seen(values.mediaTypes),
      ];
    case 'method':
      return ['GET', 'POST', 'PUT', 'DELETE', 'HEAD', 'OPTIONS'].map((value): Offer => [value, 'method']);
    case 'size':
      return [
        ['>100k', 'at-least'],
        ['>1m', 'at-least'],
        ['>10m', 'at-least'],
        ['<1k', 'at-most'],
      ];
    case 'duration':
      return [
        ['>500ms', 'at-least'],
        ['>1s', 'at-least'],
        ['>10s', 'at-least'],
        ['<50ms', 'at-most'],
      ];
    case 'slow':
      return [
        ['', 'slower-than'],
        ['2s', 'slower-than'],
        ['10s', 'slower-than'],
      ];
    case 'since':
      return [
        ['10m', 'ago'],
        ['1h', 'ago'],
        ['1d', 'ago'],
        ['14:30', 'time-of-day', true],
        ['2026-11-20', 'date', true],
      ];
    case 'launch':
      return [['this', 'launch-this']];
    case 'path':
      return [];
  }
}
