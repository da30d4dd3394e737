/* eslint-disable no-console -- wraps the console so that what it is told reaches the panel as text */
import type { PageReport } from '#contract/wx';
import { plainCopy } from '../wx/plain-copy.ts';

const LEVELS = ['debug', 'log', 'info', 'warn', 'error'] as const;
const MAX_TEXT = 20_000;

/**
 * Reports every line of the page's console with its objects written out; the browser itself would pass them on as
 * `[object Object]`. The lines still go to the developer tools.
 *
 * @param route of the page on top
 */
export function reportConsole(report: (report: PageReport) => void, route: () => string): void {
  for (const level of LEVELS) {
    const write = console[level].bind(console);
    console[level] = (...values: unknown[]) => {
      write(...values);
      const text = values.map(textOf).join(' ');
      report({ kind: 'console', level, page: route(), text: text.slice(0, MAX_TEXT) });
    };
  }
}

function textOf(value: unknown): string {
  if (typeof value === 'string') return value;
  if (value instanceof Error) return value.stack ?? String(value);
  if (typeof value === 'function') return `[function ${value.name}]`;
  if (value === undefined) return 'undefined';
  return JSON.stringify(plainCopy(value));
}
