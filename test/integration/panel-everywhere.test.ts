import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ThemeChoice } from '#contract/panel';
import { accessibilityFaults } from '../support/axe.ts';
import { tenExchanges } from '../support/exchange-fixtures.ts';
import { busySnapshot, openSnapshot, startSnapshot } from '../support/panel-fixtures.ts';
import { startPanelHarness, type OpenPanel, type PanelHarness } from '../support/panel-harness.ts';

let harness: PanelHarness;
beforeAll(async () => {
  harness = await startPanelHarness();
}, 60_000);
afterAll(async () => {
  await harness.close();
});

async function inPanel(
  snapshot: ReturnType<typeof openSnapshot>,
  steps: (panel: OpenPanel) => Promise<void>,
): Promise<void> {
  const panel = await harness.open(snapshot);
  try {
    await steps(panel);
    expect(panel.complaints).toEqual([]);
  } finally {
    await panel.close();
  }
}

describe('the command palette', () => {
  test('opens by its key, narrows by words, and does what is chosen', async () => {
    await inPanel(openSnapshot(), async ({ page }) => {
      await page.keyboard.press('Control+k');
      const field = page.getByPlaceholder('What do you want to do?');
      await field.fill('rules');
      await page.keyboard.press('Enter');
      await page.getByRole('tab', { name: 'Rules', selected: true }).waitFor();
      await field.waitFor({ state: 'detached' });
    });
  });

  test.each(['en', 'zh-CN'] as const)(
    'finds a command in both languages while it speaks %s',
    async (locale) => {
      const preferences = { locale, theme: 'light', reloadOnSave: true } as const;
      await inPanel(openSnapshot({ preferences }), async ({ page }) => {
        await page.keyboard.press('Control+k');
        const field = page.getByRole('combobox').last();
        for (const typed of ['clear transfers', '清空传输', '删除']) {
          await field.fill(typed);
          await page
            .getByRole('option', { name: locale === 'en' ? 'Clear transfers' : '清空传输', exact: false })
            .waitFor();
        }
      });
    },
  );

  test('goes to the tab that a command belongs to', async () => {
    await inPanel(openSnapshot(), async ({ page }) => {
      await page.keyboard.press('Control+5');
      await page.keyboard.press('Control+k');
      await page.getByPlaceholder('What do you want to do?').fill('filter the files');
      await page.keyboard.press('Enter');
      await page.getByRole('tab', { name: 'Files', selected: true }).waitFor();
      await expect
        .poll(() => page.evaluate(() => (document.activeElement as HTMLInputElement).placeholder))
        .toContain('Filter files');
    });
  });

  test('says what to try when nothing is called that, and Escape closes it', async () => {
    await inPanel(openSnapshot(), async ({ page }) => {
      await page.keyboard.press('Control+k');
      await page.getByPlaceholder('What do you want to do?').fill('qqqq');
      await page.getByText('No command is called that').waitFor();
      await page.keyboard.press('Escape');
      await page.getByPlaceholder('What do you want to do?').waitFor({ state: 'detached' });
    });
  });

  test('offers nothing that needs a project while there is none', async () => {
    await inPanel(startSnapshot(), async ({ page }) => {
      await page.keyboard.press('Control+k');
      await page.getByRole('option', { name: 'Open folder…' }).waitFor();
      expect(await page.getByRole('option', { name: 'Show rules' }).count()).toBe(0);
    });
  });
});

describe('the keyboard', () => {
  test('? shows the keys, but not while a filter is typed', async () => {
    await inPanel(openSnapshot(), async ({ page }) => {
      await page.keyboard.press('Control+f');
      await page.keyboard.press('?');
      expect(await page.getByRole('dialog').count()).toBe(0);
      await page.keyboard.press('Escape');
      await page.locator('body').click({ position: { x: 700, y: 12 } });
      await page.keyboard.press('?');
      const sheet = page.getByRole('dialog', { name: 'Keyboard shortcuts' });
      await sheet.getByText('Ctrl+K', { exact: true }).waitFor();
      expect(await accessibilityFaults(page)).toEqual([]);
    });
  });

  test('F6 goes round the parts of the window, Shift+F6 back', async () => {
    await inPanel(openSnapshot(), async ({ page }) => {
      const area = (): Promise<string> =>
        page.evaluate(() => document.activeElement?.closest('[data-area]')?.localName ?? '');
      for (const next of ['footer', 'header', 'section', 'div']) {
        await page.keyboard.press('F6');
        expect(await area()).toBe(next);
      }
      // What had the focus there has it again.
      await page.keyboard.press('Control+f');
      await page.keyboard.press('Shift+F6');
      expect(await area()).toBe('section');
      await page.keyboard.press('F6');
      expect(await page.evaluate(() => document.activeElement?.localName)).toBe('input');
    });
  });

  test('no key does two things, but where two tabs have the same for the same', async () => {
    await inPanel(openSnapshot(), async ({ page }) => {
      await page.keyboard.press('?');
      const sheet = page.getByRole('dialog', { name: 'Keyboard shortcuts' });
      await sheet.getByText('Ctrl+K', { exact: true }).waitFor();
      const lines = await sheet.locator('section').evaluateAll((sections) =>
        sections.flatMap((section) =>
          [...section.querySelectorAll('dl > div')].map((line) => ({
            title: section.querySelector('h3')?.textContent ?? '',
            words: line.querySelector('dt')?.textContent ?? '',
            keys: line.querySelector('dd')?.textContent ?? '',
          })),
        ),
      );
      const ofCommands = lines.filter(({ title }) => !title.startsWith('In '));
      expect(ofCommands.length).toBeGreaterThan(40);
      const shared = [...Map.groupBy(ofCommands, ({ keys }) => keys)].filter(([, same]) => same.length > 1);
      expect(
        Object.fromEntries(shared.map(([keys, same]) => [keys, same.map(({ words }) => words)])),
      ).toEqual({
        'Ctrl+Z': ['Bring back the cleared transfers', 'Bring back the rule deleted last'],
        'Ctrl+F': [
          'Filter transfers',
          'Filter the files',
          'Filter messages',
          'Find tag, text, class, id or selector',
        ],
        'Alt+4': ['Details: parts of the upload', 'Details: messages of a WebSocket'],
      });
    });
  });

  test('no key of a command takes what is typed into a field', async () => {
    await inPanel(openSnapshot(), async ({ page }) => {
      const field = page.getByRole('combobox', { name: /Filter/u });
      await field.fill('');
      await field.pressSequentially('lgptn?');
      await page.keyboard.press('Control+a');
      await page.keyboard.press('Control+z');
      expect(await field.evaluate((input: HTMLInputElement) => input === document.activeElement)).toBe(true);
      expect(await page.getByRole('dialog').count()).toBe(0);
      expect(await page.getByRole('button', { name: 'Group by page' }).getAttribute('aria-pressed')).toBe(
        'false',
      );
      // A dialog has the keyboard to itself.
      await page.keyboard.press('Control+k');
      await page.keyboard.press('Control+6');
      await page.keyboard.press('Escape');
      await page.getByRole('tab', { name: 'Transfers', selected: true }).waitFor();
    });
  });

  test('what was cleared comes back by Ctrl+Z and by the palette, and a screen reader hears of both', async () => {
    await inPanel(openSnapshot(), async ({ page, answer, calls }) => {
      await answer('panel:clear-exchanges', { clearedCount: 3 });
      await answer('panel:undo-clear', { restoredCount: 3 });
      await page.keyboard.press('Control+l');
      const told = page.getByRole('status').filter({ hasText: 'transfers cleared' });
      await told.waitFor();
      await page.keyboard.press('Control+z');
      await page.getByRole('status').filter({ hasText: '3 transfers are back' }).waitFor();
      await told.waitFor({ state: 'detached' });
      await page.keyboard.press('Control+l');
      await told.waitFor();
      await page.keyboard.press('Control+3');
      await page.keyboard.press('Control+k');
      await page.getByPlaceholder('What do you want to do?').fill('bring back transfers');
      await page.keyboard.press('Enter');
      await expect.poll(async () => (await calls('panel:undo-clear')).length).toBe(2);
    });
  });

  test('the menu of the window runs a command of the panel', async () => {
    await inPanel(openSnapshot(), async ({ page, emit }) => {
      await emit({ kind: 'command', id: 'window.palette' });
      await page.getByPlaceholder('What do you want to do?').waitFor();
    });
  });
});

describe('tabs', () => {
  test('stand still whichever is chosen and whatever they count, and none is cut off', async () => {
    await inPanel(busySnapshot(), async ({ page, putExchanges }) => {
      const tabs = page.getByRole('tablist').first().getByRole('tab');
      const places = (): Promise<readonly number[]> =>
        tabs.evaluateAll((all) => all.map((tab) => tab.getBoundingClientRect().x));
      await expect.poll(() => tabs.first().innerText()).toMatch(/^Transfers\s*\d$/u);
      const first = await places();
      for (const tab of await tabs.all()) {
        await tab.click();
        expect(await places()).toEqual(first);
      }
      await tabs.first().click();
      await putExchanges(tenExchanges().map((exchange) => ({ ...exchange, state: 'done' })));
      await expect.poll(() => tabs.first().innerText()).toBe('Transfers');
      expect(await places()).toEqual(first);

      await page.setViewportSize({ width: 720, height: 600 });
      await page.getByRole('grid').focus();
      await page.keyboard.press('Home');
      await page.keyboard.press('Enter');
      const details = page.getByRole('article').getByRole('tab');
      const right = await page.getByRole('article').evaluate((pane) => pane.getBoundingClientRect().right);
      for (const tab of await details.all()) {
        expect(await tab.evaluate((one) => one.getBoundingClientRect().right)).toBeLessThanOrEqual(right);
      }
    });
  });
});

describe('WCAG 2.2 AA', () => {
  const THEMES: readonly ThemeChoice[] = ['light', 'dark', 'contrast'];

  test.each(THEMES)('the start screen and each tab have no fault in the theme %s', async (theme) => {
    const preferences = { locale: 'en', theme, reloadOnSave: true } as const;
    await inPanel(startSnapshot({ preferences }), async ({ page }) => {
      expect(await accessibilityFaults(page)).toEqual([]);
    });
    await inPanel(openSnapshot({ preferences }), async ({ page }) => {
      for (const tab of await page.getByRole('tablist').first().getByRole('tab').all()) {
        await tab.click();
        expect(await accessibilityFaults(page)).toEqual([]);
      }
    });
  });
});

describe('what the system asks for', () => {
  const preferences = { locale: 'en', theme: 'system', reloadOnSave: true } as const;

  test('more contrast, or colours of its own, bring the high-contrast theme', async () => {
    await inPanel(openSnapshot({ preferences }), async ({ page }) => {
      const theme = () => page.locator('html').getAttribute('data-theme');
      expect(await theme()).toBe('light');
      await page.emulateMedia({ contrast: 'more', colorScheme: 'dark' });
      await expect.poll(theme).toBe('contrast-dark');
      await page.emulateMedia({ contrast: 'no-preference', colorScheme: 'light', forcedColors: 'active' });
      await expect.poll(theme).toBe('contrast-light');
      // The line under the chosen tab is drawn by background alone, which forced colours would take away.
      const [line, ground] = await page
        .getByRole('tab', { selected: true })
        .first()
        .evaluate((tab) => [
          getComputedStyle(tab, '::after').backgroundColor,
          getComputedStyle(document.body).backgroundColor,
        ]);
      expect(line).not.toBe(ground);
    });
  });

  test('less motion leaves nothing that moves', async () => {
    await inPanel(busySnapshot(), async ({ page }) => {
      const moving = (): Promise<readonly string[]> =>
        page.evaluate(() =>
          [...document.querySelectorAll('*')]
            .filter((element) => {
              const { animationName, animationDuration, transitionDuration } = getComputedStyle(element);
              const isAnimated = animationName !== 'none' && !/^(?:0s(?:, )?)+$/u.test(animationDuration);
              return isAnimated || !/^(?:0s(?:, )?)+$/u.test(transitionDuration);
            })
            .map((element) => element.outerHTML.slice(0, 80)),
        );
      expect(await moving()).toEqual([]);
      await page.emulateMedia({ reducedMotion: 'no-preference' });
      expect(await moving()).not.toEqual([]);
    });
  });
});
