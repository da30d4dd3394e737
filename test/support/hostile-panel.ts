import type { Page } from 'playwright-core';

/** How it went to look at everything the panel has. */
export interface Looked {
  /** What was opened, as `<tab> of <url>`. */
  readonly opened: readonly string[];
  /** The longest it took from a click to the second frame after it. */
  readonly slowest: { readonly what: string; readonly ms: number };
}

/** Opens every transfer on each of its tabs, and unfolds the first things that are folded there, one by one. */
export async function lookAtTransfers(panel: Page): Promise<Looked> {
  await panel.getByRole('tab', { name: 'Transfers' }).click();
  const grid = panel.getByRole('grid');
  await grid.focus();
  await panel.keyboard.press('Home');
  await panel.keyboard.press('Enter');
  await panel.getByRole('article').waitFor();
  return panel.evaluate(async () => {
    const MOST_FOLDS = 2;
    const opened: string[] = [];
    let slowest = { what: '', ms: 0 };
    const frame = (): Promise<unknown> => new Promise((resolve) => requestAnimationFrame(resolve));
    const timed = async (what: string, act: () => void): Promise<void> => {
      const started = performance.now();
      act();
      await frame();
      // After what the frame has drawn.
      await new Promise((resolve) => setTimeout(resolve));
      const ms = performance.now() - started;
      opened.push(what);
      if (ms > slowest.ms) slowest = { what, ms };
    };
    const list = document.querySelector('[role=grid]');
    const url = (): string => document.querySelector('article header .url')?.textContent ?? '';
    for (;;) {
      const before = list?.getAttribute('aria-activedescendant');
      for (const tab of document.querySelectorAll<HTMLElement>('article [role=tab]')) {
        await timed(`${tab.textContent.trim()} of ${url()}`, () => {
          tab.click();
        });
        for (const folded of Array.from(document.querySelectorAll('article details')).slice(0, MOST_FOLDS)) {
          await timed(`a fold of ${url()}`, () => {
            folded.setAttribute('open', '');
          });
          folded.removeAttribute('open');
        }
      }
      await timed('the next one', () => {
        list?.dispatchEvent(new KeyboardEvent('keydown', { key: 'ArrowDown', bubbles: true }));
      });
      if (list?.getAttribute('aria-activedescendant') === before) return { opened, slowest };
    }
  });
}

/** Opens every file, and waits for its preview to have come or failed. */
export async function lookAtFiles(panel: Page): Promise<Looked> {
  await panel.getByRole('tab', { name: 'Files' }).click();
  await panel.getByRole('treegrid').focus();
  // Past the headings of the temp files, of which there are none, and of the saved ones.
  await panel.keyboard.press('Home');
  await panel.keyboard.press('ArrowDown');
  await panel.keyboard.press('ArrowDown');
  await panel.keyboard.press('Enter');
  return panel.evaluate(async () => {
    const opened: string[] = [];
    let slowest = { what: '', ms: 0 };
    const frame = (): Promise<unknown> => new Promise((resolve) => requestAnimationFrame(resolve));
    const settled = (preview: Element | null): Promise<unknown> => {
      const media = preview?.querySelector<HTMLImageElement | HTMLMediaElement>('img, audio, video');
      if (!media) return frame();
      const events = ['load', 'error', 'loadedmetadata'].map(
        (name) => new Promise((resolve) => media.addEventListener(name, resolve, { once: true })),
      );
      return Promise.race([...events, new Promise((resolve) => setTimeout(resolve, 500))]);
    };
    const list = document.querySelector('[role=treegrid]');
    for (;;) {
      const before = list?.getAttribute('aria-activedescendant') ?? '';
      const started = performance.now();
      await frame();
      await frame();
      const ms = performance.now() - started;
      await settled(document.querySelector('.preview'));
      const path = document.getElementById(before)?.querySelector('.path')?.getAttribute('title') ?? null;
      if (path !== null) opened.push(path);
      if (ms > slowest.ms) slowest = { what: path ?? before, ms };
      list?.dispatchEvent(new KeyboardEvent('keydown', { key: 'ArrowDown', bubbles: true }));
      await frame();
      if (list?.getAttribute('aria-activedescendant') === before) return { opened, slowest };
    }
  });
}
