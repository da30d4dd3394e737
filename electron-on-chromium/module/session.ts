import { EventEmitter } from 'node:events';
import type { DevtoolsSession } from '../devtools-pipe.ts';
import type { PageTarget } from '../page/page-target.ts';
import type { Stage } from '../page/stage.ts';
import { BrowserContexts } from './browser-contexts.ts';
import type { PermissionCheckHandler, PermissionRequestHandler } from './permissions.ts';
import type { Named } from './conformance.ts';
import { Protocol } from './protocol.ts';
import { proxyFromConfig, proxyFromEnvironment, type ContextProxy } from './proxy.ts';
import type { Runtime } from './runtime.ts';
import { strict } from './strict.ts';
import { WebRequest } from './web-request.ts';

/** Electron's `Session`: a partition with its own storage, cookies, cache and scheme handlers. */
export class Session
  extends EventEmitter
  implements
    Pick<
      Electron.Session,
      | 'getUserAgent'
      | 'setUserAgent'
      | 'setProxy'
      | 'resolveProxy'
      | 'setPermissionCheckHandler'
      | 'setPermissionRequestHandler'
      | 'clearStorageData'
      | 'clearCache'
    >,
    Named<Electron.Session, 'protocol' | 'webRequest'>
{
  readonly protocol: Protocol;
  readonly webRequest: WebRequest;
  private readonly runtime: Runtime;
  private readonly partition: number;
  private readonly contexts: BrowserContexts;
  private proxy: ContextProxy = {};
  private userAgent: string | null = null;
  private permissionCheck: PermissionCheckHandler | null = null;
  private permissionRequest: PermissionRequestHandler | null = null;
  private readonly visitedOrigins = new Set<string>();

  constructor(runtime: Runtime, partition: number) {
    super();
    this.runtime = runtime;
    this.partition = partition;
    this.contexts = new BrowserContexts(partition === 0, () => ({
      proxy: this.proxy,
      permissionCheck: this.permissionCheck,
      permissionRequest: this.permissionRequest,
    }));
    this.protocol = strict('protocol', new Protocol(runtime));
    this.webRequest = strict(
      'webRequest',
      new WebRequest(() => {
        for (const page of this.pages()) page.refreshFetch();
      }),
    );
    return strict('Session', this);
  }

  /** Ordinal of the partition, as it stands in mapped origins. */
  get ordinal(): number {
    return this.partition;
  }

  /** Chromium's context for this partition in one of its browsers; the default session has the browser's own. */
  contextId(stage: Stage): Promise<string | undefined> {
    return this.contexts.obtain(stage);
  }

  /**
   * The proxies for a URL as a PAC script would name them. The default session has those of the environment, as
   * Chromium on a Linux without a desktop's settings; another has what it was given, or none.
   */
  // eslint-disable-next-line @typescript-eslint/require-await -- what is wrong with the call rejects, as in Electron
  async resolveProxy(url: string): Promise<string> {
    if (this.partition !== 0) {
      throw new Error(
        'session.resolveProxy is only available in electron-on-chromium for the default session',
      );
    }
    return proxyFromEnvironment(new URL(url), process.env);
  }

  /**
   * Sends the session's requests through a proxy; its app's own schemes never go there. Chromium takes one when
   * the context is made, so rejects for the default session and after the first page, and for a mode other than
   * `direct` and `fixed_servers`.
   */
  // eslint-disable-next-line @typescript-eslint/require-await -- what is wrong with the call rejects, as in Electron
  async setProxy(config: Electron.ProxyConfig): Promise<void> {
    const proxy = proxyFromConfig(config);
    if (this.partition === 0) {
      throw new Error('session.setProxy is not available in electron-on-chromium for the default session');
    }
    if (this.contexts.isUsed) {
      throw new Error("session.setProxy is not available here after the session's first page");
    }
    this.proxy = proxy;
  }

  /** Hears of every origin a page of this session commits, so that its storage can be cleared. */
  noteOrigin(origin: string): void {
    this.visitedOrigins.add(origin);
  }

  getUserAgent(): string {
    return this.userAgent ?? this.runtime.browser.userAgent;
  }

  setUserAgent(userAgent: string): void {
    this.userAgent = userAgent;
    for (const page of this.pages()) void page.setUserAgent(userAgent);
  }

  /** The agent an app has set, or null for the browser's own. */
  get ownUserAgent(): string | null {
    return this.userAgent;
  }

  setPermissionCheckHandler(handler: PermissionCheckHandler | null): void {
    this.permissionCheck = handler;
    this.contexts.updatePermissions();
  }

  setPermissionRequestHandler(handler: PermissionRequestHandler | null): void {
    this.permissionRequest = handler;
    this.contexts.updatePermissions();
  }

  /** Removes cookies and the storage of every origin the session has visited, or of `options.origin`. */
  async clearStorageData(options: Electron.ClearStorageDataOptions = {}): Promise<void> {
    const origins = options.origin
      ? [new URL(this.runtime.origins.toWeb(options.origin, this.partition)).origin]
      : [...this.visitedOrigins];
    const storageTypes = options.storages?.map((name) => STORAGE_TYPES[name] ?? name).join(',') ?? 'all';
    const clearsCookies =
      options.origin === undefined && (!options.storages || options.storages.includes('cookies'));
    for (const stage of this.contexts.stages()) {
      const browserContextId = await this.contextId(stage);
      const context = browserContextId === undefined ? {} : { browserContextId };
      if (clearsCookies) await stage.root.send('Storage.clearCookies', context);
      await this.withPage(stage, async (session) => {
        for (const origin of origins)
          await session.send('Storage.clearDataForOrigin', { origin, storageTypes });
      });
    }
  }

  async clearCache(): Promise<void> {
    for (const stage of this.contexts.stages()) {
      await this.withPage(stage, async (session) => {
        await session.send('Network.clearBrowserCache');
      });
    }
  }

  /** Runs commands on a page of this partition: one that is open, else one made for the purpose. */
  private async withPage(stage: Stage, use: (session: DevtoolsSession) => Promise<void>): Promise<void> {
    const attached = await Promise.all(this.pages().map((page) => page.attached));
    const open = attached.find((page) => page.stage === stage);
    if (open) {
      await use(open.session);
      return;
    }
    const browserContextId = await this.contextId(stage);
    const { targetId } = await stage.root.send('Target.createTarget', {
      url: 'about:blank',
      ...(browserContextId === undefined ? {} : { browserContextId }),
    });
    const { sessionId } = await stage.takePage(targetId);
    try {
      await use(stage.session(sessionId));
    } finally {
      await stage.root.send('Target.closeTarget', { targetId });
    }
  }

  private pages(): PageTarget[] {
    return [...this.runtime.contents.values()]
      .filter((contents) => contents.session.ordinal === this.partition)
      .map((contents) => contents.page);
  }
}

const STORAGE_TYPES: Readonly<Record<string, string>> = {
  localstorage: 'local_storage',
  indexdb: 'indexeddb',
  serviceworkers: 'service_workers',
  cachestorage: 'cache_storage',
  filesystem: 'file_systems',
};

/** Electron's `session`: every session by its partition name. */
export class Sessions {
  private readonly runtime: Runtime;
  private readonly byPartition = new Map<string, Session>();

  constructor(runtime: Runtime) {
    this.runtime = runtime;
  }

  /** Throws before the app is ready. `persist:` partitions live in memory like all others. */
  fromPartition(partition: string): Session {
    if (!this.runtime.isReady) throw new Error('Session can only be received when app is ready');
    return this.obtain(partition);
  }

  get defaultSession(): Session {
    return this.fromPartition('');
  }

  /** The default session's `protocol`, which may be used for registration before the app is ready. */
  get defaultProtocol(): Protocol {
    return this.obtain('').protocol;
  }

  byOrdinal(ordinal: number): Session | undefined {
    return [...this.byPartition.values()][ordinal];
  }

  private obtain(partition: string): Session {
    if (this.byPartition.size === 0) this.byPartition.set('', new Session(this.runtime, 0));
    const known = this.byPartition.get(partition);
    if (known) return known;
    const created = new Session(this.runtime, this.byPartition.size);
    this.byPartition.set(partition, created);
    return created;
  }
}
