import type { WxBridge } from '#contract/bridge';
import { WX_BRIDGE_KEY, WX_EVENT_CHANNEL } from '#contract/wx';
import { expose, invoke, invokeSync, listen } from './bridge.ts';

// For pages, which are strangers: main validates every call and takes the program from the sender, so this
// bridge gives a page nothing that `wx` does not.
const CALLS: ReadonlySet<string> = new Set<string>([
  'wx:boot',
  'wx:upload-file',
  'wx:download-file',
  'wx:request',
  'wx:abort-task',
  'wx:choose-files',
  'wx:pick-files',
  'wx:fs',
  'wx:import-temp',
  'wx:get-image-info',
  'wx:video-file',
  'wx:save-to-album',
  'wx:open-document',
  'wx:save-to-disk',
  'wx:permission',
  'wx:set-permission',
  'wx:auth-setting',
  'wx:storage',
  'wx:socket-open',
  'wx:socket-send',
  'wx:socket-heard',
  'wx:socket-close',
  'wx:clipboard-read',
  'wx:clipboard-write',
  'wx:cloud-storage',
  'wx:cloud-remove',
  'wx:map-stack',
  'wx:report',
  'wx:driven',
] satisfies Parameters<WxBridge['call']>[0][]);
const SYNC_CALLS: ReadonlySet<string> = new Set<string>([
  'wx:storage-sync',
  'wx:fs-sync',
] satisfies Parameters<WxBridge['callSync']>[0][]);

const bridge: WxBridge = {
  call: (channel, message) =>
    CALLS.has(channel) ? invoke(channel, message) : Promise.reject(refusal(channel)),
  callSync(channel, message) {
    if (!SYNC_CALLS.has(channel)) throw refusal(channel);
    return invokeSync(channel, message);
  },
  listen: (listener) => listen(WX_EVENT_CHANNEL, listener),
};

function refusal(channel: string): Error {
  return new Error(`No such call: ${channel}`);
}

// A page has one document. Main refuses what must be fetched for another; about:blank is not fetched, and is refused
// here.
navigation.addEventListener('navigate', (event) => {
  const leaves = !event.destination.sameDocument && event.navigationType !== 'reload';
  if (leaves && event.cancelable) event.preventDefault();
});

expose(WX_BRIDGE_KEY, bridge);
