import type { Size } from './page-target.ts';
import type { AnnouncedPage, Stage } from './stage.ts';

export interface OpenPageOptions {
  readonly browserContextId: string | undefined;
  readonly size: Size;
  /** Whether the page takes over the window Chromium opened by itself, if there is one. */
  readonly takesFirstWindow: boolean;
}

/** Opens an empty page of a browser context, in a window of its own where there is a screen. */
export async function openPage(stage: Stage, options: OpenPageOptions): Promise<AnnouncedPage> {
  if (options.takesFirstWindow && options.browserContextId === undefined) {
    const spare = stage.takeSparePage();
    if (spare) return spare;
  }
  if (stage.isOnScreen) return openPopup(stage, options);
  const { targetId } = await stage.root.send('Target.createTarget', {
    url: 'about:blank',
    newWindow: true,
    ...wholePixels(options.size),
    ...contextOf(options),
  });
  return stage.takePage(targetId);
}

/**
 * A window that the protocol opens has tabs and an address to type in; one that a page opens can do without. So
 * a page made for the purpose opens it, without being its opener, and goes.
 */
async function openPopup(stage: Stage, options: OpenPageOptions): Promise<AnnouncedPage> {
  const { root } = stage;
  const { targetId } = await root.send('Target.createTarget', {
    url: 'about:blank',
    newWindow: true,
    windowState: 'minimized',
    ...contextOf(options),
  });
  const opener = await stage.takePage(targetId);
  const { width, height } = wholePixels(options.size);
  const opened = stage.takePageOpenedBy(targetId);
  await stage.session(opener.sessionId).send('Runtime.evaluate', {
    expression: `window.open('about:blank', '_blank', 'popup,noopener,width=${width},height=${height}')`,
    userGesture: true,
  });
  const page = await opened;
  await root.send('Target.closeTarget', { targetId });
  return page;
}

function wholePixels({ width, height }: Size): Size {
  return { width: Math.max(1, Math.round(width)), height: Math.max(1, Math.round(height)) };
}

function contextOf({ browserContextId }: OpenPageOptions): { browserContextId?: string } {
  return browserContextId === undefined ? {} : { browserContextId };
}
