import { builtin, flag, number, text as textProperty } from './builtin.ts';

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
    }

    // Watching every text of a long list would cost more than it is worth: few use these attributes.
    const observer =
      self.get('decode') || self.get('space') !== '' ? new MutationObserver(rewrite) : undefined;
    observer?.observe(element, { characterData: true, childList: true, subtree: true });
    if (observer !== undefined || element.textContent.includes('\\n')) rewrite();
    if (self.get('selectable') || self.get('userSelect')) selectable();
    return {
      changed: { selectable, userSelect: selectable },
      detached: () => {
        observer?.disconnect();
      },
    };
  },
});
