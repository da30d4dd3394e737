import type { WindowConfig } from '#contract/project';
import type { Rect } from '#contract/wx';

/** Height below the status bar, in CSS pixels. */
export const NAVIGATION_BAR_HEIGHT_PX = 44;
const CAPSULE = { width: 87, height: 32, right: 8 } as const;

/** A page's title bar. */
export interface NavigationBar {
  readonly element: HTMLElement;
  setTitle(text: string): void;
  /** `frontColor` is `#000000` or `#ffffff`. */
  setColor(frontColor: string, backgroundColor: string): void;
  setLoading(loading: boolean): void;
}

interface NavigationBarOptions {
  readonly window: WindowConfig;
  readonly statusBarHeightPx: number;
  readonly back: (() => void) | null;
}

/** Where the capsule at the top right lies, in CSS pixels of the view. */
export function capsuleRect(viewWidthPx: number, statusBarHeightPx: number): Rect {
  return {
    x: viewWidthPx - CAPSULE.right - CAPSULE.width,
    y: statusBarHeightPx + (NAVIGATION_BAR_HEIGHT_PX - CAPSULE.height) / 2,
    width: CAPSULE.width,
    height: CAPSULE.height,
  };
}

/** Defaults as WeChat documents them: white text on black. A custom style leaves only the capsule. */
export function createNavigationBar({
  window,
  statusBarHeightPx,
  back,
}: NavigationBarOptions): NavigationBar {
  const element = document.createElement('header');
  element.className = 'ferry-nav';
  element.style.paddingTop = `${String(statusBarHeightPx)}px`;
  element.classList.toggle('ferry-nav--custom', window.navigationStyle === 'custom');

  const title = document.createElement('h1');
  title.className = 'ferry-nav__title';
  const spinner = document.createElement('span');
  spinner.className = 'ferry-nav__spinner';
  spinner.hidden = true;
  const text = document.createElement('span');
  title.append(spinner, text);
  if (back && window.navigationStyle !== 'custom') element.append(createBackButton(back));
  element.append(title, createCapsule());

  const setColor = (frontColor: string, backgroundColor: string): void => {
    element.style.setProperty('--ferry-nav-front', frontColor);
    if (window.navigationStyle !== 'custom') element.style.backgroundColor = backgroundColor;
    element.classList.toggle('ferry-nav--dark-text', /^#0{3,6}$/.test(frontColor));
  };
  text.textContent = window.navigationBarTitleText ?? '';
  setColor(
    window.navigationBarTextStyle === 'black' ? '#000000' : '#ffffff',
    window.navigationBarBackgroundColor ?? '#000000',
  );

  return {
    element,
    setTitle(value) {
      text.textContent = value;
    },
    setColor,
    setLoading(loading) {
      spinner.hidden = !loading;
    },
  };
}

function createBackButton(back: () => void): HTMLElement {
  const button = document.createElement('button');
  button.type = 'button';
  button.className = 'ferry-nav__back';
  button.setAttribute('aria-label', 'Back');
  button.addEventListener('click', back);
  return button;
}

/** WeChat's menu and close buttons: part of the picture, without a function in Ferry. */
function createCapsule(): HTMLElement {
  const capsule = document.createElement('div');
  capsule.className = 'ferry-nav__capsule';
  capsule.setAttribute('aria-hidden', 'true');
  for (const name of ['menu', 'divider', 'close']) {
    const part = document.createElement('i');
    part.className = `ferry-nav__${name}`;
    capsule.append(part);
  }
  return capsule;
}
