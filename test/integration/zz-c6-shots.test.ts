import { it } from 'vitest';
import { busyConditions, conditionsFixture } from '../support/conditions-fixture.ts';
import { openSnapshot } from '../support/panel-fixtures.ts';
import { startPanelHarness } from '../support/panel-harness.ts';
it('shots', async () => {
  const harness = await startPanelHarness();
  const views = [
    { name: 'en-light', width: 1280, height: 800, locale: 'en', theme: 'light' },
    { name: 'zh-dark', width: 1920, height: 1080, locale: 'zh-CN', theme: 'dark' },
    { name: 'en-1024', width: 1024, height: 700, locale: 'en', theme: 'dark' },
  ] as const;
  for (const v of views) {
    const snap = openSnapshot({ labOrigin: 'http://127.0.0.1:41237' });
    const panel = await harness.open({ ...snap, preferences: { ...snap.preferences, locale: v.locale, theme: v.theme } as never }, v);
    const shot = (n: string) => panel.page.screenshot({ path: `/tmp/c6/${v.name}-${n}.png` });
    await panel.emit({ kind: 'conditions', conditions: conditionsFixture() });
    await panel.page.getByRole('tab').nth(4).click();
    await shot('empty');
    await panel.emit({ kind: 'conditions', conditions: busyConditions() });
    await panel.page.waitForTimeout(300);
    await shot('rules');
    await panel.page.locator('header .bar-trigger').last().click();
    await panel.page.waitForTimeout(200);
    await shot('rules-menu');
    await panel.page.keyboard.press('Escape');
    await panel.answer('panel:write-rule', { text: '--fault upload:reset@50%' });
    await panel.answer('panel:read-rule', { ok: true, match: { kind: 'upload', host: 'api.example.com' }, action: { kind: 'respond', answer: { statusCode: 503, headers: [['Retry-After', '5']], body: { kind: 'text', text: '{"a":1}' } } } });
    await panel.page.locator('.what').nth(2).click();
    await panel.page.waitForTimeout(300);
    await shot('form');
    await panel.page.keyboard.press('Escape');
    await panel.answer('panel:paused-content', { method: 'POST', url: 'https://api.example.com/v1/upload', headers: [['Content-Type', 'multipart/form-data'], ['Referer', 'https://servicewechat.com/x']], fields: [['album', 'summer'], ['note', 'long']], statusCode: null, text: null, sizeBytes: 1234567, fileName: 'tmp_abc.jpg' });
    await panel.page.locator('section li button').first().click();
    await panel.page.waitForTimeout(300);
    await shot('paused');
    await panel.page.keyboard.press('Escape');
    await panel.page.getByRole('tab').nth(5).click();
    await panel.emit({ kind: 'conditions', conditions: { ...busyConditions(), fromCommandLine: ['link'], settings: { ...busyConditions().settings, device: 'ios', link: 'up=200k,down=1m,rtt=120ms', domains: { ...busyConditions().settings.domains, request: ['https://api.example.com', 'https://a-very-long-host-name.of-a-department.example.com:8443'] } } } });
    await panel.page.waitForTimeout(200);
    await shot('device');
    await panel.page.locator('.setup').evaluate((e) => { e.scrollTop = 600; });
    await shot('device2');
    await panel.page.locator('.setup').evaluate((e) => { e.scrollTop = 9000; });
    await shot('device3');
    console.log(panel.complaints);
    await panel.close();
  }
  await harness.close();
}, 120000);
