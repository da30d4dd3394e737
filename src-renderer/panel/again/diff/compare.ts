import type { Exchange, HeaderLines } from '#contract/transfer';
import { queryOf } from '../editor/query.ts';

/** One thing of both exchanges; null where one of them has no such thing. */
export interface Difference {
  readonly label: string;
  readonly a: string | null;
  readonly b: string | null;
  readonly isSame: boolean;
}

export const DIFF_SECTIONS = [
  'result',
  'options',
  'query',
  'requestHeaders',
  'parts',
  'responseHeaders',
  'sizes',
  'callbacks',
] as const;

export type DiffSection = (typeof DIFF_SECTIONS)[number];

export type Comparison = Readonly<Record<DiffSection, readonly Difference[]>>;

/** Values that differ by their nature: a boundary is drawn anew for each upload, a date is the time. */
const VOLATILE_HEADERS = new Set(['date', 'age']);

/** Compares what is recorded of two exchanges, section by section. */
export function compareExchanges(a: Exchange, b: Exchange): Comparison {
  const urls = [URL.parse(a.url), URL.parse(b.url)] as const;
  return {
    result: [
      difference('kind', a.kind, b.kind),
      difference('method', a.method, b.method),
      difference('address', withoutQuery(a.url, urls[0]), withoutQuery(b.url, urls[1])),
      difference('page', a.page, b.page),
      difference('state', a.state, b.state),
      difference('status', textOf(a.statusCode), textOf(b.statusCode)),
      difference('errMsg', a.errMsg, b.errMsg),
      difference(
        'protocol',
        a.httpVersion && `HTTP/${a.httpVersion}`,
        b.httpVersion && `HTTP/${b.httpVersion}`,
      ),
      difference('redirects', a.redirects.join(' → '), b.redirects.join(' → ')),
      difference('rules', a.rules.join(', '), b.rules.join(', ')),
      difference('warnings', warningsOf(a), warningsOf(b)),
    ].filter((row) => row.a !== null || row.b !== null),
    options: pairUp(flatten(a.written), flatten(b.written)),
    query: pairUp(queryOf(a.url), queryOf(b.url)),
    requestHeaders: pairUp(headerPairs(a.requestHeaders), headerPairs(b.requestHeaders)),
    parts: pairUp(partPairs(a), partPairs(b)),
    responseHeaders: pairUp(headerPairs(a.responseHeaders), headerPairs(b.responseHeaders)),
    sizes: [
      difference('sent', String(a.sentBytes), String(b.sentBytes)),
      difference('received', String(a.receivedBytes), String(b.receivedBytes)),
      difference('decoded', String(a.decodedBytes), String(b.decodedBytes)),
    ],
    callbacks: callbackRows(a, b),
  };
}

function difference(label: string, a: string | null, b: string | null): Difference {
  const [left, right] = [a === '' ? null : a, b === '' ? null : b];
  return { label, a: left, b: right, isSame: left === right };
}

/**
 * Two lists of names and values in the order of the first, repeats matched by their turn: the second `token` of one
 * stands beside the second of the other.
 */
export function pairUp(a: HeaderLines, b: HeaderLines): readonly Difference[] {
  const rows: Difference[] = [];
  const left = byTurn(a);
  const right = byTurn(b);
  for (const key of new Set([...left.keys(), ...right.keys()])) {
    const [one, other] = [left.get(key), right.get(key)];
    const { label, turn } = one ?? other ?? { label: '', turn: 1 };
    const isVolatile = VOLATILE_HEADERS.has(label.toLowerCase());
    rows.push({
      label: turn === 1 ? label : `${label} (${String(turn)})`,
      a: one?.value ?? null,
      b: other?.value ?? null,
      isSame: one !== undefined && other !== undefined && (isVolatile || sameValue(one.value, other.value)),
    });
  }
  return rows;
}

/** The boundary of a multipart body says nothing. */
function sameValue(a: string, b: string): boolean {
  const plain = (value: string): string => value.replace(/boundary="?[^";]+"?/u, 'boundary=…');
  return a === b || (a.startsWith('multipart/') && plain(a) === plain(b));
}

interface Turn {
  readonly label: string;
  readonly turn: number;
  readonly value: string;
}

function byTurn(lines: HeaderLines): ReadonlyMap<string, Turn> {
  const turns = new Map<string, number>();
  const found = new Map<string, Turn>();
  for (const [label, value] of lines) {
    const turn = (turns.get(label) ?? 0) + 1;
    turns.set(label, turn);
    found.set(`${label}\n${String(turn)}`, { label, turn, value });
  }
  return found;
}

/** Names in lower case: HTTP knows no other. */
function headerPairs(headers: HeaderLines): HeaderLines {
  return headers.map(([name, value]) => [name.toLowerCase(), value] as const);
}

function partPairs({ parts }: Exchange): HeaderLines {
  return parts.flatMap(({ name, filename, contentType, sizeBytes, sha256, value }): HeaderLines => {
    if (filename === null) return [[name, value ?? `${String(sizeBytes)} B`]];
    return [
      [`${name}: filename`, filename],
      [`${name}: type`, contentType ?? ''],
      [`${name}: size`, `${String(sizeBytes)} B`],
      ...(sha256 === null ? [] : [[`${name}: sha-256`, sha256] as const]),
    ];
  });
}

function callbackRows(a: Exchange, b: Exchange): readonly Difference[] {
  const told = ({ callbacks }: Exchange): HeaderLines => {
    const counts = new Map<string, number>();
    for (const { name } of callbacks) counts.set(name, (counts.get(name) ?? 0) + 1);
    return [
      ...[...counts].map(([name, count]) => [name, `× ${String(count)}`] as const),
      ...callbacks
        .filter(({ name }) => name === 'success' || name === 'fail')
        .flatMap(({ name, argument }) =>
          flatten(argument)
            .filter(([path]) => path !== 'profile' && !path.startsWith('profile.'))
            .map(([path, value]) => [`${name} ${path}`, value] as const),
        ),
    ];
  };
  return pairUp(told(a), told(b));
}

const MAX_PATHS = 5000;

/** Every leaf of a value by its path: `formData.album`, `items[2].id`. */
export function flatten(value: unknown): HeaderLines {
  const leaves: (readonly [string, string])[] = [];
  const visit = (item: unknown, path: string, depth: number): void => {
    if (leaves.length >= MAX_PATHS) return;
    const isBranch = typeof item === 'object' && item !== null && depth < 64;
    const entries = isBranch ? Object.entries(item) : [];
    if (entries.length === 0) {
      leaves.push([path, typeof item === 'string' ? item : JSON.stringify(item)]);
      return;
    }
    for (const [key, inner] of entries) {
      const step = Array.isArray(item) ? `[${key}]` : path === '' ? key : `.${key}`;
      visit(inner, path + step, depth + 1);
    }
  };
  if (value !== null && value !== undefined) visit(value, '', 0);
  return leaves;
}

function warningsOf({ warnings }: Exchange): string {
  return warnings.map(({ rule }) => rule).join(', ');
}

function withoutQuery(text: string, url: URL | null): string {
  return url ? `${url.origin}${url.pathname}` : text;
}

function textOf(value: number | null): string | null {
  return value === null ? null : String(value);
}
