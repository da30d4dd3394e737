import type { ApiKit } from '../api-kit.ts';
import { createListeners, type Listeners } from '../listeners.ts';

/** Listeners of the events of one object that a `wx` function hands out. */
export interface ObjectEvents {
  /** `onX` for each event, and `offX` where the object has them. */
  readonly methods: PropertyDescriptorMap;
  /** Tells who listens to `on<event>`; `argument` without `errMsg` where it has none of its own. */
  tell(event: string, argument?: object): void;
  clear(): void;
}

/**
 * @param api that hands out the object, such as `createInnerAudioContext`
 * @param events as in the names of the methods: `Canplay` for `onCanplay`
 */
export function createObjectEvents(
  kit: Pick<ApiKit, 'host' | 'library'>,
  api: string,
  events: readonly string[],
  options: { readonly hasOff: boolean },
): ObjectEvents {
  const listeners = new Map<string, Listeners>(events.map((event) => [event, createListeners()]));
  const methods: Record<string, PropertyDescriptor> = {};
  for (const [event, { on, off }] of listeners) {
    methods[`on${event}`] = method(on);
    if (options.hasOff) methods[`off${event}`] = method(off);
  }
  return {
    methods,
    tell(event, argument = {}) {
      const name = `on${event}`;
      const told = kit.library.toldBy(api, name, { errMsg: `${name}:ok`, ...argument });
      listeners.get(event)?.fire(told, (error) => {
        kit.host.reports.exception(error, { ours: false });
      });
    },
    clear() {
      for (const known of listeners.values()) known.clear();
    },
  };
}

/** A method of an object: enumerable, and the mini-program may put its own in its place. */
export function method(value: (...values: never[]) => void): PropertyDescriptor {
  return { value, enumerable: true, configurable: true, writable: true };
}

/** A property that is read and set through functions; without `set` it is read-only. */
export function property(get: () => unknown, set?: (value: unknown) => void): PropertyDescriptor {
  return { get, ...(set === undefined ? {} : { set }), enumerable: true, configurable: true };
}

/** A property that keeps what it is given, and does nothing more. */
export function keptProperty(initial: unknown): PropertyDescriptor {
  return { value: initial, enumerable: true, configurable: true, writable: true };
}

/** An object with those of the members that the base library has. What the table does not know is there. */
export function objectOf(
  { library }: Pick<ApiKit, 'library'>,
  shape: string,
  members: PropertyDescriptorMap,
): object {
  const known = library.schema.shape(shape);
  const isThere = (name: string): boolean => {
    const member = known?.get(name);
    return member === undefined || library.schema.isThere(member);
  };
  return Object.defineProperties(
    {},
    Object.fromEntries(Object.entries(members).filter(([name]) => isThere(name))),
  );
}
