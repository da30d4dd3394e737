import { describe, expect, test } from 'vitest';
import { EXECUTABLE, FIXTURE, testRows, useFixture, type Row } from './fixture-app.ts';

const running = useFixture();
const rows = (table: readonly Row[]): void => {
  testRows(running, table);
};

describe('app', () => {
  rows([
    ['is ready', ({ app }) => app.isReady(), true],
    ['whenReady resolves again and again', ({ app }) => app.whenReady().then(() => 'ready'), 'ready'],
    ['getName prefers productName', ({ app }) => [app.getName(), app.name], ['Fixture App', 'Fixture App']],
    ['getVersion', ({ app }) => app.getVersion(), '1.2.3'],
    ['getAppPath is the folder of package.json', ({ app }) => app.getAppPath(), FIXTURE],
    ['isPackaged', ({ app }) => app.isPackaged, false],
    [
      'setPath before ready moved userData, and sessionData with it',
      ({ app }) => [
        app.getPath('userData') === process.env['FIXTURE_HOME'],
        app.getPath('sessionData') === process.env['FIXTURE_HOME'],
      ],
      [true, true],
    ],
    ['getPath exe', ({ app }) => app.getPath('exe'), EXECUTABLE],
    [
      'every documented path is absolute',
      ({ app }) => {
        const names = [
          'home',
          'appData',
          'temp',
          'desktop',
          'documents',
          'downloads',
          'music',
          'pictures',
        ] as const;
        const more = ['videos', 'logs', 'crashDumps'] as const;
        return [...names, ...more].filter((name) => !app.getPath(name).startsWith('/'));
      },
      [],
    ],
    [
      'getPath of an unknown name throws',
      ({ app }) => globalThis.fixture.thrown(() => app.getPath('nonsense' as 'home')),
      "Failed to get 'nonsense' path",
    ],
    [
      'setPath wants an absolute path',
      ({ app }) => globalThis.fixture.thrown(() => app.setPath('music', 'relative')),
      'Path must be absolute',
    ],
    ['getLocale is set once ready', ({ app }) => app.getLocale().length >= 2, true],
    ['getPreferredSystemLanguages', ({ app }) => app.getPreferredSystemLanguages().length > 0, true],
    [
      'commandLine has what stood before the app',
      ({ app }) => [
        app.commandLine.hasSwitch('fixture-switch'),
        app.commandLine.getSwitchValue('fixture-switch'),
        app.commandLine.hasSwitch('for-the-app'),
      ],
      [true, 'on', false],
    ],
    [
      'commandLine takes and forgets switches',
      ({ app }) => {
        app.commandLine.appendSwitch('later', 'value');
        const before = app.commandLine.getSwitchValue('later');
        app.commandLine.removeSwitch('later');
        return [before, app.commandLine.hasSwitch('later'), app.commandLine.getSwitchValue('later')];
      },
      ['value', false, ''],
    ],
    [
      'process.argv is executable, app, arguments',
      () => process.argv,
      [EXECUTABLE, FIXTURE, '--for-the-app'],
    ],
    ['process.type', () => (process as { type?: string }).type, 'browser'],
    ['process.resourcesPath', () => typeof (process as { resourcesPath?: string }).resourcesPath, 'string'],
    [
      'process.versions names Chromium, before ready as well, and no Electron',
      () => [
        /^\d+\.\d+\.\d+\.\d+$/.test(process.versions.chrome),
        globalThis.fixture.chromeBeforeReady === process.versions.chrome,
        'electron' in process.versions,
      ],
      [true, true, false],
    ],
    [
      'the single instance lock is held',
      ({ app }) => [app.requestSingleInstanceLock(), app.hasSingleInstanceLock()],
      [true, true],
    ],
    [
      'enableSandbox comes too late',
      ({ app }) => globalThis.fixture.thrown(() => app.enableSandbox()),
      'app.enableSandbox() can only be called before app is ready',
    ],
    [
      'web-contents-created tells of every page',
      ({ app }) => {
        const created = new Promise<number>((resolve) => {
          app.once('web-contents-created', (_event, contents) => resolve(contents.id));
        });
        const window = globalThis.fixture.openWindow();
        const { id } = window.webContents;
        window.destroy();
        return created.then((told) => told === id);
      },
      true,
    ],
    [
      'a window that will not close stops quit, and before-quit can',
      ({ app, BrowserWindow }) => {
        const told: string[] = [];
        const window = globalThis.fixture.openWindow();
        window.on('close', (event) => {
          told.push('close');
          event.preventDefault();
        });
        // Only that window is asked: the fixture's own would close before it.
        globalThis.fixture.window.once('close', (event) => {
          event.preventDefault();
        });
        app.once('will-quit', () => told.push('will-quit'));
        app.quit();
        app.once('before-quit', (event) => {
          told.push('before-quit');
          event.preventDefault();
        });
        app.quit();
        app.removeAllListeners('will-quit');
        window.destroy();
        return [told, BrowserWindow.getAllWindows().length];
      },
      [['close', 'before-quit'], 1],
    ],
  ]);
});

describe('unknown members throw', () => {
  rows([
    [
      'of app',
      ({ app }) => globalThis.fixture.thrown(() => app.showEmojiPanel()),
      'electron.app.showEmojiPanel is not available in electron-on-chromium',
    ],
    [
      'of a window',
      () => globalThis.fixture.thrown(() => globalThis.fixture.window.setOpacity(1)),
      'electron.BrowserWindow.setOpacity is not available in electron-on-chromium',
    ],
    [
      'of web contents',
      () => globalThis.fixture.thrown(() => globalThis.fixture.window.webContents.undo()),
      'electron.WebContents.undo is not available in electron-on-chromium',
    ],
    [
      'of a class',
      ({ BrowserWindow }) =>
        globalThis.fixture.thrown(() =>
          (BrowserWindow as unknown as { addExtension(): void }).addExtension(),
        ),
      'electron.BrowserWindow.addExtension is not available in electron-on-chromium',
    ],
    [
      'of the module',
      (electron) => globalThis.fixture.thrown(() => electron.safeStorage),
      'electron.electron.safeStorage is not available in electron-on-chromium',
    ],
    [
      'of a session',
      ({ session }) => globalThis.fixture.thrown(() => session.defaultSession.serviceWorkers),
      'electron.Session.serviceWorkers is not available in electron-on-chromium',
    ],
  ]);
});

describe('BrowserWindow', () => {
  rows([
    [
      'knows its windows by id, contents and focus',
      ({ BrowserWindow }) => {
        const { window } = globalThis.fixture;
        return [
          BrowserWindow.fromId(window.id) === window,
          BrowserWindow.fromWebContents(window.webContents) === window,
          BrowserWindow.fromWebContents(globalThis.fixture.view.webContents),
          BrowserWindow.getAllWindows().includes(window),
          BrowserWindow.fromId(9999),
        ];
      },
      [true, true, null, true, null],
    ],
    [
      'show, focus, hide tell what happened',
      ({ BrowserWindow }) => {
        const window = globalThis.fixture.openWindow();
        const told: string[] = [];
        for (const name of ['show', 'focus', 'blur', 'hide'] as const)
          window.on(name as 'show', () => told.push(name));
        const before = window.isVisible();
        window.show();
        const shown = [window.isVisible(), window.isFocused(), BrowserWindow.getFocusedWindow() === window];
        window.hide();
        const after = [window.isVisible(), window.isFocused()];
        window.destroy();
        return [before, shown, after, told];
      },
      [false, [true, true, true], [false, false], ['show', 'focus', 'blur', 'hide']],
    ],
    [
      'minimize, restore, maximize',
      () => {
        const window = globalThis.fixture.openWindow({ show: true });
        window.minimize();
        const states = [window.isMinimized(), window.isVisible()];
        window.restore();
        states.push(window.isMinimized());
        window.maximize();
        states.push(window.isMaximized());
        window.unmaximize();
        states.push(window.isMaximized());
        window.destroy();
        return states;
      },
      [true, false, false, true, false],
    ],
    [
      'setBounds keeps the minimum size and tells of resize',
      () => {
        const window = globalThis.fixture.openWindow({ minWidth: 300, minHeight: 200 });
        let resizes = 0;
        window.on('resize', () => resizes++);
        window.setBounds({ x: 5, width: 100, height: 100 });
        const bounds = window.getBounds();
        window.setSize(640, 480);
        const [size, content] = [window.getSize(), window.getContentSize()];
        window.setMinimumSize(700, 500);
        const grown = window.getSize();
        window.destroy();
        return [bounds, size, content, grown, resizes];
      },
      [{ x: 5, y: 0, width: 300, height: 200 }, [640, 480], [640, 480], [700, 500], 3],
    ],
    [
      'close can be prevented; destroy does not ask; then nothing works on it',
      () => {
        const window = globalThis.fixture.openWindow();
        const told: string[] = [];
        window.on('close', (event) => {
          told.push('close');
          event.preventDefault();
        });
        window.on('closed', () => told.push('closed'));
        window.close();
        const { webContents } = window;
        window.destroy();
        return [
          told,
          window.isDestroyed(),
          webContents.isDestroyed(),
          globalThis.fixture.thrown(() => window.getTitle()),
        ];
      },
      [['close', 'closed'], true, true, 'Object has been destroyed'],
    ],
    [
      'ready-to-show comes after the load began, and the page names the window',
      async () => {
        const window = globalThis.fixture.openWindow({ title: 'Before' });
        const before = window.getTitle();
        const shown = new Promise<void>((resolve) => window.once('ready-to-show', () => resolve()));
        await window.loadURL('app://host/plain.html');
        await shown;
        const after = window.getTitle();
        window.destroy();
        return [before, after];
      },
      ['Before', 'Plain'],
    ],
    [
      'page-title-updated can be prevented',
      async () => {
        const window = globalThis.fixture.openWindow({ title: 'Kept' });
        window.on('page-title-updated', (event) => event.preventDefault());
        await window.loadURL('app://host/plain.html');
        const titles = [window.getTitle(), window.webContents.getTitle()];
        window.destroy();
        return titles;
      },
      ['Kept', 'Plain'],
    ],
    [
      'the contents of a view outlive the window, as in Electron',
      async ({ WebContentsView }) => {
        const window = globalThis.fixture.openWindow();
        const view = new WebContentsView();
        window.contentView.addChildView(view);
        const children = window.contentView.children.length;
        await view.webContents.loadURL('app://host/plain.html');
        window.destroy();
        const outlives =
          !view.webContents.isDestroyed() && (await view.webContents.executeJavaScript('1 + 1')) === 2;
        view.webContents.close();
        return [children, outlives, view.webContents.isDestroyed()];
      },
      [1, true, true],
    ],
    [
      'addChildView orders, removeChildView takes out',
      ({ View, WebContentsView }) => {
        const [root, first, second] = [new View(), new View(), new View()];
        root.addChildView(first);
        root.addChildView(second);
        root.addChildView(first);
        const order = root.children.map((child) => (child === first ? 'first' : 'second'));
        root.removeChildView(second);
        return [order, root.children.length, typeof WebContentsView];
      },
      [['second', 'first'], 1, 'function'],
    ],
  ]);

  test.each([
    ['sandbox', false],
    ['contextIsolation', false],
    ['nodeIntegration', true],
    ['nodeIntegrationInSubFrames', true],
    ['nodeIntegrationInWorker', true],
    ['webSecurity', false],
    ['webviewTag', true],
  ])('refuses %s: %s, which Electron allows', async (name, value) => {
    const said = await running().app.evaluate(
      (_electron, [key, setting]) =>
        globalThis.fixture.thrown(() =>
          globalThis.fixture.openWindow({ webPreferences: { [key]: setting } }),
        ),
      [name, value] as const,
    );
    expect(said).toBe(`webPreferences ${name}: ${String(value)} is not available in electron-on-chromium`);
  });
});
