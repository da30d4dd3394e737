import { Component, type GeneralComponent } from 'glass-easel';
import type { Defer } from '../wx/defer.ts';
import { domAround, measureNode, measureViewport, type NodeFields, type NodeResult } from './node-fields.ts';

type Callback = (this: unknown, result: never) => unknown;

/** One entry of a query, in the order it was asked. */
interface Request {
  readonly root: GeneralComponent | null;
  /** Null for the viewport. */
  readonly selector: string | null;
  readonly single: boolean;
  readonly fields: NodeFields;
  readonly callback: unknown;
}

/** `wx.createSelectorQuery()` (WeChat's "SelectorQuery"). */
export interface SelectorQuery {
  in(component: unknown): SelectorQuery;
  select(selector: string): NodesRef;
  selectAll(selector: string): NodesRef;
  selectViewport(): NodesRef;
  exec(callback?: unknown): SelectorQuery;
}

/** WeChat's "NodesRef"; each method adds a request and gives the query back. */
export interface NodesRef {
  boundingClientRect(callback?: unknown): SelectorQuery;
  scrollOffset(callback?: unknown): SelectorQuery;
  fields(fields: NodeFields, callback?: unknown): SelectorQuery;
  context(callback?: unknown): SelectorQuery;
  node(callback?: unknown): SelectorQuery;
  ref(callback?: unknown): SelectorQuery;
}

export interface SelectorQueryOptions {
  readonly defer: Defer;
  /** Called with what a callback of the project throws. */
  readonly thrown: (error: unknown) => void;
}

/** The glass-easel component behind the `this` of a page or component; null for anything else. */
export function componentBehind(caller: unknown): GeneralComponent | null {
  const inner = (caller as { _$?: unknown } | null | undefined)?._$;
  return Component.isComponent(inner) ? inner : null;
}

/**
 * A query that starts at a component. Nodes are measured when `exec` is called, or with the page's first layout when
 * it is called before; callbacks run on a later turn, each one's own first, then that of `exec` with all results in
 * order. One that finds nothing gives null, or an empty list for `selectAll`.
 */
export function createSelectorQuery(
  start: GeneralComponent | null,
  { defer, thrown }: SelectorQueryOptions,
): SelectorQuery {
  const requests: Request[] = [];
  let root = start;

  function call(callback: unknown, result: unknown): void {
    if (typeof callback !== 'function') return;
    try {
      (callback as Callback).call(query, result as never);
    } catch (error) {
      thrown(error);
    }
  }

  function nodesRef(selector: string | null, single: boolean): NodesRef {
    const from = root;
    const ask =
      (fields: NodeFields) =>
      (callback?: unknown): SelectorQuery => {
        requests.push({ root: from, selector, single, fields, callback });
        return query;
      };
    return {
      boundingClientRect: ask({ id: true, dataset: true, rect: true, size: true }),
      scrollOffset: ask({ id: true, dataset: true, scrollOffset: true }),
      context: ask({ context: true }),
      node: ask({ node: true }),
      ref: ask({ ref: true }),
      fields: (fields, callback) => ask(typeof fields === 'object' ? { ...fields } : {})(callback),
    };
  }

  const query: SelectorQuery = {
    in(component) {
      root = componentBehind(component) ?? root;
      return query;
    },
    select: (selector) => nodesRef(selector, true),
    selectAll: (selector) => nodesRef(selector, false),
    selectViewport: () => nodesRef(null, true),
    exec(callback) {
      const asked = [...requests];
      const tell = (results: readonly unknown[]): void => {
        asked.forEach((request, index) => {
          call(request.callback, results[index]);
        });
        call(callback, results);
      };
      const measure = (): readonly unknown[] => asked.map(resultOf);
      if (asked.every(isLaidOut)) {
        const results = measure();
        defer(() => {
          tell(results);
        });
      } else {
        defer(() => {
          tell(measure());
        });
      }
      return query;
    },
  };
  return query;
}

/** Before its page shows, nothing of a component has a place yet. */
function isLaidOut({ root }: Request): boolean {
  if (!root) return true;
  const node = domAround(root);
  return node === null || !node.isConnected || node.closest('[hidden]') === null;
}

function resultOf({ root, selector, single, fields }: Request): NodeResult | readonly NodeResult[] | null {
  if (!root) return single ? null : [];
  if (selector === null) return measureViewport(root, fields);
  const shadowRoot = root.getShadowRoot();
  if (single) {
    const found = shadowRoot?.querySelector(selector);
    return found ? measureNode(found, fields) : null;
  }
  return (shadowRoot?.querySelectorAll(selector) ?? []).map((element) => measureNode(element, fields));
}
