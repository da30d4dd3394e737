import type { AlbumState } from '#contract/panel-files';
import type { PanelCaller } from '../../lib/bridge.ts';

/** What the phone's album holds. Its folder is the person's: it is looked at anew when they come back to the window. */
export class Album {
  /** Null until main has answered. */
  state = $state.raw<AlbumState | null>(null);
  readonly #caller: PanelCaller;

  constructor(caller: PanelCaller) {
    this.#caller = caller;
  }

  /** Loads, and again whenever something is saved. Returns its end. */
  start(): () => void {
    void this.load();
    return this.#caller.listen(({ kind }) => {
      if (kind === 'album-changed') void this.load();
    });
  }

  async load(): Promise<void> {
    this.state = await this.#caller.call('panel:album', {}).catch(() => null);
  }

  async reveal(): Promise<void> {
    await this.#caller.call('panel:reveal-album', {}).catch(() => null);
  }
}
