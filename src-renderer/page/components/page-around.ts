import type { PageHandle, PageHost } from '../host.ts';

/** The page that an element is in; the one on top for an element outside any. */
export function pageAround(host: PageHost, element: Element): PageHandle | null {
  const found = host.router.stack().find((page) => page.frame.element.contains(element));
  return found ?? host.router.current();
}
