import { Element as GlassElement } from 'glass-easel';

/** The element a page's own coordinates start at: below the navigation bar. */
export const PAGE_VIEW_CLASS = 'ferry-page__view';
/** The element inside it that scrolls. */
export const PAGE_SCROLLER_CLASS = 'ferry-page__scroller';

/** Where a page begins in the view and how far it is scrolled, in CSS pixels. */
export interface PageOrigin {
  readonly left: number;
  readonly top: number;
  readonly scrollLeft: number;
  readonly scrollTop: number;
}

const NO_PAGE: PageOrigin = { left: 0, top: 0, scrollLeft: 0, scrollTop: 0 };

/** The origin of the page an element is in; zeros outside any page. */
export function pageOriginOf(element: Element): PageOrigin {
  const view = element.closest(`.${PAGE_VIEW_CLASS}`);
  if (!view) return NO_PAGE;
  const { left, top } = view.getBoundingClientRect();
  const scroller = view.querySelector(`.${PAGE_SCROLLER_CLASS}`);
  return { left, top, scrollLeft: scroller?.scrollLeft ?? 0, scrollTop: scroller?.scrollTop ?? 0 };
}

/** A rectangle's edges as WeChat names them. */
export interface PageRect {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
  readonly width: number;
  readonly height: number;
}

/** A rectangle of the view, measured from a page's origin. */
export function fromPage(
  { left, top, width, height }: Pick<PageRect, 'left' | 'top' | 'width' | 'height'>,
  origin: PageOrigin,
): PageRect {
  const x = left - origin.left;
  const y = top - origin.top;
  return { left: x, top: y, right: x + width, bottom: y + height, width, height };
}

/**
 * Makes every rectangle a mini-program asks for start at its page, as a WeChat page is a window of its own while
 * Ferry's lies below the navigation bar.
 */
export function measureFromPages(): void {
  const measure = Reflect.get<GlassElement, 'getBoundingClientRect'>(
    GlassElement.prototype,
    'getBoundingClientRect',
  );
  GlassElement.prototype.getBoundingClientRect = function (callback) {
    measure.call(this, (rect) => {
      const element = this.getBackendElement() as unknown;
      const origin = element instanceof Element ? pageOriginOf(element) : NO_PAGE;
      callback(fromPage(rect, origin));
    });
  };
}
