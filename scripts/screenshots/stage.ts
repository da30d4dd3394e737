/// <reference lib="dom" />
import type { Locator, Page } from 'playwright-core';
import type { Preferences } from '#contract/panel';
import type { FerryWindows } from './ferry-windows.ts';
import type { HarbourServer } from './harbour-server.ts';

export type Look = Pick<Preferences, 'locale'> & {
  readonly theme: 'light' | 'dark' | 'contrast';
  /** What the computer asks for, which high contrast follows; the theme's own where it is absent. */
  readonly system?: 'light' | 'dark';
};

/** What a picture shows: the window at its usual size, or large, or only what lies beside the phone. */
export type Frame = 'window' | 'large-window' | 'instrument';

/** Takes the picture `<name>.<locale>.<theme>.png` of what Ferry shows at this moment, once for each look. */
export type Shoot = (
  name: string,
  options?: {
    readonly frame?: Frame;
    readonly looks?: readonly Look[];
    /** Menus and dialogs take the phone's room, and the mini-program makes way. */
    readonly isCovered?: boolean;
    /** Before each picture, in its look: for what does not outlive a change of language. */
    readonly before?: (look: Look) => Promise<void>;
  },
) => Promise<void>;

/** What every scene plays on: Ferry with the mini-program of the pictures open. Locators are English. */
export interface Stage {
  readonly ferry: FerryWindows;
  readonly panel: Page;
  readonly server: HarbourServer;
  readonly shoot: Shoot;
  /** The mini-program's page; another one after a reload. */
  readonly guest: () => Promise<Page>;
  /** Calls a method of the page on top, as a tap on it would. */
  readonly callPage: (method: string) => Promise<void>;
  /** Folder of the sample album's pictures. */
  readonly media: string;
  /** A folder for what is written on the way. */
  readonly scratch: string;
  /** A file of the computer for a dialog of the system to answer with. */
  readonly answerDialogs: (file: string) => Promise<void>;
}

/** The look in which scenes are played. */
export const BASE_LOOK: Look = { locale: 'en', theme: 'light' };

export const EVERY_LOOK: readonly Look[] = [
  BASE_LOOK,
  { locale: 'en', theme: 'dark' },
  { locale: 'zh-CN', theme: 'light' },
  { locale: 'zh-CN', theme: 'dark' },
];

/** Each language and each theme once. */
export const TWO_LOOKS: readonly Look[] = [BASE_LOOK, { locale: 'zh-CN', theme: 'dark' }];

/** An element of the mini-program by its id in WXML; the page puts a prefix of the component's before it. */
export function byId(page: Page, id: string): Locator {
  return page.locator(`[id$="${id}"]`);
}

export async function showTab(panel: Page, name: string): Promise<void> {
  await panel.getByRole('tab', { name, exact: false }).first().click();
}

/** A row of the list of transfers by its path; the last one where there are several. */
export function rowOf(panel: Page, path: string): Locator {
  return panel.locator('[id^=transfer-]').filter({ hasText: path }).last();
}

/**
 * Opens the details of a transfer and one of their panes.
 *
 * @param end of the list that it is near, as rows out of sight are not drawn
 */
export async function openDetails(
  panel: Page,
  path: string,
  pane: string,
  end: 'Home' | 'End' = 'Home',
): Promise<Locator> {
  await showTab(panel, 'Transfers');
  const details = panel.getByRole('article', { name: 'Details of the transfer' });
  if ((await details.count()) > 0) await closeOverlay(panel, details);
  await panel.getByRole('grid').focus();
  await panel.keyboard.press(end);
  await rowOf(panel, path).click();
  await details.getByRole('tab', { name: pane }).click();
  return details;
}

/** Runs a command of the panel by its English title, as a person would by the palette. */
export async function runCommand(panel: Page, title: string): Promise<void> {
  await panel.keyboard.press('Control+k');
  await panel.getByRole('combobox', { name: 'Commands' }).fill(title);
  await panel.getByRole('option', { name: title }).first().click();
}

/** Closes the dialog or menu on top, and waits until it is gone. */
export async function closeOverlay(panel: Page, overlay: Locator): Promise<void> {
  await panel.keyboard.press('Escape');
  await overlay.waitFor({ state: 'detached' });
}

/** Takes away what was said on the way: a notice keeps the language it was said in. */
export async function dismissNotices(panel: Page): Promise<void> {
  const dismiss = panel.getByRole('button', { name: 'Dismiss' });
  while ((await dismiss.count()) > 0) await dismiss.first().click();
}

/** What was asked of main has come and is drawn. */
export async function settle(panel: Page): Promise<void> {
  await panel.waitForLoadState('networkidle');
  await panel.evaluate(
    () =>
      new Promise<void>((done) => {
        requestAnimationFrame(() => {
          requestAnimationFrame(() => {
            done();
          });
        });
      }),
  );
}
