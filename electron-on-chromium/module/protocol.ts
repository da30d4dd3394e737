import type { Runtime } from './runtime.ts';

export type ProtocolHandler = (request: Request) => Response | Promise<Response>;

/** Electron's `Protocol` of one session. */
export class Protocol implements Pick<
  Electron.Protocol,
  'registerSchemesAsPrivileged' | 'handle' | 'unhandle' | 'isProtocolHandled'
> {
  private readonly runtime: Runtime;
  private readonly handlers = new Map<string, ProtocolHandler>();

  constructor(runtime: Runtime) {
    this.runtime = runtime;
  }

  registerSchemesAsPrivileged(schemes: Electron.CustomScheme[]): void {
    this.runtime.schemes.register(schemes, this.runtime.isReady);
  }

  handle(scheme: string, handler: ProtocolHandler): void {
    if (!this.runtime.isReady) throw new Error('protocol.handle can only be called after the app is ready');
    if (/^(https?|file|data|blob|about|javascript)$/.test(scheme)) {
      throw new Error(`protocol.handle('${scheme}') is not available in electron-on-chromium`);
    }
    if (this.handlers.has(scheme)) throw new Error(`Failed to register protocol: ${scheme}`);
    this.runtime.schemes.add(scheme);
    this.handlers.set(scheme, handler);
  }

  unhandle(scheme: string): void {
    if (!this.handlers.delete(scheme)) throw new Error(`Failed to unhandle protocol: ${scheme}`);
  }

  isProtocolHandled(scheme: string): boolean {
    return this.handlers.has(scheme);
  }

  /** The handler of a scheme, for the scheme server. */
  handlerOf(scheme: string): ProtocolHandler | undefined {
    return this.handlers.get(scheme);
  }
}
