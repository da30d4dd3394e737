import { compareVersions } from '#contract/version';
import table from './api-table.json' with { type: 'json' };
import { type ApiRow, type ApiTable, type Dated, type Feature, type Member, membersOf } from './api-table.ts';
import type { WxOptions } from './parameters.ts';
import { isOptions } from './parameters.ts';

const TABLE: ApiTable = table;

/** The lists of an API's row. */
export type ListName = 'object' | 'success' | 'fail' | 'callback';

/**
 * WeChat's base library at one version: what came later does not exist for the page. What the table does not know is
 * left alone.
 */
export interface Library {
  /** Whether `wx` has the member. */
  hasApi(api: string): boolean;
  has(feature: Feature): boolean;
  /** The options without those that came later, which WeChat ignores. */
  optionsOf(api: string, options: WxOptions): WxOptions;
  /** A result or failure without the fields that came later. */
  resultOf<T extends object>(api: string, list: 'success' | 'fail' | 'callback', result: T): Partial<T>;
  /** What a function returns; undefined when nothing of it was there yet, as task objects before 1.4.0. */
  returned(api: string, value: unknown): unknown;
  /** What a listener of an object that the function returned gets: `toldBy('request', 'onHeadersReceived', …)`. */
  toldBy(api: string, method: string, argument: object): object;
  /** The row of an API, its lists and the shapes, for `wx.canIUse`. */
  readonly schema: LibrarySchema;
}

/** The table behind a library, with its versions judged. */
export interface LibrarySchema {
  row(api: string): ApiRow | null;
  list(api: string, list: ListName): ReadonlyMap<string, Member>;
  /** Members of a shape; null where there is no such shape at this version. */
  shape(name: string): ReadonlyMap<string, Member> | null;
  component(tag: string): ReadonlyMap<string, Member>;
  hasComponent(tag: string): boolean;
  isThere(dated: Dated): boolean;
}

/** @param version of the base library, such as `2.10.4` */
export function createLibrary(version: string): Library {
  const parsed = new Map<string, ReadonlyMap<string, Member>>();

  function parsedList(list: string | undefined): ReadonlyMap<string, Member> {
    const text = list ?? '';
    const known = parsed.get(text) ?? membersOf(text);
    parsed.set(text, known);
    return known;
  }

  function reaches(since: string | undefined): boolean {
    return since === undefined || since === '' || compareVersions(version, since) >= 0;
  }

  function rowOf<T>(rows: Readonly<Record<string, T>>, name: string): T | null {
    return Object.hasOwn(rows, name) ? (rows[name] ?? null) : null;
  }

  const schema: LibrarySchema = {
    row: (api) => rowOf(TABLE.apis, api),
    list: (api, list) => parsedList(rowOf(TABLE.apis, api)?.[list]),
    shape(name) {
      const row = rowOf(TABLE.shapes, name);
      return row !== null && reaches(row.since) ? parsedList(row.members) : null;
    },
    component: (tag) => parsedList(rowOf(TABLE.components, tag)?.members),
    hasComponent: (tag) => reaches(rowOf(TABLE.components, tag)?.since),
    isThere: ({ since }) => reaches(since),
  };

  /** The members of a plain object that were there; the object itself when nothing is to be left out. */
  function kept<T extends object>(members: ReadonlyMap<string, Member>, value: T): Partial<T> {
    const entries: [string, unknown][] = [];
    let changed = false;
    for (const [name, item] of Object.entries(value) as [string, unknown][]) {
      const member = members.get(name);
      const stays = member === undefined || reaches(member.since);
      const inner = stays && member !== undefined ? keptOf(member.shape, item) : item;
      const isGone = !stays || (inner === undefined && item !== undefined);
      if (!isGone) entries.push([name, inner]);
      changed ||= isGone || inner !== item;
    }
    return changed ? (Object.fromEntries(entries) as Partial<T>) : value;
  }

  /** A value of a shape, or an array of them; undefined when it is an object of which nothing was there yet. */
  function keptOf(shape: string, value: unknown): unknown {
    const members = shape === '' ? null : parsedList(rowOf(TABLE.shapes, shape)?.members);
    if (members === null) return value;
    if (Array.isArray(value)) {
      const items = value.map((item: unknown) => keptOf(shape, item));
      return items.every((item, index) => item === value[index]) ? value : items;
    }
    if (!isPlain(value)) return value;
    const rest = kept(members, value);
    return rest !== value && Object.keys(rest).length === 0 ? undefined : rest;
  }

  return {
    schema,
    hasApi: (api) => reaches(schema.row(api)?.since),
    has: (feature) => reaches(TABLE.features[feature]),
    optionsOf: (api, options) => kept(schema.list(api, 'object'), options),
    resultOf: (api, list, result) => kept(schema.list(api, list), result),
    returned: (api, value) => keptOf(schema.row(api)?.return ?? '', value),
    toldBy(api, method, argument) {
      const shape = schema.shape(schema.row(api)?.return ?? '')?.get(method)?.shape ?? '';
      return kept(parsedList(rowOf(TABLE.shapes, shape)?.members), argument);
    },
  };
}

/** An object written as one, as against one of a class, whose members are not its own. */
function isPlain(value: unknown): value is WxOptions {
  if (!isOptions(value)) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}
