import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { byId as id, openComponentPage } from '../support/component-page.ts';
import { type PageHarness, type RunningPage, startPageHarness } from '../support/page-harness.ts';

let harness: PageHarness;
let run: RunningPage;
let read = 0;

/** Events noted since the last call: `[type, whose]`. */
async function notes(count: number): Promise<unknown[]> {
  const all = (): unknown[] =>
    run.console
      .filter((line) => line.startsWith('log: ['))
      .map((line) => JSON.parse(line.slice('log: '.length)) as unknown);
  await expect.poll(() => all().length - read, { timeout: 5000 }).toBeGreaterThanOrEqual(count);
  const fresh = all().slice(read);
  read += fresh.length;
  return fresh;
}

beforeAll(async () => {
  harness = await startPageHarness();
  run = await openComponentPage(harness, 'dialogs');
}, 60_000);
afterAll(async () => {
  await run.close();
  await harness.close();
});

describe('dialogs that are components', () => {
  it('stay out of sight until they are opened', async () => {
    for (const tag of ['action-sheet', 'toast', 'modal']) {
      expect(await run.page.isVisible(`wx-${tag}`), tag).toBe(false);
    }
  });

  it('tell a tap on an item of an action sheet, which stays open', async () => {
    await run.page.click(id('sheet'));
    await run.page.click('wx-action-sheet-item.warn');
    expect(await notes(1)).toEqual([['tap', 'second']]);
    expect(await run.page.isVisible('wx-action-sheet')).toBe(true);
    expect(await run.page.$eval('wx-action-sheet-item.warn', (item) => getComputedStyle(item).color)).toBe(
      'rgb(230, 67, 64)',
    );
  });

  it('change an action sheet by its cancel, by a tap beside it, and by Enter on its cancel', async () => {
    await run.page.click('wx-action-sheet-cancel');
    expect(await notes(1)).toEqual([['change', 'sheet']]);
    await run.page.waitForSelector('wx-action-sheet', { state: 'hidden' });
    await run.page.click(id('sheet'));
    await run.page.click('wx-action-sheet', { position: { x: 100, y: 100 } });
    expect(await notes(1)).toEqual([['change', 'sheet']]);
    await run.page.click(id('sheet'));
    await run.page.focus('wx-action-sheet-cancel');
    await run.page.keyboard.press('Enter');
    expect(await notes(1)).toEqual([['change', 'sheet']]);
  });

  it('change a toast when its time is over, each time it is shown', async () => {
    await run.page.click(id('toast'));
    expect(await notes(1)).toEqual([['change', 'toast']]);
    await run.page.waitForSelector('wx-toast', { state: 'hidden' });
    await run.page.click(id('toast'));
    expect(await notes(1)).toEqual([['change', 'toast']]);
  });

  it('confirm and cancel a modal, and keep touches from the page', async () => {
    await run.page.click(id('modal'));
    expect(await run.page.innerText('wx-modal')).toContain('It is gone then');
    expect(await run.page.innerText('.wx-modal__confirm')).toBe('Yes');
    await run.page.mouse.click(20, 90);
    await run.page.click('.wx-modal__confirm');
    expect(await notes(1)).toEqual([['confirm', 'modal']]);
    await run.page.click(id('modal'));
    await run.page.click('.wx-modal__cancel');
    expect(await notes(1)).toEqual([['cancel', 'modal']]);
    expect(await run.page.isVisible('wx-action-sheet')).toBe(false);
  });

  it('leave a component of the same name its own look', async () => {
    expect(await run.page.isVisible(id('own'))).toBe(true);
    expect(await run.page.$eval('wx-loading', (own) => getComputedStyle(own).position)).toBe('static');
  });

  it('measure a page of 20 rem', async () => {
    expect(await run.page.$eval('.rem', (box) => box.getBoundingClientRect().width)).toBe(195);
  });
});
