import type { Bridge } from './bridge.ts';

/**
 * Runs first in the main world of every frame of a page. The main frame gets its end of the context bridge;
 * every frame gets a `window.open` that answers as Electron's does when the window is denied: with null.
 */
export function mainAgent(secret: string, createBridge: (secret: string, isMain: boolean) => Bridge): void {
  if (window.top === window) createBridge(secret, true);
  const nativeOpen = window.open.bind(window);
  window.open = function open(url, target, features) {
    if (target === '_self' || target === '_parent' || target === '_top') {
      return nativeOpen(url, target, features);
    }
    // Without an opener Chromium makes the window apart, and this page does not wait until it is refused.
    const wanted = features === undefined || features === '' ? 'noopener' : `${features},noopener`;
    return nativeOpen(url, target, wanted);
  };
}
