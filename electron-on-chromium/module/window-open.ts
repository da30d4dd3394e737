import type { EventParameters } from '../devtools-pipe.ts';

type WindowOpenHandler = Parameters<Electron.WebContents['setWindowOpenHandler']>[0];

/**
 * What a page's `window.open` asks for, in Electron's words. Chromium tells the features as it understood them:
 * every bar of an ordinary tab, or what is left of them for a window of its own.
 */
export function windowOpenDetails(
  { url, windowName, windowFeatures }: EventParameters<'Page.windowOpen'>,
  nativeUrl: (url: string) => string,
  referrer: string,
): Parameters<WindowOpenHandler>[0] {
  const isTab = windowFeatures.includes('toolbar');
  // `noopener` is the main world agent's own addition.
  const features = isTab ? [] : windowFeatures.filter((feature) => feature !== 'noopener');
  return {
    url: nativeUrl(url),
    frameName: windowName === '_blank' ? '' : windowName,
    features: features.join(','),
    disposition: isTab ? 'foreground-tab' : 'new-window',
    referrer: { url: referrer, policy: 'strict-origin-when-cross-origin' },
  };
}
