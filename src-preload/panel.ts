import { webUtils } from 'electron';
import type { PanelBridge } from '#contract/bridge';
import { PANEL_BRIDGE_KEY, PANEL_EVENT_CHANNEL } from '#contract/panel';
import { expose, invoke, listen } from './bridge.ts';

// For Ferry's own panel. Main checks that the sender is the panel before it answers.
const bridge: PanelBridge = {
  call(channel, request) {
    return channel.startsWith('panel:')
      ? invoke(channel, request)
      : Promise.reject(new Error(`No such call: ${channel as string}`));
  },
  listen: (listener) => listen(PANEL_EVENT_CHANNEL, listener),
  pathOf: (file) => webUtils.getPathForFile(file as File),
};

expose(PANEL_BRIDGE_KEY, bridge);
