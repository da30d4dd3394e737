import { builtin, flag, number, text as textProperty } from './builtin.ts';
import { place } from './place.ts';

const ENTITIES: Readonly<Record<string, string>> = {
  '&nbsp;': '\u00a0',
  '&ensp;': '\u2002',
  '&emsp;': '\u2003',
  '&lt;': '<',
  '&gt;': '>',
  '&apos;': "'",
  '&quot;': '"',
  '&amp;': '&',
};
const SPACES: Readonly<Record<string, string>> = { ensp: '\u2002', emsp: '\u2003', nbsp: '\u00a0' };

/** The text as `text` shows it: `\n` written in WXML is a new line; entities and spaces as the attributes say. */
export function shownText(written: string, decode: boolean, space: string): string {
  let shown = written.replaceAll('\\n', '\n');
  if (decode)
    shown = shown.replace(
      /&(?:nbsp|ensp|emsp|lt|gt|apos|quot|amp);/g,
      (entity) => ENTITIES[entity] ?? entity,
    );
  const wide = SPACES[space];
  return wide === undefined ? shown : shown.replaceAll(' ', wide);
}

/** `max-lines` with `overflow` (clip, ellipsis, fade, or visible, which is the default) as CSS; empty for no limit. */
export function limitStyle(maxLines: number, overflow: string): string {
  if (maxLines <= 0 && !['clip', 'ellipsis', 'fade'].includes(overflow)) return '';
  if (overflow === 'ellipsis') {
    return maxLines > 1
      ? `display:-webkit-box;-webkit-box-orient:vertical;-webkit-line-clamp:${String(maxLines)};overflow:hidden`
      : 'display:inline-block;max-width:100%;overflow:hidden;white-space:nowrap;text-overflow:ellipsis';
  }
  const height = maxLines > 0 ? `max-height:${String(maxLines)}lh;` : '';
  const fade = overflow === 'fade' ? ';mask-image:linear-gradient(to right,#000 70%,transparent)' : '';
  return `display:inline-block;max-width:100%;${height}overflow:hidden${fade}`;
}

/** `text`: inline text that keeps its line breaks. */
export const text = builtin({
  tag: 'text',
  properties: {
    selectable: flag(),
    userSelect: flag(),
    space: textProperty(),
    decode: flag(),
    overflow: textProperty(),
    maxLines: number(),
  },
  attach(self) {
    const { element } = self;
    let isLimited = false;

    function rewrite(): void {
      const decode = self.get('decode');
      const space = self.get('space');
      const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
      while (walker.nextNode() !== null) {
        const node = walker.currentNode as Text;
        const shown = shownText(node.data, decode, space);
        if (shown !== node.data) node.data = shown;
      }
    }

    function selectable(): void {
      element.toggleAttribute('data-selectable', self.get('selectable') || self.get('userSelect'));
      element.toggleAttribute('data-user-select', self.get('userSelect'));
    }

    let observer: MutationObserver | null = null;

    // Watching every text of a long list would cost more than it is worth: few use these attributes.
    function watch(): void {
      const isWanted = self.get('decode') || self.get('space') !== '';
      if (isWanted && observer === null) {
        observer = new MutationObserver(rewrite);
        observer.observe(element, { characterData: true, childList: true, subtree: true });
      }
      if (isWanted || element.textContent.includes('\\n')) rewrite();
    }

    function limit(): void {
      const style = limitStyle(self.get('maxLines'), self.get('overflow'));
      if (style === '' && !isLimited) return;
      isLimited = style !== '';
      place(element, style);
    }

    watch();
    limit();
    if (self.get('selectable') || self.get('userSelect')) selectable();
    return {
      changed: {
        selectable,
        userSelect: selectable,
        decode: watch,
        space: watch,
        maxLines: limit,
        overflow: limit,
      },
      detached: () => {
        observer?.disconnect();
      },
    };
  },
});
