import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { PanelBridge } from '#contract/bridge';
import type { Locale } from '#contract/panel';
import { accessibilityFaults } from '../support/axe.ts';
import { clippedParts } from '../support/clipping.ts';
import { startFerry, type FerryApp } from '../support/ferry-app.ts';
import {
  command,
  tourOverlays,
  tourPaused,
  tourTabs,
  tourTransfers,
  wordsOf,
  type Tour,
} from '../support/panel-tour.ts';
import { foreignTexts } from '../support/panel-words.ts';
import { shareTempDir } from '../support/temp-dir.ts';

const THEMES = ['light', 'dark', 'contrast-light', 'contrast-dark'] as const;

const home = shareTempDir();
let ferry: FerryApp;
beforeAll(async () => {
  ferry = await startFerry(home(), ['open']);
  // What moves for an eighth of a second stands still for whoever asks for it, and for the colours measured here.
  await ferry.panel.emulateMedia({ reducedMotion: 'reduce' });
}, 90_000);
afterAll(async () => {
  await ferry.close();
});

/** What has the focus, in words; empty where nothing has it. */
function focused(panel: Page): Promise<string> {
  return panel.evaluate(() => {
    const { activeElement: active } = document;
    if (!active || active === document.body) return '';
    return active.getAttribute('aria-label') ?? active.getAttribute('title') ?? active.textContent.trim();
  });
}

async function speak(panel: Page, locale: Locale): Promise<void> {
  await panel.evaluate(async (chosen) => {
    const { ferryPanel } = globalThis as unknown as { ferryPanel: PanelBridge };
    await ferryPanel.call('panel:set-preferences', { locale: chosen, theme: 'light', reloadOnSave: true });
  }, locale);
  await expect.poll(() => panel.locator('html').getAttribute('lang')).toBe(locale);
}

/** The start screen, and from it to an upload in the list: the mini-program by pointer, the panel by keys alone. */
async function uploadByKeys({ panel, guest }: FerryApp): Promise<void> {
  for (let press = 0; press < 12 && !(await focused(panel)).includes('Album'); press += 1) {
    await panel.keyboard.press('Tab');
  }
  expect(await focused(panel)).toContain('Album');
  await panel.keyboard.press('Enter');
  const page = await guest();
  await page.locator('[id$="choose"]').click();
  await page.locator('.ferry-picker__picture').first().click();
  await page.locator('.ferry-picker__done').click();
  await page.locator('[id$="upload"]').click();
  await page.locator('.keep').first().click();
  await page.locator('.remove').first().waitFor();
}

describe('the whole panel', () => {
  test('is used by keyboard alone, from the start screen to the bytes of an upload and back', async () => {
    const { panel, guest } = ferry;
    expect(await accessibilityFaults(panel)).toEqual([]);
    await uploadByKeys(ferry);
    // A screen reader hears what eyes see in the list.
    await panel.getByRole('log').getByText('Upload finished with 200').waitFor();

    // The start screen has gone with the focus in it, and the tabs have it now; F6 goes round from there, and comes
    // out of the mini-program too.
    const rounds: string[] = [];
    for (let press = 0; press < 4; press += 1) {
      await panel.keyboard.press('F6');
      rounds.push(
        await panel.evaluate(() => document.activeElement?.closest('[data-area]')?.localName ?? 'lost'),
      );
    }
    expect(rounds).toEqual(['footer', 'header', 'section', 'div']);
    for (let press = 0; press < 3; press += 1) await panel.keyboard.press('F6');
    await panel.keyboard.press('Enter');
    await (await guest()).keyboard.press('F6');
    await expect.poll(() => focused(panel)).toBe('Transfers');

    // Into the list, to the row, its details and a pane; the palette; and all the way back.
    await panel.keyboard.press('Control+f');
    await panel.keyboard.type('kind:upload');
    // The first takes the filter as it is, the second goes to what it has found.
    await panel.keyboard.press('Enter');
    await panel.keyboard.press('Enter');
    const grid = panel.getByRole('grid', { name: 'Transfers' });
    await expect.poll(() => grid.evaluate((element) => element === document.activeElement)).toBe(true);
    await panel.keyboard.press('Home');
    await panel.keyboard.press('Enter');
    const details = panel.getByRole('article', { name: 'Details of the transfer' });
    await panel.keyboard.press('Alt+Digit4');
    await details.getByText('image/jpeg').first().waitFor();
    await panel.keyboard.press('F6');
    expect(await details.evaluate((element) => element.contains(document.activeElement))).toBe(true);
    await command({ panel, t: wordsOf('en') }, 'details.command.raw');
    await details.getByText(/POST \/upload HTTP/u).waitFor();
    await panel.keyboard.press('Escape');
    await details.waitFor({ state: 'detached' });
    expect(await focused(panel)).not.toBe('');
    await panel.keyboard.press('Control+f');
    await panel.keyboard.press('Control+a');
    await panel.keyboard.press('Delete');
    await panel.keyboard.press('Escape');
  });

  // Each screen in another theme than the one before; what no theme and no language changes is looked at once.
  test.each([
    ['en', 0, 'all'],
    ['zh-CN', 1, 'colours'],
  ] as const)(
    'in %s: no screen breaks WCAG 2.2 AA or speaks another language, and no overlay loses the focus',
    async (locale, firstTheme, part) => {
      const { panel } = ferry;
      await speak(panel, locale);
      const faults: Record<string, readonly string[]> = {};
      let screens = 0;
      const tour: Tour = {
        panel,
        t: wordsOf(locale),
        async visit(screen) {
          const theme = THEMES[(firstTheme + screens) % THEMES.length] ?? 'light';
          screens += 1;
          await panel.evaluate((chosen) => {
            document.documentElement.dataset['theme'] = chosen;
          }, theme);
          const found = [...(await accessibilityFaults(panel, part)), ...(await foreignTexts(panel, locale))];
          if (found.length > 0) faults[`${screen} (${theme})`] = found;
        },
      };
      await tourTransfers(tour);
      await tourTabs(tour);
      await tourOverlays(tour);
      await tourPaused(tour);
      expect(faults).toEqual({});
      expect(screens).toBeGreaterThan(40);
    },
  );

  test('at twice its size cuts nothing off, and only tables scroll both ways', async () => {
    const { panel } = ferry;
    const words = { panel, t: wordsOf('zh-CN') };
    await command(words, 'command.english');
    const english = { panel, t: wordsOf('en') };
    await panel.locator('html[lang=en]').waitFor();
    const wide = await panel.evaluate(() => innerWidth);
    for (let step = 0; step < 4; step += 1) await command(english, 'command.zoomIn');
    await expect.poll(() => panel.evaluate(() => innerWidth)).toBeLessThan(wide / 2 + 1);
    const cut: Record<string, readonly string[]> = {};
    for (const tab of [1, 2, 3, 4, 5, 6]) {
      await panel.keyboard.press(`Control+${String(tab)}`);
      const found = await clippedParts(panel);
      if (found.length > 0) cut[`tab ${String(tab)}`] = found;
    }
    await command(english, 'command.zoomReset');
    expect(cut).toEqual({});
    await expect.poll(() => panel.evaluate(() => innerWidth)).toBe(wide);
  });

  test('brings back what was cleared, by the notice’s own key', async () => {
    const { panel } = ferry;
    await panel.keyboard.press('Control+1');
    const rows = panel.getByRole('row', { name: /127\.0\.0\.1/u });
    const before = await rows.count();
    expect(before).toBeGreaterThan(0);
    await panel.keyboard.press('Control+l');
    await expect.poll(() => rows.count()).toBe(0);
    await panel.keyboard.press('Control+z');
    await expect.poll(() => rows.count()).toBe(before);
  });

  test('is at the next start as it was left: tab, filter, sorting, pane, columns and the lines between', async () => {
    const { panel } = ferry;
    await panel.getByRole('columnheader', { name: 'Size' }).getByRole('button').first().click();
    await panel.getByRole('button', { name: 'Columns', exact: true }).click();
    await panel.getByRole('menuitemcheckbox', { name: 'Host' }).click();
    await panel.keyboard.press('Escape');
    const line = panel.getByRole('separator', { name: /Width of the phone/u });
    await line.focus();
    await panel.keyboard.press('ArrowRight');
    const left = await line.getAttribute('aria-valuenow');
    await panel.keyboard.press('Control+f');
    await panel.keyboard.type('kind:upload');
    await panel.keyboard.press('Enter');
    await panel.keyboard.press('Control+6');
    await expect.poll(() => rememberedIn(panel)).toMatchObject({ 'ferry.tab': 'device' });
    await expect
      .poll(async () => (await rememberedIn(panel))['ferry.transfers.list'])
      .toContain('kind:upload');
    await expect
      .poll(async () => Number((await rememberedIn(panel))['ferry.split.phone']).toFixed(0))
      .toBe(Number(left).toFixed(0));
    await ferry.close();

    ferry = await startFerry(home(), ['open']);
    const next = ferry.panel;
    await next.getByRole('button', { name: /album/iu }).first().click();
    await next.getByRole('tab', { name: 'Device', selected: true }).waitFor();
    expect(
      await next.getByRole('separator', { name: /Width of the phone/u }).getAttribute('aria-valuenow'),
    ).toBe(left);
    await next.keyboard.press('Control+1');
    await next
      .getByRole('row', { name: /POST.*\/upload/u })
      .first()
      .waitFor();
    expect(await next.getByRole('row', { name: /GET/u }).count()).toBe(0);
    expect(await next.getByRole('columnheader', { name: 'Host' }).count()).toBe(0);
    expect(await next.locator('[role=columnheader][aria-sort]:not([aria-sort=none])').innerText()).toContain(
      'Size',
    );
  });
});

/** What main keeps for the panel. */
async function rememberedIn(panel: Page): Promise<Readonly<Record<string, string>>> {
  return panel.evaluate(async () => {
    const { ferryPanel } = globalThis as unknown as { ferryPanel: PanelBridge };
    const reply = await ferryPanel.call('panel:memory', {});
    return reply.ok ? reply.value : {};
  });
}
