import type { Locator } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Exchange } from '#contract/transfer';
import { serveBodies } from '../support/details-fixtures.ts';
import { exchangeFixture, FIXTURE_EPOCH_MS, tenExchanges } from '../support/exchange-fixtures.ts';
import { busySnapshot } from '../support/panel-fixtures.ts';
import { startPanelHarness, type OpenPanel, type PanelHarness } from '../support/panel-harness.ts';

let harness: PanelHarness;
beforeAll(async () => {
  harness = await startPanelHarness();
}, 60_000);
afterAll(async () => {
  await harness.close();
});

async function inPanel(
  steps: (panel: OpenPanel) => Promise<void>,
  snapshot = busySnapshot({ exchanges: [fixture('e2'), SLOW, POSTED] }),
  view?: Parameters<PanelHarness['open']>[1],
): Promise<void> {
  const panel = await harness.open(snapshot, view);
  try {
    await steps(panel);
    expect(panel.complaints).toEqual([]);
  } finally {
    await panel.close();
  }
}

function fixture(id: string): Exchange {
  const found = tenExchanges().find((exchange) => exchange.id === id);
  if (!found) throw new Error(id);
  return found;
}

function rowOf({ page }: OpenPanel, words: string): Locator {
  return page.getByRole('row').filter({ hasText: words });
}

/** Runs a command by the palette. */
async function command(panel: OpenPanel, title: string): Promise<void> {
  await panel.page.keyboard.press('Control+k');
  await panel.page.getByRole('combobox', { name: 'Commands' }).fill(title);
  await panel.page.getByRole('option', { name: title }).first().click();
}

const POSTED = exchangeFixture('e7', {
  method: 'POST',
  url: 'https://api.example.com/v2/albums?page=1&access_token=t0p',
  written: {
    url: 'https://api.example.com/v2/albums?page=1&access_token=t0p',
    method: 'POST',
    header: { Authorization: 'Bearer abc', 'content-type': 'application/json' },
    data: { page: 1, token: 's3cret' },
    timeout: 4000,
  },
  requestHeaders: [
    ['Authorization', 'Bearer abc'],
    ['content-type', 'application/json'],
    ['Referer', 'https://servicewechat.com/touristappid/devtools/page-frame.html'],
  ],
  requestText: '{"page":1,"token":"s3cret"}',
  expectedSendBytes: 27,
});

const SLOW = {
  ...fixture('e2'),
  id: 'b',
  calledAtEpochMs: FIXTURE_EPOCH_MS + 9000,
  durationMs: 3704,
  parts: [...fixture('e2').parts.slice(0, 1), ...fixture('e2').parts],
  responseText: '{"method":"POST","fields":[["album","winter"]],"kept":false,"previous":null}',
  phases: [
    { name: 'queue', startMs: 0, endMs: 12 },
    { name: 'connect', startMs: 12, endMs: 14 },
    { name: 'send', startMs: 14, endMs: 640 },
    { name: 'wait', startMs: 640, endMs: 3702 },
    { name: 'receive', startMs: 3702, endMs: 3704 },
  ],
} satisfies Exchange;

describe('editing and sending again', () => {
  test('starts from what was sent, says what is wrong in its place, and sends what was typed', async () => {
    await inPanel(async (panel) => {
      const { page } = panel;
      await panel.answer('panel:resend', { id: 'new' });
      await command(panel, 'New request…');
      const dialog = page.getByRole('dialog', { name: 'New request' });
      await dialog.getByRole('textbox', { name: 'URL' }).fill('ftp://nowhere');
      await dialog.getByText('Transfers are http or https.').waitFor();
      await dialog.getByRole('textbox', { name: 'URL' }).fill('https://api.example.com/a?x=1');
      await dialog.getByRole('combobox', { name: 'Method' }).selectOption('PUT');
      await dialog.getByRole('tab', { name: 'Query' }).click();
      await dialog.getByRole('textbox', { name: 'Value of x' }).fill('1 & 2');
      expect(await dialog.getByRole('textbox', { name: 'URL' }).inputValue()).toBe(
        'https://api.example.com/a?x=1%20%26%202',
      );
      await dialog.getByRole('tab', { name: 'Headers' }).click();
      for (const name of ['X-One', 'x-one']) {
        await dialog.getByRole('button', { name: 'Add' }).click();
        await dialog.getByRole('textbox', { name: 'Name in row' }).last().fill(name);
      }
      await dialog.getByText('x-one stands here twice').waitFor();
      await dialog.getByRole('button', { name: 'Remove x-one' }).last().click();
      await dialog.getByRole('tab', { name: 'Body' }).click();
      await dialog.getByRole('radio', { name: 'JSON' }).click();
      const editor = dialog.locator('.cm-content');
      await editor.fill('{"a": }');
      await dialog.getByText('This is no JSON').waitFor();
      await editor.fill('{"a": 1}');
      await dialog.getByText('This is no JSON').waitFor({ state: 'detached' });

      // What was typed stays when the dialog is closed.
      await page.keyboard.press('Escape');
      await dialog.waitFor({ state: 'detached' });
      await command(panel, 'New request…');
      expect(await dialog.getByRole('combobox', { name: 'Method' }).inputValue()).toBe('PUT');
      await dialog.getByRole('button', { name: 'Send', exact: true }).click();
      await dialog.waitFor({ state: 'detached' });
      expect((await panel.calls('panel:resend')).map(({ call }) => call)).toEqual([
        {
          of: null,
          kind: 'request',
          url: 'https://api.example.com/a?x=1%20%26%202',
          method: 'PUT',
          headers: [['X-One', '']],
          timeoutMs: null,
          wantsHttp2: false,
          body: { kind: 'text', text: '{"a": 1}' },
          responseType: 'text',
          followsRedirects: true,
        },
      ]);
    });
  });

  test('takes fields in any order, switched off or on, and a file that is picked, typed or of the mini-program', async () => {
    await inPanel(async (panel) => {
      const { page } = panel;
      await panel.answer('panel:resend', { id: 'new' });
      await panel.answer('panel:pick-resend-file', {
        token: 'p1',
        name: 'boat.png',
        sizeBytes: 812,
        mediaType: 'image/png',
      });
      await rowOf(panel, '/upload').first().click();
      await command(panel, 'Edit and send again…');
      const dialog = page.getByRole('dialog', { name: 'Edit and send again' });
      expect(await dialog.getByRole('combobox', { name: 'Path of the file' }).inputValue()).toBe(
        'http://tmp/tmp_9f86d081884c.jpg',
      );
      await dialog.getByRole('button', { name: 'Move album down' }).click();
      await dialog.getByRole('checkbox', { name: 'Send album' }).uncheck();
      await dialog.getByRole('radio', { name: 'From this computer' }).click();
      await dialog.getByRole('button', { name: 'Choose…' }).click();
      await dialog.getByText('boat.png', { exact: true }).waitFor();
      await dialog.getByRole('textbox', { name: 'name', exact: true }).fill('picture');
      await dialog.getByRole('button', { name: 'Send', exact: true }).click();
      await dialog.waitFor({ state: 'detached' });
      const [sent] = await panel.calls('panel:resend');
      expect(sent?.call).toMatchObject({
        of: 'e2',
        kind: 'upload',
        fields: [['note', '西湖边的下午，风很轻']],
        file: {
          name: 'picture',
          filename: 'boat.png',
          contentType: 'image/png',
          source: { kind: 'picked', token: 'p1' },
        },
      });
    });
  });
});

test('an upload is edited with its fields whole, though the record has their beginnings only', async () => {
  const whole = `${'long '.repeat(300)}end`;
  const original = fixture('e2');
  const [first] = original.parts;
  if (!first) throw new Error('The fixture has no parts.');
  const bytes = Buffer.concat([Buffer.alloc(first.contentOffsetBytes), Buffer.from(whole)]);
  const long = {
    ...original,
    written: { url: original.url, formData: { album: `${whole.slice(0, 2000)}…` } },
    parts: [{ ...first, value: whole.slice(0, 1000), sizeBytes: whole.length }, ...original.parts.slice(1)],
    bodies: { request: { sizeBytes: bytes.length, mediaType: 'multipart/form-data' }, response: null },
  };
  await inPanel(
    async (panel) => {
      const { page } = panel;
      await serveBodies(page, { 'e2/request': bytes });
      await rowOf(panel, '/upload').first().click();
      await command(panel, 'Edit and send again…');
      const dialog = page.getByRole('dialog', { name: 'Edit and send again' });
      expect(await dialog.getByRole('textbox', { name: 'Value of album' }).inputValue()).toBe(whole);
      await page.keyboard.press('Escape');
      await dialog.waitFor({ state: 'detached' });
      await command(panel, 'Copy as code…');
      await page.getByRole('dialog').locator('.cm-content', { hasText: 'long end' }).waitFor();
    },
    busySnapshot({ exchanges: [long] }),
  );
});

describe('copying as code', () => {
  test('leaves secrets out unless asked, and says which it did', async () => {
    await inPanel(async (panel) => {
      const { page } = panel;
      await rowOf(panel, '/v2/albums').first().click();
      await command(panel, 'Copy as code…');
      const dialog = page.getByRole('dialog', { name: 'Copy as code' });
      await dialog.getByRole('radio', { name: 'curl' }).click();
      await dialog.getByText('replaced by REDACTED').waitFor();
      await dialog.locator('.cm-content').waitFor();
      await dialog.getByRole('button', { name: 'Copy', exact: true }).click();
      const safe = await page.evaluate(() => navigator.clipboard.readText());
      for (const secret of ['abc', 't0p', 's3cret']) expect(safe).not.toContain(secret);
      expect(safe).toContain('curl ');
      await dialog.getByRole('checkbox', { name: 'Keep secrets' }).check();
      await dialog.getByText('Mind whom you give it to').waitFor();
      await dialog.getByRole('button', { name: /^(Copy|Copied)$/ }).click();
      const whole = await page.evaluate(() => navigator.clipboard.readText());
      for (const secret of ['abc', 't0p', 's3cret']) expect(whole).toContain(secret);
    });
  });
});

describe('comparing two', () => {
  test('begins with one sentence, shows what differs alone or all, and turns the two about', async () => {
    await inPanel(async (panel) => {
      const { page } = panel;
      await rowOf(panel, '/upload').first().click();
      await command(panel, 'Compare with…');
      const chooser = page.getByRole('dialog', { name: 'Compare with which?' });
      await chooser
        .getByRole('button', { name: /upload/ })
        .first()
        .click();
      const dialog = page.getByRole('dialog', { name: 'Two transfers compared' });
      const summary = dialog.locator('.summary');
      await summary.getByText('B sent the field album 2 times instead of 1').waitFor();
      expect((await summary.textContent())?.replaceAll('\u00a0', ' ')).toContain('waited 3.0 s longer');
      const parts = dialog.getByRole('table', { name: 'Parts' });
      expect((await parts.getByRole('row').allInnerTexts()).map((row) => row.split(/\s*\t\s*/u))).toEqual([
        ['only in B', 'album (2)', '–', 'summer'],
      ]);
      await dialog.getByRole('radio', { name: 'JSON' }).waitFor();
      const json = dialog.getByRole('table', { name: 'JSON' });
      await json.getByRole('row', { name: /kept/ }).waitFor();
      expect(await json.getByRole('row', { name: /method/ }).count()).toBe(0);
      await dialog.getByRole('radio', { name: 'Text', exact: true }).last().click();
      await dialog.locator('.cm-mergeView').waitFor();
      await dialog.getByRole('radio', { name: 'Bytes' }).last().click();
      await dialog.getByRole('region', { name: 'Bytes of B' }).locator('.marked').first().waitFor();
      await dialog.getByRole('radio', { name: 'JSON' }).last().click();
      await dialog.getByRole('radio', { name: 'Everything' }).click();
      await json.getByRole('row', { name: /method/ }).waitFor();
      await dialog.getByRole('button', { name: 'Swap A and B' }).click();
      await summary.getByText('B sent the field album once instead of 2 times').waitFor();
    });
  });

  test('two that are selected are compared by the key; other bytes are a difference', async () => {
    const [a, b] = ['one', 'two'].map((id) =>
      exchangeFixture(id, {
        url: `https://a.example.com/${id}`,
        responseText: null,
        bodies: { request: null, response: { sizeBytes: 3, mediaType: 'application/octet-stream' } },
      }),
    );
    if (!a || !b) throw new Error('Two were made.');
    await inPanel(
      async (panel) => {
        const { page } = panel;
        await serveBodies(page, {
          'one/response': Buffer.from([1, 2, 3]),
          'two/response': Buffer.from([1, 2, 9]),
        });
        await rowOf(panel, '/one').click();
        await rowOf(panel, '/two').click({ modifiers: ['Control'] });
        await page.keyboard.press('Control+Shift+D');
        const dialog = page.getByRole('dialog', { name: 'Two transfers compared' });
        await dialog.getByText('B went to another path and received another body.').waitFor();
      },
      busySnapshot({ exchanges: [a, b] }),
    );
  });

  test('says that nothing differs of one that was sent the same', async () => {
    await inPanel(
      async (panel) => {
        const { page } = panel;
        await rowOf(panel, '/upload').first().click();
        await command(panel, 'Compare with…');
        await page
          .getByRole('dialog')
          .getByRole('button', { name: /upload/ })
          .first()
          .click();
        await page.getByText('Nothing that Ferry compares differs').waitFor();
      },
      busySnapshot({ exchanges: [fixture('e2'), { ...fixture('e2'), id: 'twin' }] }),
    );
  });
});
