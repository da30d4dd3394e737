import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type PageHarness, type RunningPage, startPageHarness } from '../support/page-harness.ts';

const PROJECT = path.resolve(import.meta.dirname, '../fixtures/projects/own-bars');
let harness: PageHarness;
let run: RunningPage;

beforeAll(async () => {
  harness = await startPageHarness();
  run = await harness.open({ project: PROJECT });
}, 60_000);
afterAll(async () => {
  await run.close();
  await harness.close();
});

describe('a mini-program that draws its own bars', () => {
  it('has the whole view for its page, at launch already, and knows where the capsule lies', async () => {
    await expect.poll(() => run.console).toContain('log: NOTE 0 780, 0 780, capsule 26 382');
    const top = await run.page.$eval('.top', (box) => box.getBoundingClientRect().top);
    expect(top).toBe(0);
    const capsule = await run.page.$eval('.ferry-nav__capsule', (box) => box.getBoundingClientRect());
    expect(capsule).toMatchObject({ top: 26, right: 382 });
    expect(await run.page.isVisible('.ferry-nav__title')).toBe(false);
  });

  it('reaches its tab bar from the page, which takes it along when it goes', async () => {
    await expect.poll(async () => run.page.innerText('wx-custom-tab-bar')).toBe('home');
    expect(await run.page.$$('.ferry-tabs button')).toEqual([]);
    await run.emit({ kind: 'drive', commandId: 1, command: { kind: 'relaunch', url: 'pages/plain/plain' } });
    await expect.poll(() => run.console).toContain('log: NOTE bar detached home');
    await expect.poll(async () => run.page.innerText('wx-custom-tab-bar')).toBe('nothing');
  });
});
