import { PAGE_SCROLLER_CLASS } from '../events/geometry.ts';
import type { AnyBuiltin } from './builtin.ts';
import { anything, builtin, flag, number } from './builtin.ts';
import { paddingOf, place } from './place.ts';

/** `sticky-section`: the stretch of a list within which its header sticks. */
const stickySection = builtin({
  tag: 'sticky-section',
  properties: { pushPinnedHeader: flag(true), padding: anything() },
  attach(self) {
    const { element } = self;

    function describe(): void {
      // Without a box of its own the section does not push its header out: the next one slides over it.
      const padding = paddingOf(self.get('padding'));
      const display = self.get('pushPinnedHeader') ? '' : 'display:contents;';
      place(element, `${display}${padding === '' ? '' : `padding:${padding}`}`);
    }

    queueMicrotask(describe);
    return { changed: { pushPinnedHeader: describe, padding: describe } };
  },
});

/** `sticky-header`: stays at the top of what scrolls, `offset-top` CSS pixels below it, and tells when it does. */
const stickyHeader = builtin({
  tag: 'sticky-header',
  properties: { offsetTop: number(), padding: anything() },
  attach(self) {
    const { element } = self;
    let isOnTop = false;
    let scroller: Element | null = null;

    function describe(): void {
      const padding = paddingOf(self.get('padding'));
      place(element, `top:${String(self.get('offsetTop'))}px;${padding === '' ? '' : `padding:${padding}`}`);
    }

    function look(): void {
      if (scroller === null) return;
      const gap = element.getBoundingClientRect().top - scroller.getBoundingClientRect().top;
      // Half a pixel, since sticky boxes lie on device pixels.
      const next = scroller.scrollTop > 0 && gap <= self.get('offsetTop') + 0.5;
      if (next === isOnTop) return;
      isOnTop = next;
      self.emit('stickontopchange', { isStickOnTop: isOnTop, id: self.node.id });
    }

    queueMicrotask(() => {
      describe();
      scroller = element.closest(`wx-scroll-view, .${PAGE_SCROLLER_CLASS}`);
      scroller?.addEventListener('scroll', look, { passive: true });
      look();
    });
    return {
      changed: {
        offsetTop: () => {
          describe();
          look();
        },
        padding: describe,
      },
      detached: () => {
        scroller?.removeEventListener('scroll', look);
      },
    };
  },
});

export const stickies: readonly AnyBuiltin[] = [stickySection, stickyHeader];
