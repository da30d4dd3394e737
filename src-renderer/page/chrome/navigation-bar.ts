import type { WindowConfig } from '#contract/project';
import { type CapsuleActions, createCapsule } from './capsule.ts';
import { createStatusBar } from './status-bar.ts';

/** `animation` of `wx.setNavigationBarColor`. */
export interface ColorAnimation {
  readonly durationMs: number;
  /** WeChat's name: `linear`, `easeIn`, `easeOut`, `easeInOut`. */
  readonly timing: string;
}

/** A page's title bar. */
export interface NavigationBar {
  readonly element: HTMLElement;
  setTitle(text: string): void;
  /** `frontColor` is `#000000` or `#ffffff`. */
  setColor(frontColor: string, backgroundColor: string, animation?: ColorAnimation): void;
  setLoading(loading: boolean): void;
  hideHome(): void;
  /** Takes the window's settings anew; what `wx` has set since stays. */
  configure(window: WindowConfig): void;
  setStatusBarHeight(heightPx: number): void;
}

export interface NavigationBarOptions extends CapsuleActions {
  readonly window: WindowConfig;
  readonly statusBarHeightPx: number;
  /** Leads to the page before; null on the first page. */
  readonly back: (() => void) | null;
  /** Leads to the first page of the mini-program; null where WeChat shows no home button. */
  readonly home: (() => void) | null;
}

/** WeChat's timing functions as CSS has them. */
const TIMINGS: Readonly<Record<string, string>> = {
  linear: 'linear',
  easeIn: 'ease-in',
  easeOut: 'ease-out',
  easeInOut: 'ease-in-out',
};

/** Defaults as WeChat documents them: white text on black. A custom style leaves only the capsule. */
export function createNavigationBar(options: NavigationBarOptions): NavigationBar {
  const element = document.createElement('header');
  element.className = 'ferry-nav';
  const statusBar = createStatusBar();
  const title = document.createElement('h1');
  title.className = 'ferry-nav__title';
  const spinner = document.createElement('span');
  spinner.className = 'ferry-nav__spinner';
  spinner.hidden = true;
  const text = document.createElement('span');
  title.append(spinner, text);
  const buttons = document.createElement('div');
  buttons.className = 'ferry-nav__buttons';
  const { back, home } = options;
  if (back) buttons.append(barButton('back', 'Back', back));
  const homeButton = home && barButton('home', 'Home', home);
  if (homeButton) buttons.append(homeButton);
  element.append(statusBar, buttons, title, createCapsule(options));
  let isCustom = false;
  const set = { title: false, color: false };

  const showColor = (frontColor: string, backgroundColor: string): void => {
    element.style.setProperty('--ferry-nav-front', frontColor);
    element.style.backgroundColor = isCustom ? '' : backgroundColor;
    element.classList.toggle('ferry-nav--dark-text', /^#0{3,6}$/.test(frontColor));
  };
  const setStatusBarHeight = (heightPx: number): void => {
    element.style.paddingTop = `${String(heightPx)}px`;
    statusBar.style.height = `${String(heightPx)}px`;
  };
  const configure = (window: WindowConfig): void => {
    isCustom = window.navigationStyle === 'custom';
    element.classList.toggle('ferry-nav--custom', isCustom);
    if (!set.title) text.textContent = window.navigationBarTitleText ?? '';
    if (set.color) return;
    showColor(
      window.navigationBarTextStyle === 'black' ? '#000000' : '#ffffff',
      window.navigationBarBackgroundColor ?? '#000000',
    );
  };
  setStatusBarHeight(options.statusBarHeightPx);
  configure(options.window);

  return {
    element,
    configure,
    setStatusBarHeight,
    setTitle(value) {
      set.title = true;
      text.textContent = value;
    },
    setColor(frontColor, backgroundColor, animation) {
      set.color = true;
      element.style.transition =
        animation === undefined
          ? ''
          : `background-color ${String(animation.durationMs)}ms ${TIMINGS[animation.timing] ?? 'linear'}`;
      showColor(frontColor, backgroundColor);
    },
    setLoading(loading) {
      spinner.hidden = !loading;
    },
    hideHome() {
      homeButton?.remove();
    },
  };
}

function barButton(name: 'back' | 'home', label: string, act: () => void): HTMLElement {
  const button = document.createElement('button');
  button.type = 'button';
  button.className = `ferry-nav__${name}`;
  button.setAttribute('aria-label', label);
  button.addEventListener('click', act);
  return button;
}
