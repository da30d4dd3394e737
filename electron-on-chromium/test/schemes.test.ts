import http from 'node:http';
import { beforeAll, describe, expect, test } from 'vitest';
import { useFixture } from './fixture-app.ts';

const running = useFixture();

describe('protocol', () => {
  test('schemes are registered once and before ready, handlers after', async () => {
    const { app } = running();
    expect(
      await app.evaluate(({ protocol }) => {
        const { fixture } = globalThis;
        return [
          fixture.registeredTwice,
          fixture.handledEarly,
          fixture.thrown(() => protocol.registerSchemesAsPrivileged([])),
          fixture.thrown(() => protocol.handle('app', () => new Response(''))),
          fixture.thrown(() => protocol.handle('https', () => new Response(''))),
          fixture.thrown(() => protocol.unhandle('never')),
          protocol.isProtocolHandled('app'),
          protocol.isProtocolHandled('never'),
        ];
      }),
    ).toEqual([
      'protocol.registerSchemesAsPrivileged was called before: only the last call would count',
      'protocol.handle can only be called after the app is ready',
      'protocol.registerSchemesAsPrivileged should be called before app is ready',
      'Failed to register protocol: app',
      "protocol.handle('https') is not available in electron-on-chromium",
      'Failed to unhandle protocol: never',
      true,
      false,
    ]);
  });

  test('a body arrives as it is made, not when it is whole', async () => {
    const { page } = running();
    const chunks = await page.evaluate(async () => {
      const reader = (await fetch('/stream')).body?.pipeThrough(new TextDecoderStream()).getReader();
      const first = await reader?.read();
      // The handler makes the second chunk when this has been asked for.
      await fetch('/next');
      return [first?.value, (await reader?.read())?.value, (await reader?.read())?.done];
    });
    expect(chunks).toEqual(['first', 'second', true]);
  });

  test('a reader that waits holds the body back, and one that leaves cancels it', async () => {
    const { app, page } = running();
    await page.evaluate(async () => {
      const abort = new AbortController();
      const reader = (await fetch('/endless', { signal: abort.signal })).body?.getReader();
      await reader?.read();
      for (let n = 0; n < 50; n++) await (await fetch('/echo')).text();
      Object.assign(globalThis, { abort });
    });
    const chunks = await app.evaluate(() => globalThis.fixture.endlessChunks);
    expect(chunks).toBeLessThan(1000);
    await page.evaluate(() => (globalThis as unknown as { abort: AbortController }).abort.abort());
    await app.evaluate(() => globalThis.fixture.signal('cancelled').promise);
  });

  test('a request comes with its method, body and headers, and the app’s own origin', async () => {
    const { page } = running();
    const { method, length, headers } = await page.evaluate(async () => {
      const body = 'x'.repeat(3_000_000);
      const answer = await fetch('/echo?a=b', { method: 'PUT', body, headers: { 'x-own': '1' } });
      return (await answer.json()) as { method: string; length: number; headers: [string, string][] };
    });
    const named = new Map(headers);
    expect([method, length, named.get('x-own'), named.get('origin'), named.get('referer')]).toEqual([
      'PUT',
      3_000_000,
      '1',
      'app://host',
      'app://host/index.html',
    ]);
    expect([...named.keys()].filter((name) => /^(host|sec-fetch|connection)/.test(name))).toEqual([]);
  });

  test('ranges are the handler’s', async () => {
    const { page } = running();
    expect(
      await page.evaluate(async () => {
        const answer = await fetch('/range', { headers: { range: 'bytes=2-4' } });
        const { status, headers } = answer;
        return [status, headers.get('content-range'), headers.get('x-range'), await answer.text()];
      }),
    ).toEqual([206, 'bytes 2-4/10', 'bytes=2-4', 'cde']);
  });

  test('a handler that throws is a failed request, not a page', async () => {
    const { page } = running();
    expect(
      await page.evaluate(() =>
        fetch('/throws').then(
          (answer) => answer.status,
          (error: unknown) => (error as Error).name,
        ),
      ),
    ).toBe('TypeError');
  });

  test('a partition without a handler fails to load, and has handlers of its own', async () => {
    const { app } = running();
    const seen = await app.evaluate(async ({ session }) => {
      const load = async (partition: string): Promise<string> => {
        const window = globalThis.fixture.openWindow({ webPreferences: { partition } });
        const outcome = await window.loadURL('app://host/plain.html').then(
          () => window.webContents.getTitle(),
          (error: unknown) => (error as Error).message,
        );
        window.destroy();
        return outcome;
      };
      const without = await load('bare');
      session
        .fromPartition('bare')
        .protocol.handle(
          'app',
          () => new Response('<title>own</title>', { headers: { 'content-type': 'text/html' } }),
        );
      return [without, await load('bare')];
    });
    expect(seen).toEqual(["ERR_UNKNOWN_URL_SCHEME (-302) loading 'app://host/plain.html'", 'own']);
  });

  test('without supportFetchAPI a page of the scheme loads and cannot fetch', async () => {
    const { app } = running();
    const seen = await app.evaluate(async () => {
      const window = globalThis.fixture.openWindow();
      await window.loadURL('bare://host/page');
      const fetched: unknown = await window.webContents.executeJavaScript(
        "fetch('/x').then(() => 'fetched', (e) => e.name)",
      );
      const url = window.webContents.getURL();
      window.destroy();
      return [url, fetched];
    });
    expect(seen).toEqual(['bare://host/page', 'TypeError']);
  });

  test('a scheme that was never registered has no privileges and an opaque origin', async () => {
    const { app } = running();
    const seen = await app.evaluate(async ({ protocol }) => {
      protocol.handle(
        'late',
        () => new Response('<title>late</title>', { headers: { 'content-type': 'text/html' } }),
      );
      const window = globalThis.fixture.openWindow();
      await window.loadURL('late://host/page');
      const { origin } = window.webContents.mainFrame;
      const fetched: unknown = await window.webContents.executeJavaScript(
        "fetch('/x').then(() => 'fetched', (e) => e.name)",
      );
      window.destroy();
      protocol.unhandle('late');
      return [origin, fetched];
    });
    expect(seen).toEqual(['null', 'TypeError']);
  });

  test('a content security policy may name the app’s own origins', async () => {
    const { app } = running();
    const seen = await app.evaluate(async () => {
      const window = globalThis.fixture.openWindow();
      await window.loadURL('app://host/csp');
      const load = (url: string): Promise<unknown> =>
        window.webContents.executeJavaScript(
          `fetch(${JSON.stringify(url)}).then(() => 'fetched', (e) => e.name)`,
        ) as Promise<unknown>;
      const results = [await load('/echo'), await load('http://127.0.0.1:1/')];
      window.destroy();
      return results;
    });
    expect(seen).toEqual(['fetched', 'TypeError']);
  });
});

describe('session', () => {
  test('onBeforeRequest cancels, redirects and lets pass', async () => {
    const { app, page } = running();
    await app.evaluate(() => {
      globalThis.fixture.window.webContents.session.webRequest.onBeforeRequest(
        { urls: ['app://host/*'] },
        ({ url, resourceType }, callback) => {
          if (url.endsWith('/cancel')) callback({ cancel: resourceType === 'xhr' });
          else if (url.endsWith('/elsewhere')) callback({ redirectURL: 'app://host/range' });
          else callback({});
        },
      );
    });
    const fetched = await page.evaluate(() =>
      Promise.all(
        ['/cancel', '/elsewhere', '/plain.html'].map((url) =>
          fetch(url).then(
            (answer) => answer.status,
            (error: unknown) => (error as Error).name,
          ),
        ),
      ),
    );
    await app.evaluate(() => globalThis.fixture.window.webContents.session.webRequest.onBeforeRequest(null));
    expect(fetched).toEqual(['TypeError', 206, 200]);
    expect(
      await page.evaluate(() =>
        fetch('/cancel').then(
          () => 'passed',
          () => 'failed',
        ),
      ),
    ).toBe('failed');
  });

  test('clearStorageData forgets what pages have stored', async () => {
    const { app, page } = running();
    const stored = (): Promise<unknown> =>
      page.evaluate(() => [localStorage.getItem('kept'), document.cookie]);
    await page.evaluate(() => {
      localStorage.setItem('kept', 'yes');
      document.cookie = 'kept=yes';
    });
    expect(await stored()).toEqual(['yes', 'kept=yes']);
    await app.evaluate(() =>
      globalThis.fixture.window.webContents.session.clearStorageData({ storages: ['cookies'] }),
    );
    expect(await stored()).toEqual(['yes', '']);
    await app.evaluate(() => globalThis.fixture.window.webContents.session.clearStorageData());
    await app.evaluate(() => globalThis.fixture.window.webContents.session.clearCache());
    await page.reload();
    expect(await stored()).toEqual([null, '']);
  });

  test('a permission every handler refuses is denied', async () => {
    const { app, page } = running();
    const state = (): Promise<string> =>
      page.evaluate(async () => (await navigator.permissions.query({ name: 'geolocation' })).state);
    const before = await state();
    await app.evaluate(({ session }) => {
      const asked = new Promise<void>((resolve) => {
        session.defaultSession.setPermissionRequestHandler((_contents, permission, callback) => {
          callback(false);
          if (permission === 'window-management') resolve();
        });
      });
      return asked;
    });
    expect([before, await state()]).toEqual(['prompt', 'denied']);
  });

  test('setUserAgent changes what pages say', async () => {
    const { app, page } = running();
    const original = await app.evaluate(({ session }) => {
      const before = session.defaultSession.getUserAgent();
      session.defaultSession.setUserAgent('Own/1.0');
      return before;
    });
    expect(original).toMatch(/ Chrome\/\d+/);
    expect(original).not.toContain('Headless');
    await page.reload();
    expect(await page.evaluate(() => navigator.userAgent)).toBe('Own/1.0');
  });
});

describe('the loopback server', () => {
  let port: number;
  let host: string;
  beforeAll(async () => {
    const { page } = running();
    const response = await page.reload();
    host = await page.evaluate(() => location.host);
    port = (await response?.serverAddr())?.port ?? 0;
  });

  function ask(
    hostHeader: string,
    path = '/plain.html',
    headers: Record<string, string> = {},
    method = 'GET',
  ): Promise<number> {
    return new Promise((resolve, reject) => {
      const request = http.request({
        host: '127.0.0.1',
        port,
        path,
        method,
        headers: { host: hostHeader, ...headers },
      });
      request.on('response', (response) => {
        response.resume();
        resolve(response.statusCode ?? 0);
      });
      request.on('error', reject);
      request.end();
    });
  }

  test('answers who knows the token', async () => {
    expect(await ask(host)).toBe(200);
  });

  test.each<[string, (host: string) => string]>([
    ['no host of ours', () => 'localhost'],
    ['an address', () => '127.0.0.1'],
    ['a wrong token', (good) => good.replace(/-[a-z0-9]+\.localhost/, `-${'a'.repeat(20)}.localhost`)],
    ['no token', (good) => good.replace(/-[a-z0-9]+\.localhost/, '-.localhost')],
    ['the token of another partition', (good) => good.replace('--p0-', '--p1-')],
    ['the token under another domain', (good) => good.replace('.localhost', '.example.org')],
  ])('refuses %s', async (_what, hostOf) => {
    expect(await ask(hostOf(host))).toBe(403);
  });

  test('refuses sendSync without the secret of a preload', async () => {
    const path = '/.electron-on-chromium/sync';
    expect(await ask(host, path, { 'x-sync-secret': 'guessed' }, 'POST')).toBe(403);
    expect(await ask('localhost', path, { 'x-sync-secret': 'guessed' }, 'POST')).toBe(403);
  });

  test('a page of another origin reads nothing of the app', async () => {
    const { page, guest } = running();
    const url = await page.evaluate(() => `${location.origin}/plain.html`);
    expect(
      await guest.evaluate(
        (address) =>
          fetch(address).then(
            () => 'read',
            (error: unknown) => (error as Error).name,
          ),
        url,
      ),
    ).toBe('TypeError');
  });
});
