import Quill, { type Parchment } from 'quill/core';

const Embed = Quill.import('blots/embed') as typeof Parchment.EmbedBlot;

/** Attributes of a picture in the contents, besides its address. */
const ATTRIBUTES: readonly string[] = ['width', 'height', 'alt', 'extClass', 'data-custom', 'data-local'];
/** Where the address stands as the mini-program wrote it; `src` leads to the page's own origin. */
const WRITTEN_SRC = 'data-ferry-src';

function nameOf(attribute: string): string {
  return attribute === 'extClass' ? 'class' : attribute;
}

/**
 * Registers pictures with Quill.
 *
 * @param urlOf URL of the page's own origin for an address as written
 */
export function registerImages(urlOf: (src: string) => string): void {
  class Picture extends Embed {
    static override blotName = 'image';
    static override tagName = 'IMG';

    static override create(value: unknown): HTMLElement {
      const node = super.create(value) as HTMLElement;
      const src = typeof value === 'string' ? value : '';
      node.setAttribute(WRITTEN_SRC, src);
      node.setAttribute('src', urlOf(src));
      return node;
    }

    static override value(node: HTMLElement): string {
      return node.getAttribute(WRITTEN_SRC) ?? node.getAttribute('src') ?? '';
    }

    static override formats(node: HTMLElement): Record<string, string> {
      return Object.fromEntries(
        ATTRIBUTES.flatMap((attribute) => {
          const value = node.getAttribute(nameOf(attribute));
          return value === null ? [] : [[attribute, value]];
        }),
      );
    }

    override format(name: string, value: unknown): void {
      if (!ATTRIBUTES.includes(name)) {
        super.format(name, value);
        return;
      }
      const node = this.domNode as HTMLElement;
      if (typeof value === 'string' && value !== '') node.setAttribute(nameOf(name), value);
      else node.removeAttribute(nameOf(name));
    }

    /** The picture in `html`, with its address as written. */
    html(): string {
      const copy = (this.domNode as HTMLElement).cloneNode() as HTMLElement;
      const { src } = { src: Picture.value(copy) };
      copy.removeAttribute(WRITTEN_SRC);
      copy.setAttribute('src', src);
      return copy.outerHTML;
    }
  }
  Quill.register('formats/image', Picture, true);
}
