import { expect, vi } from 'vitest';
import type { OpenOptions, PageHarness, RunningPage } from './page-harness.ts';
import { writeProject } from './project-folder.ts';

/** A page whose `this` and `wx` stories can use, in a real browser. */
export interface StoryPage {
  readonly run: RunningPage;
  /**
   * Runs the body of an async function in the page and gives what it returns. In scope: `wx`, `page` (its `this`), and
   * `tools`, the helpers below.
   */
  play<T>(body: string): Promise<T>;
}

/** Helpers of stories, as the page knows them. */
const TOOLS = `({
  node: (selector, component) => new Promise((resolve) => {
    const query = component ? component.createSelectorQuery() : wx.createSelectorQuery();
    query.select(selector).fields({ node: true, size: true }).exec(([found]) => resolve(found));
  }),
  draw: (context, reserve) => new Promise((resolve) => { context.draw(reserve, resolve); }),
  ask: (api, options, component) => new Promise((resolve) => {
    wx[api]({ ...options, success: (told) => resolve(['success', told]), fail: (told) => resolve(['fail', told]) }, component);
  }),
  pixels: async (canvasId, x, y, width, height, component) => {
    const [, told] = await tools.ask('canvasGetImageData', { canvasId, x, y, width, height }, component);
    return Array.from(told.data);
  },
  at: async (canvasId, x, y, component) => tools.pixels(canvasId, x, y, 1, 1, component),
  loaded: (image, src) => new Promise((resolve) => {
    image.onload = () => resolve('load');
    image.onerror = () => resolve('error');
    image.src = src;
  }),
  /** The latest file the page made: its extension, size and some pixels. */
  made: async (...places) => {
    const { content, extension, madeBy } = window.ferryMade;
    const bitmap = await createImageBitmap(new Blob([content.bytes]));
    const canvas = new OffscreenCanvas(bitmap.width, bitmap.height);
    const context = canvas.getContext('2d');
    context.drawImage(bitmap, 0, 0);
    const seen = places.map(([x, y]) => Array.from(context.getImageData(x, y, 1, 1).data));
    return { extension, madeBy, width: bitmap.width, height: bitmap.height, pixels: seen, head: content.bytes[0] };
  },
})`;

const BRIDGE = `
  ferryAnswers['wx:import-temp'] = (request) => {
    window.ferryMade = request;
    return { path: 'http://tmp/made.' + request.extension, size: request.content.bytes.byteLength };
  };`;

/**
 * @param folder an empty one
 * @param files of the mini-program; `pages/index/index` is opened
 */
export async function openStoryPage(
  harness: PageHarness,
  folder: string,
  files: Readonly<Record<string, string | Uint8Array>>,
  options: Partial<OpenOptions> = {},
): Promise<StoryPage> {
  const project = await writeProject(folder, files);
  const run = await harness.open({ project, script: BRIDGE, ...options });
  await vi.waitFor(async () => {
    expect(await run.reports('page-ready')).toHaveLength(1);
  }, 10_000);
  return {
    run,
    async play(body) {
      return run.page.evaluate(
        `(async () => {
          const shown = document.querySelector('.ferry-page:not([hidden]) wx-page');
          const page = shown.__wxElement.getMethodCaller();
          const wx = page.wx();
          const tools = ${TOOLS};
          ${body}
        })()`,
      );
    },
  };
}
