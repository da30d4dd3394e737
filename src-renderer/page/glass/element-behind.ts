import type { Element as GlassElement } from 'glass-easel';

/** The element behind what glass-easel hands to lifetimes and listeners: a component's caller keeps it under `_$`. */
export function elementBehind<T extends GlassElement>(value: T): T {
  return (value as T & { readonly _$?: T })._$ ?? value;
}
