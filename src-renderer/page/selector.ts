/** The parts of a selector, each to its end: tag or *, class, id, attribute, pseudo, combinator. */
const PART = /\[[^\]]*\]|::?[\w-]+(?:\([^)]*\))?|[.#]?-?[_a-zA-Z][\w-]*|\s*[>+~,]\s*|\s+|\*/g;

/**
 * A WXML selector (`.list button`, `#save`, `image[src]`) as the selector that matches in the document, where tags
 * are `wx-*`, ids carry a prefix per instance, and classes inside components may carry the component's.
 */
export function documentSelectorFrom(selector: string): string {
  return selector.trim().replace(PART, (part) => {
    if (part.startsWith('#')) return `[id$="--${part.slice(1)}"]`;
    if (part.startsWith('.')) return classSelector(part.slice(1));
    if (/^[a-zA-Z]/.test(part)) return part === 'page' ? 'wx-page' : `wx-${part}`;
    return part;
  });
}

function classSelector(name: string): string {
  return `:is(.${name},[class$="--${name}"],[class*="--${name} "])`;
}
