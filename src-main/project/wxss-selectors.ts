import selectorParser, {
  type Attribute,
  type Identifier,
  type Node,
  type Pseudo,
} from 'postcss-selector-parser';

/** Stands before each class name of a component's sheet; the runtime replaces it by the prefix or by nothing. */
export const SCOPE_PLACEHOLDER = '_ferry-scope_';
/** A page's sheet is put in an `@scope` of its page, in which only `:scope` reaches the page itself. */
const PAGE_IN_ITS_SCOPE = 'wx-page:where(:scope)';

/** Which elements a sheet reaches: app.wxss all, a page's sheet its page, a component's its own by class prefix. */
export type SheetScope =
  | { readonly kind: 'app' }
  | { readonly kind: 'page' }
  | { readonly kind: 'component'; readonly prefix: string };

/**
 * Makes a function from a WXSS selector to the selector that matches in the page's document; it answers null
 * where the selector is not valid.
 */
export function createSelectorRewriter(scope: SheetScope): (selector: string) => string | null {
  const transform = selectorParser((selectors) => {
    selectors.walk((node) => {
      rewriteNode(node, scope);
    });
  });
  return (selector) => {
    try {
      return transform.processSync(selector);
    } catch {
      return null;
    }
  };
}

function rewriteNode(node: Node, scope: SheetScope): void {
  switch (node.type) {
    case 'tag':
      if (node.value === 'page') node.value = scope.kind === 'page' ? PAGE_IN_ITS_SCOPE : 'wx-page';
      else if (!node.value.startsWith('wx-')) node.value = `wx-${node.value}`;
      break;
    case 'class':
      if (scope.kind === 'component') node.value = SCOPE_PLACEHOLDER + node.value;
      break;
    case 'id':
      if (!node.value.includes(':is(')) node.replaceWith(anyInstanceOfId(node));
      break;
    case 'attribute':
      if (scope.kind === 'component') scopeClassAttribute(node);
      break;
    case 'pseudo':
      if (scope.kind === 'component' && node.value === ':host') {
        node.replaceWith(hostOf(node, scope.prefix));
      }
      break;
    default:
  }
}

/**
 * Ids are written to the document with a prefix per component instance (`a4ed--banner`). The id that matches
 * nothing keeps the specificity of an id.
 */
function anyInstanceOfId(node: Identifier): Node {
  const raw = selectorParser.tag({ value: `:is(#_,[id$="--${node.value}"])` });
  raw.spaces = node.spaces;
  return raw;
}

/** `[class^="icon-"]` of a component: its classes carry the prefix, so the match moves behind it. */
function scopeClassAttribute(node: Attribute): void {
  if (node.attribute !== 'class' || node.value === undefined) return;
  if (node.operator === '^=') {
    node.operator = '*=';
    node.setValue(SCOPE_PLACEHOLDER + node.value, { quoteMark: '"' });
  }
}

/** The component's own element; the runtime marks it with the component's scope. */
function hostOf(node: Pseudo, prefix: string): Node {
  const host = selectorParser.attribute({
    attribute: 'wx-host',
    operator: '=',
    value: prefix,
    quoteMark: '"',
    raws: {},
  });
  host.spaces = node.spaces;
  return host;
}
