import { Component, type GeneralComponent } from 'glass-easel';
import type { Root } from 'glass-easel-miniprogram-adapter';
import type { WindowConfig } from '#contract/project';
import { setQueryProperties } from '../glass/query-properties.ts';
import type { PageFrame } from '../chrome/page-frame.ts';
import type { EventChannel, PageHandle } from '../host.ts';
import type { CustomTabBar } from './custom-tab-bar.ts';
import { scrollPage, watchScrolling } from './page-scroll.ts';
import type { PageUrl } from './url.ts';

/** `this` of a page's methods. */
export type PageInstance = Record<string, unknown>;

/** Calls project code and reports what it throws. */
export type Guard = <T>(work: () => T) => T | undefined;

/** A page with its frame, from `onLoad` to `onUnload`. */
export interface LivePage extends PageHandle {
  readonly frame: PageFrame;
  readonly eventChannel: EventChannel;
  readonly id: number;
  /** Asked before the person leaves by going back (`wx.enableAlertBeforeUnload`); null lets everybody go. */
  leaveQuestion: (() => Promise<boolean>) | null;
  load(): void;
  show(): void;
  hide(): void;
  /** Runs `onReady`, once. */
  ready(): void;
  /** Calls a method of the page if it has it. */
  call(method: string, ...values: readonly unknown[]): void;
  /** Runs `onRouteDone`: the page has come to rest after a route. */
  routeDone(): void;
  /** The window has another size: `onResize`, and that of the page's components. */
  resized(detail: unknown): void;
  /** @param remove takes the frame out of the document, at once or when it has slid away */
  unload(remove?: (frame: HTMLElement) => void): void;
}

interface LivePageOptions {
  readonly url: PageUrl;
  /** The page's json over app.json's `window`. */
  readonly window: WindowConfig;
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
  const { url, window, root, frame, eventChannel, guard } = options;
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
    reachBottomPx: numberOr(window['onReachBottomDistance'], DEFAULT_REACH_BOTTOM_PX),
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
    id: options.pageId,
    leaveQuestion: null,
    stepBack: null,
    call,
    load() {
      guard(() => {
        setQueryProperties(component, url.query);
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
    routeDone() {
      if (!isAlive || !isShown) return;
      call('onRouteDone');
      component.triggerPageLifetime('routeDone', []);
    },
    resized(detail) {
      if (!isShown) return;
      call('onResize', detail);
      component.triggerPageLifetime('resize', [detail] as never);
    },
    unload(remove = (element) => element.remove()) {
      if (!isAlive) return;
      isAlive = false;
      isShown = false;
      stopWatching();
      call('onUnload');
      guard(() => {
        root.release();
        options.tabBar?.release();
      });
      frame.pullDown.end();
      remove(frame.element);
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

function numberOr(value: unknown, fallback: number): number {
  return typeof value === 'number' ? value : fallback;
}
