const context = document.createElement('canvas').getContext('2d');
const widths = new Map<string, Map<string, number>>();

/** Width in CSS pixels of a line of text in a font (a computed `font` value). Letters are measured once each. */
export function textWidth(text: string, font: string): number {
  let known = widths.get(font);
  if (!known) widths.set(font, (known = new Map<string, number>()));
  let width = 0;
  for (const letter of text) {
    let letterWidth = known.get(letter);
    if (letterWidth === undefined) {
      if (context) context.font = font;
      letterWidth = context?.measureText(letter).width ?? 0;
      known.set(letter, letterWidth);
    }
    width += letterWidth;
  }
  return width;
}

const listeners = new WeakMap<Element, (widthPx: number) => void>();
const observer = new ResizeObserver((entries) => {
  for (const entry of entries) listeners.get(entry.target)?.(entry.contentRect.width);
});

/** Tells the width of an element now and whenever it changes; one observer serves them all. Returns its end. */
export function watchWidth(element: Element, listener: (widthPx: number) => void): () => void {
  listeners.set(element, listener);
  observer.observe(element);
  return () => {
    listeners.delete(element);
    observer.unobserve(element);
  };
}
