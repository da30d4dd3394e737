import { untrack } from 'svelte';
import type { TextKey } from '../texts/texts.ts';

/** In the order in which the palette and the shortcuts sheet list them. */
export const COMMAND_GROUPS = ['transfers', 'files', 'page', 'rules', 'device', 'window'] as const;

/** How a command is called and where it stands: what the palette and the shortcuts sheet show of it. */
export interface CommandWords {
  readonly title: TextKey;
  /** Where the palette and the sheet list it. */
  readonly group: (typeof COMMAND_GROUPS)[number];
  /** As tinykeys writes it: `$mod+Shift+K`; left out where it has none. */
  readonly keys?: string;
}

/** Something that can be done, found by its name in the command palette and by its key in the shortcuts sheet. */
export interface Command extends CommandWords {
  /** `transfers.clear`; unique. */
  readonly id: string;
  readonly run: () => void;
  /** Whether it makes sense now; always when left out. */
  readonly isAvailable?: () => boolean;
  /** Its keys are not the panel's to hear: they are the window's menu's, or those of a tab that is not shown. */
  readonly isKeyElsewhere?: boolean;
}

/** Every command of the panel: those of the window, and those of the features that are on the screen. */
export class Commands {
  #all = $state.raw<readonly Command[]>([]);

  /** In the order they were added; two may have one id, of which one is available at a time. */
  get all(): readonly Command[] {
    return this.#all;
  }

  /** Runs a command by its id, such as one that the menu of the window asks for; nothing happens where it makes no sense. */
  run(id: string): void {
    this.#all.find((command) => command.id === id && isAvailable(command))?.run();
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

export function isAvailable(command: Command): boolean {
  return command.isAvailable?.() ?? true;
}
