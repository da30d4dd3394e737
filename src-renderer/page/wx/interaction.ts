import type { Overlays, ToastIcon } from '../overlays/index.ts';
import type { ApiKit, WxFunctions } from './api-kit.ts';
import { Refusal } from './api-kit.ts';
import type { ParameterType, WxOptions } from './parameters.ts';
import { flagOf, numberOf, parameterError, textOf, textsOf } from './parameters.ts';

const TOAST_MS = 1_500;
const MAX_ACTIONS = 6;
/** Characters of a button's word; a Latin one counts half (WeChat's documentation of showModal: four Chinese ones). */
const MAX_BUTTON_WIDTH = 4;
const HEX_COLOR = /^#[\da-f]{6}$/i;
const TOAST_ICONS: readonly ToastIcon[] = ['success', 'error', 'loading', 'none'];

/** `showToast`, `showLoading`, `showModal`, `showActionSheet` and their hides, after WeChat's documentation. */
export function createInteractionFunctions(kit: ApiKit, overlays: Overlays): WxFunctions {
  const { host } = kit;
  /** What stands in the one box that both share: `hide…` with `noConflict` leaves the other's alone. */
  let shown: 'toast' | 'loading' | null = null;

  function hide(own: 'toast' | 'loading', options: WxOptions): void {
    if (flagOf(options, 'noConflict') && shown !== own) return;
    shown = null;
    overlays.toast.hide();
  }

  function imageOf(options: WxOptions): string | null {
    const image = textOf(options, 'image');
    return image === '' ? null : host.resourceUrl(image, host.router.current()?.route ?? host.launch.path);
  }

  return {
    showToast: kit.asynchronous('showToast', { title: 'String' }, (options) => {
      checkTypes(options, { icon: 'String', image: 'String', duration: 'Number' });
      shown = 'toast';
      const icon = textOf(options, 'icon', 'success');
      overlays.toast.show({
        title: textOf(options, 'title'),
        icon: TOAST_ICONS.find((known) => known === icon) ?? 'success',
        imageUrl: imageOf(options),
        mask: flagOf(options, 'mask'),
        durationMs: numberOf(options, 'duration', TOAST_MS),
      });
      return {};
    }),
    hideToast: kit.asynchronous('hideToast', {}, (options) => {
      hide('toast', options);
      return {};
    }),
    showLoading: kit.asynchronous('showLoading', { title: 'String' }, (options) => {
      shown = 'loading';
      overlays.toast.show({
        title: textOf(options, 'title'),
        icon: 'loading',
        imageUrl: null,
        mask: flagOf(options, 'mask'),
        durationMs: null,
      });
      return {};
    }),
    hideLoading: kit.asynchronous('hideLoading', {}, (options) => {
      hide('loading', options);
      return {};
    }),

    showModal: kit.asynchronous('showModal', {}, async (options) => {
      checkModal(options);
      const editable = flagOf(options, 'editable');
      const answer = await overlays.modal.show({
        title: textOf(options, 'title'),
        content: textOf(options, 'content'),
        showCancel: flagOf(options, 'showCancel', true),
        cancelText: textOf(options, 'cancelText'),
        cancelColor: textOf(options, 'cancelColor', '#000000'),
        confirmText: textOf(options, 'confirmText'),
        confirmColor: textOf(options, 'confirmColor', '#576B95'),
        editable,
        placeholderText: textOf(options, 'placeholderText'),
      });
      return {
        confirm: answer.confirmed,
        cancel: !answer.confirmed,
        content: editable && answer.confirmed ? answer.content : null,
      };
    }),

    showActionSheet: kit.asynchronous('showActionSheet', { itemList: 'Array' }, async (options) => {
      checkTypes(options, { itemColor: 'String', alertText: 'String' });
      const items = textsOf(options, 'itemList');
      if (items.length === 0) {
        throw new Refusal('parameter error: parameter.itemList should have at least 1 item;', 1001);
      }
      if (items.length > MAX_ACTIONS) {
        throw new Refusal('parameter error: itemList should not be large than 6', 1001);
      }
      const tapIndex = await overlays.actionSheet.show({
        title: textOf(options, 'alertText'),
        items,
        itemColor: textOf(options, 'itemColor', '#000000'),
      });
      if (tapIndex === null) throw new Refusal('cancel', 1);
      return { tapIndex };
    }),
  };
}

/** Refuses options that are given and of another type, as WeChat's library does for these. */
function checkTypes(options: WxOptions, types: Readonly<Record<string, ParameterType>>): void {
  const given = Object.entries(types).filter(([key]) => options[key] !== undefined);
  const wrong = parameterError(options, Object.fromEntries(given));
  if (wrong !== null) throw new Refusal(wrong, 1001);
}

function checkModal(options: WxOptions): void {
  checkTypes(options, {
    title: 'String',
    content: 'String',
    cancelText: 'String',
    confirmText: 'String',
    placeholderText: 'String',
  });
  for (const key of ['cancelText', 'confirmText']) {
    if (widthOf(textOf(options, key)) > MAX_BUTTON_WIDTH) {
      throw new Refusal(`parameter error: ${key} length should not larger than 4 Chinese characters`, 1001);
    }
  }
  for (const key of ['cancelColor', 'confirmColor']) {
    const color = textOf(options, key);
    if (color !== '' && !HEX_COLOR.test(color)) {
      throw new Refusal(`parameter error: ${key} should be a hexadecimal color`, 1001);
    }
  }
}

/** In Chinese characters. */
function widthOf(text: string): number {
  return Array.from(text).reduce(
    (width, character) => width + ((character.codePointAt(0) ?? 0) > 0xff ? 1 : 0.5),
    0,
  );
}
