import type { WxBridge } from '#contract/bridge';
import { FerryError } from '#contract/errors';
import type { Reply } from '#contract/reply';
import type { Stamped, WxCalls } from '#contract/wx';

/** Calls to main, stamped with the page's generation. */
export interface Calls {
  readonly stamp: <T>(request: T) => Stamped<T>;
  /** The value of the reply; rejects with the reply's {@link FerryError}. */
  call<C extends keyof WxCalls>(
    channel: C,
    request: Parameters<WxCalls[C]>[0],
  ): Promise<ReturnType<WxCalls[C]>>;
}

export function createCalls(bridge: WxBridge, generation: number): Calls {
  const stamp = <T>(request: T): Stamped<T> => ({ generation, request });
  return {
    stamp,
    async call(channel, request) {
      return valueOf(await bridge.call(channel, stamp(request)));
    },
  };
}

/** The value of a reply; throws its error. */
export function valueOf<T>(reply: Reply<T>): T {
  if (reply.ok) return reply.value;
  throw FerryError.fromWire(reply.error);
}
