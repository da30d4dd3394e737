import type { EventParameters } from '../devtools-pipe.ts';
import type { WebContents } from './web-contents.ts';

const TYPES: Readonly<Record<string, Electron.OnBeforeRequestListenerDetails['resourceType']>> = {
  Stylesheet: 'stylesheet',
  Script: 'script',
  Image: 'image',
  Font: 'font',
  Media: 'media',
  XHR: 'xhr',
  Fetch: 'xhr',
  Ping: 'ping',
  CSPViolationReport: 'cspReport',
  WebSocket: 'webSocket',
};

let lastId = 0;

/** A held-back request as `webRequest.onBeforeRequest` describes it. */
export function requestDetails(
  contents: WebContents,
  paused: EventParameters<'Fetch.requestPaused'>,
): Electron.OnBeforeRequestListenerDetails {
  const { request, resourceType, frameId } = paused;
  const isMainFrame = frameId === contents.mainFrame.frameToken;
  const documentType = isMainFrame ? 'mainFrame' : 'subFrame';
  return {
    id: ++lastId,
    url: contents.nativeUrl(request.url),
    method: request.method,
    webContentsId: contents.id,
    webContents: contents as unknown as Electron.WebContents,
    resourceType: resourceType === 'Document' ? documentType : (TYPES[resourceType] ?? 'other'),
    referrer: contents.nativeUrl(request.headers['Referer'] ?? ''),
    timestamp: Date.now(),
    uploadData: [],
  };
}
