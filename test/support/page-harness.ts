import fs from 'node:fs';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { build } from 'vite';
import { DEFAULT_SCREEN, screenModel } from '#contract/screen';
import { NO_MOCKS } from '#contract/mocks';
import type { BootInfo, MappedStack, WxEvent } from '#contract/wx';
import { editorBundle, PAGE_DOCUMENT, pageBundle } from '../../scripts/bundles.ts';
import { PAGE_POLICY } from '../../src-main/electron/content-policy.ts';
import { rangeFrom } from '../../src-main/electron/file-response.ts';
import { createProjectBuild, type SavedUpdate } from '../../src-main/project/project-build.ts';
import { createStackMapper } from '../../src-main/project/source-map.ts';
import { deviceProfile } from '../../src-main/transfers/rules/device-profile.ts';
import { launchBrowser } from './browser.ts';

const TYPES: Readonly<Record<string, string>> = {
  '.css': 'text/css',
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.json': 'application/json',
  '.map': 'application/json',
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.svg': 'image/svg+xml',
};

/** A call the page made over its bridge. */
export interface RecordedCall {
  readonly channel: string;
  readonly request: unknown;
}

/** A mini-program running in Chromium on a bridge made of records. */
export interface RunningPage {
  readonly page: Page;
  readonly origin: string;
  /** Messages of the page's console, `type: text`. */
  readonly console: string[];
  /** Every call of the page so far, oldest first; of one channel when named. */
  calls(channel?: string): Promise<RecordedCall[]>;
  /** Reports of the page so far, of one kind when named. */
  reports(kind?: string): Promise<Record<string, unknown>[]>;
  /** Sends the page an event, as main would. */
  emit(event: WxEvent): Promise<void>;
  /** Writes files of the project, which the page then takes as a save; answers what the compiler made of it. */
  save(files: Readonly<Record<string, string | Uint8Array>>): Promise<SavedUpdate | 'reload' | null>;
  close(): Promise<void>;
}

/** One browser and one build of the page runtime, for any number of mini-programs. */
export interface PageHarness {
  open(options: OpenOptions): Promise<RunningPage>;
  close(): Promise<void>;
}

export interface OpenOptions {
  /** The mini-program's folder; it is compiled first. */
  readonly project: string;
  /** Folder of the code package, when it is not `project` itself. */
  readonly packageRoot?: string;
  /** Route to open first; the project's own entry page without it. */
  readonly entry?: string;
  readonly boot?: Partial<BootInfo>;
  /**
   * JavaScript run in the page before the runtime: may put functions from a request to an answer's value into
   * `ferryAnswers['wx:choose-files']` and the like. A channel without one answers null.
   */
  readonly script?: string;
  /** Files under `/file/<virtual path>`. */
  readonly files?: Readonly<Record<string, Buffer>>;
  /** What the network has, under `/remote/<url>`; null is a server that cannot be reached. */
  readonly remote?: Readonly<Record<string, Buffer | null>>;
}

const VIEW = { width: 390, height: 780 } as const;

/** The page runtime as the application bundles it, in a folder. */
export async function buildPageRuntime(outDir: string): Promise<void> {
  await build(pageBundle(path.join(outDir, 'runtime')));
  await build(editorBundle(path.join(outDir, 'runtime')));
  fs.copyFileSync(PAGE_DOCUMENT, path.join(outDir, 'index.html'));
}

export async function startPageHarness(): Promise<PageHarness> {
  const dir = fs.mkdtempSync(path.join(os.tmpdir(), 'ferry-page-'));
  await buildPageRuntime(dir);
  // As Electron has it by default: sound needs no tap.
  const browser = await launchBrowser(['--autoplay-policy=no-user-gesture-required']);
  let builds = 0;
  return {
    open: async (options) => openPage(browser, dir, path.join(dir, `build-${String(++builds)}`), options),
    async close() {
      await browser.close();
      fs.rmSync(dir, { recursive: true, force: true });
    },
  };
}

async function openPage(
  browser: Browser,
  runtimeDir: string,
  buildDir: string,
  options: OpenOptions,
): Promise<RunningPage> {
  const build = createProjectBuild(options.project, buildDir);
  await build.compile('all');
  const server = await serve(runtimeDir, buildDir, options);
  const origin = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
  const context = await browser.newContext({ viewport: VIEW, deviceScaleFactor: 2 });
  const page = await context.newPage();
  const mapper = createStackMapper(buildDir);
  await page.exposeFunction('ferryMapStack', (stack: string): MappedStack => mapper.mapStack(stack));
  await page.addInitScript(installBridge, bootInfo(options));
  if (options.script !== undefined) await page.addInitScript({ content: options.script });
  const lines: string[] = [];
  page.on('console', (message) => lines.push(`${message.type()}: ${message.text()}`));
  page.on('pageerror', (error) => lines.push(`pageerror: ${error.message}`));
  await page.goto(`${origin}/index.html`);

  const calls = async (channel?: string): Promise<RecordedCall[]> =>
    page.evaluate((name) => {
      const all = (window as unknown as TestWindow).ferryCalls;
      return name === undefined ? all : all.filter((call) => call.channel === name);
    }, channel);

  const emit = async (event: WxEvent): Promise<void> => {
    await page.evaluate((sent) => {
      (window as unknown as TestWindow).ferryEmit(sent);
    }, event);
  };

  return {
    page,
    origin,
    console: lines,
    calls,
    async reports(kind) {
      const batches = (await calls('wx:report')).map(
        (call) => call.request as { reports: Record<string, unknown>[] },
      );
      const all = batches.flatMap((batch) => batch.reports);
      return kind === undefined ? all : all.filter((report) => report['kind'] === kind);
    },
    emit,
    async save(files) {
      const root = fs.realpathSync(options.packageRoot ?? options.project);
      const places = Object.entries(files).map(([file, content]) => {
        fs.writeFileSync(path.join(root, file), content);
        return path.join(root, file);
      });
      const saved = await build.update(places);
      if (saved !== null && saved !== 'reload') await emit({ kind: 'hot', update: saved.update });
      return saved;
    },
    async close() {
      await context.close();
      await new Promise((resolve) => {
        server.close(resolve);
        server.closeAllConnections();
      });
    },
  };
}

interface TestWindow {
  ferryCalls: RecordedCall[];
  ferryAnswers: Record<string, (request: unknown) => unknown>;
  ferryEmit(event: WxEvent): void;
  ferryMapStack(stack: string): Promise<MappedStack>;
}

/** Runs in the page. */
function installBridge(boot: BootInfo): void {
  const target = window as unknown as TestWindow & { ferryBridge: unknown };
  const listeners = new Set<(event: unknown) => void>();
  target.ferryCalls = [];
  target.ferryAnswers = {
    'wx:boot': () => boot,
    'wx:map-stack': (request) => target.ferryMapStack((request as { stack: string }).stack),
  };
  target.ferryEmit = (event) => {
    for (const listener of listeners) listener(event);
  };
  const answer = (channel: string, request: unknown): unknown => {
    target.ferryCalls.push({ channel, request: structuredClone(request) });
    return target.ferryAnswers[channel]?.(request) ?? null;
  };
  target.ferryBridge = {
    async call(channel: string, message: { request: unknown }) {
      return { ok: true, value: await answer(channel, message.request) };
    },
    callSync: (channel: string, message: { request: unknown }) => ({
      ok: true,
      value: answer(channel, message.request),
    }),
    listen(listener: (event: unknown) => void) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

function bootInfo({ entry, boot }: OpenOptions): BootInfo {
  return {
    generation: 1,
    entry: entry ?? null,
    appid: 'wx0000000000000000',
    traits: deviceProfile('devtools').traits,
    networkType: 'wifi',
    device: {
      brand: 'Ferry',
      model: 'Ferry Phone',
      system: 'iOS 17.0',
      platform: 'ios',
      pixelRatio: 2,
      screenWidth: VIEW.width,
      screenHeight: VIEW.height,
      statusBarHeight: 20,
      language: 'zh_CN',
      version: '8.0.50',
      theme: 'light',
      fontSizePx: 16,
      screen: { ...screenModel(DEFAULT_SCREEN.model), keyboardHeight: 0 },
      SDKVersion: '3.5.0',
    },
    userDataPath: 'http://usr',
    mocks: NO_MOCKS,
    labOrigin: null,
    animates: false,
    locale: 'en',
    ...boot,
  };
}

async function serve(runtimeDir: string, buildDir: string, options: OpenOptions): Promise<http.Server> {
  const packageRoot = options.packageRoot ?? options.project;
  const fileFor = (pathname: string): Buffer | null => {
    if (pathname.startsWith('/file/')) return options.files?.[pathname.slice('/file/'.length)] ?? null;
    const folders: readonly (readonly [string, string])[] = [
      ['/build/', buildDir],
      ['/package/', packageRoot],
      ['/', runtimeDir],
    ];
    const [prefix, folder] = folders.find(([start]) => pathname.startsWith(start)) ?? ['/', runtimeDir];
    const file = path.join(folder, path.normalize(pathname.slice(prefix.length)));
    return fs.statSync(file, { throwIfNoEntry: false })?.isFile() ? fs.readFileSync(file) : null;
  };
  const server = http.createServer((request, response) => {
    const pathname = decodeURIComponent(new URL(request.url ?? '/', 'http://page').pathname);
    const remote = pathname.startsWith('/remote/')
      ? options.remote?.[pathname.slice('/remote/'.length)]
      : undefined;
    if (remote === null) {
      response.writeHead(502, { 'content-type': 'text/plain' }).end('The server cannot be reached.');
      return;
    }
    const body = remote ?? fileFor(pathname);
    const range = body ? rangeFrom(request.headers.range ?? null, body.byteLength) : null;
    response.writeHead(body ? (range === 'unsatisfiable' ? 416 : range ? 206 : 200) : 404, {
      'content-type': TYPES[path.extname(pathname)] ?? 'application/octet-stream',
      'content-security-policy': PAGE_POLICY,
      ...(body ? { 'accept-ranges': 'bytes' } : {}),
      ...(body && range !== null && range !== 'unsatisfiable'
        ? { 'content-range': `bytes ${String(range.start)}-${String(range.end)}/${String(body.byteLength)}` }
        : {}),
    });
    if (range === 'unsatisfiable') response.end();
    else response.end(range ? body?.subarray(range.start, range.end + 1) : body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return server;
}
