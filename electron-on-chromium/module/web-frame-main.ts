import { EventEmitter } from 'node:events';
import type { FrameChange } from '../page/navigation.ts';
import type { Named } from './conformance.ts';
import type { Schemes } from './schemes.ts';
import { strict } from './strict.ts';

/** What a frame needs of the page it lies in. */
export interface FrameHost {
  readonly schemes: Schemes;
  /** Process id of the renderer as Chromium numbers it within the app. */
  readonly processId: number;
  send(channel: string, values: unknown[]): void;
  executeJavaScript(code: string, userGesture: boolean): Promise<unknown>;
}

/** Electron's `WebFrameMain`. Only the main frame runs scripts and takes messages here. */
export class WebFrameMain
  extends EventEmitter
  implements
    Pick<
      Electron.WebFrameMain,
      | 'frameToken'
      | 'frameTreeNodeId'
      | 'routingId'
      | 'url'
      | 'name'
      | 'detached'
      | 'origin'
      | 'processId'
      | 'isDestroyed'
      | 'send'
      | 'executeJavaScript'
    >,
    Named<Electron.WebFrameMain, 'parent' | 'top' | 'frames' | 'framesInSubtree'>
{
  readonly frameToken: string;
  readonly frameTreeNodeId: number;
  readonly routingId: number;
  url = '';
  name = '';
  detached = false;
  private readonly host: FrameHost;
  private readonly tree: FrameTree;
  private readonly parentToken: string | null;

  constructor(
    host: FrameHost,
    tree: FrameTree,
    frameToken: string,
    parentToken: string | null,
    ordinal: number,
  ) {
    super();
    this.host = host;
    this.tree = tree;
    this.frameToken = frameToken;
    this.parentToken = parentToken;
    this.frameTreeNodeId = ordinal;
    this.routingId = ordinal;
    return strict('WebFrameMain', this);
  }

  get origin(): string {
    return this.host.schemes.originOf(this.url);
  }

  get processId(): number {
    return this.host.processId;
  }

  get parent(): WebFrameMain | null {
    return this.parentToken === null ? null : this.tree.frame(this.parentToken);
  }

  get top(): WebFrameMain {
    return this.parent?.top ?? this;
  }

  get frames(): WebFrameMain[] {
    return this.tree.childrenOf(this.frameToken);
  }

  get framesInSubtree(): WebFrameMain[] {
    return [this, ...this.frames.flatMap((frame) => frame.framesInSubtree)];
  }

  /** Token of the frame this one lies in; null for the main frame. */
  get parentFrameToken(): string | null {
    return this.parentToken;
  }

  isDestroyed(): boolean {
    return this.detached;
  }

  send(channel: string, ...values: unknown[]): void {
    this.checkMain('send');
    this.host.send(channel, values);
  }

  executeJavaScript(code: string, userGesture = false): Promise<unknown> {
    this.checkMain('executeJavaScript');
    return this.host.executeJavaScript(code, userGesture);
  }

  private checkMain(member: string): void {
    if (this.detached) throw new Error('Render frame was disposed before WebFrameMain could be accessed');
    if (this.parentToken !== null) {
      throw new Error(
        `electron.WebFrameMain.${member} of an iframe is not available in electron-on-chromium`,
      );
    }
  }
}

/** The frames of one page, kept up with what Chromium reports. */
export class FrameTree {
  private readonly host: FrameHost;
  private readonly frames = new Map<string, WebFrameMain>();
  private lastOrdinal = 0;

  constructor(host: FrameHost) {
    this.host = host;
  }

  /** The frame with this token, made when it is met for the first time. */
  obtain(token: string, parentToken: string | null): WebFrameMain {
    const known = this.frames.get(token);
    if (known) return known;
    const frame = new WebFrameMain(this.host, this, token, parentToken, ++this.lastOrdinal);
    this.frames.set(token, frame);
    return frame;
  }

  frame(token: string): WebFrameMain | null {
    return this.frames.get(token) ?? null;
  }

  childrenOf(token: string): WebFrameMain[] {
    return [...this.frames.values()].filter((frame) => frame.parentFrameToken === token);
  }

  apply(change: FrameChange): void {
    if (change.kind === 'attached') {
      this.obtain(change.frameId, change.parentId);
    } else if (change.kind === 'navigated') {
      const frame = this.obtain(change.frameId, change.parentId);
      frame.url = change.url;
      frame.name = change.name;
      // A new document has none of the old one's frames.
      for (const child of frame.frames) this.remove(child);
    } else {
      const frame = this.frames.get(change.frameId);
      if (frame) this.remove(frame);
    }
  }

  clear(): void {
    for (const frame of this.frames.values()) frame.detached = true;
    this.frames.clear();
  }

  private remove(frame: WebFrameMain): void {
    for (const child of frame.frames) this.remove(child);
    frame.detached = true;
    this.frames.delete(frame.frameToken);
  }
}
