import { windowScript } from '../worlds/scripts.ts';
import type { FromHost, Layer, Placement, ToHost } from '../worlds/view-messages.ts';
import { AgentChannel } from './page-agent.ts';
import type { PictureHost, ViewPicture } from './view-picture.ts';

const WORLD = 'electron-on-chromium window';

/** A view as its window shows it. */
export interface ShownView extends Omit<Layer, 'id'> {
  readonly picture: ViewPicture;
}

export interface OverlayListener {
  /** The user may have moved the window, or another screen is there. */
  placed(placement: Placement): void;
  /** The window was brought to the front, or left. */
  focused(isFocused: boolean): void;
}

/** The views over the page of a window on the screen, topmost last. */
export class Overlay implements PictureHost {
  readonly agent: AgentChannel<FromHost, ToHost>;
  private readonly listener: OverlayListener;
  private views: readonly ShownView[] = [];
  private isGuarded = false;
  private pixelRatio = 1;

  constructor(listener: OverlayListener) {
    this.listener = listener;
    this.agent = new AgentChannel<FromHost, ToHost>(WORLD, windowScript, {
      opened: () => {
        this.documentOpened();
      },
      heard: (message) => {
        this.heard(message);
      },
    });
  }

  ask(message: ToHost): Promise<unknown> {
    return this.agent.ask(message);
  }

  /** Shows these views from now on, each where it says. */
  show(views: readonly ShownView[]): void {
    const isShown = (picture: ViewPicture, among: readonly ShownView[]): boolean =>
      among.some((view) => view.picture === picture);
    const before = this.views;
    this.views = views;
    this.tellLayers();
    for (const { picture } of before) if (!isShown(picture, views)) picture.showIn(null);
    for (const { picture } of views) {
      picture.page().setPixelRatio(this.pixelRatio);
      if (!isShown(picture, before)) picture.showIn(this);
    }
  }

  /** Gives a view the focus of the window's page. */
  focus(picture: ViewPicture): void {
    this.agent.tell({ kind: 'focus', id: picture.id });
  }

  /** Whether closing the window waits for the app's consent. */
  guardClose(isGuarded: boolean): void {
    this.isGuarded = isGuarded;
    this.tellGuard();
  }

  private documentOpened(): void {
    this.tellGuard();
    if (this.views.length === 0) return;
    this.tellLayers();
    for (const { picture } of this.views) picture.showIn(this);
  }

  private tellGuard(): void {
    // Only a page that the user has acted in is asked before it goes.
    void this.agent.ask({ kind: 'guardClose', isGuarded: this.isGuarded }, this.isGuarded);
  }

  private tellLayers(): void {
    const layers = this.views.map(({ picture, ...layer }): Layer => ({ ...layer, id: picture.id }));
    this.agent.tell({ kind: 'layers', layers });
  }

  private heard(message: FromHost): void {
    switch (message.kind) {
      case 'input':
        this.pictureOf(message.id)?.receive(message.input);
        break;
      case 'windowFocus':
        this.listener.focused(message.isFocused);
        break;
      case 'placed': {
        const { placement } = message;
        this.pixelRatio = placement.screen.scaleFactor;
        for (const { picture } of this.views) picture.page().setPixelRatio(this.pixelRatio);
        this.listener.placed(placement);
        break;
      }
    }
  }

  private pictureOf(id: number): ViewPicture | undefined {
    return this.views.find(({ picture }) => picture.id === id)?.picture;
  }
}
