import type { types } from 'glass-easel-miniprogram-adapter';
import type { CompiledUnit } from '#contract/project';
import type { Definition } from './behaviors.ts';

export type ComponentStaticConfig = types.ComponentStaticConfig;

/** What glass-easel needs of a unit's json, with the isolation as a plain word. */
export type StaticConfig = Omit<ComponentStaticConfig, 'styleIsolation'> & {
  readonly styleIsolation?: string;
};

/**
 * A unit's json with the style options of its script merged in: glass-easel reads them from the json alone.
 * A page is always `shared`, as its sheet is kept apart by scope and not by class prefix.
 */
export function staticConfigOf(unit: CompiledUnit, definition: Definition | null): StaticConfig {
  const json = unit.json as StaticConfig;
  if (unit.kind === 'page') return { ...json, styleIsolation: 'shared' };
  const options = (definition?.['options'] ?? {}) as { styleIsolation?: unknown; addGlobalClass?: unknown };
  const isolation = options.styleIsolation ?? definition?.['styleIsolation'];
  if (typeof isolation === 'string') return { ...json, styleIsolation: isolation };
  return options.addGlobalClass === true ? { ...json, addGlobalClass: true } : json;
}
