import { anything, builtin, flag, text } from './builtin.ts';
import { shownText } from './text.ts';

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
  readonly resourceUrl: (src: string) => string;
  readonly space: string;
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
  if (node.nodeType === TEXT_NODE) return { type: 'text', text: node.nodeValue ?? '' };
  if (node.nodeType !== ELEMENT_NODE) return { type: 'text', text: '' };
  const element = node as Element;
  return {
    name: element.tagName.toLowerCase(),
    attrs: Object.fromEntries([...element.attributes].map(({ name, value }) => [name, value])),
    children: [...element.childNodes].map(nodeFromDom),
  };
}

/** The node as real DOM, or null for a tag that is not allowed: then its content is dropped with it, as in WeChat. */
function made(node: RichNode, maker: Maker, depth: number): Node | null {
  if (node.type === 'text') return document.createTextNode(shownText(textOf(node.text), true, maker.space));
  const name = typeof node.name === 'string' ? node.name.toLowerCase() : '';
  const attributes = Object.hasOwn(TAGS, name) ? TAGS[name] : undefined;
  if (attributes === undefined || depth > MAX_DEPTH) return null;
  // A link would leave the page; it stays as text.
  const element = document.createElement(name === 'a' ? 'span' : name);
  if (isObject(node.attrs)) {
    for (const [key, value] of Object.entries(node.attrs)) {
      if (key !== 'class' && key !== 'style' && !attributes.includes(key)) continue;
      const written = String(value);
      element.setAttribute(key, key === 'src' ? maker.resourceUrl(written) : written);
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

/** `rich-text`: HTML text or a tree of nodes, through a strict list of tags and attributes. */
export const richText = builtin({
  tag: 'rich-text',
  properties: { nodes: anything([]), space: text(), userSelect: flag(), preview: flag(), mode: text() },
  attach(self) {
    const content = document.createElement('div');
    self.element.prepend(content);

    function draw(): void {
      const nodes = self.get('nodes');
      const maker = { resourceUrl: self.resourceUrl, space: self.get('space') };
      content.replaceChildren();
      appendNodes(content, typeof nodes === 'string' ? nodesFromHtml(nodes) : nodes, maker, 0);
    }

    draw();
    return { changed: { nodes: draw, space: draw } };
  },
});
