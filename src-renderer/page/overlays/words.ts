import type { BootInfo } from '#contract/wx';

export type OverlayLocale = BootInfo['locale'];

interface Words {
  readonly cancel: string;
  readonly close: string;
  readonly preview: string;
  readonly previous: string;
  readonly next: string;
  readonly broken: string;
  readonly album: string;
  readonly picture: string;
  readonly computer: string;
  readonly done: string;
}

/** What WeChat writes on a button of its own, whatever the language (documentation of showModal). */
export const WECHAT_WORDS = { confirm: '确定', cancel: '取消' } as const;

/** Ferry's own words on an overlay. */
export const WORDS: Readonly<Record<OverlayLocale, Words>> = {
  en: {
    cancel: 'Cancel',
    close: 'Close',
    preview: 'Image preview',
    previous: 'Previous image',
    next: 'Next image',
    broken: 'This image cannot be shown',
    album: 'Sample album',
    picture: 'Picture',
    computer: 'Choose from this computer…',
    done: 'Done',
  },
  'zh-CN': {
    cancel: '取消',
    close: '关闭',
    preview: '图片预览',
    previous: '上一张',
    next: '下一张',
    broken: '图片无法显示',
    album: '示例相册',
    picture: '图片',
    computer: '从电脑中选择…',
    done: '完成',
  },
};
