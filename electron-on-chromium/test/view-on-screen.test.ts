import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { temporaryFolder } from './fixture-app.ts';
import { canHaveScreen, useScreen, type Color } from './screen.ts';

const CHOSEN = path.join(temporaryFolder(), 'chosen.txt');

/** Where the view lies in the window, which is at the screen's corner. */
const VIEW = { x: 400, y: 100, width: 320, height: 400 };
const RED: Color = [255, 0, 0];
const BLUE: Color = [0, 0, 255];
/** The page of the fixture's window. */
const GREEN: Color = [0, 128, 0];

const PAGE = `<!doctype html>
<title>View</title>
<style>::-webkit-scrollbar { display: none }</style>
<body style="margin: 0; background: rgb(255, 0, 0); height: 3000px">
  <input id="input" style="position: absolute; left: 20px; top: 20px; width: 200px" />
  <select id="select" style="position: absolute; left: 20px; top: 60px; width: 100px">
    <option>one</option><option>two</option><option>three</option>
  </select>
  <input id="file" type="file" style="position: absolute; left: 20px; top: 100px" />
  <a id="link" href="#there" style="position: absolute; left: 20px; top: 140px">Link</a>
  <div id="box" style="position: absolute; left: 280px; top: 340px; width: 40px; height: 40px; background: rgb(0, 0, 255)"></div>
  <script>
    window.clicks = [];
    addEventListener('click', (event) => clicks.push([event.clientX, event.clientY]));
  </script>
</body>`;

describe.skipIf(!canHaveScreen)('a view on a screen', () => {
  writeFileSync(CHOSEN, 'chosen');
  const running = useScreen({ programs: { zenity: `echo ${CHOSEN}` } });

  /** Evaluates an expression in the view's page. */
  function inView(code: string): Promise<unknown> {
    return running().app.evaluate(
      (_electron, text) => globalThis.fixture.view.webContents.executeJavaScript(text) as Promise<unknown>,
      code,
    );
  }

  function inHost(code: string): Promise<unknown> {
    return running().app.evaluate(
      (_electron, text) => globalThis.fixture.window.webContents.executeJavaScript(text) as Promise<unknown>,
      code,
    );
  }

  function click(x: number, y: number): Promise<string> {
    return running().act('mousemove', VIEW.x + x, VIEW.y + y, 'click', 1);
  }

  /** How far a pixel is from a color; a picture is compressed, and its colors are nearly right. */
  async function distance(x: number, y: number, color: Color): Promise<number> {
    const seen = await running().colorAt(x, y);
    return Math.max(...seen.map((value, index) => Math.abs(value - (color[index] ?? 0))));
  }

  async function sees(x: number, y: number, color: Color): Promise<void> {
    await expect.poll(() => distance(x, y, color), { timeout: 10_000 }).toBeLessThan(12);
  }

  /** Something else lies there now. */
  async function covered(x: number, y: number, color: Color): Promise<void> {
    await expect.poll(() => distance(x, y, color), { timeout: 10_000 }).toBeGreaterThan(50);
  }

  beforeEach(async () => {
    const { app, act } = running();
    await app.evaluate(
      async (_electron, { page, bounds }) => {
        const { view, window } = globalThis.fixture;
        view.webContents.setZoomFactor(1);
        view.setBounds(bounds);
        view.setVisible(true);
        await view.webContents.loadURL(`data:text/html;charset=utf-8,${encodeURIComponent(page)}`);
        window.webContents.focus();
      },
      { page: PAGE, bounds: VIEW },
    );
    await act('mousemove', 200, 580);
    await sees(VIEW.x + 5, VIEW.y + 5, RED);
  });

  test('lies inside its window, to the pixel', async () => {
    await sees(VIEW.x, VIEW.y, RED);
    await sees(VIEW.x - 1, VIEW.y, GREEN);
    await sees(VIEW.x, VIEW.y - 1, GREEN);
    await sees(VIEW.x, VIEW.y + VIEW.height - 1, RED);
    await sees(VIEW.x, VIEW.y + VIEW.height, GREEN);
    await sees(VIEW.x + 300, VIEW.y + 360, BLUE);
    const windows = await running().act('search', '--onlyvisible', '--class', 'chromium');
    expect(windows.split('\n')).toHaveLength(1);
  });

  test.each([1, 1.5, 0.8])('is clicked to the pixel at a zoom of %f', async (zoom) => {
    await running().app.evaluate((_electron, factor) => {
      globalThis.fixture.view.webContents.setZoomFactor(factor);
    }, zoom);
    await expect.poll(() => inView('innerWidth')).toBe(Math.round(VIEW.width / zoom));
    for (const [x, y] of [
      [240, 180],
      [3, 300],
    ] as const) {
      await inView('clicks.length = 0');
      await click(x, y);
      await expect.poll(() => inView('clicks.length')).toBe(1);
      const [at = []] = (await inView('clicks')) as number[][];
      expect(Math.abs((at[0] ?? NaN) - x / zoom)).toBeLessThan(1);
      expect(Math.abs((at[1] ?? NaN) - y / zoom)).toBeLessThan(1);
    }
  });

  test('a zoomed view is painted with the pixels of the screen', async () => {
    await running().app.evaluate(() => {
      globalThis.fixture.view.webContents.setZoomFactor(1.5);
    });
    await expect.poll(() => inView('devicePixelRatio')).toBe(1.5);
    // Stripes of two CSS pixels each, at the point that lies 240 pixels from the left.
    await inView(`document.body.insertAdjacentHTML('beforeend', ['#fff', '#000', '#fff', '#000'].map((color, index) =>
      '<div style="position: fixed; top: 150px; height: 100px; width: 2px; left: ' + (158 + 2 * index) + 'px; background: ' + color + '"></div>',
    ).join(''))`);
    // Three pixels white, three black; enlarged from fewer pixels there would be grey ones between them.
    await expect
      .poll(async () => {
        const offsets = [0, 1, 2, 3, 4, 5];
        const colors = await Promise.all(
          offsets.map((x) => running().colorAt(VIEW.x + 240 + x, VIEW.y + 300)),
        );
        return colors.map(([red]) => (red < 70 ? 'black' : red > 185 ? 'white' : 'grey')).join(' ');
      })
      .toBe('black black black white white white');
  });

  test('takes typed text, in Chinese too, and keys that are none', async () => {
    const { act } = running();
    await click(60, 30);
    await expect.poll(() => inView('document.activeElement.id')).toBe('input');
    await act('type', 'ab');
    await expect.poll(() => inView('input.value')).toBe('ab');
    await act('type', '海港');
    await expect.poll(() => inView('input.value')).toBe('ab海港');
    await act('key', 'BackSpace');
    await expect.poll(() => inView('input.value')).toBe('ab海');
    await act('key', 'Home', 'Delete');
    await expect.poll(() => inView('input.value')).toBe('b海');
    await act('key', 'Tab');
    await expect.poll(() => inView('document.activeElement.id')).toBe('select');
  });

  test('what is typed is not for its window, and the other way round', async () => {
    const { act } = running();
    await inHost("window.keys = []; addEventListener('keydown', (event) => keys.push(event.key)); 0");
    await click(60, 30);
    await expect.poll(() => inView('document.activeElement.id')).toBe('input');
    await act('type', 'in');
    await expect.poll(() => inView('input.value')).toBe('in');
    await act('mousemove', 100, 92, 'click', 1);
    await act('type', 'out');
    await expect.poll(() => inHost("document.querySelector('#input').value")).toBe('out');
    expect([await inView('input.value'), await inHost('keys')]).toEqual(['in', ['o', 'u', 't']]);
    await inHost("document.querySelector('#input').value = ''");
  });

  test('copies to the clipboard and pastes from it', async () => {
    const { act, readClipboard, writeClipboard } = running();
    await click(60, 30);
    await expect.poll(() => inView('document.activeElement.id')).toBe('input');
    await act('type', 'copied');
    await act('key', 'ctrl+a');
    await act('key', 'ctrl+c');
    await expect.poll(readClipboard).toBe('copied');
    await writeClipboard('剪贴板');
    await inView(
      "window.pasted = ''; addEventListener('paste', (event) => (pasted = event.clipboardData.getData('text/plain'))); 0",
    );
    await act('key', 'End');
    await act('key', 'ctrl+v');
    await expect.poll(() => inView('[input.value, pasted]')).toEqual(['copied剪贴板', '剪贴板']);
    await act('type', '!');
    await expect.poll(() => inView('input.value')).toBe('copied剪贴板!');
  });

  test('scrolls with the wheel', async () => {
    await running().act('mousemove', VIEW.x + 100, VIEW.y + 300, 'click', '--repeat', 4, 5);
    await expect.poll(() => inView('scrollY')).toBeGreaterThan(100);
    await inView('scrollTo(0, 0)');
  });

  test('drags on when the pointer leaves it with the button down', async () => {
    await inView(
      "window.moves = []; addEventListener('mousemove', (event) => moves.push([event.clientX, event.buttons])); 0",
    );
    await running().act(
      'mousemove',
      VIEW.x + 100,
      VIEW.y + 300,
      'mousedown',
      1,
      'mousemove',
      VIEW.x - 50,
      VIEW.y + 300,
    );
    await expect.poll(() => inView('moves.at(-1)')).toEqual([-50, 1]);
    await running().act('mouseup', 1);
  });

  test('a list opens over it, and what is chosen there is told to the page', async () => {
    const { act } = running();
    await inView(
      "window.told = []; for (const type of ['input', 'change']) select.addEventListener(type, () => told.push(type)); 0",
    );
    await click(60, 70);
    await covered(VIEW.x + 60, VIEW.y + 125, RED);
    await act('key', 'Down', 'Down', 'Return');
    await expect.poll(() => inView('[select.value, told]')).toEqual(['three', ['input', 'change']]);
  });

  test('has the pointer of what lies under it', async () => {
    // The pointer's shape cannot be seen from outside; what the view told its window can, by what it left there.
    const { act } = running();
    await act('mousemove', VIEW.x + 30, VIEW.y + 150);
    await expect.poll(() => inView("document.querySelector('a:hover') !== null")).toBe(true);
    await act('mousemove', 200, 580);
    await expect.poll(() => inView("document.querySelector('a:hover') !== null")).toBe(false);
  });

  test('a file is chosen by the desktop’s own dialog', async () => {
    await click(40, 110);
    await expect.poll(() => inView('file.files[0]?.name')).toBe('chosen.txt');
  });

  test('confirm asks the user in the window', async () => {
    const [window] = running().app.windows();
    const asked = window?.waitForEvent('dialog').then(async (dialog) => {
      await dialog.accept();
      return [dialog.type(), dialog.message()];
    });
    await inView("window.sure = null; setTimeout(() => (sure = confirm('Sure?'))); 0");
    expect(await asked).toEqual(['confirm', 'Sure?']);
    await expect.poll(() => inView('sure')).toBe(true);
  });

  test('is not there while it is hidden or taken out, and the last one added is on top', async () => {
    const { app } = running();
    const center = [VIEW.x + 100, VIEW.y + 300] as const;
    await app.evaluate(() => {
      globalThis.fixture.view.setVisible(false);
    });
    await sees(...center, GREEN);
    await app.evaluate(() => {
      globalThis.fixture.view.setVisible(true);
    });
    await sees(...center, RED);
    const second = await app.evaluateHandle(async ({ WebContentsView }) => {
      const view = new WebContentsView();
      await view.webContents.loadURL('data:text/html,<body style="background: rgb(0, 0, 255)">');
      view.setBounds({ x: 450, y: 350, width: 200, height: 200 });
      globalThis.fixture.window.contentView.addChildView(view);
      return view;
    });
    await sees(...center, BLUE);
    await app.evaluate(() => {
      globalThis.fixture.window.contentView.addChildView(globalThis.fixture.view);
    });
    await sees(...center, RED);
    await sees(VIEW.x + 100, VIEW.y + 430, BLUE);
    await second.evaluate((view) => {
      globalThis.fixture.window.contentView.removeChildView(view);
      view.webContents.close();
    });
    await sees(VIEW.x + 100, VIEW.y + 430, GREEN);
  });

  test('is there again when the window’s page has been loaded anew, whatever its styles say', async () => {
    const { app } = running();
    await app.evaluate(async () => {
      const { window } = globalThis.fixture;
      await window.loadURL('app://host/index.html?again');
      await window.webContents.insertCSS(
        'div, canvas { display: none !important } html > * { opacity: 0 !important }',
      );
    });
    await sees(VIEW.x + 100, VIEW.y + 300, RED);
    await app.evaluate(() => globalThis.fixture.window.loadURL('app://host/index.html'));
  });

  test('adds nothing to its own page, and one closed element to the window’s', async () => {
    expect(
      await inView('[document.documentElement.childElementCount, document.body.childElementCount]'),
    ).toEqual([2, 6]);
    expect(
      await inHost(
        '[...document.documentElement.children].map((element) => [element.tagName, element.shadowRoot])',
      ),
    ).toEqual([
      ['HEAD', null],
      ['BODY', null],
      ['DIV', null],
    ]);
  });

  test('a captured view has the size of its place', async () => {
    const size = await running().app.evaluate(async () => {
      const { view } = globalThis.fixture;
      return (await view.webContents.capturePage()).getSize();
    });
    expect(size).toEqual({ width: VIEW.width, height: VIEW.height });
  });

  test('the tools open in a window of their own and show the page', async () => {
    const { app, act } = running();
    await app.evaluate(() => {
      globalThis.fixture.view.webContents.openDevTools();
    });
    await expect
      .poll(() => act('search', '--onlyvisible', '--name', 'DevTools').catch(() => ''), { timeout: 20_000 })
      .not.toBe('');
    const told = await app.evaluate(async () => {
      const { webContents } = globalThis.fixture.view;
      const closed = new Promise((resolve) => webContents.once('devtools-closed', () => resolve('closed')));
      webContents.closeDevTools();
      return [await closed, webContents.isDevToolsOpened()];
    });
    expect(told).toEqual(['closed', false]);
  });
});
