import type { Bridge } from './bridge.ts';

/**
 * Runs first in the main world of every frame of a page. The main frame gets its end of the context bridge;
 * every frame gets a `window.open` that answers as Electron's does when the window is denied: with null.
 */
export function mainAgent(secret: string, createBridge: (secret: string, isMain: boolean) => Bridge): void {
  if (window.top === window) createBridge(secret, true);
  const { apply } = Reflect;
  const nativeOpen = window.open.bind(window);
  window.open = function open(...parameters) {
    apply(nativeOpen, undefined, parameters);
    return null;
  };
}
