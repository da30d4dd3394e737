import type { EventChannel } from '../host.ts';

type Listener = (...values: unknown[]) => void;

/** @param events listeners of the opening page, the `events` of `wx.navigateTo` */
export function createEventChannel(events: Readonly<Record<string, unknown>> = {}): EventChannel {
  const listeners = new Map<string, { readonly listener: Listener; readonly once: boolean }[]>();
  const add = (name: string, listener: Listener, once: boolean): void => {
    listeners.set(name, [...(listeners.get(name) ?? []), { listener, once }]);
  };
  for (const [name, listener] of Object.entries(events)) {
    if (typeof listener === 'function') add(name, listener as Listener, false);
  }
  return {
    on(name, listener) {
      add(name, listener, false);
    },
    once(name, listener) {
      add(name, listener, true);
    },
    off(name, listener) {
      const kept =
        listener === undefined
          ? []
          : (listeners.get(name) ?? []).filter((entry) => entry.listener !== listener);
      listeners.set(name, kept);
    },
    emit(name, ...values) {
      const heard = listeners.get(name) ?? [];
      listeners.set(
        name,
        heard.filter((entry) => !entry.once),
      );
      for (const { listener } of heard) listener(...values);
    },
  };
}
