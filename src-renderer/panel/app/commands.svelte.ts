import type { TextKey } from '../texts/texts.ts';

/** Something that can be done, found by its name in the command palette and by its key in the shortcuts sheet. */
export interface Command {
  /** `transfers.clear`; unique. */
  readonly id: string;
  readonly title: TextKey;
  /** Where the palette and the sheet list it. */
  readonly group: 'transfers' | 'files' | 'page' | 'rules' | 'device' | 'window';
  /** As tinykeys writes it: `$mod+Shift+K`; left out where it has none. */
  readonly keys?: string;
  readonly run: () => void;
  /** Whether it makes sense now; always when left out. */
  readonly isAvailable?: () => boolean;
}

/** Every command of the features that are on the screen. */
export class Commands {
  #all = $state.raw<readonly Command[]>([]);

  /** In the order they were added. */
  get all(): readonly Command[] {
    return this.#all;
  }

  /** Returns their end: features add theirs while they are mounted. */
  add(commands: readonly Command[]): () => void {
    this.#all = [...this.#all, ...commands];
    return () => {
      this.#all = this.#all.filter((command) => !commands.includes(command));
    };
  }
}
