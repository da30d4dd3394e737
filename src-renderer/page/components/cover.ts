import { type AnyBuiltin, anything, builtin, text } from './builtin.ts';
import { attachHover, hoverProperties } from './hover.ts';
import { pxFromLength } from './length.ts';

/**
 * `cover-view` (WeChat's documentation of cover-view): once the only view that could lie over native components, now a
 * box like any other. `scroll-top` scrolls one that the page's style lets scroll.
 */
const coverView = builtin({
  tag: 'cover-view',
  properties: { ...hoverProperties(), scrollTop: anything(), markerId: text() },
  attach(self) {
    function scroll(): void {
      const topPx = pxFromLength(self.get('scrollTop'));
      if (topPx !== null) self.element.scrollTop = topPx;
    }

    const hover = attachHover(self);
    // Its content has no height before the page has been laid out.
    requestAnimationFrame(scroll);
    return { ...hover, changed: { ...hover.changed, scrollTop: scroll } };
  },
});

/** `cover-image`: a picture as large as itself, or as the page's style says. */
const coverImage = builtin({
  tag: 'cover-image',
  properties: { src: text(), referrerPolicy: text('no-referrer'), markerId: text() },
  attach(self) {
    const image = document.createElement('img');
    image.draggable = false;
    image.alt = '';

    function load(): void {
      const src = self.get('src');
      image.hidden = src === '';
      if (src === '') image.removeAttribute('src');
      else image.src = self.resourceUrl(src);
    }

    image.addEventListener('load', () => {
      self.emit('load', { width: image.naturalWidth, height: image.naturalHeight });
    });
    image.addEventListener('error', () => {
      // The browser's own sign for a broken picture has no place on a phone.
      image.hidden = true;
      self.emit('error', { errMsg: `Failed to load image resource ${self.get('src')}` });
    });
    load();
    self.element.prepend(image);
    return { changed: { src: load } };
  },
});

export const covers: readonly AnyBuiltin[] = [coverView, coverImage];
