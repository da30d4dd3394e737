import type { Base64, Wire } from '../wire.ts';
import type { AfterPage } from './after-page.ts';
import type { Bridge } from './bridge.ts';
import type { KeyPress, KeysWatcher } from './keys.ts';
import type { SandboxFactory } from './sandbox.ts';

/** What the main process tells a preload of its surroundings. */
export interface PreloadInfo {
  readonly platform: string;
  readonly arch: string;
  readonly argv: readonly string[];
  readonly versions: Readonly<Record<string, string>>;
  /** Path on the page's own origin that answers `sendSync`, and what proves that a preload asks. */
  readonly syncPath: string;
  readonly syncSecret: string;
}

/** A message from a preload to the main process, as JSON. */
export type FromPreload = { readonly url: string; readonly channel: string; readonly values: unknown } & (
  { readonly kind: 'send' } | { readonly kind: 'invoke'; readonly id: number }
);

/** What an agent sends: a preload's message, a document that the page wishes to go to, a key it has not taken. */
export type FromAgent =
  | FromPreload
  | { readonly kind: 'navigate'; readonly url: string }
  | { readonly kind: 'key'; readonly press: KeyPress };

/** A message from the main process to a preload. */
export type ToPreload =
  | { readonly kind: 'event'; readonly channel: string; readonly values: unknown }
  | { readonly kind: 'result'; readonly id: number; readonly value: unknown }
  | { readonly kind: 'failure'; readonly id: number; readonly message: string };

/** The answer to `sendSync`. */
export type SyncAnswer = { readonly value: unknown } | { readonly error: string };

export type PreloadFunction = (
  require: (name: string) => unknown,
  module: { exports: unknown },
  exports: unknown,
  process: unknown,
  setImmediate: unknown,
  clearImmediate: unknown,
) => void;

/** Name under which the isolated world takes messages in; no page can see it. */
export const DELIVER = '__electronOnChromiumDeliver';

/**
 * Runs in the isolated world of every frame of a page, and does its work in the main frame only: wires
 * `ipcRenderer` to the main process and runs the preload. Evaluated as text: names nothing outside itself.
 */
export function isolatedAgent(
  names: {
    readonly secret: string;
    readonly binding: string;
    readonly deliver: string;
    /** Whether presses the page does not take are kept from the browser, which has shortcuts of its own. */
    readonly holdsShortcuts: boolean;
  },
  info: PreloadInfo,
  createWire: (base64: Base64) => Wire,
  createBridge: (secret: string, isMain: boolean) => Bridge,
  createSandbox: SandboxFactory,
  watchKeys: KeysWatcher,
  afterPage: AfterPage,
  preload: PreloadFunction | null,
): void {
  interface Bytes {
    toBase64?(): string;
  }
  interface BytesConstructor {
    fromBase64?(text: string): Uint8Array<ArrayBuffer>;
  }
  interface Waiting {
    resolve(value: unknown): void;
    reject(error: Error): void;
  }
  const world = globalThis as unknown as Record<string, unknown>;
  const post = world[names.binding] as (text: string) => void;
  Reflect.deleteProperty(world, names.binding);
  watchKeys(afterPage, names.holdsShortcuts, (press) => {
    const message: FromAgent = { kind: 'key', press };
    post(JSON.stringify(message));
  });
  if (window.top !== window) return;

  // Chromium loads a blob without a request that could be held back: the page stays, and the main process decides.
  navigation.addEventListener('navigate', (event) => {
    const { destination, downloadRequest, navigationType } = event;
    if (!event.cancelable || navigationType === 'traverse' || destination.sameDocument) return;
    if (downloadRequest !== null || !destination.url.startsWith('blob:')) return;
    event.preventDefault();
    const message: FromAgent = { kind: 'navigate', url: destination.url };
    post(JSON.stringify(message));
  });

  const CHUNK_BYTES = 0x8000;
  const wire = createWire({
    encode(bytes) {
      const native = (bytes as Bytes).toBase64?.();
      if (native !== undefined) return native;
      let text = '';
      for (let start = 0; start < bytes.length; start += CHUNK_BYTES) {
        text += String.fromCharCode(...bytes.subarray(start, start + CHUNK_BYTES));
      }
      return btoa(text);
    },
    decode(text) {
      const native = (Uint8Array as BytesConstructor).fromBase64?.(text);
      return native ?? Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
    },
  });

  const waiting = new Map<number, Waiting>();
  let lastId = 0;

  const transport = {
    send(channel: string, values: unknown[]) {
      const message: FromPreload = { kind: 'send', url: location.href, channel, values: wire.encode(values) };
      post(JSON.stringify(message));
    },
    invoke(channel: string, values: unknown[]): Promise<unknown> {
      return new Promise((resolve, reject) => {
        const id = ++lastId;
        const encoded = wire.encode(values);
        const message: FromPreload = { kind: 'invoke', id, url: location.href, channel, values: encoded };
        waiting.set(id, { resolve, reject });
        post(JSON.stringify(message));
      });
    },
    sendSync(channel: string, values: unknown[]): unknown {
      if (!location.hostname.endsWith('.localhost')) {
        throw new Error(
          `ipcRenderer.sendSync is not available on ${location.origin} in electron-on-chromium`,
        );
      }
      const message: FromPreload = { kind: 'send', url: location.href, channel, values: wire.encode(values) };
      const request = new XMLHttpRequest();
      request.open('POST', info.syncPath, false);
      request.setRequestHeader('x-sync-secret', info.syncSecret);
      request.send(JSON.stringify(message));
      const answer = JSON.parse(request.responseText) as SyncAnswer;
      if ('error' in answer) throw new Error(answer.error);
      return wire.decode(answer.value);
    },
  };

  const sandbox = createSandbox(info, transport, createBridge(names.secret, false));

  const deliverOne = (message: ToPreload): void => {
    if (message.kind === 'event') {
      sandbox.deliver(message.channel, wire.decode(message.values) as unknown[]);
      return;
    }
    const entry = waiting.get(message.id);
    waiting.delete(message.id);
    if (message.kind === 'result') entry?.resolve(wire.decode(message.value));
    else entry?.reject(new Error(message.message));
  };
  const deliver = (text: string): void => {
    for (const message of JSON.parse(text) as ToPreload[]) {
      try {
        deliverOne(message);
      } catch (error) {
        // A listener of the preload threw: reported as uncaught, and the next message still arrives.
        reportError(error);
      }
    }
  };
  Object.defineProperty(world, names.deliver, { value: deliver });

  const module = { exports: {} as unknown };
  preload?.(
    (name) => sandbox.require(name),
    module,
    module.exports,
    sandbox.process,
    sandbox.setImmediate,
    sandbox.clearImmediate,
  );
}
