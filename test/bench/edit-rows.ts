import fs from 'node:fs/promises';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { locateProject } from '../../src-main/project/folder.ts';
import { startFerry } from '../support/ferry-app.ts';
import type { CompileReport } from './compile-main.ts';
import { type Measured, measureInRounds, type RoundOptions, type Variant } from './rounds.ts';

/** What is edited of the page on top, and how its view shows the edit of a number. */
interface Edit {
  readonly name: string;
  readonly extension: 'wxss' | 'wxml' | 'js';
  with(text: string, number: number): string;
}

const EDITS: readonly Edit[] = [
  {
    name: 'a style sheet',
    extension: 'wxss',
    with: (text, number) => `${text}\npage { --edited: ${String(number)} }\n`,
  },
  {
    name: 'a template',
    extension: 'wxml',
    with: (text, number) => `${text}\n<view>edited ${String(number)}.</view>\n`,
  },
  {
    name: 'a script',
    extension: 'js',
    with: (text, number) => text.replace(/\bdata:\s*\{/, `data: { edited: ${String(number)},`),
  },
];
/** After an edit is on screen, until the next is saved. */
const PAUSE_MS = 300;

/**
 * Edits the first page of a project that is open in Ferry's window; a sample is the time from the write of the file
 * to the frame that shows it. Wants `dist/` as the end-to-end tests do.
 * @param project stays as it is: a copy is edited
 * @param folder does not exist yet
 */
export async function editRows(
  project: string,
  folder: string,
  options: RoundOptions,
): Promise<Measured<CompileReport>[]> {
  const copy = path.join(folder, 'project');
  await fs.cp(project, copy, { recursive: true });
  const ferry = await startFerry(path.join(folder, 'home'), ['open', copy]);
  try {
    const page = await ferry.guest();
    const route = await routeOf(page);
    const { root } = locateProject(copy);
    return await measureInRounds(
      await Promise.all(EDITS.map((edit) => variantOf(page, root, route, edit))),
      options,
    );
  } finally {
    await ferry.close();
  }
}

async function variantOf(
  page: Page,
  root: string,
  route: string,
  edit: Edit,
): Promise<Variant<CompileReport>> {
  const file = path.join(root, `${route}.${edit.extension}`);
  const text = await fs.readFile(file, 'utf8');
  let number = 0;
  return {
    name: `Ferry: ${edit.name}`,
    async measure() {
      number += 1;
      const shown = page.evaluate(shownAt, { kind: edit.extension, number });
      await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
      const savedAt = Date.now();
      await fs.writeFile(file, edit.with(text, number));
      return { wallMs: (await shown) - savedAt };
    },
  };
}

async function routeOf(page: Page): Promise<string> {
  const element = await page.waitForSelector('.ferry-page:not([hidden]) wx-page');
  return (await element.getAttribute('wx-route')) ?? '';
}

/** Runs in the page: when a frame first shows the edit, in milliseconds since 1970. */
function shownAt({
  kind,
  number,
}: {
  readonly kind: Edit['extension'];
  readonly number: number;
}): Promise<number> {
  interface PageElement extends Element {
    readonly __wxElement?: { getMethodCaller(): { readonly data: Readonly<Record<string, unknown>> } };
  }
  const isShown = (page: PageElement): boolean => {
    if (kind === 'wxss') return getComputedStyle(page).getPropertyValue('--edited').trim() === String(number);
    if (kind === 'wxml') return page.textContent.includes(`edited ${String(number)}.`);
    return page.__wxElement?.getMethodCaller().data['edited'] === number;
  };
  return new Promise((resolve) => {
    const look = (): void => {
      const page = [...document.querySelectorAll<PageElement>('.ferry-page:not([hidden]) wx-page')].at(-1);
      if (page && isShown(page)) resolve(Date.now());
      else requestAnimationFrame(look);
    };
    look();
  });
}
