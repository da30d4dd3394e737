import type { Member } from './api-table.ts';
import type { LibrarySchema } from './library.ts';
import { NOT_HONOURED } from './not-honoured.ts';

/** What the facade knows of itself, at the version of the base library. */
export interface Capabilities {
  /** Names of `wx` that Ferry has and the base library too. */
  readonly apis: ReadonlySet<string>;
  readonly schema: LibrarySchema;
  hasComponent(tag: string): boolean;
  /** Whether the component declares the attribute, in kebab case as written in WXML. */
  hasAttribute(tag: string, attribute: string): boolean;
}

type Members = ReadonlyMap<string, Member>;

const CALLBACKS: readonly string[] = ['success', 'fail', 'complete'];
/** Objects that a mini-program has without asking `wx` for them. */
const GLOBALS: readonly string[] = ['console'];

/**
 * `wx.canIUse(schema)` (wx-api.md §15): `api`, `api.object.option[.value]`, `api.success.field`,
 * `api.callback.field`, `api.return.member`, `Object.member`, `component[.attribute[.value]]`, each as deep as the
 * table knows. True for what the base library has and Ferry really does; false for whatever is not known.
 */
export function createCanIUse(capabilities: Capabilities): (schema: unknown) => boolean {
  const { apis, schema: library } = capabilities;
  let reachable: ReadonlySet<string> | null = null;

  function isHonoured(path: string): boolean {
    return !NOT_HONOURED.has(path);
  }

  function isUsable(owner: string, member: Member): boolean {
    return library.isThere(member) && isHonoured(`${owner}.${member.name}`);
  }

  /** Walks `names` down from the members of `owner`, which is what {@link NOT_HONOURED} calls them by. */
  function leads(owner: string, members: Members, names: readonly string[]): boolean {
    const [name = '', ...rest] = names;
    const member = members.get(name);
    if (member === undefined || !isUsable(owner, member)) return false;
    if (rest.length === 0) return true;
    const value = rest.length === 1 ? member.values.find((one) => one.name === rest[0]) : undefined;
    if (value !== undefined) return library.isThere(value) && isHonoured(`${owner}.${name}.${value.name}`);
    return leadsInto(member.shape, rest);
  }

  function leadsInto(shape: string, names: readonly string[]): boolean {
    const members = library.shape(shape);
    return members !== null && leads(shape, members, names);
  }

  function ofApi(api: string, part: string, names: readonly string[]): boolean {
    const row = library.row(api);
    if (row === null) return false;
    const [name] = names;
    switch (part) {
      case 'object':
        if (row.object === undefined) return false;
        if (name === undefined || (names.length === 1 && CALLBACKS.includes(name))) return true;
        return leads(`${api}.object`, library.list(api, 'object'), names);
      case 'success':
        if (row.object === undefined) return false;
        if (name === undefined || (names.length === 1 && name === 'errMsg')) return true;
        return leads(`${api}.success`, library.list(api, 'success'), names);
      case 'callback':
        // What the listener gets; of a function without one, what success gets.
        if (row.callback === undefined) return ofApi(api, 'success', names);
        return name === undefined || leads(`${api}.callback`, library.list(api, 'callback'), names);
      case 'return':
        if (row.return === undefined) return false;
        return name === undefined ? library.shape(row.return) !== null : leadsInto(row.return, names);
      default:
        return false;
    }
  }

  function ofComponent(tag: string, attribute: string | undefined, values: readonly string[]): boolean {
    if (!library.hasComponent(tag)) return false;
    if (attribute === undefined) return true;
    if (!capabilities.hasAttribute(tag, attribute) || !isHonoured(`${tag}.${attribute}`)) return false;
    const dated = library.component(tag);
    return dated.has(attribute) ? leads(tag, dated, [attribute, ...values]) : values.length === 0;
  }

  /** Shapes that a page can come by: what Ferry's functions return, hand out, or take, and all within those. */
  function reachableShapes(): ReadonlySet<string> {
    const found = new Set(GLOBALS);
    const follow = (owner: string, members: Members): void => {
      for (const member of members.values()) if (isUsable(owner, member)) enter(member.shape);
    };
    const enter = (shape: string): void => {
      if (shape === '' || found.has(shape)) return;
      const members = library.shape(shape);
      if (members === null) return;
      found.add(shape);
      follow(shape, members);
    };
    for (const api of apis) {
      enter(library.row(api)?.return ?? '');
      for (const list of ['object', 'success', 'callback'] as const) {
        follow(`${api}.${list}`, library.list(api, list));
      }
    }
    return found;
  }

  return (schema) => {
    if (typeof schema !== 'string' || schema === '') return false;
    const [head = '', second, ...rest] = schema.split('.');
    if (apis.has(head)) return second === undefined || ofApi(head, second, rest);
    if (capabilities.hasComponent(head)) return ofComponent(head, second, rest);
    if (second === undefined) return false;
    reachable ??= reachableShapes();
    return reachable.has(head) && leadsInto(head, [second, ...rest]);
  };
}
