import { vwFromRpx } from '../rpx.ts';
import { anything, builtin, text } from './builtin.ts';

interface Shape {
  readonly color: string;
  /** SVG path on a 24 × 24 canvas. */
  readonly path: string;
}

const DISC = 'M12 2a10 10 0 1 1 0 20 10 10 0 0 1 0-20z';
const RING =
  'M12 2a10 10 0 1 1 0 20 10 10 0 0 1 0-20zm0 1.2a8.800 8.800 0 1 0 0 17.600 8.800 8.800 0 0 0 0-17.600z';
const CHECK = 'M10.700 16.300 6.500 12.100l1-1 3.200 3.200 6-6 1 1z';

/** The types of `icon` with WeChat's colours; even-odd filled. */
const SHAPES: Readonly<Record<string, Shape>> = {
  success: { color: '#07c160', path: `${DISC}${CHECK}` },
  success_no_circle: {
    color: '#07c160',
    path: 'M9 18.200 3.200 12.400l1.200-1.200L9 15.800 19.600 5.200l1.200 1.200z',
  },
  success_circle: { color: '#07c160', path: `${RING}${CHECK}` },
  info: {
    color: '#10aeff',
    path: `${DISC}M11.200 10.500h1.600v6.500h-1.600zM12 7.200a1 1 0 1 1 0 2 1 1 0 0 1 0-2z`,
  },
  info_circle: {
    color: '#10aeff',
    path: `${RING}M11.300 10.500h1.400v6.500h-1.400zM12 7.200a.9.9 0 1 1 0 1.800.9.900 0 0 1 0-1.800z`,
  },
  warn: {
    color: '#fa5151',
    path: `${DISC}M11.200 6.800h1.600v7h-1.600zM12 15.200a1 1 0 1 1 0 2 1 1 0 0 1 0-2z`,
  },
  waiting: { color: '#10aeff', path: `${DISC}M11.300 6.500h1.400v5.200l3.800 3.800-1 1-4.200-4.200z` },
  waiting_circle: { color: '#10aeff', path: `${RING}M11.300 6.500h1.400v5.200l3.800 3.800-1 1-4.200-4.200z` },
  cancel: {
    color: '#fa5151',
    path: `${RING}M12 11.100l3.400-3.400.9.900-3.400 3.400 3.400 3.400-.9.900-3.400-3.400-3.400 3.400-.9-.9 3.400-3.400-3.400-3.400.9-.9z`,
  },
  download: {
    color: '#07c160',
    path: `${RING}M11.300 6.500h1.400v7.600l2.600-2.600 1 1-4.300 4.300-4.300-4.300 1-1 2.600 2.600z`,
  },
  search: {
    color: '#b2b2b2',
    path: 'M10.500 3a7.500 7.500 0 1 1 0 15 7.500 7.500 0 0 1 0-15zm0 1.400a6.100 6.100 0 1 0 0 12.200 6.100 6.100 0 0 0 0-12.200zM15.500 16.500l1-1 5 5-1 1z',
  },
  clear: {
    color: '#b2b2b2',
    path: `${DISC}M12 11l3.500-3.500 1 1L13 12l3.500 3.500-1 1L12 13l-3.500 3.500-1-1L11 12 7.500 8.500l1-1z`,
  },
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
      const shape = SHAPES[self.get('type')];
      path.setAttribute('d', shape?.path ?? '');
      drawing.style.fill = self.get('color') || (shape?.color ?? 'none');
      drawing.style.width = drawing.style.height = sizeOf(self.get('size'));
      if (!element.hasAttribute('aria-label')) drawing.setAttribute('aria-label', self.get('type'));
    }

    draw();
    return { changed: { type: draw, size: draw, color: draw } };
  },
});
