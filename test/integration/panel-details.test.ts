import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Locale } from '#contract/panel';
import type { Exchange } from '#contract/transfer';
import {
  redirected,
  richUpload,
  rowOf,
  serveBodies,
  socketExchange,
  uploadBody,
  windowOf,
} from '../support/details-fixtures.ts';
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

describe('what was carried', () => {
  test('shows each redirect with its status in the story, its heads, and its times', async () => {
    await inDetails(redirected(), async ({ page }) => {
      await details(page)
        .getByRole('button', { name: 'Redirect 1: 301, on to https://cdn.example.com/a.jpg' })
        .click();
      const hops = details(page).getByRole('region', { name: 'Redirects that were followed' });
      expect(await hops.getByText('location', { exact: true }).isVisible()).toBe(false);
      await hops.getByText('http://photo.example.com/a.jpg').click();
      await hops.getByRole('definition').filter({ hasText: 'https://cdn.example.com/a.jpg' }).waitFor();
      await hops.getByText('hop.example.com').waitFor();
      await show(page, 'Timing');
      await details(page).getByRole('heading', { name: 'Redirect 1: 301 from photo.example.com' }).waitFor();
      await details(page).getByText('cdn-cache').waitFor();
      await details(page).getByText('12.5 ms · HIT, edge 7').waitFor();
    });
  });

  test('lists the messages of a WebSocket as they come, and shows the one that is chosen', async () => {
    const first = socketExchange(40);
    await inDetails(first, async ({ page, answer, emit }) => {
      expect(await details(page).getByRole('tab').allInnerTexts()).not.toContain('Parts');
      await show(page, 'Messages');
      const list = details(page).getByRole('listbox', { name: 'Messages, the latest last' });
      await list.getByRole('option').filter({ hasText: '{"n":39}' }).waitFor();
      await details(page).getByText('The latest 40 of 540 messages').waitFor();
      await details(page).getByText('still open').waitFor();
      expect(await list.getByRole('option').count()).toBeLessThan(40);

      await details(page).getByRole('radio', { name: 'Sent' }).click();
      await list.getByRole('option').filter({ hasText: '{"n":38}' }).click();
      const one = details(page).getByRole('region', { name: 'Message 539' });
      await one.getByRole('treeitem').filter({ hasText: 'n' }).first().waitFor();
      await list.press('ArrowUp');
      await details(page).getByRole('region', { name: 'Message 537' }).waitFor();
      expect(await list.getAttribute('aria-activedescendant')).toMatch(/-537$/u);

      const closed = socketExchange(41, { closeCode: 1006, closeReason: '' });
      await answer('panel:exchange', closed);
      await emit({ kind: 'rows', changed: [rowOf(closed)] });
      await details(page).getByText('1006 · lost without a close').waitFor();
      await details(page).getByPlaceholder('Search messages').fill('"n":40');
      await list.getByRole('option').filter({ hasText: '{"n":40}' }).waitFor();
      expect(await list.getByRole('option').count()).toBe(1);
      await show(page, 'Story');
      await details(page).getByText('Closed with 1006').waitFor();
    });
  });

  test('says of an upload that ended too early which parts had gone out', async () => {
    const { bytes, parts } = uploadBody();
    const file = parts.parts[2];
    const aborted = richUpload({
      state: 'aborted',
      statusCode: null,
      sentBytes: (file?.contentOffsetBytes ?? 0) - 10,
      responseHeaders: [],
      receivedBytes: 0,
      decodedBytes: 0,
    });
    await inDetails(
      aborted,
      async ({ page }) => {
        await show(page, 'Parts');
        await details(page).getByText('of 106 kB went out before it ended.').waitFor();
        const rows = details(page).getByRole('table', { name: 'Parts in the order sent' }).getByRole('row');
        const texts = await rows.allInnerTexts();
        expect(texts.map((text) => text.includes('not sent'))).toEqual([false, false, false, true]);
      },
      { bodies: { 'rich/request': bytes } },
    );
  });

  test('shows a thousand parts without a thousand rows; keys reach each of them', async () => {
    const part = uploadBody().parts.parts[0];
    if (!part) throw new Error('The fixture has no part.');
    const parts = Array.from({ length: 1000 }, (_, index) => ({
      ...part,
      name: `f${String(index + 1)}`,
      value: `value ${String(index + 1)}`,
      contentOffsetBytes: index * 100,
    }));
    const exchange = richUpload({ parts, bodies: { request: null, response: null } });
    await inDetails(exchange, async ({ page }) => {
      await show(page, 'Parts');
      await details(page).getByText('the first 60 of 1,000 parts; the table has them all').waitFor();
      const table = details(page).getByRole('table', { name: 'Parts in the order sent' });
      expect(await table.getAttribute('aria-rowcount')).toBe('1001');
      expect(await table.getByRole('row').count()).toBeLessThan(50);
      await table.getByRole('button', { name: 'Part 1, f1', exact: true }).press('End');
      const last = table.getByRole('button', { name: 'Part 1000, f1000' });
      await last.waitFor();
      await expect.poll(() => last.evaluate((node) => node === document.activeElement)).toBe(true);
      await last.press('ArrowUp');
      await details(page).locator('.cm-content', { hasText: 'value 999' }).waitFor();
    });
  });

  test('of an answer that broke off shows what came, and says how much', async () => {
    const came = Buffer.from('{"photos":[{"title":"西湖"},{"ti');
    const broken = exchangeFixture('p', {
      kind: 'download',
      state: 'failed',
      errMsg: 'downloadFile:fail',
      receivedBytes: came.length,
      decodedBytes: came.length,
      expectedReceiveBytes: 5_000_000,
      responseText: null,
      bodies: {
        request: null,
        response: { sizeBytes: came.length, mediaType: 'application/json', isPartial: true },
      },
    });
    await inDetails(
      broken,
      async ({ page }) => {
        await show(page, 'Response');
        await details(page).getByText('The answer broke off: 34 B of 5.0 MB came.').waitFor();
        await details(page).locator('.cm-content', { hasText: '西湖' }).waitFor();
        expect(await details(page).getByRole('radio', { name: 'Tree' }).count()).toBe(0);
      },
      { bodies: { 'p/response': came } },
    );
  });

  test('shows the data of a request and the query of its address, decoded', async () => {
    const text = '{"page":1,"title":"西湖"}';
    const exchange = exchangeFixture('q', {
      method: 'POST',
      url: 'https://a.example.com/list?q=%E8%A5%BF%E6%B9%96&page=1&page=2',
      requestText: text,
      sentBytes: 27,
      expectedSendBytes: 27,
    });
    await inDetails(exchange, async ({ page, answer }) => {
      await answer('panel:parts', null);
      await show(page, 'Body');
      await details(page).getByRole('treeitem').filter({ hasText: 'title' }).first().waitFor();
      await show(page, 'Options');
      const query = details(page).getByRole('table', { name: 'Query of the address' });
      expect((await query.getByRole('row').allInnerTexts()).map((row) => row.split(/\s+/u))).toEqual([
        ['Name', 'Value,', 'decoded'],
        ['q', '西湖'],
        ['page', '1'],
        ['page', '2'],
      ]);
    });
  });

  test('reaches every byte of a body that no scroll bar can, and says which lines are in pieces', async () => {
    const sizeBytes = 1024 ** 3;
    const at = 900_000_000;
    const huge = exchangeFixture('g', {
      kind: 'download',
      receivedBytes: sizeBytes,
      decodedBytes: sizeBytes,
      bodies: { request: null, response: { sizeBytes, mediaType: 'application/octet-stream' } },
    });
    await inDetails(huge, async ({ page }) => {
      await page.route('**/body/g/response', async (route) => {
        const [, from = '0', to = '0'] =
          /bytes=(\d+)-(\d+)/u.exec(route.request().headers()['range'] ?? '') ?? [];
        const body = Buffer.alloc(
          Number(to) - Number(from) + 1,
          Number(from) <= at && at <= Number(to) ? 0xee : 0,
        );
        await route.fulfill({ status: 206, body });
      });
      await show(page, 'Response');
      await details(page).getByRole('textbox', { name: 'Go to byte' }).fill('900,000,000');
      await details(page).getByText('35a4e900').waitFor();
      await details(page).getByText('eeee').first().waitFor();
    });
    const line = 'x'.repeat(20_001);
    const long = exchangeFixture('l', {
      responseText: line,
      receivedBytes: line.length,
      responseHeaders: [['content-type', 'text/plain']],
    });
    await inDetails(long, async ({ page }) => {
      await show(page, 'Response');
      await details(page).getByText('Lines longer than 20,000 characters are shown in pieces').waitFor();
    });
  });
});

test('the pane that was chosen stays for the next exchange and the next start; each has a key', async () => {
  const other = exchangeFixture('other');
  await inDetails(
    richUpload(),
    async ({ page, answer, calls }) => {
      await show(page, 'Timing');
      await answer('panel:exchange', other);
      await page.getByRole('grid').focus();
      await page.keyboard.press('ArrowDown');
      await details(page).locator('header', { hasText: '/headers' }).waitFor();
      await details(page).getByRole('region', { name: 'Timing' }).waitFor();
      await page.keyboard.press('Alt+Digit3');
      await details(page).getByRole('region', { name: 'Headers' }).waitFor();
      const kept = { name: 'ferry.details.pane', text: 'headers' };
      await expect.poll(() => calls('panel:remember')).toContainEqual(kept);
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
