import type { AnyBuiltin } from './builtin.ts';
import { anything, builtin, controlOf, flag, number, text } from './builtin.ts';
import { pixelsOf, place } from './place.ts';
import { drawSwiperDots } from './swiper-dots.ts';
import type { SwiperFrame } from './swiper-layout.ts';
import { EASINGS, itemTransforms, targetOffset } from './swiper-layout.ts';
import { attachTouchDrag, scrollsWithin } from './touch-drag.ts';

/** Why the shown item changed, as `change` tells it. */
type Source = 'autoplay' | 'touch' | '';

const FLICK_PX_PER_MS = 0.3;
const MIN_INTERVAL_MS = 100;

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
    previousMargin: anything('0px'),
    nextMargin: anything('0px'),
    displayMultipleItems: number(1),
    snapToEdge: flag(),
    skipHiddenItemLayout: flag(),
    easingFunction: text('default'),
    disableTouch: flag(),
    scrollWithAnimation: flag(true),
    indicatorWidth: number(8),
    indicatorHeight: number(8),
    indicatorRadius: number(4),
    indicatorSpacing: number(8),
    indicatorMargin: number(10),
  },
  attach(self) {
    const { element, node } = self;
    const dots = document.createElement('div');
    dots.className = 'wx-swiper-dots';
    element.append(dots);
    let active = 0;
    /** Whether the item that `current-item-id` names at first has been found; later only a change of it counts. */
    let foundNamed = false;
    /** Where the strip stands, in items; fractions while it moves. */
    let offset = 0;
    let dragFrom = 0;
    let frame = 0;
    let timer: ReturnType<typeof setInterval> | undefined;

    const items = (): HTMLElement[] => [...element.querySelectorAll<HTMLElement>(':scope > wx-swiper-item')];
    const vertical = (): boolean => self.get('vertical');
    const isCircular = (): boolean => self.get('circular') && items().length > shownAtOnce();
    const shownAtOnce = (): number => Math.max(1, Math.trunc(self.get('displayMultipleItems')));

    function geometry(): SwiperFrame {
      const extent = vertical() ? element.clientHeight : element.clientWidth;
      const before = pixelsOf(self.get('previousMargin')) ?? 0;
      const after = pixelsOf(self.get('nextMargin')) ?? 0;
      return {
        itemPx: Math.max(0, extent - before - after) / shownAtOnce(),
        beforePx: before,
        afterPx: after,
        vertical: vertical(),
        circular: isCircular(),
        snapsToEdge: self.get('snapToEdge'),
        shown: shownAtOnce(),
      };
    }

    function draw(): void {
      const all = items();
      const strip = geometry();
      const transforms = itemTransforms(all.length, offset, strip);
      const size = `${strip.vertical ? 'height' : 'width'}:${String(strip.itemPx)}px`;
      all.forEach((item, index) => {
        place(item, `${size};transform:${transforms[index] ?? ''}`);
        const isSeen = index >= active && index < active + shownAtOnce();
        if (item.getAttribute('aria-hidden') !== String(!isSeen))
          item.setAttribute('aria-hidden', String(!isSeen));
      });
    }

    function drawDots(): void {
      element.toggleAttribute('vertical', vertical());
      drawSwiperDots(dots, {
        count: items().length,
        isOn: (index) => index >= active && index < active + shownAtOnce(),
        isShown: self.get('indicatorDots'),
        isVertical: vertical(),
        color: self.get('indicatorColor'),
        activeColor: self.get('indicatorActiveColor'),
        widthPx: self.get('indicatorWidth'),
        heightPx: self.get('indicatorHeight'),
        radiusPx: self.get('indicatorRadius'),
        spacingPx: self.get('indicatorSpacing'),
        marginPx: self.get('indicatorMargin'),
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
      const isStill = source === '' && !self.get('scrollWithAnimation');
      const totalMs = isStill ? 0 : self.get('duration');
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
          // A page that another one covers has no size: nobody sees its swipers.
          if (element.clientWidth === 0) return;
          const count = items().length;
          const atEnd = !isCircular() && active >= count - shownAtOnce();
          show(atEnd ? 0 : active + 1, 'autoplay', atEnd ? 0 : 1);
        },
        Math.max(self.get('interval'), MIN_INTERVAL_MS),
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

    const endDrag = attachTouchDrag(node, {
      isEnabled: () => !self.get('disableTouch') && items().length > 0,
      claims(dx, dy, target) {
        const along = vertical() ? dy : dx;
        if (Math.abs(along) < Math.abs(vertical() ? dx : dy)) return false;
        return !scrollsWithin(target, element, vertical() ? 'y' : 'x', along);
      },
      start() {
        clearInterval(timer);
        cancelAnimationFrame(frame);
        dragFrom = offset;
      },
      move(dx, dy) {
        const { itemPx } = geometry();
        const raw = dragFrom - (vertical() ? dy : dx) / Math.max(itemPx, 1);
        const last = items().length - shownAtOnce();
        // Beyond an end the strip follows at a third of the way.
        const beyond = raw < 0 ? raw : Math.max(0, raw - last);
        moveStrip(isCircular() ? raw : raw - beyond * (2 / 3), dragFrom);
      },
      end(velocity) {
        const speed = vertical() ? velocity.y : velocity.x;
        const flick = Math.abs(speed) > FLICK_PX_PER_MS ? -Math.sign(speed) : 0;
        const nearest = Math.round(offset);
        const start = Math.round(dragFrom);
        const wanted = flick === 0 || nearest !== start ? nearest : start + flick;
        show(wanted, 'touch', offset < wanted ? 1 : -1);
        autoplay();
      },
    });

    element.tabIndex = 0;
    if (!element.hasAttribute('role')) element.setAttribute('role', 'group');
    element.addEventListener('keydown', (event) => {
      if (event.target !== element || self.get('disableTouch')) return;
      const [back, on] = vertical() ? ['ArrowUp', 'ArrowDown'] : ['ArrowLeft', 'ArrowRight'];
      const step = event.key === on ? 1 : event.key === back ? -1 : 0;
      if (step === 0) return;
      event.preventDefault();
      show(active + step, 'touch', step);
      autoplay();
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
        displayMultipleItems: relayout,
        snapToEdge: redraw,
        indicatorWidth: redraw,
        indicatorHeight: redraw,
        indicatorRadius: redraw,
        indicatorSpacing: redraw,
        indicatorMargin: redraw,
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
