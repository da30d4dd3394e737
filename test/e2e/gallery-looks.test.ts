import { describe, expect, test } from 'vitest';
import { type GalleryPhone, openGallery } from '../visual/gallery.ts';
import { openPictures, type PictureSet } from '../visual/pictures.ts';

/**
 * Every page of the Gallery and every overlay beside its accepted picture. See CONTRIBUTING.md for what to do when a
 * look changes on purpose.
 */

const HOW_TO_ACCEPT =
  'Look at the pictures. Is the new look right? FERRY_ACCEPT_PICTURES=1 npx vitest run test/e2e/gallery-looks.test.ts';

/** Pages whose components look different without `style: v2`. */
const LEGACY_PAGES: ReadonlySet<string> = new Set([
  'icon',
  'button',
  'checkbox',
  'radio',
  'switch',
  'slider',
  'form',
]);

type Check = (name: string, part?: 'screen' | 'page') => Promise<void>;

function checkWith(phone: GalleryPhone, pictures: PictureSet): Check {
  return async (name, part = 'screen') => {
    pictures.check(name, await phone.picture(part));
  };
}

/** Opens each page that the directory lists, and does there what more there is to see. */
async function visitComponents(
  phone: GalleryPhone,
  check: Check,
  wanted: (page: string) => boolean,
): Promise<void> {
  const heads = phone.page.locator('.group-head');
  for (let index = 0; index < (await heads.count()); index++) {
    await heads.nth(index).click();
    for (const page of await phone.entries()) {
      if (!wanted(page)) continue;
      await phone.enter(page);
      await check(page, 'page');
      await ON_PAGE[page]?.(phone, check);
      await phone.back();
    }
  }
}

/** Presses an element, takes the picture and lets go. */
async function checkPressed(phone: GalleryPhone, check: Check, id: string): Promise<void> {
  const element = phone.byId(id);
  await element.scrollIntoViewIfNeeded();
  await element.hover();
  await phone.page.mouse.down();
  const pressed = phone.page.locator(`[id$="${id}"]:is(.button-hover, .tile-pressed)`);
  await pressed.waitFor();
  await check(`pressed-${id}`);
  await phone.page.mouse.up();
  await pressed.waitFor({ state: 'detached' });
}

/** What there is to see on a page beyond how it looks when it opens. */
const ON_PAGE: Readonly<Record<string, (phone: GalleryPhone, check: Check) => Promise<void>>> = {
  async view(phone, check) {
    await checkPressed(phone, check, 'press-inner');
  },
  async button(phone, check) {
    for (const type of ['default', 'primary', 'warn']) await checkPressed(phone, check, type);
  },
  async navigator(phone, check) {
    await phone.byId('navigate').click();
    await phone.page.getByText('"from":"navigate"').waitFor();
    await check('destination');
    await phone.back();
  },
  async picker(phone, check) {
    const { page, byId } = phone;
    const sheet = page.locator('.ferry-wheels');
    for (const mode of ['selector', 'multiSelector', 'time', 'date', 'month', 'region']) {
      await byId(mode).scrollIntoViewIfNeeded();
      await byId(mode).click();
      await sheet.waitFor();
      await check(`picker-${mode}`);
      await page.keyboard.press('Escape');
      await sheet.waitFor({ state: 'detached' });
    }
  },
  async 'page-container'(phone, check) {
    for (const position of ['bottom', 'top', 'right', 'center']) {
      await phone.byId(position).click();
      await phone.page.getByText('beforeenter').waitFor();
      await check(`page-container-${position}`);
      await phone.byId('close').click();
      await phone.page.getByText('afterleave').waitFor();
    }
  },
  async containers(phone, check) {
    await phone.byId('portal').click();
    await phone.byId('veil').waitFor();
    await check('root-portal');
    await phone.byId('veil').click();
  },
  async editor(phone, check) {
    await phone.byId('contents').click();
    await phone.page.getByText('<h2').waitFor();
    await check('editor-contents', 'page');
    await phone.byId('noted').click();
    await phone.page.locator('wx-keyboard-accessory[data-up]').waitFor();
    await check('keyboard-accessory');
    await phone.byId('noted').locator('textarea').blur();
    await phone.page.locator('wx-keyboard-accessory[data-up]').waitFor({ state: 'detached' });
  },
  async canvas(phone, check) {
    await phone.byId('export').click();
    await phone.byId('exported').waitFor();
    await check('canvas-exported');
  },
  async 'stand-ins'(phone) {
    await phone.byId('shoot').click();
    await phone.byId('photo').waitFor();
  },
  async 'page-meta'(phone, check) {
    for (const id of ['tint', 'enlarge', 'paint', 'load']) await phone.byId(id).click();
    await phone.page.locator('.ferry-nav__spinner:not([hidden])').waitFor();
    await check('page-meta-changed');
  },
  async 'legacy-dialogs'(phone, check) {
    const { page, byId } = phone;
    for (const [kind, end] of [
      ['sheet', 'wx-action-sheet-cancel'],
      ['modal', 'wx-modal:not([hidden]) .wx-modal__cancel'],
      ['notice', 'wx-modal:not([hidden]) .wx-modal__confirm'],
      ['loading', 'wx-loading'],
      ['toast', null],
    ] as const) {
      await byId(`show-${kind}`).click();
      await page.locator('[data-dialog]').filter({ visible: true }).first().waitFor();
      await check(`legacy-${kind}`);
      if (end !== null) await page.locator(end).click();
    }
  },
};

async function visitInterface(phone: GalleryPhone, check: Check): Promise<void> {
  const { page, byId } = phone;
  await page.locator('.ferry-tabs__item').nth(1).click();
  await byId('to-toast').waitFor();
  await check('interface');

  await phone.enter('toast');
  await check('toast-page', 'page');
  // As long as the page offers: a toast must outlast its picture.
  const rail = byId('seconds').locator('.wx-slider-handle-wrapper');
  const { width } = (await rail.boundingBox()) ?? { width: 0 };
  await byId('seconds').click({ position: { x: width, y: 9 } });
  for (const [id, words] of [
    ['success', '已买票'],
    ['error', '没有余票'],
    ['plain', '只有文字'],
    ['picture', '自己的图片'],
    ['loading', '正在查询'],
  ] as const) {
    await byId(id).click();
    await page.locator('.ferry-toast', { hasText: words }).waitFor();
    await check(`toast-${id}`);
  }
  await byId('hide').click();
  await phone.back();

  await phone.enter('dialogs');
  await check('dialogs-page', 'page');
  for (const id of ['ask', 'notice', 'colors', 'editable', 'choose', 'titled']) {
    await byId(id).click();
    const dialog = page.locator('.ferry-modal, .ferry-action-sheet');
    await dialog.waitFor();
    await check(`dialog-${id}`);
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
  }
  await phone.back();

  await phone.enter('preview');
  await check('preview-page', 'page');
  await byId('picture-0').click();
  await page.locator('.ferry-preview').waitFor();
  await check('preview');
  await page.locator('.ferry-preview__close').click();
  await phone.back();

  await phone.enter('navigation-bar');
  await check('bar-white');
  for (const name of ['bar-black', 'bar-color']) {
    await phone.enter(name);
    await check(name);
    await phone.back();
  }
  await phone.enter('bar-custom');
  await check('bar-custom');
  await byId('back').click();
  for (const id of ['set-title', 'set-color', 'load']) await byId(id).click();
  await page.locator('.ferry-nav__spinner:not([hidden])').waitFor();
  await check('bar-changed');
}

describe('the Gallery sample', () => {
  test('looks as accepted on every page and in every overlay', { timeout: 300_000 }, async () => {
    const phone = await openGallery('v2');
    const pictures = openPictures('v2');
    const check = checkWith(phone, pictures);
    await check('components');
    await visitComponents(phone, check, () => true);
    await check('components-open', 'page');
    await visitInterface(phone, check);
    expect(phone.unvisited()).toEqual([]);
    expect(pictures.differences(), HOW_TO_ACCEPT).toEqual([]);
  });

  test(
    'has its controls in the legacy look when app.json does not ask for v2',
    { timeout: 180_000 },
    async () => {
      const phone = await openGallery('legacy');
      const pictures = openPictures('legacy');
      await visitComponents(phone, checkWith(phone, pictures), (page) => LEGACY_PAGES.has(page));
      expect(pictures.differences(), HOW_TO_ACCEPT).toEqual([]);
    },
  );
});
