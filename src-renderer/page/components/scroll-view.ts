import type { GeneralComponent } from 'glass-easel';
import { offerNode } from '../query/node-registry.ts';
import { anything, builtin, elementOf, flag, number, text } from './builtin.ts';
import { paddingOf, pixelsOf, place } from './place.ts';
import { attachRefresher } from './refresher.ts';
import { attachScrollDrag } from './scroll-drag.ts';
import { alignmentOf, scrollFor } from './scroll-into-view.ts';
import { createScrollViewContext, type ScrollSwitches } from './scroll-view-context.ts';

const DEFAULT_THRESHOLD_PX = 50;
const FRICTION = 2;
const FAST_FRICTION = 6;

/** `scroll-view`: scrolls on one or both axes; tells of scrolling, of its ends and of drags. */
export const scrollView = builtin({
  tag: 'scroll-view',
  properties: {
    scrollX: flag(),
    scrollY: flag(),
    upperThreshold: anything(DEFAULT_THRESHOLD_PX),
    lowerThreshold: anything(DEFAULT_THRESHOLD_PX),
    scrollTop: anything(),
    scrollLeft: anything(),
    scrollIntoView: text(),
    scrollIntoViewOffset: number(),
    scrollIntoViewAlignment: text('start'),
    scrollIntoViewWithinExtent: flag(),
    scrollWithAnimation: flag(),
    enableBackToTop: flag(),
    enablePassive: anything(false),
    enableFlex: flag(),
    scrollAnchoring: flag(),
    enhanced: flag(),
    bounces: flag(true),
    showScrollbar: flag(true),
    pagingEnabled: flag(),
    fastDeceleration: flag(),
    usingSticky: flag(),
    type: text(),
    reverse: flag(),
    clip: flag(true),
    cacheExtent: anything(),
    minDragDistance: number(18),
    padding: anything(),
    associativeContainer: text(),
    refresherEnabled: flag(),
    refresherTriggered: flag(),
    refresherThreshold: number(45),
    refresherDefaultStyle: text('black'),
    refresherBackground: text(),
  },
  attach(self) {
    const { element, node } = self;
    /** What a page has said through the ScrollViewContext, over the properties. */
    const switches: ScrollSwitches = {};
    let last = { top: 0, left: 0 };
    let isScrolling = false;
    let isDragged = false;

    const isOn = (name: 'bounces' | 'showScrollbar' | 'pagingEnabled' | 'fastDeceleration'): boolean =>
      switches[name] ??
      (self.get('enhanced') ? self.get(name) : name === 'bounces' || name === 'showScrollbar');
    const scrolls = (axis: 'x' | 'y'): boolean =>
      self.get(axis === 'x' ? 'scrollX' : 'scrollY') && switches.scrollEnabled !== false;

    function describe(): void {
      const padding = paddingOf(self.get('padding'));
      const { scrollTop, scrollLeft } = element;
      place(
        element,
        [
          `overflow-x:${scrolls('x') ? 'auto' : 'hidden'}`,
          `overflow-y:${scrolls('y') ? 'auto' : 'hidden'}`,
          `overflow-anchor:${self.get('scrollAnchoring') ? 'auto' : 'none'}`,
          `overscroll-behavior:${isOn('bounces') ? 'contain' : 'none'}`,
          ...(padding === '' ? [] : [`padding:${padding}`]),
        ].join(';'),
      );
      element.toggleAttribute('enable-flex', self.get('enableFlex'));
      element.toggleAttribute('data-reverse', self.get('reverse'));
      // A change of overflow alone would forget nothing, but a new style of the template may.
      if (element.scrollTop !== scrollTop) element.scrollTop = scrollTop;
      if (element.scrollLeft !== scrollLeft) element.scrollLeft = scrollLeft;
    }

    const behaviour = (): ScrollBehavior => (self.get('scrollWithAnimation') ? 'smooth' : 'instant');

    /** After the update in which the property came: the content it wants to show may be part of it. */
    function scroll(to: () => ScrollToOptions | null): void {
      queueMicrotask(() => {
        const there = to();
        if (there !== null && element.isConnected) element.scrollTo({ ...there, behavior: behaviour() });
      });
    }

    const toTop = (): void => {
      scroll(() => {
        const top = pixelsOf(self.get('scrollTop'));
        return top === null ? null : { top };
      });
    };
    const toLeft = (): void => {
      scroll(() => {
        const left = pixelsOf(self.get('scrollLeft'));
        return left === null ? null : { left };
      });
    };

    function placesOf(found: GeneralComponent, offset: number, written: unknown): ScrollToOptions {
      const target = elementOf(found).getBoundingClientRect();
      const frame = element.getBoundingClientRect();
      const { scrollTop, scrollLeft, clientWidth, clientHeight } = element;
      const alignment = alignmentOf(written);
      const top = scrollFor(
        {
          scroll: scrollTop,
          viewPx: clientHeight,
          targetStart: scrollTop + target.top - frame.top,
          targetPx: target.height,
        },
        alignment,
        offset,
      );
      const left = scrollFor(
        {
          scroll: scrollLeft,
          viewPx: clientWidth,
          targetStart: scrollLeft + target.left - frame.left,
          targetPx: target.width,
        },
        alignment,
        offset,
      );
      return { ...(self.get('scrollY') ? { top } : {}), ...(self.get('scrollX') ? { left } : {}) };
    }

    const intoView = (): void => {
      scroll(() => {
        const id = self.get('scrollIntoView');
        const found = id === '' ? null : node.ownerShadowRoot?.getElementById(id)?.asGeneralComponent();
        if (!found) return null;
        const written = self.get('scrollIntoViewWithinExtent')
          ? 'nearest'
          : self.get('scrollIntoViewAlignment');
        return placesOf(found, self.get('scrollIntoViewOffset'), written);
      });
    };

    function tellEnds(deltaX: number, deltaY: number): void {
      const { scrollTop, scrollLeft, clientHeight, clientWidth, scrollHeight, scrollWidth } = element;
      const upper = pixelsOf(self.get('upperThreshold')) ?? DEFAULT_THRESHOLD_PX;
      const lower = pixelsOf(self.get('lowerThreshold')) ?? DEFAULT_THRESHOLD_PX;
      const wasUnderTop = scrollTop + deltaY > upper;
      const wasAfterLeft = scrollLeft + deltaX > upper;
      if (deltaY > 0 && scrollTop <= upper && wasUnderTop) self.emit('scrolltoupper', { direction: 'top' });
      if (deltaX > 0 && scrollLeft <= upper && wasAfterLeft)
        self.emit('scrolltoupper', { direction: 'left' });
      // The last pixel of a scaled screen may never be reached.
      const toBottom = scrollHeight - scrollTop - clientHeight - 1;
      const toRight = scrollWidth - scrollLeft - clientWidth - 1;
      if (deltaY < 0 && toBottom <= lower && toBottom - deltaY > lower) {
        self.emit('scrolltolower', { direction: 'bottom' });
      }
      if (deltaX < 0 && toRight <= lower && toRight - deltaX > lower) {
        self.emit('scrolltolower', { direction: 'right' });
      }
    }

    function scrolled(event: Event): void {
      if (event.target !== element) return;
      const { scrollTop, scrollLeft, scrollHeight, scrollWidth } = element;
      const deltaX = last.left - scrollLeft;
      const deltaY = last.top - scrollTop;
      last = { top: scrollTop, left: scrollLeft };
      if (!isScrolling) self.emit('scrollstart', { ...measures(), isDrag: isDragged });
      isScrolling = true;
      self.emit('scroll', { scrollTop, scrollLeft, scrollHeight, scrollWidth, deltaX, deltaY });
      tellEnds(deltaX, deltaY);
    }

    function measures(): Record<string, number> {
      const { scrollTop, scrollLeft, scrollHeight, scrollWidth } = element;
      return { scrollTop, scrollLeft, scrollHeight, scrollWidth };
    }

    /** `paging-enabled`: comes to rest on whole screens of its own. */
    function toWholePage(): void {
      if (!isOn('pagingEnabled')) return;
      const { scrollTop, scrollLeft, clientHeight, clientWidth } = element;
      const whole = (at: number, px: number): number => (px > 0 ? Math.round(at / px) * px : at);
      const top = scrolls('y') ? whole(scrollTop, clientHeight) : scrollTop;
      const left = scrolls('x') ? whole(scrollLeft, clientWidth) : scrollLeft;
      if (Math.abs(top - scrollTop) > 1 || Math.abs(left - scrollLeft) > 1) {
        element.scrollTo({ top, left, behavior: 'smooth' });
      }
    }

    element.addEventListener('scroll', scrolled, { passive: true });
    element.addEventListener('scrollend', (event) => {
      if (event.target !== element) return;
      isScrolling = false;
      self.emit('scrollend', { ...measures(), isDrag: isDragged });
      if (!isDragged) toWholePage();
    });

    describe();
    toTop();
    toLeft();
    intoView();
    const refresher = attachRefresher(self);
    /** The drag events come with `enhanced` only, as documented. */
    const tellDrag = (event: string, more: Readonly<Record<string, unknown>> = {}): void => {
      const { scrollTop, scrollLeft } = element;
      if (self.get('enhanced')) self.emit(event, { scrollTop, scrollLeft, ...more });
    };
    const endDrag = attachScrollDrag(element, node, {
      canScroll: scrolls,
      canPull: refresher.canPull,
      pull: refresher.pull,
      friction: () => {
        if (isOn('pagingEnabled') || switches.decelerationDisabled === true) return 0;
        return isOn('fastDeceleration') ? FAST_FRICTION : FRICTION;
      },
      started: () => {
        isDragged = true;
        tellDrag('dragstart');
      },
      dragged: () => {
        tellDrag('dragging');
      },
      ended: (velocity) => {
        isDragged = false;
        tellDrag('dragend', { velocity });
        toWholePage();
      },
    });

    const context = createScrollViewContext({
      element,
      switches,
      initially: (name) => name === 'scrollEnabled' || (name !== 'decelerationDisabled' && isOn(name)),
      changed: describe,
      find: (selector) => {
        const found = node.querySelector(selector)?.asGeneralComponent();
        return found ?? null;
      },
      placesOf,
      refresh: (on) => {
        self.set('refresherTriggered', on);
        refresher.triggered(on);
      },
      unsupported: (api) => {
        self.host.reports.unsupported(api);
      },
    });
    offerNode(element, 'node', () => (self.get('enhanced') ? context : null));

    return {
      changed: {
        scrollX: describe,
        scrollY: describe,
        enableFlex: describe,
        enhanced: describe,
        showScrollbar: describe,
        bounces: describe,
        scrollAnchoring: describe,
        padding: describe,
        reverse: describe,
        scrollTop: toTop,
        scrollLeft: toLeft,
        scrollIntoView: intoView,
        refresherTriggered: refresher.triggered,
      },
      detached: () => {
        refresher.end();
        endDrag();
      },
    };
  },
});
