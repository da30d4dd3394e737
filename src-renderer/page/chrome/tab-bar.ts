import type { TabBarConfig } from '#contract/project';
import type { ResourceUrl } from '../resource-url.ts';

export const TAB_BAR_HEIGHT_PX = 50;

/** The tab bar of app.json. */
export interface TabBar {
  /** False when the project has none or draws its own. */
  readonly isNative: boolean;
  has(route: string): boolean;
  /** Shows the bar with a tab selected; null hides it. */
  show(route: string | null): void;
}

interface TabItem {
  readonly route: string;
  readonly icon: string;
  readonly selectedIcon: string;
  readonly button: HTMLButtonElement;
  readonly image: HTMLImageElement | null;
}

/** @param select called with the route of a tapped tab */
export function createTabBar(
  config: TabBarConfig | undefined,
  container: HTMLElement,
  resourceUrl: ResourceUrl,
  select: (route: string) => void,
): TabBar {
  const list = config?.list ?? [];
  const native = config && list.length > 0 && config['custom'] !== true ? config : null;
  const routes = new Set(list.map((item) => routeOf(item.pagePath)));
  const element = document.createElement('nav');
  element.className = 'ferry-tabs';
  element.setAttribute('role', 'tablist');
  element.hidden = true;
  const items = native ? list.map((entry) => createItem(entry, resourceUrl, select)) : [];
  if (native) {
    element.style.setProperty('--ferry-tab-color', native.color ?? '#7a7e83');
    element.style.setProperty('--ferry-tab-selected', native.selectedColor ?? '#3cc51f');
    element.style.backgroundColor = native.backgroundColor ?? '#ffffff';
    element.classList.toggle('ferry-tabs--white-border', native['borderStyle'] === 'white');
    element.append(...items.map((item) => item.button));
    container.append(element);
  }

  return {
    isNative: native !== null,
    has: (route) => routes.has(route),
    show(route) {
      element.hidden = route === null;
      for (const item of items) {
        const selected = item.route === route;
        item.button.setAttribute('aria-selected', String(selected));
        if (item.image) item.image.src = selected ? item.selectedIcon : item.icon;
      }
    },
  };
}

function createItem(
  entry: NonNullable<TabBarConfig['list']>[number],
  resourceUrl: ResourceUrl,
  select: (route: string) => void,
): TabItem {
  const route = routeOf(entry.pagePath);
  const button = document.createElement('button');
  button.type = 'button';
  button.className = 'ferry-tabs__item';
  button.setAttribute('role', 'tab');
  button.addEventListener('click', () => {
    select(route);
  });
  const icon = resourceUrl(entry.iconPath ?? '', '');
  let image: HTMLImageElement | null = null;
  if (icon !== '') {
    image = document.createElement('img');
    image.className = 'ferry-tabs__icon';
    image.alt = '';
    button.append(image);
  }
  const label = document.createElement('span');
  label.textContent = entry.text;
  button.append(label);
  return { route, icon, selectedIcon: resourceUrl(entry.selectedIconPath ?? '', '') || icon, button, image };
}

function routeOf(pagePath: string): string {
  return pagePath.replace(/^\//, '').replace(/\.html$/, '');
}
