import type { PanelCalls, PanelEvent } from './panel.ts';
import type { Reply } from './reply.ts';
import type { Stamped, WxCalls, WxEvent, WxSyncCalls } from './wx.ts';

/** What the page preload exposes under `WX_BRIDGE_KEY`. Returned functions and arguments are plain data. */
export interface WxBridge {
  call<C extends keyof WxCalls>(
    channel: C,
    message: Stamped<Parameters<WxCalls[C]>[0]>,
  ): Promise<Reply<ReturnType<WxCalls[C]>>>;
  callSync<C extends keyof WxSyncCalls>(
    channel: C,
    message: Stamped<Parameters<WxSyncCalls[C]>[0]>,
  ): Reply<ReturnType<WxSyncCalls[C]>>;
  /** Returns its own end. */
  listen(listener: (event: WxEvent) => void): () => void;
}

/** What the panel preload exposes under `PANEL_BRIDGE_KEY`. */
export interface PanelBridge {
  call<C extends keyof PanelCalls>(
    channel: C,
    request: Parameters<PanelCalls[C]>[0],
  ): Promise<Reply<ReturnType<PanelCalls[C]>>>;
  /** Returns its own end. */
  listen(listener: (event: PanelEvent) => void): () => void;
  /** Real path of a dropped `File`; empty when the runtime cannot tell. */
  pathOf(file: object): string;
}
