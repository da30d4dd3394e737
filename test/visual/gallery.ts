/// <reference lib="dom" />
import path from 'node:path';
import type { CDPSession, Page } from 'playwright-core';
import type { PanelBridge } from '#contract/bridge';
import { launchFerry } from '../support/ferry-app.ts';
import { tempDir } from '../support/temp-dir.ts';
import { BLOCK_TEXT } from './block-font.ts';
import { copyGallery, galleryPages, type Style } from './gallery-project.ts';

/** The phone the pictures are of, in CSS pixels; two pixels of a picture are one of these. */
const SCREEN = { width: 375, height: 667 } as const;
const DENSITY = 2;
/** So many pictures of one thing may differ from the one before. */
const MAX_ATTEMPTS = 20;
const SHOWN_PAGE = '.ferry-page:not([hidden])';

/** The Gallery sample on a phone of fixed size, its text drawn in bars. */
export interface GalleryPhone {
  readonly page: Page;
  /** An element of the shown page, by its id in WXML. */
  readonly byId: (id: string) => ReturnType<Page['locator']>;
  /** Names of the pages that the shown directory leads to. */
  readonly entries: () => Promise<string[]>;
  /** Taps the entry of a page and waits for the page. */
  readonly enter: (name: string) => Promise<void>;
  readonly back: () => Promise<void>;
  /** What the phone shows, or the whole of a page that is longer than the screen. */
  readonly picture: (part: 'screen' | 'page') => Promise<Buffer>;
  /** Pages of app.json that no picture was taken of. */
  readonly unvisited: () => string[];
}

/** Opens the Gallery in Ferry, as its app.json says or in the legacy look; closed with the test. */
export async function openGallery(style: Style): Promise<GalleryPhone> {
  const folder = path.join(await tempDir(), 'gallery');
  copyGallery(folder, style, BLOCK_TEXT + STILL);
  const { panel, guest } = await launchFerry(await tempDir());
  // Ferry's own words in a page are of the panel's language, which else would be the system's.
  await panel.evaluate(async (project) => {
    const { ferryPanel } = globalThis as unknown as { readonly ferryPanel: PanelBridge };
    await ferryPanel.call('panel:set-preferences', { locale: 'zh-CN', theme: 'light', reloadOnSave: false });
    await ferryPanel.call('panel:open-folder', { folder: project });
  }, folder);
  const page = await guest();
  await page.locator(`${SHOWN_PAGE} wx-page`).waitFor();
  const session = await page.context().newCDPSession(page);
  await setHeight(session, SCREEN.height);

  const byId = (id: string): ReturnType<Page['locator']> =>
    page.locator(`${SHOWN_PAGE} :is([id="${id}"], [id$="--${id}"])`);
  const unvisited = new Set(galleryPages());

  return {
    page,
    byId,
    async entries() {
      const ids = await page
        .locator(`${SHOWN_PAGE} wx-navigator[id*="to-"]`)
        .evaluateAll((entries) => entries.map((entry) => entry.id));
      return ids.map((id) => id.replace(/^.*?to-/, ''));
    },
    async enter(name) {
      await byId(`to-${name}`).click();
      await page.locator(`${SHOWN_PAGE} wx-page[wx-route="pages/${name}/index"]`).waitFor();
    },
    async back() {
      await settled(page);
      await page.locator(`${SHOWN_PAGE} .ferry-nav__back`).click();
    },
    async picture(part) {
      await settled(page);
      if (part === 'page') await setHeight(session, await heightOfPage(page));
      unvisited.delete((await page.locator(`${SHOWN_PAGE} wx-page`).getAttribute('wx-route')) ?? '');
      const picture = await pictureAtRest(page, session);
      await setHeight(session, SCREEN.height);
      return picture;
    },
    unvisited: () => [...unvisited],
  };
}

/** What moves stands still, as it would look in the end or, for what never ends, at its start. */
const STILL = `
*, *::before, *::after {
  animation: none !important;
  transition: none !important;
  caret-color: transparent !important;
}

/* Colors of a film are the decoder's, and the camera's test card counts its pictures and tells the time. */
.wx-video-media,
.ferry-stand-in__picture {
  visibility: hidden !important;
}
`;

async function setHeight(session: CDPSession, height: number): Promise<void> {
  await session.send('Emulation.setDeviceMetricsOverride', {
    width: SCREEN.width,
    height,
    deviceScaleFactor: DENSITY,
    mobile: false,
  });
}

/** Takes pictures until one is as the one before: an event may be answered a little later. */
async function pictureAtRest(page: Page, session: CDPSession): Promise<Buffer> {
  let before = '';
  for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
    await settled(page);
    const { data } = await session.send('Page.captureScreenshot', { format: 'png' });
    if (data === before) return Buffer.from(data, 'base64');
    before = data;
  }
  throw new Error(`The page has not come to rest after ${String(MAX_ATTEMPTS)} pictures.`);
}

/** How high the screen would have to be to show the whole page. */
function heightOfPage(page: Page): Promise<number> {
  return page.evaluate((shownPage) => {
    const scroller = document.querySelector(`${shownPage} .ferry-page__scroller`);
    return scroller === null ? innerHeight : innerHeight - scroller.clientHeight + scroller.scrollHeight;
  }, SHOWN_PAGE);
}

/** One page is shown, fonts and pictures are there, and what follows a change of size has been drawn. */
async function settled(page: Page): Promise<void> {
  // While one page moves over another both are shown.
  await page.waitForFunction((shownPage) => document.querySelectorAll(shownPage).length === 1, SHOWN_PAGE);
  await page.evaluate(async () => {
    const frame = (): Promise<number> => new Promise(requestAnimationFrame);
    await frame();
    await frame();
    await document.fonts.ready;
    const shown = [...document.images].filter((image) => image.checkVisibility());
    await Promise.all(shown.map((image) => image.decode().catch(() => undefined)));
    await frame();
    await frame();
  });
}
