/** What the dots of a swiper show. Sizes in CSS pixels. */
export interface DotsLook {
  readonly count: number;
  readonly isOn: (index: number) => boolean;
  readonly isShown: boolean;
  readonly isVertical: boolean;
  readonly color: string;
  readonly activeColor: string;
  readonly widthPx: number;
  readonly heightPx: number;
  readonly radiusPx: number;
  readonly spacingPx: number;
  readonly marginPx: number;
}

/** Draws `indicator-dots` into their box, whose class names are WeChat's own: projects restyle them. */
export function drawSwiperDots(box: HTMLElement, look: DotsLook): void {
  box.hidden = !look.isShown;
  box.className = `wx-swiper-dots wx-swiper-dots-${look.isVertical ? 'vertical' : 'horizontal'}`;
  box.style.gap = `${String(look.spacingPx)}px`;
  box.style.bottom = look.isVertical ? '' : `${String(look.marginPx)}px`;
  box.style.right = look.isVertical ? `${String(look.marginPx)}px` : '';
  while (box.childElementCount > look.count) box.lastElementChild?.remove();
  while (box.childElementCount < look.count) box.append(document.createElement('div'));
  [...box.children].forEach((dot, index) => {
    const on = look.isOn(index);
    dot.className = on ? 'wx-swiper-dot wx-swiper-dot-active' : 'wx-swiper-dot';
    const { style } = dot as HTMLElement;
    style.backgroundColor = on ? look.activeColor : look.color;
    style.width = `${String(look.widthPx)}px`;
    style.height = `${String(look.heightPx)}px`;
    style.borderRadius = `${String(look.radiusPx)}px`;
  });
}
