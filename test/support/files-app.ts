import fs from 'node:fs';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { brotliCompressSync } from 'node:zlib';
import type { JSHandle } from 'playwright-core';
import { afterAll, beforeAll } from 'vitest';
import { startFerry, type FerryApp } from './ferry-app.ts';

/** Methods of FileSystemManager that have a `*Sync` form, in both forms. */
type MethodName = BothForms | `${BothForms}Sync`;
type BothForms =
  | ('access' | 'appendFile' | 'close' | 'copyFile' | 'fstat' | 'ftruncate' | 'mkdir' | 'open' | 'read')
  | ('readCompressedFile' | 'readFile' | 'readdir' | 'rename' | 'rmdir' | 'saveFile' | 'stat' | 'truncate')
  | ('unlink' | 'write' | 'writeFile');

/** What code that runs in the mini-program's page has at hand. */
export interface InPage {
  readonly fs: Readonly<Record<MethodName, (...values: unknown[]) => unknown>>;
  readonly wx: { readonly downloadFile: (options: object) => unknown };
  /** A user folder of its own for each use. */
  readonly dir: string;
  /** Downloads a text from the test's server to a temp file. */
  readonly temp: (text: string) => Promise<string>;
  /** What was thrown, with all that it carries; `nothing` when nothing was. */
  readonly thrown: (work: () => unknown) => unknown;
  /** Plain data of a value: buffers as `<ArrayBuffer hex>`, Stats with what its methods say. */
  readonly shown: (value: unknown) => unknown;
  readonly buffer: (bytes: readonly number[]) => ArrayBuffer;
}

export interface FilesApp {
  /** Runs a function in the page, which sees nothing but its argument, and gives what it returned as plain data. */
  run(work: (inPage: InPage) => unknown): Promise<unknown>;
}

const SOURCES: Readonly<Record<string, string | Buffer>> = {
  'app.json': JSON.stringify({ pages: ['pages/a/a'] }),
  'app.js': 'App({});',
  'pages/a/a.js':
    'Page({ onLoad() { this.own = { wx, fs: wx.getFileSystemManager(), usr: wx.env.USER_DATA_PATH }; } });',
  'pages/a/a.wxml': '<view>Files</view>',
  'project.config.json': JSON.stringify({ appid: 'wx0123456789abcdef', setting: { urlCheck: false } }),
  'packaged.txt': 'packaged',
  'packaged.br': brotliCompressSync('compressed'),
};

/** Starts Ferry with a mini-program that does nothing, once for all tests of the file that calls this. */
export function useFilesApp(): () => FilesApp {
  let app: FerryApp | null = null;
  let files: FilesApp | null = null;
  const place = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'ferry-test-')));
  const server = http.createServer((request, response) => {
    response.writeHead(200, { 'content-type': 'text/plain' });
    response.end(decodeURIComponent((request.url ?? '').slice(1)));
  });
  beforeAll(async () => {
    const folder = path.join(place, 'project');
    for (const [name, content] of Object.entries(SOURCES)) {
      fs.mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
      fs.writeFileSync(path.join(folder, name), content);
    }
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    app = await startFerry(path.join(place, 'home'), ['open', folder]);
    files = await filesOf(app, `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`);
  });
  afterAll(async () => {
    await app?.close();
    server.close();
    server.closeAllConnections();
    fs.rmSync(place, { recursive: true, force: true, maxRetries: 3 });
  });
  return () => {
    if (!files) throw new Error('Ferry did not start');
    return files;
  };
}

/** @param origin of a server that answers each path with its own text */
async function filesOf(app: FerryApp, origin: string): Promise<FilesApp> {
  const page = await app.guest();
  const own = (await page.waitForFunction(ownOfPage)) as JSHandle<Own>;
  let uses = 0;
  return {
    async run(work) {
      const tools = await page.evaluateHandle(toolsInPage, { own, use: (uses += 1), origin });
      const made: JSHandle<unknown> = await page.evaluateHandle(work, tools);
      return page.evaluate(([shown, value]) => shown(value), [
        await tools.getProperty('shown'),
        made,
      ] as unknown as [(value: unknown) => unknown, unknown]);
    },
  };
}

type Own = Pick<InPage, 'fs' | 'wx'> & { readonly usr: string };

/** Runs in the page: what the mini-program's page keeps in its instance, once it does. */
function ownOfPage(): Own | undefined {
  const element = document.querySelector('wx-page') as unknown as {
    readonly __wxElement: { getMethodCaller(): { readonly own?: Own } };
  } | null;
  return element?.__wxElement.getMethodCaller().own;
}

/** Runs in the page. */
function toolsInPage({ own, use, origin }: { own: Own; use: number; origin: string }): InPage {
  const { wx, fs: manager, usr } = own;
  const dir = `${usr}/${String(use)}`;
  manager.mkdirSync(dir);
  const hex = (bytes: Uint8Array): string =>
    Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
  const shown = (value: unknown): unknown => {
    // A folder's own number is no matter of a row's.
    if (typeof value === 'string') return value.replaceAll(dir, 'DIR');
    if (value instanceof ArrayBuffer) return `<ArrayBuffer ${hex(new Uint8Array(value))}>`;
    if (Array.isArray(value)) return value.map(shown);
    if (typeof value !== 'object' || value === null) return value;
    const plain = Object.entries(value).map(([key, item]) => [key, shown(item)] as const);
    const { isFile, isDirectory } = value as Record<string, unknown>;
    const kinds =
      typeof isFile === 'function' && typeof isDirectory === 'function'
        ? { isFile: isFile.call(value) as unknown, isDirectory: isDirectory.call(value) as unknown }
        : {};
    return { ...Object.fromEntries(plain), ...kinds };
  };
  return {
    fs: manager,
    wx,
    dir,
    shown,
    buffer: (bytes) => new Uint8Array(bytes).buffer,
    temp: (text) =>
      new Promise((resolve, reject) => {
        wx.downloadFile({
          url: `${origin}/${encodeURIComponent(text)}`,
          success: (told: { tempFilePath: string }) => {
            resolve(told.tempFilePath);
          },
          fail: (told: { errMsg: string }) => {
            reject(new Error(told.errMsg));
          },
        });
      }),
    thrown(work) {
      try {
        work();
      } catch (error) {
        const { message, errMsg, errno, errCode } = error as Record<string, unknown>;
        return { isError: error instanceof Error, message, errMsg, errno, errCode };
      }
      return 'nothing';
    },
  };
}
