import type { EventEmitter } from 'node:events';
import type { NavigationListener } from '../page/navigation.ts';
import type { Runtime } from './runtime.ts';
import type { Session } from './session.ts';
import { createEvent } from './strict.ts';
import type { FrameTree, WebFrameMain } from './web-frame-main.ts';

export interface NavigationEventsDeps {
  readonly runtime: Runtime;
  readonly session: Session;
  readonly frames: FrameTree;
  readonly emitter: EventEmitter;
  mainFrame(): WebFrameMain;
  titled(title: string): void;
}

/** Turns what a page reports of its navigations into the events of a WebContents. */
export function createNavigationEvents(deps: NavigationEventsDeps): NavigationListener {
  const { emitter, frames, runtime, session } = deps;

  const details = (url: string, frameId: string, isSameDocument: boolean, isMainFrame: boolean) => {
    const frame = frames.frame(frameId);
    return createEvent({ url, isSameDocument, isMainFrame, frame, initiator: frame });
  };
  const emitNavigation = (name: string, event: ReturnType<typeof details>): void => {
    const { url, isSameDocument, isMainFrame, frame } = event;
    // The fields follow once more as positional arguments, which Electron keeps for older apps.
    emitter.emit(name, event, url, isSameDocument, isMainFrame, frame?.processId ?? 0, frame?.routingId ?? 0);
  };

  return {
    startedLoading: () => emitter.emit('did-start-loading', createEvent()),
    stoppedLoading: () => emitter.emit('did-stop-loading', createEvent()),
    startedNavigation(url, frameId, isSameDocument) {
      const isMainFrame = frameId === deps.mainFrame().frameToken;
      emitNavigation('did-start-navigation', details(url, frameId, isSameDocument, isMainFrame));
    },
    // Chromium does not say with which status a document was answered; -1 is Electron's word for none.
    navigated: (url) => emitter.emit('did-navigate', createEvent(), url, -1, ''),
    navigatedInPage(url, isMainFrame) {
      const frame = deps.mainFrame();
      if (isMainFrame) frame.url = url;
      emitter.emit('did-navigate-in-page', createEvent(), url, isMainFrame, frame.processId, frame.routingId);
    },
    titled: (title) => {
      deps.titled(title);
    },
    domReady: () => emitter.emit('dom-ready', createEvent()),
    finishedLoad: () => emitter.emit('did-finish-load', createEvent()),
    failedLoad({ code, name }, url) {
      const frame = deps.mainFrame();
      emitter.emit('did-fail-load', createEvent(), code, name, url, true, frame.processId, frame.routingId);
    },
    mayNavigate(kind, url, frameId, isMainFrame) {
      const event = details(url, frameId, false, isMainFrame);
      if (kind === 'redirect') {
        emitNavigation('will-redirect', event);
        return !event.defaultPrevented;
      }
      emitter.emit('will-frame-navigate', event);
      if (isMainFrame && !event.defaultPrevented) emitNavigation('will-navigate', event);
      return !event.defaultPrevented;
    },
    frameChanged(change) {
      frames.apply(change);
      if (change.kind !== 'navigated') return;
      const origin = new URL(runtime.origins.toWeb(change.url, session.ordinal)).origin;
      if (origin !== 'null') session.noteOrigin(origin);
    },
  };
}
