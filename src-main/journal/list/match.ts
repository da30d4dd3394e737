import type { FilterClause } from '#contract/filter-language';
import {
  HAS_VALUES,
  IS_VALUES,
  isInRanges,
  isLike,
  KIND_VALUES,
  sinceEpochMs,
  STATE_VALUES,
} from '#contract/filter-terms';
import { TRAITS } from '../../lib/exchange-facts.ts';
import { TAG_SEPARATOR, type ExchangeColumns, type TextColumn } from './columns.ts';

type Test = (slot: number) => boolean;

export interface MatchContext {
  readonly launch: number;
  readonly nowEpochMs: number;
  /** Slots whose record has the text, 1 for each; how far the search has come is the caller's. */
  textBits(text: string): Uint8Array;
}

const STATE = Object.fromEntries(STATE_VALUES.map((state, index) => [state, index])) as Record<
  (typeof STATE_VALUES)[number],
  number
>;

/** Texts that a plain word is looked for in, beside those of the record itself: what is short and in the memory. */
const WORD_COLUMNS: readonly TextColumn[] = ['method', 'host', 'path', 'page', 'tags', 'note'];

/** For each line, whether all conditions hold; `isListed` says which lines there are. */
export function matchAll(
  columns: ExchangeColumns,
  clauses: readonly FilterClause[],
  isListed: Test,
  context: MatchContext,
): Uint8Array {
  const tests = clauses.map((clause) => {
    const test = testOf(columns, clause, context);
    return clause.isNegated ? (slot: number) => !test(slot) : test;
  });
  const matches = new Uint8Array(columns.count);
  for (let slot = 0; slot < columns.count; slot += 1) matches[slot] = isListed(slot) ? 1 : 0;
  // Condition by condition: each loop stays with few columns.
  for (const test of tests) {
    for (let slot = 0; slot < columns.count; slot += 1) {
      if (matches[slot] === 1 && !test(slot)) matches[slot] = 0;
    }
  }
  return matches;
}

function testOf(columns: ExchangeColumns, clause: FilterClause, context: MatchContext): Test {
  switch (clause.key) {
    case 'text':
      return textTest(columns, clause.text, context);
    case 'kind':
      return oneOf(columns.kinds, clause.values.map((value) => KIND_VALUES.indexOf(value)));
    case 'state':
      return oneOf(columns.states, clause.values.map((value) => STATE[value]));
    case 'status':
      return (slot) => {
        const status = columns.statuses[slot] ?? 0;
        return status > 0 && isInRanges(status, clause.ranges);
      };
    case 'size':
      return (slot) => isInRanges(columns.sizes[slot] ?? 0, clause.ranges);
    case 'duration':
      return (slot) => {
        const duration = columns.durations[slot] ?? Number.NaN;
        const ms = Number.isNaN(duration) ? context.nowEpochMs - (columns.calledAt[slot] ?? 0) : duration;
        return isInRanges(ms, clause.ranges);
      };
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

function oneOf(column: Int32Array | Uint8Array, values: readonly number[]): Test {
  const [only] = values;
  return values.length === 1 ? (slot) => column[slot] === only : (slot) => values.includes(column[slot] ?? -1);
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
  const answers = columns.dictionaries[column].answers(`like ${patterns.join(TAG_SEPARATOR)}`, (text) => {
    if (text === '') return false;
    if (patterns.length === 0) return true;
    const parts = partsOf(text);
    return patterns.some((pattern) => parts.some((part) => isLike(part, pattern)));
  });
  const numbers = columns.numbers[column];
  return (slot) => answers[numbers[slot] ?? 0] === 1;
}

function textTest(columns: ExchangeColumns, text: string, context: MatchContext): Test {
  const wanted = text.toLowerCase();
  const bits = context.textBits(text);
  const inColumns = WORD_COLUMNS.map((column) => ({
    numbers: columns.numbers[column],
    answers: columns.dictionaries[column].answers(`word ${wanted}`, (known) =>
      known.toLowerCase().includes(wanted),
    ),
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
