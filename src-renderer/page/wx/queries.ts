import { createAnimation } from '../animation/create-animation.ts';
import type { ApiKit, WxFunctions } from './api-kit.ts';
import { Refusal } from './api-kit.ts';
import { isOptions } from './parameters.ts';

/**
 * What a page asks of its own nodes: `createSelectorQuery`, `createIntersectionObserver`, `createMediaQueryObserver`
 * and `createAnimation`, after WeChat's documentation. Without a component they are the top page's.
 */
export function createQueryFunctions(kit: ApiKit): WxFunctions {
  const { host } = kit;

  /** Calls a member of the component handed in, or of the page on top. */
  function ofComponent(component: unknown, member: string, values: readonly unknown[]): unknown {
    const given = isOptions(component) && typeof component[member] === 'function' ? component : null;
    const caller = given ?? host.router.current()?.instance;
    const method = caller?.[member];
    if (typeof method !== 'function') throw new Refusal('no page is open');
    return Reflect.apply(method, caller, values);
  }

  return {
    createSelectorQuery: kit.synchronous('createSelectorQuery', () =>
      ofComponent(null, 'createSelectorQuery', []),
    ),
    createIntersectionObserver: kit.synchronous('createIntersectionObserver', (component, options) =>
      ofComponent(component, 'createIntersectionObserver', [isOptions(options) ? options : {}]),
    ),
    createMediaQueryObserver: kit.synchronous('createMediaQueryObserver', (component) =>
      ofComponent(component, 'createMediaQueryObserver', []),
    ),
    createAnimation: kit.synchronous('createAnimation', (options) =>
      createAnimation(isOptions(options) ? options : {}),
    ),
  };
}
