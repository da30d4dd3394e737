import type { PanelBridge } from '#contract/bridge';
import { FerryError } from '#contract/errors';
import { PANEL_BRIDGE_KEY, type PanelCalls, type PanelEvent } from '#contract/panel';

/** The panel's way to main: calls resolve to values and reject with {@link FerryError}. */
export interface PanelCaller {
  call<C extends keyof PanelCalls>(
    channel: C,
    request: Parameters<PanelCalls[C]>[0],
  ): Promise<ReturnType<PanelCalls[C]>>;
  /** Returns its own end. */
  listen(listener: (event: PanelEvent) => void): () => void;
  /** Real path of a dropped `File`; empty when the runtime cannot tell. */
  pathOf(file: File): string;
}

function isPanelBridge(value: unknown): value is PanelBridge {
  return typeof value === 'object' && value !== null && 'call' in value && 'listen' in value;
}

/** The bridge the preload exposes on `scope`; throws `internal` where the page runs outside Ferry. */
export function bridgeFrom(scope: object): PanelBridge {
  const bridge: unknown = Reflect.get(scope, PANEL_BRIDGE_KEY);
  if (!isPanelBridge(bridge)) throw new FerryError('internal', 'This page runs inside Ferry only.');
  return bridge;
}

/** Turns replies into values and errors at the caller's own stack. */
export function createPanelCaller(bridge: PanelBridge): PanelCaller {
  return {
    async call(channel, request) {
      const reply = await bridge.call(channel, request);
      if (!reply.ok) throw FerryError.fromWire(reply.error);
      return reply.value;
    },
    listen: (listener) => bridge.listen(listener),
    pathOf: (file) => bridge.pathOf(file),
  };
}
