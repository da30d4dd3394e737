/// <reference lib="dom" />
/// <reference lib="esnext.typedarrays" />
import type { Page } from 'playwright-core';

/** Colours on their way from one theme to the other arrive at once. */
const STILL = { animations: 'disabled' } as const;

/** A part of the panel, in CSS pixels. */
interface Place {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/**
 * One PNG of Ferry's window: the panel, and on the phone's screen in it the mini-program. Both are pages of their
 * own, and a page's picture holds nothing of another page, so the mini-program's picture is laid over the panel
 * where Ferry lays its view.
 *
 * @param guest null on the start screen, where there is no mini-program
 */
export async function pictureOfWindow(panel: Page, guest: Page | null): Promise<Buffer> {
  const box = guest && (await panel.locator('.device .screen').boundingBox());
  if (!box) return panel.screenshot(STILL);
  const place = wholePixels(box);
  await lay(panel, await pictureOfScreen(guest, place), place);
  try {
    return await panel.screenshot(STILL);
  } finally {
    await panel.evaluate(() => document.querySelector('canvas')?.remove());
  }
}

/** One PNG of what lies beside the phone. */
export function pictureOfInstrument(panel: Page): Promise<Buffer> {
  return panel.locator('.instrument').screenshot(STILL);
}

/** A view lies on whole pixels: Ferry rounds the place it is given just so. */
function wholePixels({ x, y, width, height }: Place): Place {
  return { x: Math.round(x), y: Math.round(y), width: Math.round(width), height: Math.round(height) };
}

/** The mini-program as large as it is shown, which is not as large as it thinks it is. */
async function pictureOfScreen(guest: Page, { width: shownWidth }: Place): Promise<Buffer> {
  const [width, height] = await guest.evaluate(() => [innerWidth, innerHeight] as const);
  const session = await guest.context().newCDPSession(guest);
  const clip = { x: 0, y: 0, width, height, scale: shownWidth / width };
  const { data } = await session.send('Page.captureScreenshot', { format: 'png', clip });
  await session.detach();
  return Buffer.from(data, 'base64');
}

/** Lays a picture over the panel, on a canvas: its policy asks nothing of one. */
async function lay(panel: Page, picture: Buffer, place: Place): Promise<void> {
  await panel.evaluate(
    async ({ png, x, y, width, height }) => {
      const bitmap = await createImageBitmap(new Blob([Uint8Array.fromBase64(png)], { type: 'image/png' }));
      const canvas = document.createElement('canvas');
      Object.assign(canvas, { width, height });
      canvas.getContext('2d')?.drawImage(bitmap, 0, 0, width, height);
      Object.assign(canvas.style, { position: 'fixed', left: `${x}px`, top: `${y}px` });
      document.body.append(canvas);
    },
    { png: picture.toString('base64'), ...place },
  );
}
