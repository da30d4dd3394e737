import type { MatchedDeclaration, MatchedRule, NodeDetails, Specificity } from '#contract/panel-inspect';
import { compareSpecificity, partsOf, specificityOf } from './specificity.ts';

const MOST_RULES = 100;
const MOST_DECLARATIONS = 60;
/** Rules looked at before the search gives up: a sheet of a stranger may hold a hundred thousand. */
const MOST_TRIED = 20_000;
const MOST_ABOVE = 12;
const MOST_STYLES = 900;
const SHOWN_VALUE = 300;

/** What an element hands down to those in it, besides custom properties. */
const INHERITED = new Set([
  ...['color', 'cursor', 'direction', 'visibility', 'pointer-events', 'white-space', 'writing-mode'],
  ...['word-break', 'overflow-wrap', 'word-spacing', 'letter-spacing', 'line-height', 'quotes', 'tab-size'],
  ...['text-align', 'text-align-last', 'text-indent', 'text-transform', 'text-shadow', 'text-wrap-mode'],
  ...['white-space-collapse', 'list-style-type', 'list-style-position', 'list-style-image', 'caret-color'],
  ...['border-collapse', 'border-spacing', 'caption-side', 'empty-cells', 'hyphens', 'color-scheme'],
]);

const PSEUDO_ELEMENT = /::?(?:before|after|first-line|first-letter|placeholder|selection|marker)$/;

/** A rule of a sheet as the cascade weighs it. */
interface Weighed {
  readonly rule: CSSStyleRule;
  readonly source: string;
  readonly prefix: string;
  readonly nth: number;
  readonly condition: string;
  readonly specificity: Specificity;
  /** Order of its layer; those without one are the strongest. */
  readonly layer: number;
  readonly order: number;
  /** `::before`, of which it sets the look; empty for the element. */
  readonly pseudo: string;
}

/** What the sheets say of an element, and what it has of that. */
export interface StylesOf {
  readonly rules: readonly MatchedRule[];
  readonly computed: NodeDetails['computed'];
}

/**
 * The rules of the mini-program's sheets that match an element, as they stand in them, and those above it from which
 * it inherits. What is overridden says so.
 *
 * @param nameOf what the tree calls an element above
 */
export function stylesOf(element: HTMLElement, nameOf: (element: Element) => string): StylesOf {
  const rules: MatchedRule[] = [];
  const all = sheetRules();
  const taken = new Set<string>();
  const own = matching(all, element);
  takeImportant(own, taken);
  takeInline(element, taken, isAnything);
  rules.push(...shown(own.filter(isOfElement), taken, '', isAnything));
  for (const [pseudo, found] of Map.groupBy(
    own.filter((one) => !isOfElement(one)),
    (one) => one.pseudo,
  )) {
    if (pseudo !== '') rules.push(...shown(found, new Set(), '', isAnything));
  }
  const names = new Set(taken);
  let above = element.parentElement;
  for (let step = 0; above && above !== document.body && step < MOST_ABOVE; step += 1) {
    if (rules.length >= MOST_RULES) break;
    takeInline(above, taken, isInherited);
    const found = matching(all, above).filter(
      (one) => isOfElement(one) && [...one.rule.style].some(isInherited),
    );
    rules.push(...shown(found, taken, nameOf(above), isInherited));
    above = above.localName === 'wx-page' ? null : above.parentElement;
  }
  for (const name of taken) if (!name.startsWith('--')) names.add(name);
  const style = getComputedStyle(element);
  return { rules: rules.slice(0, MOST_RULES), computed: pairsOf(style, names) };
}

/** Every style of an element, in the order of the alphabet. */
export function allStylesOf(element: Element): NodeDetails['computed'] {
  const style = getComputedStyle(element);
  return pairsOf(style, style);
}

function pairsOf(style: CSSStyleDeclaration, names: Iterable<string>): NodeDetails['computed'] {
  return [...names]
    .sort()
    .slice(0, MOST_STYLES)
    .map((name) => [name.slice(0, 200), style.getPropertyValue(name).trim().slice(0, SHOWN_VALUE)]);
}

const isAnything = (): boolean => true;
const isInherited = (name: string): boolean =>
  INHERITED.has(name) || name.startsWith('font-') || name.startsWith('--');
const isOfElement = ({ pseudo }: Weighed): boolean => pseudo === '';

/** A rule with what stands around it, before anything is matched. */
interface SheetRule extends Omit<Weighed, 'specificity' | 'pseudo'> {
  /** Within which it holds; null for everywhere. */
  readonly scope: string | null;
}

/** The rules of all sheets of the mini-program, in their order. */
function sheetRules(): readonly SheetRule[] {
  const found: SheetRule[] = [];
  const layers = new Map<string, number>();
  let tried = 0;
  const walk = (
    rules: CSSRuleList,
    around: Pick<SheetRule, 'source' | 'prefix' | 'condition' | 'scope' | 'layer'>,
    counts: Map<string, number>,
  ): void => {
    for (const rule of rules) {
      tried += 1;
      if (tried > MOST_TRIED) return;
      if (rule instanceof CSSStyleRule) {
        const nth = counts.get(rule.selectorText) ?? 0;
        counts.set(rule.selectorText, nth + 1);
        found.push({ ...around, rule, nth, order: found.length });
      } else if (rule instanceof CSSLayerBlockRule) {
        const layer = layers.get(rule.name) ?? layers.size;
        layers.set(rule.name, layer);
        walk(rule.cssRules, { ...around, layer }, counts);
      } else if (isScope(rule)) {
        walk(rule.cssRules, { ...around, scope: rule.start }, counts);
      } else if (rule instanceof CSSMediaRule || rule instanceof CSSSupportsRule) {
        const isOn = !(rule instanceof CSSMediaRule) || matchMedia(rule.media.mediaText).matches;
        const word = rule instanceof CSSMediaRule ? '@media' : '@supports';
        const condition = `${around.condition} ${word} ${rule.conditionText}`.trim();
        // What does not hold now is counted, so that those after it keep their numbers.
        if (isOn) walk(rule.cssRules, { ...around, condition }, counts);
        else count(rule.cssRules, counts);
      }
    }
  };
  for (const { ownerNode, cssRules } of document.styleSheets) {
    if (!(ownerNode instanceof HTMLElement)) continue;
    const path = ownerNode.dataset['sheet'];
    if (path === undefined) continue;
    const prefix = ownerNode.dataset['prefix'] ?? '';
    const around = { source: `${path}.wxss`, prefix, condition: '', scope: null, layer: Infinity };
    walk(cssRules, around, new Map());
  }
  return found;
}

function count(rules: CSSRuleList, counts: Map<string, number>): void {
  for (const rule of rules) {
    if (rule instanceof CSSStyleRule) counts.set(rule.selectorText, (counts.get(rule.selectorText) ?? 0) + 1);
    else if (rule instanceof CSSGroupingRule) count(rule.cssRules, counts);
  }
}

/** `@scope`, which TypeScript's library does not know yet. */
function isScope(rule: CSSRule): rule is CSSGroupingRule & { readonly start: string | null } {
  return rule.constructor.name === 'CSSScopeRule';
}

/** The rules that match an element, the strongest first. */
function matching(all: readonly SheetRule[], element: Element): readonly Weighed[] {
  const found: Weighed[] = [];
  for (const one of all) {
    if (one.scope !== null && !element.closest(one.scope)) continue;
    const selector = strongestMatch(element, one.rule.selectorText);
    if (selector === null) continue;
    found.push({ ...one, specificity: selector.specificity, pseudo: selector.pseudo });
  }
  return found.sort(
    (a, b) =>
      // Two that are infinite differ by no number.
      (a.layer === b.layer ? 0 : b.layer - a.layer) ||
      compareSpecificity(b.specificity, a.specificity) ||
      b.order - a.order,
  );
}

function strongestMatch(
  element: Element,
  list: string,
): { readonly specificity: Specificity; readonly pseudo: string } | null {
  // Most rules match nothing; a list is only taken apart when it may.
  if (!list.includes(':') && !matches(element, list)) return null;
  let best: { readonly specificity: Specificity; readonly pseudo: string } | null = null;
  for (const selector of partsOf(list, ',')) {
    const pseudo = PSEUDO_ELEMENT.exec(selector)?.[0].replace(/^:(?!:)/, '::') ?? '';
    const base = pseudo === '' ? selector : selector.replace(PSEUDO_ELEMENT, '');
    // A combinator may stand at its end, where all are meant.
    if (!matches(element, base === '' || /[\s>+~]$/.test(base) ? `${base}*` : base)) continue;
    const specificity = specificityOf(selector);
    if (best && (pseudo !== '' || compareSpecificity(best.specificity, specificity) >= 0)) continue;
    best = { specificity, pseudo };
  }
  return best;
}

function matches(element: Element, selector: string): boolean {
  try {
    return element.matches(selector);
  } catch {
    return false;
  }
}

/** What is important is stronger than all that follows, the style of the element itself too. */
function takeImportant(found: readonly Weighed[], taken: Set<string>): void {
  for (const { rule, pseudo } of found) {
    if (pseudo !== '') continue;
    for (const name of rule.style) if (rule.style.getPropertyPriority(name) !== '') taken.add(name);
  }
}

function takeInline(element: HTMLElement, taken: Set<string>, isTold: (name: string) => boolean): void {
  for (const name of element.style) if (isTold(name)) taken.add(name);
}

/** Rules as they are shown; what they set is then taken. */
function shown(
  found: readonly Weighed[],
  taken: Set<string>,
  inheritedFrom: string,
  isTold: (name: string) => boolean,
): readonly MatchedRule[] {
  const important = new Set<string>();
  return found.slice(0, MOST_RULES).map(({ rule, source, prefix, nth, condition, specificity }) => {
    const declarations: MatchedDeclaration[] = [];
    for (const [name, value, isImportant] of declarationsOf(rule)) {
      const sets = longhandsOf(name, value).filter(isTold);
      if (sets.length === 0) continue;
      const against = isImportant && inheritedFrom === '' ? important : taken;
      const isOverridden = sets.every((one) => against.has(one));
      if (isImportant) for (const one of sets) important.add(one);
      declarations.push({
        name: name.slice(0, 200),
        value: value.slice(0, SHOWN_VALUE),
        isImportant,
        isOverridden,
      });
    }
    for (const name of rule.style) if (isTold(name)) taken.add(name);
    return {
      selector: writtenSelector(rule.selectorText, prefix).slice(0, 500),
      source: source.slice(0, 300),
      nth,
      condition: condition.slice(0, 300),
      specificity,
      inheritedFrom: inheritedFrom.slice(0, 200),
      declarations: declarations.slice(0, MOST_DECLARATIONS),
    };
  });
}

type Written = readonly [name: string, value: string, isImportant: boolean];

/** The lines of a rule, with shorthands where the browser can write them. */
function declarationsOf({ style }: CSSStyleRule): readonly Written[] {
  const found: Written[] = [];
  for (const line of partsOf(style.cssText.slice(0, 50_000), ';')) {
    const colon = line.indexOf(':');
    if (colon < 1) continue;
    const value = line.slice(colon + 1).trim();
    const plain = value.replace(/\s*!important$/, '');
    found.push([line.slice(0, colon), plain, plain !== value]);
  }
  return found;
}

const scratch = document.createElement('div');

/** The single styles that a line sets. */
function longhandsOf(name: string, value: string): readonly string[] {
  if (name.startsWith('--')) return [name];
  scratch.style.cssText = '';
  scratch.style.setProperty(name, value);
  return scratch.style.length === 0 ? [name] : [...scratch.style];
}

/** A selector as WXSS has it: ids and the component's own without what the runtime needs, tags without `wx-`. */
export function writtenSelector(selector: string, prefix: string): string {
  const own = prefix === '' ? selector : selector.replaceAll(`.${prefix}`, '.');
  return own
    .replaceAll(/:is\(#_, ?\[id\$="--([^"]+)"\]\)/g, '#$1')
    .replaceAll(/\[wx-host="[^"]*"\]/g, ':host')
    .replaceAll('wx-page:where(:scope)', 'page')
    .replaceAll(/(^|[\s>+~,(])wx-(?=[a-z])/g, '$1');
}
