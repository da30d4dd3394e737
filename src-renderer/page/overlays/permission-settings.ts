import { SCOPES, type AuthSetting, type Scope } from '#contract/permissions';
import { element } from './dom.ts';
import { keepFocusWithin } from './modal.ts';
import { PERMISSION_WORDS } from './permission-words.ts';
import type { OverlayLocale } from './words.ts';

export interface PermissionSettings {
  /**
   * Lists what the mini-program has asked for, each with a switch; resolves when closed.
   *
   * @param changed called with each switch that is moved; what it does is waited for before the page closes
   */
  show(setting: AuthSetting, changed: (scope: Scope, isAllowed: boolean) => Promise<void>): Promise<void>;
}

/** @param programName the mini-program whose settings they are */
export function createPermissionSettings(
  root: HTMLElement,
  locale: OverlayLocale,
  programName: string,
): PermissionSettings {
  const words = PERMISSION_WORDS[locale];
  return {
    show(setting, changed) {
      const { promise, resolve, reject } = Promise.withResolvers<undefined>();
      const before = document.activeElement;
      let saving: Promise<unknown> = Promise.resolve();

      const rows = SCOPES.flatMap((scope) => {
        const isAllowed = setting[scope];
        return isAllowed === undefined ? [] : [rowOf(scope, isAllowed)];
      });
      const done = element('button', { type: 'button', class: 'ferry-settings__done' }, words.done);
      done.addEventListener('click', finish);
      const page = element(
        'div',
        {
          class: 'ferry-settings',
          role: 'dialog',
          tabindex: -1,
          'aria-modal': 'true',
          'aria-label': words.settings,
        },
        element(
          'div',
          { class: 'ferry-settings__head' },
          element('span', { class: 'ferry-settings__title' }, words.settings),
          done,
        ),
        element('div', { class: 'ferry-settings__name' }, programName),
        ...(rows.length > 0
          ? [element('div', { class: 'ferry-settings__list' }, ...rows)]
          : [element('div', { class: 'ferry-settings__nothing' }, words.nothingAsked)]),
      );

      function rowOf(scope: Scope, isAllowed: boolean): HTMLButtonElement {
        const [use, meaning] = words.scopes[scope];
        const row = element(
          'button',
          {
            type: 'button',
            class: 'ferry-settings__row',
            role: 'switch',
            'aria-checked': String(isAllowed),
            'data-scope': scope,
          },
          element(
            'span',
            { class: 'ferry-settings__texts' },
            element('span', { class: 'ferry-settings__use' }, use),
            element('span', { class: 'ferry-settings__meaning' }, meaning),
          ),
          element('span', { class: 'ferry-settings__switch', 'aria-hidden': 'true' }),
        );
        row.addEventListener('click', () => {
          const next = row.getAttribute('aria-checked') !== 'true';
          row.setAttribute('aria-checked', String(next));
          // One after the other, so that the last move is the one that stays.
          saving = saving.then(() => changed(scope, next));
        });
        return row;
      }

      function finish(): void {
        page.remove();
        if (before instanceof HTMLElement && before.isConnected) before.focus({ preventScroll: true });
        saving.then(() => {
          resolve(undefined);
        }, reject);
      }

      page.addEventListener('keydown', (event) => {
        if (event.key === 'Escape') finish();
        else if (event.key === 'Tab') keepFocusWithin(page, event);
        else return;
        event.stopPropagation();
      });
      root.append(page);
      page.focus({ preventScroll: true });
      return promise;
    },
  };
}
