import type { Overlays, ToastIcon } from '../overlays/index.ts';
import type { ApiKit, WxFunctions } from './api-kit.ts';
import { Refusal } from './api-kit.ts';
import type { WxOptions } from './parameters.ts';
import { flagOf, numberOf, textOf, textsOf } from './parameters.ts';

const TOAST_MS = 1_500;
const MAX_ACTIONS = 6;
const TOAST_ICONS: readonly ToastIcon[] = ['success', 'error', 'loading', 'none'];

/** `showToast`, `showLoading`, `showModal`, `showActionSheet` and their hides, after WeChat's documentation. */
export function createInteractionFunctions(kit: ApiKit, overlays: Overlays): WxFunctions {
  const { host } = kit;

  function imageOf(options: WxOptions): string | null {
    const image = textOf(options, 'image');
    return image === '' ? null : host.resourceUrl(image, host.router.current()?.route ?? host.launch.path);
  }

  return {
    showToast: kit.asynchronous('showToast', { title: 'String' }, (options) => {
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
    hideToast: kit.asynchronous('hideToast', {}, () => {
      overlays.toast.hide();
      return {};
    }),
    showLoading: kit.asynchronous('showLoading', { title: 'String' }, (options) => {
      overlays.toast.show({
        title: textOf(options, 'title'),
        icon: 'loading',
        imageUrl: null,
        mask: flagOf(options, 'mask'),
        durationMs: null,
      });
      return {};
    }),
    hideLoading: kit.asynchronous('hideLoading', {}, () => {
      overlays.toast.hide();
      return {};
    }),

    showModal: kit.asynchronous('showModal', {}, async (options) => {
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
