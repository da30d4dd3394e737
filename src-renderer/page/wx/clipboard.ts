import { MAX_CLIPBOARD_LENGTH } from '#contract/clipboard';
import type { Overlays } from '../overlays/index.ts';
import type { ApiKit, WxFunctions } from './api-kit.ts';
import { Refusal } from './api-kit.ts';
import { textOf } from './parameters.ts';

/** What WeChat shows after every copy, for so long (documentation of setClipboardData). */
const COPIED = '内容已复制';
const COPIED_MS = 1500;

/** `setClipboardData` and `getClipboardData`. */
export function createClipboardFunctions(kit: ApiKit, overlays: Pick<Overlays, 'toast'>): WxFunctions {
  return {
    setClipboardData: kit.asynchronous('setClipboardData', { data: 'String' }, async (options) => {
      const text = textOf(options, 'data');
      if (text.length > MAX_CLIPBOARD_LENGTH) throw new Refusal('data is too long', 1001);
      await kit.call('wx:clipboard-write', { text });
      overlays.toast.show({
        title: COPIED,
        icon: 'success',
        imageUrl: null,
        mask: false,
        durationMs: COPIED_MS,
      });
      return {};
    }),
    getClipboardData: kit.asynchronous('getClipboardData', {}, async () => ({
      data: await kit.call('wx:clipboard-read', {}),
    })),
  };
}
