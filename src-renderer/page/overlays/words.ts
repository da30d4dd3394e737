import type { BootInfo } from '#contract/wx';

export type OverlayLocale = BootInfo['locale'];

/** What WeChat writes on a button of its own, whatever the language (documentation of showModal). */
export const WECHAT_WORDS = { confirm: '确定', cancel: '取消' } as const;
