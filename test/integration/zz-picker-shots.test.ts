import fs from 'node:fs';
import { afterAll, beforeAll, it } from 'vitest';
import { startPageHarness, type PageHarness } from '/work/main/test/support/page-harness.ts';
import { openPickerPage } from '/work/main/test/support/picker-page.ts';
let h: PageHarness;
beforeAll(async () => { h = await startPageHarness(); }, 60000);
afterAll(async () => { await h.close(); });
const sizes = [[375, 780], [320, 568]] as const;
it('shots', async () => {
  for (const locale of ['en', 'zh-CN'] as const) for (const scheme of ['light', 'dark'] as const) for (const [w, hh] of sizes) {
    const p = await openPickerPage(h, { locale });
    await p.run.page.setViewportSize({ width: w, height: hh });
    await p.run.page.emulateMedia({ colorScheme: scheme });
    const name = `/tmp/pshots/${locale}-${scheme}-${w}`;
    await p.start('chooseMedia', {});
    await p.run.page.waitForSelector('.ferry-picker__picture');
    await p.run.page.locator('.ferry-picker__picture').nth(1).click();
    await p.run.page.locator('.ferry-picker__picture').nth(4).click();
    await p.run.page.waitForTimeout(400);
    await p.run.page.screenshot({ path: `${name}-media.png` });
    await p.run.page.locator('.ferry-picker__camera').click();
    await p.run.page.waitForTimeout(300);
    await p.run.page.screenshot({ path: `${name}-camera.png` });
    await p.run.page.locator('.ferry-camera__mode').nth(1).click();
    await p.run.page.locator('.ferry-camera__shutter').click();
    await p.run.page.waitForTimeout(1300);
    await p.run.page.screenshot({ path: `${name}-film.png` });
    await p.run.page.locator('.ferry-camera__shutter').click();
    const film = await p.outcome(); console.log(JSON.stringify(film), JSON.stringify(p.rows().map(r => [r.path, r.origin, r.sizeBytes])));
    const f = (film[1].tempFiles as any)[0];
    if (f) { fs.writeFileSync(`${name}-film.` + f.tempFilePath.split('.').at(-1), await p.content(f.tempFilePath)); if (f.thumbTempFilePath) fs.writeFileSync(`${name}-thumb.jpg`, await p.content(f.thumbTempFilePath)); }
    await p.start('chooseMedia', {}); await p.run.page.waitForSelector('.ferry-picker__picture');
    await p.run.page.locator('.ferry-picker__cancel').click();
    console.log(JSON.stringify(await p.outcome()));
    await p.start('chooseMessageFile', { count: 5 });
    await p.run.page.waitForSelector('.ferry-picker__file');
    await p.run.page.locator('.ferry-picker__file').nth(2).click();
    await p.run.page.keyboard.press('ArrowUp');
    await p.run.page.locator('.ferry-picker__file').nth(4).scrollIntoViewIfNeeded();
    await p.run.page.waitForTimeout(200);
    await p.run.page.screenshot({ path: `${name}-files.png` });
    await p.run.page.locator('.ferry-picker__cancel').click();
    await p.start('chooseMessageFile', { count: 5, type: 'file', extension: ['csv'] });
    await p.run.page.waitForSelector('.ferry-picker__empty'); await p.run.page.waitForTimeout(250);
    await p.run.page.screenshot({ path: `${name}-empty.png` });
    await p.run.close();
  }
}, 120000);
