import type { AnyBuiltin } from './builtin.ts';
import { builtin, controlOf, flag, number, text } from './builtin.ts';
import { attachSwiperDrag } from './swiper-drag.ts';
import type { SwiperFrame } from './swiper-layout.ts';
import { EASINGS, lengthInPx, placeItems, targetOffset } from './swiper-layout.ts';

/** Why the shown item changed, as `change` tells it. */
type Source = 'autoplay' | 'touch' | '';

/** `swiper`: one or several items at a time, moved by finger, mouse, `current` or `autoplay`. */
const swiper = builtin({
  tag: 'swiper',
  properties: {
    indicatorDots: flag(),
    indicatorColor: text('rgba(0, 0, 0, .3)'),
    indicatorActiveColor: text('#000000'),
    autoplay: flag(),
    current: number(),
    currentItemId: text(),
    interval: number(5000),
    duration: number(500),
    circular: flag(),
    vertical: flag(),
    previousMargin: text('0px'),
    nextMargin: text('0px'),
    displayMultipleItems: number(1),
    snapToEdge: flag(),
    skipHiddenItemLayout: flag(),
    easingFunction: text('default'),
    disableTouch: flag(),
  },
  attach(self) {
    const { element } = self;
    const dots = document.createElement('div');
    dots.className = 'wx-swiper-dots';
    element.append(dots);
    let active = 0;
    /** Whether the item that `current-item-id` names at first has been found; later only a change of it counts. */
    let foundNamed = false;
    /** Where the strip stands, in items; fractions while it moves. */
    let offset = 0;
    let frame = 0;
    let timer: ReturnType<typeof setInterval> | undefined;

    const items = (): HTMLElement[] => [...element.querySelectorAll<HTMLElement>(':scope > wx-swiper-item')];
    const vertical = (): boolean => self.get('vertical');
    const isCircular = (): boolean => self.get('circular') && items().length > shownAtOnce();
    const shownAtOnce = (): number => Math.max(1, Math.trunc(self.get('displayMultipleItems')));

    function geometry(): SwiperFrame {
      const extent = vertical() ? element.clientHeight : element.clientWidth;
      const before = lengthInPx(self.get('previousMargin'));
      const after = lengthInPx(self.get('nextMargin'));
      return {
        itemPx: Math.max(0, extent - before - after) / shownAtOnce(),
        beforePx: before,
        vertical: vertical(),
        circular: isCircular(),
      };
    }

    function draw(): void {
      placeItems(items(), offset, geometry());
    }

    function drawDots(): void {
      const count = items().length;
      element.toggleAttribute('vertical', vertical());
      dots.hidden = !self.get('indicatorDots');
      dots.className = `wx-swiper-dots wx-swiper-dots-${vertical() ? 'vertical' : 'horizontal'}`;
      while (dots.childElementCount > count) dots.lastElementChild?.remove();
      while (dots.childElementCount < count) dots.append(document.createElement('div'));
      [...dots.children].forEach((dot, index) => {
        const on = index >= active && index < active + shownAtOnce();
        dot.className = on ? 'wx-swiper-dot wx-swiper-dot-active' : 'wx-swiper-dot';
        (dot as HTMLElement).style.backgroundColor = self.get(on ? 'indicatorActiveColor' : 'indicatorColor');
      });
    }

    function moveStrip(next: number, startedAt: number): void {
      offset = next;
      draw();
      const moved = (next - startedAt) * geometry().itemPx;
      self.emit('transition', { dx: vertical() ? 0 : moved, dy: vertical() ? moved : 0, current: active });
    }

    function settle(count: number, source: Source): void {
      offset = isCircular() && count > 0 ? ((offset % count) + count) % count : offset;
      draw();
      self.emit('animationfinish', { current: active, currentItemId: itemIdAt(active), source });
    }

    function slideTo(target: number, source: Source): void {
      cancelAnimationFrame(frame);
      const count = items().length;
      const from = offset;
      const startedAtMs = performance.now();
      const totalMs = self.get('duration');
      const ease = EASINGS[self.get('easingFunction')] ?? EASINGS['default'];
      const step = (nowMs: number): void => {
        const part = totalMs <= 0 ? 1 : Math.min(Math.max(nowMs - startedAtMs, 0) / totalMs, 1);
        moveStrip(from + (target - from) * (ease?.(part) ?? part), from);
        if (part < 1) frame = requestAnimationFrame(step);
        else settle(count, source);
      };
      if (from === target) return;
      frame = requestAnimationFrame(step);
    }

    function itemIdAt(index: number): string {
      const item = items()[index];
      return item === undefined ? '' : String(controlOf(item)?.node.data['itemId'] ?? '');
    }

    function indexOfId(id: string): number {
      return id === '' ? -1 : items().findIndex((_, at) => itemIdAt(at) === id);
    }

    /** Makes an item the current one and slides there by the shortest way. */
    function show(wanted: number, source: Source, direction: -1 | 0 | 1 = 0): void {
      const count = items().length;
      if (count === 0) return;
      const circular = isCircular();
      const last = circular ? count - 1 : Math.max(0, count - shownAtOnce());
      const index = circular ? ((wanted % count) + count) % count : Math.min(Math.max(wanted, 0), last);
      const changed = index !== active;
      active = index;
      drawDots();
      if (changed) {
        self.set('current', index);
        self.emit('change', { current: index, currentItemId: itemIdAt(index), source });
      }
      slideTo(circular ? targetOffset(offset, index, count, direction) : index, source);
    }

    function autoplay(): void {
      clearInterval(timer);
      if (!self.get('autoplay')) return;
      timer = setInterval(
        () => {
          const count = items().length;
          const atEnd = !isCircular() && active >= count - shownAtOnce();
          show(atEnd ? 0 : active + 1, 'autoplay', atEnd ? 0 : 1);
        },
        Math.max(self.get('interval'), 100),
      );
    }

    function relayout(): void {
      const count = items().length;
      if (active > Math.max(0, count - 1)) active = Math.max(0, count - 1);
      const named = foundNamed ? -1 : indexOfId(self.get('currentItemId'));
      if (named >= 0) {
        foundNamed = true;
        active = named;
        self.set('current', named);
      }
      const wanted = self.get('current');
      if (wanted !== active && wanted < count) active = Math.max(0, wanted);
      offset = active;
      drawDots();
      draw();
    }

    const endDrag = attachSwiperDrag(element, {
      isEnabled: () => !self.get('disableTouch') && items().length > 0,
      isVertical: vertical,
      start: () => {
        clearInterval(timer);
        cancelAnimationFrame(frame);
        return offset;
      },
      move: (from, draggedPx) => {
        const { itemPx } = geometry();
        const raw = from - draggedPx / Math.max(itemPx, 1);
        const last = items().length - shownAtOnce();
        // Beyond an end the strip follows at a third of the way.
        const beyond = raw < 0 ? raw : Math.max(0, raw - last);
        moveStrip(isCircular() ? raw : raw - beyond * (2 / 3), from);
      },
      end: (from, flick) => {
        const nearest = Math.round(offset);
        const wanted = flick === 0 || nearest !== Math.round(from) ? nearest : Math.round(from) + flick;
        show(wanted, 'touch', offset < wanted ? 1 : -1);
        autoplay();
      },
    });

    const children = new MutationObserver((records) => {
      if (records.some((record) => record.target === element)) relayout();
    });
    children.observe(element, { childList: true });
    // Within the observer's own turn a change of size would be reported as an endless loop.
    const size = new ResizeObserver(() => requestAnimationFrame(draw));
    size.observe(element);
    queueMicrotask(relayout);
    autoplay();

    const redraw = (): void => {
      drawDots();
      draw();
    };
    return {
      changed: {
        current: (wanted) => {
          if (wanted !== active) show(wanted, '');
        },
        currentItemId: (id) => {
          const index = indexOfId(id);
          if (index >= 0) show(index, '');
        },
        autoplay,
        interval: autoplay,
        indicatorDots: redraw,
        indicatorColor: redraw,
        indicatorActiveColor: redraw,
        vertical: redraw,
        circular: redraw,
        previousMargin: redraw,
        nextMargin: redraw,
        displayMultipleItems: redraw,
      },
      detached: () => {
        clearInterval(timer);
        cancelAnimationFrame(frame);
        children.disconnect();
        size.disconnect();
        endDrag();
      },
    };
  },
});

const swiperItem = builtin({
  tag: 'swiper-item',
  properties: { itemId: text(), skipHiddenItemLayout: flag() },
  // Registered so that the swiper finds its items' ids.
  attach: () => ({ activate: () => undefined }),
});

export const swipers: readonly AnyBuiltin[] = [swiper, swiperItem];
