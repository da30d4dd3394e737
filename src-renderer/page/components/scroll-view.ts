import { anything, builtin, elementOf, flag, number, text } from './builtin.ts';
import { attachRefresher } from './refresher.ts';

/** A number written as a number, as text or not at all. */
function pixels(value: unknown): number | null {
  const number =
    typeof value === 'number' ? value : typeof value === 'string' ? Number.parseFloat(value) : NaN;
  return Number.isFinite(number) ? number : null;
}

/** `scroll-view`: scrolls on one or both axes; tells of scrolling and of its ends. */
export const scrollView = builtin({
  tag: 'scroll-view',
  properties: {
    scrollX: flag(),
    scrollY: flag(),
    upperThreshold: anything(50),
    lowerThreshold: anything(50),
    scrollTop: anything(),
    scrollLeft: anything(),
    scrollIntoView: text(),
    scrollIntoViewOffset: number(),
    scrollWithAnimation: flag(),
    enableBackToTop: flag(),
    enablePassive: flag(),
    enableFlex: flag(),
    scrollAnchoring: flag(),
    enhanced: flag(),
    bounces: flag(true),
    showScrollbar: flag(true),
    pagingEnabled: flag(),
    fastDeceleration: flag(),
    usingSticky: flag(),
    type: text(),
    refresherEnabled: flag(),
    refresherTriggered: flag(),
    refresherThreshold: number(45),
    refresherDefaultStyle: text('black'),
    refresherBackground: text(),
  },
  attach(self) {
    const { element, node } = self;
    let last = { top: 0, left: 0 };

    function describe(): void {
      element.style.overflowX = self.get('scrollX') ? 'auto' : 'hidden';
      element.style.overflowY = self.get('scrollY') ? 'auto' : 'hidden';
      element.toggleAttribute('enable-flex', self.get('enableFlex'));
      element.toggleAttribute('hide-scrollbar', self.get('enhanced') && !self.get('showScrollbar'));
    }

    const behaviour = (): ScrollBehavior => (self.get('scrollWithAnimation') ? 'smooth' : 'instant');

    /** After the update in which the property came: the content it wants to show may be part of it. */
    function scroll(to: () => ScrollToOptions | null): void {
      queueMicrotask(() => {
        const place = to();
        if (place !== null && element.isConnected) element.scrollTo({ ...place, behavior: behaviour() });
      });
    }

    const toTop = (): void => {
      scroll(() => {
        const top = pixels(self.get('scrollTop'));
        return top === null ? null : { top };
      });
    };
    const toLeft = (): void => {
      scroll(() => {
        const left = pixels(self.get('scrollLeft'));
        return left === null ? null : { left };
      });
    };
    const intoView = (): void => {
      scroll(() => {
        const id = self.get('scrollIntoView');
        const found = id === '' ? null : node.ownerShadowRoot?.getElementById(id)?.asGeneralComponent();
        if (!found) return null;
        const target = elementOf(found).getBoundingClientRect();
        const frame = element.getBoundingClientRect();
        const gap = self.get('scrollIntoViewOffset');
        return {
          ...(self.get('scrollY') ? { top: element.scrollTop + target.top - frame.top + gap } : {}),
          ...(self.get('scrollX') ? { left: element.scrollLeft + target.left - frame.left + gap } : {}),
        };
      });
    };

    function tellEnds(deltaX: number, deltaY: number): void {
      const { scrollTop, scrollLeft, clientHeight, clientWidth, scrollHeight, scrollWidth } = element;
      const upper = pixels(self.get('upperThreshold')) ?? 50;
      const lower = pixels(self.get('lowerThreshold')) ?? 50;
      const wasUnderTop = scrollTop + deltaY > upper;
      const wasAfterLeft = scrollLeft + deltaX > upper;
      if (deltaY > 0 && scrollTop <= upper && wasUnderTop) self.emit('scrolltoupper', { direction: 'top' });
      if (deltaX > 0 && scrollLeft <= upper && wasAfterLeft)
        self.emit('scrolltoupper', { direction: 'left' });
      const toBottom = scrollHeight - scrollTop - clientHeight;
      const toRight = scrollWidth - scrollLeft - clientWidth;
      if (deltaY < 0 && toBottom <= lower && toBottom - deltaY > lower) {
        self.emit('scrolltolower', { direction: 'bottom' });
      }
      if (deltaX < 0 && toRight <= lower && toRight - deltaX > lower) {
        self.emit('scrolltolower', { direction: 'right' });
      }
    }

    element.addEventListener(
      'scroll',
      (event) => {
        if (event.target !== element) return;
        const { scrollTop, scrollLeft, scrollHeight, scrollWidth } = element;
        const deltaX = last.left - scrollLeft;
        const deltaY = last.top - scrollTop;
        last = { top: scrollTop, left: scrollLeft };
        self.emit('scroll', { scrollTop, scrollLeft, scrollHeight, scrollWidth, deltaX, deltaY });
        tellEnds(deltaX, deltaY);
      },
      { passive: true },
    );

    describe();
    toTop();
    toLeft();
    intoView();
    const refresher = attachRefresher(self);
    return {
      changed: {
        scrollX: describe,
        scrollY: describe,
        enableFlex: describe,
        enhanced: describe,
        showScrollbar: describe,
        scrollTop: toTop,
        scrollLeft: toLeft,
        scrollIntoView: intoView,
        refresherTriggered: refresher.triggered,
      },
      detached: refresher.end,
    };
  },
});
