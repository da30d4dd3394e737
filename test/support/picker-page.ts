import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { Readable } from 'node:stream';
import type { Route } from 'playwright-core';
import * as v from 'valibot';
import { expect, vi } from 'vitest';
import type { DeviceName } from '#contract/device';
import { FerryError } from '#contract/errors';
import type { FileRecord } from '#contract/files';
import type { WantedFiles } from '#contract/pickers';
import type { BootInfo, WxCalls } from '#contract/wx';
import { rangeFrom } from '../../src-main/electron/file-response.ts';
import { createFileHandlers } from '../../src-main/ipc/wx-file-handlers.ts';
import { createImageHandlers, type ImageHandlerDeps } from '../../src-main/ipc/wx-image-handlers.ts';
import { createPickerHandlers } from '../../src-main/ipc/wx-picker-handlers.ts';
import { WX_SCHEMAS } from '../../src-main/ipc/wx-schemas.ts';
import { exposedError } from '../../src-main/lib/exposed-error.ts';
import { readImageInfo } from '../../src-main/program/image-info.ts';
import { createPicker, type ScriptedAnswer } from '../../src-main/program/picker.ts';
import type { Program } from '../../src-main/program/program.ts';
import { readAlbum } from '../../src-main/program/sample-list.ts';
import type { PageHarness, RunningPage } from './page-harness.ts';
import { withProgram } from './program-harness.ts';
import { ONE_PAGE, writeProject } from './project-folder.ts';
import { tempDir } from './temp-dir.ts';

/** The sample album. */
export const MEDIA_FOLDER = path.resolve(import.meta.dirname, '../../assets/media');

/** `[success or fail, its argument]`. */
export type Outcome = readonly [name: string, argument: Record<string, unknown>];

/** A page in a real browser whose pickers, images and files are main's own, with the sample album. */
export interface PickerPage {
  readonly run: RunningPage;
  readonly program: Program;
  /** What the system's dialog was asked for. */
  readonly dialogs: WantedFiles[];
  /** Starts a call of `wx`; the picker may wait for a tap then. */
  start(api: string, options?: object): Promise<void>;
  /** What the latest call came to. */
  outcome(): Promise<Outcome>;
  /** Content of a file by its virtual path. */
  content(virtualPath: string): Promise<Buffer>;
  /** The registry's rows, oldest first. */
  rows(): readonly FileRecord[];
}

export interface PickerPageOptions {
  readonly scripted?: readonly ScriptedAnswer[];
  /** What the system's dialog answers, in turn. */
  readonly dialogAnswers?: readonly (readonly string[])[];
  readonly device?: DeviceName;
  readonly locale?: BootInfo['locale'];
  readonly library?: string;
  /** What images, albums, documents and permissions go by; without it, only `getImageInfo` has an answer. */
  readonly imageDeps?: Partial<ImageHandlerDeps>;
}

const CHANNELS = [
  ...(['wx:choose-files', 'wx:pick-files', 'wx:get-image-info', 'wx:import-temp', 'wx:video-file'] as const),
  ...(['wx:save-to-album', 'wx:open-document', 'wx:save-to-disk'] as const),
  'wx:fs',
  ...(['wx:permission', 'wx:set-permission', 'wx:auth-setting'] as const),
] as const;

type Channel = (typeof CHANNELS)[number];

/** Bytes do not pass Playwright's bridge; they go as base64. */
const SCRIPT = `{
  const own = ferryBridge.call;
  const asText = (key, value) =>
    value instanceof Uint8Array ? { base64: btoa(Array.from(value, (byte) => String.fromCharCode(byte)).join('')) } : value;
  ferryBridge.call = async (channel, message) =>
    ${JSON.stringify(CHANNELS)}.includes(channel)
      ? window.ferryMain(channel, JSON.stringify(message.request, asText))
      : own(channel, message);
}`;

export async function openPickerPage(
  harness: PageHarness,
  options: PickerPageOptions = {},
): Promise<PickerPage> {
  const { program } = await withProgram({
    settings: { ...(options.device ? { device: options.device } : {}) },
  });
  const boot = await program.boot();
  const dialogs: WantedFiles[] = [];
  const dialogAnswers = [...(options.dialogAnswers ?? [])];
  const handlers = {
    ...createFileHandlers(),
    ...createImageHandlers({ readImageInfo, ...options.imageDeps } as unknown as ImageHandlerDeps),
    ...createPickerHandlers({
      picker: createPicker({
        scripted: [...(options.scripted ?? [])],
        album: await readAlbum(MEDIA_FOLDER),
        albumFolder: MEDIA_FOLDER,
        pickFiles(wanted) {
          dialogs.push(wanted);
          return Promise.resolve([...(dialogAnswers.shift() ?? [])]);
        },
      }),
    }),
  } satisfies Partial<Record<keyof WxCalls, unknown>>;

  async function answer(channel: Channel, json: string): Promise<unknown> {
    try {
      const request: unknown = JSON.parse(json, (_key, value: unknown) =>
        typeof value === 'object' && value !== null && 'base64' in value
          ? new Uint8Array(Buffer.from(String(value.base64), 'base64'))
          : value,
      );
      const handle = handlers[channel] as (program: Program, request: unknown) => unknown;
      return { ok: true, value: await handle(program, v.parse(WX_SCHEMAS[channel], request)) };
    } catch (error) {
      return { ok: false, error: exposedError(FerryError.from(error).toWire()) };
    }
  }

  const run = await harness.open({
    project: await writeProject(await tempDir(), {
      ...ONE_PAGE,
      'pages/index/index.js': 'Page({ call(api, options) { wx[api](options); } })',
    }),
    script: SCRIPT,
    boot: {
      traits: boot.traits,
      userDataPath: boot.userDataPath,
      locale: options.locale ?? 'en',
      ...(options.library ? { device: { ...boot.device, SDKVersion: options.library } } : {}),
    },
  });
  await run.page.exposeFunction('ferryMain', answer);
  await run.page.route('**/album/*', (route) => servedFrom(route, path.join(MEDIA_FOLDER, nameIn(route))));
  await run.page.route('**/file/*', async (route) => {
    const file = await program.files.open(nameIn(route)).catch(() => null);
    await (file === null ? route.fulfill({ status: 404 }) : servedFrom(route, file.realPath));
  });
  await run.page.route('**/body/', async (route) => {
    const source = Readable.from([route.request().postDataBuffer() ?? Buffer.alloc(0)]);
    await route.fulfill({ json: { bodyId: await program.bodies.receive(source) } });
  });
  await vi.waitFor(async () => {
    expect(await run.reports('page-ready')).toHaveLength(1);
  }, 10_000);

  return {
    run,
    program,
    dialogs,
    async start(api, written = {}) {
      await run.page.evaluate(
        ([name, given]) => {
          const element = document.querySelector('wx-page') as unknown as PageElement;
          (window as unknown as StoryWindow).storyOutcome = new Promise((resolve) => {
            const told = (ending: string) => (argument: Record<string, unknown>) => {
              resolve([ending, argument]);
            };
            element.__wxElement
              .getMethodCaller()
              .call(name, { ...given, success: told('success'), fail: told('fail') });
          });
        },
        [api, written] as const,
      );
    },
    outcome: () => run.page.evaluate(() => (window as unknown as StoryWindow).storyOutcome),
    content: async (virtualPath) => readFile((await program.files.open(virtualPath)).realPath),
    rows: () => program.files.list(),
  };
}

interface StoryWindow {
  storyOutcome: Promise<Outcome>;
}

interface PageElement {
  readonly __wxElement: { getMethodCaller(): { call(api: string, options: object): void } };
}

function nameIn(route: Route): string {
  return decodeURIComponent(new URL(route.request().url()).pathname.split('/').at(-1) ?? '');
}

async function servedFrom(route: Route, file: string): Promise<void> {
  const body = await readFile(file);
  const range = rangeFrom(route.request().headers()['range'] ?? null, body.byteLength);
  if (range === null || range === 'unsatisfiable') {
    await route.fulfill({ body, headers: { 'accept-ranges': 'bytes' } });
    return;
  }
  const { start, end } = range;
  await route.fulfill({
    status: 206,
    body: body.subarray(start, end + 1),
    headers: {
      'accept-ranges': 'bytes',
      'content-range': `bytes ${String(start)}-${String(end)}/${String(body.byteLength)}`,
    },
  });
}
