import { randomUUID } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { Readable } from 'node:stream';
import * as v from 'valibot';
import type { WxBridge } from '#contract/bridge';
import { FerryError } from '#contract/errors';
import type { Exchange } from '#contract/transfer';
import type { BootInfo, WxEvent } from '#contract/wx';
import { fetchImage } from '../../src-main/app-program.ts';
import { openEnvelope } from '../../src-main/ipc/page-envelope.ts';
import { createWxHandlers } from '../../src-main/ipc/wx-handlers.ts';
import { WX_SCHEMAS } from '../../src-main/ipc/wx-schemas.ts';
import type { ClipboardDoor } from '../../src-main/ipc/wx-service-handlers.ts';
import { exposedError } from '../../src-main/lib/exposed-error.ts';
import type { Program } from '../../src-main/program/program.ts';
import type { PageHost } from '../../src-renderer/page/host.ts';
import { createPendingCalls } from '../../src-renderer/page/wx/pending-calls.ts';
import type { Overlays } from '../../src-renderer/page/overlays/index.ts';
import { createBodyCarrier } from '../../src-renderer/page/wx/bodies.ts';
import { createFacade } from '../../src-renderer/page/wx/facade.ts';
import { createFakeAudio } from '../support/fake-audio.ts';
import { imageDesk, type ImageDesk } from '../support/image-page.ts';
import { withProgram, type ProgramHarness, type ProgramHarnessOptions } from '../support/program-harness.ts';
import type { WxCall } from './wx-harness.ts';

/** What a page was told, in order: `[name of the callback or listener, its argument]`. */
export type Heard = readonly [name: string, argument: unknown];

/**
 * `wx` on a real wire: the page's facade, main's schemas and handlers, the transfer manager, the worker process, and
 * whatever server the test starts. Only the browser and Electron's channels are left out.
 */
export interface WirePage extends ProgramHarness {
  readonly wx: Record<string, unknown>;
  readonly boot: BootInfo;
  call(name: string): WxCall;
  /** Everything callbacks and listeners were handed, in order. */
  readonly heard: Heard[];
  /** success, fail and complete that write themselves into `heard`, after `prefix` where several calls run. */
  callbacks(prefix?: string): Record<'success' | 'fail' | 'complete', (argument: unknown) => void>;
  listener(name: string): (argument: unknown) => void;
  /** Resolves when `name` has been heard so many times. */
  hears(name: string, times?: number): Promise<unknown>;
  /** Virtual path of a temp file of this content, as a picker makes one. */
  picked(name: string, content: Uint8Array | string): Promise<string>;
  /** The latest exchange of the journal. */
  exchange(): Exchange;
}

export interface WirePageOptions extends ProgramHarnessOptions {
  /** Albums, documents and permissions; those of a person who can be asked without it. */
  readonly desk?: ImageDesk;
  readonly overlays?: Partial<Overlays>;
  /** Whether the person has just tapped; so it is without it. */
  readonly hasTapped?: boolean;
}

/** Boots a page of a fresh program; `worker` of {@link shareWorker} spares each test a process. */
export async function openWirePage(options: WirePageOptions = {}): Promise<WirePage> {
  const harness = await withProgram({ appid: 'wx0123456789abcdef', ...options });
  const { program, transfers, folder } = harness;
  const handlers = createWxHandlers({
    transfers,
    picker: null as never,
    clipboard: memoryClipboard(),
    ...(options.desk ?? (await imageDesk())).deps,
    fetchImage,
  });
  const listeners = new Set<(event: WxEvent) => void>();
  program.attach((event) => {
    harness.sent.push(event);
    // As Electron's channel would: later, and a copy.
    const copy = structuredClone(event);
    setImmediate(() => {
      for (const listener of listeners) listener(copy);
    });
  });
  const boot = await program.boot();
  const bridge = {
    call: (channel: keyof typeof WX_SCHEMAS, message: unknown) => answer(program, handlers, channel, message),
    callSync: () => {
      throw new Error('Nothing is called synchronously here.');
    },
    listen(listener: (event: WxEvent) => void) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  } as unknown as WxBridge;
  const thrown: unknown[] = [];
  const host = {
    bridge,
    boot,
    project: program.project,
    launch: { path: 'pages/a/a', query: {}, scene: 1001 },
    stamp: (request: unknown) => ({ generation: boot.generation, request }),
    router: { current: () => ({ route: 'pages/a/a' }), stack: () => [], onRoute: () => () => undefined },
    reports: {
      callback: () => undefined,
      unsupported: () => undefined,
      fileFailed: () => undefined,
      exception: (error: unknown) => thrown.push(error),
    },
    pendingCalls: createPendingCalls(),
    metrics: () => ({ safeInsets: { top: 0, right: 0, bottom: 0, left: 0 } }),
    onTaskEvent: (listener: (event: unknown) => void) =>
      bridge.listen((event) => {
        if (event.kind === 'task') listener(event.event);
      }),
    onSocketEvent: (listener: (event: unknown) => void) =>
      bridge.listen((event) => {
        if (event.kind === 'socket') listener(event.event);
      }),
    onPhoneEvent: () => () => undefined,
    onUncaught: () => () => undefined,
    device: { current: () => boot.device, onChange: () => () => undefined },
    keyboard: { onHeight: () => () => undefined },
    onResize: () => () => undefined,
    onAppEvent: (listener: (event: unknown) => void) =>
      bridge.listen((event) => {
        if (event.kind === 'app' || event.kind === 'network') listener(event);
      }),
    resourceUrl: (src: string) => src,
  } as unknown as PageHost;
  const wx = createFacade(host, {
    defer: (task) => void setImmediate(task),
    clock: { now: () => performance.now(), originEpochMs: performance.timeOrigin },
    overlays: (options.overlays ?? {}) as Overlays,
    hasTapped: () => options.hasTapped ?? true,
    audio: createFakeAudio().parts,
    media: {} as never,
    bodies: createBodyCarrier((url, init) => bodyOver(program, url, init)),
    components: {},
  });

  const heard: Heard[] = [];
  const waiting = new Set<() => void>();
  const listener = (name: string) => (argument: unknown) => {
    heard.push([name, argument]);
    for (const look of waiting) look();
  };
  return {
    ...harness,
    wx,
    boot,
    call(name) {
      const member = wx[name];
      if (typeof member !== 'function') throw new Error(`wx.${name} is no function`);
      return (...values) => Reflect.apply(member, wx, values) as unknown;
    },
    heard,
    callbacks: (prefix = '') => ({
      success: listener(`${prefix}success`),
      fail: listener(`${prefix}fail`),
      complete: listener(`${prefix}complete`),
    }),
    listener,
    hears: (name, times = 1) =>
      new Promise((resolve) => {
        const look = (): void => {
          const found = heard.filter(([known]) => known === name);
          if (found.length < times) return;
          waiting.delete(look);
          resolve(found[times - 1]?.[1]);
        };
        waiting.add(look);
        look();
      }),
    async picked(name, content) {
      const source = path.join(folder, `${randomUUID()}-${name}`);
      await writeFile(source, content);
      return (await program.files.importTemp(source, 'picked')).path;
    },
    exchange() {
      const found = program.journal.ofThisLaunch().at(-1);
      if (!found) throw new Error('Nothing has been transferred.');
      return found;
    },
  };
}

async function answer(
  program: Program,
  handlers: ReturnType<typeof createWxHandlers>,
  channel: keyof typeof WX_SCHEMAS,
  message: unknown,
): Promise<unknown> {
  try {
    const request = openEnvelope(program, structuredClone(message), channel);
    const parsed = v.safeParse(WX_SCHEMAS[channel], request);
    if (!parsed.success) throw new FerryError('request.invalid', v.summarize(parsed.issues));
    const handle = handlers[channel] as (program: Program, request: unknown) => unknown;
    return { ok: true, value: structuredClone(await handle(program, parsed.output)) };
  } catch (error) {
    return { ok: false, error: exposedError(FerryError.from(error).toWire()) };
  }
}

/** Bodies over 64 KiB go by the page's origin. */
async function bodyOver(program: Program, url: string, init?: RequestInit): Promise<Response> {
  if (init?.method === 'POST') {
    const bodyId = await program.bodies.receive(Readable.from([Buffer.from(init.body as Uint8Array)]));
    return Response.json({ bodyId });
  }
  const offered = program.bodies.open(url.replace(/^.*body\//, ''));
  if (!offered) return new Response(null, { status: 404 });
  const content = await readFile(offered.realPath);
  const { start, sizeBytes } = offered.stretch ?? { start: 0, sizeBytes: content.byteLength };
  return new Response(content.subarray(start, start + sizeBytes));
}

/** A clipboard of the test's own. */
function memoryClipboard(): ClipboardDoor {
  let text = '';
  return {
    read: () => Promise.resolve(text),
    write(next) {
      text = next;
      return Promise.resolve();
    },
  };
}
