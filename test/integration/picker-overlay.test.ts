import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type PageHarness, startPageHarness } from '../support/page-harness.ts';
import { openPickerPage, type PickerPage } from '../support/picker-page.ts';

let harness: PageHarness;
beforeAll(async () => {
  harness = await startPageHarness();
}, 60_000);
afterAll(async () => {
  await harness.close();
});

/** The label of what has the focus. */
const focused = (page: PickerPage): Promise<string> =>
  page.run.page.evaluate(() => {
    const active = document.activeElement;
    return active?.getAttribute('aria-label') ?? active?.textContent ?? '';
  });

async function keys(page: PickerPage, ...names: readonly string[]): Promise<void> {
  for (const name of names) await page.run.page.keyboard.press(name);
}

describe('the picker', () => {
  it('is driven by keys alone: arrows move over pictures and files, Space chooses, Tab leads to the buttons', async () => {
    const page = await openPickerPage(harness);
    await page.start('chooseMessageFile', { count: 2 });
    await page.run.page.waitForSelector('.ferry-picker');
    await keys(page, 'ArrowDown');
    expect(await focused(page)).toBe('Picture 1');
    await keys(page, 'ArrowRight', 'ArrowDown');
    // Three in a line.
    expect(await focused(page)).toBe('Picture 5');
    await keys(page, 'Space');
    await keys(page, 'ArrowDown', 'ArrowDown', 'ArrowDown');
    expect(await focused(page)).toBe('harbour-line.pdf');
    await keys(page, 'Space', 'ArrowUp', 'ArrowUp', 'ArrowLeft');
    expect(await focused(page)).toBe('Picture 7');
    await keys(page, 'Tab');
    expect(await focused(page)).toBe('From this computer…');
    await keys(page, 'Tab');
    expect(await focused(page)).toBe('Cancel');
    await keys(page, 'Tab');
    expect(await focused(page)).toBe('Done (2)');
    await keys(page, 'Enter');
    const [ending, result] = await page.outcome();
    expect(ending).toBe('success');
    expect(result['tempFiles']).toMatchObject([{ name: 'paper-boat.png' }, { name: 'harbour-line.pdf' }]);
    await page.run.close();
  });

  it('is cancelled by Escape and by its button', async () => {
    const page = await openPickerPage(harness);
    for (const cancel of [
      () => keys(page, 'Escape'),
      () => page.run.page.click('.ferry-picker__cancel'),
    ] as const) {
      await page.start('chooseImage');
      await page.run.page.waitForSelector('.ferry-picker');
      await cancel();
      expect(await page.outcome()).toEqual(['fail', { errMsg: 'chooseImage:fail cancel', errno: 1 }]);
      expect(await page.run.page.locator('.ferry-picker').count()).toBe(0);
    }
    await page.run.close();
  });

  it('counts, and says when a second kind cannot follow', async () => {
    const page = await openPickerPage(harness);
    await page.start('chooseMedia', { count: 2 });
    const summary = page.run.page.locator('.ferry-picker__summary');
    const hint = page.run.page.locator('.ferry-picker__hint');
    await summary.waitFor();
    expect([await summary.innerText(), await hint.isVisible()]).toEqual(['Sample album · up to 2', false]);
    await page.run.page.click('[aria-label="Video 1"]');
    expect([await summary.innerText(), await hint.innerText()]).toEqual([
      '1 of 2 chosen',
      'Pictures or videos, not both',
    ]);
    expect(await page.run.page.locator('.ferry-picker__duration').innerText()).toContain('0:05');
    await keys(page, 'Escape');
    await page.run.close();
  });

  it('speaks Chinese, and says what to do where the album has nothing that fits', async () => {
    const page = await openPickerPage(harness, { locale: 'zh-CN' });
    await page.start('chooseMessageFile', { count: 1, type: 'file', extension: ['csv'] });
    expect(await page.run.page.innerText('.ferry-picker__empty')).toBe(
      '示例相册中没有这类文件，请从电脑中选择。',
    );
    await keys(page, 'Escape');
    await page.run.close();
  });
});

describe('the camera', () => {
  it('goes back to the picker when closed, and discards what was being recorded', async () => {
    const page = await openPickerPage(harness);
    await page.start('chooseMedia');
    await page.run.page.click('.ferry-picker__camera');
    await page.run.page.getByRole('radio', { name: 'Video' }).click();
    await page.run.page.getByRole('button', { name: 'Start recording' }).click();
    await page.run.page.getByRole('button', { name: 'Stop recording' }).waitFor();
    await keys(page, 'Escape');
    await page.run.page.waitForSelector('.ferry-picker');
    expect(page.rows()).toEqual([]);
    await keys(page, 'Escape');
    expect(await page.outcome()).toEqual(['fail', { errMsg: 'chooseMedia:fail cancel', errno: 1 }]);
    await page.run.close();
  });

  it('needs no permission of the browser, and asks for none', async () => {
    const page = await openPickerPage(harness);
    await page.run.page.evaluate(() => {
      navigator.mediaDevices.getUserMedia = () => {
        document.title = 'asked';
        return Promise.reject(new Error('no'));
      };
    });
    await page.start('chooseImage', { sourceType: ['camera'] });
    await page.run.page.waitForSelector('.ferry-camera__shutter:focus');
    await keys(page, 'Enter');
    expect((await page.outcome())[0]).toBe('success');
    expect(await page.run.page.title()).not.toBe('asked');
    await page.run.close();
  });
});
