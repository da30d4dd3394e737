import type { FilterClause } from '#contract/filter-language';
import {
  isInRanges,
  KIND_VALUES,
  likeTest,
  sinceEpochMs,
  STATE_VALUES,
  type HAS_VALUES,
  type IS_VALUES,
  type NumberRange,
} from '#contract/filter-terms';
import { TRAITS } from '../../lib/exchange-facts.ts';
import { TAG_SEPARATOR, type ExchangeColumns, type TextColumn } from './columns.ts';

type Test = (slot: number) => boolean;

export interface MatchContext {
  readonly launch: number;
  readonly nowEpochMs: number;
  /** Whether records can be searched for a text as short as this. */
  canFind(text: string): boolean;
  /** Slots whose record has the text, 1 for each; how far the search has come is the caller's. */
  textBits(text: string): Uint8Array;
}

const STATE = Object.fromEntries(STATE_VALUES.map((state, index) => [state, index])) as Record<
  (typeof STATE_VALUES)[number],
  number
>;

/** What a plain word is looked for in beside the record itself. */
const MARK_COLUMNS: readonly TextColumn[] = ['tags', 'note'];
/** And where it is too short for a search through the records. */
const SHORT_COLUMNS: readonly TextColumn[] = [...MARK_COLUMNS, 'method', 'host', 'path', 'page'];

/** For each line, 1 where all conditions hold; `listed` is 1 for the lines there are. */
export function matchAll(
  columns: ExchangeColumns,
  clauses: readonly FilterClause[],
  listed: Uint8Array,
  context: MatchContext,
): Uint8Array {
  if (clauses.length === 0) return listed;
  const matches = new Uint8Array(columns.count);
  // Condition by condition, each over what the ones before have left.
  let left = new Int32Array(columns.count);
  let count = 0;
  for (let slot = 0; slot < columns.count; slot += 1) if (listed[slot] === 1) left[count++] = slot;
  for (const clause of clauses) {
    const test = testOf(columns, clause, context);
    const wanted = !clause.isNegated;
    const all = left.subarray(0, count);
    count = 0;
    for (const slot of all) if (test(slot) === wanted) left[count++] = slot;
  }
  left = left.subarray(0, count);
  for (const slot of left) matches[slot] = 1;
  return matches;
}

function testOf(columns: ExchangeColumns, clause: FilterClause, context: MatchContext): Test {
  switch (clause.key) {
    case 'text':
      return textTest(columns, clause.text, context);
    case 'kind':
      return oneOf(
        columns.kinds,
        clause.values.map((value) => KIND_VALUES.indexOf(value)),
      );
    case 'state':
      return oneOf(
        columns.states,
        clause.values.map((value) => STATE[value]),
      );
    case 'status': {
      const isIn = rangesTest(clause.ranges);
      return (slot) => {
        const status = columns.statuses[slot] ?? 0;
        return status > 0 && isIn(status);
      };
    }
    case 'size': {
      const isIn = rangesTest(clause.ranges);
      return (slot) => isIn(columns.sizes[slot] ?? 0);
    }
    case 'duration': {
      const isIn = rangesTest(clause.ranges);
      return (slot) => {
        const duration = columns.durations[slot] ?? Number.NaN;
        const ms = Number.isNaN(duration) ? context.nowEpochMs - (columns.calledAt[slot] ?? 0) : duration;
        return isIn(ms);
      };
    }
    case 'host':
    case 'page':
    case 'path':
    case 'method':
      return patternTest(columns, clause.key, clause.patterns, (text) => [text]);
    case 'type':
      return patternTest(columns, 'mediaType', clause.patterns, (text) => [text]);
    case 'note':
      return patternTest(columns, 'note', clause.patterns, (text) => [text]);
    case 'tag':
      return patternTest(columns, 'tags', clause.patterns, (text) => text.split(TAG_SEPARATOR));
    case 'warning':
      return patternTest(columns, 'warnings', clause.patterns, (text) => text.split(' '));
    case 'since': {
      const since = sinceEpochMs(clause.since, context.nowEpochMs);
      return (slot) => (columns.calledAt[slot] ?? 0) >= since;
    }
    case 'launch': {
      const launches = clause.launches.map((launch) => (launch === 'this' ? context.launch : launch));
      return oneOf(columns.launches, launches);
    }
    case 'is':
      return anyOf(clause.values.map((value) => isTest(columns, value)));
    case 'has':
      return anyOf(clause.values.map((value) => hasTest(columns, value)));
  }
}

/** Whether a number is within the ranges; of a single one, without a call of its own. */
function rangesTest(ranges: readonly NumberRange[]): (value: number) => boolean {
  const [only] = ranges;
  if (!only || ranges.length > 1) return (value) => isInRanges(value, ranges);
  const { from, to, isFromOutside = false, isToOutside = false } = only;
  return (value) =>
    (isFromOutside ? value > from : value >= from) && (isToOutside ? value < to : value <= to);
}

function oneOf(column: Int32Array | Uint8Array, values: readonly number[]): Test {
  const [only] = values;
  return values.length === 1
    ? (slot) => column[slot] === only
    : (slot) => values.includes(column[slot] ?? -1);
}

function anyOf(tests: readonly Test[]): Test {
  const [only] = tests;
  return tests.length === 1 && only ? only : (slot) => tests.some((test) => test(slot));
}

/** Each of the column's texts is looked at once, however many lines have it. */
function patternTest(
  columns: ExchangeColumns,
  column: TextColumn,
  patterns: readonly string[],
  partsOf: (text: string) => readonly string[],
): Test {
  const tests = patterns.map(likeTest);
  const answers = columns.dictionaries[column].answers(`like ${patterns.join(TAG_SEPARATOR)}`, (text) => {
    if (text === '') return false;
    if (patterns.length === 0) return true;
    const parts = partsOf(text);
    return tests.some((test) => parts.some(test));
  });
  const numbers = columns.numbers[column];
  return (slot) => answers[numbers[slot] ?? 0] === 1;
}

function textTest(columns: ExchangeColumns, text: string, context: MatchContext): Test {
  const wanted = text.toLowerCase();
  const bits = context.textBits(text);
  const inColumns = (context.canFind(text) ? MARK_COLUMNS : SHORT_COLUMNS).map((column) => ({
    numbers: columns.numbers[column],
    answers: columns.dictionaries[column].answers(`word ${wanted}`, (known) => known.includes(wanted)),
  }));
  return (slot) =>
    bits[slot] === 1 || inColumns.some(({ numbers, answers }) => answers[numbers[slot] ?? 0] === 1);
}

function isTest(columns: ExchangeColumns, value: (typeof IS_VALUES)[number]): Test {
  switch (value) {
    case 'pinned':
      return (slot) => columns.pinned[slot] === 1;
    case 'live':
      return (slot) => columns.states[slot] === STATE.waiting || columns.states[slot] === STATE.running;
    case 'problem': {
      const [error, warning] = [hasTest(columns, 'error'), hasTest(columns, 'warning')];
      return (slot) => error(slot) || warning(slot);
    }
    case 'resend':
    case 'imported':
    case 'paused':
      return traitTest(columns, TRAITS[value]);
  }
}

function hasTest(columns: ExchangeColumns, value: (typeof HAS_VALUES)[number]): Test {
  switch (value) {
    case 'error':
      return (slot) => columns.states[slot] === STATE.failed || (columns.statuses[slot] ?? 0) >= 400;
    case 'warning':
      return patternTest(columns, 'warnings', [], (text) => [text]);
    case 'note':
      return patternTest(columns, 'note', [], (text) => [text]);
    case 'tag':
      return patternTest(columns, 'tags', [], (text) => [text]);
    case 'rule':
      return traitTest(columns, TRAITS.hasRule);
  }
}

function traitTest(columns: ExchangeColumns, bit: number): Test {
  return (slot) => ((columns.traits[slot] ?? 0) & bit) !== 0;
}
