import { vwFromRpx } from '../rpx.ts';
import { anything, builtin, text } from './builtin.ts';

const DISC = 'M12 2a10 10 0 1 1 0 20 10 10 0 0 1 0-20z';
const RING = 'M12 2a10 10 0 1 1 0 20 10 10 0 0 1 0-20zm0 1.2a8.8 8.8 0 1 0 0 17.6 8.8 8.8 0 0 0 0-17.6z';
const CHECK = 'M10.7 16.3 6.5 12.1l1-1 3.2 3.2 6-6 1 1z';

/** By type, an SVG path on a 24 × 24 canvas, even-odd filled; the colours are in icon.css. */
const SHAPES: Readonly<Record<string, string>> = {
  success: `${DISC}${CHECK}`,
  success_no_circle: 'M9 18.2 3.2 12.4l1.2-1.2L9 15.8 19.6 5.2l1.2 1.2z',
  success_circle: `${RING}${CHECK}`,
  // Not documented, but WeUI's and in real projects: what is not chosen.
  circle: RING,
  info: `${DISC}M11.2 10.5h1.6v6.5h-1.6zM12 7.2a1 1 0 1 1 0 2 1 1 0 0 1 0-2z`,
  info_circle: `${RING}M11.3 10.5h1.4v6.5h-1.4zM12 7.2a.9.9 0 1 1 0 1.8.9.9 0 0 1 0-1.8z`,
  warn: `${DISC}M11.2 6.8h1.6v7h-1.6zM12 15.2a1 1 0 1 1 0 2 1 1 0 0 1 0-2z`,
  waiting: `${DISC}M11.3 6.5h1.4v5.2l3.8 3.8-1 1-4.2-4.2z`,
  waiting_circle: `${RING}M11.3 6.5h1.4v5.2l3.8 3.8-1 1-4.2-4.2z`,
  cancel: `${RING}M12 11.1l3.4-3.4.9.9-3.4 3.4 3.4 3.4-.9.9-3.4-3.4-3.4 3.4-.9-.9 3.4-3.4-3.4-3.4.9-.9z`,
  download: `${RING}M11.3 6.5h1.4v7.6l2.6-2.6 1 1-4.3 4.3-4.3-4.3 1-1 2.6 2.6z`,
  search:
    'M10.5 3a7.5 7.5 0 1 1 0 15 7.5 7.5 0 0 1 0-15zm0 1.4a6.1 6.1 0 1 0 0 12.2 6.1 6.1 0 0 0 0-12.2zM15.5 16.5l1-1 5 5-1 1z',
  clear: `${DISC}M12 11l3.5-3.5 1 1L13 12l3.5 3.5-1 1L12 13l-3.5 3.5-1-1L11 12 7.5 8.5l1-1z`,
};

const DEFAULT_SIZE = 23;

/** `size` in CSS pixels or with a unit. */
function sizeOf(value: unknown): string {
  const written =
    typeof value === 'string' || typeof value === 'number' ? String(value) : String(DEFAULT_SIZE);
  if (/^\d+(\.\d+)?rpx$/.test(written)) return `${String(vwFromRpx(Number.parseFloat(written)))}vw`;
  return /^\d+(\.\d+)?$/.test(written) ? `${written}px` : written;
}

const SVG = 'http://www.w3.org/2000/svg';

/** `icon`: one of WeChat's system icons, drawn. */
export const icon = builtin({
  tag: 'icon',
  properties: { type: text(), size: anything(DEFAULT_SIZE), color: text() },
  attach(self) {
    const { element } = self;
    const drawing = document.createElementNS(SVG, 'svg');
    drawing.setAttribute('viewBox', '0 0 24 24');
    const path = document.createElementNS(SVG, 'path');
    path.setAttribute('fill-rule', 'evenodd');
    drawing.append(path);
    element.prepend(drawing);
    if (!element.hasAttribute('role')) element.setAttribute('role', 'img');

    function draw(): void {
      const type = self.get('type');
      path.setAttribute('d', SHAPES[type] ?? '');
      drawing.setAttribute('class', `wx-icon-${type}`);
      drawing.style.fill = self.get('color');
      drawing.style.width = drawing.style.height = sizeOf(self.get('size'));
      if (!element.hasAttribute('aria-label')) drawing.setAttribute('aria-label', type);
    }

    draw();
    return { changed: { type: draw, size: draw, color: draw } };
  },
});
