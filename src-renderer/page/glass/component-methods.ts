import { component } from 'glass-easel-miniprogram-adapter';
import type { PageHost } from '../host.ts';

/** Members of `this` that WeChat has and the adapter does not. */
const MISSING = ['animate', 'clearAnimation', 'applyAnimation', 'setUpdatePerformanceListener'] as const;

/** Gives every page and component the members the adapter leaves out. */
export function extendComponents(host: PageHost): void {
  const prototype = component.ComponentCaller.prototype as unknown as Record<string, unknown>;
  for (const name of MISSING) {
    prototype[name] = (...values: readonly unknown[]) => {
      host.reports.unsupported(`this.${name}`);
      // The last argument is what runs after the animation: a page that waits for it must go on.
      const done = values.at(-1);
      if (typeof done === 'function') setTimeout(done);
    };
  }
  const ofPage =
    (name: string) =>
    (...values: readonly unknown[]): unknown => {
      const method = host.router.current()?.instance[name];
      return typeof method === 'function' ? (method as (...all: unknown[]) => unknown)(...values) : null;
    };
  prototype['getTabBar'] = ofPage('getTabBar');
  prototype['getPageId'] = ofPage('getPageId');
  prototype['getOpenerEventChannel'] = ofPage('getOpenerEventChannel');
  prototype['getAppBar'] = () => null;
  // The adapter does not export the class behind `select()`.
  const query = component.ComponentCaller.prototype.createSelectorQuery.call({} as never).select('x');
  const nodesRef = Object.getPrototypeOf(query) as Record<string, unknown>;
  nodesRef['node'] = () => {
    host.reports.unsupported('NodesRef.node');
    throw new Error('NodesRef.node:fail not supported in Ferry yet');
  };
}
