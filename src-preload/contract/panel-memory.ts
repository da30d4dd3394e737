/** Names under which the panel remembers things: `ferry.split.phone`. */
export const MEMORY_NAME = /^ferry(\.[a-z-]+)+$/u;
/** Letters of one thing remembered, at most. */
export const MOST_MEMORY_LETTERS = 65_536;

/** What the panel remembers from launch to launch: the layout, and what was typed last. */
export interface MemoryCalls {
  /** Everything remembered in this home, by name. */
  'panel:memory': (request: Record<string, never>) => Readonly<Record<string, string>>;
  'panel:remember': (request: { readonly name: string; readonly text: string }) => null;
}
