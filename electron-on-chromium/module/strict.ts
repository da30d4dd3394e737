/** Keys that engines and `await` look up on anything, whether it is there or not. */
const PROBED = new Set<string | symbol>(['then', 'toJSON', '__esModule', 'default']);

/**
 * The object with every unknown member an error: an app that uses what this folder lacks hears so at once,
 * instead of working with `undefined`.
 * @param name as the app knows it: `app`, `BrowserWindow`
 */
export function strict<T extends object>(name: string, target: T): T {
  return new Proxy(target, {
    get(object, key, receiver) {
      if (key in object || typeof key === 'symbol' || PROBED.has(key)) {
        return Reflect.get(object, key, receiver) as unknown;
      }
      throw new Error(`electron.${name}.${key} is not available in electron-on-chromium`);
    },
  });
}

/** The event object Electron hands to listeners that may prevent what follows. */
export interface PreventableEvent {
  readonly defaultPrevented: boolean;
  preventDefault(): void;
}

/** Makes such an event; `details` become its members. */
export function createEvent<T extends object>(details: T): T & PreventableEvent;
export function createEvent(): PreventableEvent;
export function createEvent(details: object = {}): PreventableEvent {
  let prevented = false;
  const event = {
    preventDefault: () => {
      prevented = true;
    },
    get defaultPrevented() {
      return prevented;
    },
  };
  return Object.defineProperties(event, Object.getOwnPropertyDescriptors(details));
}
