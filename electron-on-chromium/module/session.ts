import { EventEmitter } from 'node:events';
import { complain } from '../complain.ts';
import type { DevtoolsSession } from '../devtools-pipe.ts';
import type { PageTarget } from '../page/page-target.ts';
import {
  applyPermissions,
  type PermissionCheckHandler,
  type PermissionRequestHandler,
} from './permissions.ts';
import type { Named } from './conformance.ts';
import { Protocol } from './protocol.ts';
import { proxyFromConfig, type ContextProxy } from './proxy.ts';
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
  private context: Promise<string | undefined> | null = null;
  private proxy: ContextProxy = {};
  private userAgent: string | null = null;
  private permissionCheck: PermissionCheckHandler | null = null;
  private permissionRequest: PermissionRequestHandler | null = null;
  private readonly visitedOrigins = new Set<string>();

  constructor(runtime: Runtime, partition: number) {
    super();
    this.runtime = runtime;
    this.partition = partition;
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

  /** Chromium's context for this partition; the default session has the browser's own. */
  contextId(): Promise<string | undefined> {
    this.context ??= this.partition === 0 ? Promise.resolve(undefined) : this.createContext();
    return this.context;
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
    if (this.context !== null) {
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
    this.updatePermissions();
  }

  setPermissionRequestHandler(handler: PermissionRequestHandler | null): void {
    this.permissionRequest = handler;
    this.updatePermissions();
  }

  /** Removes cookies and the storage of every origin the session has visited, or of `options.origin`. */
  async clearStorageData(options: Electron.ClearStorageDataOptions = {}): Promise<void> {
    if (!this.hasContext) return;
    const browserContextId = await this.contextId();
    const { root } = this.runtime;
    const origins = options.origin
      ? [new URL(this.runtime.origins.toWeb(options.origin, this.partition)).origin]
      : [...this.visitedOrigins];
    const storageTypes = options.storages?.map((name) => STORAGE_TYPES[name] ?? name).join(',') ?? 'all';
    if (options.origin === undefined && (!options.storages || options.storages.includes('cookies'))) {
      await root.send('Storage.clearCookies', browserContextId === undefined ? {} : { browserContextId });
    }
    await this.withPage(async (session) => {
      for (const origin of origins)
        await session.send('Storage.clearDataForOrigin', { origin, storageTypes });
    });
  }

  async clearCache(): Promise<void> {
    if (!this.hasContext) return;
    await this.withPage(async (session) => {
      await session.send('Network.clearBrowserCache');
    });
  }

  /** Runs commands on a page of this partition: one that is open, else one made for the purpose. */
  private async withPage(use: (session: DevtoolsSession) => Promise<void>): Promise<void> {
    const [open] = this.pages();
    if (open) {
      const { session } = await open.attached;
      await use(session);
      return;
    }
    const browserContextId = await this.contextId();
    const { root, browser } = this.runtime;
    const { targetId } = await root.send('Target.createTarget', {
      url: 'about:blank',
      ...(browserContextId === undefined ? {} : { browserContextId }),
    });
    const { sessionId } = await this.runtime.takePage(targetId);
    try {
      await use(browser.pipe.session(sessionId));
    } finally {
      await root.send('Target.closeTarget', { targetId });
    }
  }

  /** Whether anything can have been stored: a context is made with the session's first page. */
  private get hasContext(): boolean {
    return this.partition === 0 || this.context !== null;
  }

  private async createContext(): Promise<string> {
    const { browserContextId } = await this.runtime.root.send('Target.createBrowserContext', {
      disposeOnDetach: true,
      ...this.proxy,
    });
    if (this.permissionCheck || this.permissionRequest) await this.applyPermissions(browserContextId);
    return browserContextId;
  }

  private updatePermissions(): void {
    // A context that comes later brings them with it.
    if (this.hasContext) void this.contextId().then((contextId) => this.applyPermissions(contextId));
  }

  private applyPermissions(contextId: string | undefined): Promise<void> {
    return applyPermissions(this.runtime.root, contextId, this.permissionCheck, this.permissionRequest).catch(
      (error: unknown) => {
        if (this.runtime.browserOrNull) complain('electron-on-chromium: permissions were not set:', error);
      },
    );
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
