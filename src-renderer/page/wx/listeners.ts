type Listener = (argument: object) => unknown;

/** Listeners of one event: `on` accumulates, `off` removes one, or all without an argument (wx-api.md §1). */
export interface Listeners {
  readonly on: (listener: unknown) => void;
  readonly off: (listener?: unknown) => void;
  /** False when nobody listens. What a listener throws does not keep the next from hearing. */
  fire(argument: object, thrown: (error: unknown) => void): boolean;
  clear(): void;
}

export function createListeners(): Listeners {
  let listeners: Listener[] = [];
  return {
    on(listener) {
      if (typeof listener === 'function') listeners = [...listeners, listener as Listener];
    },
    off(listener) {
      listeners = listener === undefined ? [] : listeners.filter((known) => known !== listener);
    },
    fire(argument, thrown) {
      for (const listener of listeners) {
        try {
          listener(argument);
        } catch (error) {
          thrown(error);
        }
      }
      return listeners.length > 0;
    },
    clear() {
      listeners = [];
    },
  };
}
