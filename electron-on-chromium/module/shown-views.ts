import type { ShownView } from '../page/overlay.ts';
import type { View } from './view.ts';

/** Electron's own color behind a view that has none set. */
const DEFAULT_BACKGROUND = '#ffffff';

/** The pages that the views of a window show, bottom to top; what is hidden, or lies in something hidden, is not shown. */
export function shownViews(view: View, x = 0, y = 0): ShownView[] {
  if (!view.getVisible()) return [];
  const bounds = view.getBounds();
  const at = { x: x + bounds.x, y: y + bounds.y };
  const inside = view.children.flatMap((child) => shownViews(child, at.x, at.y));
  const content = view.content;
  const isShown = content && !content.isDestroyed() && bounds.width > 0 && bounds.height > 0;
  if (!isShown || !content.picture) return inside;
  const { radius, background } = view.look;
  const { width, height } = bounds;
  const own = { picture: content.picture, ...at, width, height, radius, background: cssColor(background) };
  return [own, ...inside];
}

/** Electron puts the opacity first, CSS last: `#AARRGGBB`, `#RRGGBBAA`. */
export function cssColor(color: string): string {
  const parts = /^#([\da-f]{2})([\da-f]{6})$/i.exec(color);
  if (parts) return `#${parts[2] ?? ''}${parts[1] ?? ''}`;
  return color === '' ? DEFAULT_BACKGROUND : color;
}
