import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect } from 'vitest';
import yazl from 'yazl';
import type { ProgramHarnessOptions } from '../support/program-harness.ts';
import { openWirePage, type WirePage } from './wire-page.ts';
import { table, type SpecRow } from './wire-rows.ts';

/** `wx.env.USER_DATA_PATH` of DevTools, the device that tests have unless they say otherwise. */
export const USR = 'http://usr';

/** What `complete` was handed. */
export type Told = Readonly<Record<string, unknown>> & { readonly errMsg: string };

/** A mini-program's files as its page sees them, over main's real handlers and disk. */
export interface FilesPage extends WirePage {
  readonly fs: Readonly<Record<string, (...values: unknown[]) => unknown>>;
  /** Calls an asynchronous method of FileSystemManager; resolves with what it told, be it success or failure. */
  run(method: string, options?: object): Promise<Told>;
  /** The same for a function of `wx`. */
  ask(api: string, options?: object): Promise<Told>;
  /** Writes a user file and gives its path. */
  has(name: string, data?: string | ArrayBuffer): Promise<string>;
  /** The content of a file as text, or the message of the failure. */
  textOf(path: string): Promise<unknown>;
  /** Opens a descriptor of a user file. */
  open(name: string, flag?: string): Promise<string>;
  /** Puts a file into the code package. */
  packaged(name: string, content: string | Uint8Array): Promise<void>;
  /** A zip with these entries as a temp file; a null content is a folder. */
  zip(entries: Readonly<Record<string, string | null>>): Promise<string>;
}

export async function openFiles(options: ProgramHarnessOptions = {}): Promise<FilesPage> {
  const page = await openWirePage(options);
  const fs = page.call('getFileSystemManager')() as FilesPage['fs'];
  const usr = page.boot.userDataPath;
  const told = (call: (options: object) => unknown, given: object): Promise<Told> =>
    new Promise((resolve) => void call({ ...given, complete: resolve }));
  const run: FilesPage['run'] = (method, given = {}) => {
    const call = fs[method];
    if (!call) throw new Error(`FileSystemManager has no ${method}`);
    return told(call, given);
  };
  return {
    ...page,
    fs,
    run,
    ask: (api, given = {}) => told(page.call(api), given),
    async has(name, data = 'content') {
      const filePath = `${usr}/${name}`;
      expect(await run('writeFile', { filePath, data })).toEqual({ errMsg: 'writeFile:ok' });
      return filePath;
    },
    async textOf(filePath) {
      const { data, errMsg } = await run('readFile', { filePath, encoding: 'utf8' });
      return data ?? errMsg;
    },
    async open(name, flag = 'r') {
      const { fd, errMsg } = await run('open', { filePath: `${usr}/${name}`, flag });
      if (typeof fd !== 'string') throw new Error(errMsg);
      return fd;
    },
    packaged: (name, content) => writeFile(path.join(page.folder, name), content),
    async zip(entries) {
      const archive = new yazl.ZipFile();
      for (const [name, content] of Object.entries(entries)) {
        if (content === null) archive.addEmptyDirectory(name);
        else archive.addBuffer(Buffer.from(content), name, { compress: content !== '' });
      }
      archive.end();
      const chunks: Buffer[] = [];
      for await (const chunk of archive.outputStream) chunks.push(chunk as Buffer);
      return page.picked('archive.zip', Buffer.concat(chunks));
    },
  };
}

/** One row: what a page does, and what it is told, in order. */
export interface FileRow extends SpecRow {
  readonly on?: ProgramHarnessOptions;
  readonly does: (page: FilesPage) => Promise<unknown>;
  readonly told: unknown;
}

/** Runs each row on a program of its own. */
export function fileTable(title: string, rows: readonly FileRow[]): void {
  table(title, rows, async ({ on, does, told }) => {
    expect(shown(await does(await openFiles(on)))).toEqual(shown(told));
  });
}

/** With each ArrayBuffer as its bytes in hex: vitest calls any two of them equal. */
export function shown(value: unknown): unknown {
  if (value instanceof ArrayBuffer) return `<ArrayBuffer ${Buffer.from(value).toString('hex')}>`;
  if (Array.isArray(value)) return value.map(shown);
  if (typeof value !== 'object' || value === null || Object.getPrototypeOf(value) !== Object.prototype)
    return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, shown(item)]));
}

/** What a failing method of FileSystemManager tells. */
export function failure(errMsg: string, errno: number): object {
  return { errMsg, errno, errCode: errno };
}

/** The bytes of a text or a list of numbers, in a buffer of their own. */
export function buffer(content: string | readonly number[]): ArrayBuffer {
  return typeof content === 'string'
    ? new TextEncoder().encode(content).buffer
    : new Uint8Array(content).buffer;
}

/** A file, a directory with a file in it. */
async function furnished(page: FilesPage): Promise<void> {
  await page.has('a.txt');
  await page.run('mkdir', { dirPath: `${USR}/dir` });
  await page.has('dir/in.txt');
  await page.packaged('app.js', 'package');
}

/** A call that fails. */
export interface Failing extends SpecRow {
  readonly method: string;
  readonly options: object;
  readonly errMsg: string;
  readonly errno: number;
}

/** Runs every row on a furnished program: what fails changes nothing. */
export function failures(title: string, rows: readonly Failing[]): void {
  table(title, rows, async ({ method, options, errMsg, errno }) => {
    const page = await openFiles();
    await furnished(page);
    expect(await page.run(method, options)).toEqual(failure(`${method}:fail ${errMsg}`, errno));
    expect(await page.textOf(`${USR}/a.txt`)).toBe('content');
    expect(await page.textOf(`${USR}/dir/in.txt`)).toBe('content');
  });
}
