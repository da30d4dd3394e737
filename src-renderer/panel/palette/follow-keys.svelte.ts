import { tinykeys } from 'tinykeys';
import { isAvailable, type Command, type Commands } from '../app/commands.svelte.ts';
import { isApple } from '../app/key-words.ts';
import { isTypingKey } from './typing-keys.ts';

/** What has the keyboard to itself while it is open. */
const MODAL = '.dialog-veil, [role=menu]';

/** Runs commands by their keys while the panel has the focus. Call while a component starts. */
export function followKeys(commands: Commands): void {
  const isMac = isApple(navigator.platform);

  $effect(() => {
    const byKeys = new Map<string, Command[]>();
    for (const command of commands.all) {
      if (command.keys === undefined || command.isKeyElsewhere === true) continue;
      const same = byKeys.get(command.keys.toLowerCase());
      if (same) same.push(command);
      else byKeys.set(command.keys.toLowerCase(), [command]);
    }
    const bindings = Object.fromEntries(
      [...byKeys.values()].map((same) => [
        same[0]?.keys ?? '',
        (event: KeyboardEvent) => {
          const command = same.find(isAvailable);
          if (!command) return;
          event.preventDefault();
          command.run();
        },
      ]),
    );
    return tinykeys(window, bindings, {
      ignore: (event) =>
        event.defaultPrevented ||
        event.repeat ||
        event.isComposing ||
        document.querySelector(MODAL) !== null ||
        (isField(event.target) && isTypingKey(event, isMac)),
    });
  });
}

function isField(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    target.closest('input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]') !== null
  );
}
