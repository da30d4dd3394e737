import path from 'node:path';
import type { Page } from 'playwright-core';
import type { FerryWindows } from './ferry-windows.ts';

/**
 * How a scene is shown: the window in every language and theme; the window in English on light and Chinese on dark;
 * the same at a large size; or the panel's right side alone, where the phone would say nothing new.
 */
type Reach = 'every-look' | 'two-looks' | 'wide' | 'instrument';

/** Takes the pictures of what Ferry shows at this moment. */
export type Shoot = (name: string, reach: Reach, guest: Page | null) => Promise<void>;

/** Plays both samples and a project of failures, and has a picture taken at each point worth seeing. */
export async function playScenes(ferry: FerryWindows, appRoot: string, shoot: Shoot): Promise<void> {
  await shoot('start', 'every-look', null);
  await playAlbum(ferry, shoot);
  await playVoice(ferry, shoot);
  await playOutcomes(ferry, path.join(appRoot, 'test', 'fixtures', 'projects', 'outcomes'), shoot);
}

async function playAlbum(ferry: FerryWindows, shoot: Shoot): Promise<void> {
  const { panel } = ferry;
  const guest = await ferry.open({ id: 'album' });
  await byId(guest, 'choose').click();
  const pictures = guest.locator('.ferry-picker__picture');
  await pictures.nth(4).click();
  await pictures.nth(0).click();
  await guest.locator('.ferry-picker__done').click();
  await byId(guest, 'title').locator('input').fill('港口的清晨');
  await byId(guest, 'upload').click();
  await guest.locator('.keep').nth(1).waitFor();
  await guest.locator('.keep').first().click();
  await guest.locator('.remove').waitFor();
  await toastGone(guest);

  // 1 is the second of the two uploads.
  await openRow(panel, '/upload', 1);
  await shoot('album-story', 'every-look', guest);
  await showDetails(panel, 1);
  await shoot('album-request', 'instrument', guest);
  await showDetails(panel, 2);
  await shoot('album-parts', 'instrument', guest);
  await showDetails(panel, 4);
  await shoot('album-timing', 'instrument', guest);
  await showDetails(panel, 5);
  await shoot('album-callbacks', 'instrument', guest);
  await openRow(panel, '/uploads/', 0);
  await showDetails(panel, 3);
  await shoot('album-response', 'instrument', guest);
  await showTab(panel, 1);
  await panel.locator('[title^="http://store/"]').first().click();
  await panel.locator('img').last().waitFor();
  await shoot('album-files', 'two-looks', guest);
  await showTab(panel, 0);
}

async function playVoice(ferry: FerryWindows, shoot: Shoot): Promise<void> {
  const { panel } = ferry;
  const guest = await ferry.open({ id: 'voice' });
  await byId(guest, 'download').click();
  await byId(guest, 'save').click();
  await guest.locator('.remove').waitFor();
  await toastGone(guest);
  await guest.locator('.play-saved').click();
  await openRow(panel, '/samples/tide.wav', 0);
  await shoot('voice', 'every-look', guest);
}

async function playOutcomes(ferry: FerryWindows, folder: string, shoot: Shoot): Promise<void> {
  const { panel } = ferry;
  const guest = await ferry.open({ folder });
  for (const id of ['good', 'missing', 'referer', 'broken', 'late', 'refused', 'aborted']) {
    await byId(guest, id).click();
    await byId(guest, id).locator('.answer', { hasText: /success|fail/ }).waitFor();
  }
  for (const id of ['slow', 'queued']) await byId(guest, id).click();
  await byId(guest, 'slow').locator('.answer', { hasText: '%' }).waitFor();
  await panel.getByRole('row', { name: /number=11/ }).waitFor();
  await shoot('outcomes', 'every-look', guest);
  await openRow(panel, '/samples/no-such-picture.jpg', 0);
  await shoot('outcomes-wide', 'wide', guest);

  await byId(guest, 'price').click();
  await guest.locator('.ferry-error').waitFor();
  await showTab(panel, 2);
  await panel.getByText('pages/outcomes/index.js:').first().waitFor();
  await shoot('console-error', 'two-looks', guest);
}

/** An element by its id in WXML; the page puts a prefix of the component's before it. */
function byId(page: Page, id: string): ReturnType<Page['locator']> {
  return page.locator(`[id$="${id}"]`);
}

/** Opens the details of a transfer whose path begins so: the first, or a later one. */
async function openRow(panel: Page, pathStart: string, index: number): Promise<void> {
  const rows = panel.locator('[role=row].done, [role=row].failed').filter({
    has: panel.locator(`[title*="${pathStart}"]`),
  });
  await rows.nth(index).click();
  await panel.locator('[role=row].open').waitFor();
}

/** By position, as the words depend on the language. */
async function showDetails(panel: Page, index: number): Promise<void> {
  await panel.getByRole('tablist').nth(1).getByRole('tab').nth(index).click();
}

async function showTab(panel: Page, index: number): Promise<void> {
  await panel.getByRole('tablist').first().getByRole('tab').nth(index).click();
}

async function toastGone(guest: Page): Promise<void> {
  await guest.locator('.ferry-toast').waitFor({ state: 'detached' });
}
