import { describe, expect, test } from 'vitest';
import { testRows, useFixture, type Row } from './fixture-app.ts';

const running = useFixture();
const rows = (table: readonly Row[]): void => {
  testRows(running, table);
};

describe('navigation a page wishes for', () => {
  rows([
    [
      'will-navigate is told and can prevent; loadURL is not asked',
      async () => {
        const window = globalThis.fixture.openWindow();
        const told: string[] = [];
        await window.loadURL('app://host/plain.html');
        window.webContents.on('will-navigate', (event) => {
          told.push(event.url);
          event.preventDefault();
        });
        await window.loadURL('app://host/index.html');
        const asked = new Promise((resolve) => window.webContents.once('will-navigate', resolve));
        await window.webContents.executeJavaScript("location.href = '/plain.html'; undefined");
        await asked;
        const title: unknown = await window.webContents.executeJavaScript('document.title');
        const url = window.webContents.getURL();
        window.destroy();
        return [told, url, title];
      },
      [['app://host/plain.html'], 'app://host/index.html', 'Fixture'],
    ],
    [
      'what nobody prevents goes on',
      async () => {
        const window = globalThis.fixture.openWindow();
        await window.loadURL('app://host/index.html');
        const arrived = new Promise((resolve) =>
          window.webContents.once('did-navigate', (_event, url) => resolve(url)),
        );
        await window.webContents.executeJavaScript("location.href = '/plain.html'; undefined");
        const url = await arrived;
        window.destroy();
        return url;
      },
      'app://host/plain.html',
    ],
    [
      'will-redirect can prevent, also for loadURL',
      async () => {
        const window = globalThis.fixture.openWindow();
        const asked: string[] = [];
        window.webContents.on('will-redirect', (event) => {
          asked.push(event.url);
          event.preventDefault();
        });
        const failure = await window.loadURL('app://host/redirect').then(
          () => 'loaded',
          (error: unknown) => (error as Error).message,
        );
        window.destroy();
        return [asked, failure];
      },
      [['app://host/plain.html'], "ERR_ABORTED (-3) loading 'app://host/redirect'"],
    ],
    [
      'frames are asked about as will-frame-navigate, and redirected ones as will-redirect',
      async () => {
        const window = globalThis.fixture.openWindow();
        const told: unknown[] = [];
        window.webContents.on('will-frame-navigate', (event) => {
          told.push(['navigate', event.url, event.isMainFrame]);
          if (event.url.endsWith('/plain.html')) event.preventDefault();
        });
        window.webContents.on('will-redirect', (event) =>
          told.push(['redirect', event.url, event.isMainFrame]),
        );
        await window.loadURL('app://host/frame');
        const { frames } = window.webContents.mainFrame;
        const urls = frames.map((frame) => [
          frame.url,
          frame.origin,
          frame.parent === window.webContents.mainFrame,
        ]);
        window.destroy();
        return [told.sort(), urls.sort()];
      },
      [
        [
          ['navigate', 'app://host/plain.html', false],
          ['navigate', 'app://host/to-other', false],
          ['redirect', 'app://other/guest.html', false],
        ],
        [
          ['', 'null', true],
          ['app://other/guest.html', 'app://other', true],
        ],
      ],
    ],
    [
      'a blob document is asked about, and stays away when prevented',
      async () => {
        const window = globalThis.fixture.openWindow();
        await window.loadURL('app://host/index.html');
        const { webContents } = window;
        const told: unknown[] = [];
        const wishes = async (script: string): Promise<void> => {
          const asked = new Promise((resolve) => webContents.once('will-frame-navigate', resolve));
          await webContents.executeJavaScript(script);
          await asked;
        };
        webContents.on('did-start-navigation', ({ url, isMainFrame }) => {
          if (isMainFrame) told.push(['started', url.slice(0, 15)]);
        });
        webContents.on('will-frame-navigate', (event) => {
          told.push(['asked', event.url.slice(0, 15), event.isMainFrame]);
          event.preventDefault();
        });
        const url = "URL.createObjectURL(new Blob(['<title>Blob</title>'], { type: 'text/html' }))";
        await wishes(`location.href = ${url}; undefined`);
        await wishes(`document.body.append(Object.assign(document.createElement('iframe'), {
          srcdoc: '<script>top.location = URL.createObjectURL(new Blob([], { type: "text/html" }))</' + 'script>',
        }))`);
        const title: unknown = await webContents.executeJavaScript('document.title');
        const result = [told, title, webContents.getURL()];
        window.destroy();
        return result;
      },
      [
        [
          ['asked', 'blob:app://host', true],
          ['asked', 'blob:app://host', true],
        ],
        'Fixture',
        'app://host/index.html',
      ],
    ],
    [
      'a blob document that nobody prevents is loaded',
      async () => {
        const window = globalThis.fixture.openWindow();
        await window.loadURL('app://host/index.html');
        const loaded = new Promise<void>((resolve) =>
          window.webContents.once('did-finish-load', () => resolve()),
        );
        await window.webContents.executeJavaScript(
          "location.href = URL.createObjectURL(new Blob(['<title>Blob</title>'], { type: 'text/html' })); 0",
        );
        await loaded;
        const seen: unknown = await window.webContents.executeJavaScript('document.title');
        window.destroy();
        return seen;
      },
      'Blob',
    ],
    [
      'a blob document for a frame does not stay when prevented',
      async () => {
        const window = globalThis.fixture.openWindow();
        await window.loadURL('app://host/index.html');
        const { webContents } = window;
        const emptied = new Promise<unknown>((resolve) => {
          let asked: unknown[] = [];
          webContents.on('will-frame-navigate', (event) => {
            asked = [event.url.slice(0, 15), event.isMainFrame];
            event.preventDefault();
          });
          webContents.on('did-start-navigation', ({ url }) => {
            if (url === 'about:blank') resolve(asked);
          });
        });
        await webContents.executeJavaScript(
          `document.body.append(Object.assign(document.createElement('iframe'), {
            src: URL.createObjectURL(new Blob(['<title>Blob</title>'], { type: 'text/html' })),
          }))`,
        );
        const asked = await emptied;
        window.destroy();
        return asked;
      },
      ['blob:app://host', false],
    ],
    [
      'window.open asks the handler, gives null and opens nothing',
      async ({ BrowserWindow }) => {
        const { window } = globalThis.fixture;
        const asked: unknown[] = [];
        const wanted = new Promise<void>((resolve) => {
          window.webContents.setWindowOpenHandler(({ url, frameName, disposition }) => {
            asked.push([url, frameName, disposition]);
            resolve();
            return { action: 'deny' };
          });
        });
        const before = BrowserWindow.getAllWindows().length;
        const opened: unknown = await window.webContents.executeJavaScript(
          "window.open('/plain.html', 'named') === null",
          true,
        );
        await wanted;
        return [opened, asked, BrowserWindow.getAllWindows().length - before];
      },
      [true, [['app://host/plain.html', 'named', 'foreground-tab']], 0],
    ],
  ]);

  test('no page is left of a window that was denied', async () => {
    const { app, page } = running();
    expect(await page.evaluate(() => window.open('/plain.html') === null)).toBe(true);
    // A whole load later, the denied window would have been announced; one denied before may still be closing.
    await page.reload();
    await expect
      .poll(() => app.windows().filter((window) => window.url().endsWith('/plain.html')))
      .toEqual([]);
  });
});
