import type { Rect } from '#contract/wx';
import { NAVIGATION_BAR_HEIGHT_PX } from './measures.ts';

const CAPSULE = { width: 87, height: 32, right: 8 } as const;

/** Where the capsule at the top right lies, in CSS pixels of the view. */
export function capsuleRect(viewWidthPx: number, statusBarHeightPx: number): Rect {
  return {
    x: viewWidthPx - CAPSULE.right - CAPSULE.width,
    y: statusBarHeightPx + (NAVIGATION_BAR_HEIGHT_PX - CAPSULE.height) / 2,
    width: CAPSULE.width,
    height: CAPSULE.height,
  };
}

/** What the capsule's two buttons do: ⋯ and ◎. */
export interface CapsuleActions {
  menu(): void;
  /** Sends the mini-program to the background. */
  close(): void;
}

/** WeChat's menu and close buttons. */
export function createCapsule(actions: CapsuleActions): HTMLElement {
  const capsule = document.createElement('div');
  capsule.className = 'ferry-nav__capsule';
  const divider = document.createElement('i');
  divider.className = 'ferry-nav__divider';
  capsule.append(
    capsuleButton('menu', 'Menu', () => {
      actions.menu();
    }),
    divider,
    capsuleButton('close', 'Close', () => {
      actions.close();
    }),
  );
  return capsule;
}

function capsuleButton(name: 'menu' | 'close', label: string, act: () => void): HTMLButtonElement {
  const button = document.createElement('button');
  button.type = 'button';
  button.className = `ferry-nav__capsule-button ferry-nav__capsule-button--${name}`;
  button.setAttribute('aria-label', label);
  const picture = document.createElement('i');
  picture.className = `ferry-nav__${name}`;
  button.append(picture);
  button.addEventListener('click', act);
  return button;
}
