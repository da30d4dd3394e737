import { defaultKeybindingsHandlerIgnore, tinykeys } from 'tinykeys';
import type { Command, Commands } from '../app/commands.svelte.ts';

/** Runs commands by their keys while the panel has the focus. Call while a component starts. */
export function followKeys(commands: Commands): void {
  $effect(() => {
    const bindings: Record<string, (event: KeyboardEvent) => void> = {};
    for (const command of commands.all) {
      if (command.keys === undefined) continue;
      bindings[command.keys] = (event) => {
        if (isTyping(event) && !hasModifier(event)) return;
        if (!available(command)) return;
        event.preventDefault();
        command.run();
      };
    }
    return tinykeys(window, bindings, { ignore: (event) => event.defaultPrevented });
  });
}

export function available(command: Command): boolean {
  return command.isAvailable?.() ?? true;
}

function isTyping(event: KeyboardEvent): boolean {
  return defaultKeybindingsHandlerIgnore(event) || isField(event.target);
}

function isField(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement && target.closest('input, textarea, select, [contenteditable]') !== null
  );
}

function hasModifier(event: KeyboardEvent): boolean {
  return event.ctrlKey || event.metaKey || event.altKey || event.key === 'Escape';
}
