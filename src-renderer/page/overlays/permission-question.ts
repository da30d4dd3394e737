import type { Scope } from '#contract/permissions';
import { element } from './dom.ts';
import { keepFocusWithin } from './modal.ts';
import { PERMISSION_WORDS } from './permission-words.ts';
import type { OverlayLocale } from './words.ts';

export interface PermissionQuestion {
  /** Resolves with what the person chose: true allows, false denies, null leaves the question open. */
  show(scope: Scope): Promise<boolean | null>;
}

/** @param programName the mini-program that asks */
export function createPermissionQuestion(
  root: HTMLElement,
  locale: OverlayLocale,
  programName: string,
): PermissionQuestion {
  const words = PERMISSION_WORDS[locale];
  return {
    show(scope) {
      const { promise, resolve } = Promise.withResolvers<boolean | null>();
      const before = document.activeElement;
      const [use, meaning] = words.scopes[scope];
      const button = (kind: 'allow' | 'deny', isAllowed: boolean): HTMLButtonElement => {
        const made = element('button', { type: 'button', class: `ferry-permission__${kind}` }, words[kind]);
        made.addEventListener('click', () => {
          finish(isAllowed);
        });
        return made;
      };
      const box = element(
        'div',
        {
          class: 'ferry-permission__box',
          role: 'dialog',
          tabindex: -1,
          'aria-modal': 'true',
          'aria-label': `${programName} ${words.asks} ${use}`,
        },
        element(
          'div',
          { class: 'ferry-permission__who' },
          element('span', { class: 'ferry-permission__name' }, programName),
          element('span', { class: 'ferry-permission__asks' }, words.asks),
        ),
        element('div', { class: 'ferry-permission__use' }, use),
        element('div', { class: 'ferry-permission__meaning' }, meaning),
        element('div', { class: 'ferry-permission__buttons' }, button('deny', false), button('allow', true)),
      );
      const shade = element('div', { class: 'ferry-permission' }, box);

      function finish(answer: boolean | null): void {
        shade.remove();
        if (before instanceof HTMLElement && before.isConnected) before.focus({ preventScroll: true });
        resolve(answer);
      }

      shade.addEventListener('click', (event) => {
        if (event.target === shade) finish(null);
      });
      shade.addEventListener('keydown', (event) => {
        if (event.key === 'Escape') finish(null);
        else if (event.key === 'Tab') keepFocusWithin(box, event);
        else return;
        event.stopPropagation();
      });
      root.append(shade);
      // The box, not a button: nothing is allowed by an Enter meant for something else.
      box.focus({ preventScroll: true });
      return promise;
    },
  };
}
