import { Component, Element as GlassElement, type GeneralComponent, type Node } from 'glass-easel';
import type { LivePage } from '../router/live-page.ts';

/**
 * Lets components of the pages render anew, with the data they have, by the templates their definitions now have.
 * Components inside them are made again; the page stays scrolled where it was.
 * @param paths of the units whose templates changed
 */
export function renderAnew(pages: readonly LivePage[], paths: ReadonlySet<string>): void {
  for (const page of pages) {
    const { scroller } = page.frame;
    const { scrollTop, scrollLeft } = scroller;
    // Outer ones first: what they held is gone then, and has its template already.
    for (const component of componentsIn(page.component)) {
      if (paths.has(component.is) && (component === page.component || GlassElement.isAttached(component)))
        component.applyTemplateUpdates();
    }
    scroller.scrollTo({ top: scrollTop, left: scrollLeft, behavior: 'instant' });
  }
}

/** A component and every one below it, outer ones first. */
function componentsIn(root: GeneralComponent): GeneralComponent[] {
  const found: GeneralComponent[] = [];
  const walk = (node: Node): void => {
    if (!(node instanceof GlassElement)) return;
    if (Component.isComponent(node)) {
      found.push(node);
      for (const child of node.getShadowRoot()?.childNodes ?? []) walk(child);
    }
    for (const child of node.childNodes) walk(child);
  };
  walk(root);
  return found;
}
