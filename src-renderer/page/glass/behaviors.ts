import type { CodeSpace } from 'glass-easel-miniprogram-adapter';
import type { behavior as adapterBehavior } from 'glass-easel-miniprogram-adapter';

/** A definition object as a mini-program hands it to Page, Component or Behavior. */
export type Definition = Record<string, unknown>;

/** WeChat's built-in behaviors and what they add to a component (WeChat's "behaviors" guide). */
const BUILTIN_BEHAVIORS: Readonly<Record<string, Definition>> = {
  'wx://form-field': { properties: { name: String, value: null } },
  'wx://form-field-group': {},
  'wx://form-field-button': {},
  'wx://component-export': {},
};

/** Resolves the names of built-in behaviors in a definition's `behaviors`. */
export type BehaviorResolver = (definition: Definition) => Definition;

/** Unknown names are left out, as WeChat leaves them out. */
export function createBehaviorResolver(codeSpace: CodeSpace): BehaviorResolver {
  const made = new Map<string, adapterBehavior.GeneralBehavior>();
  const builtin = (name: string): adapterBehavior.GeneralBehavior | null => {
    const definition = BUILTIN_BEHAVIORS[name];
    if (!definition) return null;
    let behavior = made.get(name);
    if (!behavior) {
      behavior = codeSpace.behavior().definition(definition).register() as adapterBehavior.GeneralBehavior;
      made.set(name, behavior);
    }
    return behavior;
  };
  return (definition) => {
    const { behaviors } = definition;
    if (!Array.isArray(behaviors)) return definition;
    const resolved = (behaviors as unknown[]).map((entry) =>
      typeof entry === 'string' ? builtin(entry) : entry,
    );
    return { ...definition, behaviors: resolved.filter((entry) => entry !== null && entry !== undefined) };
  };
}
