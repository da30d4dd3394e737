import { untrack } from 'svelte';
import type { TextKey } from '../texts/texts.ts';

/** In the order in which the palette and the shortcuts sheet list them. */
export const COMMAND_GROUPS = ['transfers', 'files', 'page', 'rules', 'device', 'window'] as const;

/** Something that can be done, found by its name in the command palette and by its key in the shortcuts sheet. */
export interface Command {
  /** `transfers.clear`; unique. */
  readonly id: string;
  readonly title: TextKey;
  /** Where the palette and the sheet list it. */
  readonly group: (typeof COMMAND_GROUPS)[number];
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

  /** Runs a command by its id, such as one that the menu of the window asks for; nothing happens where it makes no sense. */
  run(id: string): void {
    const command = this.#all.find((one) => one.id === id);
    if (command && (command.isAvailable?.() ?? true)) command.run();
  }

  /** Returns their end: features add theirs while they are mounted. */
  add(commands: readonly Command[]): () => void {
    // Whoever adds in an effect does not ask to be told of others.
    this.#all = [...untrack(() => this.#all), ...commands];
    return () => {
      this.#all = untrack(() => this.#all).filter((command) => !commands.includes(command));
    };
  }
}
