import type { FileTrouble } from '#contract/panel-files';
import type { PanelCaller } from '../../lib/bridge.ts';

/** Uses of dead paths and refusals by the quota, as main has them; of one path, or of all where it is null. */
export class Troubles {
  /** Null until main has answered. */
  list = $state.raw<readonly FileTrouble[] | null>(null);
  readonly #caller: PanelCaller;
  readonly #path: string | null;

  constructor(caller: PanelCaller, path: string | null) {
    this.#caller = caller;
    this.#path = path;
  }

  /** Loads, and again whenever there are others. Returns its end. */
  start(): () => void {
    void this.#load();
    return this.#caller.listen(({ kind }) => {
      if (kind === 'file-troubles-changed' || kind === 'project') void this.#load();
    });
  }

  async #load(): Promise<void> {
    const list = await this.#caller.call('panel:file-troubles', { path: this.#path }).catch(() => null);
    this.list = list ?? this.list ?? [];
  }
}
