import { EventEmitter } from 'node:events';

export type InvokeHandler = (event: Electron.IpcMainInvokeEvent, ...values: unknown[]) => unknown;

/** Electron's `IpcMain`: the app-wide one and that of each WebContents. */
export class IpcMain
  extends EventEmitter
  implements Pick<Electron.IpcMain, 'handle' | 'handleOnce' | 'removeHandler'>
{
  private readonly handlers = new Map<string, InvokeHandler>();

  handle(channel: string, handler: InvokeHandler): void {
    if (this.handlers.has(channel)) {
      throw new Error(`Attempted to register a second handler for '${channel}'`);
    }
    if (typeof handler !== 'function') {
      throw new TypeError(`Expected handler to be a function, but found type '${typeof handler}'`);
    }
    this.handlers.set(channel, handler);
  }

  handleOnce(channel: string, handler: InvokeHandler): void {
    this.handle(channel, (event, ...values) => {
      this.removeHandler(channel);
      return handler(event, ...values);
    });
  }

  removeHandler(channel: string): void {
    this.handlers.delete(channel);
  }

  /** The handler of a channel, for the dispatch of `invoke`. */
  handlerOf(channel: string): InvokeHandler | undefined {
    return this.handlers.get(channel);
  }
}

/** What `ipcRenderer.invoke` rejects with when its handler threw or is missing. */
export function invokeErrorMessage(channel: string, error: unknown): string {
  return `Error invoking remote method '${channel}': ${String(error)}`;
}
