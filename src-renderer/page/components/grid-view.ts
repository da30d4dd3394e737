import { anything, builtin, number, text } from './builtin.ts';
import { columnCount, masonryOf } from './masonry.ts';
import { paddingOf, pixelsOf, place } from './place.ts';

/** `grid-view`: columns of equal width; `aligned` rows as high as their highest tile, or a `masonry`. */
export const gridView = builtin({
  tag: 'grid-view',
  properties: {
    type: text('aligned'),
    crossAxisCount: number(2),
    maxCrossAxisExtent: number(0),
    mainAxisGap: anything(0),
    crossAxisGap: anything(0),
    padding: anything(),
  },
  attach(self) {
    const { element } = self;
    let frame = 0;
    const placed = new Set<HTMLElement>();

    const tiles = (): HTMLElement[] =>
      [...element.children].filter((child): child is HTMLElement => child instanceof HTMLElement);
    const gap = (name: 'mainAxisGap' | 'crossAxisGap'): number => pixelsOf(self.get(name)) ?? 0;

    function layOut(): void {
      const padding = paddingOf(self.get('padding'));
      const own = `box-sizing:border-box;${padding === '' ? '' : `padding:${padding};`}`;
      const isMasonry = self.get('type') === 'masonry';
      // Before the measuring: the width of a column follows from the padding.
      if (isMasonry) place(element, `${own}position:relative`);
      const style = getComputedStyle(element);
      const side = (name: string): number => Number.parseFloat(style.getPropertyValue(name)) || 0;
      const widthPx = element.clientWidth - side('padding-left') - side('padding-right');
      const [across, along] = [gap('crossAxisGap'), gap('mainAxisGap')];
      const columns = columnCount(
        widthPx,
        self.get('crossAxisCount'),
        self.get('maxCrossAxisExtent'),
        across,
      );
      if (!isMasonry) {
        for (const tile of placed) place(tile, '');
        placed.clear();
        place(
          element,
          `${own}display:grid;grid-template-columns:repeat(${String(columns)},minmax(0,1fr));` +
            `gap:${String(along)}px ${String(across)}px`,
        );
        return;
      }
      const all = tiles();
      const tileWidth = Math.max(0, (widthPx - across * (columns - 1)) / columns);
      for (const tile of all) {
        if (!placed.has(tile)) {
          placed.add(tile);
          sizes.observe(tile);
        }
        // The width first: the height follows from it.
        place(tile, `position:absolute;box-sizing:border-box;width:${String(tileWidth)}px`);
      }
      const { tiles: places, heightPx } = masonryOf(
        all.map((tile) => tile.getBoundingClientRect().height),
        columns,
        along,
      );
      const [startX, startY] = [side('padding-left'), side('padding-top')];
      all.forEach((tile, index) => {
        const { column, topPx } = places[index] ?? { column: 0, topPx: 0 };
        place(
          tile,
          `position:absolute;box-sizing:border-box;width:${String(tileWidth)}px;` +
            `left:${String(startX + column * (tileWidth + across))}px;top:${String(startY + topPx)}px`,
        );
      });
      place(
        element,
        `${own}position:relative;height:${String(heightPx + startY + side('padding-bottom'))}px`,
      );
    }

    function later(): void {
      cancelAnimationFrame(frame);
      frame = requestAnimationFrame(layOut);
    }

    // Within the observer's own turn a change of size would be reported as an endless loop.
    const sizes = new ResizeObserver(later);
    const children = new MutationObserver(() => {
      for (const tile of placed) {
        if (tile.parentElement === element) continue;
        sizes.unobserve(tile);
        placed.delete(tile);
      }
      layOut();
    });
    children.observe(element, { childList: true });
    sizes.observe(element);
    queueMicrotask(layOut);
    return {
      changed: {
        type: later,
        crossAxisCount: later,
        maxCrossAxisExtent: later,
        mainAxisGap: later,
        crossAxisGap: later,
        padding: later,
      },
      detached: () => {
        cancelAnimationFrame(frame);
        sizes.disconnect();
        children.disconnect();
      },
    };
  },
});
