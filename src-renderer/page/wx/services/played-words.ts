import type { ModalOptions } from '../../overlays/modal.ts';
import type { OverlayLocale } from '../../overlays/words.ts';

interface PlayedWords {
  readonly location: string;
  readonly call: string;
  readonly calling: string;
  readonly miniProgram: string;
  readonly leaves: (name: string) => string;
  readonly contact: string;
  readonly page: string;
  readonly ferry: string;
  /** A box with one button that tells what the phone would show now. */
  notice(title: string, content: string): ModalOptions;
  /** A box that asks. */
  question(title: string, content: string, confirmText: string): ModalOptions;
}

function box(
  title: string,
  content: string,
  words: { confirm: string; cancel: string | null },
): ModalOptions {
  return {
    title,
    content,
    showCancel: words.cancel !== null,
    cancelText: words.cancel ?? '',
    cancelColor: '#000000',
    confirmText: words.confirm,
    confirmColor: '#576B95',
    editable: false,
    placeholderText: '',
  };
}

/** What Ferry writes in the boxes that stand for pages of WeChat and the phone. */
export const PLAYED_WORDS: Readonly<Record<OverlayLocale, PlayedWords>> = {
  en: {
    location: 'The phone would show this place',
    call: 'Call',
    calling: 'Call this number?',
    miniProgram: 'Open another mini-program?',
    leaves: (name) => `${name}\nFerry opens no other mini-program; the call succeeds.`,
    contact: 'The phone would open this',
    page: 'WeChat would open this page',
    ferry: 'OK',
    notice: (title, content) => box(title, content, { confirm: 'OK', cancel: null }),
    question: (title, content, confirm) => box(title, content, { confirm, cancel: 'Cancel' }),
  },
  'zh-CN': {
    location: '手机会显示此位置',
    call: '呼叫',
    calling: '拨打此号码？',
    miniProgram: '即将打开其他小程序',
    leaves: (name) => `${name}\nFerry 不会打开其他小程序，调用视为成功。`,
    contact: '手机会打开此页面',
    page: '微信会打开此页面',
    ferry: '知道了',
    notice: (title, content) => box(title, content, { confirm: '知道了', cancel: null }),
    question: (title, content, confirm) => box(title, content, { confirm, cancel: '取消' }),
  },
};
