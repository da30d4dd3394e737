/**
 * What `SelectorQuery` hands out for a built-in besides its measures: `node()` a Canvas or a ScrollViewContext,
 * `context()` a VideoContext, CanvasContext, EditorContext and their kin, `ref()` what worklets take.
 */
export type NodeAspect = 'node' | 'context' | 'ref';

/** Built-in components by their element; filled in when one is attached. */
const makers = new WeakMap<Element, Partial<Record<NodeAspect, () => unknown>>>();

/**
 * A built-in that has something to hand out says so when it is attached:
 * `offerNode(self.element, 'node', () => canvas)`. Asked for anew each time; keep the object to give the same one.
 */
export function offerNode(element: Element, aspect: NodeAspect, make: () => unknown): void {
  makers.set(element, { ...makers.get(element), [aspect]: make });
}

/** What an element's component hands out; null where it has nothing of the kind, as WeChat answers. */
export function nodeOf(element: Element, aspect: NodeAspect): unknown {
  return makers.get(element)?.[aspect]?.() ?? null;
}
