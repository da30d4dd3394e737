import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { FileRecord } from '#contract/files';
import type { DataSizes, PanelSnapshot } from '#contract/panel';
import { listFiles } from '../../src-main/files/file-listing.ts';
import { FIXTURE_EPOCH_MS } from '../support/exchange-fixtures.ts';
import { busySnapshot, filesFixture, fileTotalsOf } from '../support/panel-fixtures.ts';
import { startPanelHarness, type OpenPanel, type PanelHarness } from '../support/panel-harness.ts';

let harness: PanelHarness;
beforeAll(async () => {
  harness = await startPanelHarness();
}, 60_000);
afterAll(async () => {
  await harness.close();
});

const SIZES: DataSizes = {
  temp: { count: 3, sizeBytes: 1_561_864 },
  saved: { count: 1, sizeBytes: 309_842 },
  user: { count: 0, sizeBytes: 0 },
  storage: { count: 12, sizeBytes: 48 * 1024 },
  transfers: { count: 1204, sizeBytes: 2_411_724 },
  conditions: { count: 0, sizeBytes: 0 },
};

/** Where pictures of this file's panels go; nowhere unless the variable names a folder. */
const PICTURES = process.env['FERRY_PANEL_PICTURES'];

async function inPanel(
  snapshot: PanelSnapshot,
  steps: (panel: OpenPanel) => Promise<void>,
  view?: Parameters<PanelHarness['open']>[1],
): Promise<void> {
  const panel = await harness.open(snapshot, view);
  try {
    await panel.setDataSizes(SIZES);
    await steps(panel);
    expect(panel.complaints).toEqual([]);
  } finally {
    await panel.close();
  }
}

async function shoot({ page }: OpenPanel, name: string): Promise<void> {
  if (PICTURES !== undefined) await page.screenshot({ path: path.join(PICTURES, `${name}.png`) });
}

async function openDialog({ page }: OpenPanel, item = 'Clear data…'): Promise<void> {
  await page.locator('.project-trigger').click();
  await page.getByRole('menuitem', { name: item }).click();
  await page.getByRole('dialog').waitFor();
}

describe('clearing data', () => {
  test('shows a size for each kind, clears what is chosen, and closes', async () => {
    await inPanel(busySnapshot(), async (panel) => {
      const { page, calls } = panel;
      await openDialog(panel);
      const dialog = page.getByRole('dialog', { name: 'Clear data of' });
      const rows = await dialog.locator('label').allInnerTexts();
      expect(rows.map((row) => row.replaceAll('\u00a0', ' ').split('\n'))).toEqual([
        ['Temp files', 'picked, downloaded, made by the page', '3 · 1.6 MB'],
        ['Saved files', 'wx.saveFile', '1 · 310 kB'],
        ['User files', 'wx.env.USER_DATA_PATH', 'none'],
        ['Storage', 'wx.setStorage', '12 · 49.2 kB'],
        ['History of transfers', 'what runs stays', '1,204 · 2.4 MB'],
        ['Rules and device settings', 'rules, link, profile and legal domains of this project', 'none'],
      ]);
      // Nothing is chosen by itself, what is empty cannot be, and then there is nothing to do.
      expect(await dialog.getByRole('checkbox', { checked: true }).count()).toBe(0);
      expect(await dialog.getByRole('checkbox', { name: 'User files' }).isDisabled()).toBe(true);
      expect(await dialog.getByRole('button', { name: 'Clear' }).isDisabled()).toBe(true);
      await dialog.getByText('Temp files').click();
      await dialog.getByText('Storage', { exact: true }).click();
      await dialog.getByRole('button', { name: 'Clear 1.6 MB' }).click();
      await dialog.waitFor({ state: 'detached' });
      expect(await calls('panel:clear-data')).toEqual([{ kinds: ['temp', 'storage'] }]);
    });
  });

  test('goes by the keyboard alone; Escape clears nothing', async () => {
    await inPanel(busySnapshot(), async (panel) => {
      const { page, calls } = panel;
      await page.locator('.project-trigger').focus();
      await page.keyboard.press('Enter');
      await page.getByRole('menuitem', { name: 'Clear data…' }).focus();
      await page.keyboard.press('Enter');
      const dialog = page.getByRole('dialog');
      await dialog.getByText('12 · 49').waitFor();
      const focused = (): Promise<string> =>
        page.evaluate(() => document.activeElement?.closest('label')?.innerText.split('\n')[0] ?? '');
      await expect.poll(focused).toBe('Temp files');
      await page.keyboard.press('Tab');
      expect(await focused()).toBe('Saved files');
      await page.keyboard.press('Space');
      await page.keyboard.press('Escape');
      await dialog.waitFor({ state: 'detached' });
      expect(await calls('panel:clear-data')).toEqual([]);
      // Opened again, it has forgotten what was chosen.
      await openDialog(panel);
      await dialog.getByText('12 · 49').waitFor();
      expect(await dialog.getByRole('checkbox', { checked: true }).count()).toBe(0);
      await dialog.getByRole('checkbox', { name: 'Saved files' }).focus();
      await page.keyboard.press('Space');
      await page.keyboard.press('Enter');
      await dialog.waitFor({ state: 'detached' });
      expect(await calls('panel:clear-data')).toEqual([{ kinds: ['saved'] }]);
    });
  });

  test('that fails says so and stays open', async () => {
    await inPanel(busySnapshot(), async (panel) => {
      const { page, failCalls } = panel;
      await failCalls('panel:clear-data', 'The disk does not let it.');
      await openDialog(panel);
      const dialog = page.getByRole('dialog');
      await dialog.getByText('Temp files').click();
      await dialog.getByRole('button', { name: 'Clear 1.6 MB' }).click();
      await page.getByText('That did not work: The disk does not let it.').waitFor();
      expect(await dialog.isVisible()).toBe(true);
    });
  });

  test.each([
    ['en', 'light', 1280, 800],
    ['zh-CN', 'dark', 1280, 800],
    ['en', 'dark', 1920, 1080],
    ['zh-CN', 'light', 1920, 1080],
  ] as const)('fits in %s, %s, %i by %i', async (locale, theme, width, height) => {
    const snapshot = busySnapshot({ preferences: { locale, theme, reloadOnSave: true } });
    await inPanel(
      snapshot,
      async (panel) => {
        const { page } = panel;
        await openDialog(panel, locale === 'en' ? 'Clear data…' : '清除数据…');
        const dialog = page.getByRole('dialog');
        await dialog.locator('label').first().click();
        await dialog.getByText(locale === 'en' ? '12 · 49' : '12 项').waitFor();
        await shoot(panel, `clear-data.${locale}.${theme}.${String(width)}`);
        const box = await dialog.boundingBox();
        expect(
          box && box.x > 0 && box.y > 0 && box.x + box.width < width && box.y + box.height < height,
        ).toBe(true);
        const overflow = await dialog.evaluate((element) =>
          [...element.querySelectorAll('*')]
            .filter(
              (inner) =>
                inner.children.length === 0 &&
                inner.scrollWidth > inner.clientWidth + 1 &&
                inner.clientWidth > 0,
            )
            .map((inner) => inner.textContent),
        );
        expect(overflow).toEqual([]);
      },
      { width, height },
    );
  });
});

function userFiles(): FileRecord[] {
  const file = (name: string, origin: string): FileRecord => ({
    path: `http://usr/${name}`,
    kind: 'user',
    sizeBytes: 5 * 1024 * 1024,
    origin,
    createdAtEpochMs: FIXTURE_EPOCH_MS,
    sha256: null,
    mediaType: 'text/plain',
  });
  return [
    file('settings.json', 'written'),
    file('albums/2026/ferry.jpg', 'unzipped:http://tmp/albums.zip'),
    file('albums/2026/river.jpg', 'copied:http://tmp/tmp_9f86d081884c.jpg'),
    file('albums/cover.jpg', 'moved:http://usr/old-cover.jpg'),
  ];
}

describe('the files tab', () => {
  test.each([
    ['en', 'light', 1280, 800],
    ['zh-CN', 'dark', 1920, 1080],
  ] as const)('shows user files in their folders, in %s, %s', async (locale, theme, width, height) => {
    const made = ['compressed:http://tmp/a.jpg', 'cropped:http://tmp/a.jpg', 'thumbnail:http://tmp/v.mp4'];
    const plain = ['recorded', 'camera', 'drawn'];
    const [temp] = filesFixture();
    if (!temp) throw new Error('The fixture has no files.');
    const more = [...made, ...plain].map((origin, index) => ({
      ...temp,
      path: `http://tmp/made${String(index)}.jpg`,
      origin,
      createdAtEpochMs: FIXTURE_EPOCH_MS - index * 1000,
    }));
    const files = [...filesFixture(), ...more, ...userFiles()];
    const byName = { filter: '', sort: 'path', isDescending: false, closed: [] } as const;
    const listed = listFiles(files, byName, 'http://usr/').lines;
    const snapshot = busySnapshot({
      fileTotals: fileTotalsOf(files),
      savedQuotaBytes: 100 * 1024 * 1024,
      preferences: { locale, theme, reloadOnSave: true },
    });
    await inPanel(
      snapshot,
      async (panel) => {
        const { page } = panel;
        await panel.answer('panel:list-files', {
          count: listed.length,
          fileCount: files.length,
          from: 0,
          lines: listed,
        });
        await page.getByRole('tab').nth(1).click();
        const grid = page.getByRole('treegrid');
        const lines = async (): Promise<string[]> =>
          (await grid.locator('.slot.folder, .file-row').allInnerTexts()).map((line) =>
            line
              .replaceAll('\u00a0', ' ')
              .split('\n')
              .map((part) => part.trim())
              .filter((part, index, all) => part !== '' && part !== all[index - 1])
              .join(' | '),
          );
        await grid.getByText('settings.json').first().waitFor();
        await shoot(panel, `files.${locale}.${theme}.${String(width)}`);
        const origins =
          locale === 'en'
            ? [
                'compressed from a.jpg',
                'cropped from a.jpg',
                'thumbnail of v.mp4',
                'recorded',
                'camera',
                'drawn on a canvas',
              ]
            : ['压缩自 a.jpg', '裁剪自 a.jpg', 'v.mp4 的缩略图', '录音', '相机', '画布导出'];
        const seen = await lines();
        for (const origin of origins) expect(seen.filter((line) => line.includes(origin))).toHaveLength(1);
        const words =
          locale === 'en'
            ? [
                'unzipped from albums.zip',
                'copied from tmp_9f86d081884c.jpg',
                'moved from old-cover.jpg',
                'written',
              ]
            : ['解压自 albums.zip', '复制自 tmp_9f86d081884c.jpg', '移自 old-cover.jpg', '写入'];
        expect(
          seen.slice(-6).map((line) => line.split(' | ').filter((part) => !/MB|ago|前|…/.test(part))),
        ).toEqual([
          expect.arrayContaining(['albums/']),
          expect.arrayContaining(['2026/']),
          ['ferry.jpg', words[0]],
          ['river.jpg', words[1]],
          ['cover.jpg', words[2]],
          ['http://usr/settings.json', words[3]],
        ]);
        // Saved and user files share the quota of the device.
        expect((await page.locator('dl').first().innerText()).replaceAll('\u00a0', ' ')).toMatch(
          locale === 'en' ? /20\.2 MB of 100 MB/ : /20\.2 MB \/ 100 MB/,
        );
        await grid.focus();
        await page.keyboard.press('ArrowDown');
        await grid.getByText('river.jpg', { exact: true }).last().click();
        await page.getByRole('article').getByText('http://usr/albums/2026/river.jpg').first().waitFor();
      },
      { width, height },
    );
  });
});

describe('a registry that was damaged', () => {
  const movedTo = '/home/me/.ferry/ferry.db.damaged-20260314T063000Z';
  const spoiltBackup = '/home/me/.ferry/ferry.db.backup.damaged-20260314T063000Z';

  test.each([
    ['en', FIXTURE_EPOCH_MS, null, 'took its place'],
    ['en', null, null, 'had no backup'],
    ['en', null, spoiltBackup, 'and its backup were damaged'],
    ['zh-CN', FIXTURE_EPOCH_MS, null, '的备份恢复'],
    ['zh-CN', null, null, '没有备份'],
    ['zh-CN', null, spoiltBackup, '及其备份均已损坏'],
  ] as const)(
    'is told until it is dismissed (%s, backup %s %s)',
    async (locale, at, backupMovedTo, words) => {
      const snapshot = busySnapshot({
        preferences: { locale, theme: 'light', reloadOnSave: true },
        repair: { movedTo, backupAtEpochMs: at, backupMovedTo },
      });
      await inPanel(snapshot, async (panel) => {
        const { page, emit } = panel;
        const notice = page.getByRole('status').locator('li', { hasText: words });
        await notice.waitFor();
        const kind = at === null ? (backupMovedTo === null ? 'empty' : 'both') : 'restored';
        await shoot(panel, `repair.${locale}.${kind}`);
        expect(await notice.innerText()).toContain(movedTo);
        expect(await notice.innerText()).toContain(backupMovedTo ?? '');
        // Another project opens: what was said of the home holds on.
        await emit({ kind: 'project', project: null, openFailure: null, labOrigin: null, recent: [] });
        await page.locator('.project-trigger').waitFor({ state: 'detached' });
        expect(await notice.count()).toBe(1);
        await notice.getByRole('button').click();
        await notice.waitFor({ state: 'detached' });
        await emit({
          kind: 'project',
          project: snapshot.project,
          openFailure: null,
          labOrigin: null,
          recent: [],
        });
        await page.locator('.project-trigger').waitFor();
        expect(await notice.count()).toBe(0);
      });
    },
  );
});
