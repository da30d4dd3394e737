import { PAGE_VIEW_CLASS } from '../events/geometry.ts';
import { builtin, number, text } from './builtin.ts';

/** The conditions of `match-media`, in CSS pixels; zero is a condition left out. */
export interface MediaConditions {
  readonly minWidth: number;
  readonly maxWidth: number;
  readonly width: number;
  readonly minHeight: number;
  readonly maxHeight: number;
  readonly height: number;
  /** `landscape` is a screen wider than high, `portrait` any other. */
  readonly orientation: string;
}

/** Whether a page of that size meets every condition that is set. */
export function matchesMedia(conditions: MediaConditions, width: number, height: number): boolean {
  const { minWidth, maxWidth, minHeight, maxHeight, orientation } = conditions;
  if (minWidth > 0 && width < minWidth) return false;
  if (maxWidth > 0 && width > maxWidth) return false;
  if (conditions.width > 0 && width !== conditions.width) return false;
  if (minHeight > 0 && height < minHeight) return false;
  if (maxHeight > 0 && height > maxHeight) return false;
  if (conditions.height > 0 && height !== conditions.height) return false;
  return orientation === '' || orientation === (width > height ? 'landscape' : 'portrait');
}

/** `match-media`: shows its content while the page's area meets every condition. */
export const matchMedia = builtin({
  tag: 'match-media',
  properties: {
    minWidth: number(),
    maxWidth: number(),
    width: number(),
    minHeight: number(),
    maxHeight: number(),
    height: number(),
    orientation: text(),
  },
  attach(self) {
    const { element } = self;

    function match(): void {
      const conditions: MediaConditions = {
        minWidth: self.get('minWidth'),
        maxWidth: self.get('maxWidth'),
        width: self.get('width'),
        minHeight: self.get('minHeight'),
        maxHeight: self.get('maxHeight'),
        height: self.get('height'),
        orientation: self.get('orientation'),
      };
      const view = element.closest(`.${PAGE_VIEW_CLASS}`);
      const { clientWidth, clientHeight } = view ?? document.documentElement;
      element.toggleAttribute('data-unmatched', !matchesMedia(conditions, clientWidth, clientHeight));
    }

    const size = new ResizeObserver(match);
    queueMicrotask(() => {
      match();
      size.observe(element.closest(`.${PAGE_VIEW_CLASS}`) ?? document.documentElement);
    });
    return {
      changed: {
        minWidth: match,
        maxWidth: match,
        width: match,
        minHeight: match,
        maxHeight: match,
        height: match,
        orientation: match,
      },
      detached: () => {
        size.disconnect();
      },
    };
  },
});
