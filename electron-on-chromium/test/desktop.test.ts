import { describe, expect, test } from 'vitest';
import { testRows, useFixture, type Row } from './fixture-app.ts';

const running = useFixture();
const rows = (table: readonly Row[]): void => {
  testRows(running, table);
};

describe('the desktop', () => {
  rows([
    [
      'dialogs without a screen are escaped from',
      async ({ dialog }) => [
        await dialog.showOpenDialog({ properties: ['openFile'] }),
        await dialog.showSaveDialog({}),
        await dialog.showMessageBox({ message: 'Sure?', buttons: ['Yes', 'Cancel'] }),
        await dialog.showMessageBox(globalThis.fixture.window, {
          message: 'Sure?',
          buttons: ['A', 'B'],
          cancelId: 1,
        }),
      ],
      [
        { canceled: true, filePaths: [] },
        { canceled: true, filePath: '' },
        { response: 1, checkboxChecked: false },
        { response: 1, checkboxChecked: false },
      ],
    ],
    [
      'a test may answer a dialog',
      ({ dialog }) => {
        dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths: ['/chosen'] });
        return dialog.showOpenDialog({});
      },
      { canceled: false, filePaths: ['/chosen'] },
    ],
    [
      'Menu is a model',
      ({ Menu }) => {
        let clicked = '';
        const menu = Menu.buildFromTemplate([
          {
            label: 'File',
            submenu: [
              {
                id: 'open',
                label: 'Open',
                accelerator: 'CmdOrCtrl+O',
                click: (item) => (clicked = item.label),
              },
            ],
          },
          { type: 'separator' },
          { role: 'quit' },
        ]);
        Menu.setApplicationMenu(menu);
        menu.getMenuItemById('open')?.click();
        return [
          Menu.getApplicationMenu() === menu,
          menu.items.map((item) => item.type),
          clicked,
          menu.getMenuItemById('none'),
        ];
      },
      [true, ['submenu', 'separator', 'normal'], 'Open', null],
    ],
    [
      'a menu entry without label, role or type throws',
      ({ Menu }) => globalThis.fixture.thrown(() => Menu.buildFromTemplate([{}])),
      'Invalid template for MenuItem: must have at least one of label, role or type',
    ],
    [
      'clipboard keeps text, by promises',
      async ({ clipboard }) => [await clipboard.writeText('kept'), await clipboard.readText()],
      [undefined, 'kept'],
    ],
    [
      'screen has one display',
      ({ screen }) => [screen.getAllDisplays().length, screen.getPrimaryDisplay().scaleFactor],
      [1, 1],
    ],
    [
      'a role brings its label, its key and its submenu',
      ({ Menu }) => {
        const menu = Menu.buildFromTemplate([{ role: 'windowMenu' }]);
        return menu.items[0]?.submenu?.items.map((item) => [item.label, item.accelerator]);
      },
      [
        ['Minimize', 'CommandOrControl+M'],
        ['Zoom', null],
        ['Close Window', 'CommandOrControl+W'],
      ],
    ],
    [
      'recent documents and the about panel are taken note of',
      ({ app }) => {
        app.addRecentDocument('/a/document');
        app.clearRecentDocuments();
        app.setAboutPanelOptions({ applicationName: 'Other' });
        app.showAboutPanel();
        return globalThis.fixture.thrown(() => app.addRecentDocument(1 as unknown as string));
      },
      'path must be a string',
    ],
    ['shell records without a screen', ({ shell }) => shell.openExternal('https://example.org'), undefined],
    [
      'shell.openPath tells of a path that is not there',
      ({ shell }) => shell.openPath('/not/there'),
      'Failed to open path: /not/there',
    ],
    [
      'nativeTheme is what pages see',
      async ({ nativeTheme }) => {
        const updated = new Promise((resolve) => nativeTheme.once('updated', () => resolve('updated')));
        const dark = (): Promise<unknown> =>
          globalThis.fixture.window.webContents.executeJavaScript(
            "matchMedia('(prefers-color-scheme: dark)').matches",
          ) as Promise<unknown>;
        nativeTheme.themeSource = 'dark';
        const seen = [await updated, nativeTheme.shouldUseDarkColors, await dark()];
        nativeTheme.themeSource = 'light';
        return [...seen, nativeTheme.shouldUseDarkColors, await dark()];
      },
      ['updated', true, true, false, false],
    ],
  ]);
});

describe('the keys of a menu', () => {
  /** Sets a menu whose items say that they were chosen. */
  async function setMenu(accelerators: readonly string[]): Promise<void> {
    await running().app.evaluate(({ Menu }, wanted) => {
      const pressed: string[] = [];
      Object.assign(globalThis, { pressed });
      const items = wanted.map((accelerator) => ({
        label: accelerator,
        accelerator,
        click: (_item: unknown, window: unknown, event: { triggeredByAccelerator?: boolean }) => {
          const isHere = window === globalThis.fixture.window && event.triggeredByAccelerator === true;
          pressed.push(isHere ? accelerator : 'elsewhere');
        },
      }));
      const off = { label: 'Off', accelerator: 'Ctrl+J', enabled: false, click: () => pressed.push('off') };
      Menu.setApplicationMenu(Menu.buildFromTemplate([{ label: 'Keys', submenu: [...items, off] }]));
    }, accelerators);
  }
  const pressed = (): Promise<unknown> =>
    running().app.evaluate(() => (globalThis as unknown as { pressed: string[] }).pressed);

  test('are pressed in a window, in a view and in a text field', async () => {
    await setMenu(['CmdOrCtrl+O', 'F6', 'Ctrl+Alt+I', 'x']);
    const { page, guest } = running();
    await page.keyboard.press('Control+o');
    await expect.poll(pressed).toEqual(['CmdOrCtrl+O']);
    await guest.keyboard.press('F6');
    await expect.poll(pressed).toEqual(['CmdOrCtrl+O', 'F6']);
    await page.focus('#input');
    // What a text field types is no key of the menu's, what it does not is.
    await page.keyboard.press('x');
    await page.keyboard.press('Control+Alt+i');
    await expect.poll(pressed).toEqual(['CmdOrCtrl+O', 'F6', 'Ctrl+Alt+I']);
    await page.fill('#input', '');
    await page.evaluate(() => (document.activeElement as HTMLElement).blur());
    await page.keyboard.press('x');
    await expect.poll(pressed).toEqual(['CmdOrCtrl+O', 'F6', 'Ctrl+Alt+I', 'x']);
  });

  test('are not for the menu when the page takes them, nor for an item that is off', async () => {
    await setMenu(['Ctrl+K', 'Ctrl+L']);
    const { page } = running();
    await page.evaluate(() => {
      window.addEventListener('keydown', (event) => event.key === 'k' && event.preventDefault());
      window.addEventListener('keydown', (event) =>
        Object.assign(window, { wasPrevented: event.defaultPrevented }),
      );
    });
    for (const key of ['k', 'j', 'l']) await page.keyboard.press(`Control+${key}`);
    await expect.poll(pressed).toEqual(['Ctrl+L']);
    // The page sees nothing of what is done with a key it leaves.
    expect(await page.evaluate(() => 'wasPrevented' in window && window.wasPrevented)).toBe(false);
  });

  test('of roles do what the role says', async () => {
    const state = (): Promise<unknown> =>
      running().app.evaluate(() => {
        const { window } = globalThis.fixture;
        return [window.isFullScreen(), window.isMinimized(), window.webContents.getZoomFactor()];
      });
    await running().app.evaluate(({ Menu }) => {
      Menu.setApplicationMenu(Menu.buildFromTemplate([{ role: 'viewMenu' }, { role: 'windowMenu' }]));
    });
    const { page } = running();
    await page.keyboard.press('F11');
    await expect.poll(state).toEqual([true, false, 1]);
    await page.keyboard.press('F11');
    await expect.poll(state).toEqual([false, false, 1]);
    await page.keyboard.press('Control+-');
    await expect.poll(state).toEqual([false, false, 1 / 1.2]);
    await page.keyboard.press('Control+0');
    await page.keyboard.press('Control+m');
    await expect.poll(state).toEqual([false, true, 1]);
    await running().app.evaluate(() => {
      globalThis.fixture.window.restore();
    });
  });
});

describe('utilityProcess', () => {
  rows([
    [
      'messages are structured clones, both ways',
      async () => {
        const { utility } = globalThis.fixture;
        const answer = new Promise<{ data: unknown; ports: unknown[]; argv: string[]; type: string }>(
          (resolve) => utility.once('message', resolve),
        );
        utility.postMessage({ map: new Map([['a', new Uint8Array([1, 2])]]), none: undefined, big: 1n });
        const { data, ports, argv, type } = await answer;
        const { map, none, big } = data as { map: Map<string, Uint8Array>; none: unknown; big: bigint };
        return [
          map.get('a')?.constructor.name,
          [...(map.get('a') ?? [])],
          none,
          big === 1n,
          ports,
          argv,
          type,
        ];
      },
      ['Uint8Array', [1, 2], undefined, true, [], ['one', 'two'], 'utility'],
    ],
    [
      'what cannot be cloned throws',
      () => globalThis.fixture.thrown(() => globalThis.fixture.utility.postMessage(() => undefined)) !== null,
      true,
    ],
    [
      'transferred ports throw',
      () => globalThis.fixture.thrown(() => globalThis.fixture.utility.postMessage('x', [{} as never])),
      'postMessage with transferred ports is not available in electron-on-chromium',
    ],
    [
      'exit gives the code, and the pid goes',
      async ({ utilityProcess }) => {
        const one = utilityProcess.fork(`${globalThis.fixture.folder}/utility.js`, [], {
          serviceName: 'Short',
        });
        await new Promise((resolve) => one.once('spawn', () => resolve(undefined)));
        const had = typeof one.pid;
        const exited = new Promise((resolve) => one.once('exit', resolve));
        one.postMessage('stop');
        return [had, await exited, one.pid];
      },
      ['number', 3, undefined],
    ],
    [
      'kill ends it',
      async ({ utilityProcess }) => {
        const one = utilityProcess.fork(`${globalThis.fixture.folder}/utility.js`);
        await new Promise((resolve) => one.once('spawn', () => resolve(undefined)));
        const exited = new Promise((resolve) => one.once('exit', resolve));
        return [one.kill(), typeof (await exited)];
      },
      [true, 'number'],
    ],
    [
      'a relative module path throws',
      ({ utilityProcess }) => globalThis.fixture.thrown(() => utilityProcess.fork('utility.js')),
      'Relative module path is not supported',
    ],
  ]);
});
