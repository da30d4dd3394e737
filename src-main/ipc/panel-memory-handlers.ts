import type { MemoryCalls } from '#contract/panel-memory';
import type { PanelMemory } from '../program/panel-memory.ts';
import type { HandlersOf } from './serve.ts';

/** Keeps what the panel wants to find again at its next start. */
export function createMemoryHandlers(memory: PanelMemory): HandlersOf<MemoryCalls, 'panel'> {
  return {
    'panel:memory': () => memory.all(),
    'panel:remember': (_panel, { name, text }) => {
      memory.keep(name, text);
      return null;
    },
  };
}
