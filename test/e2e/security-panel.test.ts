import fs from 'node:fs';
import type { RequestListener } from 'node:http';
import path from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import type { FileRecord } from '#contract/files';
import type { FileWindow } from '#contract/panel-files';
import { DATA_POLICY, PANEL_POLICY } from '../../src-main/electron/content-policy.ts';
import { useHostileApp } from '../support/hostile-app.ts';
import { hostileBodies, NASTY, type HostileBody } from '../support/hostile-bodies.ts';
import { lookAtFiles, lookAtTransfers, type Looked } from '../support/hostile-panel.ts';

/** A click on two busy cores may wait for its turn; what froze the panel took longer than this. */
const QUICK_MS = 2000;

let bodies: Readonly<Record<string, HostileBody>> = {};
const answer: RequestListener = (request, response) => {
  request.resume();
  const found = bodies[decodeURIComponent((request.url ?? '').slice(1))];
  const type = found?.type ?? 'text/plain';
  response.writeHead(200, { ...(type === '' ? {} : { 'content-type': type }), ...found?.headers });
  response.end(found?.body ?? NASTY);
};
const hostile = useHostileApp({
  answer,
  prepare(folder) {
    const config = { appid: 'touristappid', projectname: NASTY, setting: {} };
    fs.writeFileSync(path.join(folder, 'project.config.json'), JSON.stringify(config));
  },
});

/** Every live file of the program, as the panel lists it. */
async function filesOfPanel(): Promise<readonly FileRecord[]> {
  const window = await hostile().app.panel.evaluate(async () => {
    const { ferryPanel } = globalThis as unknown as {
      ferryPanel: { call(channel: string, request: unknown): Promise<{ value: FileWindow }> };
    };
    const query = { filter: '', sort: 'created', isDescending: true, closed: [] };
    return (await ferryPanel.call('panel:list-files', { query, from: 0, count: 500 })).value;
  });
  return window.lines.flatMap((line) => (line.kind === 'file' ? [line.file] : []));
}

/** How many exchanges main has on its list. */
async function exchangeCount(): Promise<number> {
  return hostile().app.panel.evaluate(async () => {
    const { ferryPanel } = globalThis as unknown as {
      ferryPanel: { call(channel: string, request: unknown): Promise<{ value: { totalCount: number } }> };
    };
    const query = { filter: '', sort: 'time', isDescending: false, isGroupedByPage: false };
    return (await ferryPanel.call('panel:list-exchanges', { query, from: 0, count: 0 })).value.totalCount;
  });
}

/** Whether anything of what was shown has run, or has come into the panel as more than text. */
function harm(): Promise<unknown> {
  return hostile().app.panel.evaluate(() => [
    'escaped' in globalThis,
    document.title,
    location.pathname,
    document.querySelectorAll('iframe, object, embed, form, base, meta[http-equiv], link[href*="127.0.0.1"]')
      .length,
    document.querySelectorAll('script:not([src^="./"])').length,
    Array.from(
      document.querySelectorAll('img, audio, video'),
      (media) => media.getAttribute('src') ?? '',
    ).filter((src) => !src.startsWith('/file/')),
  ]);
}

const HARMLESS = [false, 'Ferry', '/', 0, 0, []];

/** After every test: nothing has run, nobody was reached. */
function nothingHappened(): void {
  afterEach(async () => {
    expect(await harm()).toEqual(HARMLESS);
    expect(hostile().targets.arrivals()).toEqual([]);
  });
}

function expectQuick({ slowest }: Looked): void {
  expect(slowest.ms, slowest.what).toBeLessThan(QUICK_MS);
}

describe('the panel', () => {
  nothingHappened();

  test('is sent with its policy, and so is all that it is made of', async () => {
    const sent = await hostile().app.panel.evaluate(async () => {
      const own = Array.from(document.querySelectorAll<HTMLScriptElement>('script[src]'), ({ src }) => src);
      const answers = await Promise.all([location.href, ...own].map((url) => fetch(url)));
      return answers.map(({ headers }) => [
        headers.get('content-security-policy'),
        headers.get('x-content-type-options'),
      ]);
    });
    expect(sent.length).toBeGreaterThanOrEqual(2);
    for (const headers of sent) expect(headers).toEqual([PANEL_POLICY, 'nosniff']);
  });

  test.each([
    ['a picture', 'img-src', 'document.body.append(Object.assign(new Image(), { src: OUT }))'],
    ['fetch', 'connect-src', 'fetch(OUT).catch(() => 0)'],
    ['a beacon', 'connect-src', 'navigator.sendBeacon(OUT)'],
    ['a socket', 'connect-src', 'new WebSocket(OUT.replace("http", "ws"))'],
    [
      'a script',
      'script-src-elem',
      'document.head.append(Object.assign(document.createElement("script"), { src: OUT }))',
    ],
    [
      'an inline script',
      'script-src-elem',
      'document.head.append(Object.assign(document.createElement("script"), { text: "escaped = 1" }))',
    ],
    [
      'a handler in markup',
      'script-src-attr',
      'document.createElement("b").setAttribute("onclick", "escaped = 1")',
    ],
    ['text as code', 'script-src', 'setTimeout("escaped = 1")'],
    ['a worker', 'worker-src', 'new Worker("/file/x.js")'],
    [
      'a frame',
      'frame-src',
      'document.body.append(Object.assign(document.createElement("iframe"), { src: OUT, id: "f" })); document.getElementById("f").remove()',
    ],
    [
      'a plug-in',
      'object-src',
      'document.body.append(Object.assign(document.createElement("object"), { data: OUT, id: "o" })); setTimeout(() => document.getElementById("o").remove(), 50)',
    ],
    [
      'a style sheet',
      'style-src-elem',
      'document.head.append(Object.assign(document.createElement("style"), { textContent: `@import "${OUT}";` }))',
    ],
    ['a font', 'font-src', 'new FontFace("x", `url(${OUT})`).load().catch(() => 0)'],
    [
      'a base address',
      'base-uri',
      'document.head.append(Object.assign(document.createElement("base"), { href: OUT, id: "b" })); document.getElementById("b").remove()',
    ],
  ])('is kept from %s by %s', async (_name, directive, code) => {
    const violated = await hostile().app.panel.evaluate(
      ([source, out]) =>
        new Promise((resolve) => {
          document.addEventListener('securitypolicyviolation', (event) => resolve(event.effectiveDirective), {
            once: true,
          });
          const run = (0, eval)(`(OUT) => { ${source} }`) as (out: string) => void;
          // In a turn of its own: whoever drives the page stands outside its policy.
          setTimeout(run, 0, out);
          setTimeout(resolve, 3000, 'nothing');
        }),
      [code, `${hostile().targets.http}/panel`] as const,
    );
    expect(violated).toBe(directive);
    await hostile().app.panel.evaluate(() => {
      for (const stray of document.querySelectorAll(
        'body > img, iframe, object, base, head > script:not([src^="./"])',
      ))
        stray.remove();
    });
  });
});

describe('what a hostile server and a hostile project send', () => {
  nothingHappened();

  test('is carried and recorded', async () => {
    const { http, wild } = hostile().targets;
    bodies = hostileBodies(http);
    const urls = Object.keys(bodies).map((name) => `${wild}/${encodeURIComponent(name)}`);
    const calls = [
      ...urls.map((url) => ['request', { url, header: { 'x-nasty': '<img src=x onerror=escaped=1>' } }]),
      ...urls.map((url) => ['downloadFile', { url }]),
      ['request', { url: `${wild}/${NASTY}?${NASTY}#${NASTY}`, data: NASTY, method: 'POST' }],
      ['downloadFile', { url: `${wild}/html`, filePath: 'http://usr/\u202egpj.html' }],
      ['request', { url: 'javascript:escaped=1' }],
      ['request', { url: NASTY }],
      ['request', { url: `${wild}/x`, header: { [NASTY]: NASTY } }],
    ];
    const { came } = await hostile().attempt('transfers', { calls, nasty: NASTY });
    expect((JSON.parse(came) as string[]).filter((end) => end.endsWith(':ok')).length).toBe(
      urls.length * 4 + 2,
    );
    expect((await hostile().attempt('callbacks without measure')).came).toBe('true');
    await hostile().attempt('a console full of it', { nasty: NASTY });
    expect(await exchangeCount()).toBe(urls.length * 3 + 6);
  });

  test('does nothing in any pane of a transfer, and none of them is slow', async () => {
    const before = hostile().targets.wildRequests().length;
    const count = await exchangeCount();
    const looked = await lookAtTransfers(hostile().app.panel);
    const tabs = [/^Story/, /^Options/, /^Headers/, /^(Parts|Body)/, /^Response/, /^Progress/, /^Timing/];
    for (const tab of [...tabs, /^Callbacks/, /^Warnings/, /^Raw/]) {
      expect(looked.opened.filter((what) => tab.test(what)).length).toBe(count);
    }
    expectQuick(looked);
    expect(hostile().targets.wildRequests().length).toBe(before);
  });

  test('does nothing in any preview of a file, and none of them is slow', async () => {
    const before = hostile().targets.wildRequests().length;
    const files = await filesOfPanel();
    const looked = await lookAtFiles(hostile().app.panel);
    expect([...looked.opened].sort()).toEqual(files.map(({ path: virtual }) => virtual).sort());
    expectQuick(looked);
    expect(hostile().targets.wildRequests().length).toBe(before);
  });

  test('does nothing in the console, the toolbar and About', async () => {
    const { panel } = hostile().app;
    await panel.getByRole('tab', { name: 'Console' }).click();
    for (const name of ['Show the whole message', 'Stack']) {
      for (const fold of await panel.getByRole('button', { name }).all()) await fold.click();
    }
    await panel.getByText('‹U+202E›gpj.exe').first().waitFor();
  });

  test('is shown by what it is: no direction is turned, no control is hidden', async () => {
    const { panel } = hostile().app;
    const hidden = async (): Promise<string[]> =>
      (await panel.locator('main').innerText()).match(
        /[\u0000-\u0008\u001b\u0080-\u009f\u202a-\u202e\u2066-\u2069]/g,
      ) ?? [];
    for (const tab of ['Transfers', 'Files', 'Console']) {
      await panel.getByRole('tab', { name: tab }).click();
      expect(await hidden()).toEqual([]);
    }
    await panel.getByRole('tab', { name: 'Files' }).click();
    await panel.getByText('http://usr/‹U+202E›gpj.html').first().waitFor();
  });

  test('run as a script of the panel’s, a file of the program is refused', async () => {
    const files = await filesOfPanel();
    const script = files.find(({ path: virtual }) => virtual.endsWith('.js'))?.path ?? 'none';
    const came = await hostile().app.panel.evaluate(
      (virtual) =>
        new Promise((resolve) => {
          const element = document.createElement('script');
          element.onload = () => resolve('loaded');
          element.onerror = () => resolve('refused');
          element.src = `/file/${encodeURIComponent(virtual)}`;
          document.head.append(element);
          element.remove();
        }),
      script,
    );
    expect([script.startsWith('http://store/'), came]).toEqual([true, 'refused']);
  });

  test('opened as a document, a preview is nothing or a picture in a sandbox', async () => {
    const files = await filesOfPanel();
    const opened = await hostile().app.app.evaluate(
      async ({ BrowserWindow, session }, urls) => {
        // A runtime with a screen would ask where to put what it does not show.
        session.defaultSession.on('will-download', (event) => {
          event.preventDefault();
        });
        const seen: string[] = [];
        for (const url of urls) {
          const window = new BrowserWindow({ show: false, webPreferences: { sandbox: true } });
          const came = await window.loadURL(url).then(
            async () => {
              const inside = 'JSON.stringify([origin, document.contentType, "escaped" in globalThis])';
              return (await window.webContents.executeJavaScript(inside)) as string;
            },
            () => 'not a document',
          );
          seen.push(came);
          window.destroy();
        }
        return seen;
      },
      files.map(({ path: virtual }) => `ferry://panel/file/${encodeURIComponent(virtual)}`),
    );
    expect(opened.length).toBe(files.length);
    for (const came of opened) {
      if (came !== 'not a document')
        expect(JSON.parse(came)).toEqual(['null', expect.stringMatching(/^(image|video|audio)\//), false]);
    }
    expect(opened).toContain('not a document');
    expect(opened.filter((came) => came.includes('image/svg')).length).toBe(1);

    const headers = await hostile().app.panel.evaluate(
      async (paths) =>
        Promise.all(
          paths.map(async (virtual) => {
            const { headers: sent } = await fetch(`/file/${encodeURIComponent(virtual)}`);
            return [sent.get('content-security-policy'), sent.get('x-content-type-options')];
          }),
        ),
      files.map(({ path: virtual }) => virtual),
    );
    for (const sent of headers) expect(sent).toEqual([DATA_POLICY, 'nosniff']);
  });
});

test('all the while the browser looked up no name and spoke to nobody', async () => {
  expect(await hostile().closeAndReadNetwork()).toEqual({ namesLookedUp: [], addressesContacted: [] });
});
