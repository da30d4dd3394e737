import { Component, type Element as GlassElement } from 'glass-easel';
import { fromPage, pageOriginOf } from './geometry.ts';

/**
 * A component or element as a WXS handler sees it: WeChat's ComponentDescriptor ("WXS 响应事件").
 * @param element the element of the handler's `currentTarget`, or the component that owns the template
 */
export function createOwnerInstance(element: GlassElement): Readonly<Record<string, unknown>> {
  const backend = element.getBackendElement() as unknown;
  const node = backend instanceof HTMLElement ? backend : null;
  const owner = Component.isComponent(element) ? element : element.ownerShadowRoot?.getHostNode();
  const caller = owner?.getMethodCaller() as Record<string, unknown> | undefined;
  const find = (selector: string): readonly GlassElement[] =>
    Component.isComponent(element) ? (element.getShadowRoot()?.querySelectorAll(selector) ?? []) : [];

  return {
    selectComponent(selector: string) {
      const [found] = find(selector);
      return found ? createOwnerInstance(found) : null;
    },
    selectAllComponents: (selector: string) => find(selector).map(createOwnerInstance),
    setStyle(style: string | Readonly<Record<string, string>>) {
      if (!node) return;
      const text = typeof style === 'string' ? style : declarationsFrom(style);
      // What the template wrote stays where the handler says nothing.
      node.setAttribute('style', `${node.style.cssText};${text}`);
    },
    addClass: (name: string) => node?.classList.add(...words(name)),
    removeClass: (name: string) => node?.classList.remove(...words(name)),
    hasClass: (name: string) => node?.classList.contains(name) ?? false,
    getDataset: () => ({ ...(element.dataset as Record<string, unknown> | null) }),
    getState: () => stateOf(element),
    getBoundingClientRect: () => node && fromPage(node.getBoundingClientRect(), pageOriginOf(node)),
    getComputedStyle(names: readonly string[]) {
      const computed = node && getComputedStyle(node);
      return Object.fromEntries(names.map((name) => [name, computed?.getPropertyValue(name) ?? '']));
    },
    callMethod(name: string, value: unknown) {
      const method = caller?.[name];
      if (typeof method === 'function')
        (method as (this: unknown, value: unknown) => void).call(caller, value);
    },
    triggerEvent: (name: string, detail: unknown) => owner?.triggerEvent(name, detail),
    requestAnimationFrame: (callback: () => void) => requestAnimationFrame(callback),
    setTimeout: (callback: () => void, delayMs: number) => setTimeout(callback, delayMs),
    clearTimeout: (timer: number) => {
      clearTimeout(timer);
    },
  };
}

const states = new WeakMap<GlassElement, Record<string, unknown>>();

/** An object that stays with the element, for the handlers to keep what they need between events. */
function stateOf(element: GlassElement): Record<string, unknown> {
  let state = states.get(element);
  if (!state) {
    state = {};
    states.set(element, state);
  }
  return state;
}

function declarationsFrom(style: Readonly<Record<string, string>>): string {
  return Object.entries(style)
    .map(([name, value]) => `${name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}:${value}`)
    .join(';');
}

function words(names: string): string[] {
  return names.split(/\s+/).filter((name) => name !== '');
}
