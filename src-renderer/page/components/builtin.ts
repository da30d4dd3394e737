import type {
  ComponentSpace,
  GeneralComponent,
  GeneralComponentDefinition,
  StyleSegmentIndex,
} from 'glass-easel';
import { Event as GlassEvent } from 'glass-easel';
import type { PageHost } from '../host.ts';

type PropertyType = StringConstructor | NumberConstructor | BooleanConstructor | null;

/** One property of a built-in, with the value it has when WXML does not set it. */
export interface Property<T> {
  readonly type: PropertyType;
  readonly value: T;
}

export const text = (value = ''): Property<string> => ({ type: String, value });
export const number = (value = 0): Property<number> => ({ type: Number, value });
export const flag = (value = false): Property<boolean> => ({ type: Boolean, value });
/** A property that takes values of several types as they come. */
export const anything = (value: unknown = null): Property<unknown> => ({ type: null, value });

export type PropertyTable = Readonly<Record<string, Property<unknown>>>;
export type ValuesOf<P extends PropertyTable> = {
  readonly [K in keyof P]: P[K] extends Property<infer T> ? T : never;
};

/** The segment of a node's class and style that the template engine leaves alone: glass-easel's TEMP_EXTRA. */
export const TEMPORARY_SEGMENT = 3 as unknown as StyleSegmentIndex;

/** One built-in in the page, as its own code sees it. */
export interface Builtin<V> {
  readonly host: PageHost;
  readonly node: GeneralComponent;
  /** The `<wx-…>` element; slot content is put into it directly. */
  readonly element: HTMLElement;
  get<K extends keyof V & string>(name: K): V[K];
  /** Changes a property from inside; a `model:` binding hears of it. */
  set<K extends keyof V & string>(name: K, value: V[K]): void;
  /** Triggers one of the component's own events, which do not bubble. */
  emit(event: string, detail?: Readonly<Record<string, unknown>>): void;
  /** As `emit`, and gives what the last listener returned: `bindinput` may return the text to show. */
  ask(event: string, detail: Readonly<Record<string, unknown>>): unknown;
  /** Taps on the component or on what is in it. `original` is the DOM's own event where there is one. */
  onTap(listener: (original: unknown) => void): void;
  /** URL for a `src` written in the page or component that uses this built-in. */
  readonly resourceUrl: (src: string) => string;
}

/** A field of a form (wx `form`, `label`, and the groups). */
export interface Field {
  /** What `submit` collects under the field's `name`; null for a box that its group answers for. */
  readonly value: (() => unknown) | null;
  readonly reset: () => void;
}

/** What one instance does after it was attached. */
export interface Behaviour<V> {
  /** By property: runs on each change after attaching. */
  readonly changed?: { readonly [K in keyof V & string]?: (value: V[K]) => void };
  /** Undoes what reaches outside the element: timers, observers, listeners on the window. */
  readonly detached?: () => void;
  readonly field?: Field;
  /** What a tap on its `label`, or Enter and Space on the focused element, does. */
  readonly activate?: () => void;
}

export interface BuiltinDefinition<P extends PropertyTable = PropertyTable> {
  readonly tag: string;
  readonly properties: P;
  /** False for a labelled box that stands where a component is not supported yet. */
  readonly real?: boolean;
  /** Runs when an instance enters the page, its properties set and its slot filled. */
  attach?(self: Builtin<ValuesOf<P>>): Behaviour<ValuesOf<P>>;
}

/** Any definition, its property types forgotten. */
export interface AnyBuiltin {
  readonly tag: string;
  readonly properties: PropertyTable;
  readonly real: boolean;
  define(space: ComponentSpace, host: PageHost): GeneralComponentDefinition;
}

/** What other built-ins (form, label, groups) find on an element. */
export interface Control {
  readonly node: GeneralComponent;
  readonly field: Field | null;
  readonly activate: (() => void) | null;
}

const controls = new WeakMap<Element, Control>();

export function controlOf(element: Element): Control | null {
  return controls.get(element) ?? null;
}

/** Properties that every built-in has. */
const COMMON = { hidden: flag(), animation: anything(), ariaLabel: text(), ariaRole: text() } as const;

const COMMON_NAMES = Object.keys(COMMON);

/** The element behind a component. */
export function elementOf(node: GeneralComponent): HTMLElement {
  return node.$$ as unknown as HTMLElement;
}

/** Triggers a tap as a keyboard would: on the element, bubbling as a real one. */
export function tap(node: GeneralComponent): void {
  const { x, y, width, height } = elementOf(node).getBoundingClientRect();
  const detail = { x: x + width / 2, y: y + height / 2 };
  node.triggerEvent('tap', detail, { bubbles: true, composed: true, capturePhase: true });
}

function createSelf<V>(node: GeneralComponent, host: PageHost): Builtin<V> {
  return {
    host,
    node,
    element: elementOf(node),
    get: (name) => node.data[name] as V[typeof name],
    set(name, value) {
      node.replaceDataOnPath([name], value as never);
      node.applyDataUpdates();
    },
    emit(event, detail = {}) {
      node.triggerEvent(event, detail);
    },
    ask(event, detail) {
      let answer: unknown;
      const handleListenerReturn = (value: unknown): undefined => {
        answer = value ?? answer;
      };
      node.dispatchEvent(new GlassEvent<unknown>(event, detail, { handleListenerReturn }));
      return answer;
    },
    onTap(listener) {
      node.addListener('tap', (event) => {
        listener(event.getOriginalEvent());
      });
    },
    resourceUrl: (src) => host.resourceUrl(src, node.ownerShadowRoot?.getHostNode().is ?? ''),
  };
}

function applyCommon(element: HTMLElement, name: string, value: unknown): void {
  if (name === 'hidden') element.hidden = Boolean(value);
  else if (name === 'ariaLabel') setOrRemove(element, 'aria-label', String(value));
  else if (name === 'ariaRole') setOrRemove(element, 'role', String(value));
}

/** Sets an attribute; an empty value leaves what the component itself set. */
function setOrRemove(element: HTMLElement, attribute: string, value: string): void {
  if (value !== '') element.setAttribute(attribute, value);
}

/** Makes a built-in ready to be defined in a component space. */
export function builtin<P extends PropertyTable>(definition: BuiltinDefinition<P>): AnyBuiltin {
  const properties = { ...COMMON, ...definition.properties };
  return {
    tag: definition.tag,
    properties,
    real: definition.real ?? true,
    define(space, host) {
      const behaviours = new WeakMap<GeneralComponent, Behaviour<ValuesOf<P>>>();

      function changed(node: GeneralComponent, name: string, value: unknown): void {
        const behaviour = behaviours.get(node);
        if (behaviour === undefined) return;
        applyCommon(elementOf(node), name, value);
        const listeners = behaviour.changed as Readonly<Record<string, (value: unknown) => void>> | undefined;
        listeners?.[name]?.(value);
      }

      const withObservers = Object.fromEntries(
        Object.entries(properties).map(([name, property]) => [
          name,
          {
            type: property.type,
            value: property.value,
            observer(this: GeneralComponent, value: unknown) {
              changed(this, name, value);
            },
          },
        ]),
      );
      const component = space.defineComponent({
        is: `wx://${definition.tag}`,
        properties: withObservers,
        lifetimes: {
          attached(this: GeneralComponent) {
            const element = elementOf(this);
            for (const name of COMMON_NAMES) if (this.data[name]) applyCommon(element, name, this.data[name]);
            const behaviour = definition.attach?.(createSelf<ValuesOf<P>>(this, host)) ?? {};
            behaviours.set(this, behaviour);
            if (behaviour.field ?? behaviour.activate) {
              controls.set(element, {
                node: this,
                field: behaviour.field ?? null,
                activate: behaviour.activate ?? null,
              });
            }
          },
          detached(this: GeneralComponent) {
            behaviours.get(this)?.detached?.();
            behaviours.delete(this);
          },
        },
      });
      return component.general();
    },
  };
}
