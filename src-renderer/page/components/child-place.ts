/** What glass-easel calls on an element to change its children. */
const METHODS = ['appendChild', 'insertBefore', 'replaceChild', 'removeChild'] as const;

/**
 * Makes `content` the place of an element's children, those that are there and those a template puts there later, so
 * that the component's own parts and the page's do not mix, and `content` may lie elsewhere in the document.
 *
 * @returns puts the children back
 */
export function placeChildrenIn(element: HTMLElement, content: HTMLElement): () => void {
  content.append(...element.childNodes);
  for (const method of METHODS) {
    const own = content[method].bind(content) as (...values: unknown[]) => unknown;
    Object.defineProperty(element, method, { value: own, configurable: true });
  }
  return () => {
    for (const method of METHODS) Reflect.deleteProperty(element, method);
    element.append(...content.childNodes);
  };
}
