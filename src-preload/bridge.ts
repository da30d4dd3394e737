import { contextBridge, ipcRenderer } from 'electron';

/** Sole user of `ipcRenderer`: one call, one synchronous call, one channel to listen to. */
export function invoke(channel: string, message: unknown): Promise<never> {
  return ipcRenderer.invoke(channel, message) as Promise<never>;
}

export function invokeSync(channel: string, message: unknown): never {
  return ipcRenderer.sendSync(channel, message) as never;
}

/** Hears every event of a channel until the returned end is called. */
export function listen(channel: string, listener: (event: never) => void): () => void {
  const own = (_event: unknown, payload: unknown): void => {
    listener(payload as never);
  };
  ipcRenderer.on(channel, own);
  return () => void ipcRenderer.off(channel, own);
}

export function expose(key: string, api: object): void {
  contextBridge.exposeInMainWorld(key, api);
}
