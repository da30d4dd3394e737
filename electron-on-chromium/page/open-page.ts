import type { AnnouncedPage, Runtime } from '../module/runtime.ts';
import type { Size } from './page-target.ts';

/** A page that has just been opened. */
export interface OpenedPage extends AnnouncedPage {
  /** What its window has around the content, in pixels; without a screen nothing. */
  readonly frame: Size;
}

export interface OpenPageOptions {
  readonly browserContextId: string | undefined;
  readonly size: Size;
  /** Whether the page takes over the window Chromium opened by itself, if there is one. */
  readonly takesFirstWindow: boolean;
}

const NO_FRAME: Size = { width: 0, height: 0 };

/** Opens an empty page of a browser context, in a window of its own where there is a screen. */
export async function openPage(runtime: Runtime, options: OpenPageOptions): Promise<OpenedPage> {
  if (options.takesFirstWindow && options.browserContextId === undefined) {
    const spare = runtime.takeSparePage();
    if (spare) return { ...spare, frame: NO_FRAME };
  }
  if (!runtime.headless) return openPopup(runtime, options);
  const { targetId } = await runtime.root.send('Target.createTarget', {
    url: 'about:blank',
    newWindow: true,
    ...wholePixels(options.size),
    ...contextOf(options),
  });
  return { ...(await runtime.takePage(targetId)), frame: NO_FRAME };
}

/**
 * A window that the protocol opens has tabs and an address to type in; one that a page opens can do without. So
 * a page made for the purpose opens it, without being its opener, and goes.
 */
async function openPopup(runtime: Runtime, options: OpenPageOptions): Promise<OpenedPage> {
  const { root, browser } = runtime;
  const { targetId } = await root.send('Target.createTarget', {
    url: 'about:blank',
    newWindow: true,
    windowState: 'minimized',
    ...contextOf(options),
  });
  const opener = await runtime.takePage(targetId);
  const { width, height } = wholePixels(options.size);
  const opened = runtime.takePageOpenedBy(targetId);
  await browser.pipe.session(opener.sessionId).send('Runtime.evaluate', {
    expression: `window.open('about:blank', '_blank', 'popup,noopener,width=${width},height=${height}')`,
    userGesture: true,
  });
  const page = await opened;
  await root.send('Target.closeTarget', { targetId });
  const { bounds } = await root.send('Browser.getWindowForTarget', { targetId: page.targetId });
  const frame = { width: (bounds.width ?? width) - width, height: (bounds.height ?? height) - height };
  return { ...page, frame };
}

function wholePixels({ width, height }: Size): Size {
  return { width: Math.max(1, Math.round(width)), height: Math.max(1, Math.round(height)) };
}

function contextOf({ browserContextId }: OpenPageOptions): { browserContextId?: string } {
  return browserContextId === undefined ? {} : { browserContextId };
}
