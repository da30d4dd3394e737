import type { Rect } from '#contract/wx';
import type { PanelCaller } from '../../lib/bridge.ts';

/** A screen in its own CSS pixels. */
export interface ScreenPixels {
  readonly width: number;
  readonly height: number;
}

/** The device around the screen, in the panel's CSS pixels. */
export const BEZEL = { side: 10, end: 22 } as const;
/** Left around the device on each side. */
const MARGIN = 8;
/** Below a third nothing can be read, above one and a half it only looks coarse; a hair above one stays at one. */
const ZOOM = { least: 0.33, sharp: 1.1, most: 1.5 } as const;

export interface GuestSize {
  readonly width: number;
  readonly height: number;
  readonly zoom: number;
}

/** The largest screen that fits into an area with its device around it; whole pixels so that edges stay sharp. */
export function sizeForArea(screen: ScreenPixels, areaWidth: number, areaHeight: number): GuestSize {
  const room = {
    width: areaWidth - 2 * (BEZEL.side + MARGIN),
    height: areaHeight - 2 * (BEZEL.end + MARGIN),
  };
  const fit = Math.min(room.width / screen.width, room.height / screen.height);
  const isNearlyOne = fit >= 1 && fit < ZOOM.sharp;
  const zoom = isNearlyOne ? 1 : Math.min(ZOOM.most, Math.max(ZOOM.least, fit));
  return { width: Math.floor(screen.width * zoom), height: Math.floor(screen.height * zoom), zoom };
}

/** Tells main where the mini-program's view goes; only changes are sent. */
export class GuestPlace {
  readonly #caller: PanelCaller;
  #sent = '';

  constructor(caller: PanelCaller) {
    this.#caller = caller;
  }

  /** Shows the view over `screen`, or hides it where that is null. */
  place(screen: Element | null, zoom: number): void {
    this.#send(screen ? rectOf(screen) : null, zoom);
  }

  #send(rect: Rect | null, zoom: number): void {
    const request = { rect, zoom };
    const key = JSON.stringify(request);
    if (key === this.#sent) return;
    this.#sent = key;
    // A refused place is no fault of the developer's and the next layout sends another.
    this.#caller.call('panel:place-guest', request).catch(() => {
      this.#sent = '';
    });
  }
}

function rectOf(element: Element): Rect {
  const { x, y, width, height } = element.getBoundingClientRect();
  return { x, y, width, height };
}
