import { app, shell, type WebContents } from 'electron';

/** No web contents of ours ever leaves its origin or opens another; outside links go to the system's browser. */
export function guardNavigation(): () => void {
  const guard = (_event: unknown, contents: WebContents): void => {
    contents.on('will-frame-navigate', (details) => {
      if (originOf(details.url) !== originOf(contents.getURL())) details.preventDefault();
    });
    contents.on('will-redirect', (details) => {
      details.preventDefault();
    });
    contents.setWindowOpenHandler(({ url }) => {
      if (url.startsWith('https://')) void shell.openExternal(url);
      return { action: 'deny' };
    });
  };
  app.on('web-contents-created', guard);
  return () => void app.off('web-contents-created', guard);
}

function originOf(text: string): string | null {
  const url = URL.parse(text);
  return url ? `${url.protocol}//${url.host}` : null;
}
