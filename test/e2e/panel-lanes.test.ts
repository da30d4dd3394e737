import type { ServerResponse } from 'node:http';
import path from 'node:path';
import { expect, test } from 'vitest';
import { launchFerry } from '../support/ferry-app.ts';
import { tempDir } from '../support/temp-dir.ts';
import { withServer } from '../support/with-server.ts';
import { callWx, type WxResult } from '../support/wx-in-page.ts';

const PROJECT = path.resolve(import.meta.dirname, '../fixtures/projects/chrome');

test('the lanes show ten requests that hold the slots, two that wait, and what the first end freed', async () => {
  const held: ServerResponse[] = [];
  const { origin } = await withServer((request, response) => {
    request.resume();
    held.push(response);
  });
  const { panel, guest } = await launchFerry(await tempDir(), ['open', PROJECT]);
  const page = await guest();
  await page.locator('.ferry-nav').first().waitFor();
  const calls: Promise<WxResult>[] = [];
  for (let index = 0; index < 12; index += 1) {
    calls.push(callWx(page, 'request', { url: `${origin}/r${String(index)}` }));
  }
  await expect.poll(() => held.length).toBe(10);

  await panel.getByRole('button', { name: 'Concurrency lanes' }).click();
  const requests = panel.getByRole('region', { name: 'Request' });
  await requests.getByText('10 of 10 slots held, 2 waiting now').waitFor();
  expect(await requests.locator('.bar.held').count()).toBe(10);
  expect(await requests.locator('.bar.waited.live').count()).toBe(2);

  held[0]?.end('ok');
  await requests.getByText('10 of 10 slots held, 1 waiting now').waitFor();
  await requests
    .getByRole('button', { name: /Its slot was freed by/ })
    .first()
    .waitFor();
  await expect.poll(() => held.length).toBe(11);
  for (const response of held) response.end('ok');
  await expect.poll(() => held.length).toBe(12);
  held[11]?.end('ok');
  expect((await Promise.all(calls)).every(({ ok }) => ok)).toBe(true);

  await panel.getByRole('button', { name: 'As a table' }).click();
  await expect.poll(() => panel.getByRole('table').locator('tbody tr').count()).toBe(12);
  await panel.getByRole('table').getByRole('button').first().click();
  await panel.getByRole('article', { name: 'Details of the transfer' }).waitFor();
}, 90_000);
