import type { CompiledProject, CompiledUnit, WindowConfig } from '#contract/project';
import { PAGE_SCROLLER_CLASS, PAGE_VIEW_CLASS } from '../events/geometry.ts';
import { createNavigationBar, NAVIGATION_BAR_HEIGHT_PX, type NavigationBar } from './navigation-bar.ts';
import { TAB_BAR_HEIGHT_PX } from './tab-bar.ts';

/** A page's place in the document: its navigation bar, and its view with the scroller the page is attached to. */
export interface PageFrame {
  readonly element: HTMLElement;
  readonly view: HTMLElement;
  readonly scroller: HTMLElement;
  /** Replaced by the page's root when it is attached. */
  readonly placeholder: HTMLElement;
  readonly navigationBar: NavigationBar;
}

interface PageFrameOptions {
  readonly window: WindowConfig;
  readonly statusBarHeightPx: number;
  readonly hasTabBar: boolean;
  /** Leads to the page before; null on the first page. */
  readonly back: (() => void) | null;
}

/** The window settings of a page: its own json over app.json's `window`, which stands alone for an unknown page. */
export function windowOf(project: CompiledProject, unit: CompiledUnit | null): WindowConfig {
  return { ...project.app.window, ...(unit?.json as WindowConfig | undefined) };
}

export function createPageFrame({ window, statusBarHeightPx, hasTabBar, back }: PageFrameOptions): PageFrame {
  const element = document.createElement('div');
  element.className = 'ferry-page';
  element.hidden = true;
  const view = document.createElement('div');
  view.className = PAGE_VIEW_CLASS;
  const scroller = document.createElement('div');
  scroller.className = PAGE_SCROLLER_CLASS;
  scroller.classList.toggle('ferry-page__scroller--fixed', window.disableScroll === true);
  const placeholder = document.createElement('div');
  scroller.append(placeholder);
  view.append(scroller);

  const navigationBar = createNavigationBar({ window, statusBarHeightPx, back });
  const isCustom = window.navigationStyle === 'custom';
  view.style.top = isCustom ? '0' : `${String(statusBarHeightPx + NAVIGATION_BAR_HEIGHT_PX)}px`;
  view.style.bottom = hasTabBar ? `${String(TAB_BAR_HEIGHT_PX)}px` : '0';
  element.append(view, navigationBar.element);
  return { element, view, scroller, placeholder, navigationBar };
}
