import type { ExchangeKind, ExchangeState } from './transfer.ts';

/** The keys of a filter. */
export const FILTER_KEYS = [
  'kind',
  'state',
  'status',
  'host',
  'page',
  'path',
  'method',
  'type',
  'size',
  'duration',
  'slow',
  'warning',
  'since',
  'launch',
  'is',
  'has',
  'tag',
  'note',
] as const;

export type FilterKey = (typeof FILTER_KEYS)[number];

/** Both ends belong to it, unless it says otherwise. */
export interface NumberRange {
  readonly from: number;
  readonly to: number;
  readonly isFromOutside?: boolean;
  readonly isToOutside?: boolean;
}

/** A moment as it is written; `sinceEpochMs` makes one of it. */
export type Since =
  | { readonly kind: 'ago'; readonly ms: number }
  | { readonly kind: 'clock'; readonly hour: number; readonly minute: number }
  | { readonly kind: 'date'; readonly year: number; readonly month: number; readonly day: number };

export const IS_VALUES = ['pinned', 'live', 'problem', 'resend', 'imported', 'paused'] as const;
export const HAS_VALUES = ['error', 'warning', 'note', 'tag', 'rule'] as const;
export const KIND_VALUES = [
  'upload',
  'download',
  'request',
  'resource',
  'socket',
] as const satisfies readonly ExchangeKind[];
export const STATE_VALUES = [
  'waiting',
  'running',
  'done',
  'failed',
  'aborted',
] as const satisfies readonly ExchangeState[];

/** What a condition asks. Where there are several values, one of them is enough; of none, anything that is there. */
export type FilterTerm =
  | { readonly key: 'text'; readonly text: string }
  | { readonly key: 'kind'; readonly values: readonly ExchangeKind[] }
  | { readonly key: 'state'; readonly values: readonly ExchangeState[] }
  | { readonly key: 'status'; readonly ranges: readonly NumberRange[] }
  /** Bytes of the body: sent of an upload, received of all others. */
  | { readonly key: 'size'; readonly ranges: readonly NumberRange[] }
  /** Milliseconds, of what is alive until now. */
  | { readonly key: 'duration'; readonly ranges: readonly NumberRange[] }
  /** With `*` the whole text must be like it, without a part of it; letters in either case. */
  | {
      readonly key: 'host' | 'page' | 'path' | 'method' | 'type' | 'tag' | 'note' | 'warning';
      readonly patterns: readonly string[];
    }
  | { readonly key: 'since'; readonly since: Since }
  | { readonly key: 'launch'; readonly launches: readonly (number | 'this')[] }
  | { readonly key: 'is'; readonly values: readonly (typeof IS_VALUES)[number][] }
  | { readonly key: 'has'; readonly values: readonly (typeof HAS_VALUES)[number][] };

/** What becomes of a key with its value. */
export type ReadTerm =
  | { readonly kind: 'term'; readonly term: FilterTerm }
  /** The value is still to be written: no condition yet. */
  | { readonly kind: 'unfinished' }
  /** Not of this language, such as the beginning of a URL. */
  | { readonly kind: 'no-key' }
  | {
      readonly kind: 'problem';
      readonly code: 'unknown-key' | 'unknown-value' | 'no-number' | 'no-time';
      readonly nearest: string | null;
    };

/** `slow:` alone. */
const SLOW_MS = 1000;
const UNFINISHED: ReadTerm = { kind: 'unfinished' };

/** Reads one condition. */
export function readTerm(key: string, value: string): ReadTerm {
  const values = value
    .split(',')
    .map((one) => one.trim())
    .filter((one) => one !== '');
  switch (key) {
    case 'kind':
      return chosen(values, KIND_VALUES, (known) => ({ key, values: known }));
    case 'state':
      return chosen(values, STATE_VALUES, (known) => ({ key, values: known }));
    case 'is':
      return chosen(values, IS_VALUES, (known) => ({ key, values: known }));
    case 'has':
      return chosen(values, HAS_VALUES, (known) => ({ key, values: known }));
    case 'status':
      return ranges(values, statusRange, (read) => ({ key, ranges: read }));
    case 'size':
      return ranges(
        values,
        (text) => rangeOf(text, sizeBytes),
        (read) => ({ key, ranges: read }),
      );
    case 'duration':
      return ranges(
        values,
        (text) => rangeOf(text, durationMs),
        (read) => ({ key, ranges: read }),
      );
    case 'slow':
      return slow(values);
    case 'host':
    case 'page':
    case 'path':
    case 'method':
    case 'type':
      return values.length === 0 ? UNFINISHED : { kind: 'term', term: { key, patterns: values } };
    case 'tag':
    case 'warning':
      return { kind: 'term', term: { key, patterns: values } };
    case 'note':
      return { kind: 'term', term: { key, patterns: value === '' ? [] : [value] } };
    case 'since': {
      if (value === '') return UNFINISHED;
      const since = sinceOf(value);
      return since === null
        ? { kind: 'problem', code: 'no-time', nearest: null }
        : { kind: 'term', term: { key, since } };
    }
    case 'launch':
      return launches(values);
    default:
      return strangeKey(key, value);
  }
}

/** `http://…`, `localhost:8080` and the like are no conditions; `hots:` is one that went wrong. */
function strangeKey(key: string, value: string): ReadTerm {
  const nearest = nearestOf(key, FILTER_KEYS);
  const isOther = value.startsWith('/') || nearest === null;
  return isOther ? { kind: 'no-key' } : { kind: 'problem', code: 'unknown-key', nearest };
}

function chosen<V extends string>(
  values: readonly string[],
  known: readonly V[],
  term: (values: readonly V[]) => FilterTerm,
): ReadTerm {
  if (values.length === 0) return UNFINISHED;
  const found: V[] = [];
  for (const value of values) {
    const one = known.find((candidate) => candidate === value.toLowerCase());
    if (one === undefined) {
      return { kind: 'problem', code: 'unknown-value', nearest: nearestOf(value.toLowerCase(), known) };
    }
    found.push(one);
  }
  return { kind: 'term', term: term(found) };
}

function ranges(
  values: readonly string[],
  read: (text: string) => NumberRange | null | 'unfinished',
  term: (ranges: readonly NumberRange[]) => FilterTerm,
): ReadTerm {
  const found: NumberRange[] = [];
  for (const value of values) {
    const range = read(value);
    if (range === null) return { kind: 'problem', code: 'no-number', nearest: null };
    if (range !== 'unfinished') found.push(range);
  }
  return found.length === 0 ? UNFINISHED : { kind: 'term', term: term(found) };
}

function slow(values: readonly string[]): ReadTerm {
  if (values.length > 1) return { kind: 'problem', code: 'no-number', nearest: null };
  const ms = values[0] === undefined ? SLOW_MS : durationMs(values[0].replace(/^>=?/u, ''));
  if (ms === null) return { kind: 'problem', code: 'no-number', nearest: null };
  return {
    kind: 'term',
    term: { key: 'duration', ranges: [{ from: ms, to: Number.POSITIVE_INFINITY, isFromOutside: true }] },
  };
}

function launches(values: readonly string[]): ReadTerm {
  if (values.length === 0) return UNFINISHED;
  const found: (number | 'this')[] = [];
  for (const value of values) {
    if (value.toLowerCase() === 'this') found.push('this');
    else if (/^\d{1,9}$/u.test(value)) found.push(Number(value));
    else return { kind: 'problem', code: 'unknown-value', nearest: nearestOf(value.toLowerCase(), ['this']) };
  }
  return { kind: 'term', term: { key: 'launch', launches: found } };
}

/** `404`, `4xx`, `>=400`, `400..499`. */
function statusRange(text: string): NumberRange | null | 'unfinished' {
  const hundreds = /^([1-9])xx$/iu.exec(text)?.[1];
  if (hundreds !== undefined) return { from: Number(hundreds) * 100, to: Number(hundreds) * 100 + 99 };
  const whole = (written: string): number | null => (/^\d{1,4}$/u.test(written) ? Number(written) : null);
  const exact = whole(text);
  return exact === null ? rangeOf(text, whole) : { from: exact, to: exact };
}

/** `>1m`, `<=1m`, `1m..2m`, `1m-2m`; a number alone is the least. */
function rangeOf(text: string, read: (text: string) => number | null): NumberRange | null | 'unfinished' {
  const compared = /^(>=|<=|>|<|=)(.*)$/u.exec(text);
  if (compared) {
    const [, operator = '', written = ''] = compared;
    if (written === '') return 'unfinished';
    const value = read(written);
    if (value === null) return null;
    if (operator === '=') return { from: value, to: value };
    return operator.startsWith('>')
      ? { from: value, to: Number.POSITIVE_INFINITY, isFromOutside: operator === '>' }
      : { from: Number.NEGATIVE_INFINITY, to: value, isToOutside: operator === '<' };
  }
  const between = /^(.+?)(?:\.\.|-)(.*)$/u.exec(text);
  const from = read(between?.[1] ?? text);
  const to = between?.[2] ? read(between[2]) : Number.POSITIVE_INFINITY;
  return from === null || to === null ? null : { from, to };
}

const SIZE_UNITS: Readonly<Record<string, number>> = {
  '': 1,
  b: 1,
  k: 1024,
  kb: 1024,
  kib: 1024,
  m: 1024 ** 2,
  mb: 1024 ** 2,
  mib: 1024 ** 2,
  g: 1024 ** 3,
  gb: 1024 ** 3,
  gib: 1024 ** 3,
};
const DURATION_UNITS: Readonly<Record<string, number>> = {
  '': 1,
  ms: 1,
  s: 1000,
  m: 60_000,
  min: 60_000,
  h: 3_600_000,
};
const AGO_UNITS: Readonly<Record<string, number>> = {
  s: 1000,
  m: 60_000,
  min: 60_000,
  h: 3_600_000,
  d: 86_400_000,
};

const sizeBytes = (text: string): number | null => withUnit(text, SIZE_UNITS);
const durationMs = (text: string): number | null => withUnit(text, DURATION_UNITS);

function withUnit(text: string, units: Readonly<Record<string, number>>): number | null {
  const [, digits, unit = ''] = /^(\d{1,12}(?:\.\d{1,6})?)([a-z]*)$/iu.exec(text) ?? [];
  const factor = Object.hasOwn(units, unit.toLowerCase()) ? units[unit.toLowerCase()] : undefined;
  return digits === undefined || factor === undefined ? null : Number(digits) * factor;
}

/** `10m`, `14:30`, `2026-11-20`; null for anything else, such as a day that is none. */
function sinceOf(text: string): Since | null {
  const ms = withUnit(text, AGO_UNITS);
  if (ms !== null) return { kind: 'ago', ms };
  const clock = /^(\d{1,2}):(\d{2})$/u.exec(text);
  if (clock) {
    const [hour, minute] = [Number(clock[1]), Number(clock[2])];
    return hour < 24 && minute < 60 ? { kind: 'clock', hour, minute } : null;
  }
  const date = /^(\d{4})-(\d{1,2})-(\d{1,2})$/u.exec(text);
  if (!date) return null;
  const [year, month, day] = [Number(date[1]), Number(date[2]), Number(date[3])];
  const made = new Date(year, month - 1, day);
  return made.getMonth() === month - 1 && made.getDate() === day ? { kind: 'date', year, month, day } : null;
}

/** The moment that is meant, by the clock of this computer; a time of day that is still to come was yesterday's. */
export function sinceEpochMs(since: Since, nowEpochMs: number): number {
  if (since.kind === 'ago') return nowEpochMs - since.ms;
  if (since.kind === 'date') return new Date(since.year, since.month - 1, since.day).getTime();
  const moment = new Date(nowEpochMs);
  moment.setHours(since.hour, since.minute, 0, 0);
  if (moment.getTime() > nowEpochMs) moment.setDate(moment.getDate() - 1);
  return moment.getTime();
}

/** Whether a number is within one of the ranges. */
export function isInRanges(value: number, ranges: readonly NumberRange[]): boolean {
  return ranges.some(
    ({ from, to, isFromOutside, isToOutside }) =>
      (isFromOutside ? value > from : value >= from) && (isToOutside ? value < to : value <= to),
  );
}

/** Whether a text is like a pattern: with `*` as a whole, else in a part; letters in either case. */
export function isLike(text: string, pattern: string): boolean {
  return likeTest(pattern)(text.toLowerCase());
}

/** The same for many texts, which are in lower case already. */
export function likeTest(pattern: string): (lowerText: string) => boolean {
  const wanted = pattern.toLowerCase();
  if (!wanted.includes('*')) return (text) => text.includes(wanted);
  const pieces = wanted.split('*');
  const first = pieces[0] ?? '';
  const last = pieces.at(-1) ?? '';
  const between = pieces.slice(1, -1);
  return (text) => {
    if (text.length < first.length + last.length || !text.startsWith(first) || !text.endsWith(last)) {
      return false;
    }
    let at = first.length;
    for (const piece of between) {
      const found = text.indexOf(piece, at);
      if (found < 0) return false;
      at = found + piece.length;
    }
    return at <= text.length - last.length;
  };
}

/** The known word that is meant by one with a slip or two in it; null when none is near. */
export function nearestOf(word: string, known: readonly string[]): string | null {
  const allowed = word.length <= 3 ? 1 : 2;
  let best: string | null = null;
  let least = allowed + 1;
  for (const candidate of known) {
    const distance = candidate.startsWith(word) && word.length >= 2 ? 0.5 : slips(word, candidate, allowed);
    if (distance < least) [least, best] = [distance, candidate];
  }
  return best;
}

/** Letters to add, take away, change or swap with their neighbour; more than `most` is not counted. */
function slips(one: string, other: string, most: number): number {
  if (Math.abs(one.length - other.length) > most) return most + 1;
  let before: number[] = [];
  let row = Array.from({ length: other.length + 1 }, (_, index) => index);
  for (let y = 1; y <= one.length; y += 1) {
    const next = [y];
    for (let x = 1; x <= other.length; x += 1) {
      const isSame = one[y - 1] === other[x - 1];
      let least = Math.min((row[x] ?? 0) + 1, (next[x - 1] ?? 0) + 1, (row[x - 1] ?? 0) + (isSame ? 0 : 1));
      if (y > 1 && x > 1 && one[y - 1] === other[x - 2] && one[y - 2] === other[x - 1]) {
        least = Math.min(least, (before[x - 2] ?? 0) + 1);
      }
      next.push(least);
    }
    [before, row] = [row, next];
  }
  return row.at(-1) ?? 0;
}
