import type { PreferenceTable } from '../registry/preference-table.ts';

/** What the panel remembers in this home, by name. */
export interface PanelMemory {
  readonly all: () => Readonly<Record<string, string>>;
  /** Of more names than there is room for, those go that were not written for longest. */
  readonly keep: (name: string, text: string) => void;
}

const KEY = 'panel-memory';
/** The panel has some twenty names; a panel that went wrong shall not fill the registry. */
const MOST_NAMES = 64;

export function createPanelMemory(table: PreferenceTable): PanelMemory {
  const entries = new Map(textsIn(table.get(KEY)));
  return {
    all: () => Object.fromEntries(entries),
    keep(name, text) {
      if (entries.get(name) === text) return;
      entries.delete(name);
      entries.set(name, text);
      for (const oldest of [...entries.keys()].slice(0, -MOST_NAMES)) entries.delete(oldest);
      table.set(KEY, [...entries]);
    },
  };
}

/** What a registry of another version, or a damaged one, holds instead is left out. */
function textsIn(stored: unknown): [string, string][] {
  if (!Array.isArray(stored)) return [];
  return stored.filter(
    (entry): entry is [string, string] =>
      Array.isArray(entry) && entry.length === 2 && entry.every((part) => typeof part === 'string'),
  );
}
