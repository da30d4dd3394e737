import type { GeneralComponent } from 'glass-easel';
import type { behavior as adapterBehavior, CodeSpace } from 'glass-easel-miniprogram-adapter';
import { elementBehind } from './element-behind.ts';

/** A definition object as a mini-program hands it to Page, Component or Behavior. */
export type Definition = Record<string, unknown>;

/** WeChat's built-in behaviors and what they add to a component (WeChat's "behaviors" guide). */
const BUILTIN_BEHAVIORS = {
  'wx://form-field': { properties: { name: String, value: null } },
  'wx://form-field-group': {},
  'wx://form-field-button': {},
  'wx://component-export': {},
} as const satisfies Readonly<Record<string, Definition>>;

export type BuiltinBehavior = keyof typeof BUILTIN_BEHAVIORS;

/** The built-in behaviors of each component that has one, by itself or by a behavior of its own. */
const carried = new WeakMap<GeneralComponent, Set<BuiltinBehavior>>();

/** Whether an attached component has a built-in behavior. */
export function hasBuiltinBehavior(component: GeneralComponent, behavior: BuiltinBehavior): boolean {
  return carried.get(component)?.has(behavior) ?? false;
}

function isBuiltinBehavior(name: string): name is BuiltinBehavior {
  return Object.hasOwn(BUILTIN_BEHAVIORS, name);
}

/** The behavior's definition, which notes each component it is attached with. */
function notingDefinition(name: BuiltinBehavior): Definition {
  return {
    ...BUILTIN_BEHAVIORS[name],
    lifetimes: {
      attached(this: GeneralComponent) {
        const component = elementBehind(this);
        carried.set(component, (carried.get(component) ?? new Set()).add(name));
      },
    },
  };
}

/** Puts glass-easel's own behaviors in the place of names in `behaviors`, and of WeChat's objects in `relations`. */
export type BehaviorResolver = (definition: Definition) => Definition;

/** Unknown names are left out, as WeChat leaves them out. */
export function createBehaviorResolver(codeSpace: CodeSpace): BehaviorResolver {
  const made = new Map<string, adapterBehavior.GeneralBehavior>();
  const builtin = (name: string): adapterBehavior.GeneralBehavior | null => {
    if (!isBuiltinBehavior(name)) return null;
    let behavior = made.get(name);
    if (!behavior) {
      const definition = notingDefinition(name);
      behavior = codeSpace.behavior().definition(definition).register() as adapterBehavior.GeneralBehavior;
      made.set(name, behavior);
    }
    return behavior;
  };
  return (definition) => {
    const { behaviors, relations } = definition;
    const resolved = { ...definition };
    if (Array.isArray(behaviors)) {
      resolved['behaviors'] = (behaviors as unknown[])
        .map((entry) => (typeof entry === 'string' ? builtin(entry) : entry))
        .filter((entry) => entry !== null && entry !== undefined);
    }
    if (typeof relations === 'object' && relations !== null) resolved['relations'] = relationsOf(relations);
    return resolved;
  };
}

/** A relation may name its other side by a behavior; glass-easel knows its own object behind it. */
function relationsOf(relations: object): Definition {
  return Object.fromEntries(
    Object.entries(relations).map(([key, relation]: [string, { readonly target?: unknown } | null]) => {
      const behind = (relation?.target as { readonly _$?: unknown } | undefined)?._$;
      return [key, behind === undefined ? relation : { ...relation, target: behind }];
    }),
  );
}
