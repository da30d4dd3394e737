import {
  Component,
  type Element as GlassElement,
  type GeneralComponent,
  type Node as GlassNode,
  ShadowRoot,
  TextNode,
  VirtualNode,
} from 'glass-easel';
import type { WxmlNode } from '#contract/panel-inspect';
import { domAround } from '../query/node-fields.ts';

/** What the tree shows: a node of a template, or the shadow root of one of the project's components. */
export type Inspected = GlassElement | TextNode;

const BUILTIN = 'wx://';
const MOST_CHILDREN = 2000;
const MOST_NODES = 20_000;
const MOST_ATTRIBUTES = 60;
const SHOWN_ATTRIBUTE = 300;
const SHOWN_TEXT = 2000;

/** Numbers for nodes, which keep neither the node nor its page alive. */
export interface NodeNumbers {
  idOf(node: Inspected): number;
  /** Null when it is gone. */
  nodeOf(id: number): Inspected | null;
}

/** @param first numbers begin after it: those of an earlier run of the program must not mean other nodes */
export function createNodeNumbers(first: number): NodeNumbers {
  const ids = new WeakMap<Inspected, number>();
  const nodes = new Map<number, WeakRef<Inspected>>();
  let last = first;
  const swept = new FinalizationRegistry<number>((id) => nodes.delete(id));
  return {
    idOf(node) {
      const known = ids.get(node);
      if (known !== undefined) return known;
      last += 1;
      ids.set(node, last);
      nodes.set(last, new WeakRef(node));
      swept.register(node, last);
      return last;
    },
    nodeOf: (id) => nodes.get(id)?.deref() ?? null,
  };
}

/** Whether a component is one of the project's own, whose template the tree shows. */
export function isOwnComponent(node: Inspected): node is GeneralComponent {
  return Component.isComponent(node) && !node.is.startsWith(BUILTIN) && node.is !== '';
}

/** The tag as a template writes it. */
export function tagOf(node: Inspected): string {
  if (TextNode.isTextNode(node)) return '';
  if (ShadowRoot.isShadowRoot(node)) return '#shadow-root';
  if (VirtualNode.isVirtualNode(node)) return node.is;
  const dom = node.getBackendElement() as unknown;
  if (dom instanceof Element) return dom.localName.replace(/^wx-/, '');
  return (
    node.asNativeNode()?.is ?? (Component.isComponent(node) ? (node.is.split('/').at(-1) ?? node.is) : '')
  );
}

function kindOf(node: Inspected): WxmlNode['kind'] {
  if (TextNode.isTextNode(node)) return 'text';
  if (ShadowRoot.isShadowRoot(node)) return 'shadow-root';
  if (VirtualNode.isVirtualNode(node)) return 'slot';
  return isOwnComponent(node) ? 'component' : 'element';
}

/** The nodes below one as WXML has them: what `wx:if`, `wx:for`, `block` and templates gave stands in their place. */
export function childrenOf(node: Inspected): readonly Inspected[] {
  if (TextNode.isTextNode(node)) return [];
  const found: Inspected[] = [];
  if (isOwnComponent(node)) {
    const shadow = node.getShadowRoot();
    if (shadow && shadow.childNodes.length > 0) found.push(shadow);
  }
  const add = (nodes: readonly GlassNode[]): void => {
    for (const child of nodes) {
      if (found.length >= MOST_CHILDREN) return;
      if (VirtualNode.isVirtualNode(child) && child.is !== 'slot') add(child.childNodes);
      else if (TextNode.isTextNode(child)) {
        if (child.textContent.trim() !== '') found.push(child);
      } else found.push(child);
    }
  };
  add(node.childNodes);
  return found;
}

/** Nodes looked at for one search, and those that it gives back. */
const MOST_SEARCHED = 50_000;
const MOST_FOUND = 1000;

/** The nodes of a tree, in its order, that hold some words or that the document finds by a selector. */
export function searchNodes(
  root: Inspected,
  words: string,
  isMatched: (element: Element) => boolean,
): { readonly found: readonly Inspected[]; readonly count: number } {
  const wanted = words.toLowerCase();
  const found: Inspected[] = [];
  let count = 0;
  const pending: Inspected[] = [root];
  for (let seen = 0; seen < MOST_SEARCHED; seen += 1) {
    const node = pending.pop();
    if (!node) break;
    if (holds(node, wanted, isMatched)) {
      count += 1;
      if (found.length < MOST_FOUND) found.push(node);
    }
    pending.push(...[...childrenOf(node)].reverse());
  }
  return { found, count };
}

function holds(node: Inspected, wanted: string, isMatched: (element: Element) => boolean): boolean {
  if (TextNode.isTextNode(node)) return node.textContent.toLowerCase().includes(wanted);
  if (ShadowRoot.isShadowRoot(node)) return false;
  if (`<${tagOf(node)}`.includes(wanted)) return true;
  if (attributesOf(node).some(([name, value]) => `${name}="${value}"`.toLowerCase().includes(wanted)))
    return true;
  // Of a built-in the element that stands for it, not those it is made of.
  const element = node.getBackendElement() as unknown;
  return element instanceof Element && isMatched(element);
}

/** The node above one in the tree; null above a page. */
export function parentOf(node: Inspected): Inspected | null {
  if (!TextNode.isTextNode(node) && ShadowRoot.isShadowRoot(node)) return node.getHostNode();
  let above = node.parentNode;
  while (
    above &&
    VirtualNode.isVirtualNode(above) &&
    !ShadowRoot.isShadowRoot(above) &&
    above.is !== 'slot'
  ) {
    above = above.parentNode;
  }
  return above;
}

/** The tree below a node, as far as its nodes are open. */
export function treeOf(root: Inspected, open: ReadonlySet<number>, numbers: NodeNumbers): WxmlNode {
  let left = MOST_NODES;
  const view = (node: Inspected, depth: number): WxmlNode => {
    left -= 1;
    const id = numbers.idOf(node);
    const below = childrenOf(node);
    const isOpen = open.has(id) && left > 0 && depth < 300;
    return {
      id,
      kind: kindOf(node),
      tag: tagOf(node).slice(0, 100),
      text: TextNode.isTextNode(node) ? node.textContent.slice(0, SHOWN_TEXT) : '',
      attributes: attributesOf(node),
      hasChildren: below.length > 0,
      children: isOpen ? below.map((child) => view(child, depth + 1)) : [],
    };
  };
  return view(root, 0);
}

/** What the template gave an element, as text. */
export function attributesOf(node: Inspected): WxmlNode['attributes'] {
  if (TextNode.isTextNode(node) || ShadowRoot.isShadowRoot(node)) return [];
  const found: (readonly [string, string])[] = [];
  const put = (name: string, value: unknown): void => {
    const text = textOf(value);
    if (text !== null && found.length < MOST_ATTRIBUTES)
      found.push([name.slice(0, 100), text.slice(0, SHOWN_ATTRIBUTE)]);
  };
  if (node.id) put('id', node.id);
  if (node.class) put('class', node.class);
  if (node.style) put('style', node.style);
  if (node.slot) put('slot', node.slot);
  for (const { name, value } of node.attributes) put(name, value);
  for (const [name, value] of Object.entries((node.dataset as object | null) ?? {}))
    put(`data-${name}`, value);
  if (Component.isComponent(node)) putProperties(node, put);
  return found;
}

/** What a component begins with. glass-easel tells it by no public way. */
interface Declared {
  readonly _$behavior?: { readonly _$data?: readonly (() => Readonly<Record<string, unknown>>)[] };
}

const beginnings = new WeakMap<object, Readonly<Record<string, unknown>>>();

/** The values that a component's properties have before a template sets any. */
function beginningOf(node: GeneralComponent): Readonly<Record<string, unknown>> {
  const behavior = (node as unknown as Declared)._$behavior;
  if (!behavior) return {};
  const known = beginnings.get(behavior);
  if (known) return known;
  const made: Record<string, unknown> = {};
  for (const part of behavior._$data ?? []) Object.assign(made, part());
  beginnings.set(behavior, made);
  return made;
}

/** Whether a property of a component is what it is by itself, and so says nothing. */
export function isUsual(node: GeneralComponent, name: string): boolean {
  const value = (node.data as Readonly<Record<string, unknown>>)[name];
  const usual = beginningOf(node)[name];
  const isEmpty =
    value === null || value === undefined || value === '' || (Array.isArray(value) && value.length === 0);
  return isEmpty || value === usual || (usual === undefined && !value);
}

/** The properties that are set to something, as a template writes them. */
function putProperties(node: GeneralComponent, put: (name: string, value: unknown) => void): void {
  for (const [name, value] of Object.entries(node.data)) {
    if (!Component.hasProperty(node, name) || isUsual(node, name)) continue;
    put(
      name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`),
      value,
    );
  }
}

function textOf(value: unknown): string | null {
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (typeof value === 'object' && value !== null) return Array.isArray(value) ? '[…]' : '{…}';
  return null;
}

/** The DOM node to mark and to measure for a node. */
export function shownDom(node: Inspected): HTMLElement | null {
  if (TextNode.isTextNode(node)) {
    const above = parentOf(node);
    return above ? shownDom(above) : null;
  }
  return domAround(ShadowRoot.isShadowRoot(node) ? node.getHostNode() : node);
}

/** What a press on this element means: the element of the project's own templates, not the inside of a built-in. */
export function ownElement(element: GlassElement): GlassElement {
  let found = element;
  for (;;) {
    if (VirtualNode.isVirtualNode(found) && found.parentNode) {
      found = found.parentNode;
      continue;
    }
    const host = found.ownerShadowRoot?.getHostNode();
    if (!host?.is.startsWith(BUILTIN)) return found;
    found = host;
  }
}

/** A WXML selector that finds a node from its page or component. */
export function selectorOf(node: Inspected): string {
  if (TextNode.isTextNode(node)) return '';
  if (node.id) return `#${node.id}`;
  const [first] = node.class.split(/\s+/).filter((name) => name !== '');
  const own = first === undefined ? tagOf(node) : `.${first}`;
  const above = parentOf(node);
  if (!above || TextNode.isTextNode(above) || ShadowRoot.isShadowRoot(above)) return own;
  if (above.id) return `#${above.id} > ${own}`;
  const [outer] = above.class.split(/\s+/).filter((name) => name !== '');
  return outer === undefined ? own : `.${outer} > ${own}`;
}

/** A node in short, as the mark over it names it. */
export function labelOf(node: Inspected): string {
  if (TextNode.isTextNode(node)) return '#text';
  const first = node.class === '' ? '' : `.${node.class.trim().split(/\s+/).slice(0, 3).join('.')}`;
  return `${tagOf(node)}${node.id ? `#${node.id}` : ''}${first}`.slice(0, 80);
}
