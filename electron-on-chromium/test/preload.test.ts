import { describe, expect, test } from 'vitest';
import { useFixture } from './fixture-app.ts';

const running = useFixture();

describe('the context bridge', () => {
  test.each<[what: string, made: string, look: (value: never) => unknown, expected: unknown]>([
    [
      'plain data',
      '{ a: [1, { b: null }], c: undefined }',
      (value) => value,
      { a: [1, { b: null }], c: undefined },
    ],
    [
      'functions are called in their own world',
      '() => typeof globalThis.onlyInThePreload',
      (call: () => unknown) => call(),
      'boolean',
    ],
    [
      'functions take functions',
      '(give) => give(2) + 1',
      (call: (give: (n: number) => number) => number) => call((n) => n * 10),
      21,
    ],
    [
      'functions lose their properties',
      'Object.assign(() => 1, { extra: 1 })',
      (call: { extra?: number }) => call.extra ?? 'lost',
      'lost',
    ],
    ['promises resolve', 'Promise.resolve([1])', (promise: Promise<unknown>) => promise, [1]],
    [
      'promises reject with an Error of the page’s world that has the message alone',
      "Promise.reject(Object.assign(new TypeError('no'), { code: 'E' }))",
      (promise: Promise<unknown>) =>
        promise.catch((error: unknown) => {
          const { name, message, code } = error as Error & { code?: string };
          return [error instanceof Error, name, message, code ?? 'lost'];
        }),
      [true, 'Error', 'no', 'lost'],
    ],
    [
      'what is thrown arrives as an Error',
      "() => { throw new TypeError('thrown'); }",
      (call: () => unknown) => {
        try {
          return call();
        } catch (error) {
          return [error instanceof Error, (error as Error).name, (error as Error).message];
        }
      },
      [true, 'Error', 'thrown'],
    ],
    [
      'ArrayBuffers are copied',
      'new Uint8Array([1, 2]).buffer',
      (buffer: ArrayBuffer) => [buffer instanceof ArrayBuffer, buffer.byteLength],
      [true, 2],
    ],
    [
      'typed arrays',
      'new Float32Array([0.5])',
      (view: Float32Array) => [view instanceof Float32Array, view[0]],
      [true, 0.5],
    ],
    [
      'Date, Map, Set',
      '[new Date(0), new Map([[1, 2]]), new Set([3])]',
      (all: [Date, Map<number, number>, Set<number>]) => [all[0].getTime(), all[1].get(1), all[2].has(3)],
      [0, 2, true],
    ],
    [
      'symbols are dropped',
      '{ a: Symbol(), [Symbol()]: 1, b: 1 }',
      (value: object) => Object.keys(value),
      ['b'],
    ],
    [
      'prototypes are dropped, with their methods',
      'new (class { a = 1; method() {} })()',
      (value: object) => ['method' in value, Object.keys(value)],
      [false, ['a']],
    ],
    [
      'cycles survive',
      '(() => { const o = {}; o.self = o; return o; })()',
      (value: { self: unknown }) => value.self === value,
      true,
    ],
    [
      'what comes is of the page’s world',
      '[{}]',
      (value: unknown[]) => [Array.isArray(value), value instanceof Array, value[0] instanceof Object],
      [true, true, true],
    ],
  ])('%s', async (_what, made, look, expected) => {
    const { page } = running();
    const seen: unknown = await page.evaluate(
      ([expression, code]) =>
        ((0, eval)(`(${code})`) as (value: unknown) => unknown)(globalThis.probe.make(expression)),
      [made, look.toString()] as const,
    );
    expect(seen).toEqual(expected);
  });

  test('what a page gives arrives in the world of the preload', async () => {
    const { page } = running();
    const seen = await page.evaluate(() => [
      globalThis.probe.look({ a: [1] }, '[it instanceof Object, Array.isArray(it.a), it.a[0]]'),
      globalThis.probe.look(() => 7, 'it()'),
      globalThis.probe.look(new Uint8Array([9]), '[it instanceof Uint8Array, it[0]]'),
    ]);
    expect(seen).toEqual([[true, true, 1], 7, [true, 9]]);
  });

  test('an API is frozen, fixed and deep', async () => {
    const { page } = running();
    const seen = await page.evaluate(() => {
      const descriptor = Object.getOwnPropertyDescriptor(window, 'probe');
      return [Object.isFrozen(globalThis.probe), descriptor?.writable, descriptor?.configurable];
    });
    expect(seen).toEqual([true, false, false]);
  });

  test('a name is exposed once', async () => {
    const { page } = running();
    const outcome = await page.evaluate(() =>
      globalThis.probe.outcome("require('electron').contextBridge.exposeInMainWorld('probe', {})"),
    );
    expect(outcome).toEqual({
      error: 'Cannot bind an API on top of an existing property on the window object',
    });
  });

  test('a page that replaces natives learns and changes nothing', async () => {
    const { app } = running();
    const seen = await app.evaluate(async () => {
      const window = globalThis.fixture.openWindow();
      await window.loadURL('app://host/plain.html');
      const result: unknown = await window.webContents.executeJavaScript(`(async () => {
        const caught = [];
        const note = (what) => function () { caught.push(what); };
        Object.defineProperty(Object.prototype, '$b', { set: note('$b'), configurable: true });
        Object.defineProperty(Object.prototype, 'detail', { set: note('detail'), configurable: true });
        EventTarget.prototype.dispatchEvent = note('dispatchEvent');
        document.dispatchEvent = note('own dispatchEvent');
        globalThis.CustomEvent = note('CustomEvent');
        Map.prototype.get = note('Map.get');
        Reflect.apply = note('Reflect.apply');
        Array.prototype[Symbol.iterator] = note('iterator');
        const value = await probe.make('Promise.resolve({ deep: [1, () => 2] })');
        return JSON.stringify({ caught, value: value.deep[0], call: value.deep[1]() });
      })()`);
      window.destroy();
      return JSON.parse(result as string) as unknown;
    });
    expect(seen).toEqual({ caught: [], value: 1, call: 2 });
  });
});

describe('the sandbox', () => {
  test.each([
    'electron',
    'electron/renderer',
    'events',
    'node:events',
    'timers',
    'node:timers',
    'url',
    'node:url',
  ])('require knows %s', async (name) => {
    const { page } = running();
    expect(
      await page.evaluate((module) => globalThis.probe.outcome(`typeof require('${module}')`), name),
    ).toEqual({
      value: expect.stringMatching(/^(object|function)$/) as string,
    });
  });

  test.each(['fs', 'node:fs', 'path', 'child_process', './other.cjs', 'better-sqlite3'])(
    'require does not know %s',
    async (name) => {
      const { page } = running();
      expect(await page.evaluate((module) => globalThis.probe.outcome(`require('${module}')`), name)).toEqual(
        {
          error: `module not found: ${name}`,
        },
      );
    },
  );

  test('process is the part Electron leaves', async () => {
    const { page } = running();
    const seen = await page.evaluate(() =>
      globalThis.probe.make(
        '[process.type, process.sandboxed, process.contextIsolated, process.platform, typeof process.versions.chrome, process.versions.electron, typeof Buffer]',
      ),
    );
    expect(seen).toEqual(['renderer', true, true, process.platform, 'string', undefined, 'undefined']);
  });

  test('what electron lacks here says so', async () => {
    const { page } = running();
    expect(await page.evaluate(() => globalThis.probe.outcome("require('electron').webFrame"))).toEqual({
      error: 'electron.webFrame is not available in electron-on-chromium',
    });
  });

  test('additionalArguments reach process.argv', async () => {
    const { app } = running();
    const seen = await app.evaluate(async () => {
      const window = globalThis.fixture.openWindow({ webPreferences: { additionalArguments: ['--extra'] } });
      await window.loadURL('app://host/plain.html');
      const argv: unknown = await window.webContents.executeJavaScript(
        "probe.make('process.argv.slice(-1)')",
      );
      window.destroy();
      return argv;
    });
    expect(seen).toEqual(['--extra']);
  });

  test('a preload that is not there or does not parse is preload-error', async () => {
    const { app } = running();
    const seen = await app.evaluate(async () => {
      const window = globalThis.fixture.openWindow({ webPreferences: { preload: '/not/there.cjs' } });
      const told = await new Promise((resolve) =>
        window.webContents.once('preload-error', (_event, file, error) =>
          resolve([file, error.message.slice(0, 6)]),
        ),
      );
      window.destroy();
      return told;
    });
    expect(seen).toEqual(['/not/there.cjs', 'ENOENT']);
  });
});

describe('what a page cannot reach', () => {
  test('neither globals of the preload nor those of the agents', async () => {
    const { page } = running();
    const seen = await page.evaluate(() => ({
      globals: Object.getOwnPropertyNames(window).filter((name) =>
        /electron|deliver|^b[0-9a-f]{16}$|onlyInThePreload/i.test(name),
      ),
      types: [typeof require, typeof process, typeof module],
      agent: /secret|[0-9a-f]{32}/.test(String(Reflect.get(window, 'open'))),
    }));
    expect(seen).toEqual({ globals: [], types: ['undefined', 'undefined', 'undefined'], agent: false });
  });

  test('a frame gets no preload, of the same site or of another', async () => {
    const { app } = running();
    const seen = await app.evaluate(async () => {
      const window = globalThis.fixture.openWindow();
      await window.loadURL('app://host/frame');
      const inside: unknown = await window.webContents.executeJavaScript(
        '[typeof probe, typeof frames[1].probe, frames[1].location.pathname, frames.length]',
      );
      window.destroy();
      return inside;
    });
    expect(seen).toEqual(['object', 'undefined', '/plain.html', 2]);
    const { page } = running();
    await page.evaluate(() => {
      const frame = document.createElement('iframe');
      frame.src = '/to-other';
      const loaded = new Promise((resolve) => frame.addEventListener('load', resolve));
      document.body.append(frame);
      return loaded;
    });
    const other = page.frames().find((frame) => frame.url().endsWith('/guest.html'));
    expect(await other?.evaluate(() => [document.title, typeof globalThis.probe])).toEqual([
      'other',
      'undefined',
    ]);
  });

  test('another partition’s storage', async () => {
    const { app, page, guest } = running();
    await page.evaluate(() => localStorage.setItem('mine', 'host'));
    expect(await guest.evaluate(() => [localStorage.getItem('mine'), location.hostname])).toEqual([
      null,
      expect.stringMatching(/^guest--app--p1-[a-z0-9]{20}\.localhost$/),
    ]);
    expect(
      await app.evaluate(
        ({ session }) =>
          session.fromPartition('persist:guest') === globalThis.fixture.view.webContents.session,
      ),
    ).toBe(true);
  });
});
