import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { build } from 'vite';
import {
  PANEL_FILE_PATH,
  type DataSizes,
  type PanelCalls,
  type PanelEvent,
  type PanelSnapshot,
} from '#contract/panel';
import type { ExchangeMarks, ExchangeRow } from '#contract/panel-exchanges';
import type { Exchange } from '#contract/transfer';
import type { FileRecord } from '#contract/files';
import type { FileLine } from '#contract/panel-files';
import { panelBundle } from '../../scripts/bundles.ts';
import { PANEL_POLICY } from '../../src-main/electron/content-policy.ts';
import { listFiles } from '../../src-main/files/file-listing.ts';
import { launchBrowser } from './browser.ts';
import { FIXTURE_EPOCH_MS } from './exchange-fixtures.ts';
import { createFakeExchanges } from './fake-exchanges.ts';
import { filesFixture, PICTURE_SVG, silentSound, type PanelFixture } from './panel-fixtures.ts';

const MEDIA_TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
};

export interface PanelCall {
  readonly channel: keyof PanelCalls;
  readonly request: unknown;
}

/** What the fake bridge leaves on the page's window for a test to reach. */
interface FakeWindow {
  panelCalls: PanelCall[];
  panelFailures: Record<string, string>;
  /** What a test has set channels to answer. */
  panelAnswers: Record<string, unknown>;
  panelPath: string;
  /** What `panel:data-sizes` answers. */
  panelDataSizes: DataSizes | null;
  /** Answers calls of the lists of exchanges; undefined for any other. */
  answerExchanges: (channel: string, request: unknown) => Promise<unknown>;
  emitPanelEvent: (event: PanelEvent) => void;
  replacePanelSnapshot: (snapshot: PanelSnapshot) => void;
}

export interface OpenPanel {
  readonly page: Page;
  /** Sends an event as main would. */
  readonly emit: (event: PanelEvent) => Promise<void>;
  /** Adds or replaces exchanges, and tells the panel as main would. */
  readonly putExchanges: (changed: readonly Exchange[]) => Promise<void>;
  /** What main answers from now on. */
  readonly replaceSnapshot: (snapshot: PanelFixture) => Promise<void>;
  /** Calls made so far on a channel, oldest first. */
  readonly calls: <C extends keyof PanelCalls>(
    channel: C,
  ) => Promise<readonly Parameters<PanelCalls[C]>[0][]>;
  /** Makes every later call on a channel fail with this message. */
  readonly failCalls: (channel: keyof PanelCalls, message: string) => Promise<void>;
  /** What a channel answers from now on, whatever it is asked. */
  readonly answer: <C extends keyof PanelCalls>(
    channel: C,
    value: ReturnType<PanelCalls[C]>,
  ) => Promise<void>;
  /** What `panel:data-sizes` answers from now on. */
  readonly setDataSizes: (sizes: DataSizes) => Promise<void>;
  /** Errors of the page and what its policy refused. */
  readonly complaints: readonly string[];
  close(): Promise<void>;
}

export interface PanelHarness {
  open(
    snapshot: PanelFixture,
    view?: { readonly width: number; readonly height: number; readonly systemDark?: boolean },
  ): Promise<OpenPanel>;
  close(): Promise<void>;
}

interface FakeContents {
  readonly snapshot: PanelSnapshot;
  readonly files: readonly FileRecord[];
  readonly fileLines: readonly FileLine[];
}

/** The fixtures' files where the snapshot counts any, in the list that main would make of them. */
function contentsOf(snapshot: PanelSnapshot): FakeContents {
  const { temp, saved, user } = snapshot.fileTotals;
  const files = temp.count + saved.count + user.count > 0 ? filesFixture() : [];
  const query = { filter: '', sort: 'created', isDescending: true, closed: [] } as const;
  return { snapshot, files, fileLines: listFiles(files, query, 'http://usr/').lines };
}

/** Runs in the page before the panel: a bridge that answers from a snapshot and remembers what it was asked. */
function installFakeBridge({ snapshot, files, fileLines }: FakeContents): void {
  let current = snapshot;
  const listeners = new Set<(event: PanelEvent) => void>();
  const fake: Omit<FakeWindow, 'answerExchanges'> = {
    panelCalls: [],
    panelFailures: {},
    panelAnswers: {},
    panelPath: '',
    panelDataSizes: null,
    emitPanelEvent: (event) => {
      if (event.kind === 'project') current = { ...current, ...event };
      for (const listener of listeners) listener(event);
    },
    replacePanelSnapshot: (next) => {
      current = next;
    },
  };
  Object.assign(window, fake, {
    ferryPanel: {
      call: async (channel: keyof PanelCalls, request: unknown) => {
        const state = window as unknown as FakeWindow;
        state.panelCalls.push({ channel, request });
        const failure = state.panelFailures[channel];
        if (failure !== undefined) {
          return Promise.resolve({ ok: false, error: { code: 'internal', message: failure } });
        }
        if (channel === 'panel:set-preferences') {
          const preferences = request as PanelSnapshot['preferences'];
          current = { ...current, preferences };
          fake.emitPanelEvent({ kind: 'preferences', preferences });
        }
        // Kept over a reload of the page, as main keeps it over a restart.
        const memory = JSON.parse(sessionStorage.getItem('memory') ?? '{}') as Record<string, string>;
        if (channel === 'panel:remember') {
          const { name, text } = request as { name: string; text: string };
          sessionStorage.setItem('memory', JSON.stringify({ ...memory, [name]: text }));
        }
        const answers: Partial<Record<keyof PanelCalls, unknown>> = {
          'panel:snapshot': current,
          'panel:data-sizes': (window as unknown as FakeWindow).panelDataSizes,
          'panel:file-troubles': [],
          'panel:memory': memory,
        };
        if (channel in state.panelAnswers) {
          return Promise.resolve({ ok: true, value: state.panelAnswers[channel] });
        }
        const listed = await state.answerExchanges(channel, request);
        if (listed !== undefined) return { ok: true, value: listed };
        if (channel === 'panel:file') {
          const { path } = request as { path: string };
          const found = files.find((file) => file.path === path || file.origin === `saved:${path}`);
          return Promise.resolve({ ok: true, value: found ? { ...found, end: null } : null });
        }
        if (channel === 'panel:list-files') {
          const { from, count } = request as { from: number; count: number };
          const lines = fileLines.slice(from, from + count);
          const value = { count: fileLines.length, fileCount: files.length, from, lines };
          return Promise.resolve({ ok: true, value });
        }
        return Promise.resolve({ ok: true, value: answers[channel] ?? null });
      },
      listen: (listener: (event: PanelEvent) => void) => {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
      pathOf: () => (window as unknown as FakeWindow).panelPath,
    },
  });
}

/** Builds the panel and serves it as main does, with its policy and previews of the fixtures' pictures. */
export async function startPanelHarness(): Promise<PanelHarness> {
  const folder = await mkdtemp(join(tmpdir(), 'ferry-panel-'));
  await build(panelBundle(folder));

  const pageFile = (path: string): string => (path === '/' ? '/index.html' : path);
  const server = createServer((request, response) => {
    const path = decodeURIComponent(new URL(request.url ?? '/', 'http://panel').pathname);
    response.setHeader('content-security-policy', PANEL_POLICY);
    if (path.startsWith(PANEL_FILE_PATH)) {
      if (/\.(jpg|png)$/u.test(path)) response.setHeader('content-type', 'image/svg+xml').end(PICTURE_SVG);
      else if (path.endsWith('.m4a')) response.setHeader('content-type', 'audio/wav').end(silentSound());
      else response.writeHead(404).end();
      return;
    }
    readFile(join(folder, pageFile(path))).then(
      (body) =>
        response.setHeader('content-type', MEDIA_TYPES[extname(pageFile(path))] ?? 'text/html').end(body),
      () => response.writeHead(404).end(),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string')
    throw new Error('The panel’s test server has no port.');
  const origin = `http://127.0.0.1:${String(address.port)}`;

  let browser: Browser | null = await launchBrowser();

  return {
    async open(snapshot, view = { width: 1280, height: 800 }) {
      if (!browser) throw new Error('The panel harness is closed.');
      const context = await browser.newContext({
        viewport: { width: view.width, height: view.height },
        colorScheme: view.systemDark === true ? 'dark' : 'light',
        reducedMotion: 'reduce',
        locale: 'en-GB',
        timezoneId: 'UTC',
        permissions: ['clipboard-read', 'clipboard-write'],
      });
      const page = await context.newPage();
      const complaints: string[] = [];
      page.on('pageerror', (error) => complaints.push(error.message));
      page.on('console', (message) => {
        if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
      });
      // The launch begins before the fixtures' transfers, and five minutes later they are looked at.
      await page.clock.setFixedTime(FIXTURE_EPOCH_MS - 60_000);
      let exchanges = createFakeExchanges(snapshot.exchanges ?? [], FIXTURE_EPOCH_MS - 60_000);
      const send = (event: PanelEvent): Promise<void> =>
        page.evaluate((sent) => {
          (window as unknown as FakeWindow).emitPanelEvent(sent);
        }, event);
      await page.exposeFunction('answerExchanges', async (channel: string, request: unknown) => {
        const answer: unknown = Reflect.get(exchanges.answers, channel);
        if (typeof answer !== 'function') return undefined;
        const value: unknown = Reflect.apply(answer, undefined, [request]);
        if (channel === 'panel:mark-exchanges') {
          const { ids, marks } = request as { ids: readonly string[]; marks: Partial<ExchangeMarks> };
          const changed: readonly ExchangeRow[] = exchanges.mark(ids, marks);
          await send({ kind: 'rows', changed });
        }
        if (channel === 'panel:clear-exchanges' || channel === 'panel:undo-clear') {
          await send({ kind: 'list-changed' });
        }
        return value;
      });
      await page.addInitScript(installFakeBridge, contentsOf(snapshot));
      await page.goto(origin);
      await page.locator('footer').waitFor();
      await page.clock.setFixedTime(FIXTURE_EPOCH_MS + 300_000);
      return {
        page,
        complaints,
        emit: send,
        putExchanges: (changed) => send({ kind: 'rows', changed: exchanges.put(changed) }),
        replaceSnapshot: async (next) => {
          exchanges = createFakeExchanges(next.exchanges ?? [], FIXTURE_EPOCH_MS - 60_000);
          await page.evaluate((sent) => {
            (window as unknown as FakeWindow).replacePanelSnapshot(sent);
          }, next);
        },
        async calls(channel) {
          const made = await page.evaluate(() => (window as unknown as FakeWindow).panelCalls);
          return made
            .filter((call) => call.channel === channel)
            .map((call) => call.request as Parameters<PanelCalls[typeof channel]>[0]);
        },
        failCalls: (channel, message) =>
          page.evaluate(
            ([name, text]) => {
              (window as unknown as FakeWindow).panelFailures[name] = text;
            },
            [channel, message] as const,
          ),
        answer: (channel, value) =>
          page.evaluate(
            ([name, given]) => {
              (window as unknown as FakeWindow).panelAnswers[name] = given;
            },
            [channel, value] as const,
          ),
        setDataSizes: (sizes) =>
          page.evaluate((sent) => {
            (window as unknown as FakeWindow).panelDataSizes = sent;
          }, sizes),
        close: () => context.close(),
      };
    },
    async close() {
      await browser?.close();
      browser = null;
      await new Promise((resolve) => server.close(resolve));
      await rm(folder, { recursive: true, force: true });
    },
  };
}
