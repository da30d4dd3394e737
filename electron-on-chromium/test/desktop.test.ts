import { describe } from 'vitest';
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
