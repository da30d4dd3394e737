import type {
  ComponentSpace,
  GeneralComponent,
  GeneralComponentDefinition,
  StyleSegmentIndex,
  templateEngine,
} from 'glass-easel';
import { Event as GlassEvent } from 'glass-easel';
import type { PageHost } from '../host.ts';
import { applyAllCommon, applyCommon, COMMON } from './common-properties.ts';
import type { PropertyTable, ValuesOf } from './property.ts';

export { anything, flag, number, type PropertyTable, text, type ValuesOf } from './property.ts';

/** The segment of a node's class and style that the template engine leaves alone: glass-easel's TEMP_EXTRA. */
export const TEMPORARY_SEGMENT = 3 as unknown as StyleSegmentIndex;

/** `wx` as a built-in uses it: asynchronous functions with options. */
export type WxCalls = Readonly<Record<string, unknown>>;

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
  /** Functions of `wx` by name, for what a built-in does through them (`open-type` and the like). */
  readonly wx: WxCalls;
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
  /** Another page covers this one; the page is back on top. */
  readonly pageHidden?: () => void;
  readonly pageShown?: () => void;
  readonly field?: Field;
  /** What a tap on its `label`, or Enter and Space on the focused element, does. */
  readonly activate?: () => void;
}

export interface BuiltinDefinition<P extends PropertyTable = PropertyTable> {
  readonly tag: string;
  readonly properties: P;
  /** False for a labelled box that stands where a component is not supported yet. */
  readonly real?: boolean;
  /** Its content stands once, where the component is; or as often as the component makes a slot for it. */
  readonly slots?: 'one' | 'by the component';
  /** Runs when an instance enters the page, its properties set and its slot filled. */
  attach?(self: Builtin<ValuesOf<P>>): Behaviour<ValuesOf<P>>;
}

/** Any definition, its property types forgotten. */
export interface AnyBuiltin {
  readonly tag: string;
  readonly properties: PropertyTable;
  readonly real: boolean;
  define(space: ComponentSpace, host: PageHost, wx: WxCalls): GeneralComponentDefinition;
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

function createSelf<V>(node: GeneralComponent, host: PageHost, wx: WxCalls): Builtin<V> {
  return {
    host,
    wx,
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

/** A shadow tree without anything, for a component that makes its own slots. */
const NO_TEMPLATE: templateEngine.TemplateEngine = {
  create: () => ({
    createInstance: (component, createShadowRoot) => ({
      shadowRoot: createShadowRoot(component),
      initValues: () => undefined,
      updateValues: () => undefined,
    }),
  }),
};

/** Makes a built-in ready to be defined in a component space. */
export function builtin<P extends PropertyTable>(definition: BuiltinDefinition<P>): AnyBuiltin {
  const properties = { ...COMMON, ...definition.properties };
  return {
    tag: definition.tag,
    properties,
    real: definition.real ?? true,
    define(space, host, wx) {
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
        ...(definition.slots === 'by the component'
          ? { options: { dynamicSlots: true, templateEngine: NO_TEMPLATE } }
          : {}),
        lifetimes: {
          attached(this: GeneralComponent) {
            const element = elementOf(this);
            applyAllCommon(element, this.data);
            const behaviour = definition.attach?.(createSelf<ValuesOf<P>>(this, host, wx)) ?? {};
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
        pageLifetimes: {
          hide(this: GeneralComponent) {
            behaviours.get(this)?.pageHidden?.();
          },
          show(this: GeneralComponent) {
            behaviours.get(this)?.pageShown?.();
          },
        },
      });
      return component.general();
    },
  };
}
