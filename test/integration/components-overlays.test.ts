import fs from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fieldOf, openComponentPage } from '../support/component-page.ts';
import { type PageHarness, type RunningPage, startPageHarness } from '../support/page-harness.ts';

const PICTURE = fs.readFileSync(path.resolve(import.meta.dirname, '../fixtures/components/images/wide.png'));
const URLS = ['http://tmp/a.png', 'http://tmp/b.png', 'http://tmp/none.png'];
/** A fifth of a second of silence: 8 kHz, mono, 8 bit. */
function silentWav(): Buffer {
  const samples = Buffer.alloc(1_600, 128);
  const head = Buffer.alloc(44);
  head.write('RIFF', 0);
  head.writeUInt32LE(36 + samples.length, 4);
  head.write('WAVEfmt ', 8);
  head.writeUInt32LE(16, 16);
  head.writeUInt16LE(1, 20);
  head.writeUInt16LE(1, 22);
  head.writeUInt32LE(8_000, 24);
  head.writeUInt32LE(8_000, 28);
  head.writeUInt16LE(1, 32);
  head.writeUInt16LE(8, 34);
  head.write('data', 36);
  head.writeUInt32LE(samples.length, 40);
  return Buffer.concat([head, samples]);
}

let harness: PageHarness;
let run: RunningPage;
let read = 0;

/** Calls a function of `wx` in the page, with callbacks. */
async function call(name: string, options: object = {}): Promise<void> {
  await run.page.evaluate(
    ([api, given]) => {
      const element = document.querySelector('wx-page') as unknown as {
        __wxElement: { getMethodCaller(): { call(name: unknown, options: unknown): void } };
      };
      element.__wxElement.getMethodCaller().call(api, given);
    },
    [name, options] as const,
  );
}

/** The outcome of the latest call. */
async function outcome(): Promise<unknown> {
  const all = async (): Promise<unknown[]> => (await fieldOf(run, 'outcomes')) as unknown[];
  await expect.poll(async () => (await all()).length).toBe(read + 1);
  read += 1;
  return (await all())[read - 1];
}

beforeAll(async () => {
  harness = await startPageHarness();
  run = await openComponentPage(harness, 'wx', {
    files: { 'http://tmp/a.png': PICTURE, 'http://tmp/b.png': PICTURE, 'http://tmp/v.wav': silentWav() },
  });
}, 60_000);
afterAll(async () => {
  await run.close();
  await harness.close();
});

describe('toast', () => {
  it('shows, is replaced by loading, stays until hidden', async () => {
    await call('showToast', { title: 'Saved', duration: 60_000 });
    expect(await outcome()).toEqual(['success', { errMsg: 'showToast:ok' }]);
    expect(await run.page.innerText('.ferry-toast')).toBe('Saved');
    await call('showLoading', { title: 'Working', mask: true });
    await outcome();
    expect(await run.page.$$eval('.ferry-toast', (boxes) => boxes.map((box) => box.textContent))).toEqual([
      'Working',
    ]);
    expect(await run.page.getAttribute('.ferry-toast__box', 'role')).toBe('status');
    await call('hideLoading');
    await outcome();
    expect(await run.page.$('.ferry-toast')).toBeNull();
  });

  it('goes away by itself', async () => {
    await call('showToast', { title: 'Brief', icon: 'none', duration: 50 });
    await outcome();
    await run.page.waitForSelector('.ferry-toast', { state: 'detached' });
  });
});

describe('modal', () => {
  it.each([
    [
      'the confirm button',
      async () => run.page.click('.ferry-modal__confirm'),
      { confirm: true, cancel: false },
    ],
    [
      'the cancel button',
      async () => run.page.click('.ferry-modal__cancel'),
      { confirm: false, cancel: true },
    ],
    ['Enter', async () => run.page.keyboard.press('Enter'), { confirm: true, cancel: false }],
    ['Escape', async () => run.page.keyboard.press('Escape'), { confirm: false, cancel: true }],
  ])('answers by %s', async (_what, act, expected) => {
    await call('showModal', { title: 'Sure?', content: 'Really', confirmText: 'Yes' });
    await run.page.waitForSelector('.ferry-modal__confirm');
    expect(await run.page.innerText('.ferry-modal__confirm')).toBe('Yes');
    expect(await run.page.innerText('.ferry-modal__cancel')).toBe('取消');
    await act();
    expect(await outcome()).toEqual(['success', { ...expected, content: null, errMsg: 'showModal:ok' }]);
    expect(await run.page.$('.ferry-modal')).toBeNull();
  });

  it('gives back what was typed', async () => {
    await call('showModal', { title: 'Name', editable: true, placeholderText: 'name', content: 'a' });
    await run.page.waitForSelector('.ferry-modal__field:focus');
    await run.page.fill('.ferry-modal__field', 'typed');
    await run.page.click('.ferry-modal__confirm');
    expect(await outcome()).toEqual([
      'success',
      { confirm: true, cancel: false, content: 'typed', errMsg: 'showModal:ok' },
    ]);
  });

  it('has no cancel button when told so, and keeps the focus inside', async () => {
    await call('showModal', { content: 'Only', showCancel: false });
    await run.page.waitForSelector('.ferry-modal__confirm');
    expect(await run.page.$('.ferry-modal__cancel')).toBeNull();
    await run.page.keyboard.press('Tab');
    expect(await run.page.evaluate(() => document.activeElement?.className)).toBe('ferry-modal__confirm');
    await run.page.keyboard.press('Enter');
    await outcome();
  });
});

describe('action sheet', () => {
  it('gives the index tapped', async () => {
    await call('showActionSheet', { itemList: ['A', 'B', 'C'], alertText: 'Pick' });
    await run.page.click('.ferry-action-sheet__item >> nth=1');
    expect(await outcome()).toEqual(['success', { tapIndex: 1, errMsg: 'showActionSheet:ok' }]);
  });

  it('is driven by keys', async () => {
    await call('showActionSheet', { itemList: ['A', 'B', 'C'] });
    await run.page.waitForSelector('.ferry-action-sheet__item');
    await run.page.keyboard.press('ArrowDown');
    await run.page.keyboard.press('ArrowDown');
    await run.page.keyboard.press('Enter');
    expect(await outcome()).toEqual(['success', { tapIndex: 1, errMsg: 'showActionSheet:ok' }]);
  });

  it.each(['.ferry-action-sheet__cancel', '.ferry-action-sheet'])('is cancelled by %s', async (selector) => {
    await call('showActionSheet', { itemList: ['A'] });
    await run.page.click(selector, { position: { x: 5, y: 5 } });
    expect(await outcome()).toEqual(['fail', { errMsg: 'showActionSheet:fail cancel', errno: 1 }]);
  });
});

describe('image preview', () => {
  const counter = async (): Promise<string> => run.page.innerText('.ferry-preview__counter');
  const scale = async (): Promise<number> =>
    run.page.$eval('.ferry-preview__image', (image) => new DOMMatrix(getComputedStyle(image).transform).a);

  it('opens at the current image, goes on by keys and swipes, says what is broken', async () => {
    await call('previewImage', { urls: URLS, current: URLS[1] });
    expect(await outcome()).toEqual(['success', { errMsg: 'previewImage:ok' }]);
    expect(await counter()).toBe('2 / 3');
    await run.page.keyboard.press('ArrowLeft');
    expect(await counter()).toBe('1 / 3');
    await run.page.mouse.move(300, 400);
    await run.page.mouse.down();
    await run.page.mouse.move(100, 400, { steps: 3 });
    await run.page.mouse.up();
    expect(await counter()).toBe('2 / 3');
    await run.page.click('.ferry-preview__next');
    await run.page.waitForSelector('.ferry-preview__broken:not([hidden])');
    await run.page.click('.ferry-preview__close');
    expect(await run.page.$('.ferry-preview')).toBeNull();
  });

  it('zooms by wheel and double tap, closes by a single tap and by Escape', async () => {
    await call('previewImage', { urls: URLS.slice(0, 1) });
    await outcome();
    await run.page.mouse.move(200, 400);
    await run.page.mouse.wheel(0, -300);
    await expect.poll(scale).toBeGreaterThan(1.5);
    await run.page.mouse.dblclick(200, 400);
    await expect.poll(scale).toBe(1);
    await run.page.mouse.click(200, 400);
    await run.page.waitForSelector('.ferry-preview', { state: 'detached' });
    await call('previewImage', { urls: URLS.slice(0, 1) });
    await outcome();
    await run.page.keyboard.press('Escape');
    expect(await run.page.$('.ferry-preview')).toBeNull();
  });
});

describe('voice', () => {
  it('plays to the end with a real element', async () => {
    await run.page.mouse.click(200, 600);
    await call('playVoice', { filePath: 'http://tmp/v.wav' });
    expect(await outcome()).toEqual(['success', { errMsg: 'playVoice:ok' }]);
  });

  it('fails for a file that is not there', async () => {
    await call('playVoice', { filePath: 'http://tmp/none.wav' });
    expect(await outcome()).toEqual(['fail', { errMsg: 'playVoice:fail file not exist', errno: 1300002 }]);
  });
});
