import {
  MORE_ENTRIES,
  VALUE_KINDS,
  type MoreOfValue,
  type ValueKind,
  type ValueView,
} from '#contract/value-view';
import type { ValueShape, ValueTone } from '../../ui/tree/value-shape.ts';

const KINDS: ReadonlySet<unknown> = new Set(VALUE_KINDS);
const MOST_VALUES = 50;
const DEEPEST = 50;
const SUMMARY_ENTRIES = 5;
const SUMMARY_TEXT = 60;

/** The pictures of a console line as a page sent them; null where they are none. A page may send anything. */
export function viewsFromJson(json: string): readonly ValueView[] | null {
  try {
    const said: unknown = JSON.parse(json);
    if (!Array.isArray(said) || said.length > MOST_VALUES) return null;
    return said.map((one) => viewFrom(one, 0));
  } catch {
    return null;
  }
}

function viewFrom(said: unknown, depth: number): ValueView {
  if (typeof said !== 'object' || said === null || depth > DEEPEST)
    throw new TypeError('no picture of a value');
  const { kind, text, length, entries, more } = said as Readonly<Record<string, unknown>>;
  if (!KINDS.has(kind) || typeof text !== 'string' || typeof length !== 'number') {
    throw new TypeError('no picture of a value');
  }
  const view = {
    kind: kind as ValueKind,
    text,
    length,
    ...(more === undefined ? {} : { more: moreFrom(more) }),
  };
  if (entries === undefined) return view;
  if (!Array.isArray(entries)) throw new TypeError('no picture of a value');
  return {
    ...view,
    entries: (entries as readonly unknown[]).map((entry) => {
      const [name, value] = entry as readonly [unknown, unknown];
      return [String(name), viewFrom(value, depth + 1)] as const;
    }),
  };
}

function moreFrom(said: unknown): MoreOfValue {
  const { ref, from } = (said ?? {}) as Readonly<Record<string, unknown>>;
  if (!isPlace(ref) || !isPlace(from)) throw new TypeError('no picture of a value');
  return { ref, from };
}

function isPlace(said: unknown): said is number {
  return Number.isSafeInteger(said) && Number(said) >= 0;
}

const TONES: Partial<Record<ValueKind, ValueTone>> = {
  string: 'string',
  number: 'number',
  bigint: 'number',
  boolean: 'word',
  null: 'word',
  undefined: 'word',
  symbol: 'word',
  date: 'number',
  regexp: 'string',
  getter: 'soft',
  cycle: 'soft',
  cut: 'soft',
  thrown: 'soft',
};

/** How a picture of a value looks in a tree. */
export function viewShape(value: unknown): ValueShape {
  // What a tree gives back are the entries made below: pictures all.
  const view = value as ValueView;
  const { entries, more } = view;
  const hasEntries = entries !== undefined && entries.length > 0;
  const canAsk = view.kind === 'cut' && more !== undefined;
  return {
    tone: TONES[view.kind] ?? 'plain',
    text: textOf(view),
    entries: hasEntries ? () => shownEntries(view) : canAsk ? () => [] : null,
    copied: () => (view.kind === 'string' ? copiedString(view) : copiedText(view)),
    isEditable: isPlain(view),
    isHolder: view.kind === 'array' || view.kind === 'object',
    isList: view.kind === 'array' || (isPart(view) && view.text === 'Array'),
    plain: () => plainFrom(view),
    ...(isPart(view) ? { partFrom: more?.from ?? 0 } : {}),
  };
}

/** Parts stand for the entries that a picture leaves out: the same ones each time, as trees know nodes by them. */
const parts = new WeakMap<ValueView, NonNullable<ValueView['entries']>>();
const partViews = new WeakSet<ValueView>();
const MOST_PARTS = 1000;

function isPart(view: ValueView): boolean {
  return partViews.has(view);
}

/** Makes what came for a part stand in its place. */
export function asPart(part: ValueView, view: ValueView): ValueView {
  if (!isPart(part)) return view;
  const entries = (view.entries ?? []).slice(0, part.length);
  const made: ValueView = {
    text: part.text,
    kind: 'cut',
    length: part.length,
    entries,
    ...(part.more ? { more: part.more } : {}),
  };
  partViews.add(made);
  return made;
}

function shownEntries(view: ValueView): NonNullable<ValueView['entries']> {
  const { entries = [], length, more, kind } = view;
  if (entries.length >= length || isPart(view)) return entries;
  const known = parts.get(view);
  if (known) return known;
  const rest: (readonly [string, ValueView])[] = [];
  if (more === undefined || kind === 'string') {
    rest.push(['…', { kind: 'cut', text: String(length - entries.length), length: 0 }]);
  } else {
    for (let { from } = more; from < length && rest.length < MOST_PARTS; from += MORE_ENTRIES) {
      const count = Math.min(MORE_ENTRIES, length - from);
      const part = {
        kind: 'cut',
        text: kind === 'array' ? 'Array' : '',
        length: count,
        more: { ...more, from },
      } as const;
      partViews.add(part);
      rest.push([`${String(from)} … ${String(from + count - 1)}`, part]);
    }
  }
  const all = [...entries, ...rest];
  parts.set(view, all);
  return all;
}

/** A picture in one line. */
export function textOf(view: ValueView): string {
  const { kind, text, length } = view;
  switch (kind) {
    case 'string':
      return text.length < length ? `${JSON.stringify(text)}… (${String(length)})` : JSON.stringify(text);
    case 'function':
      return `ƒ ${text}()`;
    case 'array':
    case 'map':
    case 'set':
      return `${text}(${String(length)})${summary(view)}`;
    case 'buffer':
      return `${text}(${String(length)})${summary(view)}`;
    case 'error':
      return text.split('\n')[0] ?? text;
    case 'object':
      return `${text === 'Object' ? '' : `${text} `}${summary(view).trimStart()}`;
    case 'getter':
      return `(${text}ter)`;
    case 'cycle':
      return `↺ ${text}`;
    case 'cut':
      return isPart(view) ? '' : view.more ? `${text} {…}` : `… ${text}`;
    case 'thrown':
      return `⚠ ${text}`;
    case 'node':
      return `<${text}>`;
    default:
      return text;
  }
}

function summary({ kind, entries = [], length }: ValueView): string {
  const isList = kind === 'array' || kind === 'set' || kind === 'buffer';
  const named: string[] = [];
  let size = 0;
  for (const [name, value] of entries.slice(0, SUMMARY_ENTRIES)) {
    const short = shortText(value);
    const part = isList ? short : `${name}: ${short}`;
    size += part.length;
    if (size > SUMMARY_TEXT && named.length > 0) break;
    named.push(part);
  }
  const inner = (named.length < length ? [...named, '…'] : named).join(', ');
  return isList ? ` [${inner}]` : ` {${inner}}`;
}

function shortText(view: ValueView): string {
  if (view.kind === 'string')
    return JSON.stringify(view.text.length > 24 ? `${view.text.slice(0, 24)}…` : view.text);
  if (view.kind === 'array') return `Array(${String(view.length)})`;
  if (view.kind === 'object') return view.text === 'Object' ? '{…}' : view.text;
  if (view.kind === 'error') return textOf(view);
  return view.entries ? view.text : textOf(view);
}

/** Whether a picture shows all of a value that JSON can write. */
function isPlain(view: ValueView): boolean {
  switch (view.kind) {
    case 'string':
      return view.text.length === view.length;
    case 'number':
      return Number.isFinite(Number(view.text));
    case 'boolean':
    case 'null':
    case 'undefined':
      return true;
    case 'array':
    case 'object':
      return (
        (view.entries?.length ?? 0) === view.length && (view.entries ?? []).every(([, one]) => isPlain(one))
      );
    default:
      return false;
  }
}

/** The value of a picture, as far as there is one in JSON. */
export function plainFrom(view: ValueView): unknown {
  switch (view.kind) {
    case 'string':
      return view.text;
    case 'number':
      return Number(view.text);
    case 'boolean':
      return view.text === 'true';
    case 'null':
    case 'undefined':
      return null;
    case 'array':
      return (view.entries ?? []).map(([, one]) => plainFrom(one));
    case 'object':
      return Object.fromEntries((view.entries ?? []).map(([name, one]) => [name, plainFrom(one)]));
    default:
      return textOf(view);
  }
}

/** A text that is not here as a whole says so at its end. */
function copiedString({ text, length }: ValueView): string {
  return text.length < length ? `${text}… (${String(length)})` : text;
}

function copiedText(view: ValueView): string {
  return view.entries && (view.kind === 'object' || view.kind === 'array')
    ? JSON.stringify(plainFrom(view), null, 2)
    : view.kind === 'error'
      ? view.text
      : textOf(view);
}

/** Paths, as trees write them, of values that differ between two pictures of the same thing; at most `most`. */
export function changedPaths(before: ValueView | null, after: ValueView, most = 200): ReadonlySet<string> {
  const found = new Set<string>();
  const compare = (old: ValueView | undefined, now: ValueView, path: string): void => {
    if (found.size >= most) return;
    const isSame = old?.kind === now.kind && old.text === now.text;
    if (!isSame || !now.entries) {
      if (!isSame && path !== '') found.add(path);
      return;
    }
    const known = new Map(old.entries ?? []);
    for (const [name, value] of now.entries) {
      const isIndex = now.kind === 'array';
      const isName = /^[A-Za-z_$][\w$]*$/.test(name);
      const step = isIndex
        ? `[${name}]`
        : isName
          ? path === ''
            ? name
            : `.${name}`
          : `[${JSON.stringify(name)}]`;
      compare(known.get(name), value, path + step);
    }
  };
  if (before) compare(before, after, '');
  return found;
}
