import type { AnyBuiltin } from './builtin.ts';
import { builtin, flag, text } from './builtin.ts';

/** Style segment that the template engine leaves alone (StyleSegmentIndex.TEMP_EXTRA of glass-easel). */
const TEMPORARY_SEGMENT = 3;
/** Modes that give the component its picture's own height or width. */
const FITTED: Readonly<Record<string, string>> = { widthFix: 'height:auto', heightFix: 'width:auto' };

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

      image.addEventListener('load', () => {
        self.node.setNodeStyle(FITTED[self.get('mode')] ?? '', TEMPORARY_SEGMENT);
        self.emit('load', { width: image.naturalWidth, height: image.naturalHeight });
      });
      image.addEventListener('error', () => {
        // The browser's own sign for a broken picture has no place on a phone.
        image.hidden = true;
        self.emit('error', { errMsg: `Failed to load image resource ${self.get('src')}` });
      });
      describe();
      load();
      element.prepend(image);
      return { changed: { src: load, mode: describe, alt: describe } };
    },
  });
}

export const images: readonly AnyBuiltin[] = [imageOf('image'), imageOf('cover-image')];
