import { boxOf } from './details.ts';

/** The mark over a node: its margin, border, padding and content, with its name and size. */
export interface Highlight {
  show(element: Element, name: string): void;
  hide(): void;
}

/** @param layer an element over everything, which hears nothing */
export function createHighlight(layer: HTMLElement): Highlight {
  const part = (name: string): HTMLElement => {
    const element = document.createElement('div');
    element.className = `ferry-inspect__${name}`;
    return element;
  };
  const boxes = {
    margin: part('margin'),
    border: part('border'),
    padding: part('padding'),
    content: part('content'),
  };
  const label = part('label');
  layer.hidden = true;
  layer.append(boxes.margin, boxes.border, boxes.padding, boxes.content, label);

  const place = (box: HTMLElement, x: number, y: number, width: number, height: number): void => {
    box.style.transform = `translate(${String(x)}px, ${String(y)}px)`;
    box.style.width = `${String(Math.max(0, width))}px`;
    box.style.height = `${String(Math.max(0, height))}px`;
  };

  return {
    show(element, name) {
      const { x, y, width, height, margin, border, padding } = boxOf(element);
      const [mt, mr, mb, ml] = margin;
      const [bt, br, bb, bl] = border;
      const [pt, pr, pb, pl] = padding;
      place(boxes.margin, x - ml, y - mt, width + ml + mr, height + mt + mb);
      place(boxes.border, x, y, width, height);
      place(boxes.padding, x + bl, y + bt, width - bl - br, height - bt - bb);
      place(boxes.content, x + bl + pl, y + bt + pt, width - bl - br - pl - pr, height - bt - bb - pt - pb);
      label.textContent = `${name}  ${String(Math.round(width * 10) / 10)} × ${String(Math.round(height * 10) / 10)}`;
      layer.hidden = false;
      const labelHeight = label.offsetHeight;
      const below = y + height + 4;
      const labelY = below + labelHeight < innerHeight ? below : Math.max(4, y - labelHeight - 4);
      const labelX = Math.max(4, Math.min(x, innerWidth - label.offsetWidth - 4));
      label.style.transform = `translate(${String(labelX)}px, ${String(labelY)}px)`;
    },
    hide() {
      layer.hidden = true;
    },
  };
}
