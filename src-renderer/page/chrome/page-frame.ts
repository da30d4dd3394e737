import type { WindowConfig } from '#contract/project';
import { PAGE_SCROLLER_CLASS, PAGE_VIEW_CLASS } from '../events/geometry.ts';
import { NAVIGATION_BAR_HEIGHT_PX } from './measures.ts';
import { createNavigationBar, type NavigationBar, type NavigationBarOptions } from './navigation-bar.ts';
import { attachPullDown, type PullDownRefresh } from './pull-down-refresh.ts';

/** The room the tab bar takes of a page, in CSS pixels; 0 on both sides without one. */
export interface TabBarRoom {
  readonly topPx: number;
  readonly bottomPx: number;
}

/** `wx.setBackgroundColor`: what shows where the page does not reach. */
export interface BackgroundColors {
  readonly backgroundColor?: string;
  readonly backgroundColorTop?: string;
  readonly backgroundColorBottom?: string;
}

/** A page's place in the document: its navigation bar, and its view with the scroller the page is attached to. */
export interface PageFrame {
  readonly element: HTMLElement;
  readonly view: HTMLElement;
  readonly scroller: HTMLElement;
  /** Replaced by the page's root when it is attached. */
  readonly placeholder: HTMLElement;
  readonly navigationBar: NavigationBar;
  readonly pullDown: PullDownRefresh;
  /** Takes the window's settings anew, as when the theme changes; what `wx` has set since stays. */
  configure(window: WindowConfig): void;
  setBackground(colors: BackgroundColors): void;
  setBackgroundTextStyle(style: 'dark' | 'light'): void;
  /** `overflow` goes to what scrolls, everything else to the page itself. */
  setStyle(style: Readonly<Record<string, unknown>>): void;
  /** Puts the view between the bars as they are now. */
  layOut(statusBarHeightPx: number, tabBar: TabBarRoom): void;
}

interface PageFrameOptions extends NavigationBarOptions {
  readonly tabBar: TabBarRoom;
  /** The person has pulled the page down far enough. */
  readonly refresh: () => void;
}

export function createPageFrame(options: PageFrameOptions): PageFrame {
  const element = document.createElement('div');
  element.className = 'ferry-page';
  element.hidden = true;
  const view = document.createElement('div');
  view.className = PAGE_VIEW_CLASS;
  const scroller = document.createElement('div');
  scroller.className = PAGE_SCROLLER_CLASS;
  const placeholder = document.createElement('div');
  scroller.append(placeholder);
  view.append(scroller);

  const navigationBar = createNavigationBar(options);
  const pullDown = attachPullDown(view, scroller, options.refresh);
  let isCustom = false;
  const set: { background: BackgroundColors; textStyle: 'dark' | 'light' | null } = {
    background: {},
    textStyle: null,
  };

  const showBackground = (window: WindowConfig): void => {
    const colors = { ...(window as BackgroundColors), ...set.background };
    const plain = colors.backgroundColor ?? '#ffffff';
    view.style.setProperty('--ferry-page-top', colors.backgroundColorTop ?? plain);
    view.style.setProperty('--ferry-page-bottom', colors.backgroundColorBottom ?? plain);
    pullDown.setTextStyle(set.textStyle ?? (window['backgroundTextStyle'] === 'light' ? 'light' : 'dark'));
  };
  let { window } = options;
  const configure = (next: WindowConfig): void => {
    window = next;
    isCustom = window.navigationStyle === 'custom';
    navigationBar.configure(window);
    scroller.classList.toggle('ferry-page__scroller--fixed', window.disableScroll === true);
    pullDown.setEnabled(window['enablePullDownRefresh'] === true);
    showBackground(window);
  };
  const layOut = (statusBarHeightPx: number, tabBar: TabBarRoom): void => {
    navigationBar.setStatusBarHeight(statusBarHeightPx);
    const topPx = (isCustom ? 0 : statusBarHeightPx + NAVIGATION_BAR_HEIGHT_PX) + tabBar.topPx;
    view.style.top = `${String(topPx)}px`;
    view.style.bottom = `${String(tabBar.bottomPx)}px`;
  };
  configure(window);
  layOut(options.statusBarHeightPx, options.tabBar);
  element.append(view, navigationBar.element);

  return {
    element,
    view,
    scroller,
    placeholder,
    navigationBar,
    pullDown,
    configure,
    setBackground(colors) {
      set.background = { ...set.background, ...colors };
      showBackground(window);
    },
    setBackgroundTextStyle(style) {
      set.textStyle = style;
      showBackground(window);
    },
    setStyle(style) {
      const page = scroller.querySelector<HTMLElement>(':scope > wx-page');
      for (const [name, value] of Object.entries(style)) {
        const target = name.startsWith('overflow') ? scroller : page;
        if (typeof value === 'string') target?.style.setProperty(kebab(name), value);
      }
    },
    layOut,
  };
}

/** `backgroundColor` as CSS writes it; custom properties stay. */
function kebab(name: string): string {
  return name.startsWith('--') ? name : name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}
