import type { GeneralComponent } from 'glass-easel';
import { component } from 'glass-easel-miniprogram-adapter';
import { animate, clearAnimation, type ScrollTimeline } from '../animation/animate.ts';
import type { WrittenKeyframe } from '../animation/keyframes.ts';
import type { PageHost } from '../host.ts';
import { createIntersectionObserver, type IntersectionOptions } from '../query/intersection-observer.ts';
import { createMediaQueryObserver } from '../query/media-query.ts';
import { createSelectorQuery } from '../query/selector-query.ts';
import { createDefer } from '../wx/defer.ts';
import { pageStyle } from './inline-style.ts';
import { pageOf } from './page-of.ts';
import { createScopedRouter } from './page-routers.ts';
import { checkedSetData, setPerformanceListener } from './set-data.ts';

/** `this` of a page's or component's methods. */
type Caller = object & { readonly _$: GeneralComponent };
type Method = (this: Caller, ...values: never[]) => unknown;

/**
 * Gives every page and component the members the adapter leaves out or does otherwise than WeChat ("Component 构造器",
 * "组件间通信", "动画").
 * @param wx the route functions of `this.router` and `this.pageRouter`
 */
export function extendComponents(host: PageHost, wx: Readonly<Record<string, unknown>>): void {
  const thrown = (error: unknown): void => {
    host.reports.exception(error, { ours: false });
  };
  const lengths = (text: string): string => pageStyle(text, (src, base) => host.resourceUrl(src, base));
  const watching = { thrown, onDetached: endWithComponent };
  const queryOptions = { defer: createDefer(), thrown };
  const prototype = component.ComponentCaller.prototype;
  const { setData } = prototype as unknown as { setData: Parameters<typeof checkedSetData>[0] };

  const methods: Readonly<Record<string, Method>> = {
    setData: checkedSetData(setData, (caller) => (caller as Caller)._$),
    setUpdatePerformanceListener(options: unknown, listener: unknown) {
      setPerformanceListener(this._$, options, listener);
    },
    triggerEvent(name: unknown, detail: unknown, options: unknown) {
      // Left out, the detail is an empty object.
      this._$.triggerEvent(
        String(name),
        detail === undefined ? {} : detail,
        isObject(options) ? options : {},
      );
    },
    createSelectorQuery() {
      return createSelectorQuery(this._$, queryOptions);
    },
    createIntersectionObserver(options?: IntersectionOptions) {
      return createIntersectionObserver(this._$, options ?? {}, watching);
    },
    createMediaQueryObserver() {
      return createMediaQueryObserver(this._$, watching);
    },
    animate(selector: string, frames: readonly WrittenKeyframe[], durationMs: unknown, last?: unknown) {
      animate(
        this._$,
        {
          selector,
          frames: Array.isArray(frames) ? frames : [],
          durationMs: Number(durationMs) || 0,
          timeline: isObject(last) ? scrollTimeline(last) : null,
          done: callable(this, last),
        },
        lengths,
      );
    },
    clearAnimation(selector: string, ...rest: readonly unknown[]) {
      clearAnimation(this._$, selector, isObject(rest[0]) ? rest[0] : null);
      setTimeout(callable(this, rest.at(-1)));
    },
    // Worklets of another renderer: nothing is drawn by them here, and whoever waits goes on.
    applyAnimatedStyle(...values: readonly unknown[]) {
      host.reports.unsupported('this.applyAnimatedStyle');
      setTimeout(callable(this, values[3]));
    },
    clearAnimatedStyle(...values: readonly unknown[]) {
      host.reports.unsupported('this.clearAnimatedStyle');
      setTimeout(callable(this, values[2]));
    },
    getPageId() {
      return ofPage(this, 'getPageId') ?? '';
    },
    getTabBar() {
      return ofPage(this, 'getTabBar');
    },
    getAppBar() {
      return null;
    },
    getOpenerEventChannel() {
      return ofPage(this, 'getOpenerEventChannel');
    },
  };

  /** Asks the page the caller is in, unless the caller is that page and has the method itself. */
  function ofPage(caller: Caller, name: string): unknown {
    const page = pageOf(host.router, caller._$);
    const method = page?.instance[name];
    return page && page.component !== caller._$ && typeof method === 'function'
      ? (Reflect.apply(method, page.instance, []) as unknown)
      : null;
  }

  for (const [name, value] of Object.entries(methods)) {
    Object.defineProperty(prototype, name, { value, writable: true, configurable: true });
  }
  defineGetter('router', (caller) => createScopedRouter(wx, caller._$.is));
  defineGetter('pageRouter', (caller) =>
    createScopedRouter(wx, pageOf(host.router, caller._$)?.route ?? caller._$.is),
  );
  defineGetter('renderer', () => 'webview');
  defineGetter('exitState', () => undefined);

  /** A member made when it is read, which the mini-program may replace by one of its own. */
  function defineGetter(name: string, get: (caller: Caller) => unknown): void {
    Object.defineProperty(prototype, name, {
      configurable: true,
      get(this: Caller) {
        return get(this);
      },
      set(this: Caller, value: unknown) {
        Object.defineProperty(this, name, { value, writable: true, enumerable: true, configurable: true });
      },
    });
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

function scrollTimeline(written: Record<string, unknown>): ScrollTimeline {
  return { ...written, scrollSource: String(written['scrollSource']) };
}

/** A callback with `this` as WeChat gives it; one that is none does nothing. */
function callable(caller: unknown, value: unknown): () => void {
  return () => {
    if (typeof value === 'function') Reflect.apply(value, caller, []);
  };
}

/** An observer must not keep a page alive that is gone. */
function endWithComponent(target: GeneralComponent, end: () => void): void {
  target.addLifetimeListener('detached', end);
}
