import type { ResourceUrl } from '../resource-url.ts';

/** What `wx.setTabBarItem` changes; what is absent stays. */
export interface TabItemChange {
  readonly text?: string;
  readonly iconPath?: string;
  readonly selectedIconPath?: string;
}

/** A tab of the bar. */
export interface TabItem {
  readonly route: string;
  readonly text: () => string;
  readonly button: HTMLButtonElement;
  change(change: TabItemChange): void;
  /** Takes app.json's icons anew; those that {@link change} has set stay. */
  configure(icons: TabItemChange): void;
  select(selected: boolean): void;
  /** A text of at most four characters; null takes it away. */
  setBadge(text: string | null): void;
  setRedDot(shown: boolean): void;
}

/** Badges show that many characters; a longer text becomes `...` (WeChat's "wx.setTabBarBadge"). */
const MOST_BADGE_CHARACTERS = 4;

export function createTabItem(
  route: string,
  written: TabItemChange,
  resourceUrl: ResourceUrl,
  tapped: () => void,
): TabItem {
  const button = document.createElement('button');
  button.type = 'button';
  button.className = 'ferry-tabs__item';
  button.setAttribute('role', 'tab');
  button.addEventListener('click', tapped);
  const picture = document.createElement('span');
  picture.className = 'ferry-tabs__picture';
  const image = document.createElement('img');
  image.className = 'ferry-tabs__icon';
  image.alt = '';
  const label = document.createElement('span');
  label.className = 'ferry-tabs__label';
  const badge = document.createElement('span');
  picture.append(badge);
  button.append(picture, label);
  let text = '';
  let icon = '';
  let selectedIcon = '';
  let isSelected = false;

  const showIcon = (): void => {
    const source = (isSelected ? selectedIcon : icon) || icon;
    if (source === '') image.remove();
    else {
      image.src = source;
      picture.prepend(image);
    }
  };
  let own: TabItemChange = {};

  const show = (next: TabItemChange): void => {
    if (next.text !== undefined) text = next.text;
    if (next.iconPath !== undefined) icon = resourceUrl(next.iconPath, '');
    if (next.selectedIconPath !== undefined) selectedIcon = resourceUrl(next.selectedIconPath, '');
    label.textContent = text;
    showIcon();
  };
  const mark = (className: string, shown: string): void => {
    badge.className = className;
    badge.textContent = shown;
  };
  show(written);

  return {
    route,
    text: () => text,
    button,
    change(next) {
      own = { ...own, ...next };
      show(next);
    },
    configure(icons) {
      show({ ...icons, ...own });
    },
    select(selected) {
      isSelected = selected;
      button.setAttribute('aria-selected', String(selected));
      showIcon();
    },
    setBadge(badgeText) {
      if (badgeText === null) mark('', '');
      else
        mark('ferry-tabs__badge', Array.from(badgeText).length > MOST_BADGE_CHARACTERS ? '...' : badgeText);
    },
    setRedDot(shown) {
      mark(shown ? 'ferry-tabs__dot' : '', '');
    },
  };
}
