import type { PageState, UnsupportedCount } from '#contract/panel';
import type { ConsoleRecord, ExceptionRecord } from '#contract/project';
import { clipped } from '../lib/clipped.ts';
import { createListeners } from '../lib/listeners.ts';

/** How one opening of a page went. */
export interface PageVisit {
  readonly path: string;
  readonly query: string;
  readonly opened: boolean;
  /** Why it did not open; null while it opens and when it did. */
  readonly failure: string | null;
  readonly openMs: number;
}

export type PageLogChange =
  | { readonly kind: 'console'; readonly record: ConsoleRecord }
  | { readonly kind: 'exception'; readonly record: ExceptionRecord }
  | { readonly kind: 'unsupported' }
  | { readonly kind: 'page' };

/** What the pages of one program said and did this launch: bounded, newest last. */
export interface PageLog {
  readonly console: readonly ConsoleRecord[];
  readonly exceptions: readonly ExceptionRecord[];
  readonly visits: readonly PageVisit[];
  state(): PageState;
  /** The page on top with the query it was opened with; null when none is. */
  topUrl(): string | null;
  unsupported(): UnsupportedCount[];
  addConsole(record: Omit<ConsoleRecord, 'id'>): void;
  addException(record: Omit<ExceptionRecord, 'id'>): void;
  addUnsupported(api: string): void;
  pageOpening(route: string, query: string): void;
  pageReady(route: string, openMs: number): void;
  pageFailed(route: string, message: string): void;
  setRoutes(routes: readonly string[]): void;
  /** A new run of the program: nothing is open, what was said stays. */
  restart(): void;
  /** The run broke off: what was opening, `entryPage` when nothing was yet, has failed; nothing is open. */
  breakOff(entryPage: string, message: string): void;
  clearConsole(): void;
  onChange(listener: (change: PageLogChange) => void): () => void;
}

/** A page says what it likes, so everything is bounded: lines, the characters of each, and those of all. */
const KEPT = 2000;
const KEPT_TEXT = 2_000_000;
const MAX_TEXT = 16_384;
const MAX_ROUTE = 500;
const MAX_NAMES = 1000;

export function createPageLog(): PageLog {
  let consoleRecords: ConsoleRecord[] = [];
  let exceptions: ExceptionRecord[] = [];
  let visits: PageVisit[] = [];
  const unsupported = new Map<string, number>();
  const changed = createListeners<PageLogChange>();
  let routes: readonly string[] = [];
  let opening = 0;
  /** A run has begun and no page of it has said anything yet. */
  let starting = false;
  let nextId = 1;

  const keepVisits = (all: PageVisit[]): void => {
    visits = withRoom(all, ({ query, failure }) => query.length + (failure?.length ?? 0));
  };
  const settle = (route: string, patch: Partial<PageVisit>): void => {
    starting = false;
    opening = Math.max(0, opening - 1);
    const index = visits.findLastIndex(
      (visit) => visit.path === clipped(route, MAX_ROUTE) && !visit.opened && visit.failure === null,
    );
    const visit = visits[index];
    if (visit) keepVisits(visits.with(index, { ...visit, ...patch }));
    changed.emit({ kind: 'page' });
  };

  return {
    get console() {
      return consoleRecords;
    },
    get exceptions() {
      return exceptions;
    },
    get visits() {
      return visits;
    },
    state: () => ({ route: routes.at(-1) ?? '', routes, loading: starting || opening > 0 }),
    topUrl() {
      const route = routes.at(-1);
      if (route === undefined) return null;
      const query = visits.findLast(({ path }) => path === route)?.query ?? '';
      return query === '' ? route : `${route}?${query}`;
    },
    unsupported: () =>
      [...unsupported].map(([api, calls]) => ({ api, calls })).sort((a, b) => b.calls - a.calls),
    addConsole(record) {
      const kept = {
        ...record,
        text: clipped(record.text, MAX_TEXT),
        page: clipped(record.page, MAX_ROUTE),
        id: nextId++,
      };
      consoleRecords = withRoom(
        [...consoleRecords, kept],
        ({ text, values }) => text.length + (values?.length ?? 0),
      );
      changed.emit({ kind: 'console', record: kept });
    },
    addException(record) {
      const kept = {
        ...record,
        message: clipped(record.message, MAX_TEXT),
        stack: clipped(record.stack, MAX_TEXT),
        page: clipped(record.page, MAX_ROUTE),
        id: nextId++,
      };
      exceptions = withRoom([...exceptions, kept], ({ message, stack }) => message.length + stack.length);
      changed.emit({ kind: 'exception', record: kept });
    },
    addUnsupported(api) {
      if (!unsupported.has(api) && unsupported.size >= MAX_NAMES) return;
      unsupported.set(api, (unsupported.get(api) ?? 0) + 1);
      changed.emit({ kind: 'unsupported' });
    },
    pageOpening(route, query) {
      starting = false;
      opening += 1;
      keepVisits([
        ...visits,
        {
          path: clipped(route, MAX_ROUTE),
          query: clipped(query, MAX_TEXT),
          opened: false,
          failure: null,
          openMs: 0,
        },
      ]);
      changed.emit({ kind: 'page' });
    },
    pageReady(route, openMs) {
      settle(route, { opened: true, openMs });
    },
    pageFailed(route, message) {
      settle(route, { failure: clipped(message, MAX_TEXT) });
    },
    setRoutes(next) {
      routes = next;
      changed.emit({ kind: 'page' });
    },
    restart() {
      starting = true;
      opening = 0;
      routes = [];
      changed.emit({ kind: 'page' });
    },
    breakOff(entryPage, message) {
      const unsettled = visits.filter((visit) => !visit.opened && visit.failure === null);
      if (starting)
        keepVisits([...visits, { path: entryPage, query: '', opened: false, failure: message, openMs: 0 }]);
      for (const { path } of unsettled) settle(path, { failure: message });
      starting = false;
      opening = 0;
      routes = [];
      changed.emit({ kind: 'page' });
    },
    clearConsole() {
      consoleRecords = [];
      exceptions = [];
    },
    onChange: (listener) => changed.add(listener),
  };
}

/** The newest of some records, as many as may be kept; the last one always is. */
function withRoom<T>(records: T[], lengthOf: (record: T) => number): T[] {
  let first = records.length - 1;
  let length = first < 0 ? 0 : lengthOf(records[first] as T);
  while (first > 0 && records.length - first < KEPT) {
    length += lengthOf(records[first - 1] as T);
    if (length > KEPT_TEXT) break;
    first -= 1;
  }
  return first > 0 ? records.slice(first) : records;
}
