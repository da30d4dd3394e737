import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Locale } from '#contract/panel';
import type { Exchange } from '#contract/transfer';
import { richUpload, rowOf, serveBodies, uploadBody, windowOf } from '../support/details-fixtures.ts';
import { exchangeFixture } from '../support/exchange-fixtures.ts';
import { openSnapshot } from '../support/panel-fixtures.ts';
import { startPanelHarness, type OpenPanel, type PanelHarness } from '../support/panel-harness.ts';

let harness: PanelHarness;
beforeAll(async () => {
  harness = await startPanelHarness();
}, 60_000);
afterAll(async () => {
  await harness.close();
});

const SOURCE = Array.from({ length: 80 }, (_, index) =>
  index === 40 ? '  this.task = wx.uploadFile(options)' : `// ${String(index + 1)}`,
).join('\n');

/** Opens the details of an exchange, runs the steps, and expects the panel to have nothing to complain about. */
async function inDetails(
  exchange: Exchange,
  steps: (panel: OpenPanel) => Promise<void>,
  {
    locale = 'en',
    bodies = {},
    others = [],
  }: {
    readonly locale?: Locale;
    readonly bodies?: Readonly<Record<string, Buffer>>;
    readonly others?: readonly Exchange[];
  } = {},
): Promise<void> {
  const snapshot = openSnapshot();
  const panel = await harness.open({ ...snapshot, preferences: { ...snapshot.preferences, locale } });
  try {
    await serveBodies(panel.page, bodies);
    await panel.answer('panel:list-exchanges', windowOf([exchange, ...others]));
    await panel.answer('panel:exchange', exchange);
    await panel.answer('panel:parts', uploadBody().parts);
    await panel.answer('panel:source', { file: 'pages/album/index.js', text: SOURCE });
    await panel.emit({ kind: 'list-changed' });
    await panel.page.locator(`#transfer-${exchange.id}`).click();
    await steps(panel);
    expect(panel.complaints).toEqual([]);
  } finally {
    await panel.close();
  }
}

const details = (page: Page) => page.getByRole('article');

async function show(page: Page, tab: string): Promise<void> {
  await details(page).getByRole('tab', { name: tab }).click();
  await details(page).getByRole('region', { name: tab, exact: true }).waitFor();
}

describe('the story', () => {
  test('leads to the source line, the whole stack, the freed slot, the rules and each pane', async () => {
    await inDetails(richUpload(), async ({ page, calls }) => {
      const story = details(page);
      await story.getByText('Waited 120 ms for a free slot').waitFor();
      await story.getByText('slot 4 of 10').waitFor();
      await story.getByRole('button', { name: 'freed by another transfer' }).waitFor();

      await story.getByRole('button', { name: 'pages/album/index.js:41' }).click();
      const drawer = page.getByRole('dialog', { name: 'pages/album/index.js' });
      await drawer.locator('.cm-marked-line', { hasText: 'wx.uploadFile' }).waitFor();
      expect(await calls('panel:source')).toEqual([{ file: 'pages/album/index.js' }]);
      await drawer.getByRole('button', { name: 'Open in editor' }).click();
      await expect.poll(() => calls('panel:open-source')).toEqual([{ file: 'pages/album/index.js' }]);
      await page.keyboard.press('Escape');
      await drawer.waitFor({ state: 'detached' });
      // The details are still there: one key, one thing closed.
      await story.getByRole('button', { name: 'Stack' }).click();
      await story.getByRole('button', { name: 'services/saved-photos.js:7' }).waitFor();

      await story.getByRole('button', { name: 'onProgressUpdate, 3 times' }).click();
      await story.getByRole('region', { name: 'Progress' }).waitFor();
      await show(page, 'Story');
      await story.getByRole('button', { name: 'Answered 200' }).click();
      await story.getByRole('region', { name: 'Headers' }).waitFor();
      await page.keyboard.press('Escape');
      await story.waitFor({ state: 'detached' });
    });
  });
});

describe('the panes', () => {
  test('set options as written beside those sent, with the reason', async () => {
    await inDetails(richUpload(), async ({ page }) => {
      await show(page, 'Options');
      const row = (name: string) =>
        details(page)
          .getByRole('row')
          .filter({ has: page.getByRole('rowheader', { name, exact: true }) });
      expect(await row('Referer').innerText()).toMatch(
        /example\.com[\s\S]*page-frame\.html[\s\S]*WeChat fixes it/u,
      );
      expect(await row('timeout').innerText()).toContain('The default of 60 s');
      expect(await row('X-Token').innerText()).toContain('respelled');
      await details(page).getByRole('treeitem').filter({ hasText: 'filePath' }).first().waitFor();
    });
  });

  test('explain headers, find and group them, in both languages', async () => {
    await inDetails(richUpload(), async ({ page }) => {
      await show(page, 'Headers');
      await details(page)
        .getByText('Media type of the body, with its charset or boundary.')
        .first()
        .waitFor();
      const names = () => details(page).locator('dt').allInnerTexts();
      expect((await names()).slice(0, 4)).toEqual([
        'Content-Type',
        'Content-Length',
        'X-Request-Id',
        'Cache-Control',
      ]);
      await details(page).getByPlaceholder('Search headers').fill('back end');
      expect(await names()).toEqual(['X-Request-Id']);
      await details(page).getByPlaceholder('Search headers').fill('');
      await details(page).getByRole('radio', { name: 'Grouped' }).click();
      await details(page).getByRole('heading', { name: 'Caching' }).waitFor();
    });
    await inDetails(
      richUpload(),
      async ({ page }) => {
        await show(page, '标头');
        await details(page).getByText('正文的内容类型，附带字符集或边界。').first().waitFor();
      },
      { locale: 'zh-CN' },
    );
  });

  test('lay a multipart body open: map, ranges, hashes, picture, bytes, saving', async () => {
    const { bytes, parts } = uploadBody();
    await inDetails(
      richUpload(),
      async ({ page, calls, answer }) => {
        await show(page, 'Parts');
        const table = details(page).getByRole('table', { name: 'Parts in the order sent' });
        const [, , file] = parts.parts;
        if (!file?.sha256) throw new Error('The fixture has no file.');
        const last = table.getByRole('row').nth(3);
        const number = (value: number): string => new Intl.NumberFormat('en').format(value);
        await expect.poll(() => last.innerText()).toContain(number(file.contentOffsetBytes));
        expect(await last.innerText()).toContain(file.sha256.slice(0, 8));
        await details(page).getByText('The file name is not plain ASCII').waitFor();

        const picture = details(page).getByRole('img', { name: /Picture of the body/u });
        await expect
          .poll(() => picture.evaluate((image: HTMLImageElement) => image.naturalWidth))
          .toBeGreaterThan(0);
        await details(page).getByText('Ferry', { exact: true }).waitFor();

        await answer('panel:save-body', { savedAs: 'boat.jpg' });
        await details(page).getByRole('button', { name: 'Save this part as…' }).click();
        await page.getByText('Saved as boat.jpg.').waitFor();
        expect(await calls('panel:save-body')).toEqual([{ id: 'rich', side: 'request', part: 2 }]);

        await details(page)
          .getByRole('button', { name: /^Part 2, note, bytes/u })
          .click();
        await details(page).locator('.cm-content', { hasText: '西湖边的下午' }).waitFor();
        await table.getByRole('button', { name: 'Part 2, note' }).press('ArrowUp');
        await details(page).locator('.cm-content', { hasText: 'summer' }).waitFor();
        await details(page).getByRole('radio', { name: 'Hex' }).click();
        await details(page).getByRole('region', { name: 'album' }).getByText('73756d6d6572').waitFor();
      },
      { bodies: { 'rich/request': bytes } },
    );
  });

  test('show an answer as tree, as text, in hexadecimal, and a page without its scripts', async () => {
    const json = Buffer.from('{"photos":[{"title":"西湖"}]}');
    const kept = { request: null, response: { sizeBytes: json.length, mediaType: 'application/json' } };
    await inDetails(
      exchangeFixture('j', { bodies: kept }),
      async ({ page }) => {
        await show(page, 'Response');
        await details(page).getByRole('treeitem').filter({ hasText: 'photos' }).first().waitFor();
        await details(page).getByRole('radio', { name: 'Pretty' }).click();
        await details(page).locator('.cm-line', { hasText: '"title": "西湖"' }).waitFor();
      },
      { bodies: { 'j/response': json } },
    );
    const html = Buffer.from(
      '<!doctype html><h1>Bad gateway</h1><img src="/stolen.png"><script>parent.document.title = "taken"</script>',
    );
    const asked: string[] = [];
    await inDetails(
      exchangeFixture('h', {
        bodies: { request: null, response: { sizeBytes: html.length, mediaType: 'text/html' } },
      }),
      async (panel) => {
        const { page } = panel;
        page.on('request', (request) => asked.push(request.url()));
        await show(page, 'Response');
        await page.frameLocator('iframe').getByRole('heading', { name: 'Bad gateway' }).waitFor();
        expect(await page.title()).not.toBe('taken');
        expect(asked.filter((url) => url.includes('stolen'))).toEqual([]);
        await details(page).getByRole('radio', { name: 'Text' }).click();
        await details(page).locator('.cm-content', { hasText: '<h1>Bad gateway</h1>' }).waitFor();
        // What the page's own policy refuses is told on the console, and is what is wanted.
        (panel.complaints as string[]).length = 0;
      },
      { bodies: { 'h/response': html } },
    );
  });

  test('tell progress as it was, phases by their profile fields, callbacks, warnings and the wire', async () => {
    const { bytes } = uploadBody();
    await inDetails(
      richUpload(),
      async ({ page, calls }) => {
        await show(page, 'Progress');
        await details(page)
          .getByText('100 % was told 8.1 s before the answer came: the server was still working.')
          .waitFor();
        await details(page).getByText('It stood still once, for 1.8 s, at 800 ms.').waitFor();
        await details(page).getByRole('img', { name: 'Bytes over time' }).waitFor();
        await details(page).getByText('The same as a table').click();
        await expect.poll(() => details(page).getByRole('row').count()).toBeGreaterThan(20);

        await show(page, 'Timing');
        await details(page).getByText('requestEnd – responseStart').waitFor();
        await details(page).getByText('downstreamThroughputKbpsEstimate').waitFor();

        await show(page, 'Callbacks');
        await details(page).locator('summary').nth(4).click();
        await details(page).getByRole('treeitem').filter({ hasText: 'errMsg' }).first().waitFor();

        await show(page, 'Warnings');
        await details(page).getByText('Released mini-programs may use https only.').waitFor();
        await details(page).getByRole('button', { name: 'developers.weixin.qq.com' }).click();
        await expect.poll(() => calls('panel:open-warning-source')).toEqual([{ rule: 'plain-http' }]);

        await show(page, 'Raw');
        await details(page).getByText('POST /upload HTTP/1.1').waitFor();
        await details(page).getByText('2d2d2d2d2d2d').first().waitFor();
      },
      { bodies: { 'rich/request': bytes } },
    );
  });
});

test('the pane that was chosen stays for the next exchange and the next start; each has a key', async () => {
  const other = exchangeFixture('other');
  await inDetails(
    richUpload(),
    async ({ page, answer }) => {
      await show(page, 'Timing');
      await answer('panel:exchange', other);
      await page.getByRole('grid').focus();
      await page.keyboard.press('ArrowDown');
      await details(page).locator('header', { hasText: '/headers' }).waitFor();
      await details(page).getByRole('region', { name: 'Timing' }).waitFor();
      await page.keyboard.press('Alt+Digit3');
      await details(page).getByRole('region', { name: 'Headers' }).waitFor();
      expect(await page.evaluate(() => localStorage.getItem('ferry.details.pane'))).toBe('headers');
    },
    { others: [other] },
  );
});

test('an exchange that runs is asked for anew ten times a second at most, and closes when it is cleared', async () => {
  const running = exchangeFixture('run', {
    state: 'running',
    durationMs: null,
    statusCode: null,
    errMsg: null,
  });
  await inDetails(running, async ({ page, emit, calls, answer }) => {
    await details(page).getByText('Running').waitFor();
    const before = (await calls('panel:exchange')).length;
    await answer('panel:exchange', { ...running, state: 'done', statusCode: 204 });
    const beganAt = performance.now();
    for (let count = 0; count < 30; count += 1) {
      await emit({ kind: 'rows', changed: [rowOf({ ...running, receivedBytes: count })] });
    }
    await details(page).getByText('204', { exact: true }).first().waitFor();
    const tenths = Math.ceil((performance.now() - beganAt) / 100) + 1;
    expect((await calls('panel:exchange')).length - before).toBeLessThanOrEqual(tenths);

    await answer('panel:exchange', null);
    await emit({ kind: 'list-changed' });
    await details(page).waitFor({ state: 'detached' });
  });
});
