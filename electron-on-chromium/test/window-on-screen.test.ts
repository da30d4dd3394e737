import { beforeEach, describe, expect, test } from 'vitest';
import { temporaryFolder } from './fixture-app.ts';
import { processesOf, startApp } from './running-app.ts';
import { canHaveWindowManager, useScreen } from './screen.ts';

const BOUNDS = { x: 100, y: 100, width: 700, height: 500 };

describe.skipIf(!canHaveWindowManager)('a window on a screen, in the hands of the user', () => {
  const running = useScreen({ hasWindowManager: true });

  /** What the window has told so far, and where it is when it is neither maximized nor minimized. */
  function state(): Promise<{ told: string[]; normal: Electron.Rectangle }> {
    return running().app.evaluate(() => {
      const { told } = globalThis as unknown as { told: string[] };
      return { told, normal: globalThis.fixture.window.getNormalBounds() };
    });
  }

  async function windowId(): Promise<string> {
    return running().act('search', '--onlyvisible', '--name', '^Fixture');
  }

  /** The user comes by: a place is looked at then. */
  async function comeBy(): Promise<void> {
    await running().act('mousemove', 300, 300, 'mousemove', 302, 302);
  }

  /** Where the window is on the screen, without what the window manager puts around it. */
  async function shownAt(): Promise<{ x: number; y: number }> {
    const text = await running().act('getwindowgeometry', '--shell', await windowId());
    const number = (name: string): number => Number(new RegExp(`^${name}=(-?\\d+)`, 'm').exec(text)?.[1]);
    return { x: number('X'), y: number('Y') };
  }

  beforeEach(async () => {
    const { app, act } = running();
    await app.evaluate((_electron, bounds) => {
      const { window } = globalThis.fixture;
      const told: string[] = [];
      Object.assign(globalThis, { told });
      window.setBounds(bounds);
      const names = ['move', 'resize', 'maximize', 'unmaximize', 'minimize', 'restore'] as const;
      for (const name of names) {
        window.removeAllListeners(name);
        window.on(name as 'move', () => {
          if (told.at(-1) !== name) told.push(name);
        });
      }
    }, BOUNDS);
    await expect.poll(async () => Math.floor((await shownAt()).x / 10) * 10).toBe(BOUNDS.x);
    await act('mousemove', 300, 300, 'click', 1);
  });

  test('tells where it was moved to and what size it was given', async () => {
    const { app, act } = running();
    const id = await windowId();
    await act('windowmove', '--sync', id, 250, 180);
    await comeBy();
    const bounds = (): Promise<Electron.Rectangle> =>
      app.evaluate(() => globalThis.fixture.window.getBounds());
    await expect.poll(async () => (await bounds()).x).toBeGreaterThan(200);
    await act('windowsize', '--sync', id, 640, 420);
    await expect.poll(async () => (await bounds()).width).toBe(640);
    const { told } = await state();
    expect(told.filter((name) => name === 'move' || name === 'resize')).toEqual(
      expect.arrayContaining(['move', 'resize']),
    );
    expect(await app.evaluate(() => globalThis.fixture.window.getContentBounds().height)).toBe(420);
  });

  test('tells that it was maximized, and keeps the bounds from before', async () => {
    const { act, app } = running();
    const isMaximized = (): Promise<boolean> => app.evaluate(() => globalThis.fixture.window.isMaximized());
    await comeBy();
    await act('key', 'alt+F10');
    await expect.poll(isMaximized).toBe(true);
    const maximized = await state();
    expect(maximized.told).toContain('maximize');
    expect(maximized.normal).toEqual(BOUNDS);
    const [width = 0] = await app.evaluate(() => globalThis.fixture.window.getSize());
    expect(width).toBeGreaterThan(1200);
    await act('key', 'alt+F10');
    await expect.poll(isMaximized).toBe(false);
    expect((await state()).told).toContain('unmaximize');
  });

  test('tells that it was minimized and is back', async () => {
    const { act, env } = running();
    // Not by Playwright, in whose hands every page believes to be seen.
    const app = await startApp(temporaryFolder(), { env });
    app.tell('watch minimize restore');
    const ids = (await act('search', '--sync', '--onlyvisible', '--name', '^Alone')).split('\n');
    await act('windowminimize', ids.at(-1) ?? '');
    expect(await app.nextLine()).toEqual({ told: 'minimize' });
    await act('windowmap', ids.at(-1) ?? '');
    expect(await app.nextLine()).toEqual({ told: 'restore' });
    app.tell('quit');
    expect([await app.ended, app.said(), processesOf(app)]).toEqual([0, '', []]);
  });

  test('grows back when it was made smaller than it may be', async () => {
    const { act, app } = running();
    await app.evaluate(() => globalThis.fixture.window.setMinimumSize(600, 400));
    await act('windowsize', await windowId(), 400, 300);
    await expect
      .poll(() => app.evaluate(() => globalThis.fixture.window.getSize()), { timeout: 5000 })
      .toEqual([600, 400]);
    await app.evaluate(() => globalThis.fixture.window.setMinimumSize(0, 0));
  });

  test('screen is the real one', async () => {
    const size = await running().app.evaluate(({ screen }) => screen.getPrimaryDisplay().size);
    expect(size).toEqual({ width: 1280, height: 900 });
  });

  test('its menu has the keys that its page does not take, and the browser has none', async () => {
    const { app, act } = running();
    await app.evaluate(({ Menu }) => {
      const pressed: string[] = [];
      Object.assign(globalThis, { pressed });
      const item = (accelerator: string) => ({
        label: accelerator,
        accelerator,
        click: () => pressed.push(accelerator),
      });
      Menu.setApplicationMenu(
        Menu.buildFromTemplate(['CmdOrCtrl+R', 'CmdOrCtrl+O', 'CmdOrCtrl+P'].map(item)),
      );
      globalThis.fixture.window.focus();
    });
    await act('mousemove', 500, 500, 'click', 1);
    await app.evaluate(() => globalThis.fixture.window.webContents.executeJavaScript('window.stayed = true'));
    for (const keys of ['ctrl+r', 'ctrl+o', 'ctrl+p', 'ctrl+t', 'F5']) await act('key', keys);
    await expect
      .poll(() => app.evaluate(() => (globalThis as unknown as { pressed: string[] }).pressed))
      .toEqual(['CmdOrCtrl+R', 'CmdOrCtrl+O', 'CmdOrCtrl+P']);
    expect(
      await app.evaluate(() => globalThis.fixture.window.webContents.executeJavaScript('window.stayed')),
    ).toBe(true);
    expect((await act('search', '--onlyvisible', '--class', 'chromium')).split('\n')).toHaveLength(1);
  });

  test('closes only when the app lets the user, and is not the last', async () => {
    const { app, act } = running();
    const closed = (): Promise<unknown> =>
      app.evaluate(() => {
        const { window } = globalThis.fixture;
        return [(globalThis as unknown as { asked: number }).asked, window.isDestroyed()];
      });
    await app.evaluate(() => {
      Object.assign(globalThis, { asked: 0 });
      globalThis.fixture.window.on('close', (event) => {
        (globalThis as unknown as { asked: number }).asked++;
        if ((globalThis as unknown as { asked: number }).asked === 1) event.preventDefault();
      });
    });
    // Without a listener Playwright would answer before the app does.
    app.windows()[0]?.on('dialog', () => undefined);
    await act('mousemove', 300, 300, 'click', 1);
    await act('key', 'alt+F4');
    await expect.poll(closed).toEqual([1, false]);
    await act('key', 'alt+F4');
    await expect.poll(closed).toEqual([2, true]);
    // The app goes on without a window, and may open another.
    const title = await app.evaluate(async () => {
      const window = globalThis.fixture.openWindow({ show: true });
      await window.loadURL('app://host/plain.html');
      return window.getTitle();
    });
    expect(title).toBe('Plain');
  });
});
