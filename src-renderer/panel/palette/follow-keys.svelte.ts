import { tinykeys } from 'tinykeys';
import { isAvailable, type Commands } from '../app/commands.svelte.ts';
import { isApple } from '../app/key-words.ts';
import { isTypingKey } from './typing-keys.ts';

/** What has the keyboard to itself while it is open. */
const MODAL = '.dialog-veil, [role=menu]';

/** Runs commands by their keys while the panel has the focus. Call while a component starts. */
export function followKeys(commands: Commands): void {
  const isMac = isApple(navigator.platform);

  $effect(() => {
    const heard = commands.all.filter(({ keys, isKeyElsewhere }) => keys !== undefined && !isKeyElsewhere);
    const byKeys = Map.groupBy(heard, ({ keys }) => keys?.toLowerCase());
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
