import type { ConsoleForm } from '#contract/project';
import { CONSOLE_VALUES_LENGTH } from '#contract/value-view';
import type { PageReport } from '#contract/wx';
import type { ValueRefs } from '../inspect/value-refs.ts';
import { CONSOLE_BOUNDS, SCANT_BOUNDS, viewOf } from '../inspect/value-view.ts';
import { plainCopy } from '../wx/plain-copy.ts';

const LEVELS = ['debug', 'log', 'info', 'warn', 'error'] as const;
const MAX_TEXT = 20_000;
const MAX_VALUES = 50;
const MAX_STACK = 4000;
const MAX_DEPTH = 50;
/** Labels of counts and times: a page may make up as many as it likes. */
const MAX_LABELS = 1000;
const { stringify } = JSON;

interface ConsoleReportOptions {
  readonly report: (report: PageReport) => void;
  /** Route of the page on top. */
  readonly route: () => string;
  /** Keeps what is too large to be shown as a whole. */
  readonly refs: ValueRefs;
}

type Level = (typeof LEVELS)[number];

/**
 * Reports every line of the page's console: as text with its objects written out, for search and the terminal, and as
 * pictures of its arguments, for the panel. The lines still go to the developer tools.
 */
export function reportConsole({ report, route, refs }: ConsoleReportOptions): void {
  const counts = new Map<string, number>();
  const starts = new Map<string, number>();
  let depth = 0;

  const add = (level: Level, values: readonly unknown[], form?: ConsoleForm): void => {
    const pictures = picturesOf(values, refs, form === 'table');
    report({
      kind: 'console',
      level,
      page: route(),
      text: values.map(textOf).join(' ').slice(0, MAX_TEXT),
      ...(depth === 0 ? {} : { depth }),
      ...(form === undefined ? {} : { form }),
      ...(pictures === null ? {} : { values: pictures }),
      stack: (new Error().stack ?? '').slice(0, MAX_STACK),
    });
  };
  /** Does what the browser does, and then something more. */
  const extend = (name: keyof Console, more: (...values: unknown[]) => void): void => {
    const plain = Reflect.get(console, name) as (...values: readonly unknown[]) => void;
    Object.assign(console, {
      [name]: (...values: unknown[]) => {
        Reflect.apply(plain, console, values);
        more(...values);
      },
    });
  };
  const labelOf = (value: unknown): string => (value === undefined ? 'default' : textOf(value).slice(0, 200));
  const put = (labels: Map<string, number>, label: string, value: number): void => {
    if (labels.has(label) || labels.size < MAX_LABELS) labels.set(label, value);
  };
  const tellTime = (label: unknown, values: readonly unknown[], isEnd: boolean): void => {
    const name = labelOf(label);
    const start = starts.get(name);
    if (start === undefined) add('warn', [`Timer "${name}" does not exist`]);
    else add('log', [`${name}: ${(performance.now() - start).toFixed(2)} ms`, ...values]);
    if (isEnd) starts.delete(name);
  };

  for (const level of LEVELS) {
    extend(level, (...values) => {
      add(level, values);
    });
  }
  for (const [name, form] of [
    ['group', 'group'],
    ['groupCollapsed', 'collapsed-group'],
  ] as const) {
    extend(name, (...values) => {
      add('log', values.length === 0 ? ['console.group'] : values, form);
      depth = Math.min(MAX_DEPTH, depth + 1);
    });
  }
  extend('groupEnd', () => {
    depth = Math.max(0, depth - 1);
  });
  extend('table', (...values) => {
    const isTable = typeof values[0] === 'object' && values[0] !== null;
    add('log', values, isTable ? 'table' : undefined);
  });
  extend('dir', (value) => {
    add('log', [value]);
  });
  extend('dirxml', (...values) => {
    add('log', values);
  });
  extend('trace', (...values) => {
    const frames = (new Error().stack ?? '').split('\n').filter((line) => /^\s+at /.test(line));
    const own = frames.filter((line) => !line.includes('/runtime/')).join('\n');
    add('log', [`${['Trace', ...values.map(textOf)].join(' ')}\n${own}`]);
  });
  extend('assert', (isTrue, ...values) => {
    if (!isTrue) add('error', values.length === 0 ? ['Assertion failed'] : ['Assertion failed:', ...values]);
  });
  extend('count', (label) => {
    const name = labelOf(label);
    const count = (counts.get(name) ?? 0) + 1;
    put(counts, name, count);
    add('log', [`${name}: ${String(count)}`]);
  });
  extend('countReset', (label) => {
    counts.delete(labelOf(label));
  });
  extend('time', (label) => {
    put(starts, labelOf(label), performance.now());
  });
  extend('timeLog', (label, ...values) => {
    tellTime(label, values, false);
  });
  extend('timeEnd', (label) => {
    tellTime(label, [], true);
  });
  extend('clear', () => {
    depth = 0;
    add('info', ['console.clear'], 'clear');
  });
}

/** The arguments as JSON of `ValueView[]`; null where the text says it all, and where they are too much. */
function picturesOf(values: readonly unknown[], refs: ValueRefs, isTable: boolean): string | null {
  const [first] = values;
  const isPlainText = values.length === 1 && typeof first === 'string';
  if ((isPlainText && !isTable) || values.length === 0) return null;
  const shown = values.slice(0, MAX_VALUES);
  for (const bounds of [CONSOLE_BOUNDS, SCANT_BOUNDS]) {
    const json = stringify(shown.map((value) => viewOf(value, bounds, refs)));
    if (json.length <= CONSOLE_VALUES_LENGTH) return json;
  }
  return null;
}

/** A line must not fail whoever logs it, whatever the value does when it is read. */
function textOf(value: unknown): string {
  if (typeof value === 'string') return value;
  try {
    if (value instanceof Error) return errorText(value, 0);
    if (typeof value === 'function') return `[function ${value.name}]`;
    if (value === undefined) return 'undefined';
    return stringify(plainCopy(value));
  } catch {
    return '[unreadable]';
  }
}

/** An error with what caused it. */
function errorText(error: Error, depth: number): string {
  const own = error.stack ?? String(error);
  return error.cause instanceof Error && depth < 5
    ? `${own}\nCaused by: ${errorText(error.cause, depth + 1)}`
    : own;
}
