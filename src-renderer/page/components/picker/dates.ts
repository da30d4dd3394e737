import type { PickerModel, WheelColumn } from './model.ts';

/** Whole numbers from a first to a last one, both included. */
interface Span {
  readonly first: number;
  readonly last: number;
}

const EARLIEST = [1900, 1, 1] as const;
const LATEST = [2100, 12, 31] as const;
const DAY = { start: [0, 0], end: [23, 59] } as const;

const pad = (value: number, digits = 2): string => String(value).padStart(digits, '0');

/** Numbers of a text such as `2016-09-01` or `12:01`; null when it is no such text. */
function numbersOf(text: unknown, separator: string, most: number): readonly number[] | null {
  if (typeof text !== 'string' || text.trim() === '') return null;
  const numbers = text.trim().split(separator).map(Number);
  return numbers.length <= most && numbers.every(Number.isInteger) ? numbers : null;
}

/** The nearest moment within bounds; numbers are compared from the left. */
function within(value: readonly number[], start: readonly number[], end: readonly number[]): number[] {
  const compare = (a: readonly number[], b: readonly number[]): number => {
    const at = a.findIndex((part, index) => part !== b[index]);
    return at < 0 ? 0 : (a[at] ?? 0) - (b[at] ?? 0);
  };
  if (compare(value, start) < 0) return [...start];
  if (compare(value, end) > 0) return [...end];
  return [...value];
}

interface Calendar {
  readonly start: readonly number[];
  readonly end: readonly number[];
  /** Whole span of a part, the parts before it being chosen: minutes of an hour, days of a month. */
  readonly span: (part: number, chosen: readonly number[]) => Span;
  readonly label: (value: number, part: number) => string;
  readonly text: (chosen: readonly number[]) => string;
}

/** Wheels for the parts of a moment; each part's rows are those that `start` and `end` leave to it. */
function momentModel(calendar: Calendar, initial: readonly number[]): PickerModel {
  const { start, end } = calendar;
  let chosen = within(initial, start, end);

  function spanOf(part: number): Span {
    const isAt = (bound: readonly number[]): boolean =>
      chosen.slice(0, part).every((value, index) => value === bound[index]);
    const whole = calendar.span(part, chosen);
    return {
      first: isAt(start) ? Math.max(whole.first, start[part] ?? whole.first) : whole.first,
      last: isAt(end) ? Math.min(whole.last, end[part] ?? whole.last) : whole.last,
    };
  }

  function columnOf(value: number, part: number): WheelColumn {
    const { first, last } = spanOf(part);
    const count = Math.max(last - first + 1, 1);
    return {
      items: Array.from({ length: count }, (_, index) => calendar.label(first + index, part)),
      index: Math.min(Math.max(value - first, 0), count - 1),
    };
  }

  return {
    columns: () => chosen.map(columnOf),
    pick(part, index) {
      chosen = chosen.with(part, spanOf(part).first + index);
      for (let later = part + 1; later < chosen.length; later += 1) {
        const { first, last } = spanOf(later);
        chosen = chosen.with(later, Math.min(Math.max(chosen[later] ?? first, first), last));
      }
    },
    detail: () => ({ value: calendar.text(chosen) }),
  };
}

/** Properties of the modes of time; an order that makes no sense (`end` before `start`) is as if not given. */
export interface MomentOptions {
  readonly value: unknown;
  readonly start: unknown;
  readonly end: unknown;
  readonly now: Date;
}

function bounds(
  start: readonly number[],
  end: readonly number[],
  widest: { readonly start: readonly number[]; readonly end: readonly number[] },
): { readonly start: readonly number[]; readonly end: readonly number[] } {
  return within(start, widest.start, end).join() === start.join() ? { start, end } : widest;
}

/** `mode="time"`: `hh:mm`; now, where `value` is no time. */
export function timeModel({ value, start, end, now }: MomentOptions): PickerModel {
  const parts = (text: unknown): readonly number[] | null => {
    const numbers = numbersOf(text, ':', 3);
    return numbers === null ? null : [numbers[0] ?? 0, numbers[1] ?? 0];
  };
  const limits = bounds(parts(start) ?? DAY.start, parts(end) ?? DAY.end, DAY);
  return momentModel(
    {
      ...limits,
      span: (part) => ({ first: 0, last: part === 0 ? 23 : 59 }),
      label: (number) => pad(number),
      text: (chosen) => chosen.map((number) => pad(number)).join(':'),
    },
    parts(value) ?? [now.getHours(), now.getMinutes()],
  );
}

const FIELDS: Readonly<Record<string, number>> = { year: 1, month: 2, day: 3 };
const UNITS = ['年', '月', '日'];

function daysOf(year: number, month: number): number {
  return new Date(year, month, 0).getDate();
}

/** `mode="date"`: `YYYY-MM-DD` or as much of it as `fields` says; today, where `value` is no date. */
export function dateModel({ value, start, end, now }: MomentOptions, fields: string): PickerModel {
  const count = FIELDS[fields] ?? 3;
  const dated = (text: unknown, fallback: readonly number[]): readonly number[] => {
    const numbers = numbersOf(typeof text === 'string' ? text.replaceAll('/', '-') : text, '-', 3);
    return fallback.slice(0, count).map((part, index) => numbers?.[index] ?? part);
  };
  const widest = { start: EARLIEST.slice(0, count), end: LATEST.slice(0, count) };
  const limits = bounds(dated(start, EARLIEST), dated(end, LATEST), widest);
  return momentModel(
    {
      ...limits,
      span: (part, [year = 0, month = 1]) =>
        part === 0
          ? { first: EARLIEST[0], last: LATEST[0] }
          : { first: 1, last: part === 1 ? 12 : daysOf(year, month) },
      label: (number, part) => `${String(number)}${UNITS[part] ?? ''}`,
      text: (chosen) => chosen.map((number, part) => pad(number, part === 0 ? 4 : 2)).join('-'),
    },
    dated(value, [now.getFullYear(), now.getMonth() + 1, now.getDate()]),
  );
}
