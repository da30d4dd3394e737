import { Component, type GeneralComponent, ShadowRoot, TextNode } from 'glass-easel';
import { component as adapter } from 'glass-easel-miniprogram-adapter';
import type { InspectAnswer, InspectNews, InspectQuestion } from '#contract/panel-inspect';
import { assertNever, FerryError } from '#contract/errors';
import type { LiveRouter } from '../router/router.ts';
import { documentSelectorFrom } from '../selector.ts';
import { glassElementAt } from '../events/gesture-event.ts';
import { createDataEdits, type SetData } from './data-edits.ts';
import { detailsOf } from './details.ts';
import { createEvaluator, type EvaluationScope, type Evaluator } from './evaluation.ts';
import { createHighlight } from './highlight.ts';
import {
  createNodeNumbers,
  type Inspected,
  labelOf,
  ownElement,
  parentOf,
  searchNodes,
  shownDom,
  tagOf,
  treeOf,
} from './nodes.ts';
import { createElementPicker } from './picker.ts';
import { allStylesOf } from './styles.ts';
import type { ValueRefs } from './value-refs.ts';
import { ASKED_BOUNDS, moreOf, viewOf } from './value-view.ts';

/** Changes are told at most so often. */
const NEWS_MS = 100;

interface InspectorOptions {
  readonly router: LiveRouter;
  /** An element over everything. */
  readonly layer: HTMLElement;
  /** What the console's code can name besides `$page` and `$el`. */
  readonly scope: EvaluationScope;
  /** Values that were shown in part. */
  readonly refs: ValueRefs;
  /** Numbers of nodes begin after it. */
  readonly firstNumber: number;
  readonly tell: (news: InspectNews) => void;
}

/** Answers what is asked of the running pages: their nodes, data and members. */
export interface Inspector extends Pick<Evaluator, 'evaluate'> {
  /** Throws FerryError `usage` for a node that is gone, and whatever a method throws that is called. */
  readonly ask: (question: InspectQuestion) => InspectAnswer;
}

export function createInspector({
  router,
  layer,
  scope,
  refs,
  firstNumber,
  tell,
}: InspectorOptions): Inspector {
  const numbers = createNodeNumbers(firstNumber);
  const highlight = createHighlight(layer);
  const edits = createDataEdits();
  let chosen: Inspected | null = null;

  const selected = (): unknown => (chosen ? elementForConsole(chosen) : null);
  const evaluator = createEvaluator(
    { ...scope, $page: () => router.current()?.instance ?? null, $el: selected, $0: selected },
    refs,
  );
  const picker = createElementPicker({
    over(element) {
      if (element) mark(element);
      else highlight.hide();
    },
    picked(element) {
      chosen = element;
      tell({ what: 'picked', nodeId: numbers.idOf(element) });
    },
    ended() {
      tell({ what: 'pick-ended' });
    },
  });
  const changes = watchChanges(document.querySelector('.ferry-pages') ?? document.body, () => {
    tell({ what: 'changed' });
  });

  const mark = (node: Inspected): void => {
    const element = shownDom(node);
    if (element) highlight.show(element, labelOf(node));
    else highlight.hide();
  };
  const nodeAt = (id: number): Inspected => {
    const node = numbers.nodeOf(id);
    if (!node) throw new FerryError('usage', 'This node is gone: its page closed or it was drawn anew.');
    return node;
  };
  const componentAt = (id: number): GeneralComponent => {
    const node = nodeAt(id);
    if (!Component.isComponent(node)) throw new FerryError('usage', `<${tagOf(node)}> is no component.`);
    return node;
  };

  const ask = (question: InspectQuestion): InspectAnswer => {
    switch (question.ask) {
      case 'pages': {
        const top = router.current();
        const pages = router.stack().map((page) => ({
          route: page.route,
          nodeId: numbers.idOf(page.component),
          isTop: page === top,
        }));
        return { pages };
      }
      case 'tree': {
        const root = numbers.nodeOf(question.nodeId);
        return { root: root && treeOf(root, new Set(question.open), numbers) };
      }
      case 'way': {
        const ids: number[] = [];
        const roots = new Set<Inspected>(router.alive().map(({ component }) => component));
        for (let at: Inspected | null = nodeAt(question.nodeId); at; at = parentOf(at)) {
          ids.unshift(numbers.idOf(at));
          if (roots.has(at)) break;
        }
        return { ids };
      }
      case 'details': {
        const node = numbers.nodeOf(question.nodeId);
        return { details: node && detailsOf(node, question.nodeId, refs) };
      }
      case 'find':
        return { nodeId: find(componentAt(question.nodeId), question.selector) };
      case 'search': {
        const { found, count } = searchNodes(
          nodeAt(question.nodeId),
          question.words,
          matcherOf(question.words),
        );
        return { ids: found.map((node) => numbers.idOf(node)), count };
      }
      case 'computed': {
        const node = nodeAt(question.nodeId);
        const dom = TextNode.isTextNode(node) ? null : shownDom(node);
        return { computed: dom ? allStylesOf(dom) : [] };
      }
      case 'data': {
        const node = numbers.nodeOf(question.nodeId);
        return { data: node && Component.isComponent(node) ? viewOf(node.data, ASKED_BOUNDS, refs) : null };
      }
      case 'more':
        return { value: moreOf(refs, question) };
      case 'set-data':
        edits.set(componentAt(question.nodeId), question.path, JSON.parse(question.json) as unknown);
        return { isDone: true, undoCount: edits.count() };
      case 'remove-data':
        edits.remove(componentAt(question.nodeId), question.path);
        return { isDone: true, undoCount: edits.count() };
      case 'undo-data':
        return { isDone: edits.undo(), undoCount: edits.count() };
      case 'set-text': {
        const node = nodeAt(question.nodeId);
        if (!TextNode.isTextNode(node)) return { isDone: false };
        node.textContent = question.text;
        return { isDone: true };
      }
      case 'call-method': {
        const caller = componentAt(question.nodeId).getMethodCaller() as Record<string, unknown>;
        const method = caller[question.name];
        if (typeof method !== 'function')
          throw new FerryError('usage', `There is no method ${question.name}.`);
        const values = JSON.parse(question.json) as readonly unknown[];
        return { value: viewOf(Reflect.apply(method, caller, [...values]), ASKED_BOUNDS, refs) };
      }
      case 'set-style':
      case 'set-class': {
        const node = nodeAt(question.nodeId);
        if (TextNode.isTextNode(node) || ShadowRoot.isShadowRoot(node)) return { isDone: false };
        if (question.ask === 'set-style') node.style = question.style;
        else node.class = question.className;
        return { isDone: true };
      }
      case 'highlight': {
        const node = question.nodeId === 0 ? null : numbers.nodeOf(question.nodeId);
        if (node) mark(node);
        else highlight.hide();
        return { isDone: node !== null };
      }
      case 'select':
        chosen = question.nodeId === 0 ? null : numbers.nodeOf(question.nodeId);
        return { isDone: chosen !== null };
      case 'pick':
        picker.set(question.isOn);
        return { isDone: true };
      case 'watch':
        changes.set(question.isOn);
        return { isDone: true };
      case 'members':
        return { names: evaluator.members(question.chain) };
      default:
        return assertNever(question);
    }
  };

  function find(root: GeneralComponent, selector: string): number {
    const dom = shownDom(root);
    let found: Element | null;
    try {
      found = dom?.querySelector(documentSelectorFrom(selector)) ?? null;
    } catch {
      throw new FerryError('usage', `"${selector}" is not a selector Ferry understands.`);
    }
    const element = glassElementAt(found);
    return element ? numbers.idOf(ownElement(element)) : 0;
  }

  return { ask, evaluate: evaluator.evaluate };
}

/** Tells whether an element of the document is one that words mean as a WXML selector; none when they are no selector. */
function matcherOf(words: string): (element: Element) => boolean {
  const selector = documentSelectorFrom(words);
  try {
    document.createDocumentFragment().querySelector(selector);
    return (element) => element.matches(selector);
  } catch {
    return () => false;
  }
}

/** `$el`: of a component what its methods see, else the element of the document. */
function elementForConsole(node: Inspected): unknown {
  if (Component.isComponent(node) && !node.is.startsWith('wx://')) return node.getMethodCaller();
  return shownDom(node);
}

/** Hears of changes of the document and of data, and passes them on now and then while it is on. */
function watchChanges(root: Element, changed: () => void): { set(isOn: boolean): void } {
  let isOn = false;
  let timer: ReturnType<typeof setTimeout> | null = null;
  const note = (): void => {
    if (!isOn || timer !== null) return;
    timer = setTimeout(() => {
      timer = null;
      changed();
    }, NEWS_MS);
  };
  const observer = new MutationObserver(note);
  const prototype = adapter.ComponentCaller.prototype as unknown as { setData: SetData };
  const { setData: plain } = prototype;
  // Data may change and nothing on the page with it.
  const noted: SetData = function (...values) {
    Reflect.apply(plain, this, values);
    note();
  };
  Object.defineProperty(prototype, 'setData', { value: noted, writable: true, configurable: true });
  return {
    set(next) {
      if (next === isOn) return;
      isOn = next;
      if (next)
        observer.observe(root, { subtree: true, childList: true, attributes: true, characterData: true });
      else observer.disconnect();
    },
  };
}
