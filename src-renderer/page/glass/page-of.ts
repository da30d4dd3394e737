import type { GeneralComponent } from 'glass-easel';
import type { PageHandle, Router } from '../host.ts';

/** The page a component is in, however deep; null when it is in none, as a tab bar of the mini-program's own. */
export function pageOf(
  router: Pick<Router, 'stack' | 'current'>,
  component: GeneralComponent,
): PageHandle | null {
  let root = component;
  for (let host = root.ownerShadowRoot?.getHostNode(); host; host = root.ownerShadowRoot?.getHostNode()) {
    root = host;
  }
  return [...router.stack()].reverse().find((page) => page.component === root) ?? null;
}
