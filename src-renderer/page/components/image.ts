import type { AnyBuiltin } from './builtin.ts';
import { builtin, flag, text } from './builtin.ts';
import { callWx } from './call-wx.ts';
import { place } from './place.ts';

const MENU = { en: ['Save image'], 'zh-CN': ['保存图片'] } as const;

/**
 * `image` with its 14 modes (scaleToFill, aspectFit, aspectFill, widthFix, heightFix and nine crops); the modes
 * themselves are style rules on the `mode` attribute. Loads only by URLs of the page's own origin.
 */
function imageOf(tag: string): AnyBuiltin {
  return builtin({
    tag,
    properties: {
      src: text(),
      mode: text('scaleToFill'),
      lazyLoad: flag(),
      webp: flag(),
      showMenuByLongpress: flag(),
      fadeIn: flag(),
      forceHttps: flag(),
      alt: text(),
    },
    attach(self) {
      const { element } = self;
      const image = document.createElement('img');
      image.draggable = false;

      function describe(): void {
        image.alt = self.get('alt');
        element.setAttribute('mode', self.get('mode'));
      }

      function load(): void {
        const src = self.get('src');
        image.loading = self.get('lazyLoad') ? 'lazy' : 'eager';
        image.hidden = src === '';
        if (src === '') image.removeAttribute('src');
        else image.src = self.resourceUrl(src);
      }

      let fitted = '';
      /** widthFix and heightFix: the other side follows the picture's shape, in pixels so that no layout stretches it. */
      function fit(): void {
        const shape = image.naturalWidth > 0 ? image.naturalHeight / image.naturalWidth : 0;
        const mode = shape > 0 ? self.get('mode') : '';
        const style =
          mode === 'widthFix'
            ? `height:${String(element.clientWidth * shape)}px`
            : mode === 'heightFix'
              ? `width:${String(element.clientHeight / shape)}px`
              : '';
        if (style === fitted) return;
        fitted = style;
        place(element, style);
      }

      // Within the observer's own turn a change of size would be reported as an endless loop.
      const size = new ResizeObserver(() => requestAnimationFrame(fit));
      function watchSize(): void {
        size.disconnect();
        if (['widthFix', 'heightFix'].includes(self.get('mode'))) size.observe(element);
        fit();
      }

      image.addEventListener('load', () => {
        fit();
        self.emit('load', { width: image.naturalWidth, height: image.naturalHeight });
      });
      image.addEventListener('error', () => {
        // The browser's own sign for a broken picture has no place on a phone.
        image.hidden = true;
        self.emit('error', { errMsg: `Failed to load image resource ${self.get('src')}` });
      });
      /** The menu of `show-menu-by-longpress`: of WeChat's entries the one that does something here. */
      async function showMenu(): Promise<void> {
        const asked = await callWx(self.wx, 'showActionSheet', { itemList: MENU[self.host.boot.locale] });
        if (!asked.ok) return;
        const info = await callWx(self.wx, 'getImageInfo', { src: self.get('src') });
        const { path } = info.result;
        if (typeof path === 'string') await callWx(self.wx, 'saveImageToPhotosAlbum', { filePath: path });
      }

      self.node.addListener('longpress', () => {
        if (self.get('showMenuByLongpress') && self.get('src') !== '') void showMenu();
      });
      describe();
      watchSize();
      load();
      element.prepend(image);
      return {
        changed: {
          src: load,
          mode: () => {
            describe();
            watchSize();
          },
          alt: describe,
          lazyLoad: () => {
            image.loading = self.get('lazyLoad') ? 'lazy' : 'eager';
          },
        },
        detached: () => {
          size.disconnect();
        },
      };
    },
  });
}

export const images: readonly AnyBuiltin[] = [imageOf('image')];
