import { element as html } from '../overlays/dom.ts';
import { builtin, text } from './builtin.ts';
import { callWx } from './call-wx.ts';

const WORDS = {
  en: {
    title: 'Web page',
    why: 'Ferry shows no other site inside a mini-program. On a phone this page fills the screen if its domain is one of the business domains set for the mini-program.',
    local: 'A web-view opens no file of the package: WeChat wants an https address of a business domain.',
    insecure: 'WeChat opens https addresses alone.',
    empty: 'This web-view has no address: its src is empty.',
    copy: 'Copy the address',
  },
  'zh-CN': {
    title: '网页',
    why: 'Ferry 不在小程序内显示其他网站。在手机上，若域名已配置为业务域名，该网页会铺满整个页面。',
    local: 'web-view 不能打开代码包内的文件：微信要求业务域名的 https 地址。',
    insecure: '微信只能打开 https 地址。',
    empty: '该 web-view 没有地址：src 为空。',
    copy: '复制链接',
  },
} as const;

/** What keeps an address from being opened, as a key of the words. */
function reasonFor(src: string): 'why' | 'local' | 'insecure' | 'empty' {
  if (src.trim() === '') return 'empty';
  if (/^https:\/\//i.test(src)) return 'why';
  return /^[a-z][a-z\d+.-]*:/i.test(src) || src.startsWith('//') ? 'insecure' : 'local';
}

/**
 * `web-view` (WeChat's documentation of web-view): covers the page. No foreign document runs beside a mini-program in
 * Ferry, so in the page's place stands what it would be, and `error` is told, never `load` or `message`.
 */
export const webView = builtin({
  tag: 'web-view',
  properties: { src: text() },
  attach(self) {
    const { element, host } = self;
    const words = WORDS[host.boot.locale];
    const address = html('p', { class: 'ferry-web-view__address' });
    const reason = html('p', { class: 'ferry-web-view__reason' });
    const copy = html('button', { type: 'button', class: 'ferry-web-view__copy' }, words.copy);
    copy.addEventListener('click', () => {
      void callWx(self.wx, 'setClipboardData', { data: self.get('src') });
    });

    function show(): void {
      const src = self.get('src');
      const found = reasonFor(src);
      address.textContent = src;
      reason.textContent = words[found];
      copy.hidden = src === '';
      element.setAttribute('aria-label', `${words.title} ${src}`);
      if (found === 'empty') return;
      host.reports.unsupported('<web-view>');
      // The page's own listeners are there by then.
      queueMicrotask(() => {
        self.emit('error', { src, url: src, fullUrl: src });
      });
    }

    element.setAttribute('role', 'region');
    element.prepend(
      html(
        'div',
        { class: 'ferry-web-view' },
        html('h2', { class: 'ferry-web-view__title' }, words.title),
        address,
        reason,
        copy,
      ),
    );
    show();
    return { changed: { src: show } };
  },
});
