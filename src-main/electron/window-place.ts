import type { BrowserWindow, Rectangle } from 'electron';

/** Where a window was when it was last seen. */
export interface WindowPlace {
  /** Of the window when it is neither maximized nor full screen. */
  readonly bounds: Rectangle;
  readonly isMaximized: boolean;
}

export interface PlaceStore {
  get(): unknown;
  set(place: WindowPlace): void;
}

/** How much of a window's top must be on a screen to take hold of it. */
const GRIP = { width: 120, height: 40 };
/** Moving a window tells its place dozens of times a second. */
const SAVE_AFTER_MS = 400;

/**
 * The stored place, if a window there could still be seen and moved; null when nothing usable is stored, or it was
 * on a screen that is gone.
 *
 * @param workAreas of the screens there are now
 */
export function usablePlace(stored: unknown, workAreas: readonly Rectangle[]): WindowPlace | null {
  const place = placeFrom(stored);
  if (!place) return null;
  const { x, y, width } = place.bounds;
  const canBeGripped = workAreas.some((area) => {
    const visible = Math.min(x + width, area.x + area.width) - Math.max(x, area.x);
    return visible >= GRIP.width && y >= area.y && y + GRIP.height <= area.y + area.height;
  });
  return canBeGripped ? place : null;
}

function placeFrom(stored: unknown): WindowPlace | null {
  if (typeof stored !== 'object' || stored === null) return null;
  const { bounds, isMaximized } = stored as Partial<Record<keyof WindowPlace, unknown>>;
  if (typeof bounds !== 'object' || bounds === null) return null;
  const { x, y, width, height } = bounds as Partial<Record<keyof Rectangle, unknown>>;
  if (![x, y, width, height].every((value) => Number.isInteger(value))) return null;
  return { bounds: bounds as Rectangle, isMaximized: isMaximized === true };
}

/** Keeps the window's place from now on. Returns what keeps it at once, for a window that is about to go. */
export function rememberPlace(window: BrowserWindow, store: PlaceStore): () => void {
  let timer: NodeJS.Timeout | null = null;
  const save = (): void => {
    if (timer) clearTimeout(timer);
    timer = null;
    if (window.isDestroyed() || window.isMinimized()) return;
    store.set({ bounds: window.getNormalBounds(), isMaximized: window.isMaximized() });
  };
  const saveSoon = (): void => {
    timer ??= setTimeout(save, SAVE_AFTER_MS);
  };
  window.on('resize', saveSoon);
  window.on('move', saveSoon);
  window.on('maximize', saveSoon);
  window.on('unmaximize', saveSoon);
  window.on('close', save);
  window.on('closed', () => {
    if (timer) clearTimeout(timer);
  });
  return save;
}
