/* eslint-disable @typescript-eslint/no-unsafe-call, @typescript-eslint/no-unsafe-return
   -- what runs in the browser looks at pages and components of the fixture, which no type describes */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { inPage, openFrameworkPage } from '../support/framework-page.ts';
import { type PageHarness, type RunningPage, startPageHarness } from '../support/page-harness.ts';

let harness: PageHarness;
let run: RunningPage;

beforeAll(async () => {
  harness = await startPageHarness();
  run = await openFrameworkPage(harness, 'styles');
}, 60_000);
afterAll(async () => {
  await run.close();
  await harness.close();
});

const styleOf = async (selector: string, property: string): Promise<string> =>
  run.page.$eval(selector, (element, name) => getComputedStyle(element).getPropertyValue(name), property);
const inside = (id: string, rest = ' wx-view'): string => `[id$="--${id}"]${rest}`;
const NONE = 'rgba(0, 0, 0, 0)';

describe('style isolation', () => {
  it.each<[string, string, string]>([
    ['default', 'rgb(0, 0, 0)', NONE],
    ['isolated', 'rgb(0, 0, 0)', NONE],
    ['apply', 'rgb(2, 2, 2)', NONE],
    ['global', 'rgb(2, 2, 2)', NONE],
    ['shared', 'rgb(2, 2, 2)', 'rgb(7, 7, 7)'],
  ])('%s: the page’s classes colour it %s', async (id, colour) => {
    expect(await styleOf(inside(id), 'color')).toBe(colour);
    expect(await styleOf(inside(id), 'background-color')).toBe('rgb(7, 7, 7)');
    // Its own element, by `:host`.
    expect(await styleOf(inside(id, ''), 'border-top-color')).toBe('rgb(8, 8, 8)');
  });

  it('keeps classes of components off the page, those of a shared one aside', async () => {
    expect(await styleOf(inside('page', ''), 'background-color')).toBe('rgb(7, 7, 7)');
    await run.page.$eval('[id$="--page"]', (element) => {
      element.classList.remove('of-shared');
    });
    expect(await styleOf(inside('page', ''), 'background-color')).toBe(NONE);
  });

  it('finds ids', async () => {
    expect(await styleOf(inside('by-id', ''), 'color')).toBe('rgb(5, 5, 5)');
  });
});

describe('external classes', () => {
  it('bring in classes of whoever uses the component, several at once and as they change', async () => {
    const node = inside('external', ' > :first-child');
    expect(await styleOf(node, 'color')).toBe('rgb(3, 3, 3)');
    expect(await styleOf(node, 'font-size')).toBe('10px');
    expect(await styleOf(inside('external', ' > :last-child'), 'color')).toBe('rgb(2, 2, 2)');
    await inPage(run, (page) => page['setData']({ extra: 'outside-two' }));
    expect(await styleOf(node, 'background-color')).toBe('rgb(3, 3, 4)');
    expect(await styleOf(inside('external', ''), 'width')).toBe('50px');
  });

  it('stand for the class of a virtual host, which has no element of its own', async () => {
    const [first, second] = await run.page.$$eval('wx-page > wx-view', (all) =>
      all
        .slice(-2)
        .map((element) => [
          element.tagName,
          getComputedStyle(element).width,
          getComputedStyle(element).height,
          getComputedStyle(element).color,
        ]),
    );
    expect(await run.page.$('wx-s-virtual')).toBeNull();
    expect(first).toEqual(['WX-VIEW', '50px', '30px', 'rgb(0, 0, 0)']);
    expect(second?.[3]).toBe('rgb(3, 3, 3)');
  });
});

describe('scroll bars', () => {
  it.each([
    ['take no room, as a phone’s', 'long', '0px'],
    ['are as the project draws them', 'barred', '6px'],
  ])('%s', async (_what, id, thickness) => {
    // Computed, for the browser of a test may hide them all.
    const sizes = await run.page.$eval(inside(id, ''), (element) => {
      const { width, height } = getComputedStyle(element, '::-webkit-scrollbar');
      return [width, height];
    });
    expect(sizes).toEqual([thickness, thickness]);
  });
});

describe('a component of the project with the name of a built-in', () => {
  it('shows, under its own :host and the page’s classes', async () => {
    const look = ['display', 'width', 'border-top-width'].map(async (name) =>
      styleOf(inside('own-bar', ''), name),
    );
    expect(await Promise.all(look)).toEqual(['block', '50px', '2px']);
    expect(await run.page.innerText(inside('own-bar', ''))).toBe('default');
  });

  it('has nothing of the look of the built-in', async () => {
    const look = ['border-radius', 'padding-left', 'background-color', 'text-align'].map(async (name) =>
      styleOf(inside('own-button', ''), name),
    );
    expect(await Promise.all(look)).toEqual(['0px', '0px', NONE, 'start']);
    const after = await run.page.$eval(
      inside('own-button', ''),
      (element) => getComputedStyle(element, '::after').content,
    );
    expect(after).toBe('none');
  });
});
