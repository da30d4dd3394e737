import type { BootInfo } from '#contract/wx';

export type OverlayLocale = BootInfo['locale'];

interface Words {
  readonly close: string;
  readonly preview: string;
  readonly previous: string;
  readonly next: string;
  readonly broken: string;
}

/** What WeChat writes on a button of its own, whatever the language (documentation of showModal). */
export const WECHAT_WORDS = { confirm: '确定', cancel: '取消' } as const;

/** Ferry's own words on an overlay. */
export const WORDS: Readonly<Record<OverlayLocale, Words>> = {
  en: {
    close: 'Close',
    preview: 'Image preview',
    previous: 'Previous image',
    next: 'Next image',
    broken: 'This image cannot be shown',
  },
  'zh-CN': {
    close: '关闭',
    preview: '图片预览',
    previous: '上一张',
    next: '下一张',
    broken: '图片无法显示',
  },
};
