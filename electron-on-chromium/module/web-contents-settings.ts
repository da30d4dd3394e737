import { EventEmitter } from 'node:events';
import type { DevtoolsWindow } from '../page/devtools-window.ts';
import type { PageTarget } from '../page/page-target.ts';
import { createEvent } from './strict.ts';

/** The part of Electron's `WebContents` that an app sets and reads back. */
export abstract class WebContentsSettings
  extends EventEmitter
  implements
    Pick<
      Electron.WebContents,
      | 'openDevTools'
      | 'closeDevTools'
      | 'isDevToolsOpened'
      | 'setWebRTCIPHandlingPolicy'
      | 'getWebRTCIPHandlingPolicy'
      | 'setZoomFactor'
      | 'getZoomFactor'
      | 'setBackgroundThrottling'
      | 'getBackgroundThrottling'
      | 'setAudioMuted'
      | 'isAudioMuted'
      | 'setUserAgent'
    >
{
  private isDevtoolsOpen = false;
  private tools: DevtoolsWindow | null = null;
  private webRtcPolicy = 'default';
  private zoom = 1;
  private isThrottled = true;
  private isMuted = false;

  /** The page underneath, for the other parts of the module. */
  abstract get page(): PageTarget;

  /** Always in a window of their own; without a screen the wish is kept, and `isDevToolsOpened` tells it. */
  openDevTools(): void {
    this.checkAlive();
    const wasOpen = this.isDevtoolsOpen;
    this.isDevtoolsOpen = true;
    if (wasOpen) return;
    this.tools = this.showTools(() => {
      this.toolsClosed();
    });
    this.emit('devtools-opened', createEvent());
  }

  closeDevTools(): void {
    this.checkAlive();
    this.tools?.close();
    this.toolsClosed();
  }

  private toolsClosed(): void {
    if (!this.isDevtoolsOpen) return;
    this.isDevtoolsOpen = false;
    this.tools = null;
    this.emit('devtools-closed', createEvent());
  }

  /** Shows the developer tools; null without a screen. */
  protected abstract showTools(onClosed: () => void): DevtoolsWindow | null;

  isDevToolsOpened(): boolean {
    return this.isDevtoolsOpen;
  }

  /** Kept: Chromium takes a policy at its start only, so every page has `disable_non_proxied_udp`, the strictest. */
  setWebRTCIPHandlingPolicy(policy: Parameters<Electron.WebContents['setWebRTCIPHandlingPolicy']>[0]): void {
    this.checkAlive();
    this.webRtcPolicy = policy;
  }

  getWebRTCIPHandlingPolicy(): string {
    return this.webRtcPolicy;
  }

  setZoomFactor(factor: number): void {
    this.checkAlive();
    if (!(factor > 0)) throw new Error("'zoomFactor' must be a double greater than 0.0");
    this.zoom = factor;
    this.page.setZoom(factor);
  }

  getZoomFactor(): number {
    return this.zoom;
  }

  /** Pages are never throttled here; the flag is kept. */
  setBackgroundThrottling(allowed: boolean): void {
    this.checkAlive();
    this.isThrottled = allowed;
  }

  getBackgroundThrottling(): boolean {
    return this.isThrottled;
  }

  /** Kept: without a screen Chromium plays all sound to nowhere. */
  setAudioMuted(muted: boolean): void {
    this.checkAlive();
    this.isMuted = muted;
  }

  isAudioMuted(): boolean {
    return this.isMuted;
  }

  setUserAgent(userAgent: string): void {
    this.checkAlive();
    void this.page.setUserAgent(userAgent).catch(() => undefined);
  }

  /** Throws when the page is gone. */
  protected abstract checkAlive(): void;
}
