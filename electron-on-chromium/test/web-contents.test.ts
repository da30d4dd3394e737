import { describe } from 'vitest';
import { testRows, useFixture, type Row } from './fixture-app.ts';

const running = useFixture();
const rows = (table: readonly Row[]): void => {
  testRows(running, table);
};

describe('loading', () => {
  rows([
    [
      'loadURL resolves when the page has loaded, after these events in this order',
      async () => {
        const window = globalThis.fixture.openWindow();
        const told: string[] = [];
        const names = ['did-start-loading', 'did-start-navigation', 'did-navigate', 'dom-ready'] as const;
        for (const name of [...names, 'page-title-updated', 'did-finish-load'] as const) {
          window.webContents.on(name as 'dom-ready', () => told.push(name));
        }
        await window.loadURL('app://host/plain.html');
        const { webContents } = window;
        const state = [webContents.getURL(), webContents.getTitle(), webContents.mainFrame.origin];
        window.destroy();
        return [
          told.filter((name) => name !== 'did-start-loading'),
          told.includes('did-start-loading'),
          state,
        ];
      },
      [
        ['did-start-navigation', 'did-navigate', 'dom-ready', 'page-title-updated', 'did-finish-load'],
        true,
        ['app://host/plain.html', 'Plain', 'app://host'],
      ],
    ],
    [
      'what fails to load says why, as an event and as a rejection',
      async () => {
        const window = globalThis.fixture.openWindow();
        const told: unknown[] = [];
        window.webContents.on('did-fail-load', (_event, code, name, url, isMainFrame) =>
          told.push([code, name, url, isMainFrame]),
        );
        const urls = ['http://127.0.0.1:9/', 'app://host/throws', 'app://host/error-response', 'no url'];
        const messages: string[] = [];
        for (const url of urls) {
          await window.loadURL(url).catch((error: unknown) => messages.push((error as Error).message));
        }
        window.destroy();
        return [messages, told];
      },
      [
        [
          "ERR_UNSAFE_PORT (-312) loading 'http://127.0.0.1:9/'",
          "ERR_UNEXPECTED (-9) loading 'app://host/throws'",
          "ERR_FAILED (-2) loading 'app://host/error-response'",
          "ERR_INVALID_URL (-300) loading 'no url'",
        ],
        [
          [-312, 'ERR_UNSAFE_PORT', 'http://127.0.0.1:9/', true],
          [-9, 'ERR_UNEXPECTED', 'app://host/throws', true],
          [-2, 'ERR_FAILED', 'app://host/error-response', true],
          [-300, 'ERR_INVALID_URL', 'no url', true],
        ],
      ],
    ],
    [
      'a load that another overtakes is rejected with ERR_ABORTED',
      async () => {
        const window = globalThis.fixture.openWindow();
        const first = window
          .loadURL('app://host/index.html')
          .catch((error: unknown) => (error as Error).message);
        await window.loadURL('app://host/plain.html');
        const url = window.webContents.getURL();
        window.destroy();
        return [await first, url];
      },
      ["ERR_ABORTED (-3) loading 'app://host/index.html'", 'app://host/plain.html'],
    ],
    [
      'loadFile takes a file and its query',
      async () => {
        const window = globalThis.fixture.openWindow();
        await window.loadFile(`${globalThis.fixture.folder}/pages/plain.html`, { query: { a: 'b' } });
        const { webContents } = window;
        const ends = webContents.getURL().endsWith('/pages/plain.html?a=b');
        window.destroy();
        return ends;
      },
      true,
    ],
    [
      'reload loads again',
      async () => {
        const { webContents } = globalThis.fixture.window;
        const finished = new Promise((resolve) =>
          webContents.once('did-finish-load', () => resolve('loaded')),
        );
        webContents.reload();
        return finished;
      },
      'loaded',
    ],
    [
      'a change of the fragment is did-navigate-in-page',
      async () => {
        const window = globalThis.fixture.openWindow();
        await window.loadURL('app://host/plain.html');
        const moved = new Promise((resolve) =>
          window.webContents.once('did-navigate-in-page', (_event, url, isMainFrame) =>
            resolve([url, isMainFrame]),
          ),
        );
        await window.webContents.executeJavaScript("location.hash = 'there'; undefined");
        const told = await moved;
        window.destroy();
        return told;
      },
      ['app://host/plain.html#there', true],
    ],
  ]);
});

describe('executeJavaScript', () => {
  rows([
    [
      'gives clones of what the page makes',
      async () => {
        const run = (code: string): Promise<unknown> =>
          globalThis.fixture.window.webContents.executeJavaScript(code) as Promise<unknown>;
        const map = (await run('new Map([[1, { a: [undefined, NaN] }]])')) as Map<number, { a: unknown[] }>;
        const bytes = await run('new Uint8Array([1, 2, 3])');
        return [
          await run('1 + 1'),
          await run('Promise.resolve({ a: "b" })'),
          map.get(1)?.a,
          bytes instanceof Uint8Array && bytes.length,
          await run('undefined'),
        ];
      },
      [2, { a: 'b' }, [undefined, NaN], 3, undefined],
    ],
    [
      'rejects with what the page throws, and for what cannot be cloned',
      async () => {
        const message = (code: string): Promise<unknown> =>
          globalThis.fixture.window.webContents
            .executeJavaScript(code)
            .catch((error: unknown) => (error as Error).message);
        return [await message("throw new TypeError('broke')"), await message('() => 1')];
      },
      ['broke', 'An object could not be cloned.'],
    ],
    [
      'runs in the page, not in the world of the preload',
      () =>
        globalThis.fixture.window.webContents.executeJavaScript('[typeof onlyInThePreload, typeof require]'),
      ['undefined', 'undefined'],
    ],
  ]);
});

describe('input', () => {
  rows([
    [
      'sendInputEvent clicks, types and scrolls',
      async () => {
        const { webContents } = globalThis.fixture.window;
        const { executeJavaScript } = {
          executeJavaScript: (code: string) => webContents.executeJavaScript(code) as Promise<unknown>,
        };
        const click = (x: number, y: number): void => {
          webContents.sendInputEvent({ type: 'mouseMove', x, y });
          webContents.sendInputEvent({ type: 'mouseDown', x, y, button: 'left', clickCount: 1 });
          webContents.sendInputEvent({ type: 'mouseUp', x, y, button: 'left', clickCount: 1 });
        };
        await executeJavaScript(
          "window.keys = []; input.addEventListener('keydown', (e) => keys.push([e.key, e.code, e.shiftKey])); undefined",
        );
        click(60, 40);
        click(60, 90);
        webContents.sendInputEvent({ type: 'keyDown', keyCode: 'A', modifiers: ['shift'] });
        webContents.sendInputEvent({ type: 'char', keyCode: 'A' });
        webContents.sendInputEvent({ type: 'keyUp', keyCode: 'A', modifiers: ['shift'] });
        webContents.sendInputEvent({ type: 'keyDown', keyCode: 'Left' });
        webContents.sendInputEvent({ type: 'keyUp', keyCode: 'Left' });
        await webContents.insertText('héllo ');
        await executeJavaScript(
          "window.scrolled = new Promise((resolve) => scroller.addEventListener('scroll', resolve, { once: true })); undefined",
        );
        webContents.sendInputEvent({ type: 'mouseWheel', x: 60, y: 160, deltaX: 0, deltaY: -50 });
        await executeJavaScript('scrolled.then(() => undefined)');
        return executeJavaScript('[button.textContent, input.value, keys, scroller.scrollTop > 0]');
      },
      [
        '1',
        'héllo A',
        [
          ['A', 'KeyA', true],
          ['ArrowLeft', 'ArrowLeft', false],
        ],
        true,
      ],
    ],
    [
      'an unknown key throws',
      () =>
        globalThis.fixture.thrown(() =>
          globalThis.fixture.window.webContents.sendInputEvent({ type: 'keyDown', keyCode: 'NoSuchKey' }),
        ),
      'Invalid keyCode: NoSuchKey',
    ],
  ]);
});

describe('looks', () => {
  rows([
    [
      'capturePage is a PNG of the page, or of a part of it',
      async () => {
        const { webContents } = globalThis.fixture.window;
        const [whole, part] = [
          await webContents.capturePage(),
          await webContents.capturePage({ x: 300, y: 300, width: 40, height: 30 }),
        ];
        return [
          whole.getSize(),
          part.getSize(),
          part.isEmpty(),
          part.toPNG().subarray(1, 4).toString(),
          part.toJPEG(80).subarray(0, 2).toString('hex'),
          part.toDataURL().slice(0, 22),
        ];
      },
      [
        { width: 800, height: 600 },
        { width: 40, height: 30 },
        false,
        'PNG',
        'ffd8',
        'data:image/png;base64,',
      ],
    ],
    [
      'setZoomFactor makes fewer, larger CSS pixels',
      async () => {
        const { webContents } = globalThis.fixture.window;
        const width = (): Promise<unknown> => webContents.executeJavaScript('innerWidth') as Promise<unknown>;
        const before = await width();
        webContents.setZoomFactor(2);
        const zoomed = [
          webContents.getZoomFactor(),
          await width(),
          (await webContents.capturePage()).getSize(),
        ];
        webContents.setZoomFactor(1);
        return [before, zoomed, await width(), globalThis.fixture.thrown(() => webContents.setZoomFactor(0))];
      },
      [800, [2, 400, { width: 800, height: 600 }], 800, "'zoomFactor' must be a double greater than 0.0"],
    ],
    [
      'a view is as large as its bounds',
      async () => {
        const { view } = globalThis.fixture;
        const size = (): Promise<unknown> =>
          view.webContents.executeJavaScript(
            '[innerWidth, innerHeight, devicePixelRatio]',
          ) as Promise<unknown>;
        const before = await size();
        view.setBounds({ x: 0, y: 0, width: 200, height: 100 });
        const after = await size();
        view.setBounds({ x: 400, y: 0, width: 320, height: 480 });
        return [before, after, view.getBounds()];
      },
      [[320, 480, 1], [200, 100, 1], { x: 400, y: 0, width: 320, height: 480 }],
    ],
    [
      'insertCSS changes the page',
      async () => {
        const { webContents } = globalThis.fixture.window;
        const key = await webContents.insertCSS('body { color: rgb(1, 2, 3) }');
        const color: unknown = await webContents.executeJavaScript('getComputedStyle(document.body).color');
        return [typeof key, color];
      },
      ['string', 'rgb(1, 2, 3)'],
    ],
  ]);
});

describe('what a page does', () => {
  rows([
    [
      'console-message carries one object of details',
      async () => {
        const { webContents } = globalThis.fixture.window;
        const told: unknown[] = [];
        const all = new Promise<void>((resolve) => {
          webContents.on('console-message', ({ level, message, sourceId, lineNumber, frame }) => {
            told.push([level, message, sourceId === '' || lineNumber > 0, frame === webContents.mainFrame]);
            if (told.length === 4) resolve();
          });
        });
        await webContents.executeJavaScript(
          "console.log('one', 2, { a: 1 }, [1, 2]); console.warn('two'); console.error('three'); setTimeout(() => { throw new Error('four'); }); undefined",
        );
        await all;
        webContents.removeAllListeners('console-message');
        return told;
      },
      [
        ['info', 'one 2 [object Object] 1,2', true, true],
        ['warning', 'two', true, true],
        ['error', 'three', true, true],
        ['error', 'Uncaught Error: four', true, true],
      ],
    ],
    [
      'a crash is render-process-gone, for the page and the app',
      async ({ app }) => {
        const window = globalThis.fixture.openWindow();
        await window.loadURL('app://host/plain.html');
        const gone = Promise.all([
          new Promise((resolve) =>
            window.webContents.once('render-process-gone', (_event, details) => resolve(details.reason)),
          ),
          new Promise((resolve) =>
            app.once('render-process-gone', (_event, contents) =>
              resolve(contents.id === window.webContents.id),
            ),
          ),
        ]);
        const { webContents } = window;
        const before = webContents.isCrashed();
        webContents.forcefullyCrashRenderer();
        const told = await gone;
        const picture = await webContents.capturePage();
        const after = [webContents.isCrashed(), picture.isEmpty()];
        await window.loadURL('app://host/plain.html');
        const revived: unknown = await webContents.executeJavaScript('document.title');
        after.push(webContents.isCrashed(), (await webContents.capturePage()).isEmpty());
        window.destroy();
        return [before, ...told, ...after, revived];
      },
      [false, 'crashed', true, true, true, false, false, 'Plain'],
    ],
    [
      'the tools are wished for and closed',
      () => {
        const { webContents } = globalThis.fixture.window;
        webContents.openDevTools();
        const open = webContents.isDevToolsOpened();
        webContents.closeDevTools();
        return [open, webContents.isDevToolsOpened()];
      },
      [true, false],
    ],
    [
      'settings without an effect here are kept',
      () => {
        const { webContents } = globalThis.fixture.window;
        webContents.setAudioMuted(true);
        webContents.setBackgroundThrottling(false);
        webContents.setWebRTCIPHandlingPolicy('disable_non_proxied_udp');
        return [
          webContents.isAudioMuted(),
          webContents.getBackgroundThrottling(),
          webContents.getWebRTCIPHandlingPolicy(),
          webContents.getType(),
        ];
      },
      [true, false, 'disable_non_proxied_udp', 'window'],
    ],
    [
      'contents are found by id and by target',
      ({ webContents }) => {
        const mine = globalThis.fixture.window.webContents;
        return [
          webContents.fromId(mine.id) === mine,
          webContents.getAllWebContents().length,
          webContents.fromId(9999),
        ];
      },
      [true, 2, undefined],
    ],
  ]);
});
