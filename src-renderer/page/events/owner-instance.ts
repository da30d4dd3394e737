import { Component, type Element as GlassElement, type StyleSegmentIndex } from 'glass-easel';
import { fromPage, pageOriginOf } from './geometry.ts';

/** A segment of an element's class and style for WXS alone: it stands over the template's, and outlives its updates. */
const WXS_SEGMENT = 4 as unknown as StyleSegmentIndex;
/** Built-ins are components too, but their template belongs to whoever uses them. */
const BUILTIN = 'wx://';

/**
 * A component or element as a WXS handler sees it: WeChat's ComponentDescriptor ("WXS 响应事件").
 * @param element the element of the handler's `currentTarget`, or the component that owns the template
 */
export function createOwnerInstance(element: GlassElement): Readonly<Record<string, unknown>> {
  const backend = element.getBackendElement() as unknown;
  const node = backend instanceof HTMLElement ? backend : null;
  const component = Component.isComponent(element) && !element.is.startsWith(BUILTIN) ? element : null;
  const owner = component ?? element.ownerShadowRoot?.getHostNode();
  const find = (selector: string): readonly GlassElement[] =>
    component?.getShadowRoot()?.querySelectorAll(selector) ?? [];
  const toggle = (names: string, force: boolean): void => {
    for (const name of words(names)) element.toggleNodeClass(name, force, WXS_SEGMENT);
  };

  const instance: Readonly<Record<string, unknown>> = {
    selectComponent(selector: string) {
      const [found] = find(selector);
      return found ? createOwnerInstance(found) : null;
    },
    selectAllComponents: (selector: string) => find(selector).map(createOwnerInstance),
    setStyle(style: string | Readonly<Record<string, string>>) {
      element.setNodeStyle(styleWith(element, style), WXS_SEGMENT);
      return instance;
    },
    addClass(names: string) {
      toggle(names, true);
      return instance;
    },
    removeClass(names: string) {
      toggle(names, false);
      for (const name of words(names)) element.toggleNodeClass(name, false);
      return instance;
    },
    hasClass: (name: string) =>
      (element.classList?.contains(name) ?? false) ||
      (element.classList?.contains(name, WXS_SEGMENT) ?? false),
    getDataset: () => ({ ...(element.dataset as Record<string, unknown> | null) }),
    getState: () => stateOf(element),
    getBoundingClientRect: () => node && fromPage(node.getBoundingClientRect(), pageOriginOf(node)),
    getComputedStyle(names: readonly string[]) {
      const computed = node && getComputedStyle(node);
      return Object.fromEntries(names.map((name) => [name, computed?.getPropertyValue(dashed(name)) ?? '']));
    },
    callMethod(name: string, value: unknown) {
      const caller = owner?.getMethodCaller() as Record<string, unknown> | undefined;
      const method = caller?.[name];
      if (typeof method === 'function') Reflect.apply(method, caller, [value]);
    },
    triggerEvent(name: string, detail: unknown, options: object = {}) {
      element.triggerEvent(name, detail, options);
    },
    requestAnimationFrame: (callback: () => void) => requestAnimationFrame(callback),
    setTimeout: (callback: () => void, delayMs: number) => setTimeout(callback, delayMs),
    clearTimeout: (timer: number) => {
      clearTimeout(timer);
    },
  };
  return instance;
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

function dashed(name: string): string {
  return name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

const styles = new WeakMap<GlassElement, Map<string, string>>();
/** Between declarations; a semicolon within `url(…)` is none. */
const DECLARATION_END = /;(?![^(]*\))/;

/** All that WXS has set on an element so far, one declaration a property. */
function styleWith(element: GlassElement, style: string | Readonly<Record<string, string>>): string {
  const set = styles.get(element) ?? new Map<string, string>();
  styles.set(element, set);
  const entries =
    typeof style === 'string'
      ? style.split(DECLARATION_END).map((text): [string, string] => {
          const [name = '', ...value] = text.split(':');
          return [name.trim(), value.join(':').trim()];
        })
      : Object.entries(style).map(([name, value]): [string, string] => [dashed(name), value]);
  for (const [name, value] of entries) if (name !== '') set.set(name, value);
  return [...set].map(([name, value]) => `${name}:${value}`).join(';');
}

function words(names: string): string[] {
  return names.split(/\s+/).filter((name) => name !== '');
}
