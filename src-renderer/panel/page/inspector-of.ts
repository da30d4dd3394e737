import type { PanelCaller } from '../../lib/bridge.ts';
import { PageInspector } from './page-inspector.svelte.ts';

const inspectors = new WeakMap<PanelCaller, PageInspector>();
const revealers = new WeakMap<PageInspector, (key: string) => void>();

/** The one inspector over a way to main: what is open and chosen stays while other tabs are shown. */
export function inspectorOf(caller: PanelCaller): PageInspector {
  const known = inspectors.get(caller);
  if (known) return known;
  const made: PageInspector = new PageInspector(caller, (key) => revealers.get(made)?.(key));
  inspectors.set(caller, made);
  return made;
}

/** Says who brings a node of the tree into sight. Returns the end of it. */
export function revealBy(inspector: PageInspector, reveal: (key: string) => void): () => void {
  revealers.set(inspector, reveal);
  return () => void revealers.delete(inspector);
}
