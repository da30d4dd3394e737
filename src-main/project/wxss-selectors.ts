import selectorParser, {
  type Attribute,
  type Identifier,
  type Node,
  type Pseudo,
} from 'postcss-selector-parser';

/** Stands before each class name of a component's sheet; the runtime replaces it by the prefix or by nothing. */
export const SCOPE_PLACEHOLDER = '_ferry-scope_';
/** Stands for the component's class prefix where its sheet means the component's own element. */
export const HOST_PLACEHOLDER = '\0host\0';
/** A page's sheet is put in an `@scope` of its page, in which only `:scope` reaches the page itself. */
const PAGE_IN_ITS_SCOPE = 'wx-page:where(:scope)';

/** Which elements a sheet reaches: app.wxss all, a page's sheet its page, a component's its own by class prefix. */
export type SheetScope =
  | { readonly kind: 'app' }
  | { readonly kind: 'page' }
  | { readonly kind: 'component'; readonly prefix: string };

type ScopeKind = SheetScope['kind'];

const NAME = String.raw`-?[_a-zA-Z][\w-]*`;
/** A tag with classes and pseudo-classes without arguments, or these alone; what nearly all selectors are made of. */
const PLAIN_COMPOUND = String.raw`(?:[a-zA-Z][\w-]*(?:\.${NAME}|::?[a-zA-Z][a-zA-Z-]*(?![\w(-]))*|(?:\.${NAME}|::?[a-zA-Z][a-zA-Z-]*(?![\w(-]))+)`;
const PLAIN_SELECTOR = new RegExp(String.raw`^${PLAIN_COMPOUND}(?:(?:\s*[,>+~]\s*|\s+)${PLAIN_COMPOUND})*$`);
const PLAIN_CLASS = /\.(?=[\w-])/g;
const PLAIN_TAG = /(?<![\w.:-])[a-zA-Z][\w-]*/g;

/**
 * Makes a function from a WXSS selector to the selector that matches in the page's document; it answers null
 * where the selector is not valid.
 */
export function createSelectorRewriter(kind: ScopeKind): (selector: string) => string | null {
  const transform = selectorParser((selectors) => {
    selectors.walk((node) => {
      rewriteNode(node, kind);
    });
  });
  return (selector) => {
    // The parser takes longer than all else that is done with a sheet.
    if (PLAIN_SELECTOR.test(selector) && !(kind === 'component' && selector.includes(':host'))) {
      const tagged = selector.replace(PLAIN_TAG, (tag) => tagOfPage(tag, kind));
      return kind === 'component' ? tagged.replace(PLAIN_CLASS, `.${SCOPE_PLACEHOLDER}`) : tagged;
    }
    try {
      return transform.processSync(selector);
    } catch {
      return null;
    }
  };
}

/** A tag of WXML as the document has it. */
function tagOfPage(tag: string, kind: ScopeKind): string {
  if (tag === 'page') return kind === 'page' ? PAGE_IN_ITS_SCOPE : 'wx-page';
  return tag.startsWith('wx-') ? tag : `wx-${tag}`;
}

function rewriteNode(node: Node, kind: ScopeKind): void {
  switch (node.type) {
    case 'tag':
      node.value = tagOfPage(node.value, kind);
      break;
    case 'class':
      if (kind === 'component') node.value = SCOPE_PLACEHOLDER + node.value;
      break;
    case 'id':
      if (!node.value.includes(':is(')) node.replaceWith(anyInstanceOfId(node));
      break;
    case 'attribute':
      if (kind === 'component') scopeClassAttribute(node);
      break;
    case 'pseudo':
      if (kind === 'component' && node.value === ':host') {
        node.replaceWith(hostOf(node));
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
function hostOf(node: Pseudo): Node {
  const host = selectorParser.attribute({
    attribute: 'wx-host',
    operator: '=',
    value: HOST_PLACEHOLDER,
    quoteMark: '"',
    raws: {},
  });
  host.spaces = node.spaces;
  return host;
}
