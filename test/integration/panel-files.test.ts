import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { FileTrouble, Lineage, LineageNode } from '#contract/panel-files';
import type { DrillReport } from '#contract/panel-drill';
import { listFiles } from '../../src-main/files/file-listing.ts';
import { FIXTURE_EPOCH_MS, FIXTURE_SHA256 } from '../support/exchange-fixtures.ts';
import { busySnapshot, filesFixture, fileTotalsOf } from '../support/panel-fixtures.ts';
import { startPanelHarness, type OpenPanel, type PanelHarness } from '../support/panel-harness.ts';

let harness: PanelHarness;
beforeAll(async () => {
  harness = await startPanelHarness();
});
afterAll(() => harness.close());

const CHOSEN = 'http://tmp/tmp_9f86d081884c.jpg';

async function inFiles(
  work: (panel: OpenPanel) => Promise<void>,
  view?: Parameters<PanelHarness['open']>[1],
  changes: Parameters<typeof busySnapshot>[0] = {},
): Promise<void> {
  const panel = await harness.open(busySnapshot(changes), view);
  try {
    await panel.page.getByRole('tab', { name: /Files|文件/ }).click();
    await work(panel);
    expect(panel.complaints).toEqual([]);
  } finally {
    await panel.close();
  }
}

function troublesFixture(): readonly FileTrouble[] {
  const trouble = (id: number, changes: Partial<FileTrouble>): FileTrouble =>
    ({
      id,
      kind: 'dead-path',
      atEpochMs: FIXTURE_EPOCH_MS + id * 2000,
      launch: 8,
      api: 'readFileSync',
      path: CHOSEN,
      page: 'pages/album/index',
      source: 'pages/album/index.js:72:18',
      exchangeId: null,
      death: { as: 'expired', atEpochMs: FIXTURE_EPOCH_MS },
      ...changes,
    }) as FileTrouble;
  return [
    trouble(4, { kind: 'quota', api: 'saveFile', path: '', usedBytes: 208_000_000, quotaBytes: 209_715_200 }),
    trouble(3, { api: 'image src', source: null }),
    trouble(2, { api: 'uploadFile', exchangeId: 'e2' }),
    trouble(1, {
      path: 'http://tmp/tmp_77ab12.m4a',
      death: { as: 'saved', atEpochMs: FIXTURE_EPOCH_MS - 4000 },
    }),
  ];
}

function lineageFixture(): Lineage {
  const [chosen, , , saved] = filesFixture();
  if (!chosen || !saved) throw new Error('The fixture has no files.');
  const at = (seconds: number): number => FIXTURE_EPOCH_MS + seconds * 1000;
  const nodes: LineageNode[] = [
    { id: 'source:1', kind: 'source', how: 'picked', atEpochMs: at(0) },
    { id: 'file:1', kind: 'file', atEpochMs: at(0), file: { ...chosen, end: null } },
    {
      id: 'file:2',
      kind: 'file',
      atEpochMs: at(2),
      file: {
        ...chosen,
        path: 'http://tmp/tmp_small.jpg',
        sizeBytes: 310_442,
        origin: `compressed:${CHOSEN}`,
        end: null,
      },
    },
    {
      id: 'exchange:e2',
      kind: 'upload',
      exchangeId: 'e2',
      url: 'https://api.example.com/upload',
      state: 'done',
      statusCode: 200,
      sizeBytes: 310_442,
      atEpochMs: at(3),
    },
    {
      id: 'url:1',
      kind: 'url',
      url: 'https://cdn.example.com/albums/2026/river-at-dawn-with-a-long-name.jpg',
      atEpochMs: at(5),
    },
    {
      id: 'exchange:e3',
      kind: 'download',
      exchangeId: 'e3',
      url: 'https://cdn.example.com/a.jpg',
      state: 'done',
      statusCode: 200,
      sizeBytes: 310_442,
      atEpochMs: at(5),
    },
    {
      id: 'file:3',
      kind: 'file',
      atEpochMs: at(6),
      file: {
        ...chosen,
        path: 'http://tmp/tmp_back.jpg',
        origin: 'transfer:e3',
        end: { as: 'saved', atEpochMs: at(8) },
      },
    },
    {
      id: 'file:4',
      kind: 'file',
      atEpochMs: at(8),
      file: { ...saved, end: { as: 'removed', atEpochMs: at(20) } },
    },
    { id: 'end:4', kind: 'end', as: 'removed', atEpochMs: at(20) },
  ];
  const edge = (from: string, to: string, how: Lineage['edges'][number]['how']) => ({ from, to, how });
  return {
    focus: 'file:1',
    nodes,
    isCut: false,
    edges: [
      edge('source:1', 'file:1', 'picked'),
      edge('file:1', 'file:2', 'compressed'),
      edge('file:2', 'exchange:e2', 'upload'),
      edge('exchange:e2', 'url:1', 'same-bytes'),
      edge('url:1', 'exchange:e3', 'download'),
      edge('exchange:e3', 'file:3', 'download'),
      edge('file:3', 'file:4', 'saved'),
      edge('file:4', 'end:4', 'ended'),
    ],
  };
}

describe('the files tab', () => {
  test('previews a file, acts on it, and asks before it removes one', async () => {
    await inFiles(async ({ page, calls }) => {
      await page.getByRole('row').filter({ hasText: 'tmp_9f86' }).click();
      const details = page.getByRole('article', { name: 'Details of the file' });
      await details.getByText('320 × 200').waitFor();
      await details.getByRole('tab', { name: 'Facts' }).click();
      await details.getByText('1,203,811 B').waitFor();
      await details.getByText(FIXTURE_SHA256).waitFor();
      await details.getByRole('button', { name: 'Show in folder' }).click();
      expect(await calls('panel:reveal-file')).toEqual([{ path: CHOSEN }]);
      await details.getByRole('button', { name: 'Remove' }).click();
      await details.getByRole('button', { name: 'Keep it' }).click();
      expect(await calls('panel:remove-file')).toEqual([]);
      await details.getByRole('button', { name: 'Remove' }).click();
      await details.getByRole('button', { name: 'Remove' }).click();
      expect(await calls('panel:remove-file')).toEqual([{ path: CHOSEN }]);
      await page.keyboard.press('Escape');
      await details.waitFor({ state: 'detached' });
    });
  });

  test('filters, sorts and folds by asking main, and is walked by keys', async () => {
    await inFiles(async ({ page, calls }) => {
      const lastQuery = async () => (await calls('panel:list-files')).at(-1)?.query;
      await page.getByRole('button', { name: 'Size' }).click();
      await expect.poll(lastQuery).toMatchObject({ sort: 'size', isDescending: true });
      await page.getByRole('button', { name: 'Size' }).click();
      await expect.poll(lastQuery).toMatchObject({ sort: 'size', isDescending: false });
      await page.getByRole('textbox', { name: /Filter files/ }).fill('cover');
      await expect.poll(lastQuery).toMatchObject({ filter: 'cover' });
      const grid = page.getByRole('treegrid', { name: 'Files' });
      await grid.focus();
      await page.keyboard.press('ArrowDown');
      await page.keyboard.press('ArrowLeft');
      await expect.poll(lastQuery).toMatchObject({ closed: ['temp'] });
      await page.keyboard.press('ArrowDown');
      await page.keyboard.press('Enter');
      await page.getByRole('article', { name: 'Details of the file' }).waitFor();
    });
  });

  test('20,000 files are scrolled through by pieces', async () => {
    const [file] = filesFixture();
    if (!file) throw new Error('The fixture has no files.');
    const many = Array.from({ length: 20_000 }, (_, index) => ({
      ...file,
      path: `http://tmp/tmp_${String(index).padStart(6, '0')}.jpg`,
      sizeBytes: index,
    }));
    const query = { filter: '', sort: 'size', isDescending: false, closed: [] } as const;
    const { lines } = listFiles(many, query, 'http://usr/');
    await inFiles(
      async ({ page, answer, emit, calls }) => {
        // The end of the list, as main would cut it out; what is in sight is all that is asked for.
        await answer('panel:list-files', {
          count: lines.length,
          fileCount: 20_000,
          from: 19_900,
          lines: lines.slice(19_900),
        });
        await emit({ kind: 'files-changed', totals: fileTotalsOf(many) });
        const grid = page.getByRole('treegrid', { name: 'Files' });
        await expect.poll(() => grid.getAttribute('aria-rowcount')).toBe(String(lines.length));
        await grid.evaluate((element) => {
          element.scrollTo({ top: element.scrollHeight });
        });
        await grid.getByText('tmp_019999.jpg').first().waitFor();
        expect(await grid.getByRole('row').count()).toBeLessThan(100);
        expect((await calls('panel:list-files')).every(({ count }) => count === 100)).toBe(true);
        expect((await calls('panel:list-files')).length).toBeLessThan(20);
      },
      undefined,
      { fileTotals: fileTotalsOf(many) },
    );
  });

  test('the lineage of a file is drawn, heard and walked; a step opens what it is of', async () => {
    await inFiles(async ({ page, answer }) => {
      await answer('panel:lineage', lineageFixture());
      await page.getByRole('row').filter({ hasText: 'tmp_9f86' }).click();
      await page.getByRole('tab', { name: 'Lineage' }).click();
      const steps = page.getByRole('list', { name: `Lineage of ${CHOSEN}` }).getByRole('button');
      await expect.poll(() => steps.count()).toBe(9);
      expect(await steps.nth(3).getAttribute('aria-label')).toMatch(
        /^Upload 200, 310\skB, .*, uploaded from tmp_small\.jpg$/,
      );
      await steps.nth(1).focus();
      await page.keyboard.press('ArrowDown');
      await page.keyboard.press('ArrowDown');
      const focused = () => page.evaluate(() => document.activeElement?.getAttribute('aria-label') ?? '');
      expect(await focused()).toContain('Upload 200');
      await page.keyboard.press('ArrowDown');
      expect(await focused()).toContain('On the server');
      await page.keyboard.press('ArrowDown');
      await page.keyboard.press('Enter');
      await page.getByRole('tab', { name: 'Transfers', selected: true }).waitFor();
    });
  });

  test('uses of dead paths are listed with what to change, of all files and of one', async () => {
    await inFiles(async ({ page, answer, emit, calls }) => {
      await page.getByRole('radio', { name: 'Dead paths' }).click();
      await page.getByText('No dead path has been used').waitFor();
      await answer('panel:file-troubles', troublesFixture());
      await emit({ kind: 'file-troubles-changed' });
      const list = page.getByRole('list', { name: 'Uses of dead paths' });
      await expect.poll(() => list.getByRole('listitem').count()).toBe(4);
      await list.getByText('moved by saveFile').waitFor();
      await list.getByText('Use the savedFilePath that saveFile gave').waitFor();
      await list.getByText('No room: 198\u00a0MB of 200\u00a0MB were taken').waitFor();
      await list.getByRole('button', { name: 'pages/album/index.js:72:18' }).first().waitFor();
      await page.getByRole('button', { name: 'Clear this list' }).click();
      expect(await calls('panel:clear-file-troubles')).toEqual([{}]);
      await list.getByRole('button', { name: 'Show the transfer' }).click();
      await page.getByRole('tab', { name: 'Transfers', selected: true }).waitFor();
    });
  });
});

function drillFixture(): DrillReport {
  return {
    options: {
      expiresTemp: true,
      clearsStorage: true,
      fill: { kind: 'leave', sizeBytes: 1_048_576 },
      page: 'same',
    },
    startedAtEpochMs: FIXTURE_EPOCH_MS,
    launch: 8,
    expired: { count: 3, sizeBytes: 1_561_864 },
    expiredFiles: [
      { path: CHOSEN, sizeBytes: 1_203_811, storedIn: ['photos'] },
      { path: 'http://tmp/remote_cover.png', sizeBytes: 48_211, storedIn: [] },
    ],
    clearedKeys: 2,
    filler: { count: 4, sizeBytes: 207_000_000 },
    page: 'pages/album/index?id=7',
    isRunning: true,
    failure: null,
    troubles: [...troublesFixture()].reverse(),
  };
}

test('the album says what was saved to it, and leads there', async () => {
  await inFiles(async ({ page, answer, emit, calls }) => {
    await answer('panel:album', { sampleCount: 12, saved: { count: 0, sizeBytes: 0 } });
    await emit({ kind: 'album-changed' });
    await page.getByText('nothing saved').waitFor();
    await answer('panel:album', { sampleCount: 12, saved: { count: 2, sizeBytes: 1_250_000 } });
    await emit({ kind: 'album-changed' });
    await page.getByText('2 saved, 1.3\u00a0MB').waitFor();
    await page.getByRole('button', { name: 'Show what was saved to the album' }).click();
    expect(await calls('panel:reveal-album')).toEqual([{}]);
  });
});

describe('the restart drill', () => {
  test('says what it will do, is asked with what was chosen, and shows what it found', async () => {
    await inFiles(async ({ page, answer, emit, calls }) => {
      await answer('panel:drill-outlook', {
        temp: { count: 3, sizeBytes: 1_561_864 },
        storageKeys: 2,
        keptBytes: 309_842,
        quotaBytes: 209_715_200,
        page: 'pages/album/index?id=7',
        filler: { count: 0, sizeBytes: 0 },
      });
      await answer('panel:drill', null);
      await page.getByRole('radio', { name: 'Restart drill' }).click();
      await page.getByText('See the bugs of the next day now').waitFor();
      await page.getByRole('button', { name: 'Restart drill…' }).first().click();
      const dialog = page.getByRole('dialog', { name: 'Restart drill' });
      await dialog.getByText('3 temp files').waitFor();
      await dialog.getByText('pages/album/index?id=7').waitFor();
      await dialog.getByRole('checkbox', { name: /Clear storage/ }).check();
      await dialog.getByRole('radio', { name: 'Fill up to' }).check();
      await dialog.getByRole('spinbutton', { name: 'Megabytes' }).fill('199.5');
      await dialog.getByRole('radio', { name: 'The entry page' }).check();
      await dialog.getByRole('button', { name: 'Restart now' }).click();
      expect(await calls('panel:start-drill')).toEqual([
        {
          expiresTemp: true,
          clearsStorage: true,
          fill: { kind: 'take', sizeBytes: 209_190_912 },
          page: 'entry',
        },
      ]);
      await answer('panel:drill', drillFixture());
      await emit({ kind: 'drill-changed' });
      await page.getByText('3 temp files expired').waitFor();
      await page.getByText('1 of them is still named in storage').waitFor();
      await page.getByText('Which they are').click();
      const expired = page.getByRole('list', { name: 'Which they are' }).getByRole('listitem');
      await expired.filter({ hasText: CHOSEN }).getByText('still in storage: photos').waitFor();
      expect(await expired.last().textContent()).toContain('and 1 more');
      await expect
        .poll(() => page.getByRole('list', { name: 'What it found' }).getByRole('listitem').count())
        .toBe(4);
      await page.getByRole('button', { name: 'End the drill' }).click();
      expect(await calls('panel:end-drill')).toEqual([{}]);
    });
  });

  test('that fails says why, what was done by then, and that the mini-program runs on', async () => {
    await inFiles(async ({ page, answer }) => {
      const failure = 'pages/album/index.js: Unexpected token (12:4)';
      const nothing = { count: 0, sizeBytes: 0 };
      await answer('panel:drill', {
        ...drillFixture(),
        isRunning: false,
        failure,
        expired: nothing,
        expiredFiles: [],
        clearedKeys: 0,
        filler: nothing,
        troubles: [],
      });
      await page.getByRole('radio', { name: 'Restart drill' }).click();
      await page.getByRole('alert').getByText(failure).waitFor();
      await page.getByText('The mini-program is open as it was.').waitFor();
      await page.getByText('Temp files were kept').waitFor();
      expect(await page.getByText(/Launch \d/).count()).toBe(0);
      expect(await page.getByText('What it found').count()).toBe(0);
    });
  });
});
