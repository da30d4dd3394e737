import fs from 'node:fs';
import path from 'node:path';
import { vi } from 'vitest';
import type { PageHarness, RunningPage } from './page-harness.ts';

/** A page made of WXML alone: it notes every event bound to `on`, and tests set its data. */
export interface WxmlPage {
  readonly run: RunningPage;
  /** Details of the events of one type on the element with that id, oldest first. */
  details(id: string, type: string): Promise<readonly unknown[]>;
  /** `setData` of the page, and the wait for its frame. */
  set(data: Readonly<Record<string, unknown>>): Promise<void>;
  /** Forgets the events so far. */
  forget(): Promise<void>;
  /** Where an element is, in CSS pixels of the window. */
  box(id: string): Promise<{ x: number; y: number; width: number; height: number }>;
  /** Presses the mouse in an element, moves it by so many CSS pixels, and lets it go. */
  drag(
    id: string,
    dx: number,
    dy: number,
    options?: { readonly from?: { x: number; y: number } },
  ): Promise<void>;
}

/** The element with an id as written in WXML: glass-easel puts a prefix before it. */
export const withId = (id: string): string => `[id$="--${id}"], [id="${id}"]`;

interface NotingPage {
  events: [string, string, unknown][];
  setData(data: object, done: () => void): void;
  more: unknown[];
}

const SCRIPT = `
Page({
  data: DATA,
  events: [],
  on(event) { this.events.push([event.type, event.currentTarget.id, event.detail]); },
  upper(event) { this.on(event); return event.detail.value.toUpperCase(); },
  never() {},
  onShareAppMessage(options) { this.events.push(['share', options.target.id, { from: options.from, dataset: options.target.dataset }]); return { title: 'Shared' }; },
  METHODS
});`;

/** Writes a project of one page into `folder` and opens it. */
export async function openWxmlPage(
  harness: PageHarness,
  folder: string,
  wxml: string,
  options: {
    readonly wxss?: string;
    readonly data?: object;
    readonly methods?: string;
    readonly files?: Readonly<Record<string, Buffer | string>>;
    readonly script?: string;
  } = {},
): Promise<WxmlPage> {
  const write = (name: string, text: string | Buffer): void => {
    fs.mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
    fs.writeFileSync(path.join(folder, name), text);
  };
  write('app.json', JSON.stringify({ pages: ['pages/one/index', 'pages/two/index'], style: 'v2' }));
  write('app.js', 'App({});');
  write('project.config.json', JSON.stringify({ appid: 'touristappid' }));
  write('pages/one/index.json', '{}');
  write('pages/one/index.wxml', wxml);
  write('pages/one/index.wxss', options.wxss ?? '');
  const data = JSON.stringify(options.data ?? {});
  write('pages/one/index.js', SCRIPT.replace('DATA', data).replace('METHODS', options.methods ?? ''));
  write('pages/two/index.json', '{}');
  write('pages/two/index.wxml', '<view id="two">two</view>');
  write('pages/two/index.js', 'Page({});');
  for (const [name, text] of Object.entries(options.files ?? {})) write(name, text);
  const run = await harness.open({
    project: folder,
    ...(options.script === undefined ? {} : { script: options.script }),
  });
  await vi.waitFor(async () => {
    const ready = await run.reports('page-ready');
    if (ready.length === 0) throw new Error(`The page is not ready: ${run.console.join('\n')}`);
  }, 10_000);

  async function box(id: string): Promise<{ x: number; y: number; width: number; height: number }> {
    return run.page.$eval(withId(id), (element) => {
      const { x, y, width, height } = element.getBoundingClientRect();
      return { x, y, width, height };
    });
  }

  return {
    run,
    box,
    details: async (id, type) =>
      run.page.evaluate(
        ([wanted, name]) => {
          const root = document.querySelector('wx-page') as unknown as {
            __wxElement: { getMethodCaller(): NotingPage };
          };
          const { events } = root.__wxElement.getMethodCaller();
          return structuredClone(
            events
              .filter(([type_, on]) => type_ === name && on === wanted)
              .map(([, , detail]) => detail ?? null),
          );
        },
        [id, type] as const,
      ),
    async set(values) {
      await run.page.evaluate(async (given) => {
        const root = document.querySelector('wx-page') as unknown as {
          __wxElement: { getMethodCaller(): NotingPage };
        };
        await new Promise<void>((resolve) => {
          root.__wxElement.getMethodCaller().setData(given, resolve);
        });
        await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
      }, values);
    },
    async forget() {
      await run.page.evaluate(() => {
        const root = document.querySelector('wx-page') as unknown as {
          __wxElement: { getMethodCaller(): NotingPage };
        };
        root.__wxElement.getMethodCaller().events.length = 0;
      });
    },
    async drag(id, dx, dy, { from } = {}) {
      await run.page.locator(withId(id)).first().scrollIntoViewIfNeeded();
      const { x, y, width, height } = await box(id);
      const startX = x + (from?.x ?? width / 2);
      const startY = y + (from?.y ?? height / 2);
      await run.page.mouse.move(startX, startY);
      await run.page.mouse.down();
      for (const part of [0.25, 0.5, 0.75, 1])
        await run.page.mouse.move(startX + dx * part, startY + dy * part);
      await run.page.mouse.up();
    },
  };
}
