import { app, type WebContents } from 'electron';

/**
 * No web contents of ours ever leaves the document it was loaded with, not even for another address of its own
 * origin, and none opens a window.
 */
export function guardNavigation(): () => void {
  const guard = (_event: unknown, contents: WebContents): void => {
    // A page can write another address over its own; what counts is where its document came from.
    let address = '';
    contents.on('did-navigate', (_navigated, url) => {
      address = withoutFragment(url);
    });
    contents.on('will-frame-navigate', (details) => {
      // A reload of the document itself is the one navigation there is.
      if (withoutFragment(details.url) !== address) details.preventDefault();
    });
    contents.on('will-redirect', (details) => {
      details.preventDefault();
    });
    contents.setWindowOpenHandler(() => ({ action: 'deny' }));
  };
  app.on('web-contents-created', guard);
  return () => void app.off('web-contents-created', guard);
}

function withoutFragment(url: string): string {
  return url.replace(/#.*$/s, '');
}
