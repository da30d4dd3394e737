import type { Element as GlassElement, GeneralComponent } from 'glass-easel';
import { isCrossed, type Meeting, type Reference, watchIntersection } from './intersection-watch.ts';
import type { Margins } from './margins.ts';
import { domOf } from './node-fields.ts';

/** Options of `wx.createIntersectionObserver`, as WeChat documents them. */
export interface IntersectionOptions {
  /** Ratios whose crossing is told; `[0]` when left out. */
  readonly thresholds?: readonly number[];
  /** The ratio the first look is compared with; 0 when left out. */
  readonly initialRatio?: number;
  /** Watches every match of the selector instead of the first. */
  readonly observeAll?: boolean;
}

/** WeChat's "IntersectionObserver". */
export interface IntersectionWatcher {
  relativeTo(selector: string, margins?: Margins): IntersectionWatcher;
  relativeToViewport(margins?: Margins): IntersectionWatcher;
  observe(selector: string, callback: unknown): void;
  disconnect(): void;
}

export interface WatcherOptions {
  /** Called with what a callback of the project throws. */
  readonly thrown: (error: unknown) => void;
  /** Ends the watcher with its component. */
  readonly onDetached: (component: GeneralComponent, end: () => void) => void;
}

interface NamedReference {
  readonly selector: string | null;
  readonly margins: Margins;
}

/**
 * Watches elements of a component coming into and leaving an area. The first look is told when its ratio and
 * `initialRatio` lie on two sides of a threshold. Without any area the page's view is it. `observe` may be called
 * again, for more targets.
 */
export function createIntersectionObserver(
  component: GeneralComponent,
  options: IntersectionOptions,
  { thrown, onDetached }: WatcherOptions,
): IntersectionWatcher {
  const thresholds = thresholdsFrom(options.thresholds);
  const initialRatio = typeof options.initialRatio === 'number' ? options.initialRatio : 0;
  const references: NamedReference[] = [];
  let ends: (() => void)[] = [];

  function referencesOf(): Reference[] {
    const found = references.flatMap(({ selector, margins }): Reference[] => {
      if (selector === null) return [{ element: null, margins }];
      const match = component.getShadowRoot()?.querySelector(selector);
      const element = match ? domOf(match) : null;
      return element ? [{ element, margins }] : [];
    });
    return found.length > 0 ? found : [{ element: null, margins: {} }];
  }

  function targetsOf(selector: string): readonly GlassElement[] {
    const root = component.getShadowRoot();
    if (options.observeAll === true) return root?.querySelectorAll(selector) ?? [];
    const found = root?.querySelector(selector);
    return found ? [found] : [];
  }

  function watch(target: GlassElement, callback: (result: unknown) => unknown): void {
    const element = domOf(target);
    if (!element) return;
    let isFirst = true;
    const heard = (meeting: Meeting): void => {
      const wasFirst = isFirst;
      isFirst = false;
      const { intersectionRatio } = meeting;
      if (wasFirst && !thresholds.some((one) => isCrossed(one, initialRatio, intersectionRatio))) return;
      const dataset = { ...(target.dataset as object | null) };
      try {
        callback({ id: target.id, dataset, time: Date.now(), ...meeting });
      } catch (error) {
        thrown(error);
      }
    };
    ends.push(watchIntersection(element, referencesOf(), thresholds, heard));
  }

  const disconnect = (): void => {
    for (const end of ends) end();
    ends = [];
  };
  onDetached(component, disconnect);

  const watcher: IntersectionWatcher = {
    relativeTo(selector, margins = {}) {
      references.push({ selector, margins });
      return watcher;
    },
    relativeToViewport(margins = {}) {
      references.push({ selector: null, margins });
      return watcher;
    },
    observe(selector, callback) {
      if (typeof callback !== 'function') return;
      for (const target of targetsOf(selector)) watch(target, callback as (result: unknown) => unknown);
    },
    disconnect,
  };
  return watcher;
}

function thresholdsFrom(given: unknown): readonly number[] {
  const numbers = Array.isArray(given) ? given.filter((one) => typeof one === 'number') : [];
  const ratios = numbers.map((one) => Math.min(1, Math.max(0, one)));
  return ratios.length > 0 ? ratios.sort((one, other) => one - other) : [0];
}
