import fs from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect } from 'vitest';
import { type PageHarness, startPageHarness } from '../support/page-harness.ts';
import {
  MEDIA_FOLDER,
  openPickerPage,
  type Outcome,
  type PickerPage,
  type PickerPageOptions,
} from '../support/picker-page.ts';
import { table, type SpecRow } from './wire-rows.ts';

/** A pick in a real browser, with main's own picker, files and images, and the sample album. */
export interface PickRow extends SpecRow {
  readonly with?: PickerPageOptions;
  readonly api: string;
  readonly options?: object;
  /** What the person does; nothing where a script answers. */
  readonly act?: (page: PickerPage) => Promise<void>;
  readonly sees: (page: PickerPage, outcome: Outcome) => Promise<void> | void;
}

/** Runs a table in one browser. */
export function pickTable(title: string, rows: readonly PickRow[]): void {
  let harness: PageHarness;
  beforeAll(async () => {
    harness = await startPageHarness();
  }, 60_000);
  afterAll(async () => {
    await harness.close();
  });
  table(title, rows, async (row) => {
    const page = await openPickerPage(harness, row.with);
    try {
      await page.start(row.api, row.options);
      await row.act?.(page);
      await row.sees(page, await page.outcome());
    } finally {
      await page.run.close();
    }
  });
}

/** A file of the sample album. */
export const media = (name: string): string => path.join(MEDIA_FOLDER, name);
export const sizeOf = (name: string): number => fs.statSync(media(name)).size;
/** A temp path of DevTools with this extension. */
export const temp = (extension: string): unknown =>
  expect.stringMatching(new RegExp(`^http://tmp/[0-9a-f]{32}\\.${extension}$`));

/** The files of a success. */
export function filesOf([ending, argument]: Outcome): readonly Record<string, unknown>[] {
  if (ending !== 'success') throw new Error(JSON.stringify(argument));
  return argument['tempFiles'] as Record<string, unknown>[];
}

/** Taps what has this label. */
export const tile = (page: PickerPage, name: string): Promise<void> =>
  page.run.page.click(`[aria-label="${name}"]`);
/** Taps a button of the picker. */
export const press = (page: PickerPage, button: 'done' | 'camera' | 'computer'): Promise<void> =>
  page.run.page.click(`.ferry-picker__${button}`);
export const shutter = (page: PickerPage): Promise<void> => page.run.page.click('.ferry-camera__shutter');
/** Chooses these of the album, in this order. */
export const album =
  (...names: readonly string[]) =>
  async (page: PickerPage): Promise<void> => {
    for (const name of names) await tile(page, name);
    await press(page, 'done');
  };
