import path from 'node:path';
import type { Page } from 'playwright-core';
import type { Preferences } from '#contract/panel';
import type { FerryWindows } from './ferry-windows.ts';

export type Look = Pick<Preferences, 'locale'> & { readonly theme: 'light' | 'dark' };

/** What a picture shows: the window at its usual size, or large, or only what lies beside the phone. */
export type Frame = 'window' | 'large-window' | 'instrument';

/** Takes the picture `<name>.<locale>.<theme>.png` of what Ferry shows at this moment, once for each look. */
export type Shoot = (
  name: string,
  guest: Page | null,
  options?: { readonly frame?: Frame; readonly looks?: readonly Look[] },
) => Promise<void>;

/** Puts a look on Ferry, and waits until it shows. */
export type Wear = (look: Look) => Promise<void>;

const EVERY_LOOK: readonly Look[] = [
  { locale: 'en', theme: 'light' },
  { locale: 'en', theme: 'dark' },
  { locale: 'zh-CN', theme: 'light' },
  { locale: 'zh-CN', theme: 'dark' },
];

/** Each language and each theme once. */
export const TWO_LOOKS: readonly Look[] = [
  { locale: 'en', theme: 'light' },
  { locale: 'zh-CN', theme: 'dark' },
];

/** Plays both samples and a project of failures, and has a picture taken at each point worth seeing. */
export async function playScenes(
  ferry: FerryWindows,
  appRoot: string,
  shoot: Shoot,
  wear: Wear,
): Promise<void> {
  const outcomes = path.join(appRoot, 'test', 'fixtures', 'projects', 'outcomes');
  await shoot('start', null, { looks: EVERY_LOOK });
  await playAlbum(ferry, shoot);
  await playVoice(ferry, shoot);
  await playOutcomes(ferry, outcomes, shoot);
  for (const look of TWO_LOOKS) {
    // A page speaks the language it was opened in.
    await wear(look);
    await playError(ferry, outcomes, look, shoot);
  }
}

/** Places in the sample album, in the order picked; the last ends up on top of the page. */
const PICKED = [4, 6, 3, 0];

async function playAlbum(ferry: FerryWindows, shoot: Shoot): Promise<void> {
  const { panel } = ferry;
  const guest = await ferry.open({ id: 'album' });
  await byId(guest, 'choose').click();
  const pictures = guest.locator('.ferry-picker__picture');
  for (const index of PICKED) await pictures.nth(index).click();
  await guest.locator('.ferry-picker__done').click();
  await byId(guest, 'title').locator('input').fill('港口的清晨');
  await byId(guest, 'upload').click();
  await guest
    .locator('.keep')
    .nth(PICKED.length - 1)
    .waitFor();
  await guest.locator('.keep').first().click();
  await guest.locator('.remove').waitFor();
  await toastGone(guest);

  await openRow(panel, '/upload', PICKED.length - 1);
  await shoot('album-story', guest, { looks: EVERY_LOOK });
  await showDetails(panel, 1);
  await shoot('album-request', guest, { frame: 'instrument' });
  await showDetails(panel, 2);
  await shoot('album-parts', guest, { frame: 'instrument' });
  await showDetails(panel, 4);
  await shoot('album-timing', guest, { frame: 'instrument' });
  await showDetails(panel, 5);
  await shoot('album-callbacks', guest, { frame: 'instrument' });
  await showTab(panel, 1);
  await panel.locator('[title^="http://store/"]').first().click();
  await panel.locator('img').last().waitFor();
  await shoot('album-files', guest);
  await showTab(panel, 0);
}

async function playVoice(ferry: FerryWindows, shoot: Shoot): Promise<void> {
  const { panel } = ferry;
  const guest = await ferry.open({ id: 'voice' });
  await byId(guest, 'download').click();
  await byId(guest, 'save').waitFor();
  await guest.locator('.clip').nth(1).click();
  await byId(guest, 'download').click();
  await panel.getByRole('row', { name: /lighthouse\.mp3/ }).waitFor();
  await guest.locator('.now', { hasText: '灯塔' }).waitFor();
  await byId(guest, 'save').click();
  await guest.locator('.remove').waitFor();
  await toastGone(guest);
  await guest.locator('.play-saved').click();
  await openRow(panel, '/samples/lighthouse.mp3', 0);
  await shoot('voice', guest, { looks: EVERY_LOOK });
}

async function playOutcomes(ferry: FerryWindows, folder: string, shoot: Shoot): Promise<void> {
  const { panel } = ferry;
  const guest = await ferry.open({ folder });
  for (const id of ['good', 'missing', 'referer', 'broken', 'late', 'refused', 'aborted']) {
    await byId(guest, id).click();
    await byId(guest, id)
      .locator('.answer', { hasText: /success|fail/ })
      .waitFor();
  }
  for (const id of ['slow', 'queued']) await byId(guest, id).click();
  await byId(guest, 'slow')
    .locator('.answer', { hasText: /^[3-9]\d%/ })
    .waitFor();
  await panel.getByRole('row', { name: /number=11/ }).waitFor();
  await shoot('outcomes', guest);
  await openRow(panel, '/samples/no-such-picture.jpg', 0);
  await shoot('outcomes-large', guest, { frame: 'large-window' });
  await openRow(panel, '/samples/paper-dunes.jpg', 0);
  await showDetails(panel, 3);
  await panel.getByRole('img').last().waitFor();
  await shoot('response', guest, { frame: 'instrument' });
}

async function playError(ferry: FerryWindows, folder: string, look: Look, shoot: Shoot): Promise<void> {
  const { panel } = ferry;
  const guest = await ferry.open({ folder });
  await byId(guest, 'pay').click();
  await guest.locator('.ferry-error').waitFor();
  await showTab(panel, 2);
  await panel.getByText('pages/outcomes/index.js:').first().waitFor();
  await shoot('console-error', guest, { looks: [look] });
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
