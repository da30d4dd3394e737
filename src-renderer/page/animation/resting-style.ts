import type { Element as GlassElement, StyleSegmentIndex } from 'glass-easel';

/** The segment of a node's style that glass-easel keeps for animations: its ANIMATION_EXTRA. */
const ANIMATION_SEGMENT = 2 as unknown as StyleSegmentIndex;

/** CSS declarations by property name. */
export type Declarations = ReadonlyMap<string, string>;

/**
 * Writes the style an animation leaves on an element. It stands after what the template writes and survives its
 * updates; an empty map takes it away.
 */
export function setRestingStyle(element: GlassElement, declarations: Declarations): void {
  const text = [...declarations].map(([property, value]) => `${property}: ${value}`).join('; ');
  element.setNodeStyle(text, ANIMATION_SEGMENT);
}
