/** Pieces of a row of the list. Each remembers what it shows: what stays the same touches no element. */

const SVG = 'http://www.w3.org/2000/svg';

/** A span with one text in it. */
export class TextPart {
  readonly node: HTMLSpanElement;
  readonly #text = document.createTextNode('');
  #shown = '';

  constructor(node: HTMLSpanElement = document.createElement('span')) {
    this.node = node;
    node.append(this.#text);
  }

  show(text: string): void {
    if (text === this.#shown) return;
    this.#shown = text;
    this.#text.data = text;
  }
}

/** A shape on a grid of 24, drawn as `path`. */
export class ShapePart {
  readonly node = document.createElementNS(SVG, 'svg');
  readonly #path = document.createElementNS(SVG, 'path');
  #shown = '';

  constructor(className: string) {
    this.node.setAttribute('class', className);
    this.node.setAttribute('viewBox', '0 0 24 24');
    this.node.setAttribute('aria-hidden', 'true');
    this.node.append(this.#path);
  }

  show(path: string, isFilled = false): void {
    if (path === this.#shown) return;
    this.#shown = path;
    this.#path.setAttribute('d', path);
    this.#path.classList.toggle('filled', isFilled);
  }
}

/** An attribute; null takes it away. */
export class AttributePart {
  readonly #node: Element;
  readonly #name: string;
  #shown: string | null = null;

  constructor(node: Element, name: string) {
    this.#node = node;
    this.#name = name;
  }

  show(value: string | null): void {
    if (value === this.#shown) return;
    this.#shown = value;
    if (value === null) this.#node.removeAttribute(this.#name);
    else this.#node.setAttribute(this.#name, value);
  }
}
