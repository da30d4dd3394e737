/** Attributes by name; null and false leave one out, true writes it empty. */
export type Attributes = Readonly<Record<string, string | number | boolean | null>>;

/** Makes an element with attributes and children. Strings become text nodes, never markup. */
export function element<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Attributes = {},
  ...children: readonly (Node | string)[]
): HTMLElementTagNameMap[K] {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === false) continue;
    made.setAttribute(name, value === true ? '' : String(value));
  }
  made.append(...children);
  return made;
}

const SVG = 'http://www.w3.org/2000/svg';

/** An icon of one path on a square canvas; drawn in the text's colour. */
export function iconOf(path: string, viewBoxSize = 24): SVGSVGElement {
  const icon = document.createElementNS(SVG, 'svg');
  icon.setAttribute('viewBox', `0 0 ${String(viewBoxSize)} ${String(viewBoxSize)}`);
  icon.setAttribute('aria-hidden', 'true');
  const shape = document.createElementNS(SVG, 'path');
  shape.setAttribute('d', path);
  shape.setAttribute('fill', 'currentColor');
  icon.append(shape);
  return icon;
}
