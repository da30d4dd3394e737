import { Component, ShadowRoot, TextNode } from 'glass-easel';
import type { BoxModel, MatchedRule, NodeDetails, Sides } from '#contract/panel-inspect';
import {
  attributesOf,
  isOwnComponent,
  isUsual,
  selectorOf,
  shownDom,
  tagOf,
  type Inspected,
} from './nodes.ts';
import { ASKED_BOUNDS, viewOf } from './value-view.ts';

const MOST_RULES = 100;
const MOST_DECLARATIONS = 60;
/** Rules looked at before the search gives up: a sheet of a stranger may hold a hundred thousand. */
const MOST_TRIED = 20_000;

/** The styles worth a look: all of them are some four hundred, most of which say nothing. */
const SHOWN_STYLES = [
  ...['display', 'position', 'top', 'right', 'bottom', 'left', 'z-index', 'float', 'width', 'height'],
  ...['min-width', 'max-width', 'min-height', 'max-height', 'box-sizing', 'overflow-x', 'overflow-y'],
  ...[
    'flex-direction',
    'flex-wrap',
    'flex-grow',
    'flex-shrink',
    'flex-basis',
    'align-items',
    'justify-content',
  ],
  ...[
    'gap',
    'grid-template-columns',
    'color',
    'background-color',
    'background-image',
    'opacity',
    'visibility',
  ],
  ...[
    'font-family',
    'font-size',
    'font-weight',
    'line-height',
    'text-align',
    'white-space',
    'letter-spacing',
  ],
  ...['border-radius', 'box-shadow', 'transform', 'transition', 'animation-name', 'pointer-events'],
];

/** Everything there is to say of a node. */
export function detailsOf(node: Inspected, id: number): NodeDetails {
  if (TextNode.isTextNode(node)) return nothing(node, id, 'text');
  if (ShadowRoot.isShadowRoot(node)) return nothing(node, id, 'shadow-root');
  const dom = shownDom(node);
  const own = node.getBackendElement() as unknown;
  const element = own instanceof HTMLElement ? own : null;
  const isComponent = Component.isComponent(node);
  return {
    id,
    kind: isOwnComponent(node) ? 'component' : node.asVirtualNode() ? 'slot' : 'element',
    tag: tagOf(node).slice(0, 100),
    is: isOwnComponent(node) ? node.is.slice(0, 500) : '',
    selector: selectorOf(node).slice(0, 500),
    className: node.class.slice(0, 5000),
    style: node.style.slice(0, 5000),
    attributes: attributesOf(node),
    dataset: viewOf(node.dataset, ASKED_BOUNDS),
    properties: isComponent ? viewOf(partOfData(node, true), ASKED_BOUNDS) : null,
    data: isOwnComponent(node) ? viewOf(partOfData(node, false), ASKED_BOUNDS) : null,
    box: dom && boxOf(dom),
    computed: element ? computedOf(element) : [],
    rules: element ? rulesOf(element) : [],
    listeners: listenersOf(node),
    externalClasses: isComponent ? externalClassesOf(node) : [],
  };
}

function nothing(node: Inspected, id: number, kind: 'text' | 'shadow-root'): NodeDetails {
  return {
    ...{ id, kind, tag: tagOf(node), is: '', selector: '', className: '', style: '' },
    ...{ attributes: [], dataset: viewOf({}, ASKED_BOUNDS), properties: null, data: null },
    ...{ box: null, computed: [], rules: [], listeners: [], externalClasses: [] },
  };
}

function partOfData(node: Parameters<typeof Component.hasProperty>[0], wantsProperties: boolean): object {
  const data = node.data as Readonly<Record<string, unknown>>;
  const part = Object.create(null) as Record<string, unknown>;
  for (const [name, value] of Object.entries(data)) {
    if (Component.hasProperty(node, name) !== wantsProperties) continue;
    // A built-in has forty properties, of which a template sets two.
    if (isOwnComponent(node) || !isUsual(node, name)) part[name] = value;
  }
  return part;
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

function computedOf(element: HTMLElement): NodeDetails['computed'] {
  const style = getComputedStyle(element);
  const usual = ['', 'none', 'auto', 'normal', 'visible'];
  return SHOWN_STYLES.map((name) => [name, style.getPropertyValue(name).slice(0, 300)] as const).filter(
    ([, value]) => !usual.includes(value),
  );
}

/** The rules of the mini-program's sheets that match, as they stand in them; the last one wins. */
function rulesOf(element: HTMLElement): readonly MatchedRule[] {
  const found: MatchedRule[] = [];
  let tried = 0;
  const walk = (rules: CSSRuleList, source: string): void => {
    for (const rule of rules) {
      tried += 1;
      if (tried > MOST_TRIED || found.length >= MOST_RULES) return;
      if (rule instanceof CSSStyleRule) {
        if (matches(element, rule.selectorText)) found.push(matchedRule(rule, source));
      } else if (rule instanceof CSSMediaRule) {
        if (matchMedia(rule.media.mediaText).matches) walk(rule.cssRules, source);
      } else if (isScope(rule)) {
        if (rule.start === null || element.closest(rule.start)) walk(rule.cssRules, source);
      } else if (rule instanceof CSSSupportsRule || rule instanceof CSSLayerBlockRule)
        walk(rule.cssRules, source);
    }
  };
  for (const sheet of document.styleSheets) {
    const path = sheet.ownerNode instanceof HTMLElement ? sheet.ownerNode.dataset['sheet'] : undefined;
    if (path !== undefined) walk(sheet.cssRules, `${path}.wxss`);
  }
  return found;
}

/** `@scope`, which TypeScript's library does not know yet. */
function isScope(rule: CSSRule): rule is CSSGroupingRule & { readonly start: string | null } {
  return rule.constructor.name === 'CSSScopeRule';
}

function matches(element: Element, selector: string): boolean {
  try {
    return element.matches(selector);
  } catch {
    return false;
  }
}

function matchedRule(rule: CSSStyleRule, source: string): MatchedRule {
  const names = [...rule.style].slice(0, MOST_DECLARATIONS);
  return {
    selector: writtenSelector(rule.selectorText).slice(0, 500),
    source: source.slice(0, 300),
    declarations: names.map((name) => {
      const important = rule.style.getPropertyPriority(name) === '' ? '' : ' !important';
      return [name, `${rule.style.getPropertyValue(name).slice(0, 300)}${important}`] as const;
    }),
  };
}

/** A selector as WXSS has it: without the prefix of its component and the `wx-` of tags. */
function writtenSelector(selector: string): string {
  return selector.replaceAll(/\.[\w-]+?--(?=[\w-])/g, '.').replaceAll(/(^|[\s>+~,(])wx-(?=[a-z])/g, '$1');
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

function externalClassesOf(
  node: Parameters<typeof Component.hasProperty>[0],
): NodeDetails['externalClasses'] {
  return Object.entries(node.getExternalClasses()).map(
    ([name, classes]) => [name.slice(0, 100), (classes ?? []).join(' ').slice(0, 500)] as const,
  );
}
