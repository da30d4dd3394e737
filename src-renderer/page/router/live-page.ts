import { Component, type GeneralComponent } from 'glass-easel';
import type { Root } from 'glass-easel-miniprogram-adapter';
import type { CompiledUnit } from '#contract/project';
import type { PageFrame } from '../chrome/page-frame.ts';
import type { EventChannel, PageHandle, ScrollRequest } from '../host.ts';
import type { CustomTabBar } from './custom-tab-bar.ts';
import type { PageUrl } from './url.ts';

/** `this` of a page's methods. */
export type PageInstance = Record<string, unknown>;

/** Calls project code and reports what it throws. */
export type Guard = <T>(work: () => T) => T | undefined;

/** A page with its frame, from `onLoad` to `onUnload`. */
export interface LivePage extends PageHandle {
  readonly frame: PageFrame;
  readonly eventChannel: EventChannel;
  load(): void;
  show(): void;
  hide(): void;
  /** Runs `onReady`, once. */
  ready(): void;
  /** Calls a method of the page if it has it. */
  call(method: string, ...values: readonly unknown[]): void;
  unload(): void;
}

interface LivePageOptions {
  readonly url: PageUrl;
  readonly unit: CompiledUnit;
  readonly root: Root;
  readonly frame: PageFrame;
  readonly eventChannel: EventChannel;
  readonly guard: Guard;
  /** The page's own instance of the mini-program's tab bar; null without one. */
  readonly tabBar: CustomTabBar | null;
  readonly pageId: number;
  /** `this` stays the page wherever its methods are called from. */
  readonly bindsMethods: boolean;
}

const DEFAULT_REACH_BOTTOM_PX = 50;

export function createLivePage(options: LivePageOptions): LivePage {
  const { url, unit, root, frame, eventChannel, guard } = options;
  const instance = root.get() as unknown as PageInstance;
  const component = root.getComponent();
  let isShown = false;
  let isReady = false;
  let isAlive = true;

  if (options.bindsMethods) bindMethods(component, instance);
  Object.assign(instance, {
    route: url.route,
    __route__: url.route,
    options: { ...url.query },
    renderer: 'webview',
    getPageId: () => `pageId:${String(options.pageId)}`,
    getTabBar: () => options.tabBar?.instance ?? null,
    getOpenerEventChannel: () => eventChannel,
  });

  const call = (method: string, ...values: readonly unknown[]): void => {
    const found = instance[method];
    if (typeof found === 'function')
      guard(() => (found as (...all: unknown[]) => unknown).apply(instance, [...values]));
  };

  const stopWatching = watchScrolling(frame.scroller, {
    reachBottomPx: numberOr(unit.json['onReachBottomDistance'], DEFAULT_REACH_BOTTOM_PX),
    scrolled(scrollTop) {
      if (isShown) call('onPageScroll', { scrollTop });
    },
    reachedBottom() {
      if (isShown) call('onReachBottom');
    },
  });

  const hide = (): void => {
    if (!isShown) return;
    isShown = false;
    frame.element.hidden = true;
    call('onHide');
    component.triggerPageLifetime('hide', []);
  };

  return {
    route: url.route,
    query: url.query,
    instance,
    component,
    frame,
    eventChannel,
    call,
    load() {
      guard(() => {
        root.attach(frame.scroller as never, frame.placeholder as never);
      });
      call('onLoad', { ...url.query });
    },
    show() {
      if (isShown) return;
      isShown = true;
      frame.element.hidden = false;
      call('onShow');
      component.triggerPageLifetime('show', []);
    },
    hide,
    ready() {
      if (isReady || !isAlive) return;
      isReady = true;
      call('onReady');
    },
    unload() {
      if (!isAlive) return;
      isAlive = false;
      isShown = false;
      stopWatching();
      call('onUnload');
      guard(() => {
        root.release();
        options.tabBar?.release();
      });
      frame.element.remove();
    },
    scrollTo: (request) => scrollPage(frame.scroller, component.getShadowRoot() ?? null, request),
    createSelectorQuery: () => (instance as { createSelectorQuery(): unknown }).createSelectorQuery(),
  };
}

/** `Page()` binds methods to the page: WeChat's own samples hand them to timers as they are (`setInterval(this.draw)`). */
function bindMethods(component: GeneralComponent, instance: PageInstance): void {
  const methods = Component.getMethodsFromDef(component.getComponentDefinition());
  for (const [name, method] of Object.entries(methods)) instance[name] = method.bind(instance);
}

interface ScrollWatch {
  readonly reachBottomPx: number;
  scrolled(scrollTop: number): void;
  reachedBottom(): void;
}

/** Tells of scrolling and, once per approach, of the end coming near. Returns its end. */
function watchScrolling(scroller: HTMLElement, watch: ScrollWatch): () => void {
  let wasNear = false;
  const heard = (): void => {
    const { scrollTop, scrollHeight, clientHeight } = scroller;
    const isNear = scrollTop + clientHeight + watch.reachBottomPx >= scrollHeight;
    watch.scrolled(scrollTop);
    if (isNear && !wasNear) watch.reachedBottom();
    wasNear = isNear;
  };
  scroller.addEventListener('scroll', heard, { passive: true });
  return () => {
    scroller.removeEventListener('scroll', heard);
  };
}

type ShadowRoot = ReturnType<PageHandle['component']['getShadowRoot']>;

function scrollPage(scroller: HTMLElement, shadowRoot: ShadowRoot, request: ScrollRequest): boolean {
  const { scrollTopPx, selector, offsetTopPx = 0, durationMs } = request;
  let top = scrollTopPx;
  if (selector !== undefined) {
    const element = shadowRoot?.querySelector(selector)?.getBackendElement() as unknown;
    if (!(element instanceof Element)) return false;
    top =
      element.getBoundingClientRect().top -
      scroller.getBoundingClientRect().top +
      scroller.scrollTop +
      offsetTopPx;
  }
  if (top !== undefined) scroller.scrollTo({ top, behavior: durationMs > 0 ? 'smooth' : 'instant' });
  return true;
}

function numberOr(value: unknown, fallback: number): number {
  return typeof value === 'number' ? value : fallback;
}
