import type { WxBridge } from '#contract/bridge';
import type { WireError } from '#contract/errors';
import type { CallbackRecord, NetworkProfile, TaskEvent } from '#contract/transfer';
import type { DeviceTraits } from '#contract/device';
import { NO_MOCKS, type MockBook } from '#contract/mocks';
import type { SocketEvent, SocketNews } from '#contract/sockets';
import { DEFAULT_SCREEN, screenModel } from '#contract/screen';
import type { DeviceInfo, PhoneEvent } from '#contract/wx';
import type { AppEvent, PageHost, UncaughtEvent } from '../../src-renderer/page/host.ts';
import type { PageMedia } from '../../src-renderer/page/media/page-media.ts';
import type { Overlays } from '../../src-renderer/page/overlays/index.ts';
import type { ToastOptions } from '../../src-renderer/page/overlays/toast.ts';
import type { FetchDoor } from '../../src-renderer/page/wx/bodies.ts';
import { createBodyCarrier } from '../../src-renderer/page/wx/bodies.ts';
import { createFacade } from '../../src-renderer/page/wx/facade.ts';
import { createPendingCalls } from '../../src-renderer/page/wx/pending-calls.ts';
import { createFakeAudio, type FakeAudio } from '../support/fake-audio.ts';

type Listener = (value: unknown) => void;

/** A `wx` function as a test calls it. */
export type WxCall = (...values: unknown[]) => unknown;

export interface BridgeCall {
  readonly channel: string;
  readonly request: Readonly<Record<string, unknown>>;
}

/** An answer of the fake bridge: a value, or an error made by {@link failing}. */
type Answer = (request: Readonly<Record<string, unknown>>) => unknown;

const FAILURE = Symbol('failure');

/** An answer that is an error of main. */
export function failing(error: WireError): unknown {
  return { [FAILURE]: error };
}

function replyOf(value: unknown): { ok: true; value: unknown } | { ok: false; error: WireError } {
  if (typeof value === 'object' && value !== null && FAILURE in value) {
    return { ok: false, error: value[FAILURE] as WireError };
  }
  return { ok: true, value };
}

export interface WxHarness {
  /** The function of that name; throws when there is none. */
  call(name: string): WxCall;
  readonly wx: Record<string, unknown>;
  /** Every call over the bridge, oldest first. */
  readonly calls: BridgeCall[];
  /** What was handed to callbacks and listeners, in order: `[name, argument]`. */
  readonly log: (readonly [string, unknown])[];
  /** A callback that writes itself into the log. */
  listener(name: string): (argument: unknown) => void;
  /** success, fail and complete that write themselves into the log. */
  callbacks(): Record<'success' | 'fail' | 'complete', (argument: unknown) => void>;
  /** Sends a task event to the page. */
  emit(event: TaskEvent): void;
  /** Tells the facade of the app's life, or of its network. */
  emitApp(event: AppEvent): void;
  /** Tells of a socket, as main would. */
  emitSocket(socketId: string, news: SocketNews): void;
  emitPhone(event: PhoneEvent): void;
  /** Tells of an error that nobody caught. */
  emitUncaught(event: UncaughtEvent): void;
  /** Lets everything that is due happen. */
  settle(): Promise<void>;
  readonly reported: {
    readonly callbacks: CallbackRecord[];
    readonly unsupported: string[];
    readonly exceptions: { readonly error: unknown; readonly ours: boolean }[];
  };
  readonly toasts: ToastOptions[];
  readonly audio: FakeAudio;
}

export interface HarnessOptions {
  readonly answers?: Readonly<Record<string, Answer>>;
  readonly overlays?: Partial<Overlays>;
  readonly fetch?: FetchDoor;
  readonly media?: Partial<PageMedia>;
  /** Whether the person has just tapped; so it is without it. */
  readonly hasTapped?: boolean;
  /** What looks at audio that does not play. */
  readonly audioFetch?: FetchDoor;
  readonly router?: Partial<PageHost['router']>;
  readonly labOrigin?: string;
  /** What ferry.mock.json sets. */
  readonly mocks?: Partial<MockBook>;
  /** Version of the base library; the newest by default. */
  readonly library?: string;
  readonly device?: Partial<DeviceInfo>;
  /** app.json. */
  readonly app?: Readonly<Record<string, unknown>>;
  /** Where the device differs from one that tells everything in DevTools' words. */
  readonly traits?: Partial<DeviceTraits>;
  /** Attributes by tag of the components that work. */
  readonly components?: Readonly<Record<string, readonly string[]>>;
}

/** A device that tells everything there is to tell. */
const TELLING: DeviceTraits = {
  name: 'devtools',
  wording: 'devtools',
  tellsProfile: true,
  tellsDownloadHeader: true,
  tellsHeadersStatus: true,
};

/** The facade on a bridge, a router and overlays made of records. */
export function createWxHarness(options: HarnessOptions = {}): WxHarness {
  const calls: BridgeCall[] = [];
  const log: (readonly [string, unknown])[] = [];
  const toasts: ToastOptions[] = [];
  const reported = {
    callbacks: [] as CallbackRecord[],
    unsupported: [] as string[],
    exceptions: [] as { error: unknown; ours: boolean }[],
  };
  const due: (() => void)[] = [];
  let taskListener: (event: TaskEvent) => void = () => undefined;
  const appListeners = new Set<(event: AppEvent) => void>();
  const socketListeners = new Set<(event: SocketEvent) => void>();
  const phoneListeners = new Set<(event: PhoneEvent) => void>();
  const uncaughtListeners = new Set<(event: UncaughtEvent) => void>();
  const audio = createFakeAudio(options.audioFetch);

  const answer = (channel: string, message: { readonly request: unknown }): unknown => {
    const request = message.request as Readonly<Record<string, unknown>>;
    calls.push({ channel, request });
    return replyOf(options.answers?.[channel]?.(request) ?? null);
  };
  const bridge = {
    call: (channel: string, message: { request: unknown }) => Promise.resolve(answer(channel, message)),
    callSync: answer,
    listen: () => () => undefined,
  } as unknown as WxBridge;
  const route = 'pages/index/index';
  const device: DeviceInfo = {
    brand: 'devtools',
    model: 'iPhone 15',
    system: 'iOS 17.0',
    platform: 'devtools',
    pixelRatio: 3,
    screenWidth: 390,
    screenHeight: 844,
    statusBarHeight: 20,
    language: 'zh_CN',
    version: '8.0.50',
    theme: 'light',
    fontSizePx: 16,
    screen: { ...screenModel(DEFAULT_SCREEN.model), keyboardHeight: 0 },
    SDKVersion: options.library ?? '3.17.0',
    ...options.device,
  };
  const host = {
    bridge,
    boot: {
      generation: 7,
      entry: null,
      appid: 'wx1234567890abcdef',
      device,
      traits: { ...TELLING, ...options.traits },
      userDataPath: 'http://usr',
      networkType: 'wifi',
      mocks: { ...NO_MOCKS, ...options.mocks },
      labOrigin: options.labOrigin ?? null,
      animates: false,
      locale: 'en',
    },
    project: { app: options.app ?? {} },
    launch: { path: route, query: { from: 'test' }, scene: 1001 },
    stamp: (request: unknown) => ({ generation: 7, request }),
    router: {
      current: () => ({ route }),
      stack: () => [],
      onRoute: () => () => undefined,
      ...options.router,
    },
    reports: {
      callback: (record: CallbackRecord) => reported.callbacks.push(record),
      unsupported: (api: string) => reported.unsupported.push(api),
      fileFailed: () => undefined,
      exception: (error: unknown, { ours }: { ours: boolean }) => reported.exceptions.push({ error, ours }),
    },
    navigationBar: {
      setTitle: (text: string) => log.push(['setTitle', text]),
      setColor: (front: string, back: string) => log.push(['setColor', [front, back]]),
      setLoading: (on: boolean) => log.push(['setLoading', on]),
    },
    pullDownRefresh: {
      start: () => log.push(['refresh', 'start']),
      stop: () => log.push(['refresh', 'stop']),
    },
    device: { current: () => device, onChange: () => () => undefined },
    keyboard: {
      open: () => () => undefined,
      onHeight: () => () => undefined,
      heightPx: () => 0,
      field: () => null,
      hide: () => false,
      selection: () => null,
    },
    onResize: () => () => undefined,
    pendingCalls: createPendingCalls(),
    metrics: () => ({
      screenWidth: 390,
      screenHeight: 844,
      windowTop: 64,
      windowWidth: 390,
      windowHeight: 730,
      statusBarHeight: 20,
      safeInsets: { top: 20, right: 0, bottom: 0, left: 0 },
      menuButton: { x: 295, y: 26, width: 87, height: 32 },
    }),
    onTaskEvent(listener: (event: TaskEvent) => void) {
      taskListener = listener;
      return () => undefined;
    },
    onSocketEvent(listener: (event: SocketEvent) => void) {
      socketListeners.add(listener);
      return () => socketListeners.delete(listener);
    },
    onPhoneEvent(listener: (event: PhoneEvent) => void) {
      phoneListeners.add(listener);
      return () => phoneListeners.delete(listener);
    },
    onUncaught(listener: (event: UncaughtEvent) => void) {
      uncaughtListeners.add(listener);
      return () => uncaughtListeners.delete(listener);
    },
    onAppEvent(listener: (event: AppEvent) => void) {
      appListeners.add(listener);
      return () => appListeners.delete(listener);
    },
    resourceUrl: (src: string, base: string) => `resource:${src}@${base}`,
  } as unknown as PageHost;

  const overlays = {
    toast: {
      show: (toast: ToastOptions) => toasts.push(toast),
      hide: () => log.push(['hide', null]),
    },
    ...options.overlays,
  } as unknown as Overlays;
  const wx = createFacade(host, {
    defer: (task) => due.push(task),
    clock: { now: () => 5, originEpochMs: 1_700_000_000_000 },
    overlays,
    audio: audio.parts,
    bodies: createBodyCarrier(options.fetch ?? (() => Promise.reject(new Error('no body is expected')))),
    media: (options.media ?? {}) as PageMedia,
    hasTapped: () => options.hasTapped ?? true,
    components: options.components ?? { button: ['type', 'open-type'] },
  });

  const listener =
    (name: string): Listener =>
    (argument) => {
      log.push([name, argument]);
    };
  return {
    wx,
    call(name) {
      const member = wx[name];
      if (typeof member !== 'function') throw new Error(`wx.${name} is no function`);
      return (...values) => Reflect.apply(member, wx, values) as unknown;
    },
    calls,
    log,
    listener,
    callbacks: () => ({
      success: listener('success'),
      fail: listener('fail'),
      complete: listener('complete'),
    }),
    emit: (event) => {
      taskListener(event);
    },
    emitApp: (event) => {
      for (const hear of appListeners) hear(event);
    },
    emitSocket(socketId, news) {
      for (const hear of socketListeners) hear({ generation: 7, socketId, news });
    },
    emitPhone(event) {
      for (const hear of phoneListeners) hear(event);
    },
    emitUncaught(event) {
      for (const hear of uncaughtListeners) hear(event);
    },
    async settle() {
      // Each round lets promises run, then the tasks they handed in; a chain is never longer than this.
      for (let round = 0; round < 20; round += 1) {
        await new Promise((resolve) => setImmediate(resolve));
        for (const task of due.splice(0)) task();
      }
    },
    reported,
    toasts,
    audio,
  };
}

/** A profile as main would fill it; the numbers do not matter here. */
export const PROFILE = { protocol: 'http1.1', peerIP: '127.0.0.1' } as unknown as NetworkProfile;

/** A version of the base library just before another. */
export function before(version: string): string {
  const [major = 0, minor = 0, patch = 0] = version.split('.').map(Number);
  if (patch > 0) return [major, minor, patch - 1].join('.');
  return minor > 0 ? [major, minor - 1, 99].join('.') : [major - 1, 99, 99].join('.');
}
