import { Component, type GeneralComponent, ShadowRoot, TextNode } from 'glass-easel';
import type { BoxModel, NodeDetails, Sides } from '#contract/panel-inspect';
import { glassElementAt } from '../events/gesture-event.ts';
import {
  attributesOf,
  isOwnComponent,
  isUsual,
  labelOf,
  selectorOf,
  shownDom,
  tagOf,
  type Inspected,
} from './nodes.ts';
import { stylesOf, type StylesOf } from './styles.ts';
import type { ValueRefs } from './value-refs.ts';
import { ASKED_BOUNDS, viewOf } from './value-view.ts';

/** Characters of a text that can be edited. */
const MOST_TEXT = 8000;
const MOST_METHODS = 200;

/** Everything there is to say of a node. */
export function detailsOf(node: Inspected, id: number, refs: ValueRefs): NodeDetails {
  if (TextNode.isTextNode(node)) {
    return { ...nothing(node, id, 'text'), text: node.textContent.slice(0, MOST_TEXT) };
  }
  if (ShadowRoot.isShadowRoot(node)) return nothing(node, id, 'shadow-root');
  const dom = shownDom(node);
  const own = node.getBackendElement() as unknown;
  const element = own instanceof HTMLElement ? own : null;
  const isComponent = Component.isComponent(node);
  const styles: StylesOf = element ? stylesOf(element, nameOf) : { rules: [], computed: [] };
  return {
    id,
    kind: isOwnComponent(node) ? 'component' : node.asVirtualNode() ? 'slot' : 'element',
    tag: tagOf(node).slice(0, 100),
    is: isOwnComponent(node) ? node.is.slice(0, 500) : '',
    selector: selectorOf(node).slice(0, 500),
    text: '',
    className: node.class.slice(0, 5000),
    style: node.style.slice(0, 5000),
    attributes: attributesOf(node),
    dataset: viewOf(node.dataset, ASKED_BOUNDS, refs),
    properties: isComponent ? viewOf(partOfData(node, true), ASKED_BOUNDS, refs) : null,
    usualProperties: isComponent ? usualOf(node) : [],
    data: isOwnComponent(node) ? viewOf(partOfData(node, false), ASKED_BOUNDS, refs) : null,
    methods: isOwnComponent(node) ? methodsOf(node) : [],
    box: dom && boxOf(dom),
    ...styles,
    listeners: listenersOf(node),
    externalClasses: isComponent ? externalClassesOf(node) : [],
  };
}

function nothing(node: Inspected, id: number, kind: 'text' | 'shadow-root'): NodeDetails {
  return {
    ...{ id, kind, tag: tagOf(node), is: '', selector: '', text: '' },
    ...{ className: '', style: '', attributes: [], dataset: viewOf({}, ASKED_BOUNDS) },
    ...{
      properties: null,
      usualProperties: [],
      data: null,
      methods: [],
      box: null,
      computed: [],
      rules: [],
      listeners: [],
      externalClasses: [],
    },
  };
}

function partOfData(node: GeneralComponent, wantsProperties: boolean): object {
  const data = node.data as Readonly<Record<string, unknown>>;
  const part = Object.create(null) as Record<string, unknown>;
  for (const [name, value] of Object.entries(data)) {
    if (Component.hasProperty(node, name) !== wantsProperties) continue;
    part[name] = value;
  }
  return part;
}

function usualOf(node: GeneralComponent): readonly string[] {
  return Object.keys(node.data)
    .filter((name) => Component.hasProperty(node, name) && isUsual(node, name))
    .slice(0, 1000)
    .map((name) => name.slice(0, 200));
}

function nameOf(element: Element): string {
  const node = glassElementAt(element);
  return node ? labelOf(node) : element.localName.replace(/^wx-/, '');
}

/** The functions that a component's methods find on `this`, without those that every component has. */
function methodsOf(node: GeneralComponent): readonly string[] {
  return Object.keys(Component.getMethodsFromDef(node.getComponentDefinition()))
    .slice(0, MOST_METHODS)
    .map((name) => name.slice(0, 200));
}

/** Where an element lies and what is around it, in CSS pixels of the view. */
export function boxOf(element: Element): BoxModel {
  const { x, y, width, height } = element.getBoundingClientRect();
  const style = getComputedStyle(element);
  const sides = (name: string, suffix = ''): Sides => {
    const side = (which: string): number =>
      Number.parseFloat(style.getPropertyValue(`${name}-${which}${suffix}`)) || 0;
    return [side('top'), side('right'), side('bottom'), side('left')];
  };
  return {
    x,
    y,
    width,
    height,
    margin: sides('margin'),
    border: sides('border', '-width'),
    padding: sides('padding'),
  };
}

interface Listeners {
  readonly listeners?: Readonly<Record<string, { readonly mutCount: number; readonly finalCount: number }>>;
  readonly captureListeners?: Listeners['listeners'] | null;
}

/** Which events a node listens to, as WXML binds them. glass-easel tells it by no public way. */
function listenersOf(node: Inspected): readonly string[] {
  const target = (node as unknown as { readonly _$eventTarget?: Listeners | null })._$eventTarget;
  const named = (table: Listeners['listeners'] | null, prefix: string): string[] =>
    Object.entries(table ?? {}).map(([name, { mutCount, finalCount }]) => {
      const word = finalCount > 0 ? 'catch' : mutCount > 0 ? 'mut-bind' : 'bind';
      return `${prefix}${word}:${name}`.slice(0, 100);
    });
  return [...named(target?.listeners, ''), ...named(target?.captureListeners, 'capture-')].slice(0, 50);
}

function externalClassesOf(node: GeneralComponent): NodeDetails['externalClasses'] {
  return Object.entries(node.getExternalClasses()).map(
    ([name, classes]) => [name.slice(0, 100), (classes ?? []).join(' ').slice(0, 500)] as const,
  );
}
