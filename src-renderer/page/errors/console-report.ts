/* eslint-disable no-console -- wraps the console so that what it is told reaches the panel */
import { CONSOLE_VALUES_LENGTH } from '#contract/value-view';
import type { PageReport } from '#contract/wx';
import { CONSOLE_BOUNDS, viewOf } from '../inspect/value-view.ts';
import { plainCopy } from '../wx/plain-copy.ts';

const LEVELS = ['debug', 'log', 'info', 'warn', 'error'] as const;
const MAX_TEXT = 20_000;
const MAX_VALUES = 50;
const MAX_STACK = 4000;
const { stringify } = JSON;

/**
 * Reports every line of the page's console: as text with its objects written out, for search and the terminal, and as
 * pictures of its arguments, for the panel. The lines still go to the developer tools.
 *
 * @param route of the page on top
 */
export function reportConsole(report: (report: PageReport) => void, route: () => string): void {
  for (const level of LEVELS) {
    const write = console[level].bind(console);
    console[level] = (...values: unknown[]) => {
      write(...values);
      const text = values.map(textOf).join(' ');
      const pictures = picturesOf(values);
      report({
        kind: 'console',
        level,
        page: route(),
        text: text.slice(0, MAX_TEXT),
        ...(pictures === null ? {} : { values: pictures }),
        stack: (new Error().stack ?? '').slice(0, MAX_STACK),
      });
    };
  }
}

/** The arguments as JSON of `ValueView[]`; null where the text says it all, and where they are too much. */
function picturesOf(values: readonly unknown[]): string | null {
  const [first] = values;
  const isPlainText = values.length === 1 && typeof first === 'string';
  if (isPlainText || values.length === 0) return null;
  const json = stringify(values.slice(0, MAX_VALUES).map((value) => viewOf(value, CONSOLE_BOUNDS)));
  return json.length <= CONSOLE_VALUES_LENGTH ? json : null;
}

/** A line must not fail whoever logs it, whatever the value does when it is read. */
function textOf(value: unknown): string {
  if (typeof value === 'string') return value;
  try {
    if (value instanceof Error) return value.stack ?? String(value);
    if (typeof value === 'function') return `[function ${value.name}]`;
    if (value === undefined) return 'undefined';
    return stringify(plainCopy(value));
  } catch {
    return '[unreadable]';
  }
}
