import type { GeneralComponent } from 'glass-easel';
import { PAGE_VIEW_CLASS } from '../events/geometry.ts';
import type { WatcherOptions } from './intersection-observer.ts';
import { domAround } from './node-fields.ts';

/** What `MediaQueryObserver.observe` asks of a page: lengths in CSS pixels (WeChat's documentation of it). */
export interface MediaQuery {
  readonly minWidth?: number;
  readonly maxWidth?: number;
  readonly width?: number;
  readonly minHeight?: number;
  readonly maxHeight?: number;
  readonly height?: number;
  readonly orientation?: 'portrait' | 'landscape';
}

/** WeChat's "MediaQueryObserver". */
export interface MediaQueryWatcher {
  observe(query: MediaQuery, callback: unknown): void;
  disconnect(): void;
}

interface Size {
  readonly width: number;
  readonly height: number;
}

/** Whether a page of a size answers a query; what the query leaves out does not matter. */
export function matchesMedia(query: MediaQuery, { width, height }: Size): boolean {
  const { minWidth = 0, maxWidth = Infinity, minHeight = 0, maxHeight = Infinity } = query;
  const orientation = width > height ? 'landscape' : 'portrait';
  return (
    width >= minWidth &&
    width <= maxWidth &&
    width === (query.width ?? width) &&
    height >= minHeight &&
    height <= maxHeight &&
    height === (query.height ?? height) &&
    orientation === (query.orientation ?? orientation)
  );
}

/** Tells whether the page of a component answers a query: at once, and whenever that changes. */
export function createMediaQueryObserver(
  component: GeneralComponent,
  { thrown, onDetached }: WatcherOptions,
): MediaQueryWatcher {
  let ends: (() => void)[] = [];
  const disconnect = (): void => {
    for (const end of ends) end();
    ends = [];
  };
  onDetached(component, disconnect);

  return {
    observe(query, callback) {
      if (typeof callback !== 'function') return;
      let last: boolean | null = null;
      const look = (): void => {
        const matches = matchesMedia(query, sizeOfPage(component));
        if (matches === last) return;
        last = matches;
        try {
          (callback as (result: { matches: boolean }) => unknown)({ matches });
        } catch (error) {
          thrown(error);
        }
      };
      const first = requestAnimationFrame(look);
      window.addEventListener('resize', look);
      ends.push(() => {
        cancelAnimationFrame(first);
        window.removeEventListener('resize', look);
      });
    },
    disconnect,
  };
}

/** The size of the view of the page that holds a component, in CSS pixels. */
function sizeOfPage(component: GeneralComponent): Size {
  const view = domAround(component)?.closest(`.${PAGE_VIEW_CLASS}`);
  const { clientWidth, clientHeight } = view ?? document.documentElement;
  return { width: clientWidth, height: clientHeight };
}
