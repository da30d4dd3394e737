/// <reference lib="dom" />
/// <reference lib="esnext.typedarrays" />
import type { Page } from 'playwright-core';

/** A part of the panel, in CSS pixels. */
interface Place {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/**
 * One PNG of Ferry's window: the panel's own picture, and on the phone's screen in it the mini-program's.
 * Both are pages of their own, and a page's picture holds nothing of another page, so they are joined here as they
 * lie on the screen.
 *
 * @param guest null on the start screen, where there is no mini-program
 */
export async function pictureOfWindow(panel: Page, guest: Page | null): Promise<Buffer> {
  const picture = await panel.screenshot({ animations: 'disabled' });
  if (!guest) return picture;
  const box = await panel.locator('.device .screen').boundingBox();
  if (!box) return picture;
  const place = wholePixels(box);
  return joined(panel, picture, await pictureOfScreen(guest, place), place);
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

/** One PNG of what lies beside the phone. */
export function pictureOfInstrument(panel: Page): Promise<Buffer> {
  return panel.locator('.instrument').screenshot({ animations: 'disabled' });
}

/** A view lies on whole pixels: Ferry rounds the place it is given just so. */
function wholePixels({ x, y, width, height }: Place): Place {
  return { x: Math.round(x), y: Math.round(y), width: Math.round(width), height: Math.round(height) };
}

/** Draws `screen` over `picture` at `place`; the page only lends its canvas. */
async function joined(page: Page, picture: Buffer, screen: Buffer, place: Place): Promise<Buffer> {
  const base64 = await page.evaluate(
    async ({ below, above, x, y, width, height }) => {
      const bitmapOf = (png: string): Promise<ImageBitmap> =>
        createImageBitmap(new Blob([Uint8Array.fromBase64(png)], { type: 'image/png' }));
      const [ground, top] = await Promise.all([bitmapOf(below), bitmapOf(above)]);
      const scale = ground.width / innerWidth;
      const canvas = new OffscreenCanvas(ground.width, ground.height);
      const pen = canvas.getContext('2d');
      if (!pen) throw new Error('No canvas to draw on');
      pen.imageSmoothingQuality = 'high';
      pen.drawImage(ground, 0, 0);
      pen.drawImage(top, x * scale, y * scale, width * scale, height * scale);
      const png = await canvas.convertToBlob({ type: 'image/png' });
      return new Uint8Array(await png.arrayBuffer()).toBase64();
    },
    { below: picture.toString('base64'), above: screen.toString('base64'), ...place },
  );
  return Buffer.from(base64, 'base64');
}
