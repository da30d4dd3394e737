import { describe, expect, test } from 'vitest';
import { useFixture } from './fixture-app.ts';

const running = useFixture();

describe('ipcMain', () => {
  test('invoke rejects with Electron’s text for what a handler throws, and for no handler', async () => {
    const { app, page } = running();
    await app.evaluate(({ ipcMain }) => {
      ipcMain.handle('throws', () => {
        throw new TypeError('boom');
      });
      ipcMain.handle('throws-text', () => {
        const text: unknown = 'plain';
        throw text;
      });
    });
    const messages = await page.evaluate(() =>
      Promise.all(
        ['throws', 'throws-text', 'nobody'].map((channel) =>
          globalThis.probe.invoke(channel).catch((error: unknown) => (error as Error).message),
        ),
      ),
    );
    expect(messages).toEqual([
      "Error invoking remote method 'throws': TypeError: boom",
      "Error invoking remote method 'throws-text': plain",
      "Error invoking remote method 'nobody': Error: No handler registered for 'nobody'",
    ]);
  });

  test('handle takes one handler per channel, handleOnce one call, removeHandler makes room', async () => {
    const { app, page } = running();
    const second = await app.evaluate(({ ipcMain }) => {
      ipcMain.handle('one', () => 'first');
      return globalThis.fixture.thrown(() => ipcMain.handle('one', () => 'second'));
    });
    expect(second).toBe("Attempted to register a second handler for 'one'");
    await app.evaluate(({ ipcMain }) => {
      ipcMain.removeHandler('one');
      ipcMain.handle('one', () => 'third');
      ipcMain.handleOnce('only', () => 'once');
    });
    const answers = await page.evaluate(async () => [
      await globalThis.probe.invoke('one'),
      await globalThis.probe.invoke('only'),
      await globalThis.probe.invoke('only').catch((error: unknown) => (error as Error).message),
    ]);
    expect(answers).toEqual([
      'third',
      'once',
      "Error invoking remote method 'only': Error: No handler registered for 'only'",
    ]);
  });

  test('an event says who sent it', async () => {
    const { app, page } = running();
    await app.evaluate(({ ipcMain }) => {
      ipcMain.handle('who', (event, ...values: unknown[]) => {
        const { sender, senderFrame, frameId, processId } = event;
        return {
          isWindow: sender.id === globalThis.fixture.window.webContents.id,
          isMainFrame: senderFrame === sender.mainFrame,
          url: senderFrame?.url,
          origin: senderFrame?.origin,
          parent: senderFrame?.parent,
          ids: [typeof frameId, typeof processId, typeof senderFrame?.frameToken],
          values,
        };
      });
    });
    expect(await page.evaluate(() => globalThis.probe.invoke('who', 1, 'two'))).toEqual({
      isWindow: true,
      isMainFrame: true,
      url: 'app://host/index.html',
      origin: 'app://host',
      parent: null,
      ids: ['number', 'number', 'string'],
      values: [1, 'two'],
    });
  });

  test('the handlers of a page come before the app’s, and its listeners hear as well', async () => {
    const { app, page } = running();
    await app.evaluate(({ ipcMain }) => {
      const { ipc } = globalThis.fixture.window.webContents;
      ipcMain.handle('both', () => 'app');
      ipc.handle('both', () => 'page');
      const heard: string[] = [];
      ipc.on('told', () => heard.push('page'));
      ipcMain.on('told', (event) => {
        heard.push('app');
        event.reply('heard', heard);
      });
    });
    const answers = await page.evaluate(async () => {
      const heard = new Promise((resolve) => globalThis.probe.once('heard', resolve));
      globalThis.probe.send('told');
      return [await globalThis.probe.invoke('both'), await heard];
    });
    expect(answers).toEqual(['page', ['page', 'app']]);
  });

  test('once hears once; off and removeAllListeners end hearing', async () => {
    const { app, page } = running();
    await app.evaluate(({ ipcMain }) => {
      const heard: string[] = [];
      const listener = (): void => void heard.push('on');
      ipcMain.on('count', listener);
      ipcMain.once('count', () => heard.push('once'));
      ipcMain.on('stop', () => ipcMain.off('count', listener));
      ipcMain.handle('heard', () => heard);
    });
    const heard = await page.evaluate(() => {
      for (const channel of ['count', 'count', 'stop', 'count']) globalThis.probe.send(channel);
      return globalThis.probe.invoke('heard');
    });
    expect(heard).toEqual(['on', 'once', 'on']);
  });
});

describe('ipcRenderer', () => {
  test('sendSync gives the return value, on every origin of the app', async () => {
    const { page } = running();
    expect(await page.evaluate(() => globalThis.probe.sendSync('sync', { a: [1, 2] }))).toEqual({
      got: { a: [1, 2] },
    });
  });

  test('sendSync waits for a return value that is set later, and gets null where nobody listens', async () => {
    const { page } = running();
    const answers = await page.evaluate(() => [
      globalThis.probe.sendSync('sync-later', 1),
      globalThis.probe.sendSync('nobody', 1),
    ]);
    expect(answers).toEqual([{ later: 1 }, null]);
  });

  test('messages of the main process come whole and in order', async () => {
    const { app, page } = running();
    await page.evaluate(() => {
      const state = { seen: [] as unknown[] };
      Object.assign(globalThis, { state });
      globalThis.probe.on('number', (value) => state.seen.push(value));
    });
    await app.evaluate(() => {
      for (let n = 0; n < 2000; n++) globalThis.fixture.window.webContents.send('number', n);
    });
    // An answer travels the same way, after everything sent before it.
    const seen = await page.evaluate(async () => {
      await globalThis.probe.invoke('echo', 0);
      return (globalThis as unknown as { state: { seen: number[] } }).state.seen;
    });
    expect(seen).toEqual(Array.from({ length: 2000 }, (_, n) => n));
  });

  test('on, off and removeAllListeners', async () => {
    const { app, page } = running();
    await page.evaluate(() => {
      const heard: string[] = [];
      Object.assign(globalThis, { heard });
      const off = globalThis.probe.on('bell', () => heard.push('off'));
      globalThis.probe.on('bell', () => heard.push('kept'));
      off();
    });
    const ring = (): Promise<void> => app.evaluate(() => globalThis.fixture.window.webContents.send('bell'));
    await ring();
    await page.evaluate(() => globalThis.probe.invoke('echo', 0));
    await page.evaluate(() => globalThis.probe.removeAll('bell'));
    await ring();
    const heard = await page.evaluate(async () => {
      await globalThis.probe.invoke('echo', 0);
      return (globalThis as unknown as { heard: string[] }).heard;
    });
    expect(heard).toEqual(['kept']);
  });

  test('what a page that is gone was told or asked is dropped', async () => {
    const { app, page } = running();
    await app.evaluate(({ ipcMain }) => {
      ipcMain.handle('late', () => globalThis.fixture.signal('late').promise.then(() => 'late'));
    });
    await page.evaluate(() => void globalThis.probe.invoke('late').catch(() => undefined));
    await page.reload();
    await page.evaluate(() => {
      Object.assign(globalThis, { strays: 0 });
      addEventListener(
        'unhandledrejection',
        () => ((globalThis as unknown as { strays: number }).strays += 1),
      );
    });
    await app.evaluate(() => globalThis.fixture.signal('late').resolve(undefined));
    const strays = await page.evaluate(async () => {
      await globalThis.probe.invoke('echo', 0);
      return (globalThis as unknown as { strays: number }).strays;
    });
    expect(strays).toBe(0);
  });
});

describe('structured clone, to the main process and back', () => {
  test.each([
    ['undefined', 'undefined'],
    ['null', 'null'],
    ['[1, -0, NaN, Infinity, -Infinity]', '[ 1, -0, NaN, Infinity, -Infinity ]'],
    ['12345678901234567890n', '12345678901234567890n'],
    ["'é\\u0000\\ud800'", "'é\\x00\\ud800'"],
    ['new Date(0)', '1970-01-01T00:00:00.000Z'],
    ['new Date(NaN)', 'Invalid Date'],
    ['/a+b/gi', '/a+b/gi'],
    ['new Map([[{ k: 1 }, new Set([1, 2])]])', 'Map(1) { { k: 1 } => Set(2) { 1, 2 } }'],
    ['new Uint8Array([1, 2, 3]).subarray(1)', 'Uint8Array(2) [ 2, 3 ]'],
    ['new Float64Array([0.5])', 'Float64Array(1) [ 0.5 ]'],
    ['new BigInt64Array([1n])', 'BigInt64Array(1) [ 1n ]'],
    ['new Uint8Array([7]).buffer', 'ArrayBuffer { [Uint8Contents]: <07>, [byteLength]: 1 }'],
    ['{ a: undefined, b: { c: [] } }', '{ a: undefined, b: { c: [] } }'],
    ["{ $t: 'map', v: [] }", "{ '$t': 'map', v: [] }"],
    [
      '(() => { const o = { name: 1 }; o.self = o; return o; })()',
      '<ref *1> { name: 1, self: [Circular *1] }',
    ],
    [
      '(() => { const shared = {}; return [shared, shared].map((x, i, all) => all[0] === x); })()',
      '[ true, true ]',
    ],
    ['new (class Point { x = 1; get y() { return 2; } })()', '{ x: 1 }'],
    ['JSON.parse(\'{"__proto__": 1}\')', "{ ['__proto__']: 1 }"],
  ])('%s', async (expression, expected) => {
    const { page } = running();
    const seen = await page.evaluate((text) => globalThis.probe.roundTrip(text), expression);
    expect(seen).toEqual([expected, expected]);
  });

  test('errors keep name, message and stack', async () => {
    const { page } = running();
    const [there, back] = await page.evaluate(() => globalThis.probe.roundTrip("new RangeError('far')"));
    expect(there).toMatch(/^RangeError: far\n +at /);
    expect(back).toMatch(/^RangeError: far\n +at /);
  });

  test.each([
    '() => 1',
    'Symbol()',
    '{ deep: [() => 1] }',
    'Promise.resolve()',
    'new WeakMap()',
    'document',
    'window',
  ])('%s cannot be cloned', async (expression) => {
    const { page } = running();
    const message = await page.evaluate(
      (text) => globalThis.probe.roundTrip(text).catch((error: unknown) => (error as Error).message),
      expression,
    );
    expect(message).toContain('An object could not be cloned.');
  });

  test('a handler’s value that cannot be cloned rejects the call', async () => {
    const { app, page } = running();
    await app.evaluate(({ ipcMain }) => ipcMain.handle('unclonable', () => () => 1));
    const message = await page.evaluate(() =>
      globalThis.probe.invoke('unclonable').catch((error: unknown) => (error as Error).message),
    );
    expect(message).toContain('An object could not be cloned.');
  });
});
