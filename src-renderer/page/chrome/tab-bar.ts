import type { TabBarConfig } from '#contract/project';
import type { ResourceUrl } from '../resource-url.ts';
import { TAB_BAR_HEIGHT_PX, TOP_TAB_BAR_HEIGHT_PX } from './measures.ts';
import type { TabBarRoom } from './page-frame.ts';
import { createTabItem, type TabItem } from './tab-item.ts';

/** What `wx.setTabBarStyle` changes; what is absent stays. */
export interface TabBarStyle {
  readonly color?: string;
  readonly selectedColor?: string;
  readonly backgroundColor?: string;
  readonly borderStyle?: string;
}

/** A tap on a tab, as the page's `onTabItemTap` hears it. */
export interface TabTap {
  readonly index: string;
  readonly pagePath: string;
  readonly text: string;
}

/** The tab bar of app.json. */
export interface TabBar {
  /** False when the project has none or draws its own. */
  readonly isNative: boolean;
  has(route: string): boolean;
  /** Shows the bar with a tab selected; null takes it away with the page that has none. */
  show(route: string | null): void;
  /** What the bar takes of a tab page; nothing while it is hidden. */
  room(): TabBarRoom;
  /** `wx.showTabBar`, `wx.hideTabBar`. */
  setHidden(hidden: boolean, isAnimated: boolean): void;
  setStyle(style: TabBarStyle): void;
  /** Takes app.json's settings anew, as when the theme changes; what `wx` has set since stays. */
  configure(config: TabBarConfig): void;
  /** The tab at an index; null when there is none. */
  item(index: number): TabItem | null;
}

interface TabBarOptions {
  /** Empty room below the bar that the device covers, in CSS pixels. */
  readonly safeBottomPx: () => number;
  /** Where a bar at the top begins on a page, in CSS pixels. */
  readonly topPx: (route: string) => number;
  readonly tapped: (tap: TabTap, route: string) => void;
  /** The bar takes another room of its pages now. */
  readonly changed: () => void;
}

/** WeChat's own colours; the documentation asks for them, and real projects leave some out. */
const DEFAULT_STYLE = {
  color: '#7a7e83',
  selectedColor: '#3cc51f',
  backgroundColor: '#ffffff',
  borderStyle: 'black',
};
const NO_ROOM: TabBarRoom = { topPx: 0, bottomPx: 0 };

export function createTabBar(
  config: TabBarConfig | undefined,
  container: HTMLElement,
  resourceUrl: ResourceUrl,
  { safeBottomPx, topPx, tapped, changed }: TabBarOptions,
): TabBar {
  const list = config?.list ?? [];
  const native = config && list.length > 0 && config['custom'] !== true ? config : null;
  const routes = new Set(list.map((item) => routeOf(item.pagePath)));
  const isAtTop = native?.['position'] === 'top';
  const element = document.createElement('nav');
  element.className = 'ferry-tabs';
  element.setAttribute('role', 'tablist');
  element.hidden = true;
  let shown: string | null = null;
  let isHidden = false;
  let written: TabBarStyle = {};
  let style: TabBarStyle = {};

  const items = list.map((entry, index) => {
    const route = routeOf(entry.pagePath);
    // A bar at the top has no icons (WeChat's "app.json").
    const icons = isAtTop
      ? {}
      : { iconPath: entry.iconPath ?? '', selectedIconPath: entry.selectedIconPath ?? '' };
    const item = createTabItem(route, { text: entry.text, ...icons }, resourceUrl, () => {
      tapped({ index: String(index), pagePath: route, text: item.text() }, route);
    });
    return item;
  });

  const draw = (): void => {
    const { color, selectedColor, backgroundColor, borderStyle } = { ...DEFAULT_STYLE, ...written, ...style };
    element.style.setProperty('--ferry-tab-color', color);
    element.style.setProperty('--ferry-tab-selected', selectedColor);
    element.style.backgroundColor = backgroundColor;
    element.classList.toggle('ferry-tabs--white-border', borderStyle === 'white');
  };
  const layOut = (): void => {
    element.style.top = isAtTop && shown !== null ? `${String(topPx(shown))}px` : '';
    element.hidden = shown === null || isHidden;
  };
  const configure = (next: TabBarConfig): void => {
    written = styleOf(next);
    next.list?.forEach((entry, index) => {
      if (isAtTop) return;
      const { iconPath = '', selectedIconPath = '' } = entry;
      items[index]?.configure({ iconPath, selectedIconPath });
    });
    draw();
    layOut();
  };
  if (native) {
    element.classList.toggle('ferry-tabs--top', isAtTop);
    element.append(...items.map((item) => item.button));
    container.append(element);
    written = styleOf(native);
    draw();
  }

  return {
    isNative: native !== null,
    has: (route) => routes.has(route),
    show(route) {
      shown = native ? route : null;
      layOut();
      if (route !== null) for (const item of items) item.select(item.route === route);
    },
    room() {
      if (!native || isHidden) return NO_ROOM;
      return isAtTop
        ? { topPx: TOP_TAB_BAR_HEIGHT_PX, bottomPx: 0 }
        : { topPx: 0, bottomPx: TAB_BAR_HEIGHT_PX + safeBottomPx() };
    },
    setHidden(hidden, isAnimated) {
      const changes = hidden !== isHidden;
      isHidden = hidden;
      layOut();
      if (!changes) return;
      changed();
      if (!hidden && isAnimated) slideIn(element, isAtTop);
    },
    setStyle(change) {
      style = { ...style, ...change };
      draw();
    },
    configure,
    item: (index) => items[index] ?? null,
  };
}

/** The colours a configuration has, without the rest. */
function styleOf(config: TabBarConfig): TabBarStyle {
  const names = ['color', 'selectedColor', 'backgroundColor', 'borderStyle'] as const;
  return Object.fromEntries(
    names.flatMap((name) => (typeof config[name] === 'string' ? [[name, config[name]]] : [])),
  );
}

const SLIDE_MS = 200;

function slideIn(element: HTMLElement, isAtTop: boolean): void {
  if (matchMedia('(prefers-reduced-motion: reduce)').matches) return;
  element.animate([{ translate: isAtTop ? '0 -100%' : '0 100%' }, { translate: '0 0' }], {
    duration: SLIDE_MS,
    easing: 'ease-out',
  });
}

function routeOf(pagePath: string): string {
  return pagePath.replace(/^\//, '').replace(/\.html$/, '');
}
