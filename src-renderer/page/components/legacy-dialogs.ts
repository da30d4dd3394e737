import { element as html, iconOf } from '../overlays/dom.ts';
import { TOAST_ICONS } from '../overlays/toast.ts';
import { WECHAT_WORDS } from '../overlays/words.ts';
import type { AnyBuiltin } from './builtin.ts';
import { builtin, controlOf, flag, number, text } from './builtin.ts';
import { attachHover, hoverProperties } from './hover.ts';
import { attachKeyboard } from './keyboard.ts';

/*
 * The dialogs WeChat had as components before `wx.showModal` and its kin. WeChat's documentation no longer lists
 * them, its clients still run them. They show while `hidden` is false; the page sets it back when it hears of the end.
 */

const TOAST_MS = 1_500;

/** Gives a dialog its look, which its tag alone does not: a project's own component may have the same tag. */
function dress(element: HTMLElement, kind: string, role: string): void {
  element.dataset['dialog'] = kind;
  element.setAttribute('role', role);
}

/** `action-sheet`: a tap beside it or on its `action-sheet-cancel` fires `change`. */
const actionSheet = builtin({
  tag: 'action-sheet',
  properties: { hidden: flag(true) },
  attach(self) {
    const { element } = self;
    dress(element, 'action-sheet', 'menu');

    function dismiss(): void {
      self.emit('change');
    }

    self.onTap((original) => {
      if (original instanceof Event && original.target === element) dismiss();
    });
    return { activate: dismiss };
  },
});

const actionSheetItem = builtin({
  tag: 'action-sheet-item',
  properties: hoverProperties(),
  attach(self) {
    dress(self.element, 'action-sheet-item', 'menuitem');
    attachKeyboard(self.node, 'menuitem');
    return attachHover(self);
  },
});

const actionSheetCancel = builtin({
  tag: 'action-sheet-cancel',
  properties: hoverProperties(),
  attach(self) {
    dress(self.element, 'action-sheet-cancel', 'menuitem');
    attachKeyboard(self.node, 'menuitem');
    self.onTap(() => {
      const sheet = self.element.closest('wx-action-sheet');
      if (sheet !== null) controlOf(sheet)?.activate?.();
    });
    return attachHover(self);
  },
});

/** `modal`: two buttons, `confirm` and `cancel` as events; `no-cancel` leaves the first alone. */
const modal = builtin({
  tag: 'modal',
  properties: { title: text(), noCancel: flag(), confirmText: text(), cancelText: text() },
  attach(self) {
    const { element } = self;
    const title = html('div', { class: 'wx-modal__title' });
    const button = (kind: 'confirm' | 'cancel'): HTMLButtonElement => {
      const made = html('button', { type: 'button', class: `wx-modal__${kind}` });
      made.addEventListener('click', () => {
        self.emit(kind);
      });
      return made;
    };
    const confirm = button('confirm');
    const cancel = button('cancel');

    function describe(): void {
      title.textContent = self.get('title');
      title.hidden = self.get('title') === '';
      element.setAttribute('aria-label', self.get('title'));
      confirm.textContent = self.get('confirmText') || WECHAT_WORDS.confirm;
      cancel.textContent = self.get('cancelText') || WECHAT_WORDS.cancel;
      cancel.hidden = self.get('noCancel');
    }

    dress(element, 'modal', 'dialog');
    element.prepend(title, html('div', { class: 'wx-modal__buttons' }, cancel, confirm));
    describe();
    return { changed: { title: describe, noCancel: describe, confirmText: describe, cancelText: describe } };
  },
});

/** `toast`: fires `change` when it has been shown for `duration` ms. */
const toast = builtin({
  tag: 'toast',
  properties: { hidden: flag(), duration: number(TOAST_MS) },
  attach(self) {
    let timer: ReturnType<typeof setTimeout> | undefined;

    function wait(): void {
      clearTimeout(timer);
      if (self.get('hidden')) return;
      timer = setTimeout(() => {
        self.emit('change');
      }, self.get('duration'));
    }

    dress(self.element, 'toast', 'status');
    self.element.prepend(iconOf(TOAST_ICONS.success));
    wait();
    return {
      changed: { hidden: wait },
      detached: () => {
        clearTimeout(timer);
      },
    };
  },
});

/** `loading`: turns until the page hides it. */
const loading = builtin({
  tag: 'loading',
  properties: {},
  attach(self) {
    dress(self.element, 'loading', 'status');
    self.element.prepend(html('i', { class: 'ferry-spinner' }));
    return {};
  },
});

export const legacyDialogs: readonly AnyBuiltin[] = [
  actionSheet,
  actionSheetItem,
  actionSheetCancel,
  modal,
  toast,
  loading,
];
