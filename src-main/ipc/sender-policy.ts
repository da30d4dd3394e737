/** What an IPC event tells of its sender; Electron's own event fits. */
export interface IpcSender {
  readonly sender: { readonly id: number };
  readonly senderFrame: { readonly url: string; readonly parent: unknown } | null;
}

/**
 * Who may call: a web contents that was admitted, from its main frame, while it shows the origin it was admitted
 * with. Everyone else is unknown.
 */
export interface SenderPolicy<Identity> {
  /** Admits a web contents until the returned end is called. `origin` is scheme and host, `ferry://app`. */
  admit(webContentsId: number, origin: string, identity: Identity): () => void;
  /** The identity of a sender; null when it must be refused. */
  identify(event: IpcSender): Identity | null;
}

export function createSenderPolicy<Identity>(): SenderPolicy<Identity> {
  const admitted = new Map<number, { origin: string; identity: Identity }>();
  return {
    admit(webContentsId, origin, identity) {
      const entry = { origin, identity };
      admitted.set(webContentsId, entry);
      return () => {
        if (admitted.get(webContentsId) === entry) admitted.delete(webContentsId);
      };
    },
    identify(event) {
      const entry = admitted.get(event.sender.id);
      const frame = event.senderFrame;
      if (!entry || frame?.parent !== null || originOf(frame.url) !== entry.origin) return null;
      return entry.identity;
    },
  };
}

function originOf(text: string): string | null {
  const url = URL.parse(text);
  return url ? `${url.protocol}//${url.host}` : null;
}
