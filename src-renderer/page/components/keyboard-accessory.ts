import { builtin } from './builtin.ts';
import { place } from './place.ts';

/**
 * `keyboard-accessory` (WeChat's documentation of keyboard-accessory): a bar of the `textarea` or `input` it lies in,
 * on top of the keyboard while that field has it, and not there otherwise.
 */
export const keyboardAccessory = builtin({
  tag: 'keyboard-accessory',
  properties: {},
  attach({ element, host }) {
    const { keyboard } = host;
    const ended = new AbortController();

    function show(): void {
      const field = keyboard.field();
      const isUp = field?.contains(element) === true;
      element.toggleAttribute('data-up', isUp);
      if (!isUp) {
        place(element, '');
        return;
      }
      place(element, 'bottom:0');
      // A page that is pushed up is what `bottom` counts from.
      const byPx =
        element.getBoundingClientRect().bottom - document.documentElement.clientHeight + keyboard.heightPx();
      place(element, `bottom:${String(byPx)}px`);
    }

    const endHeight = keyboard.onHeight(show);
    // From one field to the next the keyboard stays as high as it is.
    for (const event of ['focusin', 'focusout']) {
      document.addEventListener(event, () => setTimeout(show), { signal: ended.signal });
    }
    return {
      detached() {
        ended.abort();
        endHeight();
      },
    };
  },
});
