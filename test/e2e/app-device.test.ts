import path from 'node:path';
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { launchFerry } from '../support/ferry-app.ts';
import { tempDir } from '../support/temp-dir.ts';

const PROJECT = path.resolve(import.meta.dirname, '../fixtures/projects/chrome');

async function choose(panel: Page, ...names: readonly string[]): Promise<void> {
  await panel.getByRole('button', { name: 'Device' }).click();
  for (const name of names) await panel.getByRole('menuitemradio', { name }).click();
  await panel.keyboard.press('Escape');
}

/** What the mini-program draws, once it is as the panel has been told. */
const sightOf = (page: Page): Promise<unknown> =>
  page.evaluate(() => ({
    widthPx: innerWidth,
    heightPx: innerHeight,
    theme: document.documentElement.dataset['ferryTheme'],
    bar: getComputedStyle(document.querySelector('.ferry-page:not([hidden]) .ferry-nav') ?? document.body)
      .backgroundColor,
  }));

test('the device is chosen above the phone, holds at once, and is remembered with the project', async () => {
  const home = await tempDir();
  const first = await launchFerry(home, ['open', PROJECT]);
  const page = await first.guest();
  await page.locator('.ferry-nav').first().waitFor();
  await choose(first.panel, 'iPhone X 375', 'Dark');
  const chosen = { theme: 'dark', bar: 'rgb(32, 32, 32)' };
  await expect.poll(() => sightOf(page), { timeout: 10_000 }).toMatchObject(chosen);
  const { widthPx, heightPx } = (await sightOf(page)) as { widthPx: number; heightPx: number };
  // Whole pixels of the window, scaled back: a pixel or two of the screen may be lost.
  expect(Math.abs(widthPx - 375)).toBeLessThanOrEqual(2);
  expect(Math.abs(heightPx - 812)).toBeLessThanOrEqual(2);
  await first.close();

  const second = await launchFerry(home, ['open', PROJECT]);
  const again = await second.guest();
  await again.locator('.ferry-nav').first().waitFor();
  await expect.poll(() => sightOf(again), { timeout: 10_000 }).toMatchObject(chosen);
  await second.close();
});
