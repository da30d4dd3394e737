import type { GeneralComponent } from 'glass-easel';
import { pageStyle } from '../glass/inline-style.ts';
import { anything, builtin, flag, text } from './builtin.ts';
import { scopedClass } from './scoped-class.ts';

/** Attributes beyond `class` and `style` that an allowed tag keeps (WeChat's documentation of rich-text). */
const TAGS: Readonly<Record<string, readonly string[]>> = {
  ...Object.fromEntries(
    (
      'abbr address article aside b bdi big blockquote br caption center cite code dd del div dl dt em fieldset font ' +
      'footer h1 h2 h3 h4 h5 h6 header hr i ins label legend li mark nav p pre q rt ruby s section small span strong ' +
      'sub sup tbody tfoot thead tt u ul a'
    )
      .split(' ')
      .map((tag) => [tag, []] as const),
  ),
  bdo: ['dir'],
  col: ['span', 'width'],
  colgroup: ['span', 'width'],
  img: ['alt', 'src', 'height', 'width'],
  ol: ['start', 'type'],
  table: ['width'],
  td: ['colspan', 'height', 'rowspan', 'width'],
  th: ['colspan', 'height', 'rowspan', 'width'],
  tr: ['colspan', 'height', 'rowspan', 'width'],
};
/** A page can nest deeper only by mistake, or to do harm. */
const MAX_DEPTH = 60;
const ELEMENT_NODE = 1;
const TEXT_NODE = 3;

/** A node as `nodes` holds it; everything in it may be anything. */
interface RichNode {
  readonly type?: unknown;
  readonly name?: unknown;
  readonly text?: unknown;
  readonly attrs?: unknown;
  readonly children?: unknown;
}

interface Maker {
  readonly component: GeneralComponent;
  readonly resourceUrl: (src: string) => string;
  readonly space: string;
}

/** Text as the browser's parser gave it: its entities are characters already. */
const PARSED_TEXT = Symbol('parsed text');
const ENTITY = /&(?:#\d+|#x[\da-f]+|[a-z][a-z\d]*);/gi;
const SPACES: Readonly<Record<string, string>> = { ensp: '\u2002', emsp: '\u2003', nbsp: '\u00a0' };

/** Characters for the entities of a text, named and numeric, all that HTML knows. */
function decoded(written: string): string {
  const decoder = document.createElement('textarea');
  return written.replace(ENTITY, (entity) => {
    // An entity alone can close nothing: this is text, never markup.
    decoder.innerHTML = entity;
    return decoder.value;
  });
}

function textOf(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

/**
 * HTML text as nodes. The parser's document is inert: nothing in it loads or runs. Handlers are renamed all the same,
 * since the page's policy would complain of each in the project's console.
 */
function nodesFromHtml(html: string): readonly RichNode[] {
  const quiet = html.replace(/<[^>]*>/g, (tag) => tag.replace(/([\s"'/])on(\w+\s*=)/gi, '$1data-on$2'));
  const parsed = new DOMParser().parseFromString(quiet, 'text/html');
  return [...parsed.body.childNodes].map(nodeFromDom);
}

function nodeFromDom(node: Node): RichNode {
  if (node.nodeType === TEXT_NODE) return { type: PARSED_TEXT, text: node.nodeValue ?? '' };
  if (node.nodeType !== ELEMENT_NODE) return { type: PARSED_TEXT, text: '' };
  const element = node as Element;
  return {
    name: element.tagName.toLowerCase(),
    attrs: Object.fromEntries([...element.attributes].map(({ name, value }) => [name, value])),
    children: [...element.childNodes].map(nodeFromDom),
  };
}

/** What an attribute becomes in the page; null for one that the tag does not keep. */
function attributeOf(
  key: string,
  written: string,
  allowed: readonly string[],
  { component, resourceUrl }: Maker,
): string | null {
  if (key === 'class') return scopedClass(component, written);
  if (key === 'style') return pageStyle(written, resourceUrl);
  if (!allowed.includes(key)) return null;
  return key === 'src' ? resourceUrl(written) : written;
}

/** The node as real DOM, or null for a tag that is not allowed: then its content is dropped with it, as in WeChat. */
function made(node: RichNode, maker: Maker, depth: number): Node | null {
  if (node.type === 'text' || node.type === PARSED_TEXT) {
    const shown = node.type === 'text' ? decoded(textOf(node.text)) : textOf(node.text);
    return document.createTextNode(shown.replaceAll(' ', SPACES[maker.space] ?? ' '));
  }
  const name = typeof node.name === 'string' ? node.name.toLowerCase() : '';
  const attributes = Object.hasOwn(TAGS, name) ? TAGS[name] : undefined;
  if (attributes === undefined || depth > MAX_DEPTH) return null;
  // An `a` has no href: WeChat's leads nowhere.
  const element = document.createElement(name);
  if (isObject(node.attrs)) {
    for (const [key, value] of Object.entries(node.attrs)) {
      const shown = attributeOf(key.toLowerCase(), String(value), attributes, maker);
      if (shown !== null) element.setAttribute(key, shown);
    }
  }
  appendNodes(element, node.children, maker, depth + 1);
  return element;
}

function appendNodes(parent: Element, nodes: unknown, maker: Maker, depth: number): void {
  if (!Array.isArray(nodes)) return;
  for (const node of nodes as readonly unknown[]) {
    const child = isObject(node) ? made(node, maker, depth) : null;
    if (child !== null) parent.append(child);
  }
}

/**
 * `rich-text` (WeChat's documentation of rich-text): HTML text or a tree of nodes, through a strict list of tags and
 * attributes. Nothing in it hears an event.
 */
export const richText = builtin({
  tag: 'rich-text',
  properties: {
    nodes: anything([]),
    space: text(),
    userSelect: flag(),
    preview: flag(),
    mode: text('default'),
  },
  attach(self) {
    const { element } = self;
    const content = document.createElement('div');
    element.prepend(content);

    function draw(): void {
      const nodes = self.get('nodes');
      const maker = { component: self.node, resourceUrl: self.resourceUrl, space: self.get('space') };
      content.replaceChildren();
      appendNodes(content, typeof nodes === 'string' ? nodesFromHtml(nodes) : nodes, maker, 0);
    }

    function selectable(): void {
      element.toggleAttribute('data-selectable', self.get('userSelect'));
    }

    draw();
    selectable();
    return { changed: { nodes: draw, space: draw, userSelect: selectable } };
  },
});
