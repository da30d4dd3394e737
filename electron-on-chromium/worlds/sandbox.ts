import type { Bridge } from './bridge.ts';
import type { PreloadInfo } from './isolated-agent.ts';

/** How `ipcRenderer` reaches the main process. */
export interface RendererTransport {
  send(channel: string, values: unknown[]): void;
  invoke(channel: string, values: unknown[]): Promise<unknown>;
  sendSync(channel: string, values: unknown[]): unknown;
}

/** What a sandboxed preload finds around it. */
export interface Sandbox {
  require(name: string): unknown;
  readonly process: unknown;
  readonly setImmediate: (callback: (...values: unknown[]) => void, ...values: unknown[]) => number;
  readonly clearImmediate: (id: number) => void;
  /** Emits a message of the main process on `ipcRenderer`. */
  deliver(channel: string, values: unknown[]): void;
}

export type SandboxFactory = (info: PreloadInfo, transport: RendererTransport, bridge: Bridge) => Sandbox;

/**
 * Makes the surroundings of a sandboxed preload: `require` for electron, events, timers and url only, and the
 * part of `process` Electron leaves there. Evaluated as text: names nothing outside itself.
 */
export function createSandbox(info: PreloadInfo, transport: RendererTransport, bridge: Bridge): Sandbox {
  type Listener = (...values: unknown[]) => void;
  interface Entry {
    readonly listener: Listener;
    readonly once: boolean;
  }

  /** Electron gives `undefined` for what it lacks; here a missing member says so. */
  function strict<T extends object>(name: string, target: T): T {
    return new Proxy(target, {
      get(object, key, receiver) {
        if (key in object || typeof key === 'symbol' || key === 'then' || key === 'toJSON') {
          return Reflect.get(object, key, receiver) as unknown;
        }
        throw new Error(`${name}.${key} is not available in electron-on-chromium`);
      },
    });
  }

  class EventEmitter {
    declare private readonly entries: Map<string | symbol, Entry[]>;

    constructor() {
      // Not enumerable, so that an emitter given over the bridge arrives as Electron's does: without its listeners.
      Object.defineProperty(this, 'entries', { value: new Map<string | symbol, Entry[]>() });
    }

    private add(event: string | symbol, entry: Entry, first = false): this {
      const known = this.entries.get(event) ?? [];
      this.entries.set(event, first ? [entry, ...known] : [...known, entry]);
      return this;
    }
    on(event: string | symbol, listener: Listener): this {
      return this.add(event, { listener, once: false });
    }
    addListener(event: string | symbol, listener: Listener): this {
      return this.on(event, listener);
    }
    prependListener(event: string | symbol, listener: Listener): this {
      return this.add(event, { listener, once: false }, true);
    }
    once(event: string | symbol, listener: Listener): this {
      return this.add(event, { listener, once: true });
    }
    off(event: string | symbol, listener: Listener): this {
      const known = this.entries.get(event) ?? [];
      const index = known.findLastIndex((entry) => entry.listener === listener);
      if (index >= 0) this.entries.set(event, known.toSpliced(index, 1));
      return this;
    }
    removeListener(event: string | symbol, listener: Listener): this {
      return this.off(event, listener);
    }
    removeAllListeners(event?: string | symbol): this {
      if (event === undefined) this.entries.clear();
      else this.entries.delete(event);
      return this;
    }
    listeners(event: string | symbol): Listener[] {
      return (this.entries.get(event) ?? []).map((entry) => entry.listener);
    }
    listenerCount(event: string | symbol): number {
      return this.entries.get(event)?.length ?? 0;
    }
    eventNames(): (string | symbol)[] {
      return [...this.entries].filter(([, known]) => known.length > 0).map(([event]) => event);
    }
    emit(event: string | symbol, ...values: unknown[]): boolean {
      const known = this.entries.get(event) ?? [];
      for (const entry of known) {
        if (entry.once) {
          const rest = (this.entries.get(event) ?? []).filter((other) => other !== entry);
          this.entries.set(event, rest);
        }
        Reflect.apply(entry.listener, this, values);
      }
      return known.length > 0;
    }
  }

  const checkChannel = (channel: unknown): void => {
    if (typeof channel !== 'string') throw new Error('Missing required channel argument');
  };
  class IpcRenderer extends EventEmitter {
    send(channel: string, ...values: unknown[]): void {
      checkChannel(channel);
      transport.send(channel, values);
    }
    invoke(channel: string, ...values: unknown[]): Promise<unknown> {
      checkChannel(channel);
      return transport.invoke(channel, values);
    }
    sendSync(channel: string, ...values: unknown[]): unknown {
      checkChannel(channel);
      return transport.sendSync(channel, values);
    }
  }

  const ipcRenderer = strict('ipcRenderer', new IpcRenderer());
  const electron = strict('electron', {
    ipcRenderer,
    contextBridge: strict('contextBridge', {
      exposeInMainWorld: (key: string, api: unknown) => {
        bridge.expose(key, api);
      },
    }),
    // Chromium does not tell a page where a dropped file lies: the path is empty, as for a file without one.
    webUtils: strict('webUtils', { getPathForFile: (): string => '' }),
  });

  const channel = new MessageChannel();
  const immediates = new Map<number, () => void>();
  let lastImmediate = 0;
  channel.port1.onmessage = ({ data }: MessageEvent<number>) => {
    const run = immediates.get(data);
    immediates.delete(data);
    run?.();
  };
  const setImmediate: Sandbox['setImmediate'] = (callback, ...values) => {
    const id = ++lastImmediate;
    immediates.set(id, () => {
      callback(...values);
    });
    channel.port2.postMessage(id);
    return id;
  };
  const clearImmediate = (id: number): void => {
    immediates.delete(id);
  };

  const fileUrlToPath = (url: string | URL): string => {
    const { protocol, pathname } = new URL(url);
    if (protocol !== 'file:') throw new TypeError('The URL must be of scheme file');
    return decodeURIComponent(info.platform === 'win32' ? pathname.slice(1) : pathname);
  };
  const events = Object.assign(EventEmitter, { EventEmitter });
  const modules: Record<string, unknown> = {
    electron,
    'electron/renderer': electron,
    'electron/common': electron,
    events: strict('events', events),
    timers: strict('timers', {
      setTimeout: setTimeout.bind(window),
      clearTimeout: clearTimeout.bind(window),
      setInterval: setInterval.bind(window),
      clearInterval: clearInterval.bind(window),
      setImmediate,
      clearImmediate,
    }),
    url: strict('url', { URL, URLSearchParams, fileURLToPath: fileUrlToPath }),
  };

  const process = Object.assign(new EventEmitter(), {
    type: 'renderer',
    sandboxed: true,
    contextIsolated: true,
    platform: info.platform,
    arch: info.arch,
    argv: [...info.argv],
    versions: { ...info.versions },
    env: {},
    nextTick: (callback: Listener, ...values: unknown[]) => {
      queueMicrotask(() => {
        callback(...values);
      });
    },
    uptime: () => performance.now() / 1000,
  });

  return {
    require(name) {
      const found = modules[name.replace(/^node:/, '')];
      if (found === undefined) throw new Error(`module not found: ${name}`);
      return found;
    },
    process: strict('process', process),
    setImmediate,
    clearImmediate,
    deliver(channel, values) {
      ipcRenderer.emit(channel, { sender: ipcRenderer, ports: [] }, ...values);
    },
  };
}
